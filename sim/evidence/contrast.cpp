#include "sim/evidence/contrast.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/measure/intervals.hpp"

namespace homeward {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// First removals of the window that the study would have taken.
class Sample {
 public:
  Sample(const FamilyFilter& filter, const Scenario& scenario, const RunRecord& run) : filter_(filter), run_(run) {
    for (const auto& [trait, level] : filter.levels) {
      const auto found = std::find_if(scenario.traits.begin(), scenario.traits.end(),
                                      [&](const Trait& one) { return one.name == trait; });
      const auto& levels = found->levels;
      const auto at =
          std::find_if(levels.begin(), levels.end(), [&](const TraitLevel& one) { return one.name == level; });
      levels_.emplace_back(static_cast<std::size_t>(found - scenario.traits.begin()),
                           static_cast<std::uint8_t>(at - levels.begin()));
    }
  }

  bool takes(std::size_t family) const {
    const FamilyRecord& record = run_.families[family];
    if (record.entry < 0 || record.entry >= run_.window_end) return false;
    const auto youngest = *std::min_element(record.age_at_entry.begin(), record.age_at_entry.begin() + record.children);
    if (youngest < filter_.youngest_from || youngest >= filter_.youngest_below) return false;
    return std::all_of(levels_.begin(), levels_.end(), [&](const auto& level) {
      return run_.trait_levels[family * run_.traits + level.first] == level.second;
    });
  }

 private:
  const FamilyFilter& filter_;
  const RunRecord& run_;
  std::vector<std::pair<std::size_t, std::uint8_t>> levels_;
};

/// One family's stays in one arm.
struct Stays {
  const FamilyRecord& family;
  const EpisodeRecord* first;

  Stays(const RunRecord& run, std::size_t index)
      : family(run.families[index]), first(run.episodes.data() + family.first_episode) {}

  SimTime time_zero(const Contrast& contrast) const { return first->removal + contrast.enrolled_after_days; }
  bool enrolled(std::size_t child, const Contrast& contrast) const {
    return first->exit[child] > time_zero(contrast);
  }
  /// Of a child of the first removal; forever if it did not go home from it.
  SimTime home(std::size_t child) const {
    return first->exit_kind[child] == ExitKind::reunified ? first->exit[child] : forever;
  }
  SimTime family_home() const {
    SimTime day = forever;
    for (std::size_t c = 0; c < first->children; ++c) day = std::min(day, home(c));
    return day;
  }
  SimTime next_removal() const { return family.episodes > 1 ? first[1].removal : forever; }

  /// Days in care of a child of the first removal between two days, over all removals.
  Days in_care(std::size_t child, SimTime from, SimTime to) const {
    Days days = 0;
    for (std::size_t e = 0; e < family.episodes; ++e) {
      const EpisodeRecord& episode = first[e];
      for (std::size_t c = 0; c < episode.children; ++c)
        if (episode.child[c] == first->child[child])
          days += std::max(0.0, std::min(to, episode.exit[c]) - std::max(from, episode.removal));
    }
    return days;
  }
};

/// Whether families had a kept contact in their first removal, before they went home and before the horizon.
std::vector<bool> served(const Contrast& contrast, const RunRecord& run) {
  std::vector<bool> found(run.families.size(), false);
  for (const EventRow& row : run.log) {
    if (static_cast<EventKind>(row.kind) != EventKind::contact_kept || row.episode != 1) continue;
    const Stays stays(run, row.family - 1);
    if (row.day < stays.family_home() && row.day <= stays.time_zero(contrast) + contrast.horizon())
      found[row.family - 1] = true;
  }
  return found;
}

/// Adds one child of one arm to a count and to of how many.
class Counter {
 public:
  Counter(const Contrast& contrast, const RunRecord& run) : contrast_(contrast), run_(run) {}

  void add(const Stays& stays, const Stays& other, double& count, double& of) const {
    for (std::size_t child = 0; child < stays.first->children; ++child) {
      if (!stays.enrolled(child, contrast_)) continue;
      switch (contrast_.outcome) {
        case ContrastOutcome::reunified:
          of += 1;
          count += stays.home(child) <= stays.time_zero(contrast_) + contrast_.horizon() ? 1 : 0;
          break;
        case ContrastOutcome::reentry:
          add_reentry(stays, child, count, of);
          break;
        case ContrastOutcome::reentry_home_under_both:
          if (is_home_and_followed(other, child)) add_reentry(stays, child, count, of);
          break;
        case ContrastOutcome::days_in_care: {
          const SimTime from = stays.time_zero(contrast_);
          of += 1;
          count += stays.in_care(child, from, from + contrast_.horizon());
          break;
        }
      }
    }
  }

 private:
  bool is_home_and_followed(const Stays& stays, std::size_t child) const {
    return stays.home(child) + contrast_.horizon() <= run_.end;
  }
  void add_reentry(const Stays& stays, std::size_t child, double& count, double& of) const {
    if (!is_home_and_followed(stays, child)) return;
    of += 1;
    count += stays.next_removal() <= stays.home(child) + contrast_.horizon() ? 1 : 0;
  }

  const Contrast& contrast_;
  const RunRecord& run_;
};

/// ln ratio, or difference, of sums.
double effect(ContrastMeasure measure, const ContrastCounts& sum) {
  const double treated = sum.treated / sum.of_treated, control = sum.control / sum.of_control;
  if (measure == ContrastMeasure::difference) return treated - control;
  return treated > 0 && control > 0 ? std::log(treated / control) : none;
}

ContrastCounts minus(const ContrastCounts& a, const ContrastCounts& b) {
  return {a.treated - b.treated, a.of_treated - b.of_treated, a.control - b.control, a.of_control - b.of_control};
}

}  // namespace

ContrastCounts count_contrast(const Contrast& contrast, const Scenario& scenario, const RunRecord& treatment,
                              const RunRecord& control) {
  ContrastCounts counts;
  const Sample sample(contrast.families, scenario, treatment);
  const Counter counter(contrast, treatment);
  const bool only_served = contrast.who == ContrastWho::served;
  const auto is_served = only_served ? served(contrast, treatment) : std::vector<bool>();
  for (std::size_t i = 0; i < treatment.families.size(); ++i) {
    if (!sample.takes(i) || (only_served && !is_served[i])) continue;
    const Stays with(treatment, i), without(control, i);
    counter.add(with, without, counts.treated, counts.of_treated);
    counter.add(without, with, counts.control, counts.of_control);
  }
  return counts;
}

Simulated summarise_contrast(ContrastMeasure measure, const std::vector<ContrastCounts>& replications) {
  ContrastCounts sum;
  for (const auto& one : replications)
    sum = {sum.treated + one.treated, sum.of_treated + one.of_treated, sum.control + one.control,
           sum.of_control + one.of_control};
  const auto n = static_cast<double>(replications.size());
  const double all = effect(measure, sum);
  double mean = 0, squares = 0;
  std::vector<double> without;
  for (const auto& one : replications) without.push_back(effect(measure, minus(sum, one)));
  for (const double value : without) mean += value / n;
  for (const double value : without) squares += (value - mean) * (value - mean);
  const double error = std::sqrt(squares * (n - 1) / n);
  const double half_width = student_quantile(n) * error;
  if (measure == ContrastMeasure::difference) return {all, error, all - half_width, all + half_width};
  return {std::exp(all), error, std::exp(all - half_width), std::exp(all + half_width)};
}

}  // namespace homeward
