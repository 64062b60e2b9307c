#include "sim/experiment/study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "sim/experiment/design.hpp"
#include "sim/experiment/study_factors.hpp"
#include "sim/scenario/codecs.hpp"
#include "sim/scenario/key_rows.hpp"
#include "sim/scenario/layers.hpp"
#include "sim/scenario/named_base.hpp"
#include "sim/scenario/parse.hpp"

namespace homeward {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t default_design_seed = 20261001;

/// Reads the table of a study file.
class StudyReader {
 public:
  StudyReader(const fs::path& file, const Value& table, std::span<const Override> overrides, Faults& faults)
      : file_(file), table_(table), overrides_(overrides), faults_(faults) {}

  Study read() {
    refuse_others(table_, "",
                  {"name", "title", "description", "base", "design", "replications", "draws", "points",
                   "seed", "linked", "where", "baseline", "factor"},
                  faults_);
    study_.name = file_.stem().string();
    text("name", study_.name);
    if (table_.member("name") == nullptr && (has_control_character(study_.name) || !is_utf8(study_.name)))
      lacks("name", "a text of one line, as that of the file is not printable");
    text("title", study_.title);
    std::string description;
    text("description", description);
    text("baseline", study_.baseline);
    number("replications", between(1, 1e7), study_.replications);
    number("draws", between(1, most_points), study_.draws);
    read_base();
    if (!read_design()) study_.design = design_that_fits();
    read_points();
    read_factors_and_links();
    if (const Value* where = table_.member("where"); where != nullptr && study_.base)
      study_.where = Where::parse(*where, *study_.base->scenario(), faults_);
    if (faults_.empty()) check_size();
    return std::move(study_);
  }

 private:
  void text(std::string_view key, std::string& out) {
    const Value* value = table_.member(key);
    if (value == nullptr) return;
    homeward::read(*value, key, {}, out, faults_);
    if (key == "name" && value->text() != nullptr && (out.empty() || has_control_character(out)))
      faults_.wrong(*value, key, "a text of one line");
  }

  void number(std::string_view key, const Range& range, std::optional<std::uint32_t>& out) {
    if (const Value* value = table_.member(key)) homeward::read(*value, key, range, out, faults_);
  }

  void lacks(std::string_view key, std::string_view must) { tell_missing(file_, key, must, faults_); }

  void read_base() {
    const auto base = read_named_base(table_, file_, overrides_, faults_);
    if (!base) return;
    study_.base_file = base->file;
    study_.base = base->scenario;
  }

  bool read_design() {
    const Value* design = table_.member("design");
    if (design == nullptr) {
      lacks("design", one_of(design_names));
      return false;
    }
    const auto chosen = read_choice(*design, "design", design_names, faults_);
    if (chosen) study_.design = static_cast<Design>(*chosen);
    return chosen.has_value();
  }

  /// Where the design is at fault: one under which the factors may still be held to their rules.
  Design design_that_fits() const {
    const Value* list = table_.member("factor");
    const auto* factors = list != nullptr ? list->list() : nullptr;
    if (factors == nullptr) return Design::grid;
    const auto has = [&](const char* key) {
      return std::any_of(factors->begin(), factors->end(),
                         [key](const Value& factor) { return factor.member(key) != nullptr; });
    };
    if (has("range") || has("distribution")) return Design::latin_hypercube;
    return has("steps") ? Design::simplex : Design::grid;
  }

  void read_points() {
    const Value* points = table_.member("points");
    const Value* seed = table_.member("seed");
    study_.seed = default_design_seed;
    if (seed != nullptr) homeward::read(*seed, "seed", between(0, 9.2e18), study_.seed, faults_);
    if (faults_.any_at("design") || table_.member("design") == nullptr) return;
    if (is_sampled(study_.design)) {
      std::optional<std::uint32_t> number_of_points;
      number("points", between(1, most_points), number_of_points);
      if (points == nullptr) lacks("points", "how many points this design has");
      study_.points = number_of_points.value_or(1);
      return;
    }
    for (const Value* unused : {points, seed})
      if (unused != nullptr)
        faults_.add(unused->key_origin, unused == points ? "points" : "seed",
                    fmt::format("{} is for the designs latin_hypercube and sobol",
                                unused == points ? "points" : "seed"));
  }

  void read_factors_and_links() {
    const Value* list = table_.member("factor");
    if (list == nullptr) return lacks("factor", "[[factor]], one for each thing that is varied");
    study_.factors =
        read_factors(*list, study_.design, study_.base ? &*study_.base->scenario() : nullptr, faults_);
    for (const auto& factor : study_.factors)
      for (const auto& override_ : overrides_)
        if (override_.overlay.empty() &&
            (is_at_or_below(override_.key, factor.key) || is_at_or_below(factor.key, override_.key)))
          faults_.add({fmt::format("--set {}", override_.key), 0, 0}, override_.key,
                      fmt::format("the study varies {} itself", factor.key));
    study_.groups = read_groups(table_.member("linked"), study_.design, study_.factors, faults_);
  }

  void check_size() {
    if (design_size(study_) <= most_points) return;
    faults_.add(
        {file_.generic_string(), 1, 1}, "factor",
        fmt::format("the design has {} points; at most {} are simulated", design_size(study_), most_points));
  }

  const fs::path& file_;
  const Value& table_;
  std::span<const Override> overrides_;
  Faults& faults_;
  Study study_;
};

}  // namespace

namespace {

/// Nothing for what cannot be read.
std::optional<Value> table_of(const fs::path& file) {
  const auto text = read_text(file);
  Faults ignored;
  return text.reason.empty() ? parse_toml(text.text, "", ignored) : std::nullopt;
}

bool has_any(const Value& table, std::span<const char* const> keys) {
  return std::any_of(keys.begin(), keys.end(), [&](const char* key) { return table.member(key) != nullptr; });
}

constexpr std::array study_keys{"base", "design", "factor"};

}  // namespace

bool is_study_file(const fs::path& file) {
  const auto table = table_of(file);
  return table && has_any(*table, study_keys);
}

bool is_scenario_file(const fs::path& file) {
  constexpr std::array scenario_keys{"extends", "run", "families", "hazards", "coaches", "support", "costs"};
  const auto table = table_of(file);
  return table && !has_any(*table, study_keys) && has_any(*table, scenario_keys);
}

Study read_study(const fs::path& file, std::span<const Override> overrides) {
  Faults faults;
  const auto place = file.generic_string();
  const auto text = read_text(file);
  if (!text.reason.empty()) throw InputError({{place, 0, 0, text.reason}});
  auto table = parse_toml(text.text, place, faults);
  if (!table || !take_format(*table, faults)) throw_if_any(faults);
  Study study = StudyReader(file, *table, overrides, faults).read();
  throw_if_any(faults);
  study.text = text.text;
  return study;
}

}  // namespace homeward
