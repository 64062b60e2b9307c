#include "sim/measure/identification.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "run_builder.hpp"

using namespace homeward;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::vector<std::vector<double>> no_diagnostics(std::size_t runs) {
  return std::vector<std::vector<double>>(diagnostic_table().size(), std::vector<double>(runs, none));
}

std::vector<std::int8_t> reasons(std::size_t runs, std::size_t lacking, Reason reason) {
  std::vector<std::int8_t> all(runs, 0);
  std::fill_n(all.begin(), lacking, static_cast<std::int8_t>(reason));
  return all;
}

Reason found(std::size_t runs, std::size_t lacking, Reason reason) {
  return identify(outcome_index("reunified_12_months"), reasons(runs, lacking, reason), no_diagnostics(runs))
      .reason;
}

/// Of a window of 1,000 days.
std::vector<std::vector<double>> waits(double wait, const std::vector<double>& rises) {
  auto numbers = no_diagnostics(rises.size());
  numbers[static_cast<std::size_t>(Diagnostic::wait)].assign(rises.size(), wait);
  numbers[static_cast<std::size_t>(Diagnostic::wait_rise)] = rises;
  auto& slopes = numbers[static_cast<std::size_t>(Diagnostic::wait_slope)] = rises;
  for (double& slope : slopes) slope /= 1000;
  return numbers;
}

}  // namespace

TEST_CASE("identification: a scenario lacks an outcome that more than one in a hundred of its runs lacks") {
  CHECK(found(200, 0, Reason::follow_up) == Reason::none);
  CHECK(found(200, 2, Reason::open_waits) == Reason::none);
  CHECK(found(200, 3, Reason::open_waits) == Reason::open_waits);
  CHECK(found(1, 1, Reason::follow_up) == Reason::follow_up);
}

TEST_CASE("identification: runs with nobody at risk say nothing of the others") {
  CHECK(found(20, 19, Reason::nobody_at_risk) == Reason::none);
  CHECK(found(20, 20, Reason::nobody_at_risk) == Reason::nobody_at_risk);
}

TEST_CASE("identification: a queue grows where the wait rises by half its mean, and by more than chance") {
  CHECK(queue_grows(waits(100, {60, 61, 59, 60})));
  CHECK_FALSE(queue_grows(waits(100, {15, 16, 14, 15})));        // by less than half, and slowly
  CHECK(queue_grows(waits(5000, {40, 41, 39, 40})));             // by 4 days in a hundred, though old
  CHECK_FALSE(queue_grows(waits(1, {0.9, 0.8, 0.9})));           // a short queue, seen from its start on
  CHECK_FALSE(queue_grows(waits(100, {400, -380, 390, -150})));  // chance
  CHECK_FALSE(queue_grows(waits(100, {-60, -61, -59})));
  CHECK_FALSE(queue_grows(waits(none, {none, none})));
}

TEST_CASE("identification: where the queue grows, those followed so far do not stand for who joins later") {
  const auto outcome = outcome_index("coached_within_30_days");
  const std::vector<std::int8_t> reasons(4, 0);
  for (const double followed : {1.0, 0.9}) {
    auto diagnostics = waits(100, {60, 61, 59, 60});
    diagnostics[*followed_index(outcome)] = {followed, followed, followed, followed};
    CHECK(identify(outcome, reasons, diagnostics).reason ==
          (followed < 1 ? Reason::queue_grows : Reason::none));
  }
}

TEST_CASE("identification: waits that are open because the queue grows are said to be") {
  const auto outcome = outcome_index("mean_days_on_queue");
  const std::vector<std::int8_t> open(4, static_cast<std::int8_t>(Reason::open_waits));
  CHECK(identify(outcome, open, waits(100, {60, 61, 59, 60})).reason == Reason::queue_grows);
  CHECK(identify(outcome, open, waits(100, {1, -1, 2, -2})).reason == Reason::open_waits);
}

TEST_CASE("identification: that nobody is at risk in most runs is not why the others have no number") {
  std::vector<std::int8_t> reasons(9, static_cast<std::int8_t>(Reason::nobody_at_risk));
  reasons.push_back(static_cast<std::int8_t>(Reason::follow_up));
  const auto outcome = outcome_index("reunified_12_months");
  CHECK(identify(outcome, reasons, no_diagnostics(10)).reason == Reason::follow_up);
}

TEST_CASE(
    "identification: of runs that warm up for unlike times only what counts the warm-up is not compared") {
  const auto& events = outcome_table()[outcome_index("events")];
  const auto& cost = outcome_table()[outcome_index("cost_total")];
  CHECK(reason_of_difference(events, Reason::none, Reason::none, {3, 5, 2}, {3, 5, 18}) ==
        Reason::unlike_periods);
  CHECK(reason_of_difference(cost, Reason::none, Reason::none, {3, 5, 2}, {3, 5, 18}) == Reason::none);
}

TEST_CASE("identification: totals of runs of unlike length are not compared, rates are") {
  const auto difference = [](std::string_view outcome, Reason plan, Reason baseline, RunSpan span) {
    return reason_of_difference(outcome_table()[outcome_index(outcome)], plan, baseline, span, {3, 5});
  };
  CHECK(difference("cost_total", Reason::none, Reason::none, {3, 5}) == Reason::none);
  CHECK(difference("cost_total", Reason::none, Reason::none, {3, 6}) == Reason::unlike_periods);
  CHECK(difference("reunified_12_months", Reason::none, Reason::none, {3, 6}) == Reason::none);
  CHECK(difference("reunified_12_months", Reason::none, Reason::follow_up, {3, 5}) == Reason::follow_up);
}

TEST_CASE("identification: reasons are sentences that name what is needed and what is there") {
  const auto& info = outcome_table()[outcome_index("reentry_24_months")];
  CHECK(reason_text(info, Reason::follow_up, {3, 0.25}) == "needs 24 months after the window; the run has 3");
  CHECK(reason_text(info, Reason::none, {3, 0.25}).empty());
  CHECK(followed_text(info, {Reason::none, 0.678}) == "of those followed for 24 months so far: 67 %");
  CHECK(followed_text(info, {Reason::none, 1}).empty());
  for (std::size_t reason = 1; reason < reason_names.size(); ++reason)
    CHECK_FALSE(reason_text(info, static_cast<Reason>(reason), {3, 1}).empty());
}

TEST_CASE("identification: a change inside the window takes what early entrants alone would stand for") {
  RunBuilder builder(3, 5);
  CHECK_FALSE(changes_in_window(builder.scenario));
  builder.scenario.program.coaches.staffing = {
      {.date_days = 0, .positions = 3, .positions_per_100_entries = {}}};
  CHECK_FALSE(changes_in_window(builder.scenario));
  builder.scenario.program.coaches.staffing[0].date_days = builder.scenario.window_end() - 1;
  CHECK(changes_in_window(builder.scenario));
  builder.scenario.program.coaches.staffing[0].date_days = builder.scenario.window_end();
  CHECK_FALSE(changes_in_window(builder.scenario));
}
