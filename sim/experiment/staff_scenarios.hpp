#pragma once

#include <cstdint>
#include <vector>

#include "sim/scenario/base_scenario.hpp"

namespace homeward {

/// The same scenario with other numbers of coach positions for the whole program. Sites that name their own
/// positions share the number out in the proportions in which they have them now, by largest remainder; with
/// a finite program.start_days the scenario as written runs before it, and the number holds from then on.
class StaffScenarios {
 public:
  /// Throws InputError if the scenario changes its positions on dates: then no one number answers.
  explicit StaffScenarios(const BaseScenario& base);

  /// Positions of the scenario as written.
  std::uint32_t own_positions() const;
  /// Throws InputError if the scenario is not sound with so many.
  Checked<Scenario> with(std::uint32_t positions) const;

 private:
  const BaseScenario& base_;
};

}  // namespace homeward
