#include "sim/cli/trace_narrator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "sim/cli/trace_date.hpp"

namespace homeward {

namespace {

std::string placement_text(std::int8_t placement) {
  switch (static_cast<Placement>(placement)) {
    case Placement::kin:
      return "with kin";
    case Placement::foster_family:
      return "with a foster family";
    case Placement::congregate:
      return "in congregate care";
  }
  return "";
}

/// What one child, or several, do when they leave care together.
std::string_view exit_text(ExitKind kind, bool one) {
  switch (kind) {
    case ExitKind::reunified:
      return one ? "goes home" : "go home";
    case ExitKind::adopted:
      return one ? "is adopted" : "are adopted";
    case ExitKind::guardianship:
      return one ? "goes to a guardian" : "go to a guardian";
    case ExitKind::relative:
      return one ? "goes to live with a relative" : "go to live with a relative";
    case ExitKind::emancipated:
    case ExitKind::other:
      break;  // each child by itself
  }
  return one ? "leaves care" : "leave care";
}

/// Why a family no longer waits for a coach.
std::string_view leaving_text(std::int8_t why) {
  switch (static_cast<LeftQueue>(why)) {
    case LeftQueue::went_home:
      return "no coaching at home";
    case LeftQueue::left_care:
      return "no return home to support";
    case LeftQueue::no_child_left:
      return "no child is left to follow";
    case LeftQueue::time_over:
      return "the time for it is over";
    case LeftQueue::program_closed:
      return "no coaches there any more";
  }
  return "";
}

EventKind kind_of(const EventRow& row) {
  return static_cast<EventKind>(row.kind);
}

}  // namespace

Narrator::Narrator(const Scenario& scenario, const FamilyRecord& family, std::vector<CoachRecord> coaches,
                   const Draws& draws)
    : scenario_(scenario), family_(family), coaches_(std::move(coaches)), draws_(draws) {
  since_.fill(forever);
}

void Narrator::tell(const EventRow& row) {
  switch (kind_of(row)) {
    case EventKind::contact_kept:
    case EventKind::contact_missed:
      return tell_contact(row);
    case EventKind::entry:
    case EventKind::reentry:
      return tell_removal(row);
    case EventKind::ready:
      return add(row, "parents are ready for a return home");
    case EventKind::placement_move:
      return add(row, fmt::format("moved, now {}", placement_text(row.detail)));
    case EventKind::setback:
      return add(row, "a setback for the parents");
    case EventKind::hearing:
      return tell_hearing(row);
    case EventKind::visit_started:
      go(Where::visit, row.day);
      return add(row, "trial home visit begins");
    case EventKind::visit_failed:
      go(Where::placed, row.day);
      return add(row, fmt::format("trial home visit fails; back {}", placement_text(row.detail)));
    case EventKind::goal_changed:
      return add(row, "goal is changed: no longer going home");
    case EventKind::petition:
      return add(row, "petition to end parental rights comes due");
    case EventKind::exit:
      return tell_exit(row);
    case EventKind::child_other_exit:
    case EventKind::child_aged_out:
      return tell_child(row);
    case EventKind::referral_answered:
      return tell_offer(row);
    case EventKind::joined_queue:
      return tell_joined(row);
    case EventKind::coach_assigned:
      return tell_coach(row);
    case EventKind::reneged:
      add(row, fmt::format("gives up waiting for a coach after {}",
                           length_text(row.day - since_[index(BandKind::waiting)])));
      return end(BandKind::waiting, row.day);
    case EventKind::left_queue:
      add(row, fmt::format("leaves the queue without a coach: {}", leaving_text(row.detail)));
      return end(BandKind::waiting, row.day);
    case EventKind::dropped_out:
      add(row, "ends the work with the coach early");
      return end(BandKind::coached, row.day);
    case EventKind::service_ended:
      add(row,
          fmt::format("coaching ends after {}", length_text(row.day - since_[index(BandKind::coached)])));
      return end(BandKind::coached, row.day);
    case EventKind::coach_hired:
    case EventKind::coach_ready:
    case EventKind::coach_left:
    case EventKind::staffing_changed:
      return;  // of no family
  }
}

void Narrator::add(const EventRow& row, std::string text) {
  tell_contacts();
  lines_.push_back(
      {row.day, std::string(event_kind_names[static_cast<std::size_t>(row.kind)]), std::move(text), {}});
}

void Narrator::tell_contact(const EventRow& row) {
  if (!contacts_.contacts) contacts_ = {row.day, "contacts", "", ContactSpan{.first = row.day}};
  contacts_.day = row.day;
  auto& span = *contacts_.contacts;
  ++(kind_of(row) == EventKind::contact_kept ? span.kept : span.missed);
  span.trust = row.detail / 100.0;
}

void Narrator::tell_contacts() {
  if (!contacts_.contacts) return;
  const auto& span = *contacts_.contacts;
  contacts_.text = span.kept == 0 ? "no contact kept"
                                  : fmt::format("{} contact{} kept", span.kept, span.kept == 1 ? "" : "s");
  if (span.missed > 0) contacts_.text += fmt::format(", {} missed", span.missed);
  if (span.kept + span.missed > 1)
    contacts_.text += fmt::format(" in {}", length_text(contacts_.day - span.first));
  contacts_.text += fmt::format("; trust {:.2f}", span.trust);
  lines_.push_back(std::exchange(contacts_, {}));
}

std::string Narrator::children_text(std::size_t count) const {
  if (family_.children == 1) return "the child is";
  if (count == family_.children)
    return count == 2 ? "both children are" : fmt::format("all {} children are", count);
  return count == 1 ? "1 child is" : fmt::format("{} children are", count);
}

void Narrator::tell_removal(const EventRow& row) {
  const bool again = kind_of(row) == EventKind::reentry;
  std::size_t removed = 0;
  for (std::size_t c = 0; c < family_.children; ++c) {
    const bool home = again ? at_home_[c] && family_.turns_adult[c] > row.day : true;
    in_care_[c] = home;
    at_home_[c] = false;
    removed += home ? 1 : 0;
  }
  auto text =
      fmt::format("{} removed from home, placed {}", children_text(removed), placement_text(row.detail));
  if (again) text = fmt::format("BACK IN CARE after {}: {}", length_text(row.day - left_care_), text);
  removed_ = row.day;
  add(row, std::move(text));
  go(Where::placed, row.day);
}

void Narrator::tell_hearing(const EventRow& row) {
  if (where_ == Where::home) return add(row, "hearing: the court looks at how it goes at home");
  if (row.detail == 1) return add(row, "hearing: return home granted");
  if (where_ == Where::visit) return add(row, "hearing held during the trial home visit");
  add(row, row.detail == 2 ? "hearing: put off (continued)" : "hearing held; no return home yet");
}

std::size_t Narrator::minors_at_home(SimTime day) const {
  std::size_t minors = 0;
  for (std::size_t c = 0; c < family_.children; ++c)
    minors += at_home_[c] && family_.turns_adult[c] > day ? 1 : 0;
  return minors;
}

void Narrator::tell_exit(const EventRow& row) {
  const auto kind = static_cast<ExitKind>(row.detail);
  std::size_t leaving = 0;
  at_home_.fill(false);
  for (std::size_t c = 0; c < family_.children; ++c) {
    at_home_[c] = std::exchange(in_care_[c], false);
    leaving += at_home_[c] ? 1 : 0;
  }
  const auto who = family_.children == 1         ? std::string("the child")
                   : leaving == family_.children ? std::string("the children")
                   : leaving == 1                ? std::string("1 child")
                                                 : fmt::format("{} children", leaving);
  auto text = fmt::format("{} {} after {} in care", who, exit_text(kind, leaving == 1),
                          length_text(row.day - removed_));
  if (kind == ExitKind::reunified) text = "HOME: " + text;
  left_care_ = row.day;
  const bool goes_on = kind == ExitKind::reunified && minors_at_home(row.day) > 0 &&
                       program(row.day).support.after_reunification_days > 0;
  if (!goes_on && since_[index(BandKind::coached)] < forever) text += "; coaching ends";
  add(row, std::move(text));
  lines_.back().kind = exit_kind_names[index(kind)];
  go(kind == ExitKind::reunified ? Where::home
     : kind == ExitKind::adopted ? Where::gone
                                 : Where::elsewhere,
     row.day);
  if (!goes_on) end(BandKind::coached, row.day);
}

void Narrator::tell_child(const EventRow& row) {
  const auto child = static_cast<std::size_t>(row.detail);
  const auto who = family_.children == 1 ? std::string("the child") : fmt::format("child {}", child + 1);
  const bool adult = kind_of(row) == EventKind::child_aged_out;
  const auto how = adult ? fmt::format("turns {:.4g}", scenario_.families.age_out_years)
                         : std::string("leaves another way");
  add(row, fmt::format("{} {} {}", who, how,
                       in_care() ? (adult ? "in care (ages out)" : "(transfer or other)") : "at home"));
  in_care_[child] = at_home_[child] = false;
  const bool left_in_care = std::find(in_care_.begin(), in_care_.end(), true) != in_care_.end();
  if (in_care() ? left_in_care : minors_at_home(row.day) > 0) return;
  go(Where::gone, row.day);
  end(BandKind::coached, row.day);
}

void Narrator::tell_offer(const EventRow& row) {
  add(row, row.detail == 1 ? "offered a coach: accepts, starts to wait" : "offered a coach: declines");
}

void Narrator::tell_joined(const EventRow& row) {
  if (row.detail == 1) {
    add(row, "the coach leaves the job; waits for another");
    end(BandKind::coached, row.day);
  }
  begin(BandKind::waiting, row.day);  // after a referral its answer has told it
}

void Narrator::tell_coach(const EventRow& row) {
  const Days waited = row.day - since_[index(BandKind::waiting)];
  const auto experience = shares_experience(row.position, row.holder) ? "shares" : "does not share";
  const auto after = waited > 0 ? fmt::format(" after {}", length_text(waited)) : std::string(" at once");
  add(row, fmt::format("COACH assigned{}: position {}, holder {}; {} the family's experience", after,
                       row.position, row.holder, experience));
  end(BandKind::waiting, row.day);
  begin(BandKind::coached, row.day);
}

std::string Narrator::whereabouts() const {
  switch (where_) {
    case Where::placed:
      return "in care";
    case Where::visit:
      return "on a trial home visit";
    case Where::home:
      return "still at home";
    case Where::elsewhere:
      return "with a guardian or relative";
    case Where::nowhere:
    case Where::gone:
      break;
  }
  return "no child is left to follow";
}

void Narrator::finish(SimTime end_of_run) {
  tell_contacts();
  auto text = fmt::format("the run ends: {}", whereabouts());
  if (since_[index(BandKind::coached)] < forever) text += ", with a coach";
  if (since_[index(BandKind::waiting)] < forever) text += ", waiting for a coach";
  lines_.push_back({end_of_run, "end", std::move(text), {}});
  for (std::size_t kind = 0; kind < since_.size(); ++kind) end(static_cast<BandKind>(kind), end_of_run);
}

const Program& Narrator::program(SimTime day) const {
  const bool before = scenario_.program_before && day < scenario_.program_start_days;
  return before ? *scenario_.program_before : scenario_.program;
}

bool Narrator::shares_experience(std::uint32_t position, std::uint32_t holder) const {
  const auto coach = std::find_if(coaches_.begin(), coaches_.end(), [&](const CoachRecord& record) {
    return record.position == position && record.holder == holder;
  });
  if (coach == coaches_.end()) return false;
  const auto site = site_code(scenario_.sites[family_.site].name);
  return draws_.coach_uniform(site, position, holder, Purpose::coach_experience) <
         program(coach->hired).coaches.shared_experience_share;
}

void Narrator::go(Where where, SimTime day) {
  where_ = where;
  if (!in_care()) end(BandKind::in_care, day);
  if (where != Where::visit) end(BandKind::trial_home_visit, day);
  if (where != Where::home) end(BandKind::home, day);
  if (in_care()) begin(BandKind::in_care, day);
  if (where == Where::visit) begin(BandKind::trial_home_visit, day);
  if (where == Where::home) begin(BandKind::home, day);
}

void Narrator::begin(BandKind kind, SimTime day) {
  if (since_[index(kind)] == forever) since_[index(kind)] = day;
}

void Narrator::end(BandKind kind, SimTime day) {
  const SimTime from = std::exchange(since_[index(kind)], forever);
  if (from < forever) bands_.push_back({kind, from, day});
}

}  // namespace homeward
