#include "sim/evidence/calibration_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "sim/evidence/published.hpp"
#include "sim/scenario/codecs.hpp"
#include "sim/scenario/known_paths.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/scenario_value.hpp"

namespace homeward {

namespace {

constexpr std::array<std::string_view, 2> scales{"linear", "log"};

/// Two ends of a list, or nothing with the fault told.
std::optional<std::pair<double, double>> read_ends(const Value& value, std::string_view path,
                                                   Faults& faults) {
  std::vector<double> ends;
  read(value, path, {}, ends, faults);
  if (faults.any_at(path)) return std::nullopt;
  if (ends.size() == 2 && ends[0] < ends[1]) return std::pair(ends[0], ends[1]);
  faults.wrong(value, path, "[low, high] with low below high");
  return std::nullopt;
}

/// Reads one `[[parameter]]`.
class ParameterReader {
 public:
  ParameterReader(const Value& table, const Scenario& base, Faults& faults)
      : table_(table), base_(base), faults_(faults) {}

  std::optional<CalibrationParameter> read() {
    if (!is_table(table_, "parameter", faults_)) return std::nullopt;
    refuse_others(table_, "parameter", {"key", "range", "scale", "rest"}, faults_);
    const auto start = number_at("key", made_.key, made_.path);
    if (!start) return std::nullopt;
    made_.start = *start;
    read_scale();
    read_range();
    read_rest();
    return std::move(made_);
  }

 private:
  std::string of_this(std::string_view member) const {
    return fmt::format("{} of the parameter {}", member, made_.key);
  }

  /// The base's number at the key that a member names.
  std::optional<double> number_at(std::string_view member, std::string& key, std::vector<std::string>& path) {
    const Value* value = table_.member(member);
    if (value == nullptr) {
      faults_.add(table_.origin, "parameter", fmt::format("parameter has no {}", member));
      return std::nullopt;
    }
    if (value->text() == nullptr || !parse_path(*value->text())) {
      faults_.wrong(*value, fmt::format("parameter.{}", member), "the dotted key of a scenario");
      return std::nullopt;
    }
    key = *value->text();
    path = *parse_path(key);
    const auto kind = kind_of_path(base_, key);
    if (kind == PathKind::unknown) {
      const auto near = nearest(key, known_paths(base_));
      faults_.add(value->origin, key,
                  fmt::format("{} is not a known key{}{}", shortened(key, 120),
                              near.empty() ? "" : "; the nearest is ", near));
      return std::nullopt;
    }
    const auto number = ScenarioPath(key).number(base_);
    if (kind != PathKind::number || !number || !std::isfinite(*number)) {
      faults_.add(value->origin, key,
                  fmt::format("{} is not one finite number in the base, so it cannot be fitted", key));
      return std::nullopt;
    }
    return number;
  }

  void read_scale() {
    const Value* scale = table_.member("scale");
    if (scale == nullptr) return;
    if (const auto chosen = read_choice(*scale, of_this("scale"), scales, faults_)) made_.log = *chosen == 1;
  }

  void read_range() {
    const Value* range = table_.member("range");
    if (range == nullptr) {
      faults_.add(table_.origin, made_.key, fmt::format("the parameter {} has no range", made_.key));
      return;
    }
    made_.origin = range->origin;
    const auto ends = read_ends(*range, of_this("range"), faults_);
    if (!ends) return;
    std::tie(made_.low, made_.high) = *ends;
    if (made_.log && made_.low <= 0)
      faults_.wrong(*range, of_this("range"), "above 0, as its scale is log");
    else if (made_.start < made_.low || made_.start > made_.high)
      faults_.add(
          range->origin, of_this("range"),
          fmt::format("{} does not hold {}, which the base has", of_this("range"), number_text(made_.start)));
  }

  void read_rest() {
    if (table_.member("rest") == nullptr) return;
    const auto other = number_at("rest", made_.rest, made_.rest_path);
    if (other) made_.sum = made_.start + *other;
  }

  const Value& table_;
  const Scenario& base_;
  Faults& faults_;
  CalibrationParameter made_;
};

/// Reads one `[[target]]`.
class TargetReader {
 public:
  TargetReader(const Value& table, Faults& faults) : table_(table), faults_(faults) {}

  std::optional<CalibrationTarget> read() {
    if (!is_table(table_, "target", faults_)) return std::nullopt;
    refuse_others(table_, "target", {"name", "value", "tolerance", "band", "weight", "source"}, faults_);
    const Value* name = table_.member("name");
    if (name == nullptr) {
      faults_.add(table_.origin, "target", "target has no name");
      return std::nullopt;
    }
    if (name->text() == nullptr) {
      faults_.wrong(*name, "target.name", "the name of a published figure or of an outcome");
      return std::nullopt;
    }
    made_.name = *name->text();
    if (!find_column(*name)) return std::nullopt;
    read_value();
    member("weight", between(0, 1e6), made_.weight);
    return std::move(made_);
  }

 private:
  std::string of_this(std::string_view member) const {
    return fmt::format("{} of the target {}", member, made_.name);
  }

  template <typename T>
  void member(std::string_view key, const Range& range, T& out) {
    if (const Value* value = table_.member(key)) homeward::read(*value, of_this(key), range, out, faults_);
  }

