#include "sim/scenario/digest.hpp"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "sim/scenario/key_rows.hpp"
#include "sim/scenario/key_table.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace {

std::string hexadecimal(XXH128_hash_t hash) {
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

/// What `program.start_days` swaps; E and v stay with the scenario.
bool is_of_program(std::string_view key) {
  if (key.starts_with("support.to_needs.") || key.starts_with("support.kind_weights.")) return false;
  return key.starts_with("coaches.") || key.starts_with("referral.") || key.starts_with("support.");
}

/// Where its mechanism is off a key says nothing. Scheme 1 hashed every key of its time all the same.
bool says_something(const KeyInfo& key, const std::string& text, int scheme) {
  return text != key.absent || (scheme == 1 && is_in_digest_scheme_1(key.name));
}

/// The canonical text of every key that changes what a run stores and says something, by key.
std::map<std::string, std::string> identity_of(const Scenario& scenario, int scheme = digest_scheme) {
  std::map<std::string, std::string> texts;
  const auto add = [&](const std::string& name, const KeyInfo& key, const Scenario& of) {
    auto text = key.print(of);
    if (says_something(key, text, scheme)) texts.emplace(name, std::move(text));
  };
  for (const auto& key : key_table())
    if (key.identifies_run) add(key.name, key, scenario);
  // The same population under another path is the same population.
  if (!scenario.families.csv_content.empty()) texts["families.csv"] = scenario.families.csv_content;
  if (!std::isfinite(scenario.program_start_days) || !scenario.program_before) return texts;
  Scenario before;
  before.program = *scenario.program_before;
  for (const auto& key : key_table())
    if (is_of_program(key.name)) add("before program.start_days: " + key.name, key, before);
  for (const auto& [site, positions] : scenario.program_before->site_positions)
    texts.emplace("before program.start_days: sites." + site + ".positions", std::to_string(positions));
  for (const auto& [site, changes] : scenario.program_before->site_staffing)
    texts.emplace("before program.start_days: sites." + site + ".staffing", print_staffing_changes(changes));
  return texts;
}

}  // namespace

std::optional<std::string> file_digest(const std::filesystem::path& file) {
  std::error_code fault;
  // It is read more than once: a pipe would be empty by then, and a device may never end.
  if (!std::filesystem::is_regular_file(file, fault)) return std::nullopt;
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(), &XXH3_freeState);
  XXH3_128bits_reset(state.get());
  std::vector<char> block(1 << 16);
  while (stream) {
    stream.read(block.data(), static_cast<std::streamsize>(block.size()));
    XXH3_128bits_update(state.get(), block.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) return std::nullopt;
  return hexadecimal(XXH3_128bits_digest(state.get()));
}

std::string digest(const Checked<Scenario>& scenario, int scheme) {
  if (scheme < 1 || scheme > digest_scheme) return "";
  std::string text = fmt::format("homeward scenario {}\n", scheme);
  for (const auto& [key, value] : identity_of(*scenario, scheme))
    text += fmt::format("{} = {}\n", key, value);
  return hexadecimal(XXH3_128bits(text.data(), text.size()));
}

std::vector<std::string> differing_keys(const Checked<Scenario>& a, const Checked<Scenario>& b) {
  const auto of_a = identity_of(*a);
  const auto of_b = identity_of(*b);
  std::vector<std::string> keys;
  for (const auto& [key, value] : of_a)
    if (const auto other = of_b.find(key); other == of_b.end() || other->second != value) keys.push_back(key);
  for (const auto& [key, value] : of_b)
    if (!of_a.contains(key)) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace homeward
