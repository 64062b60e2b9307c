#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/key_rows.hpp"

namespace homeward {

namespace {

const Range hazard_ratio = above_up_to(0, 1e6);
const Range need_change = between(-1, 1);

/// Reads `hazard_ratios` or `needs`: a table of numbers over the names of a closed set.
template <std::size_t n>
void read_by_name(const Value& parent, std::string_view parent_path, std::string_view key,
                  const std::array<std::string_view, n>& names, const Range& range,
                  std::array<double, n>& out, Faults& faults) {
  const Value* value = parent.member(key);
  if (value == nullptr) return;
  const auto path = join_path(parent_path, key);
  if (!is_table(*value, path, faults)) return;
  std::vector<std::string> known;
  for (const auto name : names) known.push_back(join_path(path, name));
  for (const auto& [member_key, member] : *value->table()) {
    const auto member_path = join_path(path, member_key);
    const auto found = std::find(names.begin(), names.end(), member_key);
    if (found == names.end())
      faults.unknown(member, member_path, known);
    else
      read(member, member_path, range, out[static_cast<std::size_t>(found - names.begin())], faults);
  }
}

void read_effects(const Value& value, std::string_view path, TraitLevel& level, Faults& faults) {
  read_by_name(value, path, "hazard_ratios", family_clock_names, hazard_ratio, level.hazard_ratios, faults);
  read_by_name(value, path, "needs", need_names, need_change, level.needs, faults);
}

TraitLevel read_level(const Value& value, const std::string& path, TraitSetBy set_by, Faults& faults) {
  TraitLevel level;
  level.name = name_of(value);
  const bool by_age = set_by == TraitSetBy::age;
  if (by_age)
    refuse_others(value, path, {"name", "from_years", "hazard_ratios", "needs"}, faults);
  else
    refuse_others(value, path, {"name", "share", "hazard_ratios", "needs"}, faults);
  const std::string_view number = by_age ? "from_years" : "share";
  if (const Value* given = value.member(number))
    read(*given, join_path(path, number), by_age ? between(0, 150) : probability(),
         by_age ? level.from_years : level.share, faults);
  else
    faults.add(value.origin, path, fmt::format("{} has no {}", path, number));
  read_effects(value, path, level, faults);
  return level;
}

/// Shares that sum to 1, or ages that start at 0 and increase.
void check_levels(const Value& value, const std::string& path, const Trait& trait, Faults& faults) {
  if (trait.levels.size() < 2 || trait.levels.size() > 100) {
    faults.add(value.origin, path,
               fmt::format("{} has {} level{}; it must have 2 to 100", path, trait.levels.size(),
                           trait.levels.size() == 1 ? "" : "s"));
  } else if (trait.set_by == TraitSetBy::prior_removal && trait.levels.size() != 2) {
    faults.add(value.origin, path,
               fmt::format("{} has {} levels; a trait set by prior_removal must have two, no and yes", path,
                           trait.levels.size()));
  } else if (trait.set_by == TraitSetBy::age) {
    if (trait.levels.front().from_years != 0)
      faults.add(value.origin, path,
                 fmt::format("{}.levels starts at from_years {}; it must start at 0", path,
                             trait.levels.front().from_years));
    const auto not_later = [](const auto& a, const auto& b) { return a.from_years >= b.from_years; };
    if (std::adjacent_find(trait.levels.begin(), trait.levels.end(), not_later) != trait.levels.end())
      faults.add(value.origin, path, fmt::format("{}.levels has from_years that do not increase", path));
  } else {
    double sum = 0;
    for (const auto& level : trait.levels) sum += level.share;
    if (!is_one(sum))
      faults.add(value.origin, path,
                 fmt::format("{}.levels has shares that sum to {}; they must sum to 1", path, sum));
  }
}

void read_levels(const Value& value, const std::string& path, Trait& trait, Faults& faults) {
  const Value& levels = *value.member("levels");
  const auto levels_path = join_path(path, "levels");
  if (levels.list() == nullptr) {
    faults.wrong(levels, levels_path, "a list of levels");
    return;
  }
  for (const auto& named : read_named(levels, levels_path, faults))
    trait.levels.push_back(read_level(*named.value, named.path, trait.set_by, faults));
  if (!faults.any_at(levels_path)) check_levels(levels, path, trait, faults);
}

/// The short form: a share that has the trait, and what that changes.
void read_share(const Value& value, const std::string& path, Trait& trait, Faults& faults) {
  TraitLevel no, yes;
  no.name = "no";
  yes.name = "yes";
  read(*value.member("share"), join_path(path, "share"), probability(), yes.share, faults);
  no.share = 1 - yes.share;
  read_effects(value, path, yes, faults);
  trait.levels = {no, yes};
}

void read_share_given(const Value& value, const std::string& path, Trait& trait,
                      const std::vector<Trait>& earlier, Faults& faults) {
  if (value.list() == nullptr) {
    faults.wrong(value, path, "a list of { trait, level, share }");
    return;
  }
  if (!value.list()->empty() && (trait.set_by != TraitSetBy::draw || trait.levels.size() != 2))
    faults.add(value.origin, path, fmt::format("{} needs a drawn trait with two levels", path));
  for (std::size_t i = 0; i < value.list()->size(); ++i) {
    const Value& element = (*value.list())[i];
    const auto element_path = fmt::format("{}[{}]", path, i);
    if (!is_table(element, element_path, faults)) continue;
    refuse_others(element, element_path, {"trait", "level", "share"}, faults);
    ShareGiven given;
    const auto take = [&](std::string_view key, const Range& range, auto& out) {
      if (const Value* member = element.member(key))
        read(*member, join_path(element_path, key), range, out, faults);
      else
        faults.add(element.origin, element_path, fmt::format("{} has no {}", element_path, key));
    };
    take("trait", {}, given.trait);
    take("level", {}, given.level);
    take("share", probability(), given.share);
    if (faults.any_at(element_path) || faults.any_at(join_path("traits", given.trait))) continue;
    const auto named = [](const std::string& name) {
      return [&name](const auto& one) { return one.name == name; };
    };
    const auto other = std::find_if(earlier.begin(), earlier.end(), named(given.trait));
    if (other == earlier.end())
      faults.wrong(*element.member("trait"), join_path(element_path, "trait"),
                   "a trait that stands before this one");
    else if (std::none_of(other->levels.begin(), other->levels.end(), named(given.level)))
      faults.wrong(*element.member("level"), join_path(element_path, "level"),
                   fmt::format("a level of the trait {}", given.trait));
    trait.share_given.push_back(std::move(given));
  }
}

Trait read_trait(const Value& value, const std::string& path, const std::vector<Trait>& earlier,
                 Faults& faults) {
  Trait trait;
  trait.name = name_of(value);
  refuse_others(value, path,
                {"name", "set_by", "share", "hazard_ratios", "needs", "levels", "share_given", "remove"},
                faults);
  if (const Value* set_by = value.member("set_by"))
    if (const auto chosen = read_choice(*set_by, join_path(path, "set_by"), trait_set_by_names, faults))
      trait.set_by = static_cast<TraitSetBy>(*chosen);
  const Value* share = value.member("share");
  const Value* levels = value.member("levels");
  if ((share == nullptr) == (levels == nullptr)) {
    faults.add(value.origin, path,
               fmt::format("{} has {}; it must have one of the two", path,
                           share != nullptr ? "both share and levels" : "neither share nor levels"));
  } else if (levels != nullptr) {
    for (const auto* key : {"hazard_ratios", "needs"})
      if (const Value* member = value.member(key))
        faults.add(member->key_origin, join_path(path, key),
                   fmt::format("{} belongs to a trait with a share; with levels it stands in each level",
                               join_path(path, key)));
    read_levels(value, path, trait, faults);
  } else if (trait.set_by == TraitSetBy::age) {
    faults.add(share->key_origin, join_path(path, "share"),
               fmt::format("{} has a share; a trait set by age needs levels with from_years", path));
  } else {
    read_share(value, path, trait, faults);
  }
  if (const Value* given = value.member("share_given"))
    read_share_given(*given, join_path(path, "share_given"), trait, earlier, faults);
  return trait;
}

void read_traits(const Value& value, Scenario& scenario, Faults& faults) {
  constexpr std::size_t most_traits = 200;
  scenario.traits.clear();
  if (value.list() == nullptr || value.list()->size() > most_traits) {
    faults.wrong(value, "traits", fmt::format("a list of at most {} traits, [[traits]]", most_traits));
    return;
  }
  for (const auto& named : read_named(value, "traits", faults))
    scenario.traits.push_back(read_trait(*named.value, named.path, scenario.traits, faults));
}

}  // namespace

KeyInfo traits_key() {
  KeyInfo row;
  row.name = "traits";
  row.type = KeyType::mixed;
  row.range = "[[traits]], see below";
  row.absent = "[]";
  row.meaning = "what families differ in, by data; outcomes are reported by them";
  row.read = read_traits;
  row.print = [](const Scenario& scenario) { return print_traits(scenario.traits); };
  return row;
}

}  // namespace homeward
