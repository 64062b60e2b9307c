#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <random>
#include <string_view>
#include <vector>

#include "sim/experiment/staff_search.hpp"

/// Simulators whose expected values are known, to hold the search of staffing against.
namespace homeward::staff {

inline constexpr double nobody_at_risk = std::numeric_limits<double>::quiet_NaN();

/// A made-up outcome: expected value and noise for each number of positions. The noise is normal, its shared
/// part the same in a replication whatever the positions (common random numbers).
struct Curve {
  std::function<double(double positions)> mean;
  double own_sd{};
  double shared_sd{};
};

/// Normal noise by address, as the simulator's luck is. The distribution is the vendor's: good for tests
/// alone.
inline double noise(std::uint64_t seed, std::uint64_t replication, std::uint64_t positions,
                    std::uint64_t what) {
  std::seed_seq address{seed, replication, positions, what};
  std::mt19937_64 bits(address);
  return std::normal_distribution<double>()(bits);
}

struct Oracle {
  std::map<std::string_view, Curve> curves;  ///< outcomes without one are NaN
  std::uint64_t seed{1};
  std::vector<std::uint32_t>* asked{};  ///< notes what was simulated

  OutcomeColumns operator()(std::uint32_t positions, std::uint32_t first, std::uint32_t count) const {
    if (asked != nullptr) asked->push_back(positions);
    OutcomeColumns columns(outcome_table().size(), std::vector<double>(count, nobody_at_risk));
    for (const auto& [name, curve] : curves) {
      const auto outcome = outcome_index(name);
      for (std::uint32_t r = 0; r < count; ++r) {
        constexpr std::uint64_t nobody = 1'000'000'000;
        columns[outcome][r] = curve.mean(positions) +
                              curve.own_sd * noise(seed, first + r, positions, outcome) +
                              curve.shared_sd * noise(seed, first + r, nobody, outcome);
      }
    }
    return columns;
  }
};

inline StaffTarget target(std::string_view outcome, TargetComparison comparison, double threshold) {
  return {outcome_index(outcome), comparison, threshold};
}

inline StaffTarget wait_at_most(double days) {
  return target("mean_days_to_first_coach", TargetComparison::at_most, days);
}

/// A wait that falls by a day a position, from 60; nobody joins the queue without coaches.
inline Curve falling_wait(double own_sd = 0.5, double shared_sd = 3) {
  return {[](double n) { return n == 0 ? nobody_at_risk : std::max(0.0, 60 - n); }, own_sd, shared_sd};
}

/// Families on the list: until positions are enough for all.
inline Curve waiting_until(double enough) {
  return {[enough](double n) { return n == 0 ? 0 : std::max(0.0, enough - n); }};
}

inline StaffQuestion ask(std::vector<StaffTarget> targets) {
  StaffQuestion question;
  question.targets = std::move(targets);
  question.start = 10;
  return question;
}

inline StaffAnswer answer(const StaffQuestion& question, const Oracle& oracle) {
  StaffRecord record;
  return find_staff(question, oracle, record);
}

}  // namespace homeward::staff
