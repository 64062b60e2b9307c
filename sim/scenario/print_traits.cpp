#include <fmt/format.h>

#include "sim/scenario/key_rows.hpp"

namespace homeward {

namespace {

/// `, hazard_ratios = { readiness = 0.7 }`, only what differs from `off`.
template <std::size_t n>
std::string print_by_name(std::string_view key, const std::array<std::string_view, n>& names,
                          const std::array<double, n>& values, double off) {
  std::string members;
  for (std::size_t i = 0; i < n; ++i)
    if (values[i] != off)
      members += fmt::format("{}{} = {}", members.empty() ? "" : ", ", names[i], print(values[i]));
  return members.empty() ? members : fmt::format(", {} = {{ {} }}", key, members);
}

std::string print_effects(const TraitLevel& level) {
  return print_by_name("hazard_ratios", family_clock_names, level.hazard_ratios, 1.0) +
         print_by_name("needs", need_names, level.needs, 0.0);
}

std::string print_level(const TraitLevel& level, TraitSetBy set_by) {
  const bool by_age = set_by == TraitSetBy::age;
  return fmt::format("{{ name = {}, {} = {}{} }}", toml_string(level.name), by_age ? "from_years" : "share",
                     print(by_age ? level.from_years : level.share), print_effects(level));
}

/// Whether the trait can be told as a share that has it.
bool has_short_form(const Trait& trait) {
  if (trait.set_by == TraitSetBy::age || trait.levels.size() != 2) return false;
  const auto& no = trait.levels[0];
  const auto& yes = trait.levels[1];
  return no.name == "no" && yes.name == "yes" && no.share == 1 - yes.share && print_effects(no).empty();
}

}  // namespace

std::string print_trait(const Trait& trait) {
  std::string result = fmt::format("{{ name = {}", toml_string(trait.name));
  if (trait.set_by != TraitSetBy::draw)
    result += fmt::format(", set_by = {}", toml_string(trait_set_by_names[index(trait.set_by)]));
  if (has_short_form(trait)) {
    result += fmt::format(", share = {}{}", print(trait.levels[1].share), print_effects(trait.levels[1]));
  } else {
    result += ", levels = [";
    for (std::size_t i = 0; i < trait.levels.size(); ++i)
      result += (i > 0 ? ", " : "") + print_level(trait.levels[i], trait.set_by);
    result += "]";
  }
  if (!trait.share_given.empty()) {
    result += ", share_given = [";
    for (std::size_t i = 0; i < trait.share_given.size(); ++i) {
      const auto& given = trait.share_given[i];
      result += fmt::format("{}{{ trait = {}, level = {}, share = {} }}", i > 0 ? ", " : "",
                            toml_string(given.trait), toml_string(given.level), print(given.share));
    }
    result += "]";
  }
  return result + " }";
}

std::string print_traits(const std::vector<Trait>& traits) {
  std::string result = "[";
  for (const auto& trait : traits) result += (result.size() > 1 ? ", " : "") + print_trait(trait);
  return result + "]";
}

}  // namespace homeward
