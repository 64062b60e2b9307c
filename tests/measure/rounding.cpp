#include "sim/measure/rounding.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/measure/outcome_uncertainty.hpp"
#include "sim/measure/paired.hpp"
#include "sim/measure/uncertainty.hpp"
#include "tests/measure/luck.hpp"
#include "tests/measure/summarised_by.hpp"

using namespace homeward;

namespace {

/// Runs of about a size, and the same added up in another order: a few units in the last place apart.
struct Twins {
  std::vector<double> runs, again;

  Twins(Luck& luck, std::size_t count, double size) {
    for (std::size_t run = 0; run < count; ++run) {
      runs.push_back(size * (1 + 0.1 * luck.normal()));
      again.push_back(runs.back() * (1 + 1e-15 * luck.normal()));
    }
  }
};

constexpr std::array sizes{1e-6, 1.0, 3e8};

}  // namespace

TEST_CASE("rounding: a few units in the last place are none, a thousandth of a millionth is a difference") {
  CHECK(difference_of(1, 1 + 1e-15) == 0);
  CHECK(difference_of(3e8, 3e8 * (1 + 2e-14)) == 0);
  CHECK(difference_of(1 + 1e-9, 1) == Approx(1e-9));
  CHECK(difference_of(1e-300, 0) == 1e-300);
  CHECK(std::isnan(difference_of(std::nan(""), 1)));
}

TEST_CASE("rounding: runs that differ by 1e-15 of themselves are no better and no worse") {
  Luck luck(14);
  for (const double size : sizes) {
    const Twins twins(luck, 20, size);
    const std::vector<double> families(20, 3.0);
    for (const auto& paired :
         {compare(plain, {twins.again}, {twins.runs}), compare(log_ratio, {twins.again}, {twins.runs}),
          compare(of_means, {twins.again, twins.again, families}, {twins.runs, twins.runs, families})}) {
      CHECK(paired.share_higher == 0);
      CHECK(paired.share_lower == 0);
      CHECK(paired.confidence_higher == 0.5);
      CHECK(paired.sd == 0);
      CHECK(std::isnan(paired.variance_ratio));
      CHECK(paired.ci_low == paired.mean);
    }
    CHECK(compare(plain, {twins.again}, {twins.runs}).mean == 0);
    CHECK(compare(log_ratio, {twins.again}, {twins.runs}).mean == 1);
  }
}

TEST_CASE("rounding: a plan that costs the same more in every run does not vary") {
  Luck luck(15);
  const Twins twins(luck, 20, 3e8);
  auto dearer = twins.again;
  for (double& cost : dearer) cost += 5;
  const auto paired = compare(plain, {dearer}, {twins.runs});
  CHECK(paired.mean == Approx(5).epsilon(1e-6));
  CHECK(paired.sd == 0);
  CHECK(paired.share_higher == 1);
}

TEST_CASE("rounding: no sensitivity and no switch point comes from it") {
  constexpr std::size_t draws = 40, replications = 5;
  Luck luck(16);
  OutcomeInfo outcome = plain;
  outcome.better = Better::higher;
  DrawnNumber number{"effects.half_life_days", "effects.half_life_days", {}};
  for (std::size_t draw = 0; draw < draws; ++draw) number.values.push_back(1 + luck.uniform());
  const DrawnNumbers numbers(2, {number});
  std::vector<std::string> plans;
  std::vector<std::uint32_t> of_draw;
  for (std::size_t draw = 0; draw < draws; ++draw) {
    for (const auto* plan : {"today", "other"}) {
      plans.emplace_back(plan);
      of_draw.push_back(static_cast<std::uint32_t>(draw));
    }
  }
  const auto layout = lay_out_draws(plans, of_draw, 0);
  for (const double added : {0.0, 5.0}) {
    std::vector<std::vector<double>> runs;
    for (std::size_t draw = 0; draw < draws; ++draw) {
      const Twins twins(luck, replications, 3e8);
      runs.push_back(twins.runs);
      // The rounding follows the number that is drawn: without a floor its effect would be certain.
      runs.push_back(twins.runs);
      for (double& cost : runs.back()) cost = cost * (1 + 1e-14 * (number.values[draw] - 1.5)) + added;
    }
    UncertaintyAnalysis analysis(layout, numbers);
    const auto found = analysis.analyse(outcome, {[&](std::size_t scenario) { return Runs{runs[scenario]}; },
                                                  [](std::size_t, std::size_t) { return true; }});
    CHECK(std::isnan(found.difference_sensitivities[1].effects[0].effect));
    CHECK(found.switch_points[0][0].finding == SwitchFinding::flat);
    CHECK(found.differences[1].mean == Approx(added).epsilon(1e-6));
    CHECK(found.differences[1].doubt.estimate == 0);
    CHECK(found.differences[1].above_zero == (added > 0 ? 1 : 0.5));
  }
}
