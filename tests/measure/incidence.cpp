#include "sim/measure/incidence.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "run_builder.hpp"

using namespace homeward;

namespace {

constexpr Cause home = 0;
constexpr Cause adopted = 1;

/// A population of one-child families without traits.
class Members {
 public:
  void add(Days days, Cause cause, Days potential) {
    builder_.family(0);
    members_.push_back({days, potential, static_cast<std::uint32_t>(members_.size()), 0, cause});
  }
  double share(Causes counted, Days horizon) const {
    return incidence(members_, counted, horizon, Groups(builder_.scenario, builder_.run)).share.front();
  }
  std::vector<FollowUp> sorted() const {
    std::vector<FollowUp> members = members_;
    sort_by_time(members);
    return members;
  }

 private:
  RunBuilder builder_{1, 1};
  std::vector<FollowUp> members_;
};

/// (0, 1) uniform by bits, the same with every vendor.
double uniform(std::mt19937_64& bits) {
  return (static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53;
}

}  // namespace

TEST_CASE("Aalen-Johansen: a censored example worked by hand") {
  // Six children; times 1 home, 2 censored, 3 adopted, 4 home and censored together, 5 home.
  // S: 1 -> 5/6 at 1; at 3, four at risk: S = 5/6 * 3/4 = 5/8; at 4, three at risk: home += 5/8 / 3, S =
  // 5/12; the child censored at 4 leaves after that; at 5, one at risk: home += 5/12.
  Members six;
  six.add(1, home, 10);
  six.add(2, censored, 2);
  six.add(3, adopted, 10);
  six.add(4, censored, 4);
  six.add(4, home, 10);
  six.add(5, home, 10);
  CHECK(six.share(cause_set(home), 1) == Approx(1.0 / 6));
  CHECK(six.share(cause_set(home), 3.5) == Approx(1.0 / 6));
  CHECK(six.share(cause_set(adopted), 3.5) == Approx(5.0 / 6 / 4));
  CHECK(six.share(cause_set(home), 4) == Approx(1.0 / 6 + 5.0 / 24));
  CHECK(six.share(cause_set(home), 5) == Approx(1.0 / 6 + 5.0 / 24 + 5.0 / 12));
  CHECK(six.share(cause_set(home) | cause_set(adopted), 5) == Approx(1));
}

TEST_CASE("Aalen-Johansen: equals the simple share exactly where follow-up is complete") {
  std::mt19937_64 bits(1);
  Members many;
  int simple = 0;
  for (int member = 0; member < 997; ++member) {
    const double days = -100 * std::log(uniform(bits));
    const Cause cause = uniform(bits) < 0.6 ? home : adopted;
    const bool seen = days <= 500;
    many.add(seen ? days : 500, seen ? cause : censored, 500);
    simple += cause == home && days <= 200 ? 1 : 0;
  }
  CHECK(many.share(cause_set(home), 200) == simple / 997.0);
}

TEST_CASE("Aalen-Johansen: with one cause it is one minus Kaplan-Meier") {
  std::mt19937_64 bits(2);
  Members many;
  std::vector<std::pair<double, bool>> times;
  for (int member = 0; member < 400; ++member) {
    const double event = std::ceil(-100 * std::log(uniform(bits)));  // whole days, so that many are tied
    const double end = std::ceil(300 * uniform(bits));
    many.add(std::min(event, end), event <= end ? home : censored, end);
    times.emplace_back(std::min(event, end), event <= end);
  }
  many.add(1000, censored, 1000);
  times.emplace_back(1000, false);
  double survival = 1;
  for (double day = 1; day <= 250; ++day) {
    double at_risk = 0;
    double events = 0;
    for (const auto& [time, event] : times) {
      at_risk += time >= day ? 1 : 0;
      events += time == day && event ? 1 : 0;
    }
    if (at_risk > 0) survival *= 1 - events / at_risk;
  }
  CHECK(many.share(cause_set(home), 250) == Approx(1 - survival).epsilon(1e-12));
}

TEST_CASE("Aalen-Johansen: unbiased under censoring, where the share of those with follow-up seen is not") {
  // Exponential times to two causes, censored at independent uniform times: F(t) = r1 / r (1 - exp(-r t)).
  std::mt19937_64 bits(3);
  Members many;
  for (int member = 0; member < 40000; ++member) {
    const double days = -std::log(uniform(bits)) * 200;
    const Cause cause = uniform(bits) < 0.25 ? home : adopted;
    const double end = uniform(bits) * 500;
    many.add(std::min(days, end), days <= end ? cause : censored, end);
  }
  const double truth = 0.25 * (1 - std::exp(-1.0));
  CHECK(many.share(cause_set(home), 200) == Approx(truth).margin(4 * std::sqrt(truth / 40000 * 1.5)));
}

TEST_CASE("Aalen-Johansen: NaN iff nobody's potential follow-up reaches the horizon") {
  Members early;
  CHECK(std::isnan(early.share(cause_set(home), 1)));
  early.add(5, home, 99);
  early.add(6, home, 50);
  CHECK(std::isnan(early.share(cause_set(home), 100)));
  CHECK(early.share(cause_set(home), 98.9) ==
        1);  // all went home early, and one could have been seen for 99 days
  CHECK(std::isnan(early.share(cause_set(home), 99)));  // the run does not simulate its last instant
}

TEST_CASE("cumulative curve: the same estimate at every month, and those at risk just before it") {
  Members three;
  three.add(0, home, 100);                  // at once
  three.add(days_per_month, adopted, 100);  // just as month 1 opens
  three.add(45, censored, 45);
  const IncidenceCurve curve = incidence_curve(three.sorted(), home, 5);
  CHECK(curve.share[0] == Approx(1.0 / 3));
  CHECK(curve.share[3] == Approx(1.0 / 3));
  CHECK(std::isnan(curve.share[4]));  // 121.75 days: nobody could be followed so long
  CHECK(curve.at_risk == std::vector<double>{3, 2, 0, 0, 0});
  CHECK(incidence_curve(three.sorted(), adopted, 5).share[1] == Approx(1.0 / 3));
}
