#include "sim/scenario/staffing_plan.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>

namespace homeward {

namespace {

/// A program with what its sites name for themselves.
struct Named {
  const Coaches& coaches;
  std::map<std::string, std::uint32_t> positions;
  std::map<std::string, std::vector<StaffingChange>> staffing;
};

Named own_program(const Scenario& s) {
  Named named{s.program.coaches, {}, {}};
  for (const Site& site : s.sites) {
    if (site.positions) named.positions.emplace(site.name, *site.positions);
    if (!site.staffing.empty()) named.staffing.emplace(site.name, site.staffing);
  }
  return named;
}

Named program_before(const Scenario& s) {
  if (!s.program_before) return own_program(s);
  return {s.program_before->coaches, s.program_before->site_positions, s.program_before->site_staffing};
}

std::vector<double> shares_of(const Scenario& s) {
  std::vector<double> shares;
  for (const auto& site : s.sites) shares.push_back(site.share);
  return shares;
}

std::vector<std::uint32_t> first_positions(const Named& program, const Scenario& s) {
  auto positions =
      largest_remainder(whole_positions(program.coaches.positions, program.coaches.positions_per_100_entries,
                                        s.families.entries_per_year),
                        shares_of(s));
  for (std::size_t i = 0; i < s.sites.size(); ++i) {
    const auto own = program.positions.find(s.sites[i].name);
    if (own != program.positions.end()) positions[i] = own->second;
  }
  return positions;
}

/// By which a later number of the whole program is shared: sites that name their own keep their proportions.
std::vector<double> shares_of_changes(const Named& program, const Scenario& s,
                                      const std::vector<std::uint32_t>& first) {
  auto shares = shares_of(s);
  const bool site_says = std::any_of(s.sites.begin(), s.sites.end(),
                                     [&](const Site& site) { return program.positions.contains(site.name); });
  const double total = std::accumulate(first.begin(), first.end(), 0.0);
  if (site_says && total > 0) {
    for (std::size_t i = 0; i < shares.size(); ++i) shares[i] = first[i] / total;
  }
  return shares;
}

StaffingPlan plan_of(const Named& program, const Scenario& s) {
  const auto first = first_positions(program, s);
  const auto shares = shares_of_changes(program, s, first);
  StaffingPlan plan(s.sites.size());
  for (std::size_t i = 0; i < first.size(); ++i) plan[i].push_back({-forever, first[i], false});
  for (const auto& change : program.coaches.staffing) {
    const auto now = largest_remainder(
        whole_positions(change.positions, change.positions_per_100_entries, s.families.entries_per_year),
        shares);
    for (std::size_t i = 0; i < now.size(); ++i) plan[i].push_back({change.date_days, now[i], false});
  }
  for (std::size_t i = 0; i < s.sites.size(); ++i) {
    const auto own = program.staffing.find(s.sites[i].name);
    if (own == program.staffing.end()) continue;
    const double entries = s.families.entries_per_year * s.sites[i].share;
    for (const auto& change : own->second)
      plan[i].push_back({change.date_days,
                         whole_positions(change.positions, change.positions_per_100_entries, entries),
                         false});
  }
  return plan;
}

std::uint32_t positions_at(const std::vector<StaffingTarget>& plan, SimTime now) {
  std::uint32_t positions = 0;
  for (const auto& target : plan) {
    if (target.from <= now) positions = target.positions;
  }
  return positions;
}

void append_between(std::vector<StaffingTarget>& to, const std::vector<StaffingTarget>& plan, SimTime after,
                    SimTime before) {
  for (const auto& target : plan) {
    if (target.from > after && target.from < before) to.push_back(target);
  }
}

}  // namespace

std::vector<std::uint32_t> largest_remainder(std::uint32_t total, const std::vector<double>& shares) {
  std::vector<std::uint32_t> whole(shares.size(), 0);
  std::vector<std::pair<double, std::size_t>> rest;
  std::uint32_t given = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const double exact = total * shares[i];
    whole[i] = static_cast<std::uint32_t>(std::floor(exact + 1e-9));
    given += whole[i];
    rest.emplace_back(-(exact - whole[i]), i);
  }
  std::sort(rest.begin(), rest.end());
  for (std::size_t i = 0; given < total && !rest.empty(); ++i, ++given) ++whole[rest[i % rest.size()].second];
  return whole;
}

std::uint32_t whole_positions(const std::optional<std::uint32_t>& positions,
                              const std::optional<double>& per_100_entries, double entries_per_year) {
  if (positions) return *positions;
  if (per_100_entries)
    return static_cast<std::uint32_t>(std::llround(*per_100_entries * entries_per_year / 100));
  return 0;
}

std::vector<std::uint32_t> first_positions(const Scenario& scenario) {
  return first_positions(own_program(scenario), scenario);
}

StaffingPlan own_staffing_plan(const Scenario& scenario) {
  return plan_of(own_program(scenario), scenario);
}

StaffingPlan staffing_plan_before(const Scenario& scenario) {
  return plan_of(program_before(scenario), scenario);
}

StaffingPlan staffing_plan(const Scenario& s) {
  const auto before = staffing_plan_before(s);
  const auto own = own_staffing_plan(s);
  const SimTime change = s.program_before ? std::max(s.program_start_days, s.start()) : s.start();
  StaffingPlan plan;
  for (std::size_t i = 0; i < s.sites.size(); ++i) {
    auto& targets = plan.emplace_back();
    if (change > s.start()) {
      targets.push_back({s.start(), positions_at(before[i], s.start()), false});
      append_between(targets, before[i], s.start(), change);
      targets.push_back({change, positions_at(own[i], change), true});
    } else {
      targets.push_back({s.start(), positions_at(own[i], s.start()), false});
    }
    append_between(targets, own[i], change, forever);
  }
  return plan;
}

}  // namespace homeward
