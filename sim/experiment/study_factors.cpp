#include "sim/experiment/study_factors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/experiment/levels.hpp"
#include "sim/scenario/codecs.hpp"
#include "sim/scenario/key_table.hpp"
#include "sim/scenario/known_paths.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/parse.hpp"

namespace homeward {

namespace {

/// What a factor with this key may be, or unknown with the fault told.
PathKind check_key(const Value& key, const std::string& name, const Scenario* base, Faults& faults) {
  const auto parts = parse_path(name);
  if (!parts) {
    faults.add(key.origin, "factor.key", fmt::format("{} is not a dotted key", toml_string(shortened(name))));
    return PathKind::unknown;
  }
  const bool of_base = parts->front() == "traits" || parts->front() == "sites";
  if (base == nullptr && of_base) return PathKind::other;
  const Scenario built_in;
  const Scenario& scenario = base != nullptr ? *base : built_in;
  const auto kind = kind_of_path(scenario, name);
  if (kind == PathKind::unknown) {
    const auto near = nearest(name, known_paths(scenario));
    faults.add(key.origin, name,
               fmt::format("{} is not a known key{}{}", shortened(name, 120),
                           near.empty() ? "" : "; the nearest is ", near));
    return kind;
  }
  const auto* row = find_key(name);
  if (row != nullptr && !row->identifies_run) {
    faults.add(key.origin, name, fmt::format("{} changes nothing that a run simulates", name));
    return PathKind::unknown;
  }
  return kind;
}

/// Reads one `[[factor]]`.
class FactorReader {
 public:
  FactorReader(const Value& table, Design design, const Scenario* base, Faults& faults)
      : table_(table), design_(design), base_(base), faults_(faults) {}

  std::optional<Factor> read() {
    if (!is_table(table_, "factor", faults_)) return std::nullopt;
    refuse_others(table_, "factor", {"key", "values", "steps", "range", "distribution", "role"}, faults_);
    const Value* key = table_.member("key");
    if (key == nullptr) {
      faults_.add(table_.origin, "factor", "factor has no key");
      return std::nullopt;
    }
    if (key->text() == nullptr) {
      faults_.wrong(*key, "factor.key", "the dotted key of a scenario");
      return std::nullopt;
    }
    factor_.key = *key->text();
    factor_.origin = key->origin;
    const auto kind = check_key(*key, factor_.key, base_, faults_);
    if (const auto parts = parse_path(factor_.key)) factor_.path = *parts;
    factor_.whole_number = is_whole_number(factor_.key);
    read_role();
    if (is_sampled(design_))
      read_sampled(kind);
    else
      read_levelled(kind);
    return std::move(factor_);
  }

 private:
  void read_role() {
    const Value* role = table_.member("role");
    if (role == nullptr) return;
    if (const auto chosen = read_choice(*role, path("role"), factor_role_names, faults_))
      factor_.role = static_cast<FactorRole>(*chosen);
  }

  std::string path(std::string_view member) const {
    return fmt::format("{} of the factor {}", member, factor_.key);
  }

  void refuse(std::string_view member, std::string_view why) {
    if (const Value* value = table_.member(member))
      faults_.add(value->key_origin, path(member), fmt::format("{} {}", path(member), why));
  }

  void lacks(std::string_view what) {
    faults_.add(factor_.origin, factor_.key, fmt::format("the factor {} has no {}", factor_.key, what));
  }

  void read_levelled(PathKind kind) {
    const auto design = design_names[static_cast<std::size_t>(design_)];
    const auto not_here = fmt::format("does not go with the design {}; it takes values", design);
    refuse("range", not_here);
    refuse("distribution", not_here);
    const Value* values = table_.member("values");
    const Value* steps = table_.member("steps");
    if (design_ != Design::simplex) {
      refuse("steps", fmt::format("does not go with the design {}, but with simplex", design));
      const bool sampled = table_.member("range") != nullptr || table_.member("distribution") != nullptr;
      if (values == nullptr && !sampled) lacks("values");
    } else if ((values == nullptr) == (steps == nullptr)) {
      lacks(values == nullptr ? "values or steps" : "choice between values and steps");
    }
    const auto repeats = design_ == Design::list ? Repeats::allowed : Repeats::refused;
    if (values != nullptr) factor_.levels = read_levels(*values, repeats, path("values"), faults_);
    if (steps != nullptr && design_ == Design::simplex) read_steps(*steps, kind);
  }

