#include "sim/scenario/likely_mistakes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace homeward {

namespace {

bool is_zero(double x) {
  return x <= 0;
}

bool has_coaches(const Scenario& s) {
  const Coaches& coaches = s.program.coaches;
  const auto some = [](const auto& positions, const auto& per_100) {
    return positions.value_or(0) > 0 || per_100.value_or(0) > 0;
  };
  return some(coaches.positions, coaches.positions_per_100_entries) ||
         std::any_of(s.sites.begin(), s.sites.end(),
                     [](const Site& site) { return site.positions.value_or(0) > 0; }) ||
         std::any_of(coaches.staffing.begin(), coaches.staffing.end(), [&](const StaffingChange& change) {
           return some(change.positions, change.positions_per_100_entries);
         });
}

void look_at_coaches(const Scenario& s, std::vector<std::string>& notes) {
  const Support& support = s.program.support;
  const auto& contacts = support.contacts_per_week;
  if (std::all_of(contacts.begin(), contacts.end(), is_zero)) {
    notes.emplace_back(
        "coaches meet no family: set support.contacts_per_week.{placed,trial_home_visit,home}, or extend a "
        "scenario "
        "that has them");
  } else if (is_zero(support.hours_per_contact)) {
    notes.emplace_back("contacts last no time and change no need: set support.hours_per_contact");
  } else if (std::all_of(s.support_effects.to_needs.begin(), s.support_effects.to_needs.end(),
                         [](const auto& row) { return std::all_of(row.begin(), row.end(), is_zero); })) {
    notes.emplace_back("support meets no need: set support.to_needs");
  }
  if (is_zero(s.program.referral.probability))
    notes.emplace_back("no family is referred to a coach: referral.probability is 0");
  if (is_zero(s.program.referral.acceptance))
    notes.emplace_back("no family accepts a coach: referral.acceptance is 0");
  if (support.after_reunification_days > 0 && is_zero(contacts[index(Phase::home)])) {
    notes.emplace_back(
        "families keep their coach after going home but meet nobody: support.contacts_per_week.home is 0");
  }
}

void look_at_dates(const Scenario& s, std::vector<std::string>& notes) {
  const auto late = [&](const char* key, double day) {
    if (day < s.end() || day == forever) return;
    notes.push_back(
        fmt::format("{} has day {}, but the run ends on day {}; days count from the opening of the window",
                    key, day, s.end()));
  };
  late("program.start_days", s.program_start_days);
  for (const auto& change : s.program.coaches.staffing) late("coaches.staffing", change.date_days);
}

void look_at_sites(const Scenario& s, std::vector<std::string>& notes) {
  const auto named = std::count_if(s.sites.begin(), s.sites.end(),
                                   [](const Site& site) { return site.positions.has_value(); });
  const Coaches& coaches = s.program.coaches;
  if (named != static_cast<std::ptrdiff_t>(s.sites.size())) return;
  if (!coaches.positions && !coaches.positions_per_100_entries) return;
  notes.emplace_back(
      "every site names its own positions, so coaches.positions and coaches.positions_per_100_entries are "
      "not used");
}

}  // namespace

std::vector<std::string> likely_mistakes(const Scenario& s) {
  std::vector<std::string> notes;
  look_at_dates(s, notes);
  look_at_sites(s, notes);
  if (has_coaches(s)) look_at_coaches(s, notes);
  const Support& support = s.program.support;
  if (support.concrete_dollars_per_family > 0 && is_zero(support.concrete_per_1000_dollars)) {
    notes.emplace_back(
        "concrete services cost money and change nothing: set support.concrete_per_1000_dollars");
  }
  return notes;
}

}  // namespace homeward
