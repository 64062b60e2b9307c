#include "sim/cli/trace_parting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/cli/trace_date.hpp"

namespace homeward {

namespace {

using Lines = std::span<const LifeLine>;

/// The lines of one day, from the front of `rest`, which then begins after them.
Lines take_day(Lines& rest, SimTime day) {
  std::size_t count = 0;
  while (count < rest.size() && rest[count].day == day) ++count;
  const auto taken = rest.first(count);
  rest = rest.subspan(count);
  return taken;
}

/// Lines of one day: what happens in both lives stands together, the rest side by side as it comes.
void pair_day(std::vector<PairedLine>& paired, SimTime day, Lines first, Lines second) {
  while (!first.empty() || !second.empty()) {
    const auto is_told = [](Lines lines, const LifeLine& line) {
      return std::any_of(lines.begin(), lines.end(), [&](const LifeLine& l) { return l.text == line.text; });
    };
    const bool first_alone = !first.empty() && !is_told(second, first.front());
    const bool second_alone = !second.empty() && !is_told(first, second.front());
    const bool same = !first.empty() && !second.empty() && !first_alone && !second_alone &&
                      first.front().text == second.front().text;
    const bool take_first = same || first_alone || (!second_alone && !first.empty());
    const bool take_second = same || second_alone || (!first_alone && !second.empty() && first.empty());
    paired.push_back(
        {day, take_first ? &first.front() : nullptr, take_second ? &second.front() : nullptr, same});
    if (take_first) first = first.subspan(1);
    if (take_second) second = second.subspan(1);
  }
}

SimTime next_day(Lines first, Lines second) {
  if (first.empty()) return second.front().day;
  if (second.empty()) return first.front().day;
  return std::min(first.front().day, second.front().day);
}

std::string home_in_words(const Life& baseline, const Life& plan, const std::string& a,
                          const std::string& b) {
  if (!baseline.first_home && !plan.first_home) return "Never home before the run ends, under neither.";
  if (!plan.first_home)
    return fmt::format("Home under {} ({}), not under {} before the run ends.", a,
                       date_text(*baseline.first_home), b);
  if (!baseline.first_home)
    return fmt::format("Home under {} ({}), not under {} before the run ends.", b,
                       date_text(*plan.first_home), a);
  const Days sooner = *baseline.first_home - *plan.first_home;
  if (sooner == 0) return fmt::format("Home on the same day under both ({}).", date_text(*plan.first_home));
  return fmt::format("Home {} {} under {}.",
                     std::abs(sooner) < 1 ? "less than a day" : length_text(std::abs(sooner)),
                     sooner > 0 ? "sooner" : "later", b);
}

std::string return_text(const Life& life) {
  return fmt::format("{} after going home", length_text(*life.came_back - *life.first_home));
}

std::string reentry_in_words(const Life& baseline, const Life& plan, const std::string& a,
                             const std::string& b, const Gains& gains) {
  if (!baseline.first_home || !plan.first_home) {
    const auto* home = baseline.first_home ? &baseline : plan.first_home ? &plan : nullptr;
    if (home == nullptr || !home->came_back) return "";
    return fmt::format("Under {} it came back into care {}.", home == &baseline ? a : b, return_text(*home));
  }
  if (!baseline.came_back && !plan.came_back) return "No return into care after it, under either.";
  std::string text;
  if (baseline.came_back && plan.came_back) {
    text = fmt::format("Back in care under both, {} under {} and {} under {}", return_text(baseline), a,
                       return_text(plan), b);
  } else if (baseline.came_back) {
    text = fmt::format("Back in care under {} alone, {}", a, return_text(baseline));
  } else {
    text = fmt::format("Back in care under {} alone, {}", b, return_text(plan));
  }
  if (gains.spared_reentry) text += fmt::format(": spared a re-entry within 12 months by {}", b);
  if (gains.reentry_only_under_plan) text += ": a re-entry within 12 months more";
  return text + '.';
}

}  // namespace

std::vector<PairedLine> pair_lines(const Life& first, const Life& second) {
  std::vector<PairedLine> paired;
  Lines a = first.lines;
  Lines b = second.lines;
  while (!a.empty() || !b.empty()) {
    const SimTime day = next_day(a, b);
    const auto of_a = take_day(a, day);
    pair_day(paired, day, of_a, take_day(b, day));
  }
  return paired;
}

std::optional<SimTime> parting_day(std::span<const PairedLine> lines) {
  const auto parted =
      std::find_if(lines.begin(), lines.end(), [](const PairedLine& line) { return !line.same; });
  if (parted == lines.end()) return std::nullopt;
  return parted->day;
}

Gains gains_of(const CohortFamilies& plan, const CohortFamilies& baseline, std::size_t place) {
  const auto alone = [place](const CohortFamilies& all) {
    return CohortFamilies{.first = 1, .state = {all.state[place]}, .days_in_care = {all.days_in_care[place]}};
  };
  const auto changes = family_changes(alone(plan), alone(baseline));
  const auto holds = [&](FamilyChange change) { return changes[static_cast<std::size_t>(change)] > 0; };
  return {.home_only_under_plan = holds(FamilyChange::home_only_under_plan),
          .home_only_under_baseline = holds(FamilyChange::home_only_under_baseline),
          .spared_reentry = holds(FamilyChange::spared_reentry),
          .reentry_only_under_plan = holds(FamilyChange::reentry_only_under_plan),
          .days_saved = changes[static_cast<std::size_t>(FamilyChange::days_saved_per_family)]};
}

std::vector<std::string> closing_in_words(const Life& baseline, const Life& plan, const std::string& a,
                                          const std::string& b) {
  const auto gains = gains_of(plan.measured, baseline.measured, 0);
  const auto lines = pair_lines(baseline, plan);
  if (!parting_day(lines)) return {"Under both the family lives the same life, day for day."};
  std::vector<std::string> sentences{home_in_words(baseline, plan, a, b)};
  if (gains.home_only_under_plan) sentences.back() += fmt::format(" Home within 12 months under {} only.", b);
  if (gains.home_only_under_baseline)
    sentences.back() += fmt::format(" Home within 12 months under {} only.", a);
  const auto reentry = reentry_in_words(baseline, plan, a, b, gains);
  if (!reentry.empty()) sentences.push_back(reentry);
  const auto days =
      fmt::format("{:.1f} under {}, {:.1f} under {}", baseline.days_in_care, a, plan.days_in_care, b);
  if (gains.days_saved == 0) {
    sentences.push_back(fmt::format("As many days in care under both: {:.1f}.", plan.days_in_care));
  } else {
    sentences.push_back(fmt::format("{:.1f} {} ({}).", std::abs(gains.days_saved),
                                    gains.days_saved > 0 ? "days in care saved" : "days in care more", days));
  }
  return sentences;
}

}  // namespace homeward
