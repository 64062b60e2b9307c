#include "sim/cli/short_names.hpp"

#include <algorithm>
#include <set>

#include "sim/cli/table.hpp"

namespace homeward {

namespace {

std::size_t longest(const std::vector<std::string>& names) {
  std::size_t most = 0;
  for (const auto& name : names) most = std::max(most, characters(name));
  return most;
}

bool all_differ(const std::vector<std::string>& names) {
  return std::set<std::string>(names.begin(), names.end()).size() == names.size();
}

/// "families_per_coach=12, positions=4" with keys of so many characters.
std::string with_short_keys(const std::string& name, std::size_t key_length) {
  std::string made;
  for (std::size_t at = 0; at < name.size();) {
    const auto end = std::min(name.find(", ", at), name.size());
    const auto part = name.substr(at, end - at);
    const auto equals = part.find('=');
    if (!made.empty()) made += ", ";
    made +=
        equals == std::string::npos ? part : cut(part.substr(0, equals), key_length) + part.substr(equals);
    at = end + 2;
  }
  return made;
}

/// The name without its middle.
std::string without_middle(const std::string& name, std::size_t most) {
  if (characters(name) <= most) return name;
  const auto head = most / 2;
  std::size_t start = name.size();
  for (std::size_t kept = 0; start > 0 && kept < most - head; --start)
    kept += begins_character(name[start - 1]) ? 1 : 0;
  return cut(name, head) + name.substr(start);
}

}  // namespace

std::vector<std::string> short_names(const std::vector<std::string>& names, std::size_t most) {
  constexpr std::size_t longest_key = 24;
  constexpr std::size_t shortest_key = 4;
  if (longest(names) <= most) return names;
  std::vector<std::string> made(names.size());
  for (auto key = longest_key; key >= shortest_key; --key) {
    std::transform(names.begin(), names.end(), made.begin(),
                   [key](const auto& name) { return with_short_keys(name, key); });
    if (longest(made) <= most && all_differ(made)) return made;
  }
  std::transform(names.begin(), names.end(), made.begin(),
                 [most](const auto& name) { return without_middle(name, most); });
  return all_differ(made) ? made : names;
}

}  // namespace homeward
