#include "sim/evidence/evidence_register.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>

#include "sim/experiment/plan_layout.hpp"
#include "sim/scenario/key_table.hpp"
#include "sim/scenario/leaves.hpp"
#include "sim/scenario/parse.hpp"

namespace homeward {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The line whose key is nearest above a path, or nullptr.
template <typename Line>
const Line* line_about(const std::vector<Line>& lines, const std::string& path) {
  const Line* nearest = nullptr;
  for (const auto& line : lines) {
    if (!is_at_or_below(path, line.key)) continue;
    if (nearest == nullptr || line.key.size() > nearest->key.size()) nearest = &line;
  }
  return nearest;
}

/// "lognormal, median 1.2, sigma 0.1".
std::string in_words(const UncertainParameter& parameter) {
  auto text = parameter.distribution;
  for (const auto& [name, numbers] : parameter.parameters) {
    if (!numbers.empty()) text += fmt::format(", {} {}", name, fmt::join(numbers, " "));
  }
  return text;
}

/// As it may be published: no folders of this machine.
std::string printed_of(const KeyInfo& key, const Scenario& scenario) {
  const std::filesystem::path csv{scenario.families.csv};
  if (key.name == "families.csv" && csv.is_absolute()) return toml_string(csv.filename().generic_string());
  return key.print(scenario);
}

/// Which scenarios stand for plans: all; with draws the first draw that each plan has.
std::vector<const PlannedScenario*> one_of_each_plan(const RunPlan& plan) {
  std::vector<const PlannedScenario*> chosen;
  if (!plan.has_draws()) {
    for (const auto& planned : plan.scenarios) chosen.push_back(&planned);
    return chosen;
  }
  for (const auto& scenarios : layout_of(plan).scenarios) {
    const auto first =
        std::find_if(scenarios.begin(), scenarios.end(), [](const auto& place) { return place.has_value(); });
    chosen.push_back(&plan.scenarios[**first]);
  }
  return chosen;
}

class Maker {
 public:
  explicit Maker(const RunPlan& plan) : plan_(plan), chosen_(one_of_each_plan(plan)) {
    for (const auto* planned : chosen_)
      made_.plans.push_back(planned->draw ? planned->draw->plan : planned->scenario->name);
  }

  EvidenceRegister make() {
    for (const auto& key : key_table()) {
      if (key.identifies_run) add(key);
    }
    if (plan_.has_draws()) put_drawn_numbers();
    for (auto& row : made_.rows) tell_what_varies(row);
    return std::move(made_);
  }

 private:
  /// Points of a study keep their sources with the first only.
  const std::vector<Source>& sources_of(const PlannedScenario& planned) const {
    const auto& own = planned.scenario->sources;
    if (!own.empty() || planned.factor_labels.empty()) return own;
    const auto told = std::find_if(chosen_.begin(), chosen_.end(),
                                   [](const auto* other) { return !other->scenario->sources.empty(); });
    return told == chosen_.end() ? own : (*told)->scenario->sources;
  }

  void add(const KeyInfo& key) {
    const auto first_row = made_.rows.size();
    std::map<std::string, std::vector<Leaf>> known;  // most plans have the same text
    std::vector<std::string> paths;                  // in order of appearance
    for (std::size_t plan = 0; plan < chosen_.size(); ++plan) {
      const auto printed = printed_of(key, *chosen_[plan]->scenario);
      auto found = known.find(printed);
      if (found == known.end()) found = known.emplace(printed, leaves_of(key, printed)).first;
      for (const auto& leaf : found->second) {
        if (std::find(paths.begin(), paths.end(), leaf.path) == paths.end()) paths.push_back(leaf.path);
        add(row_of(leaf, *chosen_[plan], printed == key.built_in), leaf.number, plan, first_row);
      }
    }
    std::map<std::string, std::size_t> order;
    for (const auto& path : paths) order.emplace(path, order.size());
    std::stable_sort(made_.rows.begin() + static_cast<std::ptrdiff_t>(first_row), made_.rows.end(),
                     [&](const auto& a, const auto& b) { return order[a.parameter] < order[b.parameter]; });
  }

