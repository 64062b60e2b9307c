#pragma once

#include <cstdint>
#include <string>

#include "sim/evidence/validate.hpp"

/// A validation as words, table and JSON.
namespace homeward {

struct ValidationReport {
  std::string baseline;  ///< its name
  std::string plan;
  std::uint64_t seed{};
  std::uint32_t replications{};  ///< of the baseline
  Validation validation;
};

/// How each group came out, what failed, and what that means.
std::string validation_words(const ValidationReport& report);
/// A row for each finding, by group.
std::string validation_table(const ValidationReport& report);
std::string validation_json(const ValidationReport& report);

/// Findings that say that something is wrong.
std::size_t failures(const Validation& validation);

}  // namespace homeward
