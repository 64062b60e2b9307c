#include "sim/cli/calibrate_view.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "sim/cli/json.hpp"
#include "sim/cli/table.hpp"
#include "sim/evidence/parameter_space.hpp"

namespace homeward {

namespace {

bool is_inside(const CalibrationTarget& target, const Simulated& simulated) {
  return std::abs(bands_off(target, simulated.mean)) <= 1;
}

/// A share in percent, other numbers with four digits.
std::string number_shown(const CalibrationTarget& target, double number) {
  if (std::isnan(number)) return "–";
  const bool share =
      target.units == "1" && std::abs(target.high) < 1.05 && !target.name.starts_with("odds_ratio");
  return share ? fmt::format("{:.1f} %", 100 * number) : fmt::format("{:.4g}", number);
}

std::string ends_shown(const CalibrationTarget& target, double low, double high) {
  return fmt::format("{} to {}", number_shown(target, low), number_shown(target, high));
}

std::string verdict(const CalibrationTarget& target, const Simulated& simulated) {
  if (std::isnan(simulated.mean)) return "not measured";
  if (is_inside(target, simulated)) return "inside";
  const bool reaches = simulated.ci_low <= target.high && simulated.ci_high >= target.low;
  return reaches ? "outside, by no more than chance" : "outside";
}

void add_rows(Table& table, const std::vector<CalibrationTarget>& targets,
              const std::vector<Simulated>& simulated, bool fitted_ones) {
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if ((targets[i].weight > 0) != fitted_ones) continue;
    const auto& target = targets[i];
    table.add({target.name, number_shown(target, target.value), ends_shown(target, target.low, target.high),
               number_shown(target, simulated[i].mean),
               ends_shown(target, simulated[i].ci_low, simulated[i].ci_high),
               fmt::format("{:+.2f}", bands_off(target, simulated[i].mean)), verdict(target, simulated[i])});
  }
}

/// Pairs of parameters that the set moves together, the strongest first, at most five.
std::string trade_offs(const CalibrationReport& report) {
  const auto all = correlations(report.set);
  std::vector<std::tuple<double, std::size_t, std::size_t>> pairs;
  for (Eigen::Index i = 0; i < all.rows(); ++i)
    for (Eigen::Index k = 0; k < i; ++k)
      if (std::abs(all(i, k)) > 0.5)
        pairs.emplace_back(-std::abs(all(i, k)), static_cast<std::size_t>(k), static_cast<std::size_t>(i));
  std::sort(pairs.begin(), pairs.end());
  if (pairs.size() > 5) pairs.resize(5);
  std::string text;
  for (const auto& [strength, i, k] : pairs)
    text += fmt::format("{}{} with {} ({:+.2f})", text.empty() ? "" : ", ", report.question.parameters[i].key,
                        report.question.parameters[k].key,
                        all(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(k)));
  return text.empty() ? "" : fmt::format("In these vectors parameters make up for each other: {}.\n", text);
}

std::string allowed_outside(const SetOptions& set) {
  if (set.most_outside == 0) return "no target";
  return fmt::format("at most {} target{}", set.most_outside, set.most_outside == 1 ? "" : "s");
}

void add_figures(JsonWriter& json, const std::vector<CalibrationTarget>& targets,
                 const std::vector<Simulated>& simulated, const std::vector<Simulated>& start) {
  json.begin_list();
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const auto& target = targets[i];
    json.begin_object()
        .field("name", target.name)
        .field("units", target.units)
        .field("weight", target.weight);
    json.field("target", target.value).field("low", target.low).field("high", target.high);
    json.field("source", target.source).field("simulated", simulated[i].mean);
    json.field("ci_low", simulated[i].ci_low).field("ci_high", simulated[i].ci_high);
    json.field("implausibility", implausibility(target, simulated[i]))
        .field("inside", is_inside(target, simulated[i]));
    if (!start.empty()) json.field("simulated_at_start", start[i].mean);
    json.end_object();
  }
  json.end_list();
}

/// One end of the 95 % interval of a parameter, by the linear approximation at the fit.
double value_off(const CalibrationReport& report, std::size_t parameter, int side) {
  constexpr double normal_quantile = 1.959964;
  const auto at = static_cast<Eigen::Index>(parameter);
  auto scores = report.fit.best.scores;
  scores[parameter] += side * normal_quantile * std::sqrt(report.fit.covariance(at, at));
  return values_at(report.question, scores)[parameter];
}

/// How many of the parameters the targets settle in all: the sum of what was learned of each.
double degrees_of_freedom(const CalibrationReport& report) {
  const auto n = report.fit.covariance.rows();
  return static_cast<double>(n) - report.fit.covariance.trace();
}

void add_parameters(JsonWriter& json, const CalibrationReport& report) {
  const auto all = spreads(report.question, report.set);
  json.key("parameters").begin_list();
  for (std::size_t i = 0; i < report.question.parameters.size(); ++i) {
    const auto& parameter = report.question.parameters[i];
    const auto at = static_cast<Eigen::Index>(i);
    json.begin_object().field("key", parameter.key).field("low", parameter.low).field("high", parameter.high);
    json.field("start", parameter.start).field("fitted", report.fit.best.values[i]);
    json.field("score_standard_deviation", std::sqrt(report.fit.covariance(at, at)));
    json.field("ci_low", value_off(report, i, -1)).field("ci_high", value_off(report, i, 1));
    json.field("learned", 1 - report.fit.covariance(at, at));
    if (!all.empty()) json.field("set_low", all[i].low).field("set_high", all[i].high);
    json.end_object();
  }
  json.end_list();
}

}  // namespace

