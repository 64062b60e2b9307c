#include "sim/cli/precision_arguments.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

#include "sim/cli/arguments.hpp"
#include "sim/core/issues.hpp"

namespace homeward {

namespace {

/// "0.005", or "2%" of the mean.
PrecisionGoal parse_half_width(const std::string& option, std::string_view text) {
  PrecisionGoal goal;
  auto number = text;
  if (number.ends_with('%')) {
    goal.relative = true;
    number.remove_suffix(1);
  }
  const auto* end = number.data() + number.size();
  const auto [stopped, error] = std::from_chars(number.data(), end, goal.half_width);
  if (error != std::errc{} || stopped != end || !std::isfinite(goal.half_width) || goal.half_width <= 0) {
    throw UsageError(
        fmt::format("{}: \"{}\" is no half-width; give a number above 0 in the outcome's units, such as "
                    "0.005, or a share of its mean, such as 2%",
                    option, text));
  }
  if (goal.relative) goal.half_width /= 100;
  return goal;
}

PrecisionGoal parse_goal(const std::string& text, const std::string& common) {
  const auto equals = text.find('=');
  const auto name = text.substr(0, equals);
  if (equals == std::string::npos && common.empty())
    throw UsageError(
        fmt::format("--outcome {}: how precise? Add --precision P, or write --outcome {}=P", text, text));
  auto goal = equals == std::string::npos ? parse_half_width("--precision", common)
                                          : parse_half_width("--outcome " + name, text.substr(equals + 1));
  try {
    goal.outcome = outcome_index(name);
  } catch (const UsageError& fault) {
    throw UsageError(fmt::format("--outcome: {}", fault.what()));
  }
  return goal;
}

void refuse_without_outcome(const PrecisionArguments& arguments) {
  if (!arguments.outcomes.empty()) return;
  if (!arguments.half_width.empty()) {
    parse_half_width("--precision", arguments.half_width);
    throw UsageError(
        "--precision: say of what, with --outcome NAME (as often as wanted): reunified_12_months, "
        "reentry_12_months, mean_days_in_care, cost_per_family or any other that homeward summary shows");
  }
  throw UsageError(fmt::format("{} goes with --precision P --outcome NAME",
                               arguments.most ? "--max-replications" : "--of"));
}

}  // namespace

std::optional<PrecisionRule> precision_rule(const PrecisionArguments& arguments) {
  const bool asked =
      !arguments.half_width.empty() || !arguments.outcomes.empty() || arguments.most || !arguments.of.empty();
  if (!asked) return std::nullopt;
  refuse_without_outcome(arguments);
  PrecisionRule rule;
  rule.of = arguments.of == "difference" ? PrecisionOf::difference : PrecisionOf::level;
  rule.most = arguments.most.value_or(rule.most);
  if (rule.most < first_look) {
    throw UsageError(
        fmt::format("--max-replications {}: the first look is at {} replications, so it must be at least {}",
                    rule.most, first_look, first_look));
  }
  for (const auto& text : arguments.outcomes) {
    const auto goal = parse_goal(text, arguments.half_width);
    const bool again = std::any_of(rule.goals.begin(), rule.goals.end(),
                                   [&](const auto& one) { return one.outcome == goal.outcome; });
    if (again) {
      throw UsageError(
          fmt::format("--outcome {}: this outcome is named twice", outcome_table()[goal.outcome].name));
    }
    rule.goals.push_back(goal);
  }
  return rule;
}

void add_precision_options(CLI::App& command, PrecisionArguments& a) {
  const std::string group = "Replications until precise enough, instead of -n";
  command
      .add_option(
          "--precision", a.half_width,
          "until the half-width of the 95 % interval is P for each --outcome: in its units (0.005 of a "
          "share is half a percentage point), or of its mean (2%)")
      ->type_name("P")
      ->group(group);
  command
      .add_option("--outcome", a.outcomes,
                  "of this outcome, with its own P if one is given; again for others")
      ->type_name("NAME[=P]")
      ->allow_extra_args(false)
      ->take_all()
      ->group(group);
  command.add_option("--max-replications", a.most, "at most; default 1000, at least 20")
      ->type_name("M")
      ->transform(whole_number(1, 10'000'000))
      ->group(group);
  command
      .add_option("--of", a.of,
                  "of each scenario's level (default), or of each paired difference from the baseline")
      ->type_name("level|difference")
      ->check(CLI::IsMember({"level", "difference"}))
      ->group(group);
}

}  // namespace homeward
