#include "sim/evidence/contrast_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "sim/evidence/contrast.hpp"
#include "sim/scenario/codecs.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/staffing_plan.hpp"

namespace homeward {

namespace fs = std::filesystem;

namespace {

std::string trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string{text};
}

std::vector<std::string> parts_of(std::string_view text) {
  constexpr std::string_view joint = " and ";
  std::vector<std::string> parts;
  for (auto at = text.find(joint); at != std::string_view::npos; at = text.find(joint)) {
    parts.push_back(trimmed(text.substr(0, at)));
    text.remove_prefix(at + joint.size());
  }
  parts.push_back(trimmed(text));
  return parts;
}

std::optional<double> number_in(const std::string& text) {
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = fault == std::errc{} && end == text.data() + text.size();
  return whole && number >= 0 && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

class FilterReader {
 public:
  FilterReader(const Value& value, const std::string& path, const Scenario& scenario, Faults& faults)
      : value_(value), path_(path), scenario_(scenario), faults_(faults) {}

  FamilyFilter read() {
    constexpr std::string_view must = "such as \"substance_use = yes and youngest < 6\"";
    if (value_.text() == nullptr || value_.text()->empty()) {
      faults_.wrong(value_, path_, must);
      return {};
    }
    for (const auto& part : parts_of(*value_.text()))
      if (!read_age(part, "<", made_.youngest_below) && !read_age(part, ">=", made_.youngest_from) && !read_level(part))
        faults_.wrong(value_, path_, must);
    return std::move(made_);
  }

 private:
  static bool read_age(const std::string& part, std::string_view sign, double& out) {
    const auto at = part.find(sign);
    if (at == std::string::npos || trimmed(part.substr(0, at)) != "youngest") return false;
    const auto number = number_in(trimmed(part.substr(at + sign.size())));
    if (number) out = *number;
    return number.has_value();
  }

  bool read_level(const std::string& part) {
    const auto at = part.find('=');
    if (at == std::string::npos || part.find_first_of("<>") != std::string::npos) return false;
    const auto name = trimmed(part.substr(0, at)), level = trimmed(part.substr(at + 1));
    std::vector<std::string> known;
    for (const Trait& trait : scenario_.traits) known.push_back(trait.name);
    const auto trait = std::find_if(scenario_.traits.begin(), scenario_.traits.end(),
                                    [&](const Trait& one) { return one.name == name; });
    if (trait == scenario_.traits.end()) return tell_unknown("trait", name, known);
    known.clear();
    for (const TraitLevel& one : trait->levels) known.push_back(one.name);
    if (std::find(known.begin(), known.end(), level) == known.end())
      return tell_unknown(fmt::format("level of {}", name), level, known);
    made_.levels.emplace_back(name, level);
    return true;
  }

  bool tell_unknown(const std::string& what, const std::string& name, const std::vector<std::string>& known) {
    const auto near = nearest(name, known);
    faults_.add(value_.origin, path_,
                fmt::format("{} names {}, which is no {} of {}{}{}", path_, toml_string(name), what, scenario_.name,
                            near.empty() ? "" : "; the nearest is ", near));
    return true;  // told
  }

  const Value& value_;
  const std::string& path_;
  const Scenario& scenario_;
  Faults& faults_;
  FamilyFilter made_;
};

/// Scenario files of a targets file, each read once.
class Arms {
 public:
  Arms(const fs::path& file, std::span<const Override> overrides, Faults& faults)
      : file_(file), overrides_(overrides), faults_(faults) {}

  std::shared_ptr<const BaseScenario> read(const Value& value, const std::string& path) {
    constexpr std::string_view must = "the path of a scenario file";
    if (value.text() == nullptr || value.text()->empty()) {
      faults_.wrong(value, path, must);
      return nullptr;
    }
    const auto place = (file_.parent_path() / *value.text()).lexically_normal();
    const auto known = arms_.find(place);
    if (known != arms_.end()) return known->second;
    std::error_code ignored;
    if (!fs::exists(place, ignored)) {
      faults_.add(value.origin, path,
                  fmt::format("{} is {} ({}); there is no such file", path, show(value), place.generic_string()));
      return nullptr;
    }
    try {
      return arms_[place] = std::make_shared<const BaseScenario>(place, overrides_);
    } catch (const InputError& error) {
      for (const auto& issue : error.issues()) faults_.add({issue.place, issue.line, issue.column}, path, issue.text);
      return arms_[place] = nullptr;
    }
  }

 private:
  const fs::path& file_;
  std::span<const Override> overrides_;
  Faults& faults_;
  std::map<fs::path, std::shared_ptr<const BaseScenario>> arms_;
};

/// Reads one `[[contrast]]`.
class ContrastReader {
 public:
  ContrastReader(const Value& table, Arms& arms, Faults& faults) : table_(table), arms_(arms), faults_(faults) {}

  std::optional<CalibrationTarget> read() {
    if (!is_table(table_, "contrast", faults_)) return std::nullopt;
    refuse_others(table_, "contrast",
                  {"name", "treatment", "control", "outcome", "months", "families", "who", "measure", "value", "band",
                   "log_sd", "log_bias", "log_bias_sd", "weight", "source", "enrolled_after_days"},
                  faults_);
    if (!text("name", contrast_.name)) return std::nullopt;
    made_.name = made_.long_name = contrast_.name;
    const Value* treatment = needed("treatment");
    if (treatment == nullptr || (contrast_.treatment = arms_.read(*treatment, of_this("treatment"))) == nullptr)
      return std::nullopt;
    if (const Value* control = table_.member("control"))
      if ((contrast_.control = arms_.read(*control, of_this("control"))) == nullptr) return std::nullopt;
    read_design();
    read_value();
    if (!faults_.empty()) return std::nullopt;
    made_.contrast = std::make_shared<const Contrast>(std::move(contrast_));
    return std::move(made_);
  }

 private:
  std::string of_this(std::string_view member) const {
    return contrast_.name.empty() ? fmt::format("contrast.{}", member)
                                  : fmt::format("{} of the contrast {}", member, contrast_.name);
  }
  const Value* needed(std::string_view key) {
    const Value* value = table_.member(key);
    if (value == nullptr) faults_.add(table_.origin, "contrast", fmt::format("contrast {} has no {}", contrast_.name, key));
    return value;
  }
  bool text(std::string_view key, std::string& out) {
    const Value* value = needed(key);
    if (value != nullptr && value->text() == nullptr) faults_.wrong(*value, of_this(key), "a text");
    if (value == nullptr || value->text() == nullptr) return false;
    out = *value->text();
    return true;
  }
  void number(std::string_view key, const Range& range, double& out) {
    if (const Value* value = table_.member(key)) homeward::read(*value, of_this(key), range, out, faults_);
  }
  template <typename Enum, std::size_t n>
  void choice(std::string_view key, const std::array<std::string_view, n>& names, Enum& out) {
    const Value* value = table_.member(key);
    if (value == nullptr) return;
    if (const auto chosen = read_choice(*value, of_this(key), names, faults_)) out = static_cast<Enum>(*chosen);
  }

  void read_design() {
    if (needed("outcome") != nullptr) choice("outcome", contrast_outcome_names, contrast_.outcome);
    choice("who", contrast_who_names, contrast_.who);
    choice("measure", contrast_measure_names, contrast_.measure);
    const Value* months = needed("months");
    number("months", above_up_to(0, 1200), contrast_.months);
    number("enrolled_after_days", between(0, 36600), contrast_.enrolled_after_days);
    const Scenario& scenario = *contrast_.treatment->scenario();
    if (const Value* families = table_.member("families"))
      contrast_.families = read_family_filter(*families, of_this("families"), scenario, faults_);
    const Days follow_up = scenario.run.follow_up_years * days_per_year;
    const Days needs = contrast_.horizon() + contrast_.enrolled_after_days;
    if (months != nullptr && faults_.empty() && needs > follow_up + 0.5)
      faults_.add(months->origin, of_this("months"),
                  fmt::format("{} is {:g} from day {:g} of a removal on, and {} follows families for {:.4g} years after its "
                              "window; set run.follow_up_years to {:.2f} or more there",
                              of_this("months"), contrast_.months, contrast_.enrolled_after_days, scenario.name,
                              scenario.run.follow_up_years, needs / days_per_year));
    const auto positions = first_positions(scenario);
    if (std::all_of(positions.begin(), positions.end(), [](std::uint32_t n) { return n == 0; }))
      faults_.add(table_.member("treatment")->origin, of_this("treatment"),
                  fmt::format("{} has no coaches at its start, so there is nothing to contrast", scenario.name));
  }

  /// The published value, what is aimed at and the band: either as written, or two standard deviations of the study and of
  /// its bias to either side.
  void read_value() {
    const bool is_ratio = contrast_.measure == ContrastMeasure::ratio;
    made_.log = is_ratio;
    const std::string days{"d"}, none{"1"};
    made_.units = contrast_.outcome == ContrastOutcome::days_in_care && !is_ratio ? days : none;
    text("source", made_.source);
    number("weight", between(0, 1e6), made_.weight);
    const Value* value = needed("value");
    if (value == nullptr) return;
    homeward::read(*value, of_this("value"), is_ratio ? above(0) : Range{}, made_.value, faults_);
    made_.published = made_.value;
    const Value* band = table_.member("band");
    const Value* sd = table_.member("log_sd");
    if ((band == nullptr) == (sd == nullptr))
      faults_.add(table_.origin, "contrast",
                  fmt::format("the contrast {} needs a band, or log_sd (with log_bias and log_bias_sd): one of the two",
                              contrast_.name));
    else if (band != nullptr)
      read_band(*band);
    else if (!is_ratio)
      faults_.add(sd->key_origin, of_this("log_sd"), fmt::format("{} is for ratios; give a band", of_this("log_sd")));
    else
      read_errors();
  }

  void read_band(const Value& band) {
    std::vector<double> ends;
    homeward::read(band, of_this("band"), {}, ends, faults_);
    if (ends.size() == 2 && ends[0] < made_.value && made_.value < ends[1] && (!made_.log || ends[0] > 0))
      made_.low = ends[0], made_.high = ends[1];
    else
      faults_.wrong(band, of_this("band"), fmt::format("[low, high] around the value, {}", number_text(made_.value)));
  }

  void read_errors() {
    double sd = 0, bias = 0, bias_sd = 0;
    number("log_sd", above(0), sd);
    number("log_bias", between(-10, 10), bias);
    number("log_bias_sd", between(0, 10), bias_sd);
    const double aim = std::log(made_.value) - bias, half_width = 2 * std::hypot(sd, bias_sd);
    made_.value = std::exp(aim);
    made_.low = std::exp(aim - half_width);
    made_.high = std::exp(aim + half_width);
  }

  const Value& table_;
  Arms& arms_;
  Faults& faults_;
  Contrast contrast_;
  CalibrationTarget made_;
};

}  // namespace

FamilyFilter read_family_filter(const Value& value, const std::string& path, const Scenario& scenario, Faults& faults) {
  return FilterReader(value, path, scenario, faults).read();
}

std::vector<CalibrationTarget> read_contrasts(const Value& list, const fs::path& file,
                                              std::span<const Override> overrides, Faults& faults) {
  std::vector<CalibrationTarget> targets;
  if (list.list() == nullptr || list.list()->empty()) {
    faults.wrong(list, "contrast", "[[contrast]], one for each study to emulate");
    return targets;
  }
  Arms arms(file, overrides, faults);
  std::set<std::string> met;
  for (const auto& table : *list.list()) {
    auto read = ContrastReader(table, arms, faults).read();
    if (!read) continue;
    if (!met.insert(read->name).second)
      faults.add(table.origin, "contrast", fmt::format("the contrast {} is there twice", read->name));
    targets.push_back(std::move(*read));
  }
  return targets;
}

}  // namespace homeward
