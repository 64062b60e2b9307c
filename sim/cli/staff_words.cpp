#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "sim/cli/difference_text.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/staff_target_text.hpp"
#include "sim/cli/staff_view.hpp"
#include "sim/measure/identification.hpp"

namespace homeward {

namespace {

std::string positions_text(std::uint32_t positions) {
  return fmt::format("{} position{}", with_thousands(positions), positions == 1 ? "" : "s");
}

/// "12, 14 to 18": the numbers of the search whose estimates meet all targets, neighbours joined.
std::string numbers_that_meet(const StaffReport& report) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> stretches;
  bool meets = false;
  for (const auto& [positions, columns] : report.record.search) {
    const bool met_before = meets;
    meets = meets_all(report.question.targets, columns);
    if (meets && met_before) stretches.back().second = positions;
    if (meets && !met_before) stretches.emplace_back(positions, positions);
  }
  std::string text;
  for (const auto& [first, last] : stretches) {
    text += (text.empty() ? "" : ", ") + with_thousands(first);
    if (last != first) text += " to " + with_thousands(last);
  }
  return text.empty() ? "none" : text;
}

/// What was found with a number of positions, on fresh replications where it was held against some: "With 22:
/// coached_within_30_days, % 82.1 (81.0 to 83.2); chance to meet 99.8 %, 40 fresh replications."
std::string number_text(const StaffReport& report, std::uint32_t positions) {
  const StaffRow* found = nullptr;
  const auto rows = rows_of(report);
  for (const auto& row : rows)
    if (row.positions == positions) found = &row;
  if (found == nullptr) return "";
  std::string values;
  for (const auto outcome : outcomes_beside(report)) {
    const auto& info = outcome_table()[outcome];
    const auto estimate = estimate_of(*found->columns, outcome);
    if (std::isnan(estimate.mean) && !needs_in_words(info).empty()) {
      values += fmt::format(" {}: no number, it needs {};", info.name, needs_in_words(info));
      continue;
    }
    values += fmt::format(" {} {} ({});", name_with_unit(info), show(estimate.mean, style_of(info)),
                          interval_text(estimate.ci_low, estimate.ci_high, style_of(info)));
  }
  return fmt::format("With {}:{} chance to meet {}, {} {}replications.\n", with_thousands(positions), values,
                     chance_text(chance_all_met(report.question.targets, *found->columns)),
                     replications_of(*found->columns), found->fresh ? "fresh " : "");
}

std::string last_position_text(const StaffReport& report) {
  const auto last = last_position(report);
  if (!last) return "";
  std::string changes;
  const auto outcomes = outcomes_shown(report);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const auto& info = outcome_table()[outcomes[i]];
    changes += fmt::format("{} {} {}", i == 0 ? "" : ";", name_with_unit(info),
                           difference_text(info, last->differences[i]));
  }
  return fmt::format("The last position changes, run by run under the same luck:{}.\n", changes);
}

std::string found_text(const StaffReport& report) {
  const auto fewest = *report.answer->meets;
  auto text = fmt::format("{}: {} {} the fewest that meet{} {}{}.\n", report.scenario, positions_text(fewest),
                          fewest == 1 ? "is" : "are", fewest == 1 ? "s" : "", targets_text(report.question),
                          report.answer->scanned ? ", of the numbers looked at" : "");
  text += number_text(report, fewest);
  if (fewest > report.question.least)
    return text + number_text(report, fewest - 1) + last_position_text(report);
  if (fewest == 0)
    return text +
           "That is without any coach, where nobody is referred and nobody waits. To ask for a program with "
           "coaches add --least 1.\n";
  return text + fmt::format("Fewer were not looked at (--least {}).\n", fewest);
}

/// "They are 22 to 24: 21 are shown not to meet, 24 are shown to meet, in between nothing is shown."
std::string bracket_text(const StaffAnswer& answer) {
  const auto& fails = answer.fails;
  const auto& meets = answer.meets;
  std::string text;
  if (fails && meets)
    text = fmt::format("They are {} to {}: ", with_thousands(*fails + 1), with_thousands(*meets));
  else if (fails)
    text = fmt::format("That any number meets is not shown; if one does, it is {} or more: ",
                       with_thousands(*fails + 1));
  else if (meets)
    text = fmt::format("They are {} or fewer: ", with_thousands(*meets));
  else
    return fmt::format("They may be about {}, but of no number anything is shown.\n",
                       with_thousands(answer.positions));
  if (fails)
    text += fmt::format("{} {} shown not to meet", with_thousands(*fails), *fails == 1 ? "is" : "are");
  if (fails && meets) text += ", ";
  if (meets) text += fmt::format("{} {} shown to meet", with_thousands(*meets), *meets == 1 ? "is" : "are");
  return text + ", of the others nothing is shown.\n";
}

std::string not_separated_text(const StaffReport& report) {
  const auto& answer = *report.answer;
  const auto more =
      fmt::format("--max-replications {} may tell.\n", 4 * std::uint64_t{report.question.most_replications});
  if (answer.end != StaffEnd::candidate)
    return fmt::format("{}: the replications do not tell whether any number of positions meets {}.\n",
                       report.scenario, targets_text(report.question)) +
           number_text(report, answer.positions) + more;
  auto text =
      fmt::format(
          "{}: the replications do not tell the fewest positions that meet {} from their neighbours.\n",
          report.scenario, targets_text(report.question)) +
      bracket_text(answer);
  for (const auto& fresh : report.record.fresh) text += number_text(report, fresh.first);
  if (answer.meets) text += fmt::format("To be safe take {}; ", with_thousands(*answer.meets));
  return text + more;
}

