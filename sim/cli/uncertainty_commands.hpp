#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "output/results_file.hpp"

/// What `summary`, `compare` and `run` tell of a file of plans under draws.
namespace homeward {

enum class TellAs : std::uint8_t { words, json, csv };

struct UncertaintyQuestion {
  std::vector<std::size_t> outcomes;  ///< indices into outcome_table()
  bool silent{};                      ///< those without any number too
  std::string baseline;               ///< a plan; "" = the file's
  TellAs as{TellAs::words};
};

/// Plans, one by one.
std::string told_plans(const ResultsFile& file, const UncertaintyQuestion& question);
/// Plans against the baseline. Throws UsageError where there is one plan only.
std::string told_differences(const ResultsFile& file, const UncertaintyQuestion& question);
/// A few outcomes at the end of a run; of many plans nothing.
std::string told_at_the_end(const ResultsFile& file, std::vector<std::size_t> outcomes);

}  // namespace homeward
