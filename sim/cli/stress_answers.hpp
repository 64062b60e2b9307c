#pragma once

#include <map>
#include <string>
#include <vector>

#include "output/results_file.hpp"
#include "sim/cli/uncertainty_numbers.hpp"
#include "sim/evidence/evidence_register.hpp"

/// What a results file answers to the items of STRESS-DES, as Markdown by the places of the template.
namespace homeward {

/// A results file with what its report needs of it.
struct ReportedStudy {
  explicit ReportedStudy(const ResultsFile& of);

  const ResultsFile& file;
  std::vector<std::string> plans;     ///< scenarios, or with draws what they are draws of
  std::vector<std::size_t> scenario;  ///< [plan]: the scenario that stands for it
  std::size_t baseline{};             ///< index into plans
  std::size_t draws{};                ///< 0 without draws
  EvidenceRegister evidence;
  std::vector<UncertaintyStudy> doubt;  ///< one of the main outcomes where there are draws, else empty
};

/// More plans than these are not listed one by one.
inline constexpr std::size_t most_plans_in_report = 12;

/// Items 1, 2 and 4 to 6: "head", "outcomes", "aims", "initialisation", "run_length", "estimation",
/// "software", "random", "system", "sharing".
void answer_study(const ReportedStudy& study, std::map<std::string, std::string>& answers);
/// Items 2.3 and 3: "differences", "sources", "preprocessing", "parameters", "assumptions".
void answer_evidence(const ReportedStudy& study, std::map<std::string, std::string>& answers);

/// The whole report: the template with every place filled.
std::string stress_report(const ResultsFile& file);

}  // namespace homeward
