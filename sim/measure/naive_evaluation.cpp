#include <algorithm>
#include <array>
#include <cmath>

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
            "referred and still had a child in care on day 90; half a family is added to each of the four "
            "counts. Families chose to accept a coach, so this is no estimate of what coaching does.",
        .population = Population::entry_cohort,
        .summary = Summary::mean_of_log,
        .by_trait = true},
    OutcomeInfo{
        .name = "naive_reunification_odds_ratio_ever_coached",
        .units = "1",
        .long_name = "Odds ratio of going home, ever coached against never (naive)",
        .definition =
            "Ratio of the odds of going home within 24 months of removal, families that had a coach at any "
            "time of that stay in care over families that never had one in it, among families first removed "
            "in the window that were referred; half a family is added to each of the four counts. Biased by "
            "immortal time: a family that goes home soon has little time to get a coach.",
        .population = Population::entry_cohort,
        .summary = Summary::mean_of_log,
        .by_trait = true}};

constexpr Days landmark = 90;
constexpr Days horizon = 2 * days_per_year;

/// Families by coached (yes, no) and home in time (yes, no).
struct TwoByTwo {
  std::array<std::array<double, 2>, 2> families{};

  void add(bool coached, bool home) { families[coached ? 0 : 1][home ? 0 : 1] += 1; }
  double odds_ratio() const {
    const auto& [coached, uncoached] = families;
    if (coached[0] + coached[1] == 0 || uncoached[0] + uncoached[1] == 0) {
      return std::numeric_limits<double>::quiet_NaN();
    }
    return (coached[0] + 0.5) * (uncoached[1] + 0.5) / ((coached[1] + 0.5) * (uncoached[0] + 0.5));
  }
};

/// When the last of the episode's children left care.
SimTime last_exit(const EpisodeRecord& episode) {
  return *std::max_element(episode.exit.begin(), episode.exit.begin() + episode.children);
}

/// Whether a child went home after a day of the stay and within the horizon.
bool home_after(const EpisodeRecord& episode, Days day) {
  for (std::size_t place = 0; place < episode.children; ++place) {
    const Days stay = episode.exit[place] - episode.removal;
    if (episode.exit_kind[place] == ExitKind::reunified && stay > day && stay <= horizon) return true;
  }
  return false;
}

void measure(const MeasuredRun& measured, Sheet& sheet) {
  const RunRecord& run = measured.run;
  std::vector<TwoByTwo> by_day_90(measured.groups.size());
  std::vector<TwoByTwo> ever(measured.groups.size());
  for (std::size_t family = 0; family < run.families.size(); ++family) {
    const FamilyRecord& record = run.families[family];
    if (!in_window(run, record.entry) || record.episodes == 0) continue;
    const EpisodeRecord& episode = run.episodes[record.first_episode];
    if (!episode.referred() || run.end - episode.removal < horizon) continue;

    const SimTime left = last_exit(episode);
    const bool ever_coached = episode.first_coach < forever && episode.first_coach <= left;
    const bool home = home_after(episode, -1);
    measured.groups.of_family(family, [&](std::size_t group) { ever[group].add(ever_coached, home); });

    // Referred later means in care later: counting those families would favour the others.
    if (left <= episode.removal + landmark || episode.referred_on > episode.removal + landmark) continue;
    const bool coached_by_then = episode.first_coach <= episode.removal + landmark;
    const bool home_later = home_after(episode, landmark);
    measured.groups.of_family(family,
                              [&](std::size_t group) { by_day_90[group].add(coached_by_then, home_later); });
  }
  sheet.set("naive_reunification_odds_ratio", by_day_90, [](const TwoByTwo& t) { return t.odds_ratio(); });
  sheet.set("naive_reunification_odds_ratio_ever_coached", ever,
            [](const TwoByTwo& t) { return t.odds_ratio(); });
}

}  // namespace

Section naive_evaluation_section() {
  return {rows, measure};
}

}  // namespace homeward
