#include "sim/cli/precision_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/cli/numbers.hpp"

namespace homeward {

namespace {

constexpr std::array<std::string_view, 2> of_names{"level", "difference"};
std::string_view of_name(const PrecisionRule& rule) {
  return of_names[static_cast<std::size_t>(rule.of)];
}

std::string_view outcome_name(const PrecisionRule& rule, const Reading& reading) {
  return outcome_table()[rule.goals[reading.goal].outcome].name;
}

/// "reunified_12_months of us-baseline", "… of ratio-1-to-8 against us-baseline".
std::string what(const PrecisionRule& rule, const RunPlan& plan, const Reading& reading) {
  auto text =
      fmt::format("{} of {}", outcome_name(rule, reading), plan.scenarios[reading.scenario].scenario->name);
  if (rule.of == PrecisionOf::difference) text += " against " + plan.scenarios[plan.baseline].scenario->name;
  return text;
}

/// A half-width as its goal was written: in the outcome's units, or in percent of the mean.
std::string width_text(const PrecisionGoal& goal, double half_width, double mean) {
  if (!goal.relative || mean == 0) {
    const auto units = outcome_table()[goal.outcome].units;
    return fmt::format("{:.3g}{}", half_width, units == "1" ? "" : fmt::format(" {}", units));
  }
  return fmt::format("{:.3g} %", 100 * half_width / std::abs(mean));
}

std::string asked_text(const PrecisionGoal& goal) {
  return goal.relative ? fmt::format("{:.3g} % of the mean", 100 * goal.half_width)
                       : width_text(goal, goal.half_width, 0);
}

/// Why a look that is precise is not steady: of all that need more runs the one that needs most.
std::string unsteady_text(const Look& look) {
  const Reading* worst = nullptr;
  for (const auto& reading : look.readings) {
    if (!reading.steady() && (worst == nullptr || least_runs(reading) > least_runs(*worst))) worst = &reading;
  }
  if (worst == nullptr) return "";
  return fmt::format("; but {}, so {} must count",
                     worst->alike() ? "no run differed from another" : "runs are skewed",
                     std::ceil(least_runs(*worst)));
}

/// Told where a study ends: an interval without width is not what it looks like.
std::string alike_text(const PrecisionRule& rule, const RunPlan& plan, const Look& look) {
  const auto found = std::find_if(look.readings.begin(), look.readings.end(),
                                  [](const auto& reading) { return reading.alike(); });
  if (found == look.readings.end()) return "";
  return fmt::format(", but in {} no run differed from another", what(rule, plan, *found));
}

/// Two digits, rounded up: no promise.
double about(double number) {
  const double step = std::pow(10.0, std::floor(std::log10(number)) - 1);
  return std::ceil(number / step) * step;
}

std::string needed_text(const PrecisionGoal& goal, const Reading& reading, std::uint32_t replications) {
  constexpr double most_told = 1e9;
  if (goal.relative && reading.alike())
    return "no run differed from another and the mean is 0, so ask for a half-width in its units, without %";
  if (goal.relative && reading.half_width >= std::abs(reading.mean))
    return "the mean is not clearly other than 0, so ask for a half-width in its units, without %";
  const double needed = replications_needed(reading, replications);
  if (!std::isfinite(needed)) return "with so few runs that count it cannot be told how many it would need";
  if (needed > most_told) return "it would need more replications than can be run";
  return fmt::format("it would need about {} replications",
                     with_thousands(static_cast<std::uint64_t>(about(needed))));
}

std::string shortfall_line(const PreciseStudy& study, const RunPlan& plan, const Reading& reading) {
  const auto& goal = study.rule().goals[reading.goal];
  return fmt::format(
      "{}: half-width {}, {} asked for; {}", what(study.rule(), plan, reading),
      std::isnan(reading.half_width) ? "unknown" : width_text(goal, reading.half_width, reading.mean),
      asked_text(goal), needed_text(goal, reading, study.last()->replications));
}

/// "reunified_12_months of slow: needs 12 months after the window; the run has 3".
std::string without_number_line(const PreciseStudy& study, const RunPlan& plan, const Reading& reading) {
  const auto& outcome = outcome_table()[study.rule().goals[reading.goal].outcome];
  const auto why =
      reason_text(outcome, study.reason(reading), span_of(*plan.scenarios[reading.scenario].scenario));
  return what(study.rule(), plan, reading) + (why.empty() ? "" : ": " + why);
}

std::vector<Reading> wide_ones(const Look& look, Verdict verdict) {
  auto readings = look.readings;
  std::erase_if(readings, [&](const auto& reading) {
    return verdict == Verdict::without_runs ? !reading.without_number() : reading.precise();
  });
  std::stable_sort(readings.begin(), readings.end(),
                   [](const auto& a, const auto& b) { return excess(a) > excess(b); });
  return readings;
}

}  // namespace

std::string looks_text(const PrecisionRule& rule) {
  std::string text;
  std::uint32_t look = first_look;
  for (int i = 0; i < 4 && look < rule.most; ++i, look = next_look(look, rule.most))
    text += fmt::format("{}, ", look);
  return text + fmt::format("{}{} replications", look < rule.most ? "... at most " : "", rule.most);
}

std::string look_text(const PreciseStudy& study, const RunPlan& plan) {
  const auto& look = *study.last();
  const auto& worst = look.worst();
  const auto& goal = study.rule().goals[worst.goal];
  auto text =
      fmt::format("look at {} replications: widest is {}, half-width {} ({} asked for)", look.replications,
                  what(study.rule(), plan, worst),
                  std::isnan(worst.half_width) ? "unknown" : width_text(goal, worst.half_width, worst.mean),
                  asked_text(goal));
  if (study.verdict() == Verdict::reached)
    return text + "; precise enough" + alike_text(study.rule(), plan, look);
  if (study.verdict() != Verdict::go_on) return text;
  if (!look.precise()) return text + fmt::format("; next look at {}", study.replications());
  return text + fmt::format("{}; to be confirmed at {}", unsteady_text(look), study.replications());
}

std::string outlook_text(const PreciseStudy& study, const RunPlan& plan) {
  const auto& last = study.last();
  if (study.verdict() == Verdict::reached)
    return fmt::format("precise enough with the first {} replications, which are there", last->replications);
  if (study.verdict() != Verdict::go_on) return shortfall_text(study, plan);
  auto text =
      fmt::format("looks at {}; the one at {} is due", looks_text(study.rule()), study.replications());
  if (!last) return text;
  return text + fmt::format("\n        by the first {}: {}", last->replications,
                            last->precise() ? "precise, to be confirmed"
                                            : shortfall_line(study, plan, last->worst()));
}

std::string shortfall_text(const PreciseStudy& study, const RunPlan& plan) {
  constexpr std::size_t most_told = 5;
  const auto& look = *study.last();
  const auto readings = wide_ones(look, study.verdict());
  std::string text;
  if (study.verdict() == Verdict::without_runs) {
    text = fmt::format(
        "stopped at {} replications, where not one run has a number; more would hardly help, so mend what is "
        "named below, choose another --outcome or leave the scenario out",
        look.replications);
  } else {
    text = fmt::format("not precise enough with {} replications, the most that --max-replications allows",
                       look.replications);
  }
  for (std::size_t i = 0; i < readings.size() && i < most_told; ++i) {
    text += "\n  " + (study.verdict() == Verdict::without_runs ? without_number_line(study, plan, readings[i])
                                                               : shortfall_line(study, plan, readings[i]));
  }
  if (readings.size() > most_told) text += fmt::format("\n  and {} more", readings.size() - most_told);
  return text;
}

std::string precision_fact(const PreciseStudy& study) {
  std::string text;
  for (const auto& goal : study.rule().goals) {
    text += fmt::format("{}={}{} ", outcome_table()[goal.outcome].name,
                        goal.relative ? 100 * goal.half_width : goal.half_width, goal.relative ? "%" : "");
  }
  return text + fmt::format("of {}, at most {} replications: {}reached with {}", of_name(study.rule()),
                            study.rule().most, study.verdict() == Verdict::reached ? "" : "not ",
                            study.last()->replications);
}

void add_precision(JsonWriter& json, const PreciseStudy& study, const RunPlan& plan) {
  const auto look = study.last().value_or(Look{});
  json.key("precision").begin_object().field("reached", study.verdict() == Verdict::reached);
  json.field("of", of_name(study.rule())).field("replications", std::uint64_t{look.replications});
  json.field("max_replications", std::uint64_t{study.rule().most});
  if (study.verdict() == Verdict::go_on) json.field("next_look", std::uint64_t{study.replications()});
  json.key("half_widths").begin_list();
  for (const auto& reading : look.readings) {
    json.begin_object().field("outcome", outcome_name(study.rule(), reading));
    json.field("scenario", plan.scenarios[reading.scenario].scenario->name);
    json.field("mean", reading.mean).field("n", reading.runs);
    json.field("half_width", reading.half_width).field("asked", reading.asked);
    json.field("precise", reading.precise());
    json.field("replications_needed", replications_needed(reading, look.replications)).end_object();
  }
  json.end_list().end_object();
}

}  // namespace homeward
