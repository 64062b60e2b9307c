#pragma once

#include <cstdint>
#include <span>

#include "sim/record/run_record.hpp"
#include "sim/scenario/checked.hpp"
#include "sim/scenario/scenario.hpp"

namespace homeward {

/// Which happenings a replication logs, one by one.
struct Logging {
  bool on{false};
  std::span<const FamilyNumber> families{};  ///< only these; empty = all
};

/// Simulates one replication of a scenario from the start of its warm-up to the end of its follow-up. Sites run in
/// parallel where the caller's arena has threads to spare. A pure function of its arguments, to the last bit.
/// Throws RunError if an invariant of the model is broken (a fault of the program, never of the input).
RunRecord simulate(const Checked<Scenario>& scenario, std::uint64_t seed, std::uint32_t replication,
                   const Logging& logging = {});

}  // namespace homeward
