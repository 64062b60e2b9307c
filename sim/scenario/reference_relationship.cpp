#include "sim/scenario/reference_relationship.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

#include "sim/scenario/build.hpp"
#include "sim/scenario/key_table.hpp"
#include "sim/scenario/parse.hpp"

namespace homeward {

namespace {

constexpr std::string_view ratio = "effects.readiness_hazard_ratio";
constexpr std::string_view spell = "effects.reference_spell_days";

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> taken_over{{
    {"trust.at_start", "effects.reference_trust.at_start"},
    {"trust.shared_experience_bonus", "effects.reference_trust.shared_experience_bonus"},
    {"trust.growth_per_contact", "effects.reference_trust.growth_per_contact"},
    {"trust.lost_on_missed", "effects.reference_trust.lost_on_missed"},
    {"effects.without_trust", "effects.reference_without_trust"},
    {"effects.half_life_days", "effects.reference_half_life_days"},
}};

bool has_spell(const Value& root) {
  const Value* days = value_at(root, spell);
  return days != nullptr && days->is_number() && days->number() > 0;
}

void erase_at(Value& root, std::string_view path) {
  const auto parts = parse_path(path);
  Value* at = &root;
  for (std::size_t i = 0; i + 1 < parts->size(); ++i) {
    if (at->table() == nullptr) return;
    const auto found = at->table()->find((*parts)[i]);
    if (found == at->table()->end()) return;
    at = &found->second;
  }
  if (at->table() != nullptr) at->table()->erase(parts->back());
}

/// Puts a value where none is; a section that is no table is left for the reader to tell.
void put_if_absent(Value& root, const std::string& path, const Value& value) {
  const auto parts = parse_path(path);
  Value* at = &root;
  for (std::size_t i = 0; i + 1 < parts->size(); ++i) {
    const Origin& origin = value.origin;
    at = &at->table()->try_emplace((*parts)[i], Value{ValueTable{}, origin, origin}).first->second;
    if (at->table() == nullptr) return;
  }
  at->table()->try_emplace(parts->back(), value);
}

}  // namespace

std::optional<std::string> reference_key_of(std::string_view key) {
  for (const auto& [own, reference] : taken_over)
    if (own == key) return std::string{reference};
  return std::nullopt;
}

bool is_taken_over(std::string_view key) {
  return std::any_of(taken_over.begin(), taken_over.end(), [&](const auto& pair) { return pair.second == key; });
}

std::vector<Setting> with_reference(const Scenario& scenario, std::vector<Setting> settings) {
  if (!(scenario.effects.reference_spell_days > 0)) return settings;
  const auto own = settings.size();
  for (std::size_t i = 0; i < own; ++i) {
    const auto key = reference_key_of(fmt::format("{}", fmt::join(settings[i].path, ".")));
    if (key) settings.push_back({*parse_path(*key), settings[i].value});
  }
  return settings;
}

void ReferenceTaking::meet(Value& root, const Value& file) {
  if (value_at(file, ratio) == nullptr) return;
  for (const auto& [own, reference] : taken_over)
    if (value_at(file, reference) == nullptr) erase_at(root, reference);
  take(root);
}

void ReferenceTaking::meet_scenario(const Value& root) {
  if (taken_.empty()) take(root);
}

void ReferenceTaking::meet_overlay(Value& root, const Value& overlay) {
  const bool brings_own = std::any_of(taken_over.begin(), taken_over.end(), [&](const auto& pair) {
    return value_at(overlay, pair.first) != nullptr;
  });
  if (brings_own) meet(root, overlay);
}

void ReferenceTaking::take(const Value& root) {
  taken_.clear();
  for (const auto& [own, reference] : taken_over) {
    const Value* value = value_at(root, own);
    taken_.emplace_back(reference, value != nullptr ? *value : parse_typed_value(find_key(own)->built_in, {}));
  }
}

void ReferenceTaking::put_into(Value& root) const {
  if (!has_spell(root)) return;
  for (const auto& [reference, value] : taken_) put_if_absent(root, reference, value);
}

}  // namespace homeward
