#include "sim/cli/trace_family.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "sim/cli/trace_date.hpp"
#include "sim/population/population.hpp"

namespace homeward {

namespace {

/// Names of keys and levels are read as words: "under_3_months" -> "under 3 months".
std::string in_words(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string age_text(double years) {
  return years < 2 ? fmt::format("{:.0f} months", std::max(0.0, years * 12))
                   : fmt::format("{:.1f} years", years);
}

std::string children_in_words(const std::vector<double>& ages) {
  if (ages.size() == 1) return fmt::format("1 child, {}", age_text(ages.front()));
  auto text = fmt::format("{} children:", ages.size());
  for (std::size_t c = 0; c < ages.size(); ++c)
    text += fmt::format("{} child {} is {}", c == 0 ? "" : ",", c + 1, age_text(ages[c]));
  return text;
}

/// Traits of two levels yes and no: the yes first, as what the family has.
std::string traits_in_words(const FamilyPortrait& family) {
  std::string has, other, lacks;
  const auto append = [](std::string& list, const std::string& what) {
    list += (list.empty() ? "" : ", ") + what;
  };
  for (const auto& [name, level] : family.traits) {
    if (level == "yes") {
      append(has, in_words(name));
    } else if (level == "no") {
      append(lacks, in_words(name));
    } else {
      append(other, fmt::format("{} {}", in_words(name), in_words(level)));
    }
  }
  std::string text = other;
  if (!has.empty()) append(text, has);
  if (!lacks.empty()) text += fmt::format("{}not: {}", text.empty() ? "" : "; ", lacks);
  return text.empty() ? "none in this scenario" : text;
}

}  // namespace

bool same_family(const FamilyPortrait& a, const FamilyPortrait& b) {
  const auto who = [](const FamilyPortrait& f) {
    return std::tie(f.number, f.entry, f.ages, f.traits, f.needs, f.readiness, f.reentry);
  };
  return who(a) == who(b);
}

EntryCount count_entries(const Scenario& scenario, const Draws& draws) {
  const auto entries = Population(scenario).entries(draws);
  EntryCount count;
  count.families = entries.size();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].day < 0 || entries[i].day >= scenario.window_end()) continue;
    count.last_in_window = static_cast<FamilyNumber>(i + 1);
    if (count.first_in_window == 0) count.first_in_window = count.last_in_window;
  }
  return count;
}

FamilyPortrait portray(const Scenario& scenario, const Draws& draws, FamilyNumber number) {
  const Population population(scenario);
  const Entry entry = population.entries(draws)[number - 1];
  std::vector<std::uint8_t> levels(population.traits());
  const Profile profile = population.profile(number, entry, draws, levels.data());
  FamilyPortrait family;
  family.number = number;
  family.entry = entry.day;
  family.site = scenario.sites[entry.site].name;
  family.ages.assign(profile.age.begin(), profile.age.begin() + profile.children);
  for (std::size_t t = 0; t < levels.size(); ++t)
    family.traits.emplace_back(scenario.traits[t].name, scenario.traits[t].levels[levels[t]].name);
  family.needs = profile.needs_baseline;
  family.readiness = profile.frailty_readiness;
  family.reentry = profile.frailty_reentry;
  return family;
}

std::vector<std::pair<std::string, std::string>> portrait_in_words(const FamilyPortrait& family) {
  std::string needs;
  for (std::size_t k = 0; k < needs_count; ++k)
    needs +=
        fmt::format("{}{} {:.2f}", k == 0 ? "" : ", ", in_words(std::string(need_names[k])), family.needs[k]);
  return {{"children", children_in_words(family.ages)},
          {"traits", traits_in_words(family)},
          {"needs", fmt::format("{} (0 met, 1 wholly unmet; before any setback)", needs)},
          {"unseen",
           fmt::format("ready to go home {:.2f} times as fast as others like it, back in care {:.2f} times",
                       family.readiness, family.reentry)}};
}

}  // namespace homeward
