#include "sim/cli/staff_target_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "sim/cli/numbers.hpp"
#include "sim/core/issues.hpp"

namespace homeward {

namespace {

/// Reads one target from left to right.
class TargetReader {
 public:
  explicit TargetReader(const std::string& text) : text_(text), rest_(text) {}

  StaffTarget read() {
    StaffTarget target;
    target.outcome = outcome();
    target.comparison = comparison();
    const bool dollars = take("$");
    const double number = read_number();
    const auto& info = outcome_table()[target.outcome];
    target.threshold = in_units_of(info, number, dollars ? std::string_view("$") : unit());
    if (info.summary == Summary::mean_of_log && !(target.threshold > 0))
      throw fault(fmt::format("{} is a ratio, which is always above 0; so must be its target", info.name));
    return target;
  }

 private:
  UsageError fault(const std::string& what) const {
    return UsageError(fmt::format("--target \"{}\": {}", text_, what));
  }

  void skip_spaces() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size())); }

  bool take(std::string_view sign) {
    skip_spaces();
    if (!rest_.starts_with(sign)) return false;
    rest_.remove_prefix(sign.size());
    return true;
  }

  std::size_t outcome() {
    constexpr std::string_view of_names = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    skip_spaces();
    const auto name = rest_.substr(0, rest_.find_first_not_of(of_names));
    rest_.remove_prefix(name.size());
    if (name.empty() || (name.front() >= '0' && name.front() <= '9'))
      throw fault("write OUTCOME <= NUMBER, as in --target \"coached_within_30_days >= 80%\"");
    try {
      return outcome_index(name);
    } catch (const UsageError& unknown) {
      throw fault(unknown.what());
    }
  }

  TargetComparison comparison() {
    using enum TargetComparison;
    constexpr std::array<std::pair<std::string_view, TargetComparison>, 6> signs{
        {{"<=", at_most}, {">=", at_least}, {"≤", at_most}, {"≥", at_least}, {"<", below}, {">", above}}};
    for (const auto& [sign, meaning] : signs)
      if (take(sign)) return meaning;
    throw fault("after the outcome comes <=, >=, < or >");
  }

  double read_number() {
    skip_spaces();
    double number{};
    const auto* end = rest_.data() + rest_.size();
    const auto [stopped, error] = std::from_chars(rest_.data(), end, number);
    if (error != std::errc{} || !std::isfinite(number))
      throw fault("after the sign comes a number, such as 14 or 0.35 or 35%");
    rest_.remove_prefix(static_cast<std::size_t>(stopped - rest_.data()));
    return number;
  }

  std::string_view unit() {
    skip_spaces();
    return rest_.substr(0, rest_.find_last_not_of(" \t") + 1);
  }

  double in_units_of(const OutcomeInfo& info, double number, std::string_view unit) const {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> known{{{"d", "d"},
                                                                                  {"day", "d"},
                                                                                  {"days", "d"},
                                                                                  {"h", "h"},
                                                                                  {"hour", "h"},
                                                                                  {"hours", "h"},
                                                                                  {"$", "usd"},
                                                                                  {"usd", "usd"}}};
    const bool share = style_of(info) == Style::percent;
    if (unit == "%" && share) return number / 100;
    if (unit.empty() && share && std::abs(number) > 1)
      throw fault(fmt::format("{} is a share; {:g} would be {:g} %. Write {:g}%", info.name, number,
                              100 * number, number));
    const bool fits = std::any_of(known.begin(), known.end(), [&](const auto& one) {
      return one.first == unit && one.second == info.units;
    });
    if (unit.empty() || fits) return number;
    const auto label = unit_label(style_of(info));
    throw fault(fmt::format(
        "\"{}\" is not the unit of {}; {}", unit, info.name,
        label.empty() ? "it is a number without one" : fmt::format("write {} or nothing", label)));
  }

  const std::string& text_;
  std::string_view rest_;
};

}  // namespace

StaffTarget parse_target(const std::string& text) {
  return TargetReader(text).read();
}

std::string_view sign_of(TargetComparison comparison) {
  constexpr std::array<std::string_view, 4> signs{"<=", ">=", "<", ">"};
  return signs[static_cast<std::size_t>(comparison)];
}

std::string target_text(const StaffTarget& target) {
  const auto& info = outcome_table()[target.outcome];
  const auto style = style_of(info);
  const double shown = style == Style::percent ? 100 * target.threshold : target.threshold;
  const auto text = fmt::format("{} {} ", info.name, sign_of(target.comparison));
  if (style == Style::dollars) return text + "$" + show(target.threshold, style);
  const auto label = unit_label(style);
  return text + fmt::format("{:.10g}{}{}", shown, label.empty() ? "" : " ", label);
}

}  // namespace homeward
