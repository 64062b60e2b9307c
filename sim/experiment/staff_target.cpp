#include "sim/experiment/staff_target.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <iterator>
#include <limits>
#include <string_view>

namespace homeward {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

bool wants_less(TargetComparison comparison) {
  return comparison == TargetComparison::at_most || comparison == TargetComparison::below;
}

bool is_strict(TargetComparison comparison) {
  return comparison == TargetComparison::below || comparison == TargetComparison::above;
}

/// How far a value is on the right side of the threshold, on the scale on which runs are averaged.
double slack(const StaffTarget& target, double value) {
  const bool of_logs = outcome_table()[target.outcome].summary == Summary::mean_of_log;
  const double distance = of_logs ? std::log(target.threshold) - std::log(value) : target.threshold - value;
  return wants_less(target.comparison) ? distance : -distance;
}

constexpr double forever_more = 2;  // as a share of all runs

/// The share of runs that would have to differ for a value that all seen runs have to turn from meeting the
/// target to failing it, or the other way: what differs lies at most at an end of the outcome's range. Above
/// 1 where no runs could; at least largest_unseen_share, what lies beyond an end being told by more of them.
double share_that_turns(const StaffTarget& target, double value, bool met) {
  const auto quantity = outcome_table()[target.outcome].quantity;
  const bool down = met != wants_less(target.comparison);
  const bool has_top = quantity == Quantity::share || quantity == Quantity::index;
  if (!down && !has_top) return largest_unseen_share;
  const double way = down ? value : 1 - value;
  if (!(way > 0)) return forever_more;
  return std::max(largest_unseen_share, std::abs(target.threshold - value) / way);
}

Runs leading(const OutcomeColumns& columns, std::size_t outcome, std::size_t pairs) {
  Runs runs = runs_of(columns, outcome);
  runs.values = runs.values.first(pairs);
  if (runs.numerator.empty()) return runs;
  runs.numerator = runs.numerator.first(pairs);
  runs.denominator = runs.denominator.first(pairs);
  return runs;
}

/// Whether the outcome is of coaching and no run had a coach in post: then it is as it is in every run.
bool is_idle(std::size_t outcome, const OutcomeColumns& columns) {
  if (!outcome_table()[outcome].of_coaches) return false;
  const auto& in_post = columns[outcome_index("coaches_in_post")];
  return std::all_of(in_post.begin(), in_post.end(), [](double coaches) { return coaches == 0; });
}

}  // namespace

std::size_t replications_of(const OutcomeColumns& columns) {
  return columns.empty() ? 0 : columns.front().size();
}

Runs runs_of(const OutcomeColumns& columns, std::size_t outcome) {
  const OutcomeInfo& info = outcome_table()[outcome];
  if (info.summary != Summary::ratio_of_means) return {columns[outcome]};
  return {columns[outcome], columns[outcome_index(info.numerator)], columns[outcome_index(info.denominator)]};
}

Estimate estimate_of(const OutcomeColumns& columns, std::size_t outcome) {
  const Runs runs = runs_of(columns, outcome);
  return summarise(outcome_table()[outcome], runs.values, runs.numerator, runs.denominator);
}

bool is_met(const StaffTarget& target, const Estimate& estimate) {
  if (std::isnan(estimate.mean)) return false;
  const double distance = slack(target, estimate.mean);
  return is_strict(target.comparison) ? distance > 0 : distance >= 0;
}

bool meets_all(std::span<const StaffTarget> targets, const OutcomeColumns& columns) {
  return std::all_of(targets.begin(), targets.end(), [&](const StaffTarget& target) {
    return is_met(target, estimate_of(columns, target.outcome));
  });
}

double chance_met(const StaffTarget& target, const Estimate& estimate) {
  if (estimate.n < 1) return 0;
  if (estimate.n < 2 || std::isnan(estimate.sd)) return nan;
  if (estimate.sd == 0) {
    const bool met = is_met(target, estimate);
    const double needed = target.fixed ? forever_more : share_that_turns(target, estimate.mean, met);
    const double few_differ = needed >= 1 ? 1 : 1 - std::pow(1 - needed, estimate.n);
    return met ? few_differ : 1 - few_differ;
  }
  const double t = slack(target, estimate.mean) / (estimate.sd / std::sqrt(estimate.n));
  return boost::math::cdf(boost::math::students_t(estimate.n - 1), t);
}

double chance_met(const StaffTarget& target, const OutcomeColumns& columns) {
  auto known = target;
  known.fixed = known.fixed || is_idle(target.outcome, columns);
  return chance_met(known, estimate_of(columns, target.outcome));
}

double chance_all_met(std::span<const StaffTarget> targets, const OutcomeColumns& columns) {
  double least = 1;
  for (const auto& target : targets) {
    const double chance = chance_met(target, columns);
    if (std::isnan(chance)) return nan;
    least = std::min(least, chance);
  }
  return least;
}

PairedEstimate compare_leading(const OutcomeColumns& more, const OutcomeColumns& fewer, std::size_t outcome) {
  const auto pairs = std::min(replications_of(more), replications_of(fewer));
  return compare(outcome_table()[outcome], leading(more, outcome, pairs), leading(fewer, outcome, pairs));
}

double confidence_closer(const StaffTarget& target, const OutcomeColumns& more, const OutcomeColumns& fewer) {
  const double higher = compare_leading(more, fewer, target.outcome).confidence_higher;
  return wants_less(target.comparison) ? 1 - higher : higher;
}

PositionsEffect effect_of_positions(const StaffTarget& target, const StaffRuns& path, double confidence,
                                    std::size_t targets) {
  bool help = false;
  bool hurt = false;
  if (path.size() < 2) return PositionsEffect::none_seen;
  const double level = (1 - confidence) / static_cast<double>(2 * (path.size() - 1) * targets);
  for (auto fewer = path.begin(), more = std::next(fewer); more != path.end(); ++fewer, ++more) {
    const double closer = confidence_closer(target, more->second, fewer->second);
    help = help || closer >= 1 - level;
    hurt = hurt || (fewer->first > 0 && closer <= level);
  }
  if (help && hurt) return PositionsEffect::both;
  if (help) return PositionsEffect::help;
  return hurt ? PositionsEffect::hurt : PositionsEffect::none_seen;
}

}  // namespace homeward
