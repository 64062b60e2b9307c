#pragma once

#include <functional>
#include <span>
#include <vector>

#include "sim/evidence/closed_forms_laws.hpp"

/// What theory expects of hazard laws, apart from the simulator's own code: competing risks, renewal, the
/// Erlang-A queue. `homeward validate` and the tests hold the simulator against these.
namespace homeward::theory {

/// Chance that the waiting time of a law, its hazard times a multiplier, is at most t, as a function of t.
std::function<double(Days)> distribution_of(const Clock& clock, double multiplier = 1);

/// Chance that in a race of clocks, their hazards times multipliers of the same number, clock `winner` is
/// first and within t days: the integral of its hazard times the chance that none has fired (Kalbfleisch &
/// Prentice 2002, section 8.2).
double incidence(std::span<const Clock> clocks, std::span<const double> multipliers, std::size_t winner,
                 Days t);

/// Expected renewals by t, for gaps of this distribution: M = F + M * F, on a grid, gaps taken at the middle
/// of a step (Xie 1989, Communications in Statistics B 18, 281-293).
double renewals(const std::function<double(Days)>& distribution, Days t);

/// A queue with many servers whose customers lose patience, and may also leave for reasons of their own. A
/// family leaves care at the rate mu whether it waits or is coached; one that waits also gives up at the rate
/// theta. With c places the number coached or waiting is a birth-death chain: Erlang-A with service rate mu
/// and abandonment theta + mu (Mandelbaum & Zeltyn 2007, "Service engineering in action: the Palm/Erlang-A
/// queue").
struct Queue {
  double per_day{};  ///< families that join
  Days stay{};       ///< mean stay in care, 1 / mu
  Days patience{};   ///< mean, 1 / theta; forever = endless
  std::uint32_t positions{};
  std::uint32_t families_per_coach{};
};

struct Stationary {
  double coached{}, waiting{}, at_once{};  ///< mean numbers; chance to find a free place
};

/// The stationary state of the queue.
Stationary erlang_a(const Queue& queue);

/// Chance that a family that joins the queue has a coach within t days, first come, first served. Who finds
/// k + 1 families too many is next after k + 1 departures of those ahead, at the rates c mu + i (theta + mu),
/// i = k ... 0; exp(-(theta + mu) times their sum) has a beta distribution, also where the family's own
/// patience competes (Mandelbaum & Zeltyn 2007, section 4, the virtual wait).
/// @param t days, 0 or more; patience must not be endless
double coached_within(const Queue& queue, Days t);

/// Mean days until the coach, of those that get one (the law above, integrated).
Days mean_days_to_coach(const Queue& queue);

}  // namespace homeward::theory
