#include "sim/evidence/calibration.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/evidence/calibration_parts.hpp"
#include "sim/evidence/contrast_parts.hpp"
#include "sim/evidence/published.hpp"
#include "sim/scenario/codecs.hpp"
#include "sim/scenario/layers.hpp"
#include "sim/scenario/named_base.hpp"
#include "sim/scenario/parse.hpp"

namespace homeward {

namespace fs = std::filesystem;

namespace {

/// Reads the table of a targets file.
class CalibrationReader {
 public:
  CalibrationReader(const fs::path& file, const Value& table, std::span<const Override> overrides,
                    Faults& faults)
      : file_(file), table_(table), overrides_(overrides), faults_(faults) {}

  Calibration read() {
    refuse_others(table_, "",
                  {"name", "title", "description", "base", "replications", "confirmations", "steps", "seed",
                   "set", "parameter", "target", "contrast", "contrasts"},
                  faults_);
    made_.name = file_.stem().string();
    std::string description;
    member("name", {}, made_.name);
    member("title", {}, made_.title);
    member("description", {}, description);
    read_base();
    member("replications", between(2, 100'000), made_.replications);
    member("confirmations", between(2, 100'000), made_.confirmations);
    member("steps", between(0, 1000), made_.most_steps);
    member("seed", between(0, 9.2e18), made_.seed);
    read_set();
    read_lists();
    return std::move(made_);
  }

 private:
  template <typename T>
  void member(std::string_view key, const Range& range, T& out) {
    if (const Value* value = table_.member(key)) homeward::read(*value, key, range, out, faults_);
  }

  void lacks(std::string_view key, std::string_view must) { tell_missing(file_, key, must, faults_); }

  void read_base() {
    const auto base = read_named_base(table_, file_, overrides_, faults_);
    if (!base) return;
    made_.base_file = base->file;
    made_.base = base->scenario;
    made_.seed = made_.base->scenario()->run.seed;
  }

  void read_set() {
    const Value* set = table_.member("set");
    if (set == nullptr || !is_table(*set, "set", faults_)) return;
    refuse_others(*set, "set", {"candidates", "wider", "cut", "most_outside"}, faults_);
    const auto part = [&](std::string_view key, const Range& range, auto& out) {
      if (const Value* value = set->member(key))
        homeward::read(*value, join_path("set", key), range, out, faults_);
    };
    part("candidates", between(0, 100'000), made_.set.candidates);
    part("wider", above_up_to(0, 100), made_.set.wider);
    part("cut", above_up_to(0, 100), made_.set.cut);
    part("most_outside", between(0, 100'000), made_.set.most_outside);
  }

  void read_lists() {
    const Value* targets = table_.member("target");
    const Value* contrasts = table_.member("contrast");
    if (targets != nullptr) made_.targets = read_targets(*targets, faults_);
    if (contrasts != nullptr) add_contrasts(*contrasts, file_);
    const bool elsewhere = add_contrasts_of_other_file();
    if (targets == nullptr && contrasts == nullptr && !elsewhere)
      lacks("target", "[[target]], one for each figure to come near, or [[contrast]], one for each study");
    const Value* parameters = table_.member("parameter");
    if (parameters == nullptr) return lacks("parameter", "[[parameter]], one for each key that is fitted");
    if (!made_.base) return;
    made_.parameters = read_parameters(*parameters, *made_.base->scenario(), overrides_, faults_);
    if (faults_.empty()) try_the_ends();
  }

  /// Their columns follow those of the base.
  void add_contrasts(const Value& list, const fs::path& file) {
    const auto is_contrast = [](const CalibrationTarget& target) { return target.contrast != nullptr; };
    const auto& all = made_.targets;
    std::size_t column =
        base_columns() + static_cast<std::size_t>(std::count_if(all.begin(), all.end(), is_contrast));
    for (auto& contrast : read_contrasts(list, file, overrides_, faults_)) {
      const auto is_it = [&](const CalibrationTarget& target) { return target.name == contrast.name; };
      if (std::any_of(made_.targets.begin(), made_.targets.end(), is_it))
        faults_.add(list.origin, "contrast", fmt::format("{} is the name of a target too", contrast.name));
      contrast.column = column++;
      made_.targets.push_back(std::move(contrast));
    }
  }

  /// `contrasts = "other-targets.toml"`: those of another file, so that other keys can be fitted to the same studies. False
  /// where it names none.
  bool add_contrasts_of_other_file() {
    const Value* named = table_.member("contrasts");
    if (named == nullptr) return false;
    if (named->text() == nullptr || named->text()->empty()) {
      faults_.wrong(*named, "contrasts", "the path of a targets file with [[contrast]]");
      return true;
    }
    const auto other = (file_.parent_path() / *named->text()).lexically_normal();
    const auto text = read_text(other);
    const auto table = text.reason.empty() ? parse_toml(text.text, other.generic_string(), faults_) : std::nullopt;
    const Value* list = table ? table->member("contrast") : nullptr;
    if (list != nullptr)
      add_contrasts(*list, other);
    else if (!text.reason.empty() || table)
      faults_.add(named->origin, "contrasts",
                  fmt::format("contrasts is {} ({}); {}", show(*named), other.generic_string(),
                              text.reason.empty() ? "it has no [[contrast]]" : text.reason));
    return true;
  }

  /// Ranges that leave what a key takes: a fault before anything runs, not in the middle of the fit.
  void try_the_ends() {
    for (const auto& parameter : made_.parameters) {
      for (const double end : {parameter.low, parameter.high}) {
        std::vector<Setting> settings{{parameter.path, Value{end, parameter.origin, parameter.origin}}};
        if (!parameter.rest.empty())
          settings.push_back(
              {parameter.rest_path, Value{parameter.sum - end, parameter.origin, parameter.origin}});
        for (const auto& issue : made_.base->derive("end", settings).issues)
          faults_.add(parameter.origin, parameter.key,
                      fmt::format("at {} of its range: {}", number_text(end), issue.text));
      }
    }
  }

  const fs::path& file_;
  const Value& table_;
  std::span<const Override> overrides_;
  Faults& faults_;
  Calibration made_;
};

}  // namespace

std::size_t base_columns() {
  return outcome_table().size() + published_figures().size();
}

bool is_targets_file(const fs::path& file) {
  const auto text = read_text(file);
  Faults ignored;
  const auto table = text.reason.empty() ? parse_toml(text.text, "", ignored) : std::nullopt;
  return table && (table->member("target") != nullptr || table->member("contrast") != nullptr ||
                   table->member("parameter") != nullptr);
}

Calibration read_calibration(const fs::path& file, std::span<const Override> overrides) {
  Faults faults;
  const auto place = file.generic_string();
  const auto text = read_text(file);
  if (!text.reason.empty()) throw InputError({{place, 0, 0, text.reason}});
  auto table = parse_toml(text.text, place, faults);
  if (!table || !take_format(*table, faults)) throw_if_any(faults);
  Calibration calibration = CalibrationReader(file, *table, overrides, faults).read();
  throw_if_any(faults);
  return calibration;
}

}  // namespace homeward
