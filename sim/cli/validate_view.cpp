#include "sim/cli/validate_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/cli/json.hpp"
#include "sim/cli/table.hpp"

namespace homeward {

namespace {

/// What the groups are, for people.
struct GroupText {
  std::string_view heading, rule;
};
constexpr std::array<GroupText, finding_group_names.size()> group_texts{{
    {"Closed forms", "a mean within four standard errors of theory holds; one that does not is a failure"},
    {"Exact", "to the last bit, or to rounding; one that does not hold is a failure"},
    {"Published, calibrated",
     "the baseline is fitted to these; one further out than twice its tolerance is a failure"},
    {"Published, predicted", "held out from fitting; none is a failure"},
    {"Published, put in",
     "numbers of the scenario, seen again; one further out than twice its tolerance is a failure"},
    {"Published, emulated trials",
     "the size of coaching is fitted to these; one further out than twice its tolerance is a failure"},
    {"Patterns of studies of coaches",
     "beside what the mechanism makes of them; one comes out where the whole interval lies in the range; "
     "none is a failure"},
}};

constexpr std::array<std::string_view, verdict_names.size()> verdict_texts{
    "holds", "FAILS", "inside", "outside", "FAR OUT", "comes out", "does not", "not measured"};
constexpr std::array<std::string_view, verdict_names.size()> verdict_plurals{
    "hold", "FAIL", "inside", "outside", "FAR OUT", "come out", "do not come out", "not measured"};

std::string number(double value) {
  return std::isnan(value) ? "–" : fmt::format("{:.4g}", value);
}

std::string range(double low, double high) {
  return std::isnan(low) || std::isnan(high) ? "–" : fmt::format("{} to {}", number(low), number(high));
}

std::size_t count(const Validation& validation, FindingGroup group, Verdict verdict) {
  return static_cast<std::size_t>(
      std::count_if(validation.findings.begin(), validation.findings.end(),
                    [&](const Finding& f) { return f.group == group && f.verdict == verdict; }));
}

std::string label(const Finding& finding) {
  return finding.units == "1" ? finding.name : fmt::format("{} ({})", finding.name, finding.units);
}

/// "26 inside, 1 outside" of one group.
std::string counts_of(const Validation& validation, FindingGroup group) {
  std::string text;
  for (std::size_t v = 0; v < verdict_names.size(); ++v) {
    const auto n = count(validation, group, static_cast<Verdict>(v));
    if (n > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", n, verdict_plurals[v]);
  }
  return text.empty() ? "nothing to see" : text;
}

}  // namespace

std::size_t failures(const Validation& validation) {
  return static_cast<std::size_t>(
      std::count_if(validation.findings.begin(), validation.findings.end(), is_failure));
}

std::string validation_words(const ValidationReport& report) {
  const auto& validation = report.validation;
  std::string text = fmt::format(
      "Homeward {} held against theory and published figures: {} ({} replications, seed {}),\n"
      "with coaches from {}.\n\n",
      HOMEWARD_VERSION, report.baseline, report.replications, report.seed, report.plan);
  for (std::size_t g = 0; g < group_texts.size(); ++g) {
    text += fmt::format("  {:<31} {}\n", group_texts[g].heading,
                        counts_of(validation, static_cast<FindingGroup>(g)));
  }
  text += fmt::format(
      "\nThe closed forms would fail a faultless simulator with at most {:.2g} % of seeds (all comparisons\n"
      "together, Bonferroni). Intervals are 95 %, over replications.\n",
      100 * validation.false_alarm);
  const auto failed = failures(validation);
  if (failed == 0) return text + "\nNothing failed.\n";
  text += fmt::format("\n{} FAILED:\n", failed);
  for (const auto& finding : validation.findings) {
    if (!is_failure(finding)) continue;
    text += fmt::format("  {}{}{}: {} against {}{}{}\n", finding.section, finding.section.empty() ? "" : ": ",
                        label(finding), number(finding.value), range(finding.target_low, finding.target_high),
                        finding.group == FindingGroup::exact && !finding.note.empty() ? "; " : "",
                        finding.group == FindingGroup::exact ? finding.note : "");
  }
  return text;
}

std::string validation_table(const ValidationReport& report) {
  Table table({{"", Align::left, 66},
               {"Simulated", Align::right},
               {"95 % interval"},
               {"Target", Align::right},
               {"Range"},
               {"Off", Align::right},
               {"Verdict"},
               {"Source", Align::left, 52}});
  const Finding* before = nullptr;
  for (const auto& finding : report.validation.findings) {
    if (before == nullptr || before->group != finding.group) {
      const auto& group = group_texts[static_cast<std::size_t>(finding.group)];
      table.add_heading(fmt::format("[{}: {}]", group.heading, group.rule));
    }
    if (!finding.section.empty() && (before == nullptr || before->section != finding.section))
      table.add_heading(finding.section);
    const double off = deviation(finding, finding.value);
    table.add({fmt::format("  {}", label(finding)), number(finding.value), range(finding.low, finding.high),
               number(finding.target), range(finding.target_low, finding.target_high),
               std::isnan(off) ? "–" : fmt::format("{:+.2f}", off),
               std::string(verdict_texts[static_cast<std::size_t>(finding.verdict)]), finding.source});
    before = &finding;
  }
  return table.text() +
         "\nOff: (simulated - target) / tolerance; within -1 and 1 it lies in the range. Where no target is\n"
         "published the middle of the range stands for it.\n";
}

std::string validation_json(const ValidationReport& report) {
  JsonWriter json;
  json.begin_object().field("version", HOMEWARD_VERSION).field("seed", fmt::format("{}", report.seed));
  json.field("baseline", report.baseline).field("plan", report.plan);
  json.field("replications", std::uint64_t{report.replications});
  json.field("false_alarm", report.validation.false_alarm);
  json.field("failures", std::uint64_t{failures(report.validation)});
  json.key("findings").begin_list();
  for (const auto& finding : report.validation.findings) {
    json.begin_object().field("group", finding_group_names[static_cast<std::size_t>(finding.group)]);
    json.field("section", finding.section).field("name", finding.name).field("units", finding.units);
    json.field("value", finding.value).field("ci_low", finding.low).field("ci_high", finding.high);
    json.field("replications", std::uint64_t{finding.replications});
    json.field("target", finding.target);
    json.field("range_low", finding.target_low).field("range_high", finding.target_high);
    json.field("deviation", deviation(finding, finding.value));
    json.field("deviation_low", deviation(finding, finding.low));
    json.field("deviation_high", deviation(finding, finding.high));
    json.field("verdict", verdict_names[static_cast<std::size_t>(finding.verdict)]);
    json.field("failure", is_failure(finding));
    json.field("source", finding.source).field("note", finding.note).end_object();
  }
  json.end_list().end_object();
  return json.text();
}

}  // namespace homeward
