#include "sim/experiment/digest_by.hpp"

#include "sim/scenario/read.hpp"

namespace homeward {

std::string digest_by(int scheme, const PlannedScenario& planned) {
  // What it was planned under, which a scenario read from a file's text alone cannot always tell again.
  return scheme == digest_scheme ? planned.digest : digest(planned.scenario, scheme);
}

}  // namespace homeward
