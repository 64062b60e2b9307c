#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/staff_search.hpp"
#include "sim/measure/paired.hpp"

/// The answer to a staffing question as words, table, JSON and CSV.
namespace homeward {

struct StaffReport {
  std::string file;      ///< as given
  std::string scenario;  ///< its name
  std::uint64_t seed{};
  std::uint32_t own_positions{};  ///< of the scenario as written
  StaffQuestion question;
  StaffRecord record;
  std::optional<StaffAnswer> answer;  ///< none after an interrupt or a failed run
  bool failed{};                      ///< a run failed
};

/// One number of positions that was looked at, in the search or on fresh replications.
struct StaffRow {
  std::uint32_t positions{};
  bool fresh{};
  const OutcomeColumns* columns{};
};

/// Those of the search by positions, then the fresh ones.
std::vector<StaffRow> rows_of(const StaffReport& report);

/// Outcomes of the targets, each once.
std::vector<std::size_t> outcomes_of_targets(const StaffReport& report);
/// These, and the share of waiting families that gives up, by which a wait can be short.
std::vector<std::size_t> outcomes_beside(const StaffReport& report);
/// These, then the cost of coaches and the total cost.
std::vector<std::size_t> outcomes_shown(const StaffReport& report);

/// What the last of the fewest positions changes, run by run: those found (or, not separated, the fewest
/// shown to meet) against one fewer. Empty where the two have not met the same fresh replications.
struct LastPosition {
  std::uint32_t positions{};
  double chance_one_fewer{};                ///< that one fewer still meets all targets
  std::vector<PairedEstimate> differences;  ///< of outcomes_shown
};
std::optional<LastPosition> last_position(const StaffReport& report);

/// "found", "not_separated", "unreachable", "interrupted" or "failed".
std::string status_of(const StaffReport& report);

std::string staff_words(const StaffReport& report);
std::string staff_table(const StaffReport& report);
std::string staff_json(const StaffReport& report);
std::string staff_csv(const StaffReport& report);

/// "12.3 %"; "> 99.9 %" and "< 0.1 %" at the ends; "–" for NaN.
std::string chance_text(double chance);

/// The targets joined by "and".
std::string targets_text(const StaffQuestion& question);

}  // namespace homeward
