#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>

#include "sim/measure/measure.hpp"
#include "tests/model/property_check.hpp"

/// Whatever happened, what is told of it must make sense: no infinities, shares in [0, 1], parts that sum to
/// their total.
namespace homeward::test {

namespace {

std::string breach_in_number(const OutcomeInfo& outcome, double value) {
  const bool bounded = outcome.quantity == Quantity::share || outcome.quantity == Quantity::index;
  const bool fine = std::isnan(value) || (std::isfinite(value) && value >= 0);
  if (fine && !(bounded && value > 1 + 1e-9)) return {};
  return fmt::format("{} is {}", outcome.name, value);
}

class Numbers {
 public:
  Numbers(const Scenario& scenario, const RunResult& result) : scenario_(scenario), result_(result) {}

  std::string breach() const {
    const auto table = outcome_table();
    for (std::size_t i = 0; i < table.size(); ++i)
      if (auto wrong = breach_in_number(table[i], result_.outcomes[i]); !wrong.empty()) return wrong;
    const auto levels = trait_level_names(scenario_).size();
    std::size_t at = 0;
    for (const auto& outcome : table)
      for (std::size_t level = 0; outcome.by_trait && level < levels; ++level)
        if (auto wrong = breach_in_number(outcome, result_.by_trait[at++]); !wrong.empty())
          return wrong + " by trait";
    if (const double parts = of("cost_coaches") + of("cost_concrete") + of("cost_care") + of("cost_court");
        !(std::abs(parts - of("cost_total")) <= 1e-9 * std::abs(parts)))
      return fmt::format("the costs sum to {}, their total is {}", parts, of("cost_total"));
    return breach_in_curves();
  }

 private:
  double of(std::string_view outcome) const { return result_.outcomes[outcome_index(outcome)]; }

  /// Cumulative incidence: from 0, never falling, and all ways to leave together at most 1.
  std::string breach_in_curves() const {
    const auto months = months_since(scenario_);
    double last = 0;
    for (std::size_t curve = 0; curve < cumulative_table().size(); ++curve) {
      const auto& event = cumulative_table()[curve].event;
      double before = 0;
      for (std::size_t month = 0; month < months; ++month) {
        const double now = result_.cumulative[curve * months + month];
        if (std::isnan(now)) break;  // nobody is at risk any more
        if (!(now >= before - 1e-12 && now <= 1 + 1e-9))
          return fmt::format("cumulative_{} is {} at month {}, after {}", event, now, month, before);
        before = now;
      }
      if (event != "reentry") last += before;
    }
    return last <= 1 + 1e-9 ? "" : fmt::format("{} of all left by all ways", last);
  }

  const Scenario& scenario_;
  const RunResult& result_;
};

}  // namespace

std::string breach_in_measures(const Scenario& scenario, const RunRecord& run) {
  const RunResult result = measure(scenario, run, RecordLevel::families);
  return Numbers(scenario, result).breach();
}

std::string breach_in(const Scenario& scenario, const RunRecord& run) {
  for (const auto check : {breach_in_lives, breach_in_pool, breach_in_counts, breach_in_measures})
    if (auto wrong = check(scenario, run); !wrong.empty()) return wrong;
  return {};
}

}  // namespace homeward::test
