#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/evidence/validate_patterns.hpp"
#include "sim/measure/measure.hpp"
#include "sim/measure/stays.hpp"

namespace homeward {

namespace {

/// A family's first stay in care.
struct FirstStay {
  SimTime removal{};
  SimTime home{forever};   ///< when its first child went home
  SimTime left{};          ///< when its last child left
  SimTime coach{forever};  ///< first day with a coach
  SimTime back{forever};   ///< removed again
};

FirstStay first_stay(const RunRecord& run, std::size_t family) {
  const FamilyRecord& record = run.families[family];
  const EpisodeRecord& episode = run.episodes[record.first_episode];
  FirstStay stay{episode.removal, forever, 0, episode.first_coach, forever};
  for (std::size_t place = 0; place < episode.children; ++place) {
    stay.left = std::max(stay.left, episode.exit[place]);
    if (episode.exit[place] < forever && episode.exit_kind[place] == ExitKind::reunified)
      stay.home = std::min(stay.home, episode.exit[place]);
  }
  if (record.episodes > 1) stay.back = run.episodes[record.first_episode + 1].removal;
  if (stay.coach > stay.left) stay.coach = forever;
  return stay;
}

/// Days that the family had a child in care in the first so many days from its first removal.
Days days_in_care(const RunRecord& run, std::size_t family, Days within) {
  const FamilyRecord& record = run.families[family];
  const SimTime until = std::min(run.episodes[record.first_episode].removal + within, run.end);
  Days sum = 0;
  for (std::size_t e = 0; e < record.episodes; ++e) {
    const EpisodeRecord& episode = run.episodes[record.first_episode + e];
    const SimTime left = *std::max_element(episode.exit.begin(), episode.exit.begin() + episode.children);
    sum += std::max(0.0, std::min(left, until) - episode.removal);
  }
  return sum;
}

/// Two groups, and who of them went home.
class TwoByTwo {
 public:
  void add(bool first_group, bool home) { ++count_[first_group ? 0 : 1][home ? 0 : 1]; }
  /// Half a family is added to each count. NaN where a group is empty.
  double odds_ratio() const {
    const auto& [a, b] = count_;
    if (a[0] + a[1] == 0 || b[0] + b[1] == 0) return std::numeric_limits<double>::quiet_NaN();
    return (a[0] + 0.5) * (b[1] + 0.5) / ((a[1] + 0.5) * (b[0] + 0.5));
  }

 private:
  std::array<std::array<double, 2>, 2> count_{};
};

class Values {
 public:
  double& operator[](PatternValue value) { return values_[static_cast<std::size_t>(value)]; }
  std::vector<double> all() const { return {values_.begin(), values_.end()}; }

 private:
  std::array<double, pattern_values> values_{};
};

constexpr Days year = days_per_year;

/// The same families with and without coaches.
void compare_same_families(const PatternRuns& runs, Values& values) {
  using enum PatternValue;
  TwoByTwo two;
  for (std::size_t i = 0; i < runs.with.families.size(); ++i) {
    const auto with = first_stay(runs.with, i), without = first_stay(runs.without, i);
    if (!in_window(runs.with, with.removal) || with.coach == forever) continue;
    values[coached_families] += 1;
    values[days_in_care_with] += days_in_care(runs.with, i, 4 * year);
    values[days_in_care_without] += days_in_care(runs.without, i, 4 * year);
    const bool coached_by_90 = with.coach <= with.removal + 90;
    if (coached_by_90 && std::min(with.left, without.left) > with.removal + 90) {
      two.add(true, with.home <= with.removal + 2 * year);
      two.add(false, without.home <= without.removal + 2 * year);
    }
    if (std::max(with.home, without.home) + 2 * year > runs.with.end) continue;
    values[home_pairs] += 1;
    values[back_12_with] += with.back <= with.home + year ? 1 : 0;
    values[back_12_without] += without.back <= without.home + year ? 1 : 0;
    values[back_24_with] += with.back <= with.home + 2 * year ? 1 : 0;
    values[back_24_without] += without.back <= without.home + 2 * year ? 1 : 0;
  }
  values[reduction_12] = values[back_12_without] - values[back_12_with];
  values[reduction_24] = values[back_24_without] - values[back_24_with];
  values[true_odds_ratio] = two.odds_ratio();
}

/// Of going home in the year after trust was read, among those still coached and in care then.
double hazard_ratio_of_trust(const PatternRuns& runs, Days after) {
  const TrustAt at = trust_after(runs.plan, runs.with, runs.seed, runs.replication, after);
  std::vector<Observed> observed;
  for (std::size_t i = 0; i < at.trust.size(); ++i) {
    const auto stay = first_stay(runs.with, i);
    const SimTime from = at.assigned[i] + after;
    if (std::isnan(at.trust[i]) || !in_window(runs.with, stay.removal)) continue;
    if (std::min(stay.left, stay.home) <= from || from >= runs.with.end) continue;
    const SimTime until = std::min({stay.home, stay.left, from + year, runs.with.end});
    observed.push_back({until - from, stay.home == until, at.trust[i]});
  }
  return std::exp(log_hazard_ratio(std::move(observed)));
}

/// Going home within 18 months by the number of coaches that a family had in its first stay.
double odds_ratio_of_workers(const RunRecord& run) {
  std::vector<FirstStay> stays;
  for (std::size_t i = 0; i < run.families.size(); ++i) stays.push_back(first_stay(run, i));
  std::vector<std::uint32_t> coaches(run.families.size(), 0);
  for (const auto& row : run.log) {
    if (static_cast<EventKind>(row.kind) != EventKind::coach_assigned) continue;
    if (row.day < stays[row.family - 1].left && row.episode == 1) ++coaches[row.family - 1];
  }
  TwoByTwo two;
  for (std::size_t i = 0; i < stays.size(); ++i) {
    if (coaches[i] == 0 || !in_window(run, stays[i].removal)) continue;
    two.add(coaches[i] > 1, stays[i].home <= stays[i].removal + 1.5 * year);
  }
  return two.odds_ratio();
}

}  // namespace

std::vector<double> measure_patterns(const PatternRuns& runs) {
  using enum PatternValue;
  Values values;
  compare_same_families(runs, values);
  values[trust_1_month_hazard_ratio] = hazard_ratio_of_trust(runs, days_per_month);
  values[trust_6_months_hazard_ratio] = hazard_ratio_of_trust(runs, 6 * days_per_month);
  values[workers_odds_ratio] = odds_ratio_of_workers(runs.no_effect);
  const auto by_day_90 = outcome_index("naive_reunification_odds_ratio");
  const auto ever = outcome_index("naive_reunification_odds_ratio_ever_coached");
  const RunResult with = measure(runs.plan, runs.with, RecordLevel::runs);
  const RunResult no_effect = measure(runs.plan, runs.no_effect, RecordLevel::runs);
  const RunResult strong = measure(runs.plan, runs.strong_selection, RecordLevel::runs);
  values[naive_by_day_90] = with.outcomes[by_day_90];
  values[naive_ever] = with.outcomes[ever];
  values[naive_by_day_90_no_effect] = no_effect.outcomes[by_day_90];
  values[naive_by_day_90_strong] = strong.outcomes[by_day_90];
  return values.all();
}

}  // namespace homeward
