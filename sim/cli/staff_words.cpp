#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "sim/cli/difference_text.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/staff_target_text.hpp"
#include "sim/cli/staff_view.hpp"

namespace homeward {

namespace {

std::string positions_text(std::uint32_t positions) {
  return fmt::format("{} position{}", with_thousands(positions), positions == 1 ? "" : "s");
}

/// "12, 14 to 18" of the numbers looked at whose estimates keep all targets; neighbours are those looked at.
std::string numbers_kept(const StaffReport& report) {
  std::string text;
  const StaffRow* first = nullptr;
  const StaffRow* last = nullptr;
  const auto rows = rows_of(report);
  const auto close = [&] {
    if (first == nullptr) return;
    text += (text.empty() ? "" : ", ") + with_thousands(first->positions);
    if (last != first) text += " to " + with_thousands(last->positions);
    first = nullptr;
  };
  for (const auto& row : rows) {
    if (!keeps_all(report.question, *row.columns)) {
      close();
      continue;
    }
    if (first == nullptr) first = &row;
    last = &row;
  }
  close();
  return text.empty() ? "none" : text;
}

/// "With 22: mean_days_to_first_coach, days 13.2 (12.8 to 13.6); chance that it meets 99.8 %, by 40 fresh
/// replications."
std::string number_text(const StaffReport& report, std::uint32_t positions) {
  const auto rows = rows_of(report);
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const StaffRow& one) { return one.positions == positions; });
  if (row == rows.end()) return "";
  auto text = fmt::format("With {}:", with_thousands(positions));
  std::vector<std::size_t> told;
  for (const auto& target : report.question.targets) {
    if (std::find(told.begin(), told.end(), target.outcome) != told.end()) continue;
    told.push_back(target.outcome);
    const auto& info = outcome_table()[target.outcome];
    const auto estimate = estimate_of(*row->columns, target.outcome);
    text += fmt::format(" {} {} ({}),", name_with_unit(info), show(estimate.mean, style_of(info)),
                        interval_text(estimate.ci_low, estimate.ci_high, style_of(info)));
  }
  return text + fmt::format(" chance that it meets {}, by {} {}replications.\n",
                            chance_text(chance_all_met(report.question.targets, *row->columns)),
                            replications_of(*row->columns), row->fresh ? "fresh " : "");
}

std::string last_position_text(const StaffReport& report) {
  const auto last = last_position(report);
  if (!last) return "";
  std::string text = "What the last position changes, run by run:";
  const auto outcomes = outcomes_shown(report);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const auto& info = outcome_table()[outcomes[i]];
    text += fmt::format("{} {} {}", i == 0 ? "" : ";", name_with_unit(info),
                        difference_text(info, last->differences[i]));
  }
  return text + ".\n";
}

std::string found_text(const StaffReport& report) {
  const auto& answer = *report.answer;
  const auto fewest = *answer.meets;
  auto text = fmt::format("{}: {} {} the fewest that {} {}.\n", report.scenario, positions_text(fewest),
                          fewest == 1 ? "is" : "are", answer.scanned ? "of those looked at" : "keep",
                          targets_text(report.question));
  if (answer.scanned)
    text = fmt::format("{}: {} {} the first of the numbers looked at to keep {}.\n", report.scenario,
                       positions_text(fewest), fewest == 1 ? "is" : "are", targets_text(report.question));
  text += number_text(report, fewest);
  if (fewest > report.question.least)
    return text + number_text(report, fewest - 1) + last_position_text(report);
  if (fewest == 0)
    return text +
           "It is met without any coach; where nobody is referred, nobody waits. To ask for a program "
           "with coaches add --least 1.\n";
  return text + fmt::format("Fewer than {} were not looked at (--least).\n", positions_text(fewest));
}

