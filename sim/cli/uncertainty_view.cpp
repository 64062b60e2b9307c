#include "sim/cli/uncertainty_view.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/cli/difference_text.hpp"
#include "sim/cli/footnotes.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/short_names.hpp"
#include "sim/cli/table.hpp"

namespace homeward {

namespace {

constexpr std::size_t name_width = 44;
constexpr std::size_t name_and_draws_width = name_width + 24;
constexpr std::size_t note_width = 8;

std::string percent(double share) {
  return std::isnan(share) ? "–" : fmt::format("{:.0f} %", 100 * share);
}

/// Never "100 %": a probability under assumptions is not certainty.
std::string probability(double share) {
  if (share > 0.999) return "> 99.9 %";
  if (share < 0.001) return "< 0.1 %";
  return std::isnan(share) ? "–" : fmt::format("{:.1f} %", 100 * share);
}

std::string plural(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::vector<std::string> shares(const CrossedEstimate& estimate) {
  return {percent(share_of(estimate.doubt, estimate)), percent(share_of(estimate.luck, estimate)),
          percent(share_of(estimate.interaction, estimate))};
}

double better(const OutcomeInfo& outcome, double above_zero) {
  return outcome.better == Better::lower ? 1 - above_zero : above_zero;
}

/// One effect of a parameter, in the units of the outcome; of a ratio as a factor.
std::string effect_text(const OutcomeInfo& outcome, double effect) {
  return is_ratio(outcome) ? fmt::format("×{}", show(std::exp(effect), Style::plain))
                           : show_signed(effect, style_of(outcome));
}

/// The parameters that the doubt hangs on most, or why none is named.
std::string strongest_text(const OutcomeInfo& outcome, const Sensitivity& sensitivity,
                           const CrossedEstimate& estimate, const std::vector<DrawnNumber>& numbers) {
  constexpr std::size_t most = 3;
  const bool varies = estimate.doubt.estimate > 0 || estimate.interaction.estimate > 0;
  if (std::isnan(sensitivity.r_squared)) return varies ? "too few draws" : "";
  std::string text;
  for (const auto i : strongest(sensitivity, most))
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", numbers[i].name,
                        effect_text(outcome, sensitivity.effects[i].effect));
  return text.empty() ? "nothing stands out" : text;
}

bool lacks_draws(const CrossedEstimate& estimate, std::size_t planned) {
  return estimate.draws > 0 && draws_left_out(estimate, planned) > 0;
}

/// "  coached", "  coached (10 of 12 draws)".
std::string plan_text(const std::string& name, const CrossedEstimate& estimate, std::size_t planned) {
  if (!lacks_draws(estimate, planned)) return "  " + name;
  return fmt::format("  {} ({} of {} draws)", name, estimate.draws, planned);
}

bool any_lacks_draws(const UncertaintyStudy& study) {
  const auto& layout = study.layout;
  for (const auto& line : study.lines) {
    for (std::size_t plan = 0; plan < layout.plans.size(); ++plan) {
      if (lacks_draws(line.found.plans[plan], layout.draws_of(plan)) ||
          lacks_draws(line.found.differences[plan], layout.draws_with_baseline(plan)))
        return true;
    }
  }
  return false;
}

}  // namespace

std::string size_in_words(const UncertaintyStudy& study) {
  return fmt::format("{} × {} × {}", plural(study.layout.plans.size(), "plan"),
                     plural(study.layout.draws, "draw"), plural(study.replications, "replication"));
}

std::string uncertainty_table(const UncertaintyStudy& study) {
  Table table({{"  Plan", Align::left, name_and_draws_width},
               {"Mean", Align::right},
               {"Expected, doubt included (95 %)", Align::right},
               {"Mean of the study (95 %)", Align::right},
               {"Doubt", Align::right},
               {"Luck", Align::right},
               {"Both", Align::right},
               {"", Align::left, note_width}});
  Footnotes notes;
  const auto names = short_names(study.layout.plans, name_width);
  for (const auto& line : study.lines) {
    const auto style = style_of(*line.outcome);
    const double spread = line.found.spread_between_plans;
    table.add_heading(
        name_with_unit(*line.outcome) +
        (std::isnan(spread) ? "" : fmt::format("; means of plans differ by {} (sd)", show(spread, style))));
    for (std::size_t plan = 0; plan < line.found.plans.size(); ++plan) {
      const auto& estimate = line.found.plans[plan];
      std::vector<std::string> cells{plan_text(names[plan], estimate, study.layout.draws_of(plan)),
                                     show(estimate.mean, style),
                                     interval_text(estimate.doubt_low, estimate.doubt_high, style),
                                     interval_text(estimate.ci_low, estimate.ci_high, style)};
      for (auto& share : shares(estimate)) cells.push_back(std::move(share));
      cells.push_back(notes.mark(line.notes[plan]));
      table.add(std::move(cells));
    }
  }
  return table.text() + notes.text();
}

std::string uncertain_differences_table(const UncertaintyStudy& study) {
  Table table({{"  Plan", Align::left, name_and_draws_width},
               {"Difference", Align::right},
               {"Expected, doubt included (95 %)", Align::right},
               {"Better", Align::right},
               {"Mean of the study (95 %)", Align::right},
               {"Doubt", Align::right},
               {"Luck", Align::right},
               {"Both", Align::right},
               {"", Align::left, note_width}});
  Footnotes notes;
  const auto names = short_names(study.layout.plans, name_width);
  for (const auto& line : study.lines) {
    const auto& outcome = *line.outcome;
    table.add_heading(fmt::format("{} ({} {})", name_with_unit(outcome),
                                  study.layout.plans[study.layout.baseline],
                                  show(line.found.plans[study.layout.baseline].mean, style_of(outcome))));
    for (std::size_t plan = 0; plan < line.found.differences.size(); ++plan) {
      if (plan == study.layout.baseline) continue;
      const auto& estimate = line.found.differences[plan];
      PairedEstimate alone{};
      alone.mean = estimate.mean;
      alone.ci_low = std::nan("");
      const bool neither = outcome.better == Better::neither;
      std::vector<std::string> cells{plan_text(names[plan], estimate, study.layout.draws_with_baseline(plan)),
                                     difference_text(outcome, alone),
                                     difference_bounds(outcome, {estimate.doubt_low, estimate.doubt_high}),
                                     neither ? "" : probability(better(outcome, estimate.above_zero)),
                                     difference_bounds(outcome, {estimate.ci_low, estimate.ci_high})};
      for (auto& share : shares(estimate)) cells.push_back(std::move(share));
      cells.push_back(notes.mark(line.difference_notes[plan]));
      table.add(std::move(cells));
    }
  }
  return table.text() + notes.text();
}

std::string sensitivities_table(const UncertaintyStudy& study, bool of_differences) {
  Table table(
      {{"  Plan", Align::left, name_width + 2}, {"Explained", Align::right}, {"Most by", Align::left, 150}});
  const auto names = short_names(study.layout.plans, name_width);
  for (const auto& line : study.lines) {
    const auto& found = line.found;
    table.add_heading(name_with_unit(*line.outcome));
    for (std::size_t plan = 0; plan < study.layout.plans.size(); ++plan) {
      if (of_differences && plan == study.layout.baseline) continue;
      const auto& own =
          of_differences ? found.difference_sensitivities[plan] : found.plan_sensitivities[plan];
      const auto& estimate = of_differences ? found.differences[plan] : found.plans[plan];
      table.add({"  " + names[plan], percent(own.r_squared_adjusted),
                 strongest_text(*line.outcome, own, estimate, study.numbers[plan])});
    }
  }
  return table.text();
}

std::string uncertainty_in_words(const UncertaintyStudy& study) {
  std::string text =
      "\"Expected, doubt included\" is where the answer lies if the uncertain parameters are as doubtful as\n"
      "[uncertainty] says; only better evidence narrows it. \"Mean of the study\" is how well the mean over\n"
      "all draws is known; more draws and replications narrow it. Doubt, luck and both share out the "
      "variance\n"
      "of single runs: between draws, between replications, and beyond the two, where luck that meets draws\n"
      "differently cannot be told from other noise, with one run of each pair. What plans differ by is no\n"
      "doubt and has no part in it.\n";
  return text + cautions_in_words(study);
}

std::string cautions_in_words(const UncertaintyStudy& study) {
  std::string text;
  if (study.replications < 2 || study.layout.draws < 2)
    text +=
        "Doubt and luck can only be told apart with two draws and two replications or more: --draws 20 -n 5, "
        "say.\n";
  constexpr std::size_t few = 5;
  if (study.layout.draws > 1 && study.layout.draws < few)
    text += fmt::format(
        "{} draws: intervals of doubt from so few are wide and rough; --draws 20 or more tells more.\n",
        study.layout.draws);
  if (study.replications > 1 && study.replications < few)
    text += fmt::format(
        "{} replications: luck is known from so few only, which makes intervals wide; -n 5 or more narrows "
        "them.\n",
        study.replications);
  if (any_lacks_draws(study))
    text +=
        "\"10 of 12 draws\": the others were left out for lack of a number. They are no random subset, so "
        "the\n"
        "doubt may be larger than it looks; where more than 5 % are left out, no interval of it is given.\n";
  return text;
}

std::string sensitivities_in_words() {
  return "Change for one standard deviation of the parameter, the others held (linear regression of the "
         "means\n"
         "of draws; of a share, against the average share of its table). \"Explained\": share of the "
         "variance\n"
         "of these means that the parameters explain so beyond chance; the rest is luck, bends and "
         "parameters\n"
         "that act together. Only parameters whose effect is told from 0 (95 %) are named; more draws tell "
         "more\n"
         "of them.\n";
}

}  // namespace homeward
