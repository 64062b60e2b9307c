#include "sim/cli/switch_view.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/cli/difference_text.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/short_names.hpp"
#include "sim/cli/table.hpp"

namespace homeward {

namespace {

constexpr std::size_t name_width = 36;

std::string plain(double value) {
  return show(value, Style::plain);
}

/// "1.08 (1.02 to 1.15)"; where the sign is told at one end only "perhaps 1.08 (up to 1.15)", or "perhaps
/// below 1.15" where the estimate does not change its sign.
std::string point_text(const SwitchPoint& found) {
  const bool open_below = std::isinf(found.ci_low);
  if (found.finding == SwitchFinding::in_range)
    return fmt::format("{} ({} to {})", plain(found.point), plain(found.ci_low), plain(found.ci_high));
  const double end = open_below ? found.ci_high : found.ci_low;
  if (std::isnan(found.point))
    return fmt::format("perhaps {} {}", open_below ? "below" : "above", plain(end));
  return fmt::format("perhaps {} ({} {})", plain(found.point), open_below ? "up to" : "from", plain(end));
}

std::string preferred_text(const UncertaintyStudy& study, const PlanPair& pair, Preferred preferred) {
  const auto& plans = study.layout.plans;
  switch (preferred) {
    case Preferred::plan:
      return plans[pair.plan];
    case Preferred::against:
      return plans[pair.against];
    case Preferred::neither:
      break;
  }
  return "";
}

bool has_row(const SwitchPoint& found) {
  return found.finding == SwitchFinding::in_range || found.finding == SwitchFinding::possible;
}

std::size_t count_of(const std::vector<SwitchPoint>& found, SwitchFinding finding) {
  return static_cast<std::size_t>(
      std::count_if(found.begin(), found.end(), [&](const auto& one) { return one.finding == finding; }));
}

/// What the numbers without a row do.
std::string others_text(const std::vector<SwitchPoint>& found) {
  if (count_of(found, SwitchFinding::not_told) == found.size()) return "not told: too few draws or runs";
  std::vector<std::string> parts;
  for (const auto& [finding, word] :
       {std::pair{SwitchFinding::none_in_range, "keep the plan"},
        std::pair{SwitchFinding::undecided, "undecided"}, std::pair{SwitchFinding::flat, "flat"}}) {
    if (const auto count = count_of(found, finding); count > 0)
      parts.push_back(fmt::format("{} {}", count, word));
  }
  if (parts.empty()) return "";
  const bool any = std::any_of(found.begin(), found.end(), has_row);
  return fmt::format("{}: {}", any ? "others" : "none", fmt::join(parts, ", "));
}

}  // namespace

std::vector<std::pair<std::size_t, double>> what_matters_most(const UncertaintyStudy& study,
                                                              bool of_differences) {
  const auto count = study.numbers.front().size();
  std::vector<double> largest(count);
  for (const auto& line : study.lines) {
    const auto& all = of_differences ? line.found.difference_sensitivities : line.found.plan_sensitivities;
    for (std::size_t plan = 0; plan < all.size(); ++plan) {
      if (of_differences && plan == study.layout.baseline) continue;
      for (const auto i : strongest(all[plan], count))
        largest[i] = std::max(largest[i], std::abs(all[plan].effects[i].standardised));
    }
  }
  std::vector<std::pair<std::size_t, double>> found;
  for (std::size_t i = 0; i < count; ++i)
    if (largest[i] > 0) found.emplace_back(i, largest[i]);
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return found;
}

std::string what_matters_in_words(const UncertaintyStudy& study, bool of_differences) {
  std::string assumptions, others;
  for (const auto& [number, size] : what_matters_most(study, of_differences)) {
    const auto& name = study.numbers.front()[number].name;
    const auto& grade = study.grades[number];
    if (grade == "assumption")
      assumptions += fmt::format("  {:.2f}  {}\n", size, name);
    else
      others += fmt::format("  {:.2f}  {} ({})\n", size, name, grade.empty() ? "no source" : grade);
  }
  std::string text;
  if (!assumptions.empty()) text = "Assumptions that matter most to these results\n" + assumptions;
  if (!others.empty()) text += "Drawn numbers of another grade that matter\n" + others;
  if (!text.empty())
    text +=
        "Each with the largest change of an outcome above, in standard deviations between draws, for one of "
        "the\n"
        "number. Of numbers that do nothing one in twenty is named by chance.\n";
  return text;
}

std::vector<SwitchInWords> switches_in_range(const UncertaintyStudy& study) {
  std::vector<SwitchInWords> all;
  for (const auto& line : study.lines) {
    for (std::size_t pair = 0; pair < line.found.switch_points.size(); ++pair) {
      for (std::size_t i = 0; i < line.found.switch_points[pair].size(); ++i) {
        const auto& found = line.found.switch_points[pair][i];
        if (!has_row(found)) continue;
        const auto told = [&](Preferred preferred) {
          const auto text = preferred_text(study, study.pairs[pair], preferred);
          return text.empty() ? "not told" : text;
        };
        all.push_back({line.outcome, pair, study.numbers.front()[i].name, study.grades[i], point_text(found),
                       fmt::format("{} to {}", plain(found.range_low), plain(found.range_high)),
                       told(preferred_at_low(*line.outcome, found)),
                       told(preferred_at_high(*line.outcome, found))});
      }
    }
  }
  return all;
}

std::string switches_table(const UncertaintyStudy& study) {
  Table table({{"  Plan", Align::left, name_width + 2},
               {"Against", Align::left, name_width},
               {"Parameter", Align::left, 60},
               {"Switch at (95 %)", Align::left, 60},
               {"Drawn", Align::left},
               {"Prefer below", Align::left, name_width},
               {"Prefer above", Align::left, name_width}});
  const auto names = short_names(study.layout.plans, name_width);
  const auto within = switches_in_range(study);
  for (const auto& line : study.lines) {
    const auto& all = line.found.switch_points;
    if (all.empty()) continue;
    table.add_heading(
        fmt::format("{}; {} is better", name_with_unit(*line.outcome), better_name(*line.outcome)));
    for (std::size_t pair = 0; pair < all.size(); ++pair) {
      const auto& plan = names[study.pairs[pair].plan];
      const auto& against = names[study.pairs[pair].against];
      for (const auto& one : within) {
        if (one.outcome == line.outcome && one.pair == pair)
          table.add({"  " + plan, against, one.parameter, one.point, one.drawn, one.below, one.above});
      }
      if (const auto others = others_text(all[pair]); !others.empty())
        table.add({"  " + plan, against, others});
    }
  }
  return table.text();
}

std::string switches_in_words(const UncertaintyStudy& study) {
  if (study.pairs.empty()) return "";
  return "A switch point is the value of one drawn number at which the expected difference of two plans is "
         "0, "
         "the\n"
         "others averaged over their draws: below it one plan is preferred by this outcome, above it the "
         "other.\n"
         "In brackets where it lies with 95 %. \"Perhaps\": at one end of what was drawn it is not told "
         "which "
         "plan is\n"
         "preferred. \"Keep the plan\": the same is preferred at both ends. \"Undecided\": they matter, but "
         "at "
         "neither\n"
         "end is it told. \"Flat\": no effect on the difference is told from none. More draws and "
         "replications "
         "tell\n"
         "more. Each outcome prefers by itself; what cost and children are worth against each other is yours "
         "to "
         "say.\n";
}

std::string too_few_draws_in_words(const UncertaintyStudy& study) {
  std::size_t needed = 0, draws = study.layout.draws;
  for (std::size_t plan = 0; plan < study.layout.plans.size(); ++plan) {
    std::vector<std::size_t> own;
    for (std::size_t draw = 0; draw < study.layout.draws; ++draw)
      if (study.layout.scenarios[plan][draw]) own.push_back(draw);
    const auto least = least_draws(free_numbers(study.numbers[plan], own));
    if (own.size() >= least || least < needed) continue;
    needed = least;
    draws = own.size();
  }
  if (needed == 0 || study.numbers.front().empty()) return "";
  return fmt::format(
      "{} too few to tell {} drawn numbers apart, so nothing is said of which matter and where the plan to\n"
      "prefer would change: that takes {} draws at least, and three times as many numbers is better: --draws "
      "{}.\n",
      draws == 1 ? "1 draw is" : fmt::format("{} draws are", draws), study.numbers.front().size(), needed,
      std::max(needed, 3 * study.numbers.front().size()));
}

void add_switches(JsonWriter& json, const UncertaintyStudy& study) {
  json.key("switch_points").begin_list();
  for (const auto& line : study.lines) {
    for (std::size_t pair = 0; pair < line.found.switch_points.size(); ++pair) {
      for (std::size_t i = 0; i < study.numbers.front().size(); ++i) {
        const auto& found = line.found.switch_points[pair][i];
        if (found.finding == SwitchFinding::not_told) continue;
        json.begin_object().field("outcome", line.outcome->name);
        json.field("plan", study.layout.plans[study.pairs[pair].plan]);
        json.field("against", study.layout.plans[study.pairs[pair].against]);
        json.field("parameter", study.numbers.front()[i].name).field("grade", study.grades[i]);
        json.field("finding", switch_finding_names[static_cast<std::size_t>(found.finding)]);
        json.field("switch_point", found.point);
        json.field("ci_low", found.ci_low).field("ci_high", found.ci_high);
        json.field("reaches_below_range", std::isinf(found.ci_low));
        json.field("reaches_above_range", std::isinf(found.ci_high));
        json.field("range_low", found.range_low).field("range_high", found.range_high);
        json.field("preferred_below",
                   preferred_text(study, study.pairs[pair], preferred_at_low(*line.outcome, found)));
        json.field("preferred_above",
                   preferred_text(study, study.pairs[pair], preferred_at_high(*line.outcome, found)));
        json.end_object();
      }
    }
  }
  json.end_list();
}

}  // namespace homeward
