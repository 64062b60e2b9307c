#pragma once

#include <cstdint>
#include <vector>

#include "sim/experiment/staff_search.hpp"

namespace homeward {

/// Fresh replications of each look: n, 2n, 4n, ... and at last the most that are allowed.
std::vector<std::uint32_t> looks_of(const StaffQuestion& question);

/// The level a of one claim, see staff_search.hpp.
double claim_level(const StaffQuestion& question);

/// Holds what the search came to against fresh replications: sets status, fails and meets.
void confirm(const StaffQuestion& question, const StaffOracle& oracle, StaffRuns& fresh, StaffAnswer& answer);

}  // namespace homeward
