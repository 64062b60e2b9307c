#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/cli/csv.hpp"
#include "sim/cli/export_tables.hpp"
#include "sim/core/issues.hpp"
#include "sim/scenario/nearest.hpp"

namespace homeward {

namespace {

std::vector<std::string> as_csv(const std::vector<std::string>& texts) {
  std::vector<std::string> cells;
  for (const auto& text : texts) cells.push_back(csv_text(text));
  return cells;
}

std::vector<std::string> as_csv(const std::vector<double>& numbers) {
  std::vector<std::string> cells;
  for (const double number : numbers) cells.push_back(csv_number(number));
  return cells;
}

/// A factor of plain numbers: its numbers, every bit, where its labels may be rounded. Where a level is no
/// number, its label.
std::vector<std::string> levels(const std::vector<std::string>& labels, const std::vector<double>& numbers) {
  auto cells = as_csv(labels);
  for (std::size_t i = 0; i < numbers.size() && i < cells.size(); ++i)
    if (std::isfinite(numbers[i])) cells[i] = csv_number(numbers[i]);
  return cells;
}

}  // namespace

std::vector<std::string> chosen_outcomes(const Export& request, const std::vector<std::string>& known) {
  for (const auto& name : request.names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto meant = nearest(name, known);
    throw UsageError(fmt::format("--outcome {}: this table has no such column{}", name,
                                 meant.empty() ? "" : fmt::format("; did you mean {}?", meant)));
  }
  if (request.names.empty()) return known;
  std::vector<std::string> some;
  for (const auto& name : known)
    if (std::find(request.names.begin(), request.names.end(), name) != request.names.end())
      some.push_back(name);
  return some;
}

std::string headed(const std::string& name, const std::string& units) {
  return fmt::format("{} ({})", name, units);
}

ScenarioColumns::ScenarioColumns(const ResultsFile& file) : scenarios_(as_csv(file.axes().scenarios)) {
  header_ = "scenario";
  const auto add = [this](const std::string& name, std::vector<std::string> cells) {
    header_ += fmt::format(",{}", csv_text(name));
    texts_.push_back(std::move(cells));
  };
  if (const auto draws = file.draws(); !draws.empty()) {
    std::vector<std::string> plans, numbers;
    for (const auto& draw : draws) {
      plans.push_back(csv_text(draw.plan));
      numbers.push_back(fmt::format("{}", draw.number));
    }
    add("plan", std::move(plans));
    add("draw", std::move(numbers));
  }
  for (const auto& [key, labels] : file.factors()) {
    const auto values = file.factor_values(key);
    if (values.size() == 1 && values.front().first == key) {
      add(key, levels(labels, values.front().second));
      continue;
    }
    add(key, as_csv(labels));
    for (const auto& [name, numbers] : values) add(name, as_csv(numbers));
  }
}

std::string ScenarioColumns::cells(std::size_t scenario) const {
  auto cells = scenarios_[scenario];
  for (const auto& column : texts_) cells += fmt::format(",{}", column[scenario]);
  return cells;
}

}  // namespace homeward