  void read_steps(const Value& value, PathKind kind) {
    std::uint32_t steps = 0;
    homeward::read(value, path("steps"), between(1, 100), steps, faults_);
    if (kind == PathKind::unknown || steps == 0) return;
    const auto keys = numbers_below(factor_.key);
    if (keys.size() < 2) {
      faults_.add(factor_.origin, factor_.key,
                  fmt::format("{} is no table of shares, such as support.mix; steps needs one", factor_.key));
    } else if (simplex_count(keys.size(), steps) > most_points) {
      faults_.add(value.origin, path("steps"),
                  fmt::format("{} are {} points; a study has at most {}", path("steps"),
                              simplex_count(keys.size(), steps), most_points));
    } else {
      factor_.levels = simplex_levels(keys, steps, value.origin);
    }
  }

  void read_sampled(PathKind kind) {
    const auto not_here = fmt::format("does not go with the design {}; it takes a range or a distribution",
                                      design_names[static_cast<std::size_t>(design_)]);
    refuse("values", not_here);
    refuse("steps", not_here);
    if (kind != PathKind::number && kind != PathKind::unknown && base_ != nullptr)
      faults_.add(factor_.origin, factor_.key,
                  fmt::format("{} is not one number, so it cannot be sampled", factor_.key));
    const Value* range = table_.member("range");
    const Value* distribution = table_.member("distribution");
    const bool levelled = table_.member("values") != nullptr || table_.member("steps") != nullptr;
    if (levelled && range == nullptr && distribution == nullptr) return;
    if ((range == nullptr) == (distribution == nullptr))
      lacks(range == nullptr ? "range or distribution" : "choice between range and distribution");
    else if (range != nullptr)
      read_range(*range);
    else
      read_distribution(*distribution);
  }

  void read_range(const Value& range) {
    std::vector<double> ends;
    homeward::read(range, path("range"), {}, ends, faults_);
    if (faults_.any_at(path("range"))) return;
    if (ends.size() != 2 || !(ends[0] < ends[1])) {
      faults_.wrong(range, path("range"), "[low, high] with low below high");
    } else if (factor_.whole_number && (ends[0] != std::floor(ends[0]) || ends[1] != std::floor(ends[1]))) {
      faults_.wrong(range, path("range"), "whole numbers, as the key is");
    } else {
      factor_.distribution =
          WrittenDistribution{&kind_named(uncertainty_distributions(), "uniform"), {{ends[0]}, {ends[1]}}};
      factor_.origin = range.origin;
    }
  }

  void read_distribution(const Value& value) {
    if (!is_table(value, path("distribution"), faults_)) return;
    auto written =
        homeward::read_distribution(value, path("distribution"), uncertainty_distributions(), faults_);
    if (!written) return;
    if (written->kind->name == "dirichlet") {
      faults_.add(value.origin, path("distribution"),
                  fmt::format("{} is a dirichlet, which is no single number", path("distribution")));
      return;
    }
    factor_.distribution = std::move(written);
    factor_.origin = value.origin;
  }

  const Value& table_;
  Design design_;
  const Scenario* base_;
  Faults& faults_;
  Factor factor_;
};

/// Two factors must not set the same key, nor one a part of what the other sets, nor two alternatives.
bool clash(const Factor& a, const Factor& b) {
  const auto is_one_of_two = [](const std::string& key) {
    return key == "coaches.positions" || key == "coaches.positions_per_100_entries";
  };
  const auto is_of_a_site = [](const std::string& key) {
    return key.starts_with("sites.") && key.ends_with(".positions");
  };
  return is_at_or_below(a.key, b.key) || is_at_or_below(b.key, a.key) ||
         (is_one_of_two(a.key) && (is_one_of_two(b.key) || is_of_a_site(b.key))) ||
         (is_of_a_site(a.key) && is_one_of_two(b.key));
}

void refuse_clashes(const std::vector<Factor>& factors, Faults& faults) {
  for (std::size_t i = 0; i < factors.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (clash(factors[i], factors[j]))
        faults.add(factors[i].origin, factors[i].key,
                   fmt::format("the factors {} and {} set the same thing", factors[j].key, factors[i].key));
}

}  // namespace

bool is_whole_number(const std::string& key) {
  const auto* row = find_key(key);
  const bool of_site = key.starts_with("sites.") && key.ends_with(".positions");
  return of_site || (row != nullptr && row->type == KeyType::whole_number);
}

std::vector<Factor> read_factors(const Value& list, Design design, const Scenario* base, Faults& faults) {
  std::vector<Factor> factors;
  if (list.list() == nullptr) {
    faults.wrong(list, "factor", "[[factor]], one for each");
    return factors;
  }
  for (const auto& table : *list.list())
    if (auto factor = FactorReader(table, design, base, faults).read()) factors.push_back(std::move(*factor));
  if (list.list()->empty())
    faults.add(list.origin, "factor", "factor is empty; a study has at least one factor");
  refuse_clashes(factors, faults);
  return factors;
}

}  // namespace homeward
