#include <catch2/catch.hpp>
#include <cmath>

#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

/// A coach for everyone at once, all inside the window.
Scenario plenty(double entries_per_year = 300) {
  Scenario s = quiet(entries_per_year);
  s.run.follow_up_years = 0;
  add_coaches(s, 2000, 1);
  return s;
}

double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}

double share_missed(const RunRecord& r) {
  const auto missed = static_cast<double>(rows(r, EventKind::contact_missed).size());
  return missed / (missed + static_cast<double>(rows(r, EventKind::contact_kept).size()));
}

double share_home_by(const RunRecord& r, Days day) {
  double n = 0, home = 0;
  for (const auto& e : r.episodes) {
    if (e.number != 1 || e.removal + day >= r.end) continue;
    ++n;
    home += e.exit[0] <= e.removal + day ? 1 : 0;
  }
  return home / n;
}

/// Families home by re-entry or censored after `day`: the share that came back by then.
double share_back_by(const RunRecord& r, Days day) {
  double n = 0, back = 0;
  for (std::size_t i = 0; i < r.episodes.size(); ++i) {
    const auto& e = r.episodes[i];
    if (e.exit[0] + day >= r.end) continue;
    ++n;
    const bool again = i + 1 < r.episodes.size() && r.episodes[i + 1].family == e.family;
    back += again && r.episodes[i + 1].removal <= e.exit[0] + day ? 1 : 0;
  }
  return back / n;
}

}  // namespace

TEST_CASE("contacts: come every 7/c days from assignment, and are re-timed when the phase changes") {
  Scenario s = plenty(50);
  s.program.support.contacts_per_week = {2, 1, 0.5};
  s.program.support.after_reunification_days = 1000;
  s.hazards.readiness = Exponential{100};
  const RunRecord r = run(s);
  for (const auto& family : r.families) {
    SimTime next = forever;
    double step = 3.5;
    for (const auto& row : rows_of(r, family.number)) {
      if (kind_of(row) == EventKind::exit) step = 14;
      if (kind_of(row) == EventKind::contact_kept) CHECK(row.day == Approx(next).margin(1e-9));
      next = row.day + step;
    }
  }
}

TEST_CASE("contacts: are missed with the probability set, more under stress, less with trust") {
  Scenario s = plenty();
  s.program.support.missed_probability = 0.3;
  const RunRecord r = run(s);
  const auto n = static_cast<double>(rows(r, EventKind::contact_kept).size());
  CHECK(share_missed(r) == Approx(0.3).margin(4 * std::sqrt(0.21 / n)));
  s.needs.baseline[index(Need::stress)] = 0.5;
  s.program.support.missed_stress_effect = 2;
  s.trust.at_start = 0.4;
  s.program.support.missed_trust_effect = 1;
  const double p = logistic(std::log(0.3 / 0.7) + 2 * 0.5 - 1 * 0.4);
  CHECK(share_missed(run(s)) == Approx(p).margin(4 * std::sqrt(p * (1 - p) / n)));
}

TEST_CASE("trust: grows as 1 - (1 - a)^n with n kept contacts") {
  Scenario s = plenty(40);
  s.trust.growth_per_contact = 0.1;
  const RunRecord r = run(s);
  for (const auto& family : r.families) {
    const auto contacts = static_cast<int>(family.contacts_kept);
    double expected = 0;
    for (int n = 0; n < contacts; ++n) expected += 7 * (1 - std::pow(0.9, n));
    const double rest = family.coached_days - 7.0 * contacts;
    if (family.entry > r.end - 1) continue;  // the last contact may fall on the end by rounding
    CHECK(family.trust_days == Approx(expected + rest * (1 - std::pow(0.9, contacts))).margin(1e-6));
  }
}

