#include "sim/cli/difference_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace homeward {

bool is_ratio(const OutcomeInfo& outcome) {
  return outcome.summary == Summary::mean_of_log;
}

namespace {

std::string one(const OutcomeInfo& outcome, double value) {
  return is_ratio(outcome) ? show(value, Style::plain) : show_signed(value, style_of(outcome));
}

}  // namespace

std::string name_with_unit(const OutcomeInfo& outcome) {
  const auto unit = unit_label(style_of(outcome));
  return unit.empty() ? std::string(outcome.name) : fmt::format("{}, {}", outcome.name, unit);
}

std::string interval_text(double low, double high, Style style) {
  if (std::isnan(low) || std::isnan(high)) return "–";
  return fmt::format("{} to {}", show(low, style), show(high, style));
}

std::string difference_bounds(const OutcomeInfo& outcome, Bounds bounds) {
  if (std::isnan(bounds.low) || std::isnan(bounds.high)) return "–";
  return fmt::format("{} to {}", one(outcome, bounds.low), one(outcome, bounds.high));
}

std::string difference_text(const OutcomeInfo& outcome, const PairedEstimate& difference) {
  if (std::isnan(difference.mean)) return "–";
  const auto mean = (is_ratio(outcome) ? "×" : "") + one(outcome, difference.mean);
  if (std::isnan(difference.ci_low)) return mean;
  return fmt::format("{} ({})", mean, difference_bounds(outcome, {difference.ci_low, difference.ci_high}));
}

std::string_view better_name(const OutcomeInfo& outcome) {
  return better_names[static_cast<std::size_t>(outcome.better)];
}

}  // namespace homeward
