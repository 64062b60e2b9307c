#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

constexpr double rate = 0.05;

/// Worth at the opening of what is paid on a day; what was paid before does not count.
double worth(SimTime day) {
  return day < 0 ? 0 : std::pow(1 + rate, -day / 365.25);
}

/// Worth of a dollar a day over [from, to).
double worth_of_days(SimTime from, SimTime to) {
  const double a = std::max(from, 0.0);
  return to <= a ? 0 : (worth(a) - worth(to)) * 365.25 / std::log(1 + rate);
}

Scenario discounting() {
  Scenario s = quiet(60);
  s.run.warm_up_years = 1;
  s.run.follow_up_years = 4;
  s.costs.discount_rate_per_year = rate;
  return s;
}

}  // namespace

TEST_CASE("discounting: a hearing is worth what its day makes it, and nothing before the opening") {
  Scenario s = discounting();
  s.court.gate = true;
  const RunRecord r = run(s);
  for (const auto& family : r.families) {
    double expected = 0;
    for (const auto& row : rows_of(r, family.number)) {
      if (kind_of(row) == EventKind::hearing) expected += worth(row.day);
    }
    CHECK(family.use(Account::discounted).hearings == Approx(expected));
  }
}

TEST_CASE("discounting: so is concrete help, on the day on which it is given") {
  Scenario s = discounting();
  s.program.support.concrete_dollars_per_family = 1000;
  s.program.support.concrete_share_per_occasion = 1;
  for (const auto& family : run(s).families) {
    CHECK(family.use(Account::discounted).concrete == Approx(1000 * worth(family.entry)));
  }
}

TEST_CASE("discounting: days in care count child by child, on trial visits apart") {
  Scenario s = discounting();
  s.families.children = {0.5, 0.5};
  s.hazards.readiness = Exponential{200};
  s.court.gate = true;
  s.court.requested_hearing_days = Fixed{7};
  s.court.direct_return_first = s.court.direct_return_later = 0;
  s.court.trial_home_visit_days = Fixed{90};
  const RunRecord r = run(s);
  for (const auto& family : r.families) {
    const auto& episode = r.episodes[family.first_episode];
    const SimTime visit = std::min(episode.visit_start, r.end);
    const SimTime home = std::min(episode.exit[0], r.end);
    const auto& placed = family.use(Account::discounted).child_days;
    CHECK(std::accumulate(placed.begin(), placed.end(), 0.0) ==
          Approx(family.children * worth_of_days(family.entry, visit)));
    CHECK(family.use(Account::discounted).visit_child_days ==
          Approx(family.children * worth_of_days(visit, home)));
  }
}

TEST_CASE(
    "discounting: the other accounts count days and payments as they are, one to 12 months before the end") {
  Scenario s = discounting();
  s.hazards.readiness = Exponential{200};
  s.court.gate = true;
  s.program.support.concrete_dollars_per_family = 1000;
  s.program.support.concrete_share_per_occasion = 1;
  const RunRecord r = run(s);
  for (const Account account : {Account::undiscounted, Account::followed}) {
    const SimTime until = account == Account::followed ? r.end - 365.25 : r.end;
    const auto counts = [until](SimTime day) { return day >= 0 && day < until ? 1.0 : 0.0; };
    for (const auto& family : r.families) {
      double hearings = 0;
      for (const auto& row : rows_of(r, family.number)) {
        if (kind_of(row) == EventKind::hearing) hearings += counts(row.day);
      }
      const auto& episode = r.episodes[family.first_episode];
      const Days in_care = std::min(episode.exit[0], until) - std::max(family.entry, 0.0);
      const Use& used = family.use(account);
      CHECK(used.hearings == hearings);
      CHECK(used.concrete == 1000 * counts(family.entry));
      CHECK(used.all_child_days() == Approx(std::max(in_care, 0.0)).margin(1e-9));
    }
  }
}
