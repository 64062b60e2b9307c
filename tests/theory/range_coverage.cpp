#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>
#include <vector>

#include "sim/measure/intervals.hpp"
#include "tests/measure/luck.hpp"

/// How many intervals of shares hold the true share: studies of n runs of some hundred children each, of whom
/// each has the event by itself. Nominal 95 %.
namespace homeward::theory {
namespace {

struct Case {
  double share;
  int runs;
  int children;
};

struct Covered {
  double of_all{};       ///< share of the studies whose interval holds the truth
  double with_events{};  ///< of those in which anything happened
  bool within{true};     ///< all intervals are in [0, 1]
};

double simulated_share(Luck& luck, const Case& one) {
  int events = 0;
  for (int child = 0; child < one.children; ++child) events += luck.uniform() < one.share ? 1 : 0;
  return events / static_cast<double>(one.children);
}

Covered covered(const Case& one, int studies) {
  Luck luck(20261201);
  OutcomeInfo share{};
  share.quantity = Quantity::share;
  Covered found;
  int held = 0, held_with = 0, with = 0;
  for (int study = 0; study < studies; ++study) {
    std::vector<double> runs;
    for (int run = 0; run < one.runs; ++run) runs.push_back(simulated_share(luck, one));
    const Estimate estimate = summarise(share, runs);
    const bool holds = estimate.ci_low <= one.share && one.share <= estimate.ci_high;
    const bool any = estimate.sd > 0;
    held += holds ? 1 : 0;
    held_with += holds && any ? 1 : 0;
    with += any ? 1 : 0;
    found.within = found.within && estimate.ci_low >= 0 && estimate.ci_high <= 1;
  }
  found.of_all = held / static_cast<double>(studies);
  found.with_events = held_with / static_cast<double>(with);
  return found;
}

}  // namespace

TEST_CASE("coverage: intervals of small and large shares stay within 0 and 1 and hold the truth") {
  for (const double share : {0.005, 0.02, 0.5, 0.98}) {
    for (const int runs : {10, 20, 40}) {
      for (const int children : {30, 200}) {
        const auto found = covered({share, runs, children}, 2000);
        std::printf("coverage, share %.1f %%, %d runs of %d children: %.1f %%\n", 100 * share, runs, children,
                    100 * found.of_all);
        INFO(share << ", " << runs << " runs of " << children);
        CHECK(found.within);
        // Four standard errors of 2,000 studies at 0.95 are 0.0195. A share of a dozen events has a skewed
        // mean.
        CHECK(found.of_all >= 0.93);
        CHECK(found.with_events >= 0.9);
      }
    }
  }
}

}  // namespace homeward::theory
