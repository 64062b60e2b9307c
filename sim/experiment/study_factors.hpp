#pragma once

#include <string>
#include <vector>

#include "sim/experiment/study.hpp"
#include "sim/scenario/faults.hpp"

namespace homeward {

/// Reads `[[factor]]` for a design. Keys are checked against the base, or against the key table alone where
/// the base could not be read (nullptr).
std::vector<Factor> read_factors(const Value& list, Design design, const Scenario* base, Faults& faults);

/// Groups of the factors by `linked` (nullptr: none): lists of keys of factors, of equally many levels each.
std::vector<std::vector<std::size_t>> read_groups(const Value* linked, Design design,
                                                  const std::vector<Factor>& factors, Faults& faults);

/// Whether a key takes whole numbers only.
bool is_whole_number(const std::string& key);

}  // namespace homeward
