#include "output/outcome_names.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "output/run_datasets.hpp"
#include "sim/measure/renamed_outcomes.hpp"

namespace homeward {
namespace {

/// An array's path parted into its group, the outcome and the summary, if it is of this outcome.
std::optional<std::string> with_other_name(std::string_view array, std::string_view name,
                                           std::string_view other) {
  constexpr std::string_view group = "by_trait/";
  const auto front = array.starts_with(group) ? group : std::string_view{};
  const auto rest = array.substr(front.size());
  if (!rest.starts_with(name)) return std::nullopt;
  const auto back = rest.substr(name.size());
  const bool is_summary = std::ranges::find(summary_suffixes, back) != summary_suffixes.end();
  if (!back.empty() && !is_summary) return std::nullopt;
  return std::string(front).append(other).append(back);
}

}  // namespace

bool OutcomeNames::is_before(std::string_view version) const {
  const auto dot = version.find('.');
  if (dot == std::string_view::npos) return false;
  std::int32_t minor{};
  std::from_chars(version.data() + dot + 1, version.data() + version.size(), minor);
  return minor_version_ < minor;
}

std::string OutcomeNames::today(std::string_view stored) const {
  std::string name(stored);
  for (const auto& renamed : renamed_outcomes())
    if (is_before(renamed.since) && name == renamed.old_name) name = renamed.new_name;
  return name;
}

std::vector<std::string> OutcomeNames::today(std::vector<std::string> stored) const {
  for (auto& name : stored) name = today(name);
  return stored;
}

std::optional<std::string> OutcomeNames::stored(std::string_view array) const {
  const auto table = renamed_outcomes();
  std::string path(array);
  for (auto renamed = table.rbegin(); renamed != table.rend(); ++renamed) {
    if (!is_before(renamed->since)) continue;
    if (auto old = with_other_name(path, renamed->new_name, renamed->old_name))
      path = std::move(*old);
    else if (with_other_name(path, renamed->old_name, ""))
      return std::nullopt;
  }
  return path;
}

}  // namespace homeward