  bool find_column(const Value& name) {
    const auto outcomes = outcome_table();
    figure_ = find_published(made_.name);
    if (figure_ != nullptr) {
      made_.column = outcomes.size() + static_cast<std::size_t>(figure_ - published_figures().data());
      made_.long_name = figure_->long_name;
      made_.units = figure_->units;
      made_.source = figure_->source;
      return true;
    }
    const auto outcome = std::find_if(outcomes.begin(), outcomes.end(),
                                      [&](const OutcomeInfo& one) { return one.name == made_.name; });
    if (outcome != outcomes.end()) {
      made_.column = static_cast<std::size_t>(outcome - outcomes.begin());
      made_.long_name = outcome->long_name;
      made_.units = outcome->units;
      return true;
    }
    std::vector<std::string> known;
    for (const auto& figure : published_figures()) known.emplace_back(figure.name);
    for (const auto& one : outcomes) known.emplace_back(one.name);
    const auto near = nearest(made_.name, known);
    faults_.add(name.origin, "target.name",
                fmt::format("{} is neither a published figure nor an outcome{}{}", toml_string(made_.name),
                            near.empty() ? "" : "; the nearest is ", near));
    return false;
  }

  /// A figure brings its value and band; an outcome has to be given them, and a source.
  void read_value() {
    member("source", {}, made_.source);
    if (figure_ != nullptr) {
      made_.value = figure_->value;
      made_.low = figure_->low;
      made_.high = figure_->high;
    }
    const Value* value = table_.member("value");
    const Value* tolerance = table_.member("tolerance");
    const Value* band = table_.member("band");
    if (figure_ == nullptr &&
        (value == nullptr || (tolerance == nullptr && band == nullptr) || made_.source.empty()))
      faults_.add(
          table_.origin, made_.name,
          fmt::format("the target {} is an outcome; it needs a value, a tolerance or a band, and a source",
                      made_.name));
    if (value != nullptr) homeward::read(*value, of_this("value"), {}, made_.value, faults_);
    if (value != nullptr && tolerance == nullptr && band == nullptr && figure_ != nullptr)
      faults_.add(
          value->origin, made_.name,
          fmt::format("{} is its own, so it needs a tolerance or a band of its own", of_this("value")));
    if (tolerance != nullptr && band != nullptr)
      faults_.add(band->key_origin, of_this("band"),
                  fmt::format("{} and its tolerance say the same thing", of_this("band")));
    else if (tolerance != nullptr)
      read_tolerance(*tolerance);
    else if (band != nullptr)
      read_band(*band);
  }

  void read_tolerance(const Value& tolerance) {
    double width = 0;
    homeward::read(tolerance, of_this("tolerance"), above(0), width, faults_);
    made_.low = made_.value - width;
    made_.high = made_.value + width;
  }

  void read_band(const Value& band) {
    const auto ends = read_ends(band, of_this("band"), faults_);
    if (!ends) return;
    std::tie(made_.low, made_.high) = *ends;
    if (!(made_.low < made_.value && made_.value < made_.high))
      faults_.wrong(band, of_this("band"), fmt::format("around the value, {}", number_text(made_.value)));
  }

  const Value& table_;
  Faults& faults_;
  CalibrationTarget made_;
  const PublishedFigure* figure_{};
};

/// Whether two keys set the same thing, or one a part of the other.
bool clash(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty() && (is_at_or_below(a, b) || is_at_or_below(b, a));
}

}  // namespace

std::vector<CalibrationParameter> read_parameters(const Value& list, const Scenario& base,
                                                  std::span<const Override> overrides, Faults& faults) {
  std::vector<CalibrationParameter> parameters;
  if (list.list() == nullptr || list.list()->empty()) {
    faults.wrong(list, "parameter", "[[parameter]], one for each key that is fitted");
    return parameters;
  }
  for (const auto& table : *list.list()) {
    auto read = ParameterReader(table, base, faults).read();
    if (!read) continue;
    std::vector<std::string> taken;
    for (const auto& other : parameters) taken.insert(taken.end(), {other.key, other.rest});
    taken.push_back(read->rest);
    for (const auto& key : taken)
      if (clash(read->key, key) || (key != read->rest && clash(read->rest, key)))
        faults.add(table.origin, read->key,
                   fmt::format("the parameter {} moves what {} moves", read->key, key));
    for (const auto& override_ : overrides)
      if (clash(override_.key, read->key) || clash(override_.key, read->rest))
        faults.add({fmt::format("--set {}", override_.key), 0, 0}, override_.key,
                   fmt::format("the calibration fits {} itself", read->key));
    parameters.push_back(std::move(*read));
  }
  return parameters;
}

std::vector<CalibrationTarget> read_targets(const Value& list, Faults& faults) {
  std::vector<CalibrationTarget> targets;
  if (list.list() == nullptr || list.list()->empty()) {
    faults.wrong(list, "target", "[[target]], one for each figure to come near");
    return targets;
  }
  std::set<std::string> met;
  for (const auto& table : *list.list()) {
    auto read = TargetReader(table, faults).read();
    if (!read) continue;
    if (!met.insert(read->name).second)
      faults.add(table.origin, "target", fmt::format("the target {} is there twice", read->name));
    targets.push_back(std::move(*read));
  }
  const auto none_fitted =
      std::none_of(targets.begin(), targets.end(), [](const auto& one) { return one.weight > 0; });
  if (faults.empty() && none_fitted) faults.wrong(list, "target", "a target with a weight above 0, at least");
  return targets;
}

}  // namespace homeward
