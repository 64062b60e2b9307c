#pragma once

#include <string>

#include "sim/experiment/run_plan.hpp"

namespace homeward {

/// The digest of a planned scenario as a file of another digest scheme has it; "" of a scheme that this
/// program does not know.
std::string digest_by(int scheme, const PlannedScenario& planned);

}  // namespace homeward
