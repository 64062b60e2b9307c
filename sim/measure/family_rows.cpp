#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/measure/tables.hpp"

namespace homeward {
namespace {

constexpr double has_not_happened = std::numeric_limits<double>::quiet_NaN();

double day_or_nan(SimTime day) {
  return day < forever ? day : has_not_happened;
}

bool is_joint(ExitKind kind) {
  return kind == ExitKind::reunified || kind == ExitKind::adopted || kind == ExitKind::guardianship ||
         kind == ExitKind::relative;
}

/// The kind of the family's joint exit, else of the last child to leave; -1 while that is still to come.
std::int8_t exit_kind_of(const EpisodeRecord& episode) {
  std::size_t last = 0;
  for (std::size_t place = 0; place < episode.children; ++place) {
    if (episode.exit[place] < forever && is_joint(episode.exit_kind[place])) {
      return static_cast<std::int8_t>(episode.exit_kind[place]);
    }
    if (episode.exit[place] > episode.exit[last]) last = place;
  }
  return episode.exit[last] < forever ? static_cast<std::int8_t>(episode.exit_kind[last]) : std::int8_t{-1};
}

float youngest_age(const FamilyRecord& family, const EpisodeRecord& episode) {
  float youngest = std::numeric_limits<float>::infinity();
  for (std::size_t place = 0; place < episode.children; ++place) {
    youngest = std::min(youngest, family.age_at_entry[episode.child[place]]);
  }
  return youngest + static_cast<float>((episode.removal - family.entry) / days_per_year);
}

/// Walks the stays on the queue, which are ordered as families are.
class QueueWalk {
 public:
  explicit QueueWalk(const RunRecord& run) : run_(run) {}

  /// The first stay that an offer began in [from, to), of a family not before the one asked for last.
  const QueueSpell* first_offered(FamilyNumber family, SimTime from, SimTime to) {
    const auto& spells = run_.queue_spells;
    const auto before = [&](const QueueSpell& q) {
      return q.family < family || (q.family == family && q.joined < from);
    };
    while (next_ < spells.size() && before(spells[next_])) ++next_;
    for (auto at = next_; at < spells.size() && spells[at].family == family && spells[at].joined < to; ++at) {
      if (!spells[at].handed_back) return &spells[at];
    }
    return nullptr;
  }

 private:
  const RunRecord& run_;
  std::size_t next_{};
};

FamilyRow row_of(const FamilyRecord& family, const EpisodeRecord& episode, SimTime next_removal,
                 const QueueSpell* queued) {
  FamilyRow row;
  row.family = family.number;
  row.site = static_cast<std::int16_t>(family.site);
  row.episode = static_cast<std::int16_t>(episode.number);
  row.children = static_cast<std::int8_t>(episode.children);
  row.exit_kind = exit_kind_of(episode);
  row.accepts = family.accepts ? 1 : 0;
  row.referred = episode.referred() ? 1 : 0;
  row.youngest_age_years = youngest_age(family, episode);
  row.moves = episode.moves;
  row.removal_day = episode.removal;
  row.exit_day = day_or_nan(*std::max_element(episode.exit.begin(), episode.exit.begin() + episode.children));
  row.first_coach_day = day_or_nan(episode.first_coach);
  row.reentry_day = day_or_nan(next_removal);
  row.joined_day = row.left_queue_day = has_not_happened;
  if (queued != nullptr) {
    row.joined_day = queued->joined;
    row.left_queue_day = day_or_nan(queued->ended);
    row.queue_end = static_cast<std::int8_t>(queued->end);
  }
  return row;
}

}  // namespace

std::vector<FamilyRow> family_rows(const RunRecord& run) {
  std::vector<FamilyRow> rows;
  rows.reserve(run.episodes.size());
  QueueWalk queue(run);
  for (const FamilyRecord& family : run.families) {
    for (std::size_t number = 0; number < family.episodes; ++number) {
      const std::size_t episode = family.first_episode + number;
      const SimTime next = number + 1 < family.episodes ? run.episodes[episode + 1].removal : forever;
      const EpisodeRecord& stay = run.episodes[episode];
      rows.push_back(row_of(family, stay, next, queue.first_offered(family.number, stay.removal, next)));
    }
  }
  return rows;
}

std::vector<std::int8_t> family_row_traits(const RunRecord& run) {
  std::vector<std::int8_t> levels;
  levels.reserve(run.episodes.size() * run.traits);
  for (std::size_t family = 0; family < run.families.size(); ++family) {
    const auto first = run.trait_levels.begin() + static_cast<std::ptrdiff_t>(family * run.traits);
    for (std::size_t number = 0; number < run.families[family].episodes; ++number) {
      levels.insert(levels.end(), first, first + static_cast<std::ptrdiff_t>(run.traits));
    }
  }
  return levels;
}

}  // namespace homeward
