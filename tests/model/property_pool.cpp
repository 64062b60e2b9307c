#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "tests/model/property_check.hpp"
#include "tests/model/support.hpp"

/// Rebuilds who carries whom and who waits, instant by instant, and holds the coaches and the queue to their
/// rules.
namespace homeward::test {

namespace {

using CoachKey = std::tuple<SiteIndex, std::uint32_t, std::uint32_t>;  // site, position, holder

/// A stay on the queue with what its place depends on.
struct Waiting {
  QueueSpell spell;
  SimTime referred{};
  SiteIndex site{};
};

class Pool {
 public:
  Pool(const Scenario& s, const RunRecord& run) : s_(s), run_(run) {
    SimTime referred = 0;
    for (const auto& spell : run.queue_spells) {
      if (!spell.handed_back) referred = spell.joined;
      waiting_.push_back({spell, referred, run.families[spell.family - 1].site});
    }
    std::sort(waiting_.begin(), waiting_.end(), [](const Waiting& a, const Waiting& b) {
      return std::tie(a.spell.joined, a.spell.family) < std::tie(b.spell.joined, b.spell.family);
    });
    for (const auto& coach : run.coaches) coaches_[{coach.site, coach.position, coach.holder}] = coach;
    at_home_.resize(run.families.size() + 1);
    coach_of_.resize(run.families.size() + 1);
  }

  std::string breach() {
    for (std::size_t i = 0; i < run_.log.size() && problem_.empty();) {
      const SimTime now = run_.log[i].day;
      const std::size_t first = i;
      while (i < run_.log.size() && run_.log[i].day == now) ++i;
      std::vector<EventRow> assigned;
      for (std::size_t r = first; r < i; ++r) {
        take(run_.log[r]);
        if (kind_of(run_.log[r]) == EventKind::coach_assigned) assigned.push_back(run_.log[r]);
      }
      open_queue(now);
      for (const auto& row : assigned) {
        check_turn(row);
        check_limit(row);
      }
      close_queue(now);
      check_coaches(now);
    }
    return problem_;
  }

 private:
  void take(const EventRow& row) {
    const FamilyNumber family = row.family;
    switch (kind_of(row)) {
      case EventKind::coach_assigned: {
        const CoachKey key{row.site, row.position, row.holder};
        const auto coach = coaches_.find(key);
        if (coach == coaches_.end() || row.day < coach->second.ready || row.day > coach->second.left) {
          return fail("a family got a coach who was not at work", row);
        }
        ++load_[key];
        coach_of_[family] = key;
        return;
      }
      case EventKind::dropped_out:
      case EventKind::service_ended:
        return release(family);
      case EventKind::joined_queue:
        if (row.detail == 1) release(family);
        return;
      case EventKind::exit: {
        at_home_[family] = true;
        const bool goes_on = row.detail == static_cast<int>(ExitKind::reunified) &&
                             program_at(s_, row.day).support.after_reunification_days > 0;
        if (!goes_on) release(family);
        return;
      }
      case EventKind::reentry:
        at_home_[family] = false;
        return;
      case EventKind::child_aged_out:
      case EventKind::child_other_exit:
        if (nobody_left(family, row.day)) release(family);
        return;
      default:
        return;
    }
  }

  /// No child of the family is in care, or a minor at home, after this instant.
  bool nobody_left(FamilyNumber number, SimTime now) const {
    const FamilyRecord& family = run_.families[number - 1];
    for (std::uint32_t e = family.first_episode; e < family.first_episode + family.episodes; ++e) {
      const EpisodeRecord& episode = run_.episodes[e];
      if (episode.removal > now) return false;  // comes back, so somebody is at home
      for (std::size_t i = 0; i < episode.children; ++i) {
        if (episode.exit[i] > now) return false;
        const bool home =
            episode.exit_kind[i] != ExitKind::adopted && episode.exit_kind[i] != ExitKind::emancipated &&
            episode.exit_kind[i] != ExitKind::other && e + 1 == family.first_episode + family.episodes;
        if (home && family.turns_adult[episode.child[i]] > now) return false;
      }
    }
    return true;
  }

  void release(FamilyNumber family) {
    if (!coach_of_[family]) return;
    --load_[*coach_of_[family]];
    coach_of_[family].reset();
  }

