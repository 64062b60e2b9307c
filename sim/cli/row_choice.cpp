#include "sim/cli/row_choice.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "sim/cli/numbers.hpp"
#include "sim/core/issues.hpp"

namespace homeward {

std::size_t RowLimit::most(std::size_t scenarios) const {
  // A screen or two show this many; of more only the ends are told unless asked for.
  constexpr std::size_t shown_whole = 24;
  constexpr std::size_t shown_of_many = 9;
  if (text.empty()) return scenarios <= shown_whole ? scenarios : shown_of_many;
  if (text == "all") return scenarios;
  std::size_t number{};
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end || number == 0)
    throw UsageError(fmt::format("--rows {}: give a number from 1 on, or all", text));
  return number;
}

void add_rows_option(CLI::App& command, RowLimit& limit) {
  command
      .add_option("--rows", limit.text,
                  "rows of each outcome; default: all of up to 24 scenarios, of more the best and the worst")
      ->type_name("N|all");
}

RowChoice choose_rows(std::span<const double> means, Better better, std::optional<std::size_t> always,
                      std::size_t most) {
  RowChoice choice;
  std::vector<std::size_t> order(means.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (means.size() <= most) return {std::move(order), 0, 0};
  const bool low_first = better == Better::lower;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (std::isnan(means[a]) || std::isnan(means[b])) return !std::isnan(means[a]) && std::isnan(means[b]);
    return low_first ? means[a] < means[b] : means[a] > means[b];
  });
  if (always) {
    std::erase(order, *always);
    choice.rows.push_back(*always);
  }
  const auto room = most - std::min(most, choice.rows.size());
  const auto best = (room + 1) / 2;
  const auto worst = room - best;
  // Scenarios without a number are not the worst, unless there are no others.
  auto end =
      std::find_if(order.begin(), order.end(), [&](std::size_t row) { return std::isnan(means[row]); });
  if (end - order.begin() < static_cast<std::ptrdiff_t>(room)) end = order.end();
  choice.rows.insert(choice.rows.end(), order.begin(), order.begin() + static_cast<std::ptrdiff_t>(best));
  choice.gap = choice.rows.size();
  choice.rows.insert(choice.rows.end(), end - static_cast<std::ptrdiff_t>(worst), end);
  choice.left_out = means.size() - choice.rows.size();
  return choice;
}

std::string left_out_text(std::size_t rows, Better better) {
  return fmt::format("  … {} more, between {}; --rows all shows them", with_thousands(rows),
                     better == Better::neither ? "the highest and the lowest" : "the best and the worst");
}

}  // namespace homeward
