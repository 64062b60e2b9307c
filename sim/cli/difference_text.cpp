#include "sim/cli/difference_text.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <span>
#include <vector>

namespace homeward {

bool is_ratio(const OutcomeInfo& outcome) {
  return outcome.summary == Summary::mean_of_log;
}

namespace {

std::vector<std::string> apart(const OutcomeInfo& outcome, std::span<const double> values) {
  return is_ratio(outcome) ? show_apart(values, Style::plain) : show_signed_apart(values, style_of(outcome));
}

}  // namespace

std::string name_with_unit(const OutcomeInfo& outcome) {
  const auto unit = unit_label(style_of(outcome));
  return unit.empty() ? std::string(outcome.name) : fmt::format("{}, {}", outcome.name, unit);
}

std::string interval_text(double low, double high, Style style) {
  if (std::isnan(low) || std::isnan(high)) return "–";
  const auto texts = show_apart(std::array{low, high}, style);
  return fmt::format("{} to {}", texts[0], texts[1]);
}

std::string difference_bounds(const OutcomeInfo& outcome, Bounds bounds) {
  if (std::isnan(bounds.low) || std::isnan(bounds.high)) return "–";
  const auto texts = apart(outcome, std::array{bounds.low, bounds.high});
  return fmt::format("{} to {}", texts[0], texts[1]);
}

std::string difference_text(const OutcomeInfo& outcome, const PairedEstimate& difference) {
  if (std::isnan(difference.mean)) return "–";
  const auto* const times = is_ratio(outcome) ? "×" : "";
  if (std::isnan(difference.ci_low)) return times + apart(outcome, std::array{difference.mean}).front();
  const auto texts = apart(outcome, std::array{difference.mean, difference.ci_low, difference.ci_high});
  return fmt::format("{}{} ({} to {})", times, texts[0], texts[1], texts[2]);
}

std::string_view better_name(const OutcomeInfo& outcome) {
  return better_names[static_cast<std::size_t>(outcome.better)];
}

}  // namespace homeward
