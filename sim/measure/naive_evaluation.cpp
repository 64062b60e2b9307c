#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <vector>

#include "sim/measure/incidence.hpp"
#include "sim/measure/last_instant.hpp"
#include "sim/measure/sections.hpp"
#include "sim/measure/stays.hpp"

/// What an evaluation without a comparison group by design would report, to be set beside the true effect.
namespace homeward {
namespace {

constexpr std::array rows{
    OutcomeInfo{
        .name = "naive_reunification_odds_ratio",
        .units = "1",
        .long_name = "Odds ratio of going home, coached by day 90 against not (naive)",
        .definition =
            "Ratio of the odds of going home within 24 months of removal, families that had a coach by day "
            "90 over families that had none by then, among families first removed in the window that were "
            "referred and still had a child in care on day 90 (Aalen-Johansen estimates, censored only by "
            "the "
            "end of the run; half a family is added to each of the four counts). Families chose to accept a "
            "coach, so this is no estimate of what coaching does.",
        .population = Population::entry_cohort,
        .summary = Summary::mean_of_log,
        .by_trait = true,
        .quantity = Quantity::odds_ratio,
        .rests_on = RestsOn::part_of_cohort,
        .needs = {.months_after = 24},
        .of_coaches = true},
    OutcomeInfo{
        .name = "naive_reunification_odds_ratio_ever_coached",
        .units = "1",
        .long_name = "Odds ratio of going home, ever coached against never (naive)",
        .definition =
            "Ratio of the odds of going home within 24 months of removal, families that had a coach at any "
            "time of those months in that stay in care over families that had none, among families first "
            "removed in the window that were referred and are followed for 24 months (half a family is added "
            "to each of the four counts). Biased by immortal time: a family that goes home soon has little "
            "time to get a coach.",
        .population = Population::entry_cohort,
        .summary = Summary::mean_of_log,
        .by_trait = true,
        .quantity = Quantity::odds_ratio,
        .rests_on = RestsOn::part_of_cohort,
        .needs = {.months_after = 24},
        .of_coaches = true}};

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr Days landmark = 90;
constexpr Days horizon = 2 * days_per_year;

/// Causes that end a family's time of being in care.
constexpr Cause went_home = 0;
constexpr Cause left_otherwise = 1;

/// Families by whether they count as coached.
struct Evaluation {
  std::vector<FollowUp> coached;
  std::vector<FollowUp> uncoached;
  double untold{};  ///< families of which the run does not see which they are

  void add(bool is_coached, const FollowUp& family) { (is_coached ? coached : uncoached).push_back(family); }
};

/// Families of one side in one group.
struct Side {
  double families{};
  double share_home{};  ///< within the horizon
  double home() const { return families * share_home + 0.5; }
  double not_home() const { return families * (1 - share_home) + 0.5; }
};

std::vector<Side> sides(std::span<const FollowUp> families, const Groups& groups) {
  std::vector<Side> by_group(groups.size());
  const auto home = incidence(families, cause_set(went_home), horizon, groups, Unit::family).share;
  for (std::size_t group = 0; group < groups.size(); ++group) by_group[group].share_home = home[group];
  for (const FollowUp& family : families) {
    groups.of_family(family.family, [&](std::size_t group) { ++by_group[group].families; });
  }
  return by_group;
}

/// Share of both sides together that the run can follow to the horizon.
double followed(const Evaluation& evaluation) {
  const auto reaches = [](const FollowUp& family) { return is_followed_to(horizon, family.potential); };
  const auto count = std::ranges::count_if(evaluation.coached, reaches) +
                     std::ranges::count_if(evaluation.uncoached, reaches);
  const auto told = static_cast<double>(evaluation.coached.size() + evaluation.uncoached.size());
  return ratio(static_cast<double>(count), told + evaluation.untold);
}

/// NaN where a side has no families, or none that the run could follow to the horizon, and where all go home
/// or none does.
IncidenceByGroup odds_ratios(const Evaluation& evaluation, const Groups& groups) {
  const auto coached = sides(evaluation.coached, groups);
  const auto uncoached = sides(evaluation.uncoached, groups);
  std::vector<double> ratios;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    const Side& a = coached[group];
    const Side& b = uncoached[group];
    const double families = a.families + b.families;
    const double home = a.families * a.share_home + b.families * b.share_home;
    const bool differs = home > 0 && home < families;  // else the half added is all there is
    ratios.push_back(differs ? a.home() * b.not_home() / (a.not_home() * b.home()) : nan);
  }
  return {std::move(ratios), followed(evaluation)};
}

/// From removal to the first child who goes home after `day` of the stay, or to the last child's leaving.
FollowUp until_home_after(const EpisodeRecord& episode, Days day, std::size_t family, SimTime end) {
  SimTime home = forever;
  SimTime last = 0;
  for (std::size_t place = 0; place < episode.children; ++place) {
    const SimTime exit = episode.exit[place];
    last = std::max(last, exit);
    if (exit < forever && episode.exit_kind[place] == ExitKind::reunified &&
        !happens_within(exit - episode.removal, day)) {
      home = std::min(home, exit);
    }
  }
  const SimTime until = std::min(home, last);
  const Days potential = end - episode.removal;
  FollowUp seen{potential, potential, static_cast<std::uint32_t>(family), 0, censored};
  if (is_simulated(until, end)) {
    seen.days = until - episode.removal;
    seen.cause = home <= last ? went_home : left_otherwise;
  }
  return seen;
}

/// Whether a coach came within the horizon, in the stay.
bool is_coached_in_time(const EpisodeRecord& episode, SimTime left) {
  return episode.first_coach <= left && happens_within(episode.first_coach - episode.removal, horizon);
}

/// When the last of the episode's children left care.
SimTime last_exit(const EpisodeRecord& episode) {
  return *std::max_element(episode.exit.begin(), episode.exit.begin() + episode.children);
}

void measure(const MeasuredRun& measured, Sheet& sheet) {
  const RunRecord& run = measured.run;
  Evaluation by_day_90;
  Evaluation ever;
  for (std::size_t family = 0; family < run.families.size(); ++family) {
    const FamilyRecord& record = run.families[family];
    if (!in_window(run, record.entry) || record.episodes == 0) continue;
    const EpisodeRecord& episode = run.episodes[record.first_episode];
    if (!episode.referred()) continue;

    const SimTime left = last_exit(episode);
    if (is_followed_to(horizon, run.end - episode.removal))
      ever.add(is_coached_in_time(episode, left), until_home_after(episode, -1, family, run.end));
    else
      ever.untold += 1;

    // Referred later means in care later: counting those families would favour the others.
    const SimTime day_90 = episode.removal + landmark;
    if (happens_within(std::min(left, run.end) - episode.removal, landmark) || episode.referred_on > day_90)
      continue;
    by_day_90.add(episode.first_coach <= day_90, until_home_after(episode, landmark, family, run.end));
  }
  sheet.set_rate("naive_reunification_odds_ratio", odds_ratios(by_day_90, measured.groups));
  sheet.set_rate("naive_reunification_odds_ratio_ever_coached", odds_ratios(ever, measured.groups));
}

}  // namespace

Section naive_evaluation_section() {
  return {rows, measure};
}

}  // namespace homeward