std::vector<std::string> targets_outside(const CalibrationReport& report) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < report.question.targets.size(); ++i) {
    const auto& target = report.question.targets[i];
    if (target.weight > 0 && !is_inside(target, report.fitted[i])) names.push_back(target.name);
  }
  return names;
}

std::string step_text(const Vector& vector) {
  const auto fitted = std::count(vector.score.counts.begin(), vector.score.counts.end(), true);
  return fmt::format("misfit {:.2f}, {} of {} targets within their bands, the farthest {:.2f} bands off",
                     vector.misfit, fitted - vector.score.beyond(1), fitted, vector.score.largest(0));
}

std::string calibration_words(const CalibrationReport& report) {
  const auto& targets = report.question.targets;
  const auto outside = targets_outside(report);
  const auto fitted = static_cast<std::size_t>(
      std::count_if(targets.begin(), targets.end(), [](const auto& target) { return target.weight > 0; }));
  const auto scored = score(targets, report.fitted);
  auto text = fmt::format("{} of {} targets lie within their bands on {} fresh replications",
                          fitted - outside.size(), fitted, report.question.confirmations);
  if (!outside.empty()) text += fmt::format("; outside: {}", fmt::join(outside, ", "));
  text += fmt::format(
      ".\nImplausibility, largest to third: {:.2f}, {:.2f}, {:.2f} (1 = the end of a band). {} vectors, {} "
      "step{}{}.\n",
      scored.largest(0), scored.largest(1), scored.largest(2), report.fit.vectors + report.set.tried,
      report.fit.steps, report.fit.steps == 1 ? "" : "s",
      report.fit.settled ? "; no step promised more" : "; more steps may find better");
  text += fmt::format(
      "The targets taught {:.1f} of {} degrees of freedom; the rest is what the ranges say.\n",
      degrees_of_freedom(report), report.question.parameters.size());
  if (report.set.tried > 0)
    text += fmt::format("{} of {} vectors drawn around the fit do, too (beyond {:g} times its band: {}).\n{}",
                        report.set.kept.size(), report.set.tried, report.question.set.cut,
                        allowed_outside(report.question.set), trade_offs(report));
  return text;
}

std::string calibration_table(const CalibrationReport& report) {
  Table table({{"Figure", Align::left},
               {"Target", Align::right},
               {"Band", Align::right},
               {"Simulated", Align::right},
               {"95 % interval", Align::right},
               {"Bands off", Align::right},
               {"Verdict", Align::left}});
  table.add_heading("[fitted]");
  add_rows(table, report.question.targets, report.fitted, true);
  table.add_heading("[held out: not used in the fit]");
  add_rows(table, report.question.targets, report.fitted, false);
  add_rows(table, report.held_out, report.predicted, false);
  return table.text();
}

std::string parameter_table(const CalibrationReport& report) {
  Table table({{"Parameter", Align::left, 70},
               {"Range", Align::right},
               {"Start", Align::right},
               {"Fitted", Align::right},
               {"95 %", Align::right},
               {"In the set", Align::right},
               {"Learned", Align::right}});
  const auto all = spreads(report.question, report.set);
  for (std::size_t i = 0; i < report.question.parameters.size(); ++i) {
    const auto& parameter = report.question.parameters[i];
    const auto at = static_cast<Eigen::Index>(i);
    // 0 %: the targets say nothing that the range does not.
    const double learned = 1 - report.fit.covariance(at, at);
    table.add({parameter.key, fmt::format("{} to {}", parameter.low, parameter.high),
               fmt::format("{}", parameter.start), fmt::format("{}", report.fit.best.values[i]),
               fmt::format("{:.3g} to {:.3g}", value_off(report, i, -1), value_off(report, i, 1)),
               all.empty() ? "" : fmt::format("{} to {}", all[i].low, all[i].high),
               fmt::format("{:.0f} %", 100 * learned)});
  }
  return table.text();
}

std::string calibration_json(const CalibrationReport& report) {
  JsonWriter json;
  const auto scored = score(report.question.targets, report.fitted);
  json.begin_object().field("name", report.question.name).field("seed", std::to_string(report.question.seed));
  json.field("status", targets_outside(report).empty() ? "all_inside" : "some_outside");
  json.field("misfit_at_start", report.fit.start.misfit).field("misfit", report.fit.best.misfit);
  json.field("degrees_of_freedom_taught", degrees_of_freedom(report));
  json.field("settled", report.fit.settled).field("steps", std::uint64_t{report.fit.steps});
  json.field("vectors", std::uint64_t{report.fit.vectors} + report.set.tried);
  json.key("largest_implausibilities").begin_list();
  for (const std::size_t rank : {0U, 1U, 2U}) json.value(scored.largest(rank));
  json.end_list().key("targets");
  add_figures(json, report.question.targets, report.fitted, report.start);
  json.key("held_out");
  add_figures(json, report.held_out, report.predicted, {});
  add_parameters(json, report);
  json.key("set").begin_object().field("tried", std::uint64_t{report.set.tried}).key("vectors").begin_list();
  for (const auto& vector : report.set.kept) {
    json.begin_list();
    for (const double value : vector.values) json.value(value);
    json.end_list();
  }
  json.end_list().end_object().end_object();
  return json.text();
}

}  // namespace homeward
