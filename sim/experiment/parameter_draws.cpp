#include "sim/experiment/parameter_draws.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

#include "sim/experiment/levels.hpp"
#include "sim/experiment/quantile.hpp"
#include "sim/experiment/study_factors.hpp"
#include "sim/model/effect_scale.hpp"
#include "sim/population/csv_population.hpp"
#include "sim/random/draws.hpp"
#include "sim/scenario/build.hpp"
#include "sim/scenario/key_rows.hpp"
#include "sim/scenario/known_paths.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/reference_relationship.hpp"
#include "sim/scenario/scenario_value.hpp"

namespace homeward {

namespace {

WrittenDistribution distribution_of(const UncertainParameter& parameter) {
  WrittenDistribution written{&kind_named(uncertainty_distributions(), parameter.distribution), {}};
  for (const auto& [name, numbers] : parameter.parameters) written.parameters.push_back(numbers);
  return written;
}

double uniform_of(const UncertainParameter& parameter, std::uint64_t seed, std::uint32_t draw,
                  std::size_t part) {
  return Draws(seed, 0).uniform(draw, Purpose::uncertain_parameter, static_cast<std::uint32_t>(part),
                                site_code(parameter.key));
}

/// Shares in proportion to independent gamma draws; Devroye (1986), "Non-Uniform Random Variate Generation",
/// ch. XI.
Value drawn_shares(const UncertainParameter& parameter, std::uint64_t seed, std::uint32_t draw,
                   const Origin& origin) {
  const auto& concentrations = parameter.parameters.front().second;
  const auto& gamma = kind_named(uncertainty_distributions(), "gamma");
  std::vector<double> parts;
  double sum = 0;
  for (std::size_t i = 0; i < concentrations.size(); ++i) {
    const double u = uniform_of(parameter, seed, draw, i);
    sum += parts.emplace_back(quantile({&gamma, {{concentrations[i]}, {1.0}}}, u));
  }
  Value table{ValueTable{}, origin, origin};
  const auto keys = numbers_below(parameter.key);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    // Concentrations near 0 may give nothing but parts too small to count: then the first takes all.
    const double share = sum > 0 ? parts[i] / sum : i == 0 ? 1 : 0;
    table.table()->emplace(keys[i].substr(parameter.key.size() + 1), Value{share, origin, origin});
  }
  return table;
}

double six_digits(double number) {
  return std::strtod(fmt::format("{:.6g}", number).c_str(), nullptr);
}

}  // namespace

Value drawn_value(const UncertainParameter& parameter, std::uint64_t seed, std::uint32_t draw,
                  const Origin& origin) {
  if (parameter.distribution == "dirichlet") return drawn_shares(parameter, seed, draw, origin);
  const double number = quantile(distribution_of(parameter), uniform_of(parameter, seed, draw, 0));
  if (!is_whole_number(parameter.key)) return {six_digits(number), origin, origin};
  return {static_cast<std::int64_t>(std::llround(number)), origin, origin};
}

namespace {

/// What a key has in a scenario, as a label: a number, or the shares of a table.
std::string label_of(const Scenario& scenario, const std::string& key) {
  std::string label;
  for (const auto& share : numbers_below(key)) {
    const auto number = ScenarioPath(share).number(scenario);
    if (number) label += fmt::format("{}{:.4g}", label.empty() ? "" : "/", *number);
  }
  if (!label.empty()) return label;
  const auto value = ScenarioPath(key).value(scenario);
  if (!value) return "";
  return value->text() != nullptr ? *value->text() : compact_text(*value);
}

/// A plan with what is drawn for it.
struct Prepared {
  const DrawablePlan* plan{};
  std::vector<UncertainParameter> drawn;
};

class DrawMaker {
 public:
  DrawMaker(std::span<const DrawablePlan> plans, std::size_t baseline, std::uint64_t seed,
            std::uint32_t draws)
      : plans_(plans), baseline_(baseline), seed_(seed), draws_(draws) {}

