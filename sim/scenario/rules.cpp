#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <numeric>

#include "sim/scenario/build.hpp"
#include "sim/scenario/key_rows.hpp"
#include "sim/scenario/parse.hpp"

/// Rules that hold between keys. A key's own range stands in the key table.
namespace homeward {

namespace {

class Rules {
 public:
  Rules(const Scenario& scenario, const Value& root, const std::string& place, Faults& faults)
      : scenario_(scenario), root_(root), place_(place), faults_(faults) {}

  void check() {
    check_names();
    check_families();
    check_frailty();
    check_shares();
    check_court();
    check_coaches();
    check_start();
    check_drift();
    check_size();
  }

 private:
  /// Tells a fault at the first of the keys that a file or an override names. Keys with faults of their own:
  /// nothing.
  void tell(std::initializer_list<std::string_view> keys, std::string text) {
    for (const auto key : keys)
      if (faults_.any_at(key)) return;
    Origin at{place_, 0, 0};
    for (const auto key : keys)
      if (const Value* value = value_at(root_, key)) {
        at = value->origin;
        break;
      }
    faults_.add(at, *keys.begin(), std::move(text));
  }

  void check_names() {
    if (scenario_.name.empty() || has_control_character(scenario_.name) || !is_utf8(scenario_.name))
      tell({"name"}, "name is empty or not printable; it must be a text of one line");
    if (scenario_.placement.kin_trait.empty()) return;
    const auto& traits = scenario_.traits;
    const auto& kin = scenario_.placement.kin_trait;
    if (std::none_of(traits.begin(), traits.end(), [&](const Trait& trait) { return trait.name == kin; }))
      tell({"placement.kin_trait", "traits"},
           fmt::format("placement.kin_trait is {}; it must be the name of a trait",
                       toml_string(shortened(kin))));
  }

  void check_families() {
    const auto& families = scenario_.families;
    const auto sum = [](const std::vector<double>& numbers) {
      return std::accumulate(numbers.begin(), numbers.end(), 0.0);
    };
    constexpr std::size_t months_of_year = 12, single_years = 18;
    if (!families.seasonality.empty() && families.seasonality.size() != months_of_year)
      tell({"families.seasonality"},
           fmt::format("families.seasonality has {} numbers; it must have 12 or none",
                       families.seasonality.size()));
    else if (!families.seasonality.empty() && !(sum(families.seasonality) > 0))
      tell({"families.seasonality"}, "families.seasonality is all 0; a month must have entries");
    if (!is_one(sum(families.children)))
      tell({"families.children"},
           fmt::format("families.children sums to {}; it must sum to 1", sum(families.children)));
    if (families.age_shares.empty()) return;
    if (families.age_shares.size() != single_years)
      tell({"families.age_shares"}, fmt::format("families.age_shares has {} numbers; it must have 18 or none",
                                                families.age_shares.size()));
    else if (!is_one(sum(families.age_shares)))
      tell({"families.age_shares"},
           fmt::format("families.age_shares sums to {}; it must sum to 1", sum(families.age_shares)));
  }

  /// The three correlations must be those of some three scores: no negative eigenvalue, which for unit
  /// variances is a determinant that is not negative. That acceptance enters with the other sign changes two
  /// of them and not that.
  void check_frailty() {
    const double a = scenario_.frailty.correlation_readiness_reentry;
    const double b = scenario_.frailty.correlation_readiness_acceptance;
    const double c = scenario_.frailty.correlation_reentry_acceptance;
    const double determinant = 1 + 2 * a * b * c - a * a - b * b - c * c;
    if (!(determinant >= -1e-12))
      tell(
          {"frailty.correlation_readiness_reentry", "frailty.correlation_readiness_acceptance",
           "frailty.correlation_reentry_acceptance"},
          fmt::format("the correlations {}, {}, {} of frailty do not go together (not positive semidefinite)",
                      a, b, c));
  }

  template <std::size_t n>
  void check_sum(std::string_view key, const std::array<double, n>& shares) {
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    if (!is_one(sum)) tell({key}, fmt::format("{} sums to {}; it must sum to 1", key, sum));
  }

  template <std::size_t n>
  void check_some(std::string_view key, const std::array<double, n>& weights) {
    if (!(std::accumulate(weights.begin(), weights.end(), 0.0) > 0))
      tell({key}, fmt::format("{} is all 0; one of it must be greater than 0", key));
  }

  void check_shares() {
    check_sum("permanency.shares", scenario_.permanency.shares);
    check_sum("permanency.shares_with_kin", scenario_.permanency.shares_with_kin);
    check_sum("support.mix", scenario_.program.support.mix);
    check_some("support.kind_weights", scenario_.support_effects.kind_weights);
    check_some("effects.need_weights", scenario_.effects.need_weights);
  }

