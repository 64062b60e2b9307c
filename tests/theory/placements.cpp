#include <catch2/catch.hpp>
#include <cmath>

#include "sim/evidence/closed_forms_laws.hpp"
#include "tests/theory/replications.hpp"

/// Where children live: each placement is drawn anew, and what lies in it acts from the day of the move on.
namespace homeward::theory {

namespace {

constexpr double kin_available = 0.6;
constexpr double with_kin = 0.5;           // of the placements of families that have kin
constexpr double congregate_share = 0.25;  // of those not with kin

Scenario moving(Days mean_placement, double entries_per_year) {
  Scenario s = families_only(entries_per_year, 1, 2);
  Trait kin;
  kin.name = "kin";
  kin.levels = {TraitLevel{.name = "no", .share = 1 - kin_available},
                TraitLevel{.name = "yes", .share = kin_available}};
  s.traits = {kin};
  s.placement.kin_trait = "kin";
  s.placement.kin_probability = with_kin;
  s.placement.congregate_probability = congregate_share;
  s.hazards.placement_move = Exponential{mean_placement};
  return s;
}

}  // namespace

TEST_CASE("placements: with kin where there are any, else in congregate care or with a foster family") {
  const auto shares = [](const RunRecord& run) {
    std::map<EventKind, std::array<double, placements>> counts;
    for (const auto& row : run.log) {
      const auto kind = static_cast<EventKind>(row.kind);
      if (kind == EventKind::entry || kind == EventKind::placement_move)
        ++counts[kind][static_cast<std::size_t>(row.detail)];
    }
    Figures figures;
    for (const auto& [kind, by_placement] : counts) {
      const double all = by_placement[0] + by_placement[1] + by_placement[2];
      for (std::size_t p = 0; p < placements; ++p) {
        figures[std::string(event_kind_names[index(kind)]) + " to " + std::string(placement_names[p])] =
            by_placement[p] / all;
      }
    }
    return figures;
  };
  const double kin = kin_available * with_kin;
  Figures truth;
  for (const std::string kind : {"entry", "placement_move"}) {
    truth[kind + " to kin"] = kin;
    truth[kind + " to foster_family"] = (1 - kin) * (1 - congregate_share);
    truth[kind + " to congregate"] = (1 - kin) * congregate_share;
  }
  check_all(replicate(moving(60, 400), 40, shares, Logging{true, {}}), truth);
}

TEST_CASE("placements: other permanency comes at the ratio and in the kinds of the placement of that day") {
  constexpr double ratio = 3;
  constexpr Days mean_placement = 120;
  constexpr std::array<double, 3> shares{0.6, 0.3, 0.1}, shares_with_kin{0.1, 0.4, 0.5};
  constexpr std::array exits{ExitKind::adopted, ExitKind::guardianship, ExitKind::relative};
  constexpr std::array<Days, 3> horizons{60, 240, 700};
  Scenario s = moving(mean_placement, 1000);
  s.hazards.other_permanency = Weibull{1.5, 500};
  s.placement.kin_other_permanency_hazard_ratio = ratio;
  s.permanency.shares = shares;
  s.permanency.shares_with_kin = shares_with_kin;

  const auto name = [&](std::size_t exit, Days t) {
    return std::string(exit_kind_names[index(exits[exit])]) + " within " + std::to_string(t) + " days";
  };
  // Still in care with kin and elsewhere, and gone from each: the state changes at moves, whatever it was,
  // and ends at the hazard of its placement. Solved by the midpoint rule in steps of a quarter of a day.
  Figures truth;
  for (const double kin : {with_kin, 0.0}) {
    const double families = kin > 0 ? kin_available : 1 - kin_available;
    std::array<double, 2> in_care{kin, 1 - kin}, gone{0, 0};
    const auto flow = [&](const std::array<double, 2>& now, double hazard) {
      const double moved = (now[0] + now[1]) / mean_placement;
      return std::array<double, 2>{kin * moved - now[0] * (1 / mean_placement + ratio * hazard),
                                   (1 - kin) * moved - now[1] * (1 / mean_placement + hazard)};
    };
    constexpr Days step = 0.25;
    for (Days t = 0; t < horizons.back(); t += step) {
      const double hazard = hazard_at(s.hazards.other_permanency, t + step / 2);
      const auto slope = flow(in_care, hazard);
      const std::array<double, 2> middle{in_care[0] + step / 2 * slope[0], in_care[1] + step / 2 * slope[1]};
      const auto change = flow(middle, hazard);
      gone[0] += step * ratio * hazard * middle[0];
      gone[1] += step * hazard * middle[1];
      in_care = {in_care[0] + step * change[0], in_care[1] + step * change[1]};
      for (const Days horizon : horizons) {
        if (std::abs(t + step - horizon) > step / 2) continue;
        for (std::size_t i = 0; i < exits.size(); ++i)
          truth[name(i, horizon)] += families * (gone[0] * shares_with_kin[i] + gone[1] * shares[i]);
      }
    }
  }
  const auto left = [&](const RunRecord& run) {
    Figures figures;
    for (const Days t : horizons) {
      double children = 0;
      std::array<double, exits.size()> by_exit{};
      for (const auto& e : run.episodes) {
        if (e.removal + t > run.end) continue;
        ++children;
        for (std::size_t i = 0; i < exits.size(); ++i)
          by_exit[i] += e.exit[0] <= e.removal + t && e.exit_kind[0] == exits[i] ? 1 : 0;
      }
      for (std::size_t i = 0; i < exits.size(); ++i) figures[name(i, t)] = by_exit[i] / children;
    }
    return figures;
  };
  check_all(replicate(s, 40, left), truth);
}

}  // namespace homeward::theory
