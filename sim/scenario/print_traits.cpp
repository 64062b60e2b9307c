#include <fmt/format.h>

#include "sim/scenario/key_rows.hpp"

namespace homeward {

namespace {

constexpr Absent no_hazard_ratio{"1.0"};
constexpr Absent no_change{"0.0"};

/// `{ readiness = 0.7 }`: what says something; "" if nothing does.
template <std::size_t n>
std::string print_by_name(const std::array<std::string_view, n>& names, const std::array<double, n>& values,
                          Absent absent) {
  std::string members;
  for (std::size_t i = 0; i < n; ++i)
    if (const auto text = print(values[i]); text != absent.text)
      members += fmt::format("{}{} = {}", members.empty() ? "" : ", ", names[i], text);
  return members.empty() ? members : fmt::format("{{ {} }}", members);
}

std::string print_hazard_ratios(const TraitLevel& level) {
  return print_by_name(family_clock_names, level.hazard_ratios, no_hazard_ratio);
}
std::string print_needs(const TraitLevel& level) {
  return print_by_name(need_names, level.needs, no_change);
}
std::string print_name(const TraitLevel& level) {
  return toml_string(level.name);
}
std::string print_share(const TraitLevel& level) {
  return print(level.share);
}
std::string print_from_years(const TraitLevel& level) {
  return print(level.from_years);
}

/// Whether the trait can be written as a share that has it.
bool has_short_form(const Trait& trait) {
  if (trait.set_by == TraitSetBy::age || trait.levels.size() != 2) return false;
  const auto& no = trait.levels[0];
  const auto& yes = trait.levels[1];
  return no.name == "no" && yes.name == "yes" && no.share == 1 - yes.share &&
         print_hazard_ratios(no).empty() && print_needs(no).empty();
}

/// A member of the level "yes" of a trait in short form; "" of another.
template <std::string (*member)(const TraitLevel&)>
std::string print_of_yes(const Trait& trait) {
  return has_short_form(trait) ? member(trait.levels[1]) : std::string{};
}

std::string print_levels(const Trait& trait) {
  if (has_short_form(trait)) return {};
  std::string result = "[";
  for (const auto& level : trait.levels)
    result += (result.size() > 1 ? ", " : "") + print_members(level, level_members(trait.set_by));
  return result + "]";
}

std::string print_share_given(const Trait& trait) {
  std::string result = "[";
  for (const auto& given : trait.share_given)
    result += fmt::format("{}{{ trait = {}, level = {}, share = {} }}", result.size() > 1 ? ", " : "",
                          toml_string(given.trait), toml_string(given.level), print(given.share));
  return result + "]";
}

}  // namespace

std::span<const Member<TraitLevel>> level_members(TraitSetBy set_by) {
  static const std::array<Member<TraitLevel>, 4> drawn{{{"name", print_name, {}},
                                                        {"share", print_share, {}},
                                                        {"hazard_ratios", print_hazard_ratios, Absent{""}},
                                                        {"needs", print_needs, Absent{""}}}};
  static const std::array<Member<TraitLevel>, 4> by_age{
      {drawn[0], {"from_years", print_from_years, {}}, drawn[2], drawn[3]}};
  return set_by == TraitSetBy::age ? by_age : drawn;
}

std::span<const Member<Trait>> trait_members() {
  static const std::array<Member<Trait>, 7> members{{
      {"name", [](const Trait& trait) { return toml_string(trait.name); }, {}},
      {"set_by", [](const Trait& trait) { return toml_string(trait_set_by_names[index(trait.set_by)]); },
       Absent{R"("draw")"}},
      {"share", print_of_yes<print_share>, Absent{""}},
      {"hazard_ratios", print_of_yes<print_hazard_ratios>, Absent{""}},
      {"needs", print_of_yes<print_needs>, Absent{""}},
      {"levels", print_levels, Absent{""}},
      {"share_given", print_share_given, Absent{"[]"}},
  }};
  return members;
}

std::string print_trait(const Trait& trait) {
  return print_members(trait, trait_members());
}

std::string print_traits(const std::vector<Trait>& traits) {
  std::string result = "[";
  for (const auto& trait : traits) result += (result.size() > 1 ? ", " : "") + print_trait(trait);
  return result + "]";
}

}  // namespace homeward