TEST_CASE("trust: a share is lost when the coach changes") {
  Scenario s = plenty(40);
  s.trust.at_start = 0.8;
  s.trust.lost_on_coach_change = 1;
  s.program.coaches.staffing = {{300, 0U, {}}, {400, 2000U, {}}};
  s.trust.growth_per_contact = 0;
  // A stranger is trusted as at the start, so a change loses nothing that was not earned.
  for (const auto& family : run(s).families) CHECK(family.trust_days == Approx(0.8 * family.coached_days));
  s.trust.at_start = 0;
  s.trust.growth_per_contact = 0.5;
  s.trust.lost_on_coach_change = 0.5;
  for (const auto& family : run(s).families) {
    if (family.entry >= 290) continue;
    const int before = static_cast<int>(std::floor((300 - family.entry) / 7));
    double trust = 0, days = 0;
    for (int n = 0; n < before; ++n, trust += 0.5 * (1 - trust)) days += 7 * trust;
    days += trust * (300 - family.entry - 7.0 * before);
    trust *= 0.5;
    SimTime now = 400;
    for (; now + 7 < s.end(); now += 7, trust += 0.5 * (1 - trust)) days += 7 * trust;
    days += trust * (s.end() - now);
    CHECK(family.trust_days == Approx(days));
  }
}

TEST_CASE("drop-out: runs at 1 - trust times its hazard") {
  Scenario s = plenty();
  s.program.referral.drop_out = Exponential{100};
  for (const double trust : {0.0, 0.6}) {
    s.trust.at_start = trust;
    const RunRecord r = run(s);
    double days = 0;
    for (const auto& family : r.families) days += family.coached_days;
    const auto n = static_cast<double>(rows(r, EventKind::dropped_out).size());
    CHECK(n / days == Approx((1 - trust) / 100).epsilon(4 / std::sqrt(n)));
  }
}

TEST_CASE("service: ends after longest_days, or after_reunification_days at home, and frees the slot") {
  Scenario s = plenty(100);
  s.hazards.readiness = Exponential{150};
  s.program.support.longest_days = 200;
  s.program.support.after_reunification_days = 50;
  const RunRecord r = run(s);
  std::size_t by_length = 0, by_home = 0;
  for (const auto& row : rows(r, EventKind::service_ended)) {
    const auto& episode = r.episodes[r.families[row.family - 1].first_episode];
    const bool used = row.day == episode.first_coach + 200;
    const bool long_home = row.day == episode.exit[0] + 50;
    CHECK((used || long_home));
    by_length += used ? 1 : 0;
    by_home += long_home ? 1 : 0;
  }
  CHECK(by_length > 20);
  CHECK(by_home > 20);
}

TEST_CASE("service: families at home keep their coach, and come back into care with it") {
  Scenario s = plenty(100);
  s.hazards.readiness = Exponential{60};
  s.hazards.reentry = Exponential{150};
  s.program.support.after_reunification_days = 1000;
  const RunRecord r = run(s);
  REQUIRE(rows(r, EventKind::reentry).size() > 50);
  CHECK(rows(r, EventKind::coach_assigned).size() == r.families.size());  // each once, for good
  for (const auto& episode : r.episodes) CHECK(episode.first_coach == episode.removal);
}

TEST_CASE("detection: contact at home multiplies re-entry while it lasts") {
  Scenario s = plenty();
  s.hazards.readiness = Exponential{20};
  s.hazards.reentry = Exponential{600};
  s.program.support.after_reunification_days = 90;
  for (const double detection : {1.0, 3.0}) {
    s.effects.detection_in_contact = detection;
    const double expected = 1 - std::exp(-(90 * detection + 90) / 600);
    CHECK(share_back_by(run(s), 180) == Approx(expected).margin(0.05));
  }
}

TEST_CASE("early contact: a first contact within the days set speeds readiness, a later one does not") {
  Scenario s = plenty();
  s.hazards.readiness = Exponential{150};
  s.effects.early_contact_hazard_ratio = 3;
  CHECK(share_home_by(run(s), 107) == Approx(1 - std::exp(-(7 + 3 * 100) / 150.0)).margin(0.06));
  s.effects.early_contact_days = 6;
  CHECK(share_home_by(run(s), 107) == Approx(1 - std::exp(-107 / 150.0)).margin(0.08));
}

TEST_CASE("early contact: one on the last of the days set is early, whatever the day of removal") {
  Scenario s = plenty();
  s.hazards.readiness = Exponential{150};
  s.effects.early_contact_hazard_ratio = 3;
  s.effects.early_contact_days = 7;  // the first contact comes after a week
  const RunRecord on_the_day = run(s);
  s.effects.early_contact_days = 7.5;
  CHECK(difference_in_lives(on_the_day, run(s)) == "");
}

