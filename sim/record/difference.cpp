#include "sim/record/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <vector>

namespace homeward {

bool is_outcome(EventKind kind) {
  return kind <= EventKind::reentry;  // from a family's entry to its re-entries; then come referral, queue
                                      // and coaches
}

namespace {

auto members(const EpisodeRecord& e) {
  return std::tuple(e.family, e.number, e.children, e.child, e.removal, e.exit, e.exit_kind, e.visit_start,
                    e.moves, e.moves_in_entry_year);
}
auto members(const EventRow& e) {
  return std::tuple(e.day, e.family, e.position, e.holder, e.site, e.episode, e.kind, e.detail);
}
auto members(const FamilyRecord& f) {
  return std::tuple(std::tuple(f.number, f.site, f.children, f.accepts, f.ever_coached, f.ever_reneged,
                               f.ever_dropped_out, f.waits_at_end, f.coached_at_end, f.entry, f.age_at_entry,
                               f.turns_adult, f.first_episode, f.episodes),
                    std::tuple(f.contacts_kept, f.contacts_missed, f.hours, f.waiting_days, f.coached_days,
                               f.trust_days, f.care_days, f.used));
}
auto members(const QueueSpell& q) {
  return std::tuple(q.family, q.joined, q.ended, q.end, q.handed_back);
}
auto members(const CoachRecord& c) {
  return std::tuple(c.site, c.position, c.holder, c.hired, c.ready, c.left);
}

std::string words(const EpisodeRecord& e) {
  return fmt::format("family {} episode {}", e.family, e.number);
}
std::string words(const EventRow& e) {
  return fmt::format("{} of family {} on day {}", event_kind_names[static_cast<std::size_t>(e.kind)],
                     e.family, e.day);
}
std::string words(const FamilyRecord& f) {
  return fmt::format("family {}", f.number);
}
std::string words(const QueueSpell& q) {
  return fmt::format("queue spell of family {} on {}", q.family, q.joined);
}
std::string words(const CoachRecord& c) {
  return fmt::format("coach {} of site {}", c.position, c.site);
}

template <typename Row>
std::string first_difference(const std::vector<Row>& a, const std::vector<Row>& b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (members(a[i]) != members(b[i])) return words(a[i]) + " against " + words(b[i]);
  }
  return a.size() == b.size() ? std::string{} : fmt::format("{} against {} rows", a.size(), b.size());
}

std::vector<EventRow> outcomes(const RunRecord& run) {
  std::vector<EventRow> found;
  for (const auto& row : run.log) {
    if (is_outcome(static_cast<EventKind>(row.kind))) found.push_back(row);
  }
  return found;
}

}  // namespace

std::string difference_in_lives(const RunRecord& a, const RunRecord& b) {
  const auto in_log = first_difference(outcomes(a), outcomes(b));
  return in_log.empty() ? first_difference(a.episodes, b.episodes) : in_log;
}

std::string difference(const RunRecord& a, const RunRecord& b) {
  for (const auto& found :
       {first_difference(a.log, b.log), first_difference(a.episodes, b.episodes),
        first_difference(a.families, b.families), first_difference(a.queue_spells, b.queue_spells),
        first_difference(a.coaches, b.coaches)}) {
    if (!found.empty()) return found;
  }
  if (a.trait_levels != b.trait_levels) return "levels of traits";
  if (a.stock != b.stock) return "monthly counts";
  return a.events == b.events ? std::string{} : "number of events";
}

}  // namespace homeward
