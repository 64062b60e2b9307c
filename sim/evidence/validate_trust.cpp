#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/evidence/validate_patterns.hpp"
#include "sim/random/draws.hpp"

/// Trust as an evaluation would measure it some time after the start, and what it goes with later on.
namespace homeward {

namespace {

/// What one family's trust goes through, event by event (sim/model/family_service.cpp; attention is 1).
class TrustOfFamily {
 public:
  void meet(const EventRow& row, const Trust& rules, bool shares_experience) {
    const bool same_coach = row.position == position_ && row.holder == holder_;
    if (!same_coach) {
      const double stranger =
          std::min(1.0, rules.at_start + (shares_experience ? rules.shared_experience_bonus : 0));
      trust_ = position_ > 0 ? std::max(stranger, trust_ * (1 - rules.lost_on_coach_change)) : stranger;
    }
    position_ = row.position;
    holder_ = row.holder;
    coached_ = true;
  }
  void keep(const Trust& rules) { trust_ += rules.growth_per_contact * (1 - trust_); }
  void miss(const Trust& rules) { trust_ *= 1 - rules.lost_on_missed; }
  void part() { coached_ = false; }
  double now() const { return coached_ ? trust_ : std::numeric_limits<double>::quiet_NaN(); }

 private:
  double trust_{};
  std::uint32_t position_{}, holder_{};
  bool coached_{};
};

void apply(TrustOfFamily& family, const EventRow& row, const Scenario& plan, const Draws& draws) {
  switch (static_cast<EventKind>(row.kind)) {
    case EventKind::coach_assigned: {
      const double luck = draws.coach_uniform(site_code(plan.sites[row.site].name), row.position, row.holder,
                                              Purpose::coach_experience);
      family.meet(row, plan.trust, luck < plan.program.coaches.shared_experience_share);
      break;
    }
    case EventKind::contact_kept:
      family.keep(plan.trust);
      break;
    case EventKind::contact_missed:
      family.miss(plan.trust);
      break;
    case EventKind::joined_queue:
    case EventKind::dropped_out:
    case EventKind::service_ended:
      family.part();
      break;
    default:
      break;
  }
}

}  // namespace

TrustAt trust_after(const Scenario& plan, const RunRecord& run, std::uint64_t seed, std::uint32_t replication,
                    Days days) {
  const Draws draws(seed, replication);
  const std::size_t families = run.families.size();
  TrustAt at{std::vector<SimTime>(families, forever),
             std::vector<double>(families, std::numeric_limits<double>::quiet_NaN())};
  std::vector<TrustOfFamily> state(families);
  std::vector<bool> read(families, false);
  for (const auto& row : run.log) {
    if (row.family == 0) continue;
    const std::size_t i = row.family - 1;
    // Between two events of a family its trust stands still.
    if (!read[i] && row.day > at.assigned[i] + days) {
      at.trust[i] = state[i].now();
      read[i] = true;
    }
    if (static_cast<EventKind>(row.kind) == EventKind::coach_assigned && row.episode == 1)
      at.assigned[i] = std::min(at.assigned[i], row.day);
    apply(state[i], row, plan, draws);
  }
  return at;
}

double log_hazard_ratio(std::vector<Observed> observed) {
  double sum = 0, squares = 0;
  const auto n = static_cast<double>(observed.size());
  for (const auto& one : observed) sum += one.x;
  for (const auto& one : observed) squares += (one.x - sum / n) * (one.x - sum / n);
  const double sd = std::sqrt(squares / (n - 1));
  if (!(sd > 0)) return std::numeric_limits<double>::quiet_NaN();
  // From the longest time down, so that the sums run over those still at risk; ties do not occur in
  // continuous time but at the horizon, where nobody has an event.
  std::stable_sort(observed.begin(), observed.end(),
                   [](const Observed& a, const Observed& b) { return a.days > b.days; });
  double beta = 0;
  for (int step = 0; step < 20; ++step) {
    double s0 = 0, s1 = 0, s2 = 0, score = 0, information = 0;
    for (const auto& one : observed) {
      const double x = (one.x - sum / n) / sd, weight = std::exp(beta * x);
      s0 += weight;
      s1 += weight * x;
      s2 += weight * x * x;
      if (!one.event) continue;
      score += x - s1 / s0;
      information += s2 / s0 - s1 / s0 * s1 / s0;
    }
    if (!(information > 0)) return std::numeric_limits<double>::quiet_NaN();
    const double change = score / information;
    beta += change;
    if (std::abs(change) < 1e-10) break;
  }
  return beta;
}

}  // namespace homeward
