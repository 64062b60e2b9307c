#include <fmt/format.h>

#include <cmath>
#include <cstdint>

#include "sim/cli/compare_view.hpp"
#include "sim/cli/difference_text.hpp"
#include "sim/cli/table.hpp"

namespace homeward {

namespace {

std::string percent(double share) {
  return std::isnan(share) ? "–" : fmt::format("{:.0f} %", 100 * share);
}

/// Never "100 %": a confidence is not certainty.
std::string confidence(double share) {
  if (share > 0.999) return "> 99.9 %";
  if (share < 0.001) return "< 0.1 %";
  return std::isnan(share) ? "–" : fmt::format("{:.1f} %", 100 * share);
}

std::string direction(const OutcomeInfo& outcome) {
  switch (outcome.better) {
    case Better::higher:
      return "; higher is better";
    case Better::lower:
      return "; lower is better";
    case Better::neither:
      return "";
  }
  return "";
}

/// Rows by plan under a heading for each outcome.
template <typename Cells>
void add_rows(Table& table, const Comparisons& all, const Cells& cells) {
  const OutcomeInfo* outcome = nullptr;
  for (const auto& line : all.lines) {
    if (line.outcome != outcome) {
      outcome = line.outcome;
      table.add_heading(fmt::format("{} ({} {}{})", name_with_unit(*outcome),
                                    all.study.scenarios[all.study.baseline],
                                    show(line.baseline.mean, style_of(*outcome)), direction(*outcome)));
    }
    table.add(cells(line));
  }
}

}  // namespace

std::string differences_table(const Comparisons& all) {
  Table table({{"  Plan", Align::left, 34},
               {"Mean", Align::right},
               {"Difference (95 %)", Align::right},
               {"All together", Align::right},
               {"Better in", Align::right},
               {"Confidence", Align::right}});
  add_rows(table, all, [&](const ComparedLine& line) -> std::vector<std::string> {
    const auto together = all.intervals < 2 ? "" : difference_bounds(*line.outcome, line.together);
    return {"  " + all.study.scenarios[line.scenario],
            show(line.plan.mean, style_of(*line.outcome)),
            difference_text(*line.outcome, line.difference),
            together,
            percent(line.share_better),
            confidence(line.confidence_better)};
  });
  return table.text();
}

std::string audit_table(const Comparisons& all) {
  Table table({{"  Plan", Align::left, 34},
               {"Pairs", Align::right},
               {"Variance ratio", Align::right},
               {"Independent runs needed", Align::right}});
  add_rows(table, all, [&](const ComparedLine& line) -> std::vector<std::string> {
    const double needed = line.unpaired_replications;
    return {"  " + all.study.scenarios[line.scenario], fmt::format("{}", line.difference.n),
            show(line.difference.variance_ratio, Style::plain),
            std::isnan(needed) ? "–" : with_thousands(static_cast<std::uint64_t>(needed))};
  });
  return table.text();
}

}  // namespace homeward
