#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/cli/compare_view.hpp"
#include "sim/cli/numbers.hpp"

namespace homeward {

namespace {

/// A paragraph in lines of at most 110 characters, each with this many spaces before it.
std::string paragraph(const std::string& text, std::size_t indent = 0) {
  constexpr std::size_t longest = 110;
  std::string lines;
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    const auto word = text.substr(at, end - at);
    at = end + 1;
    if (!line.empty() && indent + line.size() + 1 + word.size() > longest) {
      lines += fmt::format("{:{}}{}\n", "", indent, line);
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  return lines + fmt::format("{:{}}{}\n", "", indent, line);
}

/// One decimal where the largest number beside it is small, none where it is not.
int digits_beside(double largest) {
  return std::abs(largest) < 10 ? 1 : 0;
}

std::string amount(double value, double largest) {
  return fmt::format("{:.{}f}", value, digits_beside(largest));
}

/// Sizes of a mean and the ends of its interval, with more digits where two that differ would look the same.
std::vector<std::string> amounts(const Estimate& net, double largest) {
  std::vector<double> sizes{std::abs(net.mean)};
  if (!std::isnan(net.ci_low)) sizes = {sizes.front(), std::abs(net.ci_low), std::abs(net.ci_high)};
  return show_apart_from(sizes, digits_beside(largest));
}

/// "4 more (3 to 5)"; where the direction is in doubt "0.3 more (from 0.5 fewer to 1.2 more: no clear
/// difference)".
std::string net_in_words(const Estimate& net, const char* more, const char* fewer) {
  const bool has_interval = !std::isnan(net.ci_low);
  const double largest =
      has_interval ? std::max({std::abs(net.mean), std::abs(net.ci_low), std::abs(net.ci_high)}) : net.mean;
  if (largest == 0) return "as many";
  const auto sizes = amounts(net, largest);
  const auto words = [&](std::size_t at, double value) {
    return fmt::format("{} {}", sizes[at], value < 0 ? fewer : more);
  };
  if (!has_interval) return words(0, net.mean);
  if (net.ci_low > 0) return fmt::format("{} ({} to {})", words(0, net.mean), sizes[1], sizes[2]);
  if (net.ci_high < 0) return fmt::format("{} ({} to {})", words(0, net.mean), sizes[2], sizes[1]);
  return fmt::format("{} (from {} to {}: no clear difference)", words(0, net.mean), words(1, net.ci_low),
                     words(2, net.ci_high));
}

/// What became of the families of one plan.
struct PlanInWords {
  const std::string& plan;
  const std::string& baseline;
  const FamilyChangeEstimates& families;

  std::string mean(FamilyChange change) const { return amount(families[change].mean, families[change].mean); }
  std::string home() const {
    using enum FamilyChange;
    if (const auto reason = families.reason(home_net); reason != Reason::none)
      return fmt::format("How many more are home within a year is not known: {}.",
                         family_reason_text(home_net, reason));
    return fmt::format(
        "Of 1,000 families that enter and are followed for 12 months, {} are home within a year under {}; {} "
        "are home only under it, {} only under {}.",
        net_in_words(families[home_net], "more", "fewer"), plan, mean(home_only_under_plan),
        mean(home_only_under_baseline), baseline);
  }
  std::string reentry() const {
    using enum FamilyChange;
    if (const auto reason = families.reason(reentry_net); reason != Reason::none)
      return fmt::format("How many fewer come back is not known: {}.",
                         family_reason_text(reentry_net, reason));
    // A net above zero spares families a re-entry: fewer come back.
    return fmt::format(
        "Of 1,000 that are home under both and followed for 12 months after it, {} come back into care "
        "within "
        "a year under {}; {} are spared it, {} come back only under {}.",
        net_in_words(families[reentry_net], "fewer", "more"), plan, mean(spared_reentry),
        mean(reentry_only_under_plan), plan);
  }
  std::string days() const {
    using enum FamilyChange;
    if (const auto reason = families.reason(days_saved_per_family); reason != Reason::none)
      return fmt::format("Days in care saved are not known: {}.",
                         family_reason_text(days_saved_per_family, reason));
    auto text = fmt::format("A family that enters spends {} days in care under {}, up to the end of the run",
                            net_in_words(families[days_saved_per_family], "fewer", "more"), plan);
    const auto& changed = families[days_saved_per_changed_family];
    if (!std::isnan(changed.mean)) {
      text += fmt::format("; for {} of 1,000 the days differ, for these by {} {} each",
                          mean(families_with_other_days), amount(std::abs(changed.mean), changed.mean),
                          changed.mean < 0 ? "more" : "fewer");
    }
    return text + ".";
  }
  /// "" where nobody has a coach.
  std::string served() const {
    using enum FamilyChange;
    const auto& ratio = families[served_relative_rate];
    if (std::isnan(ratio.mean)) return "";
    const auto interval =
        std::isnan(ratio.ci_low) ? "" : fmt::format(" ({:.3f} to {:.3f})", ratio.ci_low, ratio.ci_high);
    return paragraph(fmt::format("Of 1,000 families with a coach under {} {} are home within a year, of the same families "
                                 "{} under {}: {:.3f} times as many{}.",
                                 plan, mean(served_home_under_plan), mean(served_home_under_baseline), baseline, ratio.mean,
                                 interval),
                     2);
  }
  std::string all() const {
    return paragraph(home(), 2) + paragraph(reentry(), 2) + served() + paragraph(days(), 2);
  }
};

}  // namespace

std::string families_in_words(const Comparisons& all) {
  if (all.families.empty()) {
    return "Which families change is not told: the file was recorded as runs. Record it as series to see "
           "them.\n";
  }
  const auto& names = all.study.scenarios;
  const auto& baseline = names[all.study.baseline];
  std::string text;
  std::size_t told = 0;
  for (std::size_t plan = 0; plan < names.size(); ++plan) {
    if (plan == all.study.baseline) continue;
    if (++told > most_plans_in_words) continue;
    const auto& families = all.families[plan];
    const auto pairs = families.pairs;
    text +=
        fmt::format("{} against {}, {} pairs of runs under the same luck\n", names[plan], baseline, pairs);
    text += pairs > 0 ? PlanInWords{names[plan], baseline, families}.all()
                      : paragraph("No pair of runs has the same families: who changes cannot be told.", 2);
  }
  if (told > most_plans_in_words)
    text += fmt::format("The other {} plans are in the tables below.\n", told - most_plans_in_words);
  return text + paragraph(std::string(only_the_net_counts));
}

std::string audit_in_words() {
  return paragraph(
      "The variance ratio is (Var A + Var B) / Var(A - B): above 1, common random numbers save runs. "
      "Independent runs "
      "would need the replications of the last column, of each plan, for intervals as narrow. Each family "
      "meets the "
      "same luck under every plan. What follows from the plan itself cannot be made the same: the order of "
      "the queue, "
      "which coach a family gets, how long it waits, and the dates of contacts.");
}

std::string intervals_in_words(const Comparisons& all) {
  auto text = paragraph(
      "Differences are plan minus baseline, paired by replication (× marks a ratio), with 95 % Student "
      "intervals. "
      "\"Better in\" is the share of replications in which the plan is better, ties not counted; "
      "\"confidence\" is that "
      "its mean is better (one-sided Student). Where neither direction is better, both are of the plan being "
      "higher.");
  if (all.intervals < 2) return text;
  return text + paragraph(fmt::format(
                    "An interval in brackets holds for one comparison by itself. Those of the column \"All "
                    "together\" "
                    "allow for all {} shown: they hold at once in at least 95 % of studies (Bonferroni).",
                    all.intervals));
}

std::string sources_in_words(const EffectSources& sources) {
  auto text = paragraph(
      "What coaching does is put into a scenario, not found by simulating it: the differences follow from "
      "those "
      "numbers.");
  if (sources.count() == 0) return text;
  text += paragraph(
      fmt::format("Of the {} on effects, support and trust {} are measured, {} published elsewhere, {} "
                  "an expert's, {} assumed{}",
                  sources.count(), sources.measured, sources.published_elsewhere, sources.expert,
                  sources.assumptions.size(), sources.assumptions.empty() ? "." : ":"));
  if (sources.assumptions.empty()) return text;
  return text + paragraph(fmt::format("{}.", fmt::join(sources.assumptions, ", ")), 2);
}

namespace {

/// Whether a number says what coaching does, how families come to it or how coaches work.
bool is_of_the_program(const std::string& parameter) {
  constexpr std::array<std::string_view, 3> others{"coaches.", "referral.", "court.preparation_effect"};
  return says_what_coaching_does(parameter) ||
         std::ranges::any_of(others, [&](auto table) { return parameter.starts_with(table); });
}

}  // namespace

std::string held_fixed_in_words(const EvidenceRegister& evidence) {
  std::set<std::string> on_coaching;  // a table of numbers by its name
  std::size_t others = 0;
  for (const auto& parameter : assumptions_not_drawn(evidence)) {
    if (is_of_the_program(parameter))
      on_coaching.insert(parameter.substr(0, parameter.find('.', parameter.find('.') + 1)));
    else
      ++others;
  }
  if (on_coaching.empty() && others == 0) return "";
  return paragraph(fmt::format(
      "Not drawn but held fixed, though of grade assumption: {}{}. What changes with these is not in the "
      "intervals, the "
      "sensitivities and the switch points above; [uncertainty] or a sweep adds them.",
      fmt::join(on_coaching, ", "),
      others == 0 ? ""
                  : fmt::format("{}{} on other things", on_coaching.empty() ? "" : ", and ",
                                count_text(others, "number"))));
}

std::string assumptions_in_words(const EvidenceRegister& evidence, const std::string& file) {
  const auto numbers = numbers_set(evidence), assumed = assumptions(evidence);
  std::map<std::string, std::size_t> by_section;
  for (const auto& parameter : assumed) ++by_section[parameter.substr(0, parameter.find('.'))];
  if (assumed.empty()) return "";
  std::vector<std::string> sections;
  for (const auto& [section, count] : by_section) sections.push_back(fmt::format("{} {}", section, count));
  return paragraph(fmt::format(
      "{} of the {} numbers that are set {} of grade assumption ({}; homeward report --stress {} names "
      "them). "
      "Which of them matter, and where the plan to prefer would change: the same homeward run with --draws "
      "60 -n 5.",
      assumed.size(), numbers.size(), assumed.size() == 1 ? "is" : "are", fmt::join(sections, ", "), file));
}

}  // namespace homeward
