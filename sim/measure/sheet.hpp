#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "sim/measure/identification.hpp"
#include "sim/measure/incidence.hpp"
#include "sim/measure/run_result.hpp"

namespace homeward {

/// A share, mean or rate; NaN where there is nothing to divide by.
inline double ratio(double numerator, double denominator) {
  return denominator == 0 ? std::numeric_limits<double>::quiet_NaN() : numerator / denominator;
}

/// The outcomes of one run while they are measured, by outcome and group. NaN until set.
class Sheet {
 public:
  /// `groups`: everybody and the trait levels.
  explicit Sheet(std::size_t groups);

  /// The value of everybody, for outcomes that have no groups.
  void set(std::string_view outcome, double value);
  /// The value of each group. Only everybody's is kept where the table says that the outcome has no groups.
  void set(std::string_view outcome, std::span<const double> by_group);
  /// value(tally) of each group's tally.
  template <typename Tally, typename Value>
  void set(std::string_view outcome, const std::vector<Tally>& by_group, Value value) {
    const std::span<double> cells = row(outcome);
    for (std::size_t group = 0; group < by_group.size(); ++group) cells[group] = value(by_group[group]);
  }
  /// The share of each group by a horizon, and how much of everybody is followed so long.
  void set_rate(std::string_view outcome, const IncidenceByGroup& rate);
  /// That the run cannot give an outcome, and why: everybody's value and each group's become NaN.
  void lacks(std::string_view outcome, Reason reason);
  void set(Diagnostic diagnostic, double value) {
    diagnostics_[static_cast<std::size_t>(diagnostic)] = value;
  }

  /// Gives each NaN of everybody a reason, and takes what early entrants alone would stand for.
  void identify(const Scenario& scenario);
  std::vector<std::int8_t> reasons() const { return reasons_; }     ///< [outcome]: Reason
  std::vector<double> diagnostics() const { return diagnostics_; }  ///< [diagnostic]
  std::vector<double> outcomes() const;                             ///< [outcome]
  std::vector<double> by_trait() const;                             ///< [outcome with by_trait][trait level]

 private:
  std::span<double> row(std::string_view outcome) { return row(outcome_index(outcome)); }
  std::span<double> row(std::size_t outcome) {
    return std::span(values_).subspan(outcome * groups_, groups_);
  }

  std::size_t groups_;
  std::vector<double> values_;        ///< [outcome][group]
  std::vector<std::int8_t> reasons_;  ///< [outcome]
  std::vector<double> diagnostics_;   ///< [diagnostic]
};

}  // namespace homeward
