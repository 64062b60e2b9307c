#include "sim/cli/trace_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "sim/cli/table.hpp"
#include "sim/cli/trace_date.hpp"
#include "sim/cli/trace_parting.hpp"

namespace homeward {

namespace {

constexpr std::size_t mark_width = 2;
constexpr std::size_t day_width = 6;
constexpr std::size_t date_width = 16;
constexpr std::size_t gap = 2;
constexpr std::size_t text_start = mark_width + day_width + gap + date_width + gap;
constexpr std::string_view same_text = "the same";

std::string filled(const std::string& text, std::size_t width) {
  const auto used = characters(text);
  return used < width ? text + std::string(width - used, ' ') : text;
}

void add_line(std::string& text, std::string line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
  text += line + '\n';
}

/// One row: mark, day and date, then texts in columns of this width, broken over as many lines as they need.
void add_row(std::string& text, bool marked, SimTime day, const std::vector<std::string>& cells,
             std::size_t width) {
  std::vector<std::vector<std::string>> columns;
  std::size_t height = 1;
  for (const auto& cell : cells) height = std::max(height, columns.emplace_back(wrap(cell, width)).size());
  for (std::size_t i = 0; i < height; ++i) {
    auto line =
        i == 0 ? fmt::format("{:<2}{:>6}  {:<16}  ", marked ? "*" : "", day_text(day), short_date_text(day))
               : std::string(text_start, ' ');
    for (const auto& column : columns) line += filled(i < column.size() ? column[i] : "", width + gap);
    add_line(text, line);
  }
}

void add_heads(std::string& text, const std::vector<std::string>& heads, std::size_t width) {
  auto line = fmt::format("{:<2}{:>6}  {:<16}  ", "", "Day", "Date");
  auto rule =
      std::string(mark_width, ' ') + std::string(text_start - mark_width - gap, '-') + std::string(gap, ' ');
  for (const auto& head : heads) {
    line += filled(cut(head, width), width + gap);
    rule += std::string(width, '-') + std::string(gap, ' ');
  }
  add_line(text, line);
  add_line(text, rule);
}

std::string letter(std::size_t scenario) {
  return scenario < 26 ? std::string(1, static_cast<char>('A' + scenario)) : fmt::format("{}", scenario + 1);
}

std::string headed(const Trace& trace, std::size_t scenario) {
  return fmt::format("{}  {}", letter(scenario), trace.scenarios[scenario].name);
}

std::string side_by_side(const Trace& trace) {
  constexpr std::size_t width = (trace_width - text_start - gap) / 2;
  const auto& first = *trace.scenarios[0].life;
  const auto& second = *trace.scenarios[1].life;
  const auto lines = pair_lines(first, second);
  const auto parted = parting_day(lines);
  std::string text;
  add_heads(text, {headed(trace, 0), headed(trace, 1)}, width);
  bool told = false;
  for (const auto& line : lines) {
    if (!line.same && !told) {
      const auto here =
          fmt::format("  -- from here on the two lives part (marked *): {} ", date_text(*parted));
      add_line(text, filled(here, 60) +
                         std::string(trace_width - std::max<std::size_t>(60, characters(here)), '-'));
      told = true;
    }
    const auto left = line.first != nullptr ? line.first->text : "";
    const auto right = line.same ? std::string(same_text) : line.second != nullptr ? line.second->text : "";
    add_row(text, !line.same, line.day, {left, right}, width);
  }
  return text;
}

/// One life after another; those after the first with marks where they differ from it.
std::string stacked(const Trace& trace) {
  constexpr std::size_t width = trace_width - text_start;
  const auto* base = trace.scenarios.front().life ? &*trace.scenarios.front().life : nullptr;
  std::string text;
  for (std::size_t i = 0; i < trace.scenarios.size(); ++i) {
    const auto& scenario = trace.scenarios[i];
    if (i > 0) text += '\n';
    if (!scenario.life) {
      text += fmt::format("{}: only {} families enter; there is no family {}.\n", headed(trace, i),
                          scenario.families, trace.number);
      continue;
    }
    add_heads(text, {trace.scenarios.size() == 1 ? scenario.name : headed(trace, i)}, width);
    if (i == 0 || base == nullptr) {
      for (const auto& line : scenario.life->lines) add_row(text, false, line.day, {line.text}, width);
      continue;
    }
    for (const auto& line : pair_lines(*base, *scenario.life))
      if (line.second != nullptr) add_row(text, !line.same, line.day, {line.second->text}, width);
  }
  if (trace.scenarios.size() > 1 && base != nullptr)
    text += fmt::format("\n* differs from {}\n", headed(trace, 0));
  return text;
}

void add_wrapped(std::string& text, const std::string& words) {
  for (const auto& line : wrap(words, trace_width)) text += line + '\n';
}

void add_labelled(std::string& text, const std::string& label, const std::string& words) {
  constexpr std::size_t indent = 14;
  bool first = true;
  for (const auto& line : wrap(words, trace_width - indent)) {
    text += filled(first ? "  " + label : "", indent) + line + '\n';
    first = false;
  }
}

std::string acceptance_in_words(const Trace& trace) {
  std::string text;
  for (const auto& scenario : trace.scenarios) {
    const auto answer =
        fmt::format("{} a coach ({:.3g} % do)", scenario.accepts ? "would accept" : "would not accept",
                    100 * scenario.acceptance);
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", scenario.name,
                        scenario.has_coaches ? answer : "no coaches there");
  }
  return text;
}

/// The family's site, in each scenario where these differ.
std::string site_in_words(const Trace& trace, const FamilyPortrait& family) {
  std::string by_scenario;
  bool differs = false;
  for (const auto& scenario : trace.scenarios) {
    if (!scenario.family || !same_family(*scenario.family, family)) continue;
    differs = differs || scenario.family->site != family.site;
    by_scenario +=
        fmt::format("{}{} in {}", by_scenario.empty() ? "" : ", ", scenario.family->site, scenario.name);
  }
  return differs ? by_scenario : family.site;
}

/// Who the family is; where the scenarios' populations differ, in each of them.
std::string who_in_words(const Trace& trace) {
  std::string text;
  const FamilyPortrait* told = nullptr;
  for (const auto& scenario : trace.scenarios) {
    if (!scenario.family || (told != nullptr && same_family(*told, *scenario.family))) continue;
    if (told != nullptr)
      text += fmt::format(
          "\nIn {} another family has this number; the populations differ, so this is no comparison.\n",
          scenario.name);
    told = &*scenario.family;
    add_labelled(text, "enters",
                 fmt::format("day {}, {}; site {}; {}", day_text(told->entry), date_text(told->entry),
                             site_in_words(trace, *told),
                             scenario.life->in_cohort ? "in the window, so outcomes count it"
                                                      : "outside the window: not in the entry cohort"));
    for (const auto& [label, words] : portrait_in_words(*told)) add_labelled(text, label, words);
  }
  add_labelled(text, "coach", acceptance_in_words(trace));
  return text;
}

std::string closing(const Trace& trace) {
  const auto& base = trace.scenarios.front();
  std::string text;
  for (std::size_t i = 1; i < trace.scenarios.size(); ++i) {
    const auto& plan = trace.scenarios[i];
    if (!base.life || !plan.life || !same_family(*base.family, *plan.family)) continue;
    auto words = trace.scenarios.size() > 2 ? fmt::format("{} against {}:", plan.name, base.name)
                                            : std::string("In short:");
    for (const auto& sentence : closing_in_words(*base.life, *plan.life, base.name, plan.name))
      words += " " + sentence;
    add_wrapped(text, words);
  }
  if (text.empty()) return text;
  add_wrapped(text, fmt::format("One synthetic family is an example, not evidence. {} See homeward compare.",
                                only_the_net_counts));
  text.insert(0, 1, '\n');
  return text;
}

}  // namespace

std::vector<std::string> wrap(const std::string& text, std::size_t width) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find(' ', at), text.size());
    const auto word = text.substr(at, end - at);
    if (lines.empty() || characters(lines.back()) + 1 + characters(word) > width) {
      lines.push_back(word);
    } else {
      lines.back() += ' ' + word;
    }
    at = end + 1;
  }
  return lines;
}

std::string trace_in_words(const Trace& trace) {
  auto text = fmt::format("Family {}, replication {}, seed {}", trace.number, trace.replication, trace.seed);
  if (!trace.found.empty()) text += fmt::format(" - {}", trace.found);
  text += fmt::format("\n{}\n", who_in_words(trace));
  const bool both = trace.scenarios.size() == 2 && trace.scenarios[0].life && trace.scenarios[1].life;
  text += both ? side_by_side(trace) : stacked(trace);
  return text + closing(trace);
}

}  // namespace homeward