  DrawnPlans make() {
    refuse_other_lines();
    prepare();
    throw_if_any();
    for (std::uint32_t draw = 0; draw < draws_; ++draw) add(draw);
    tell_faults_of_draws();
    throw_if_any();
    return std::move(made_);
  }

 private:
  void tell(const Origin& origin, std::string text) {
    issues_.push_back({origin.place, origin.line, origin.column, std::move(text)});
  }

  void throw_if_any() {
    if (!issues_.empty()) throw InputError(std::move(issues_));
  }

  /// Plans draw the same, so a key has one distribution.
  void refuse_other_lines() {
    std::map<std::string, std::pair<const DrawablePlan*, std::string>> lines;
    std::set<std::string> told;
    for (const auto& plan : plans_) {
      for (const auto& parameter : plan.base->scenario()->uncertainty) {
        const auto [line, fresh] = lines.emplace(parameter.key, std::pair{&plan, print_uncertain(parameter)});
        const auto& [other, text] = line->second;
        if (fresh || text == print_uncertain(parameter) || !told.insert(parameter.key).second) continue;
        tell(plan.base->origin_of_uncertainty(parameter.key),
             fmt::format(
                 "uncertainty.\"{}\" of {} is {}, but {} has {}; plans that are compared under the same "
                 "draws must have the same line",
                 parameter.key, plan.name, print_uncertain(parameter), other->name, text));
      }
    }
  }

  static bool is_set_by(const DrawablePlan& plan, const std::string& key) {
    return std::any_of(plan.settings.begin(), plan.settings.end(), [&](const Setting& setting) {
      const auto path = fmt::format("{}", fmt::join(setting.path, "."));
      return is_at_or_below(path, key) || is_at_or_below(key, path);
    });
  }

  void prepare() {
    std::map<std::string, std::vector<std::string>> set_by;
    std::map<std::string, std::size_t> drawn_for;
    for (const auto& plan : plans_) {
      auto& prepared = prepared_.emplace_back(Prepared{&plan, {}});
      for (const auto& parameter : plan.base->scenario()->uncertainty) {
        if (plan.base->is_meant_as_set(parameter.key) || is_set_by(plan, parameter.key)) {
          set_by[parameter.key].push_back(plan.name);
        } else {
          prepared.drawn.push_back(parameter);
          ++drawn_for[parameter.key];
        }
      }
    }
    for (const auto& [key, plans] : set_by)
      note(key, plans, "set", "nearer than its line in [uncertainty], so the value stands and is not drawn");
    for (const auto& [key, count] : drawn_for) {
      made_.keys.push_back(key);
      std::vector<std::string> without;
      for (const auto& plan : plans_) {
        const auto& lines = plan.base->scenario()->uncertainty;
        if (std::none_of(lines.begin(), lines.end(),
                         [&key = key](const auto& line) { return line.key == key; }))
          without.push_back(plan.name);
      }
      if (!without.empty()) note(key, without, "not uncertain", "and keeps its value there; others draw it");
    }
    if (made_.keys.empty())
      tell({plans_.front().name, 0, 0},
           "no parameter is drawn; give the scenario an [uncertainty] table with a line for each doubtful "
           "number");
  }

  void note(const std::string& key, std::vector<std::string> plans, std::string_view what,
            std::string_view why) {
    constexpr std::size_t most = 4;
    const auto others = plans.size() > most ? fmt::format(" and {} more", plans.size() - most) : "";
    if (plans.size() > most) plans.resize(most);
    made_.notes.push_back(fmt::format("{} is {} in {}{} {}", key, what, fmt::join(plans, ", "), others, why));
  }

  void add(std::uint32_t draw) {
    const auto first = made_.scenarios.size();
    bool whole = true;
    for (const auto& prepared : prepared_) whole = add(prepared, draw) && whole;
    if (!whole) return;
    const Scenario before = *made_.scenarios[first + baseline_].scenario;
    for (auto i = first; i < made_.scenarios.size(); ++i) {
      auto& planned = made_.scenarios[i];
      Scenario scenario = *planned.scenario;
      give_past(scenario, before);
      planned.scenario = Checked<Scenario>::vouch(std::move(scenario));
      planned.digest = digest(planned.scenario);
    }
  }

