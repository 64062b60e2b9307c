#pragma once

#include "sim/core/units.hpp"
#include "sim/model/effect_scale.hpp"

/// What a family with mean needs gains by a contact plan, without chance: at the steady state of grown trust, which sets rho,
/// and on average over the reference spell, to which HR_ref belongs (MODEL.md, section 3).
namespace homeward {

/// Contacts at equal intervals with one family, and what its needs do in between. Relief is counted on needs as they stand
/// at the baseline; weights sum to 1.
struct CourseOfContacts {
  NeedVector baseline{};  ///< needs without support, in [0, 1]
  NeedVector weights{};   ///< of the needs in the gain
  NeedVector per_hour{};  ///< an effective hour multiplies need k by exp(-per_hour[k])
  Days interval{forever};
  Hours hours{0};       ///< of a kept contact
  double log_half{0};   ///< ln 2 / half-life, per day; 0 = no drift
};

/// The reference contact plan of a scenario with the balanced mix, under the scenario's own half-life.
CourseOfContacts reference_course(const Scenario& scenario, const NeedVector& mean_needs, const NeedVector& weights,
                                  const NeedVector& mix);

/// Mean over time of the weighted relief, sum of w_k (b_k - n_k), with every contact kept at trust 1, in its steady state.
double steady_gain(const CourseOfContacts& course);

/// A spell of coaching from its first contact on, with trust as it grows.
struct ReferenceSpell {
  CourseOfContacts course;
  Days days{0};
  double missed{0};          ///< share of contacts
  double trust_at_start{0};  ///< mean over families with and without shared experience
  double growth{0};          ///< of trust at a kept contact, share of the way to 1
  double lost_on_missed{0};
  double without_trust{1};   ///< omega
};

/// The spell that the ratios of a scenario speak of: by its `effects.reference_...` keys, and where the relationship was not
/// taken over, its own.
ReferenceSpell reference_spell(const Scenario& scenario, const NeedVector& mean_needs, const NeedVector& weights,
                               const NeedVector& mix);

/// The mean gain over the spell, in units of the steady gain of its course: a family goes to its first contact a contact
/// interval after it got its coach, as in the simulation, and at each contact needs and trust take their conditional means.
/// 0 where nothing can move needs.
double mean_gain_of_spell(const ReferenceSpell& spell);

}  // namespace homeward
