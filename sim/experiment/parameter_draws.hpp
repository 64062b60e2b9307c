#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/experiment/run_plan.hpp"
#include "sim/scenario/base_scenario.hpp"

/// Uncertainty analysis: plans under draws of the parameters in `[uncertainty]`.
namespace homeward {

/// One draw of an uncertain parameter, as a value of its key (of a dirichlet: of its table). Depends on the
/// seed, the key and the number of the draw alone, so that more draws keep the earlier ones and every plan
/// has the same. Numbers have six digits; those of a whole-number key are rounded.
Value drawn_value(const UncertainParameter& parameter, std::uint64_t seed, std::uint32_t draw,
                  const Origin& origin);

/// What is simulated under every draw: a scenario file, or a point of a study.
struct DrawablePlan {
  std::string name;
  std::shared_ptr<const BaseScenario> base;
  std::vector<Setting> settings;  ///< of the point; what they set is not drawn
  std::vector<std::pair<std::string, std::string>> factor_labels;
};

/// Plans under draws, as scenarios of a plan of runs.
struct DrawnPlans {
  std::vector<PlannedScenario> scenarios;  ///< draw by draw, within one in the order of the plans
  std::vector<std::string> keys;           ///< drawn for some plan, sorted
  std::vector<std::string> notes;          ///< what is not drawn, and why, in words
};

/// Every plan under every draw, each read and checked like a scenario file. Drawn are the keys of a plan's
/// own
/// `[uncertainty]` that nothing nearer sets (BaseScenario::is_meant_as_set). The first draw's texts say where
/// values and sources come from, the others' their values only. `baseline`: index into `plans`, whose program
/// runs before a finite program.start_days. Throws InputError with all faults: plans that draw one key from
/// different distributions; nothing to draw; a draw that breaks a rule.
DrawnPlans draw_plans(std::span<const DrawablePlan> plans, std::size_t baseline, std::uint64_t seed,
                      std::uint32_t draws);

}  // namespace homeward