  static bool is_always_zero(const Duration& duration) {
    if (const auto* fixed = std::get_if<Fixed>(&duration)) return fixed->days == 0;
    if (const auto* uniform = std::get_if<Uniform>(&duration)) return uniform->high == 0;
    if (const auto* empirical = std::get_if<Empirical>(&duration))
      return std::all_of(empirical->values.begin(), empirical->values.end(),
                         [](Days days) { return days == 0; });
    return false;
  }

  void check_court() {
    const auto& court = scenario_.court;
    if (court.disposition_days < court.first_hearing_days)
      tell({"court.disposition_days", "court.first_hearing_days"},
           fmt::format("court.disposition_days is {}; it must not be before court.first_hearing_days, {}",
                       court.disposition_days, court.first_hearing_days));
    if (court.petition_window_days < court.petition_after_days)
      tell({"court.petition_window_days", "court.petition_after_days"},
           fmt::format("court.petition_window_days is {}; it must be at least court.petition_after_days, {}",
                       court.petition_window_days, court.petition_after_days));
    // A hearing put off by no time at all would be held again and again at the same instant.
    if (court.continuance_probability > 0 && is_always_zero(court.continuance_days))
      tell({"court.continuance_days", "court.continuance_probability"},
           "court.continuance_days is 0; it must be greater than 0 where hearings are continued");
  }

  void check_coaches() {
    const auto& coaches = scenario_.program.coaches;
    if (coaches.positions && coaches.positions_per_100_entries)
      tell({"coaches.positions_per_100_entries"},
           "coaches.positions and coaches.positions_per_100_entries are both given; it must be one of the "
           "two");
    const auto changes = std::find_if(scenario_.sites.begin(), scenario_.sites.end(),
                                      [](const Site& site) { return !site.staffing.empty(); });
    if (!coaches.staffing.empty() && changes != scenario_.sites.end())
      tell({"coaches.staffing"},
           fmt::format(
               "coaches.staffing changes the positions of all sites and {} those of one; it must be one "
               "of the two (coaches.staffing = [] takes the other away)",
               join_path(join_path("sites", changes->name), "staffing")));
  }

  void check_start() {
    if (value_at(root_, "program.start") != nullptr && value_at(root_, "program.start_days") != nullptr)
      tell({"program.start", "program.start_days"},
           "program.start and program.start_days are both given; it must be one of the two");
  }

  /// The gain is 1 on average between two contacts of the reference plan. Where needs are back at their
  /// baseline long before the next of these, that takes a gain of ln 2 times the half-lives in between right
  /// after each: whatever coaching and setbacks act on would happen at once or never.
  void check_drift() {
    constexpr double least_share = 1e-3;
    const auto& effects = scenario_.effects;
    const auto& kinds = scenario_.support_effects.to_needs;
    const bool moves = std::any_of(kinds.begin(), kinds.end(), [](const auto& needs) {
      return std::any_of(needs.begin(), needs.end(), [](double effect) { return effect > 0; });
    });
    if (!(effects.reference_contacts_per_week > 0 && effects.reference_hours_per_contact > 0 && moves))
      return;
    const Days between = days_per_week / effects.reference_contacts_per_week;
    if (effects.half_life_days < least_share * between)
      tell({"effects.half_life_days", "effects.reference_contacts_per_week"},
           fmt::format(
               "effects.half_life_days is {}; it must be at least a thousandth of the {:.3g} days between "
               "contacts of the reference plan (effects.reference_contacts_per_week is {}), or the gain "
               "after each would be hundreds of times its mean",
               effects.half_life_days, between, effects.reference_contacts_per_week));
  }

  /// Families are numbered in 32 bits, and a run must end some day.
  void check_size() {
    constexpr double most_families = 4e9;
    const auto& run = scenario_.run;
    const double before = -run.warm_up_years, after = run.entry_years + run.follow_up_years;
    const double growth = std::log1p(scenario_.families.trend_per_year);
    const double from = std::clamp(scenario_.families.trend_from_years, before, after);
    const double years = growth == 0 ? after - before
                                     : (from - before) * std::exp(growth * from) +
                                           (std::exp(growth * after) - std::exp(growth * from)) / growth;
    const double at_opening = std::exp(-growth * std::max(0.0, from));
    const double expected = scenario_.families.entries_per_year * years * at_opening;
    if (scenario_.families.entries_per_year > 0 && !(expected <= most_families))
      tell({"families.entries_per_year", "families.trend_per_year", "run.warm_up_years", "run.entry_years",
            "run.follow_up_years"},
           fmt::format(
               "families.entries_per_year is {}; about {:.2g} families would enter, at most {:.0g} can",
               scenario_.families.entries_per_year, expected, most_families));
  }

  const Scenario& scenario_;
  const Value& root_;
  const std::string& place_;
  Faults& faults_;
};

}  // namespace

void check_rules(const Scenario& scenario, const Value& root, const std::string& place, Faults& faults) {
  Rules(scenario, root, place, faults).check();
}

}  // namespace homeward