  RegisterRow row_of(const Leaf& leaf, const PlannedScenario& planned, bool built_in) const {
    RegisterRow row{leaf.path, leaf.unit, leaf.text, {}, {}, {}, {}, {}, {}, {}, {}, nan, nan};
    const bool number = !std::isnan(leaf.number);
    if (const auto* source = line_about(sources_of(planned), leaf.path)) {
      row.standing = Standing::sourced;
      row.source = source->text;
      row.grade = source->grade;
      if (number) row.range = source->range;
    } else {
      row.standing = built_in ? Standing::built_in : number ? Standing::without_source : Standing::choice;
    }
    if (const auto* doubt = line_about(planned.scenario->uncertainty, leaf.path); doubt != nullptr && number)
      row.distribution = in_words(*doubt);
    return row;
  }

  void add(RegisterRow row, double number, std::size_t plan, std::size_t first_row) {
    const auto said = [](const RegisterRow& one) {
      return std::tie(one.parameter, one.text, one.standing, one.source, one.grade, one.range,
                      one.distribution);
    };
    auto same = std::find_if(made_.rows.begin() + static_cast<std::ptrdiff_t>(first_row), made_.rows.end(),
                             [&](const auto& other) { return said(other) == said(row); });
    if (same == made_.rows.end()) {
      row.values.assign(chosen_.size(), nan);
      row.in_plan.assign(chosen_.size(), 0);
      made_.rows.push_back(std::move(row));
      same = made_.rows.end() - 1;
    }
    same->values[plan] = number;
    same->in_plan[plan] = 1;
  }

  /// Of a number that was drawn the median stands for the plan; all draws count for what was simulated.
  void put_drawn_numbers() {
    const auto layout = layout_of(plan_);
    const auto drawn = drawn_numbers(plan_, layout);
    std::map<std::string, std::vector<RegisterRow*>> rows;
    for (auto& row : made_.rows) rows[row.parameter].push_back(&row);
    for (std::size_t plan = 0; plan < drawn.size(); ++plan) {
      for (const auto& number : drawn[plan]) {
        auto values = number.values;
        std::erase_if(values, [](double value) { return std::isnan(value); });
        if (values.empty()) continue;
        std::sort(values.begin(), values.end());
        for (auto* row : rows[number.name]) {
          if (row->in_plan[plan] == 0) continue;
          row->values[plan] = std::midpoint(values[(values.size() - 1) / 2], values[values.size() / 2]);
          row->low = std::fmin(row->low, values.front());
          row->high = std::fmax(row->high, values.back());
        }
      }
    }
  }

  void tell_what_varies(RegisterRow& row) const {
    for (const double value : row.values) {
      row.low = std::fmin(row.low, value);
      row.high = std::fmax(row.high, value);
    }
    for (const auto& [key, label] : chosen_.front()->factor_labels) {
      if (!is_at_or_below(row.parameter, key)) continue;
      const auto role = std::find_if(plan_.factor_roles.begin(), plan_.factor_roles.end(),
                                     [&key = key](const auto& one) { return one.first == key; });
      row.role = role == plan_.factor_roles.end() ? "lever" : role->second;
    }
  }

  const RunPlan& plan_;
  std::vector<const PlannedScenario*> chosen_;  ///< [plan]
  EvidenceRegister made_;
};

}  // namespace

EvidenceRegister evidence_register(const RunPlan& plan) {
  return Maker(plan).make();
}

std::set<std::string> numbers_set(const EvidenceRegister& evidence) {
  std::set<std::string> found;
  for (const auto& row : evidence.rows)
    if (row.standing != Standing::built_in && !std::isnan(row.low)) found.insert(row.parameter);
  return found;
}

std::set<std::string> assumptions(const EvidenceRegister& evidence) {
  const auto numbers = numbers_set(evidence);
  std::set<std::string> found;
  for (const auto& row : evidence.rows)
    if (row.grade == Grade::assumption && numbers.contains(row.parameter)) found.insert(row.parameter);
  return found;
}

std::set<std::string> assumptions_not_drawn(const EvidenceRegister& evidence) {
  auto found = assumptions(evidence);
  for (const auto& row : evidence.rows)
    if (!row.distribution.empty()) found.erase(row.parameter);
  return found;
}

}  // namespace homeward