std::string conflict_text(const StaffReport& report) {
  std::string helped;
  std::string hurt;
  for (std::size_t i = 0; i < report.question.targets.size(); ++i) {
    auto& list = report.answer->effects[i] == PositionsEffect::hurt ? hurt : helped;
    list += (list.empty() ? "" : " and ") + target_text(report.question.targets[i]);
  }
  const auto at = report.answer->positions;
  if (helped.empty())
    return fmt::format("Every position moves away from {}, which even {} do not meet.\n", hurt,
                       positions_text(at)) +
           number_text(report, at);
  const bool at_once = !report.record.fresh.contains(at - 1);
  return fmt::format("Fewer than {} do not meet {}; {} or more do not meet {}.\n",
                     positions_text(at_once ? at + 1 : at), helped, with_thousands(at), hurt) +
         number_text(report, at) + (at_once ? "" : number_text(report, at - 1));
}

std::string unreachable_text(const StaffReport& report) {
  const auto& answer = *report.answer;
  std::string which;
  if (answer.scanned)
    which = " looked at";
  else if (answer.end == StaffEnd::most_positions)
    which = " up to " + with_thousands(answer.positions);
  auto text = fmt::format("{}: no number of positions{} meets {}.\n", report.scenario, which,
                          targets_text(report.question));
  if (answer.end == StaffEnd::targets_conflict) return text + conflict_text(report);
  text += number_text(report, answer.positions);
  if (answer.end == StaffEnd::nothing_changes)
    text +=
        "Half as many do as well: as many families wait, and nothing comes closer to the target. What is "
        "missing is not coaches.\n";
  return text;
}

std::string effects_text(const StaffReport& report) {
  std::string text;
  for (std::size_t i = 0; i < report.answer->effects.size(); ++i) {
    const auto target = target_text(report.question.targets[i]);
    const auto effect = report.answer->effects[i];
    const bool asked = report.answer->status != StaffStatus::found &&
                       report.answer->end != StaffEnd::targets_conflict && report.record.search.size() > 2;
    if (effect == PositionsEffect::none_seen && asked)
      text +=
          fmt::format("That more positions bring {} any closer, these replications do not show.\n", target);
    if (effect == PositionsEffect::both)
      text += fmt::format(
          "More positions bring {} closer at some numbers and further off at others: all in reach were "
          "looked "
          "at.\nBy their estimates these meet: {}.\n",
          target, numbers_that_meet(report));
  }
  return text;
}

/// A wait ends when a family gives up, so that by itself it can be met by families that give up.
std::string giving_up_text(const StaffReport& report) {
  const auto& targets = report.question.targets;
  const auto is_wait = [](const StaffTarget& target) {
    return outcome_table()[target.outcome].needs.steady_queue;
  };
  const auto is_level = [](const StaffTarget& target) {
    return outcome_table()[target.outcome].needs.days_after > 0;
  };
  if (std::ranges::none_of(targets, is_wait) || std::ranges::any_of(targets, is_level)) return "";
  return "A wait in days also ends when a family gives up, so that few coaches can meet it. Ask for the "
         "share that gets a\n"
         "coach beside it, which nobody meets by giving up: --target \"coached_within_30_days >= 80%\".\n";
}

/// What "chance to meet" means where there is no spread to judge by.
std::string same_runs_text(const StaffReport& report) {
  const auto rows = rows_of(report);
  for (const auto& target : report.question.targets)
    for (const auto& row : rows) {
      const auto estimate = estimate_of(*row.columns, target.outcome);
      if (target.fixed || estimate.n < 2 || estimate.sd != 0) continue;
      return fmt::format(
          "Where all runs have the same {}, the chance is that of fewer runs being different than\nwould turn "
          "the answer, {:g} % at least.\n",
          outcome_table()[target.outcome].name, 100 * largest_unseen_share);
    }
  return "";
}

}  // namespace

std::string staff_words(const StaffReport& report) {
  if (!report.answer) {
    const std::string what = report.failed ? "A run failed" : "Interrupted";
    return what + (report.record.search.empty() ? " before a number of positions was finished.\n"
                                                : ". Looked at so far:\n");
  }
  std::string text;
  switch (report.answer->status) {
    case StaffStatus::found:
      text = found_text(report);
      break;
    case StaffStatus::not_separated:
      text = not_separated_text(report);
      break;
    case StaffStatus::unreachable:
      text = unreachable_text(report);
      break;
  }
  text += effects_text(report) + giving_up_text(report) + same_runs_text(report);
  text += fmt::format(
      "The scenario as written has {}. Targets are on expected values, not on every year's luck; ",
      positions_text(report.own_positions));
  if (report.answer->scanned)
    text +=
        "only\nnumbers with fresh replications were tested on luck that the search had not used; of all the "
        "others that they are\nno better was not.";
  else
    text +=
        fmt::format("the answer holds with\n{:g} % confidence, on replications that the search had not used.",
                    100 * report.question.confidence);
  return text + fmt::format(" Seed {}.\n", report.seed);
}

}  // namespace homeward
