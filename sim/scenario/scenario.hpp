#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/core/calendar.hpp"
#include "sim/core/catalogs.hpp"
#include "sim/core/distributions.hpp"
#include "sim/core/units.hpp"

/// A scenario as plain data. The member names are the TOML keys (a struct is a table); what a key means, its
/// unit, range and default stand in the key table (key_table.hpp), which is what the reader, `check` and the
/// documentation use. Defaults here are the built-in ones: every mechanism off.
namespace homeward {

struct RunLength {            ///< [run]
  double warm_up_years{0};    ///< before the window [0..200]
  double entry_years{1};      ///< the cohort window (0..100]
  double follow_up_years{1};  ///< after the window [0..100]
  std::uint32_t replications{20};
  std::uint64_t seed{20261001};
  std::optional<Date> opening;  ///< the date of day 0; without one days have no date
};

/// Children of a family. TOML: absent or "one" or 1..6 (exactly that many), or { shares = [..up to 6..] }.
struct Families {                     ///< [families]
  double entries_per_year{0};         ///< removals other than modelled re-entries, whole program
  std::vector<double> seasonality;    ///< 12 relative rates by month from October; empty = none
  double trend_per_year{0};           ///< relative change of the rate per year, compounding (> -1)
  double trend_from_years{-10};       ///< years from the opening from which the trend acts; constant before
  std::string csv;                    ///< path of a population file (resolved against the scenario file)
  std::string csv_content;            ///< digest of that file's bytes; no key, filled when it is read
  std::vector<double> children{1.0};  ///< shares of families with 1, 2, ... children (sum 1)
  std::vector<double> age_shares{};   ///< shares of single years of age 0..17 at entry; empty = equal
  double sibling_age_correlation{0};  ///< of the normal scores of siblings' ages [0..1)
  double age_out_years{forever};      ///< inf = "never"
};

/// A later number of positions. Exactly one of the two numbers is given in a file.
struct StaffingChange {
  Days date_days{};                        ///< from the opening
  std::optional<std::uint32_t> positions;  ///< whole program, or of the site
  std::optional<double> positions_per_100_entries;
};

struct Site {  ///< [[sites]]
  std::string name{"all"};
  double share{1};                         ///< of entries; shares sum to 1
  std::optional<std::uint32_t> positions;  ///< default: the program's, by share (largest remainder)
  std::vector<StaffingChange> staffing;    ///< of this site alone; increasing dates
};

struct TraitLevel {
  std::string name;  ///< "yes"/"no" for a trait with a plain share
  double share{};    ///< of families (of children for set_by age: ignored there)
  std::array<double, family_clocks> hazard_ratios{1, 1, 1, 1, 1, 1, 1};  ///< > 0, by clock
  std::array<double, needs_count> needs{};  ///< added to the baseline of each need [-1..1]
  double from_years{0};                     ///< set_by age: youngest age of this level
};

/// How a family gets its level of a trait.
enum class TraitSetBy : std::uint8_t {
  draw,  ///< drawn once for life by shares
  age,   ///< by each child's age at removal (anew in each episode); acts through the geometric mean over
         ///< children
  prior_removal  ///< two levels no, yes: drawn by share at entry, yes in every later episode
};
inline constexpr std::array<std::string_view, 3> trait_set_by_names{"draw", "age", "prior_removal"};

/// The share of level "yes" (of a two-level trait) where another, earlier trait has a given level. The level
/// of an age trait is that of the youngest child.
struct ShareGiven {
  std::string trait;
  std::string level;
  double share{};
};

struct Trait {  ///< [[traits]]
  std::string name;
  TraitSetBy set_by{TraitSetBy::draw};
  std::vector<TraitLevel> levels;       ///< at least two; with `share` in TOML: "no" then "yes"
  std::vector<ShareGiven> share_given;  ///< first match wins; only for two-level drawn traits
};

struct Hazards {  ///< [hazards]
  Clock readiness{Never{}};
  Clock placement_move{Never{}};
  Clock trial_home_visit_failure{Never{}};
  Clock other_permanency{Never{}};
  Clock other_exit{Never{}};
  Clock reentry{Never{}};
  Clock setback{Never{}};
  double reentry_after_guardianship_hazard_ratio{0};  ///< re-entry after guardian or relative; 0 = none
};

/// Lasting and unseen differences. frailty = exp(sd z - sd^2/2). A positive correlation with acceptance means
/// that families that are ready sooner (that re-enter sooner) accept a coach more often.
struct Frailty {  ///< [frailty]
  double readiness_sd{0};
  double reentry_sd{0};
  double correlation_readiness_reentry{0};
  double correlation_readiness_acceptance{0};
  double correlation_reentry_acceptance{0};
};

struct PlacementRules {              ///< [placement]
  std::string kin_trait;             ///< trait whose last level means that kin is available; "" = always
  double kin_probability{0};         ///< a placement is with kin, where kin is available
  double congregate_probability{0};  ///< a placement that is not with kin is congregate care
  std::array<double, placements> move_hazard_ratio{1, 1, 1};  ///< .kin .foster_family .congregate
  double recent_setback_hazard_ratio{1};                      ///< on moves, while the last setback is recent
  Days recent_setback_days{90};
  double kin_other_permanency_hazard_ratio{1};
};

/// How other permanency is shared over its kinds.
struct OtherPermanency {                           ///< [permanency]
  std::array<double, 3> shares{1, 0, 0};           ///< .shares.{adopted,guardianship,relative}; sum 1
  std::array<double, 3> shares_with_kin{1, 0, 0};  ///< .shares_with_kin.{...}, for families placed with kin
};

struct Court {  ///< [court]
  bool gate{false};
  Days first_hearing_days{3};
  Days disposition_days{60};
  Days review_interval_days{days_per_half_year};
  Days permanency_hearing_days{
      days_per_year};                  ///< and every this many days again; from then on goals may change
  Days petition_after_days{456.5625};  ///< 15 months in care ...
  Days petition_window_days{669.625};  ///< ... within the last 22
  double petition_exception_probability{1};
  std::optional<double> petition_exception_with_kin;  ///< of children placed with kin; not set: as of others
  Duration requested_hearing_days{Never{}};
  double continuance_probability{0};  ///< p0
  Duration continuance_days{Fixed{30}};
  double preparation_effect{0};   ///< kappa, per effective hour of advocacy and information
  double direct_return_first{1};  ///< .direct_return_probability.first: hearings up to the disposition
  double direct_return_later{1};  ///< .direct_return_probability.later
  Duration trial_home_visit_days{Fixed{0}};
  double goal_change_probability{0};  ///< at each calendar hearing from the permanency hearing on, not ready
  double readiness_after_goal_change{1};  ///< multiplies readiness after a goal change
  Days supervision_days{0};  ///< after going home; hearings at the review interval and at its end
};

struct Coaches {                           ///< [coaches]
  std::optional<std::uint32_t> positions;  ///< alternative keys: at most one of the two
  std::optional<double> positions_per_100_entries;
  std::uint32_t families_per_coach{12};  ///< the coach ratio, 1..10000
  Hours contact_hours_per_week{forever};
  double annual_turnover{0};  ///< expected leavings per filled position and 365.25 days
  double overload_effect{0};
  Duration hiring_days{Fixed{0}};
  Duration training_days{Fixed{0}};
  double first_caseload_share{1};  ///< (0..1]
  Days first_caseload_days{90};    ///< how long the first caseload share holds after training
  double shared_experience_share{0};
  std::vector<StaffingChange> staffing;  ///< increasing dates
  CutBy cut_by{CutBy::position};
  std::array<double, queue_rules> queue_weights{1, 0, 0, 0, 0};  ///< one 1 and zeros: that plain rule
  AssignmentRule assignment_rule{AssignmentRule::least_loaded};
};

struct Referral {  ///< [referral]
  double probability{1};
  Duration delay_days{Fixed{0}};
  double acceptance{1};
  Clock patience_days{Never{}};
  Clock drop_out{Never{}};
  double stress_hazard_ratio{1};  ///< on reneging, to the power (stress above its baseline)
};

struct Support {  ///< [support]
  std::array<double, support_kinds> mix{0.25, 0.25, 0.25, 0.25};
  double tailoring{0};
  Dollars concrete_dollars_per_family{0};
  double concrete_per_1000_dollars{0};       ///< c
  double concrete_share_per_occasion{0.25};  ///< of the budget, spent at each setback or milestone until gone
  ConcreteFor concrete_for{ConcreteFor::all};
  std::array<double, phases> contacts_per_week{0, 0, 0};
  Hours hours_per_contact{0};
  double most_attention{1};        ///< how far free hours of a coach go to the families that are there; 1 = not at all
  double missed_probability{0};    ///< p0
  double missed_stress_effect{0};  ///< a, on the logit, times stress
  double missed_trust_effect{0};   ///< b, on the logit, times trust
  Days longest_days{forever};
  Days after_reunification_days{0};
};

/// E and v. They say what support does, not what a program buys, so they stay with the scenario when
/// `program.start_days` swaps programs; in TOML they are support.to_needs.<kind>.<need>,
/// support.kind_weights.<kind>.
struct SupportEffects {
  std::array<std::array<double, needs_count>, support_kinds>
      to_needs{};                                              ///< as written, before scaling; >= 0
  std::array<double, support_kinds> kind_weights{1, 1, 1, 1};  ///< as written; scaled to a mean of 1 in use
};

/// Hazard ratios by clock where coaching and setbacks act.
struct ClockEffects {
  double readiness{1};
  double trial_home_visit_failure{1};
  double reentry{1};
};

/// The relationship in the programs that the hazard ratios of coaching were learned from: trust without what a change of
/// coach costs, omega and half-life. What is not set is that of the scenario itself.
struct ReferenceRelationship {
  std::optional<double> at_start;                 ///< .reference_trust.at_start
  std::optional<double> shared_experience_bonus;  ///< .reference_trust.shared_experience_bonus
  std::optional<double> growth_per_contact;       ///< .reference_trust.growth_per_contact
  std::optional<double> lost_on_missed;           ///< .reference_trust.lost_on_missed
  std::optional<double> without_trust;            ///< .reference_without_trust
  std::optional<double> half_life_days;           ///< .reference_half_life_days
};

struct Effects {  ///< [effects]
  ClockEffects
      hazard_ratio;  ///< .readiness_hazard_ratio .trial_home_visit_failure_hazard_ratio .reentry_hazard_ratio
  ClockEffects setback_hazard_ratio;  ///< .setback_readiness_hazard_ratio ...
  std::array<double, needs_count> need_weights{0.2, 0.2, 0.2, 0.2, 0.2};  ///< w; scaled to sum 1 in use
  Days half_life_days{forever};
  Days update_days{7};
  double without_trust{1};  ///< omega [0..1]
  double detection_in_contact{1};
  double reference_contacts_per_week{0};
  Hours reference_hours_per_contact{0};
  Days reference_spell_days{0};           ///< of coaching over which the mean log ratio is ln HR_ref; 0: of grown trust
  double reference_missed{0};             ///< share of its contacts that are missed
  double reference_shared_experience{0};  ///< share of its families that start with the bonus of shared experience
  ReferenceRelationship reference;
  double early_contact_hazard_ratio{1};  ///< extra, on readiness, if the first kept contact came early
  Days early_contact_days{60};
  std::vector<double>
      fade_by_year;  ///< multiplies the gain on readiness in year 1, 2, ... (last stays) of an episode
};

struct NeedsBaseline {                         ///< [needs]
  std::array<double, needs_count> baseline{};  ///< .baseline.<need> [0..1], before traits and noise
  double noise_sd{0};                          ///< normal noise on each need, then clamped to [0..1]
};

struct Setbacks {          ///< [setbacks]
  double raise_stress{0};  ///< share of the way to fully unmet [0..1]
  double raise_material_hardship{0};
  double resilience{0};  ///< how much of the raise full parenting confidence takes away [0..1]
};

struct Trust {  ///< [trust]
  double at_start{0};
  double shared_experience_bonus{0};
  double growth_per_contact{0};
  double lost_on_missed{0};
  double lost_on_coach_change{0};
};

struct Costs {  ///< [costs]; dollars of price_year
  std::uint32_t price_year{2024};
  double discount_rate_per_year{0};
  Dollars coach_pay_per_year{0};  ///< of a filled position, benefits and mileage included
  Dollars hiring{0};              ///< per hire
  Dollars training{0};            ///< per hire trained
  Dollars supervision_per_coach_year{0};
  Dollars hearing{0};
  std::array<Dollars, placements> care_per_day{
      0, 0, 0};                         ///< .care_per_day.{kin,foster_family,congregate}; per child
  Dollars trial_home_visit_per_day{0};  ///< .care_per_day.trial_home_visit
  Dollars care_loaded_per_day{0};       ///< administration on top, per child and day in care
};

struct Measurement {  ///< [measurement]
  std::uint32_t federal_round{4};
};

/// One line of [sources].
struct Source {
  std::string key;
  std::string text;
  Grade grade{Grade::assumption};
  std::optional<std::pair<double, double>> range;
};

/// One line of [uncertainty]; parameters as written, checked for their distribution.
struct UncertainParameter {
  std::string key;
  std::string distribution;  ///< lognormal, normal, beta, uniform, triangular, dirichlet, gamma, ...
  std::vector<std::pair<std::string, std::vector<double>>> parameters;
};

/// What an agency decides: the part that `program.start_days` swaps.
struct Program {
  Coaches coaches;
  Referral referral;
  Support support;
  /// Of a program_before only: positions that the baseline's sites name for themselves, by site name.
  std::map<std::string, std::uint32_t> site_positions;
  /// Likewise their dated changes.
  std::map<std::string, std::vector<StaffingChange>> site_staffing;
};

struct Scenario {
  std::string name;
  std::string title;
  std::string description;
  RunLength run;
  double program_start_days{-forever};  ///< [program] start_days
  Families families;
  std::vector<Site> sites{Site{}};
  std::vector<Trait> traits;
  Hazards hazards;
  Frailty frailty;
  PlacementRules placement;
  OtherPermanency permanency;
  Court court;
  Program program;
  /// The baseline scenario's program, in force before a finite program_start_days; set when scenarios are
  /// joined.
  std::optional<Program> program_before;
  NeedsBaseline needs;
  Setbacks setbacks;
  SupportEffects support_effects;
  Effects effects;
  Trust trust;
  Costs costs;
  Measurement measurement;
  std::vector<Source> sources;
  std::vector<UncertainParameter> uncertainty;
  /// Where each value that is no built-in default was set, by dotted path: "file:line" or "--set". For the
  /// resolved print.
  std::map<std::string, std::string> origins;
  /// What reading the files decided and a planner should know, a line each; no fault.
  std::vector<std::string> notes;

  SimTime start() const { return -run.warm_up_years * days_per_year; }
  SimTime window_end() const { return run.entry_years * days_per_year; }
  SimTime end() const { return (run.entry_years + run.follow_up_years) * days_per_year; }
};

}  // namespace homeward
