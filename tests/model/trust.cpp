#include <catch2/catch.hpp>
#include <cmath>

#include "sim/random/draws.hpp"
#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

/// A coach for every family at once, all inside the window.
Scenario one_each() {
  Scenario s = quiet(40);
  s.run.follow_up_years = 0;
  add_coaches(s, 2000, 1);
  return s;
}

}  // namespace

TEST_CASE("trust: every missed contact costs its share, a kept one none") {
  Scenario s = one_each();
  s.trust.at_start = 0.8;
  s.trust.lost_on_missed = 0.25;
  for (const auto& family : run(s).families) {
    CHECK(family.trust_days == Approx(0.8 * family.coached_days).margin(1e-9));
  }
  s.program.support.missed_probability = 1;
  for (const auto& family : run(s).families) {
    if (family.entry > s.end() - 1) continue;  // a contact may fall on the end by rounding
    const int contacts = static_cast<int>(family.contacts_missed);
    const double left = std::pow(0.75, contacts);
    const double until_last = 7 * 0.8 * (1 - left) / 0.25;
    CHECK(family.contacts_kept == 0);
    CHECK(family.trust_days ==
          Approx(until_last + (family.coached_days - 7.0 * contacts) * 0.8 * left).margin(1e-6));
  }
}

TEST_CASE(
    "trust: starts higher by the bonus where the coach shares the family's experience, and never above 1") {
  Scenario s = one_each();
  s.trust.at_start = 0.3;
  s.program.coaches.shared_experience_share = 0.4;
  for (const double bonus : {0.0, 0.5, 0.9}) {
    s.trust.shared_experience_bonus = bonus;
    const RunRecord r = run(s);
    std::size_t shared = 0;
    for (const auto& row : rows(r, EventKind::coach_assigned)) {
      const bool shares = Draws(5, 0).coach_uniform(site_code(s.sites[0].name), row.position, row.holder,
                                                    Purpose::coach_experience) < 0.4;
      shared += shares ? 1 : 0;
      const auto& family = r.families[row.family - 1];
      CHECK(family.trust_days == Approx(std::min(1.0, 0.3 + (shares ? bonus : 0)) * family.coached_days));
    }
    CHECK(shared > 10);
  }
}