  bool add(const Prepared& prepared, std::uint32_t draw) {
    const auto& plan = *prepared.plan;
    auto settings = plan.settings;
    for (const auto& parameter : prepared.drawn) {
      const auto origin = plan.base->origin_of_uncertainty(parameter.key);
      settings.push_back({*parse_path(parameter.key), drawn_value(parameter, seed_, draw, origin)});
    }
    draw_reference(*plan.base, draw, settings);
    const auto name = fmt::format("{}, draw={}", plan.name, draw);
    auto derived = plan.base->derive(name, settings);
    try {
      if (derived.issues.empty()) check_population(derived.scenario), check_reference_gain(derived.scenario);
    } catch (const InputError& error) {
      derived.issues = error.issues();
    }
    for (const auto& issue : derived.issues) {
      // One line for each place and key, with the first value that does not fit.
      auto& fault = faults_[fmt::format("{}:{}:{}", issue.place, issue.line, issue.column)];
      if (fault.count++ == 0) fault = {issue, name, 1};
    }
    if (!derived.issues.empty()) return false;
    keep(prepared, draw, std::move(derived.scenario));
    return true;
  }

  /// What is uncertain of the relationship is so in the evidence too, even for a plan that sets its own.
  void draw_reference(const BaseScenario& base, std::uint32_t draw, std::vector<Setting>& settings) const {
    if (!(base.scenario()->effects.reference_spell_days > 0)) return;
    for (const auto& parameter : base.scenario()->uncertainty) {
      const auto key = reference_key_of(parameter.key);
      if (!key) continue;
      const auto origin = base.origin_of_uncertainty(parameter.key);
      settings.push_back({*parse_path(*key), drawn_value(parameter, seed_, draw, origin)});
    }
  }

  void keep(const Prepared& prepared, std::uint32_t draw, Scenario scenario) {
    const auto& plan = *prepared.plan;
    if (draw == 0) scenario.sources = plan.base->scenario()->sources;
    auto checked = Checked<Scenario>::vouch(std::move(scenario));
    auto text = draw == 0 ? print_resolved(checked) : print_values(checked);
    scenario = *checked;
    scenario.origins.clear();
    PlannedScenario planned{Checked<Scenario>::vouch(scenario), {}, std::move(text), plan.factor_labels};
    for (const auto& line : scenario.uncertainty) {
      const bool swept = std::any_of(planned.factor_labels.begin(), planned.factor_labels.end(),
                                     [&](const auto& label) { return label.first == line.key; });
      if (!swept) planned.factor_labels.emplace_back(line.key, label_of(scenario, line.key));
    }
    planned.draw = {plan.name, draw};
    made_.scenarios.push_back(std::move(planned));
  }

  void tell_faults_of_draws() {
    for (const auto& [place, fault] : faults_) {
      auto issue = fault.issue;
      issue.text += fmt::format(" (in {}{}); narrow its distribution in [uncertainty]", fault.scenario,
                                fault.count == 1 ? "" : fmt::format(" and {} more", fault.count - 1));
      issues_.push_back(std::move(issue));
    }
  }

  struct Fault {
    Issue issue;
    std::string scenario;
    std::size_t count{};
  };

  std::span<const DrawablePlan> plans_;
  std::size_t baseline_;
  std::uint64_t seed_;
  std::uint32_t draws_;
  std::vector<Prepared> prepared_;
  std::vector<Issue> issues_;
  std::map<std::string, Fault> faults_;
  DrawnPlans made_;
};

}  // namespace

DrawnPlans draw_plans(std::span<const DrawablePlan> plans, std::size_t baseline, std::uint64_t seed,
                      std::uint32_t draws) {
  return DrawMaker(plans, baseline, seed, draws).make();
}

}  // namespace homeward
