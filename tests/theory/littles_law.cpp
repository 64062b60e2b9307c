#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <vector>

#include "tests/theory/replications.hpp"

/// Little's law over a finite window, where it is an identity: the time average of a stock, from its changes,
/// times the window equals the time that families spend in it, summed. It holds only if every stock, spell
/// and day booked to a family tells the same story.
namespace homeward::theory {

namespace {

struct Stay {
  SimTime from, to;
};

/// One child a family and no coaching at home, so that every exit ends the service; all else that can happen,
/// happens.
Scenario busy() {
  Scenario s = families_only(300, 3, 1.5);
  s.run.warm_up_years = 2;
  s.families.age_out_years = 18;
  s.hazards.readiness = Weibull{0.8, 300};
  s.hazards.trial_home_visit_failure = Exponential{300};
  s.hazards.other_permanency = Exponential{500};
  s.hazards.other_exit = Exponential{3000};
  s.hazards.reentry = Weibull{0.7, 900};
  s.hazards.setback = Exponential{400};
  s.hazards.placement_move = Weibull{0.6, 300};
  s.court.gate = true;
  s.court.requested_hearing_days = Exponential{20};
  s.court.continuance_probability = 0.2;
  s.court.direct_return_first = 0.9;
  s.court.direct_return_later = 0.3;
  s.court.trial_home_visit_days = Uniform{30, 120};
  s.court.goal_change_probability = 0.4;
  s.program.coaches.positions = 6;
  s.program.coaches.families_per_coach = 8;
  s.program.coaches.annual_turnover = 0.8;
  s.program.coaches.hiring_days = Fixed{45};
  s.program.coaches.training_days = Fixed{20};
  s.program.referral.delay_days = Exponential{10};
  s.program.referral.acceptance = 0.8;
  s.program.referral.patience_days = Exponential{90};
  s.program.referral.drop_out = Exponential{200};
  s.program.support.contacts_per_week = {0.5, 0.5, 0};
  s.program.support.hours_per_contact = 1;
  s.program.support.longest_days = 300;
  return s;
}

/// Families with a child in care, from removal until the last child leaves.
std::vector<Stay> in_care(const RunRecord& run) {
  std::vector<Stay> stays;
  for (const auto& e : run.episodes) {
    stays.push_back({e.removal, *std::max_element(e.exit.begin(), e.exit.begin() + e.children)});
  }
  return stays;
}

std::vector<Stay> waiting(const RunRecord& run) {
  std::vector<Stay> stays;
  for (const auto& spell : run.queue_spells) stays.push_back({spell.joined, spell.ended});
  return stays;
}

/// Coached spells, from the log alone.
std::vector<Stay> coached(const RunRecord& run) {
  std::vector<Stay> stays;
  std::map<FamilyNumber, SimTime> since;
  for (const auto& row : run.log) {
    const auto kind = static_cast<EventKind>(row.kind);
    if (kind == EventKind::coach_assigned) since[row.family] = row.day;
    const bool ends = kind == EventKind::dropped_out || kind == EventKind::service_ended ||
                      kind == EventKind::exit || kind == EventKind::child_other_exit ||
                      kind == EventKind::child_aged_out || kind == EventKind::joined_queue;
    if (ends && since.contains(row.family)) {
      stays.push_back({since[row.family], row.day});
      since.erase(row.family);
    }
  }
  for (const auto& [family, from] : since) stays.push_back({from, forever});
  return stays;
}

/// Time average over the window of the number in the stock, from its sorted changes.
double time_average(const std::vector<Stay>& stays, SimTime window_end) {
  std::vector<std::pair<SimTime, int>> changes;
  for (const auto& stay : stays) {
    changes.emplace_back(stay.from, 1);
    changes.emplace_back(stay.to, -1);
  }
  std::sort(changes.begin(), changes.end());
  double area = 0;
  SimTime at = 0;
  int number = 0;
  for (const auto& [day, change] : changes) {
    const SimTime to = std::clamp(day, 0.0, window_end);
    area += number * (to - at);
    at = to;
    number += change;
  }
  return area / window_end;
}

template <typename Days>
double booked(const RunRecord& run, Days days) {
  double sum = 0;
  for (const auto& family : run.families) sum += family.*days;
  return sum;
}

bool month_counts_match(const RunRecord& run, Stock stock, const std::vector<Stay>& stays) {
  for (std::size_t m = 0; m < run.stock[index(stock)].size(); ++m) {
    const SimTime day = static_cast<double>(m) * days_per_month;
    const auto number = std::count_if(stays.begin(), stays.end(),
                                      [day](const Stay& s) { return s.from <= day && day < s.to; });
    if (number != run.stock[index(stock)][m]) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("Little's law: days booked to families are the time averages of the stocks, times the window") {
  const auto scenario = check(busy());
  for (std::uint32_t r = 0; r < 3; ++r) {
    const auto run = simulate(scenario, test_seed, r, Logging{true, {}});
    const auto care = in_care(run), queue = waiting(run), served = coached(run);
    REQUIRE(queue.size() > 500);
    REQUIRE(served.size() > 300);
    CHECK(booked(run, &FamilyRecord::care_days) ==
          Approx(run.window_end * time_average(care, run.window_end)).epsilon(1e-9));
    CHECK(booked(run, &FamilyRecord::waiting_days) ==
          Approx(run.window_end * time_average(queue, run.window_end)).epsilon(1e-9));
    CHECK(booked(run, &FamilyRecord::coached_days) ==
          Approx(run.window_end * time_average(served, run.window_end)).epsilon(1e-9));
  }
}

TEST_CASE("Little's law: the monthly counts are the numbers of open stays") {
  const auto run = simulate(check(busy()), test_seed, 5, Logging{true, {}});
  CHECK(month_counts_match(run, Stock::families_in_care, in_care(run)));
  CHECK(month_counts_match(run, Stock::families_waiting, waiting(run)));
  CHECK(month_counts_match(run, Stock::families_coached, coached(run)));
}

TEST_CASE("Little's law: families in care are entries a day times the mean stay") {
  Scenario s = families_only(400, 6, 1);
  s.run.warm_up_years = 8;
  s.hazards.readiness = Weibull{0.7, 100};
  const Days mean_stay = 100 * std::tgamma(1 + 1 / 0.7);
  const auto figures = [](const RunRecord& run) {
    return Figures{{"in care", booked(run, &FamilyRecord::care_days) / run.window_end}};
  };
  check_all(replicate(s, 40, figures), {{"in care", 400 / days_per_year * mean_stay}});
}

}  // namespace homeward::theory
