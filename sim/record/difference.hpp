#pragma once

#include <string>

#include "sim/record/run_record.hpp"

/// Whether two runs are the same to the last bit, and where they part.
namespace homeward {

/// What happens to a family's children: all that coaching must leave alone where it has no effect.
bool is_outcome(EventKind kind);

/// Where two runs of the same families differ in episodes or in outcomes of the log, in words; "" if nowhere.
std::string difference_in_lives(const RunRecord& a, const RunRecord& b);

/// Where two runs differ in anything that they record; "" if nowhere.
std::string difference(const RunRecord& a, const RunRecord& b);

}  // namespace homeward