std::string not_separated_text(const StaffReport& report) {
  const auto& answer = *report.answer;
  auto text = fmt::format(
      "{}: the replications do not tell the fewest positions that keep {} from their neighbours.\n",
      report.scenario, targets_text(report.question));
  if (answer.end != StaffEnd::candidate) {
    text = fmt::format("{}: the replications do not tell whether any number of positions keeps {}.\n",
                       report.scenario, targets_text(report.question));
    return text + number_text(report, answer.positions);
  }
  const auto low = answer.fails ? std::optional(*answer.fails + 1) : std::nullopt;
  if (low && answer.meets)
    text += fmt::format("They are {} to {}:", with_thousands(*low), with_thousands(*answer.meets));
  else if (low)
    text += fmt::format("They are {} or more:", with_thousands(*low));
  else if (answer.meets)
    text += fmt::format("They are {} or fewer:", with_thousands(*answer.meets));
  else
    text += fmt::format("They are about {}:", with_thousands(answer.positions));
  if (answer.fails) text += fmt::format(" {} are shown not to keep it,", with_thousands(*answer.fails));
  if (answer.meets) text += fmt::format(" {} are shown to keep it,", with_thousands(*answer.meets));
  text += " in between nothing is shown.\n";
  for (const auto& fresh : report.record.fresh) text += number_text(report, fresh.first);
  return text + fmt::format("{}--max-replications {} may tell them apart.\n",
                            answer.meets ? fmt::format("To be safe take {}; ", *answer.meets) : "",
                            4 * std::uint64_t{report.question.most_replications});
}

std::string conflict_text(const StaffReport& report) {
  std::string helped;
  std::string hurt;
  for (std::size_t i = 0; i < report.question.targets.size(); ++i) {
    auto& list = report.answer->effects[i] == PositionsEffect::hurt ? hurt : helped;
    list += (list.empty() ? "" : " and ") + target_text(report.question.targets[i]);
  }
  const auto at = report.answer->positions;
  auto text =
      fmt::format("{}: no number of positions keeps {}.\n", report.scenario, targets_text(report.question));
  if (!helped.empty()) text += fmt::format("{} takes {} or more. ", helped, positions_text(at));
  return text +
         fmt::format("More positions move away from {}, which {} do not keep.\n", hurt, with_thousands(at)) +
         number_text(report, at) +
         (at > report.question.least && !helped.empty() ? number_text(report, at - 1) : "");
}

std::string unreachable_text(const StaffReport& report) {
  const auto& answer = *report.answer;
  if (answer.end == StaffEnd::targets_conflict) return conflict_text(report);
  auto text = fmt::format("{}: no number of positions{} keeps {}.\n", report.scenario,
                          answer.end == StaffEnd::most_positions && !answer.scanned
                              ? fmt::format(" up to {}", with_thousands(answer.positions))
                          : answer.scanned ? " looked at"
                                           : "",
                          targets_text(report.question));
  text += number_text(report, answer.positions);
  if (answer.end == StaffEnd::nothing_changes)
    text += fmt::format(
        "Half as many do as well: as many families wait, and the outcome is no closer. What is "
        "missing is not coaches.\n");
  return text;
}

std::string effects_text(const StaffReport& report) {
  const auto& answer = *report.answer;
  std::string text;
  for (std::size_t i = 0; i < answer.effects.size(); ++i) {
    const auto target = target_text(report.question.targets[i]);
    if (answer.effects[i] == PositionsEffect::none_seen && report.record.search.size() > 2)
      text += fmt::format("More positions have no effect on {} that these replications can see.\n", target);
    if (answer.effects[i] == PositionsEffect::both)
      text += fmt::format(
          "More positions bring {} closer at some numbers and further off at others, so that all "
          "numbers in reach were looked at.\nBy their estimates these keep all targets: {}.\n",
          target, numbers_kept(report));
  }
  return text;
}

}  // namespace

std::string staff_words(const StaffReport& report) {
  if (!report.answer) return "Interrupted; looked at so far:\n";
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
  text += effects_text(report);
  return text + fmt::format(
                    "What is said to be shown holds together with {:g} % confidence, on replications that "
                    "the search had not used; seed {}.\nThe scenario as written has {}.\n",
                    100 * report.question.confidence, report.seed, positions_text(report.own_positions));
}

}  // namespace homeward
