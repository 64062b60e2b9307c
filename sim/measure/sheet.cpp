#include "sim/measure/sheet.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace homeward {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

Sheet::Sheet(std::size_t groups)
    : groups_(groups),
      values_(outcome_table().size() * groups, nan),
      reasons_(outcome_table().size()),
      diagnostics_(diagnostic_table().size(), nan) {}

void Sheet::set(std::string_view outcome, double value) {
  row(outcome)[0] = value;
}

void Sheet::set(std::string_view outcome, std::span<const double> by_group) {
  assert(by_group.size() == groups_);
  std::copy(by_group.begin(), by_group.end(), row(outcome).begin());
}

void Sheet::set_rate(std::string_view outcome, const IncidenceByGroup& rate) {
  set(outcome, rate.share);
  const std::size_t index = outcome_index(outcome);
  diagnostics_[*followed_index(index)] = rate.followed;
  // Nobody is followed so long although there is somebody: that is no lack of people.
  if (rate.followed == 0) lacks(outcome, Reason::follow_up);
}

void Sheet::lacks(std::string_view outcome, Reason reason) {
  reasons_[outcome_index(outcome)] = static_cast<std::int8_t>(reason);
  std::ranges::fill(row(outcome), nan);
}

void Sheet::identify(const Scenario& scenario) {
  const std::span<const OutcomeInfo> table = outcome_table();
  const bool changes = changes_in_window(scenario);
  for (std::size_t outcome = 0; outcome < table.size(); ++outcome) {
    const auto followed = followed_index(outcome);
    const bool short_of =
        followed && (scenario.run.follow_up_years * days_per_year < follow_up_of(table[outcome].needs) ||
                     diagnostics_[*followed] < 1);
    const bool given = !std::isnan(row(outcome)[0]);
    if (given && short_of && changes) lacks(table[outcome].name, Reason::change_in_window);
    const bool unexplained = std::isnan(row(outcome)[0]) && reasons_[outcome] == 0;
    if (unexplained) reasons_[outcome] = static_cast<std::int8_t>(Reason::nobody_at_risk);
  }
}

std::vector<double> Sheet::outcomes() const {
  std::vector<double> everybody;
  for (std::size_t cell = 0; cell < values_.size(); cell += groups_) everybody.push_back(values_[cell]);
  return everybody;
}

std::vector<double> Sheet::by_trait() const {
  std::vector<double> levels;
  const std::span<const OutcomeInfo> table = outcome_table();
  for (std::size_t outcome = 0; outcome < table.size(); ++outcome) {
    if (!table[outcome].by_trait) continue;
    const auto first = values_.begin() + static_cast<std::ptrdiff_t>(outcome * groups_);
    levels.insert(levels.end(), first + 1, first + static_cast<std::ptrdiff_t>(groups_));
  }
  return levels;
}

}  // namespace homeward
