#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "sim/cli/csv.hpp"
#include "sim/cli/export_tables.hpp"
#include "sim/core/catalogs.hpp"
#include "sim/measure/family_changes.hpp"
#include "sim/measure/identification.hpp"

namespace homeward {

namespace {

constexpr std::array<std::string_view, 5> statistics{"mean", "sd", "n", "ci_low", "ci_high"};
constexpr std::array<std::string_view, 8> difference_statistics{
    "difference_mean",           "difference_sd",      "difference_n",
    "difference_ci_low",         "difference_ci_high", "share_of_replications_higher",
    "confidence_mean_is_higher", "variance_ratio"};

/// An outcome with what is said of it in every row.
struct Named {
  std::string name, front;
  std::size_t place{};                 ///< on the axis of outcomes
  std::vector<Identified> identified;  ///< [scenario]; of a summary
};

/// The name of a stored reason; "" of a code that this program does not know.
std::string_view reason_name(double code) {
  return code >= 0 && code < static_cast<double>(reason_names.size())
             ? reason_names[static_cast<std::size_t>(code)]
             : "";
}

void write_change(const Export& request, const std::string& front, const FamilyChangeInfo& info,
                  const Estimate& change, Reason reason) {
  auto& out = request.out;
  out.ready(front).text(info.name).text(info.units).empty().whole(0);
  out.number(change.mean).number(change.sd).number(change.n);
  out.number(change.ci_low).number(change.ci_high).empty().empty().empty();
  out.text(reason_names[index(reason)]);
  out.end_row();
}

/// Who changes against the file's baseline; by scenario. Files of draws keep no families, and compare within
/// a draw.
std::vector<FamilyChangeEstimates> family_changes_of(const Export& request) {
  if (!request.names.empty() || !request.file.draws().empty()) return {};
  const auto& names = request.file.axes().scenarios;
  const auto baseline = std::find(names.begin(), names.end(), request.file.baseline());
  return request.file.family_changes(static_cast<std::size_t>(baseline - names.begin()));
}

std::vector<Named> compared_outcomes(const Export& request) {
  auto& blocks = request.blocks;
  const auto known = blocks.texts("comparison/outcome");
  const auto units = blocks.texts("comparison/outcome_units", known.size());
  const auto better = blocks.texts("comparison/outcome_better", known.size());
  const std::array<std::size_t, 1> start{0};
  const std::array<std::size_t, 1> count{known.size()};
  const auto is_ratio = blocks.read("comparison/difference_is_ratio", start, count);
  std::vector<Named> outcomes;
  for (const auto& name : chosen_outcomes(request, known)) {
    const auto place = static_cast<std::size_t>(std::find(known.begin(), known.end(), name) - known.begin());
    outcomes.push_back({name,
                        fmt::format("{},{},{},{}", csv_text(name), csv_text(units[place]),
                                    csv_text(better[place]), is_ratio[place] > 0 ? 1 : 0),
                        place,
                        {}});
  }
  return outcomes;
}

}  // namespace

void export_summary(const Export& request) {
  auto& out = request.out;
  const ScenarioColumns columns(request.file);
  std::vector<Named> outcomes;
  for (const auto& name : chosen_outcomes(request, request.file.outcomes()))
    outcomes.push_back({name,
                        fmt::format("{},{},{}", csv_text(name), csv_text(request.blocks.text(name, "units")),
                                    csv_text(request.blocks.text(name, "population"))),
                        0, request.file.identified(name)});
  out.ready(columns.header()).text("outcome").text("unit").text("population");
  for (const auto statistic : statistics) out.text(statistic);
  out.text("reason").text("share_followed");
  out.end_row();
  for (const auto scenario : request.scenarios) {
    const std::array<std::size_t, 1> start{scenario};
    const std::array<std::size_t, 1> count{1};
    const auto cells = columns.cells(scenario);
    for (const auto& outcome : outcomes) {
      out.ready(cells).ready(outcome.front);
      for (const auto statistic : statistics)
        out.number(request.blocks.read(fmt::format("{}_{}", outcome.name, statistic), start, count).front());
      out.text(reason_names[index(outcome.identified[scenario].reason)])
          .number(outcome.identified[scenario].followed);
      out.end_row();
    }
  }
}

void export_comparison(const Export& request) {
  auto& out = request.out;
  const ScenarioColumns columns(request.file);
  const auto outcomes = compared_outcomes(request);
  const auto changes = family_changes_of(request);
  out.ready(columns.header()).text("outcome").text("unit").text("better").text("difference_is_ratio");
  for (const auto statistic : difference_statistics) out.text(statistic);
  const bool says_why = request.blocks.has("comparison/difference_reason");
  out.text("reason");
  out.end_row();
  for (const auto scenario : request.scenarios) {
    const auto cells = columns.cells(scenario);
    for (const auto& outcome : outcomes) {
      const std::array<std::size_t, 2> start{outcome.place, scenario};
      const std::array<std::size_t, 2> count{1, 1};
      out.ready(cells).ready(outcome.front);
      for (const auto statistic : difference_statistics)
        out.number(request.blocks.read(fmt::format("comparison/{}", statistic), start, count).front());
      out.text(says_why
                   ? reason_name(request.blocks.read("comparison/difference_reason", start, count).front())
                   : "");
      out.end_row();
    }
    if (changes.empty()) continue;
    for (std::size_t change = 0; change < family_changes_count; ++change)
      write_change(request, cells, family_change_table()[change], changes[scenario].of[change],
                   changes[scenario].reasons[change]);
  }
}

}  // namespace homeward
