#include "sim/measure/renamed_outcomes.hpp"

#include <array>

namespace homeward {

std::span<const RenamedOutcome> renamed_outcomes() {
  static constexpr std::array<RenamedOutcome, 2> table{{
      {"mean_days_to_first_coach", "mean_days_on_queue", "1.1"},
      {"p90_days_to_first_coach", "p90_days_on_queue", "1.1"},
  }};
  return table;
}

}  // namespace homeward
