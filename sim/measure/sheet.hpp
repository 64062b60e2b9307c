#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

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
  std::vector<double> outcomes() const;  ///< [outcome]
  std::vector<double> by_trait() const;  ///< [outcome with by_trait][trait level]

 private:
  std::span<double> row(std::string_view outcome) {
    return std::span(values_).subspan(outcome_index(outcome) * groups_, groups_);
  }

  std::size_t groups_;
  std::vector<double> values_;  ///< [outcome][group]
};

}  // namespace homeward
