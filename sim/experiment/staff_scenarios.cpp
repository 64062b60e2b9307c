#include "sim/experiment/staff_scenarios.hpp"

#include <fmt/format.h>

#include <numeric>
#include <string>
#include <utility>

#include "sim/scenario/build.hpp"
#include "sim/scenario/staffing_plan.hpp"

namespace homeward {

StaffScenarios::StaffScenarios(const BaseScenario& base) : base_(base) {
  const Scenario& scenario = *base.scenario();
  const auto refuse = [&](const std::string& key) {
    throw InputError({{scenario.name, 0, 0,
                       fmt::format("{0} changes the positions on dates, so that no one number answers; leave "
                                   "the dates out with --set '{0}=[]'",
                                   key)}});
  };
  if (!scenario.program.coaches.staffing.empty()) refuse("coaches.staffing");
  for (const auto& site : scenario.sites)
    if (!site.staffing.empty()) refuse(join_path(join_path("sites", site.name), "staffing"));
}

std::uint32_t StaffScenarios::own_positions() const {
  const auto by_site = first_positions(*base_.scenario());
  return std::accumulate(by_site.begin(), by_site.end(), 0U);
}

Checked<Scenario> StaffScenarios::with(std::uint32_t positions) const {
  const Origin origin{"staff", 0, 0};
  const std::vector<Setting> settings{
      {{"coaches", "positions"}, Value{static_cast<std::int64_t>(positions), origin, origin}}};
  const Scenario& as_written = *base_.scenario();
  auto derived = base_.derive(as_written.name, settings);
  if (!derived.issues.empty()) throw InputError(std::move(derived.issues));
  give_past(derived.scenario, as_written);
  return Checked<Scenario>::vouch(std::move(derived.scenario));
}

}  // namespace homeward
