#include "sim/experiment/staff_scenarios.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "sim/model/rules.hpp"
#include "sim/scenario/build.hpp"

namespace homeward {

namespace {

std::uint32_t program_positions(const Scenario& scenario) {
  const auto& coaches = scenario.program.coaches;
  if (coaches.positions) return *coaches.positions;
  const double per_100 = coaches.positions_per_100_entries.value_or(0);
  return static_cast<std::uint32_t>(std::llround(per_100 * scenario.families.entries_per_year / 100));
}

Setting setting(std::vector<std::string> path, std::uint32_t number) {
  return {std::move(path), Value{static_cast<std::int64_t>(number), {"staff", 0, 0}, {"staff", 0, 0}}};
}

}  // namespace

StaffScenarios::StaffScenarios(const BaseScenario& base)
    : base_(base),
      sites_say_(std::any_of(base.scenario()->sites.begin(), base.scenario()->sites.end(),
                             [](const Site& site) { return site.positions.has_value(); })) {
  const Scenario& scenario = *base.scenario();
  if (!scenario.program.coaches.staffing.empty())
    throw InputError(
        {{scenario.name, 0, 0,
          "coaches.staffing changes the positions on dates, so that no one number answers; leave "
          "the dates out with --set 'coaches.staffing=[]'"}});
  std::vector<double> shares;
  for (const auto& site : scenario.sites) shares.push_back(site.share);
  by_site_ = largest_remainder(program_positions(scenario), shares);
  for (std::size_t i = 0; i < by_site_.size(); ++i)
    by_site_[i] = scenario.sites[i].positions.value_or(by_site_[i]);
}

std::uint32_t StaffScenarios::own_positions() const {
  return std::accumulate(by_site_.begin(), by_site_.end(), 0U);
}

Checked<Scenario> StaffScenarios::with(std::uint32_t positions) const {
  const Scenario& as_written = *base_.scenario();
  std::vector<Setting> settings{setting({"coaches", "positions"}, positions)};
  const double own = own_positions();
  if (sites_say_) {
    std::vector<double> shares;
    for (std::size_t i = 0; i < by_site_.size(); ++i)
      shares.push_back(own > 0 ? by_site_[i] / own : as_written.sites[i].share);
    const auto each = largest_remainder(positions, shares);
    for (std::size_t i = 0; i < each.size(); ++i)
      settings.push_back(setting({"sites", as_written.sites[i].name, "positions"}, each[i]));
  }
  auto derived = base_.derive(as_written.name, settings);
  if (!derived.issues.empty()) throw InputError(std::move(derived.issues));
  give_past(derived.scenario, as_written);
  return Checked<Scenario>::vouch(std::move(derived.scenario));
}

}  // namespace homeward
