#include "sim/measure/incidence.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "sim/measure/last_instant.hpp"

namespace homeward {
namespace {

bool is_in(Causes causes, Cause cause) {
  return cause != censored && (causes & cause_set(cause)) != 0;
}

}  // namespace

double Incidence::share() const {
  if (members_ == 0 || !reached_) return std::numeric_limits<double>::quiet_NaN();
  // What is redistributed of the censored may round beyond all of them.
  return std::min(counted_ / static_cast<double>(members_), 1.0);
}

void sort_by_time(std::vector<FollowUp>& population) {
  std::sort(population.begin(), population.end(), [](const FollowUp& a, const FollowUp& b) {
    return std::tuple(a.days, a.cause == censored) < std::tuple(b.days, b.cause == censored);
  });
}

IncidenceByGroup incidence(std::span<const FollowUp> population, Causes counted, Days horizon,
                           const Groups& groups, Unit unit) {
  const auto of = [&](const FollowUp& member, auto visit) {
    unit == Unit::child ? groups.of_child(member.family, member.child, visit)
                        : groups.of_family(member.family, visit);
  };
  std::vector<Incidence> estimates(groups.size());
  std::vector<FollowUp> leaving;
  bool any_censored = false;
  double followed = 0;
  for (const FollowUp& member : population) {
    const bool reaches = is_followed_to(horizon, member.potential);
    followed += reaches ? 1 : 0;
    of(member, [&](std::size_t group) { estimates[group].enter(reaches); });
    if (!happens_within(member.days, horizon)) continue;
    leaving.push_back(member);
    any_censored = any_censored || member.cause == censored;
  }
  // Without censoring the estimate is a plain share, whatever the order.
  if (any_censored) sort_by_time(leaving);
  for (const FollowUp& member : leaving) {
    const bool counts = is_in(counted, member.cause);
    of(member, [&](std::size_t group) { estimates[group].leave(member.cause == censored, counts); });
  }
  std::vector<double> shares;
  shares.reserve(estimates.size());
  for (const Incidence& estimate : estimates) shares.push_back(estimate.share());
  const auto members = static_cast<double>(population.size());
  return {std::move(shares), members > 0 ? followed / members : std::numeric_limits<double>::quiet_NaN()};
}

IncidenceCurve incidence_curve(std::span<const FollowUp> sorted, Cause counted, std::size_t months) {
  Days longest = -1;
  for (const FollowUp& member : sorted) longest = std::max(longest, member.potential);
  Incidence estimate;
  for (std::size_t member = 0; member < sorted.size(); ++member) estimate.enter(true);

  IncidenceCurve curve;
  std::size_t before = 0;  // members whose time ended before the month
  std::size_t done = 0;    // members whose time ended before it or just then
  for (std::size_t month = 0; month < months; ++month) {
    const Days day = static_cast<double>(month) * days_per_month;
    while (before < sorted.size() && !has_lasted(sorted[before].days, day)) ++before;
    for (; done < sorted.size() && happens_within(sorted[done].days, day); ++done) {
      estimate.leave(sorted[done].cause == censored, sorted[done].cause == counted);
    }
    curve.share.push_back(is_followed_to(day, longest) ? estimate.share()
                                                       : std::numeric_limits<double>::quiet_NaN());
    curve.at_risk.push_back(static_cast<double>(sorted.size() - before));
  }
  return curve;
}

}  // namespace homeward
