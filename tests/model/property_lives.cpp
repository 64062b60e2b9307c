#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tests/model/property_check.hpp"
#include "tests/model/support.hpp"

/// Follows each family through its log, child by child, and refuses every step that its state does not allow.
namespace homeward::test {

namespace {

class Life {
 public:
  Life(const Scenario& s, const RunRecord& run, const FamilyRecord& family)
      : s_(s), run_(run), family_(family) {
    children_.assign(family.children, Child::not_yet);
  }

  /// Takes the next row; false if it cannot follow.
  bool take(const EventRow& row) {
    if (row.day < now_) return false;
    now_ = row.day;
    if (service_ == Service::leaving && kind_of(row) != EventKind::left_queue) return false;
    switch (kind_of(row)) {
      case EventKind::entry:
        return enter(row);
      case EventKind::ready:
        return care_ == Care::placed && !ready_ && (ready_ = true);
      case EventKind::placement_move:
        ++moves_;
        return care_ == Care::placed;
      case EventKind::setback:
        return care_ != Care::none || at_home() > 0;
      case EventKind::hearing:
        return hear(row);
      case EventKind::visit_started:
        return change(Care::placed, Care::visit) && granted_now();
      case EventKind::visit_failed:
        ready_ = false;
        return change(Care::visit, Care::placed);
      case EventKind::goal_changed:
        return care_ == Care::placed && s_.court.gate;
      case EventKind::petition:
        return care_ == Care::placed && s_.court.gate;
      case EventKind::exit:
        return leave_together(row);
      case EventKind::child_other_exit:
        return leave_alone(row, ExitKind::other);
      case EventKind::child_aged_out:
        return age_out(row);
      case EventKind::reentry:
        return come_back(row);
      case EventKind::referral_answered:
        return service_ == Service::none && answer(row);
      case EventKind::joined_queue:
        return join(row);
      case EventKind::coach_assigned:
        return serve(Service::waiting, Service::coached);
      case EventKind::reneged:
        return serve(Service::waiting, Service::none);
      case EventKind::left_queue:
        return leave_queue(row);
      case EventKind::dropped_out:
      case EventKind::service_ended:
        return serve(Service::coached, Service::none);
      case EventKind::contact_kept:
        ++kept_;
        return service_ == Service::coached;
      case EventKind::contact_missed:
        ++missed_;
        return service_ == Service::coached;
      default:
        return false;  // events of coaches have no family
    }
  }

  /// Whether the rows of the record say the same. `left`: days of leaving the queue without a coach or giving
  /// up.
  std::string disagreement(const std::vector<SimTime>& left) const {
    if (kept_ != family_.contacts_kept || missed_ != family_.contacts_missed) return "contacts";
    if (episode_ != family_.episodes) return "number of episodes";
    const auto& last = run_.episodes[family_.first_episode + episode_ - 1];
    if (last.moves != moves_) return "moves";
    if (service_ == Service::leaving) return "queue (left without a row)";
    if (left_ != left) return "days of leaving the queue";
    for (std::size_t i = 0; i < last.children; ++i) {
      const bool in_care = children_[last.child[i]] == Child::care;
      if (in_care != (last.exit[i] == forever)) return "who is in care at the end";
    }
    return {};
  }

 private:
  enum class Child { not_yet, care, home, adult_at_home, left };
  enum class Care { none, placed, visit };
  enum class Service {
    none,
    waiting,
    coached,
    leaving
  };  ///< leaving: the next row says that it left the queue

  long in_care() const { return std::count(children_.begin(), children_.end(), Child::care); }
  long at_home() const { return std::count(children_.begin(), children_.end(), Child::home); }
  bool change(Care from, Care to) {
    const bool right = care_ == from;
    care_ = to;
    return right;
  }
  bool serve(Service from, Service to) {
    const bool right = service_ == from;
    service_ = to;
    return right;
  }
  bool granted_now() const { return granted_ == now_; }

  bool enter(const EventRow& row) {
    std::fill(children_.begin(), children_.end(), Child::care);
    care_ = Care::placed;
    episode_ = 1;
    return row.episode == 1 && row.day == family_.entry;
  }

  bool hear(const EventRow& row) {
    if (!s_.court.gate) return false;
    if (row.detail == 0) return care_ != Care::none || at_home() > 0;
    if (row.detail == 1) granted_ = row.day;
    return care_ == Care::placed && ready_;
  }

  bool leave_together(const EventRow& row) {
    const auto kind = static_cast<ExitKind>(row.detail);
    exit_ = kind;
    if (in_care() == 0 || row.episode != episode_) return false;
    if (kind == ExitKind::reunified) {
      // No support ever skips the hearing.
      if (s_.court.gate && !(granted_ > -forever)) return false;
      if (s_.court.gate && care_ == Care::placed && !granted_now()) return false;
    } else if (care_ != Care::placed) {
      return false;
    }
    const bool may_return =
        kind == ExitKind::reunified ||
        (kind != ExitKind::adopted && s_.hazards.reentry_after_guardianship_hazard_ratio > 0);
    for (auto& child : children_) {
      if (child == Child::care) child = may_return ? Child::home : Child::left;
    }
    care_ = Care::none;
    const bool goes_on =
        kind == ExitKind::reunified && program_at(s_, now_).support.after_reunification_days > 0;
    if (!goes_on) stop_service();
    return true;
  }