  std::size_t limit(const CoachRecord& coach, SimTime now) const {
    const Coaches& rules = program_at(s_, now).coaches;
    const Coaches& when_ready = program_at(s_, coach.ready).coaches;
    const bool first = coach.hired > s_.start() &&
                       program_at(s_, coach.hired).coaches.first_caseload_share < 1 &&
                       now < coach.ready + when_ready.first_caseload_days;
    if (!first) return rules.families_per_coach;
    return std::max(1U,
                    static_cast<std::uint32_t>(rules.first_caseload_share * rules.families_per_coach + 1e-9));
  }

  void open_queue(SimTime now) {
    for (; next_ < waiting_.size() && waiting_[next_].spell.joined <= now; ++next_)
      queue_.push_back(&waiting_[next_]);
  }
  void close_queue(SimTime now) {
    std::erase_if(queue_, [now](const Waiting* w) { return w->spell.ended <= now; });
  }

  /// Smaller is served first, by the rules that a log can tell.
  std::tuple<int, double, SimTime, FamilyNumber> turn(const Waiting& w, SimTime now) const {
    const auto& weights = program_at(s_, now).coaches.queue_weights;
    const double score = at_home_[w.spell.family] ? weights[index(QueueRule::after_reunification_first)]
                                                  : weights[index(QueueRule::before_reunification_first)];
    const bool back = w.spell.handed_back;
    return {back ? 0 : 1, back ? 0 : -score, w.referred, w.spell.family};
  }

  /// Nobody who goes on waiting comes before one who got a coach.
  void check_turn(const EventRow& row) {
    const auto& weights = program_at(s_, row.day).coaches.queue_weights;
    const auto used = std::count_if(weights.begin(), weights.end(), [](double w) { return w > 0; });
    const bool told = used == 1 && weights[index(QueueRule::highest_need)] == 0 &&
                      weights[index(QueueRule::nearest_hearing)] == 0;
    const auto served = std::find_if(queue_.begin(), queue_.end(), [&](const Waiting* w) {
      return w->spell.family == row.family && w->spell.ended == row.day && w->spell.end == QueueEnd::coach;
    });
    if (served == queue_.end()) return fail("a family that was not waiting got a coach", row);
    for (const Waiting* other : queue_) {
      if (other->site != row.site || other->spell.ended <= row.day) continue;
      const auto a = turn(**served, row.day);
      const auto b = turn(*other, row.day);
      if (told ? b < a : std::get<0>(b) < std::get<0>(a)) {
        return fail(fmt::format("family {} was passed over", other->spell.family), row);
      }
    }
  }

  /// At the end of the instant: a slot may be freed and taken in the same one.
  void check_limit(const EventRow& row) {
    const CoachKey key{row.site, row.position, row.holder};
    if (load_[key] > limit(coaches_[key], row.day)) fail("a coach took more families than the limit", row);
  }

  /// No family with a coach who has left, and nobody waits while there is a free slot.
  void check_coaches(SimTime now) {
    std::map<SiteIndex, bool> someone_waits;
    for (const Waiting* w : queue_) someone_waits[w->site] = true;
    for (const auto& [key, coach] : coaches_) {
      const auto load = load_.find(key);
      const std::size_t carried = load == load_.end() ? 0 : load->second;
      const bool at_work = coach.ready <= now && now < coach.left;
      if (!at_work && carried > 0)
        problem_ = fmt::format("a coach who is away carries families on day {}", now);
      if (at_work && carried < limit(coach, now) && someone_waits[std::get<0>(key)]) {
        problem_ =
            fmt::format("position {} has a free slot while someone waits on day {}", std::get<1>(key), now);
      }
    }
  }

  void fail(const std::string& what, const EventRow& row) {
    problem_ = fmt::format("{}: family {} on day {}", what, row.family, row.day);
  }

  const Scenario& s_;
  const RunRecord& run_;
  std::vector<Waiting> waiting_;
  std::size_t next_{0};
  std::vector<const Waiting*> queue_;
  std::map<CoachKey, CoachRecord> coaches_;
  std::map<CoachKey, std::size_t> load_;
  std::vector<bool> at_home_;
  std::vector<std::optional<CoachKey>> coach_of_;
  std::string problem_;
};

}  // namespace

std::string breach_in_pool(const Scenario& scenario, const RunRecord& run) {
  return Pool(scenario, run).breach();
}

}  // namespace homeward::test
