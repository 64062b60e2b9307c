#include "sim/measure/sheet.hpp"

#include <algorithm>
#include <cassert>

namespace homeward {

Sheet::Sheet(std::size_t groups)
    : groups_(groups), values_(outcome_table().size() * groups, std::numeric_limits<double>::quiet_NaN()) {}

void Sheet::set(std::string_view outcome, double value) {
  row(outcome)[0] = value;
}

void Sheet::set(std::string_view outcome, std::span<const double> by_group) {
  assert(by_group.size() == groups_);
  std::copy(by_group.begin(), by_group.end(), row(outcome).begin());
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