  bool leave_alone(const EventRow& row, ExitKind kind) {
    auto& child = children_[static_cast<std::size_t>(row.detail)];
    if (child != Child::care || (kind == ExitKind::other && care_ == Care::none)) return false;
    child = Child::left;
    if (in_care() > 0) return true;
    care_ = Care::none;
    end();
    return true;
  }

  bool age_out(const EventRow& row) {
    auto& child = children_[static_cast<std::size_t>(row.detail)];
    if (row.day != family_.turns_adult[static_cast<std::size_t>(row.detail)]) return false;
    if (child == Child::care) return leave_alone(row, ExitKind::emancipated);
    if (child != Child::home) return false;
    child = Child::adult_at_home;
    if (at_home() == 0) end();
    return true;
  }

  /// Nothing more can happen; nobody of the last episode is at home, or none of them a minor.
  void end() { stop_service(); }
  void stop_service() { service_ = service_ == Service::waiting ? Service::leaving : Service::none; }

  bool come_back(const EventRow& row) {
    if (care_ != Care::none || at_home() == 0 || row.episode != episode_ + 1) return false;
    const auto& episode = run_.episodes[family_.first_episode + episode_];
    if (episode.removal != now_ || episode.children != at_home()) return false;
    for (std::size_t i = 0; i < episode.children; ++i) {
      if (children_[episode.child[i]] != Child::home) return false;  // minors only
    }
    for (auto& child : children_) {
      if (child == Child::home) child = Child::care;
    }
    ++episode_;
    care_ = Care::placed;
    ready_ = false;
    granted_ = -forever;
    moves_ = 0;
    return true;
  }

  bool answer(const EventRow& row) {
    if (care_ == Care::none && at_home() == 0) return false;
    accepted_ = row.detail == 1 ? now_ : -forever;
    return true;
  }

  bool join(const EventRow& row) {
    if (row.detail == 0) {
      const bool right = service_ == Service::none && accepted_ == now_;
      service_ = Service::waiting;
      return right;
    }
    return serve(Service::coached, Service::waiting);
  }

  bool leave_queue(const EventRow& row) {
    left_.push_back(row.day);
    switch (static_cast<LeftQueue>(row.detail)) {
      case LeftQueue::went_home:
        return exit_ == ExitKind::reunified && at_home() > 0 && serve(Service::leaving, Service::none);
      case LeftQueue::left_care:
        return exit_ != ExitKind::reunified && in_care() == 0 && serve(Service::leaving, Service::none);
      case LeftQueue::no_child_left:
        return in_care() + at_home() == 0 && serve(Service::leaving, Service::none);
      case LeftQueue::time_over:
        return (care_ == Care::none || program_at(s_, now_).support.longest_days < forever) &&
               serve(Service::waiting, Service::none);
      case LeftQueue::program_closed:
        return serve(Service::waiting, Service::none);
    }
    return false;
  }

  const Scenario& s_;
  const RunRecord& run_;
  const FamilyRecord& family_;
  std::vector<Child> children_;
  Care care_{Care::none};
  Service service_{Service::none};
  bool ready_{};
  SimTime now_{-forever};
  SimTime granted_{-forever};  ///< in this episode
  SimTime accepted_{-forever};
  ExitKind exit_{};            ///< of the last joint exit
  std::vector<SimTime> left_;  ///< days on which it left the queue by a row of its own
  std::uint32_t moves_{}, kept_{}, missed_{};
  std::uint16_t episode_{};
};

}  // namespace

std::string breach_in_lives(const Scenario& s, const RunRecord& run) {
  std::vector<std::vector<EventRow>> by_family(run.families.size() + 1);
  for (const auto& row : run.log) by_family[row.family].push_back(row);
  auto spell = run.queue_spells.begin();
  for (const auto& family : run.families) {
    Life life(s, run, family);
    std::vector<SimTime> left;
    for (; spell != run.queue_spells.end() && spell->family == family.number; ++spell) {
      if (spell->end == QueueEnd::left) left.push_back(spell->ended);
    }
    for (const auto& row : by_family[family.number]) {
      if (!life.take(row)) {
        return fmt::format("{} of family {} on day {} cannot follow",
                           event_kind_names[static_cast<std::size_t>(row.kind)], family.number, row.day);
      }
    }
    const std::string differs = life.disagreement(left);
    if (!differs.empty()) return fmt::format("the record of family {} has other {}", family.number, differs);
  }
  return {};
}

}  // namespace homeward::test