TEST_CASE("fade: the year that begins at a hearing counts from that hearing, whatever the day of removal") {
  Scenario s = plenty();
  add_support(s);
  s.hazards.readiness = Piecewise{{0, days_per_year}, {0, 0.01}};
  s.court.gate = true;
  s.court.permanency_hearing_days = days_per_year;
  s.court.goal_change_probability = 1;                      // so this hearing brings multipliers up to date
  s.effects.update_days = 300;                              // and nothing else does before day 600,
  s.program.support.contacts_per_week = {7 / 310.0, 0, 0};  // or 620
  s.effects.hazard_ratio = {20, 1, 1};
  s.effects.half_life_days = forever;
  s.effects.fade_by_year = {1, 0};
  const RunRecord faded = run(s);
  s.effects.hazard_ratio = {};
  const RunRecord without = run(s);
  REQUIRE(faded.families.size() == without.families.size());
  std::size_t compared = 0;
  for (std::size_t i = 0; i < faded.families.size(); ++i) {
    const FamilyNumber number = faded.families[i].number;
    const auto ready = [&](const RunRecord& r) {
      for (const auto& row : rows_of(r, number))
        if (kind_of(row) == EventKind::ready) return row.day;
      return r.end;
    };
    INFO("family " << number);
    REQUIRE(ready(faded) == Approx(ready(without)).margin(1e-6));
    if (ready(faded) < faded.end) ++compared;
  }
  CHECK(compared > 50);
}

TEST_CASE("fade: a gain that has faded to nothing leaves readiness as without coaches") {
  Scenario s = plenty(60);
  add_support(s);
  s.hazards.readiness = Weibull{0.7, 400};
  const RunRecord full = run(s);
  s.effects.fade_by_year = {0};
  const RunRecord faded = run(s);
  CHECK(difference_in_lives(full, faded) != "");
  s.program.coaches.positions = 0;
  CHECK(difference_in_lives(run(s), faded) == "");
}

TEST_CASE("tailoring: giving time to the greatest needs brings families home sooner") {
  Scenario s = plenty();
  add_support(s);
  s.needs.noise_sd = 0.3;
  s.effects.hazard_ratio.readiness = 4;
  s.hazards.readiness = Exponential{600};
  const auto home = [&](double tailoring) {
    s.program.support.tailoring = tailoring;
    return rows(run(s), EventKind::exit).size();
  };
  CHECK(home(1) > home(0));
}

TEST_CASE("concrete services: change nothing where material hardship has no weight, whatever they spend") {
  Scenario s = plenty(80);
  add_support(s);
  add_lives(s);
  s.effects.need_weights = {1, 1, 1, 1, 0};
  const RunRecord without = run(s);
  s.program.support.concrete_dollars_per_family = 4000;
  s.program.support.concrete_per_1000_dollars = 1;
  const RunRecord with = run(s);
  CHECK(difference_in_lives(without, with) == "");
  s.effects.need_weights = {1, 1, 1, 1, 1};
  const RunRecord counted = run(s);
  s.program.support.concrete_dollars_per_family = 0;
  CHECK(difference_in_lives(counted, run(s)) != "");
}

TEST_CASE(
    "concrete services: a family's budget is never exceeded; for coached families only, others get none") {
  Scenario s = plenty(80);
  add_lives(s);
  s.program.referral.acceptance = 0.5;
  s.program.support.concrete_dollars_per_family = 1000;
  s.program.support.concrete_share_per_occasion = 0.4;
  for (const ConcreteFor who : {ConcreteFor::all, ConcreteFor::coached}) {
    s.program.support.concrete_for = who;
    std::size_t all_spent = 0;
    for (const auto& family : run(s).families) {
      CHECK(family.use(Account::discounted).concrete <= 1000 + 1e-9);
      all_spent += family.use(Account::discounted).concrete > 999 ? 1 : 0;
      if (who == ConcreteFor::all) CHECK(family.use(Account::discounted).concrete > 0);
      if (who == ConcreteFor::coached)
        CHECK((family.use(Account::discounted).concrete > 0) == family.ever_coached);
    }
    CHECK(all_spent > 20);
  }
}
