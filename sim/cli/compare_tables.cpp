#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "sim/cli/compare_view.hpp"
#include "sim/cli/difference_text.hpp"
#include "sim/cli/footnotes.hpp"
#include "sim/cli/short_names.hpp"
#include "sim/cli/table.hpp"

namespace homeward {

namespace {

constexpr std::size_t name_width = 34;   // names are made as short as they may be,
constexpr std::size_t any_width = 1000;  // and then not cut

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

/// Lines of one outcome: those of the plans.
std::span<const ComparedLine> group_at(const std::vector<ComparedLine>& lines, std::size_t start) {
  std::size_t end = start;
  while (end < lines.size() && lines[end].outcome == lines[start].outcome) ++end;
  return std::span(lines).subspan(start, end - start);
}

/// Rows by plan under a heading for each outcome; of many plans those at the ends.
template <typename Cells>
void add_rows(Table& table, const Comparisons& all, const RowLimit& limit, const Cells& cells) {
  const auto most = limit.most(all.study.scenarios.size() - 1);
  const auto names = short_names(all.study.scenarios, name_width);
  for (std::size_t at = 0; at < all.lines.size();) {
    const auto group = group_at(all.lines, at);
    at += group.size();
    const auto& outcome = *group.front().outcome;
    table.add_heading(fmt::format("{} ({} {}{})", name_with_unit(outcome), names[all.study.baseline],
                                  show(group.front().baseline.mean, style_of(outcome)), direction(outcome)));
    std::vector<double> differences;
    for (const auto& line : group) differences.push_back(line.difference.mean);
    const auto chosen = choose_rows(differences, outcome.better, std::nullopt, most);
    for (std::size_t i = 0; i < chosen.rows.size(); ++i) {
      if (chosen.left_out > 0 && i == chosen.gap)
        table.add_heading(left_out_text(chosen.left_out, outcome.better));
      const auto& line = group[chosen.rows[i]];
      table.add(cells("  " + names[line.scenario], line));
    }
    if (chosen.left_out > 0 && chosen.gap == chosen.rows.size())
      table.add_heading(left_out_text(chosen.left_out, outcome.better));
  }
}

}  // namespace

std::string differences_table(const Comparisons& all, const RowLimit& limit) {
  Table table({{"  Plan", Align::left, any_width},
               {"Mean", Align::right},
               {"Difference (95 %)", Align::right},
               {"All together", Align::right},
               {"Better in", Align::right},
               {"Confidence", Align::right},
               {"", Align::left, any_width}});
  Footnotes notes;
  add_rows(table, all, limit, [&](std::string name, const ComparedLine& line) -> std::vector<std::string> {
    const auto together = all.intervals < 2 ? "" : difference_bounds(*line.outcome, line.together);
    return {std::move(name),
            show(line.plan.mean, style_of(*line.outcome)),
            difference_text(*line.outcome, line.difference),
            together,
            percent(line.share_better),
            confidence(line.confidence_better),
            notes.mark(line.note)};
  });
  return table.text() + notes.text();
}

namespace {

/// Differences that all but agree would need more runs than there is a number for.
std::string runs_needed(double runs) {
  constexpr std::uint64_t most_told = 1'000'000'000'000;
  if (std::isnan(runs)) return "–";
  if (runs > static_cast<double>(most_told)) return "> " + with_thousands(most_told);
  return with_thousands(static_cast<std::uint64_t>(runs));
}

}  // namespace

std::string audit_table(const Comparisons& all, const RowLimit& limit) {
  Table table({{"  Plan", Align::left, any_width},
               {"Pairs", Align::right},
               {"Variance ratio", Align::right},
               {"Independent runs needed", Align::right}});
  add_rows(table, all, limit, [&](std::string name, const ComparedLine& line) -> std::vector<std::string> {
    return {std::move(name), fmt::format("{}", line.difference.n),
            show(line.difference.variance_ratio, Style::plain), runs_needed(line.unpaired_replications)};
  });
  return table.text();
}

}  // namespace homeward
