#include "sim/random/draws.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <vector>

namespace homeward {

namespace {

constexpr std::uint32_t count = 100000;
using Uniforms = std::vector<double>;

Uniforms draw(const std::function<double(std::uint32_t)>& at) {
  Uniforms u(count);
  for (std::uint32_t i = 0; i < count; ++i) u[i] = at(i);
  return u;
}

/// Lines of addresses: one part of the address runs, the others stand still.
std::vector<std::pair<std::string, Uniforms>> lines() {
  const Draws draws(20261001, 3);
  return {
      {"families", draw([&](auto i) { return draws.uniform(i, Purpose::readiness, 1, 0); })},
      {"episodes", draw([&](auto i) { return draws.uniform(17, Purpose::reentry, i, 0); })},
      {"occurrences", draw([&](auto i) { return draws.uniform(17, Purpose::placement_move, 1, i); })},
      {"occurrences by four",
       draw([&](auto i) { return draws.four(17, Purpose::contact, 1, i / 4)[i % 4]; })},
      {"replications", draw([](auto i) { return Draws(5, i).uniform(1, Purpose::frailty); })},
      {"seeds", draw([](auto i) { return Draws(i, 0).uniform(1, Purpose::frailty); })},
      {"high halves of seeds",
       draw([](auto i) { return Draws(std::uint64_t{i} << 32, 0).uniform(1, Purpose::frailty); })},
      {"positions",
       draw([&](auto i) { return draws.coach_uniform(site_code("all"), i, 1, Purpose::coach_leaving); })},
      {"holders",
       draw([&](auto i) { return draws.coach_uniform(site_code("all"), 1, i, Purpose::coach_leaving); })},
      {"sites", draw([&](auto i) { return draws.coach_uniform(i, 1, 1, Purpose::coach_leaving); })},
      {"replications of a coach", draw([](auto i) {
         return Draws(5, i).coach_uniform(site_code("all"), 1, 1, Purpose::coach_leaving);
       })},
      {"seeds of a coach", draw([](auto i) {
         return Draws(i, 7).coach_uniform(site_code("all"), 1, 1, Purpose::coach_leaving);
       })},
      {"replications by four",
       draw([](auto i) { return Draws(5, i).four(1, Purpose::contact, 1, 0)[i % 4]; })},
  };
}

double correlation(const Uniforms& a, const Uniforms& b, std::size_t lag) {
  double sum = 0;
  const std::size_t n = a.size() - lag;
  for (std::size_t i = 0; i < n; ++i) sum += (a[i] - 0.5) * (b[i + lag] - 0.5);
  return 12 * sum / static_cast<double>(n);
}

double chi_squared_limit(double cells) {
  return boost::math::quantile(boost::math::chi_squared(cells - 1), 1 - 1e-4);
}

}  // namespace

TEST_CASE("draws: along every part of the address uniforms are uniform") {
  for (auto [name, u] : lines()) {
    INFO(name);
    constexpr std::size_t cells = 1000;
    std::vector<double> found(cells, 0);
    for (const double x : u) ++found[static_cast<std::size_t>(x * cells)];
    double statistic = 0;
    for (const double x : found) statistic += (x - count / 1000.0) * (x - count / 1000.0) / (count / 1000.0);
    CHECK(statistic < chi_squared_limit(cells));

    std::sort(u.begin(), u.end());
    double distance = 0;
    for (std::size_t i = 0; i < u.size(); ++i)
      distance = std::max(distance, std::abs(u[i] - (static_cast<double>(i) + 0.5) / count));
    CHECK(distance < 2.23 / std::sqrt(count));  // Kolmogorov's bound at 1 in 10,000
    CHECK(u.front() > 0);
    CHECK(u.back() < 1);
  }
}

TEST_CASE("draws: neighbouring addresses know nothing of each other") {
  const double limit = 4 / std::sqrt(count);
  for (const auto& [name, u] : lines()) {
    INFO(name);
    for (const std::size_t lag : {1, 2, 3, 256}) CHECK(std::abs(correlation(u, u, lag)) < limit);
    // Pairs of neighbours fill the square evenly.
    constexpr std::size_t side = 20;
    std::vector<double> found(side * side, 0);
    for (std::size_t i = 0; i + 1 < u.size(); i += 2) {
      ++found[static_cast<std::size_t>(u[i] * side) * side + static_cast<std::size_t>(u[i + 1] * side)];
    }
    const double expected = count / 2.0 / (side * side);
    double statistic = 0;
    for (const double x : found) statistic += (x - expected) * (x - expected) / expected;
    CHECK(statistic < chi_squared_limit(side * side));
  }
}

TEST_CASE("draws: no line of addresses is another line in disguise") {
  const auto all = lines();
  const double limit = 4.5 / std::sqrt(count);
  for (std::size_t a = 0; a < all.size(); ++a) {
    for (std::size_t b = a + 1; b < all.size(); ++b) {
      INFO(all[a].first << " and " << all[b].first);
      CHECK(std::abs(correlation(all[a].second, all[b].second, 0)) < limit);
    }
  }
  const Draws draws(1, 1);
  const auto readiness = draw([&](auto i) { return draws.uniform(i, Purpose::readiness, 1); });
  const auto moves = draw([&](auto i) { return draws.uniform(i, Purpose::placement_move, 1); });
  const auto later = draw([&](auto i) { return draws.uniform(i, Purpose::readiness, 2); });
  CHECK(std::abs(correlation(readiness, moves, 0)) < limit);
  CHECK(std::abs(correlation(readiness, later, 0)) < limit);
}

TEST_CASE("draws: a draw is a function of its address") {
  const Draws one(42, 7), same(42, 7);
  CHECK(one.uniform(5, Purpose::site, 2, 3) == same.uniform(5, Purpose::site, 2, 3));
  CHECK(one.uniform(5, Purpose::site, 2, 3) != one.uniform(5, Purpose::site, 3, 2));
  CHECK(one.threshold(5, Purpose::setback) == -std::log(one.uniform(5, Purpose::setback)));
  // A coach's address has a purpose of its own, so it is never that of a family with the same numbers.
  CHECK(one.coach_uniform(3, 5, 2, Purpose::coach_leaving) != one.uniform(5, Purpose::readiness, 2, 3));
}

TEST_CASE("draws: the generator gives its published answer") {
  // Philox4x32-10 with counter and key 0 gives 6627e8d5 e169c58d ... (Random123, kat_vectors).
  const double expected = std::ldexp(static_cast<double>(0xe169c58d6627e8d5ULL), -64);
  CHECK(Draws(0, 0).uniform(0, Purpose{0}, 0, 0) == Approx(expected).epsilon(1e-15));
}

TEST_CASE("draws: the least and the greatest block give uniforms inside (0, 1)") {
  CHECK(u01fixedpt_open_open_64_double(0) > 0);
  CHECK(u01fixedpt_open_open_64_double(~std::uint64_t{0}) < 1);
}

TEST_CASE("draws: thresholds are unit exponentials") {
  const Draws draws(9, 9);
  double sum = 0, squares = 0;
  for (FamilyNumber i = 0; i < count; ++i) {
    const double e = draws.threshold(i, Purpose::other_exit, 1, 2);
    sum += e;
    squares += e * e;
  }
  CHECK(std::abs(sum / count - 1) < 4 / std::sqrt(count));
  CHECK(std::abs(squares / count - 2) < 4 * std::sqrt(20.0 / count));
}

TEST_CASE("draws: sites of other names have other codes") {
  CHECK(site_code("north") != site_code("south"));
  CHECK(site_code("") != site_code("all"));
  static_assert(site_code("a") == 0xe40c292cU);  // FNV-1a's published answer
}

}  // namespace homeward
