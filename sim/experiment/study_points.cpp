#include "sim/experiment/study_points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "sim/experiment/design.hpp"
#include "sim/experiment/levels.hpp"
#include "sim/model/effect_scale.hpp"
#include "sim/population/csv_population.hpp"
#include "sim/scenario/build.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/scenario_value.hpp"

namespace homeward {

namespace {

/// How factors are called in the names of points: the last part of the key, or the whole key where two would
/// be called the same.
std::vector<std::string> short_names(const std::vector<Factor>& factors) {
  std::map<std::string, std::size_t> count;
  for (const auto& factor : factors) ++count[factor.path.back()];
  std::vector<std::string> names;
  for (const auto& factor : factors)
    names.push_back(count[factor.path.back()] == 1 ? factor.path.back() : factor.key);
  return names;
}

/// Faults of points; the same one of many points is told once.
class PointFaults {
 public:
  void add(const std::vector<Issue>& issues, const std::string& point) {
    for (const auto& issue : issues) {
      const auto [place, fresh] = places_.emplace(to_string(issue), faults_.size());
      if (fresh)
        faults_.push_back({issue, point, 0});
      else
        ++faults_[place->second].more;
    }
  }

  void throw_if_any() const {
    if (faults_.empty()) return;
    std::vector<Issue> issues;
    for (const auto& fault : faults_) {
      auto issue = fault.issue;
      const auto others = fault.more == 0 ? "" : fmt::format(" and {} more", fault.more);
      if (issue.text.find("(at the point ") == std::string::npos)
        issue.text += fmt::format(" (at the point {}{})", fault.point, others);
      issues.push_back(std::move(issue));
    }
    throw InputError(std::move(issues));
  }

 private:
  struct Fault {
    Issue issue;
    std::string point;
    std::size_t more{};
  };
  std::map<std::string, std::size_t> places_;
  std::vector<Fault> faults_;
};

class PointMaker {
 public:
  explicit PointMaker(const Study& study) : study_(study), short_names_(short_names(study.factors)) {
    for (const auto& factor : study.factors) base_labels_.push_back(label_in_base(factor));
  }

  StudyPoints make() {
    for (const auto& point : design_points(study_)) add(point);
    faults_.throw_if_any();
    if (made_.scenarios.empty())
      throw InputError({{study_.name, 0, 0, "where leaves out every point of the design"}});
    return std::move(made_);
  }

 private:
  /// What stands in the design table where a factor is as in the base: a level's label if that is the value.
  std::string label_in_base(const Factor& factor) const {
    const auto value = ScenarioPath(factor.key).value(*study_.base->scenario());
    if (!value) return "base";
    return value->text() != nullptr ? *value->text() : compact_text(*value);
  }

  std::string name_of(const DesignPoint& point) const {
    std::string name;
    for (std::size_t i = 0; i < point.size(); ++i)
      if (point[i])
        name += fmt::format("{}{}={}", name.empty() ? "" : ", ", short_names_[i], point[i]->label);
    return name.empty() ? study_.base->scenario()->name : name;
  }

  void add(const DesignPoint& point) {
    const auto name = name_of(point);
    if (!names_.insert(name).second) {
      ++made_.repeated;
      return;
    }
    std::vector<Setting> settings;
    for (std::size_t i = 0; i < point.size(); ++i)
      if (point[i]) settings.push_back({study_.factors[i].path, point[i]->value});
    auto derived = study_.base->derive(name, settings);
    try {
      if (study_.where && !study_.where->holds(derived.scenario)) {
        ++made_.left_out;
        return;
      }
      if (derived.issues.empty()) check_population(derived.scenario), check_reference_gain(derived.scenario);
    } catch (const InputError& error) {
      if (derived.issues.empty()) derived.issues = error.issues();
    }
    faults_.add(derived.issues, name);
    if (derived.issues.empty()) keep(point, std::move(derived.scenario));
  }

  void keep(const DesignPoint& point, Scenario scenario) {
    // The first point tells for all where values and sources come from: thousands are to fit in memory and
    // file.
    const bool first = made_.scenarios.empty();
    if (first) scenario.sources = study_.base->scenario()->sources;
    auto checked = Checked<Scenario>::vouch(std::move(scenario));
    auto text = first ? print_resolved(checked) : print_values(checked);
    scenario = *checked;
    scenario.origins.clear();
    PlannedScenario planned{Checked<Scenario>::vouch(std::move(scenario)), {}, std::move(text), {}};
    for (std::size_t i = 0; i < point.size(); ++i)
      planned.factor_labels.emplace_back(study_.factors[i].key, point[i] ? point[i]->label : base_labels_[i]);
    made_.scenarios.push_back(std::move(planned));
  }

  const Study& study_;
  std::vector<std::string> short_names_;
  std::vector<std::string> base_labels_;
  std::set<std::string> names_;
  PointFaults faults_;
  StudyPoints made_;
};

std::size_t baseline_of(const Study& study, const std::vector<PlannedScenario>& points,
                        const std::string& asked) {
  const auto& name = asked.empty() ? study.baseline : asked;
  if (!name.empty()) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (points[i].scenario->name == name) return i;
      names.push_back(points[i].scenario->name);
    }
    const auto near = nearest(name, names);
    throw UsageError(fmt::format("no point of the study is named {}{}{}", toml_string(name),
                                 near.empty() ? "" : "; the nearest is ", near));
  }
  const auto base = digest(study.base->scenario());
  const auto same = std::find_if(points.begin(), points.end(),
                                 [&](const auto& planned) { return digest(planned.scenario) == base; });
  return same == points.end() ? 0 : static_cast<std::size_t>(same - points.begin());
}

}  // namespace

StudyPoints points_of(const Study& study, const std::string& baseline) {
  auto made = PointMaker(study).make();
  made.baseline = baseline_of(study, made.scenarios, baseline);
  const Scenario before = *made.scenarios[made.baseline].scenario;
  for (auto& planned : made.scenarios) {
    Scenario scenario = *planned.scenario;
    give_past(scenario, before);
    planned.scenario = Checked<Scenario>::vouch(std::move(scenario));
    planned.digest = digest(planned.scenario);
  }
  return made;
}

RunPlan plan_of(const Study& study, StudyPoints points) {
  RunPlan plan;
  plan.title = study.title.empty() ? study.name : study.title;
  plan.baseline = points.baseline;
  plan.scenarios = std::move(points.scenarios);
  for (const auto& factor : study.factors)
    plan.factor_roles.emplace_back(factor.key, factor_role_names[static_cast<std::size_t>(factor.role)]);
  const auto& run = study.base->scenario()->run;
  plan.replications = study.replications.value_or(run.replications);
  plan.seed = run.seed;
  plan.record = RecordLevel::runs;
  return plan;
}

}  // namespace homeward
