#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/evidence/validate.hpp"
#include "sim/record/run_record.hpp"
#include "sim/scenario/scenario.hpp"

/// What studies of coaches found and the mechanism was not told: the same families with coaches for all who
/// accept, with coaches who have no effect, and without coaches, under the same luck.
namespace homeward {

/// Sums over families, or an estimate, of one replication.
enum class PatternValue : std::uint8_t {
  home_pairs,    ///< families with a coach in their first stay, home from it with and without
  back_12_with,  ///< of these, removed again within 12 months of going home, with coaches
  back_12_without,
  back_24_with,
  back_24_without,
  reduction_12,  ///< back_12_without - back_12_with
  reduction_24,
  coached_families,   ///< with a coach in their first stay
  days_in_care_with,  ///< of these, within 48 months of removal
  days_in_care_without,
  trust_1_month_hazard_ratio,  ///< of going home, per standard deviation of trust so long after assignment
  trust_6_months_hazard_ratio,
  workers_odds_ratio,  ///< of going home within 18 months, two coaches or more over one, no effect at all
  naive_by_day_90,     ///< odds ratio of going home, coached against not
  naive_ever,
  naive_by_day_90_no_effect,
  naive_by_day_90_strong,  ///< were self-selection strong
  true_odds_ratio          ///< of going home within 24 months, the same families with and without
};
inline constexpr std::size_t pattern_values = 18;

/// The runs of one replication.
struct PatternRuns {
  const Scenario& plan;
  const RunRecord& without;           ///< no coaches
  const RunRecord& with;              ///< with its log
  const RunRecord& no_effect;         ///< coaches who change nothing, with its log
  const RunRecord& strong_selection;  ///< coaches with effect, and families that choose far more
  std::uint64_t seed{};
  std::uint32_t replication{};
};

std::vector<double> measure_patterns(const PatternRuns& runs);

/// Trust of each family so many days after its first assignment to a coach in its first stay, from the log:
/// NaN where it had no coach then. For coaches with hours enough for everybody.
struct TrustAt {
  std::vector<SimTime> assigned;  ///< [family]; forever = never in the first stay
  std::vector<double> trust;      ///< [family]
};
TrustAt trust_after(const Scenario& plan, const RunRecord& run, std::uint64_t seed, std::uint32_t replication,
                    Days days);

/// Logarithm of the hazard ratio per standard deviation of x, from Cox's partial likelihood.
struct Observed {
  Days days{};  ///< until the event or censoring
  bool event{};
  double x{};
};
double log_hazard_ratio(std::vector<Observed> observed);

std::vector<Finding> pattern_findings(const std::vector<std::vector<double>>& by_replication);

}  // namespace homeward
