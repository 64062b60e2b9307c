#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "sim/measure/measure.hpp"
#include "sim/record/run_record.hpp"
#include "sim/scenario/scenario.hpp"

namespace homeward {

/// How one child of an episode leaves: on a day, in a way.
struct Leaves {
  SimTime day{forever};
  ExitKind kind{ExitKind::reunified};
};
inline constexpr Leaves stays_in_care{};

/// Builds a scenario and a run record of it by hand, family by family.
class RunBuilder {
 public:
  RunBuilder(double entry_years, double follow_up_years) {
    scenario.run.entry_years = entry_years;
    scenario.run.follow_up_years = follow_up_years;
    run.window_end = scenario.window_end();
    run.end = scenario.end();
  }

  /// A trait with two levels, "no" and "yes", drawn once for life.
  void trait(std::string name) {
    Trait added;
    added.name = std::move(name);
    added.levels = {TraitLevel{.name = "no"}, TraitLevel{.name = "yes"}};
    add(std::move(added));
  }
  void age_trait(std::vector<std::pair<std::string, double>> levels) {
    Trait added;
    added.name = "age";
    added.set_by = TraitSetBy::age;
    for (const auto& [name, from_years] : levels) {
      added.levels.push_back(TraitLevel{.name = name, .from_years = from_years});
    }
    add(std::move(added));
  }

  /// A family with children of these ages, that never turn adult, first removed on `entry`.
  FamilyRecord& family(SimTime entry, std::vector<float> ages = {5}, std::vector<std::uint8_t> levels = {}) {
    FamilyRecord& record = run.families.emplace_back();
    record.number = static_cast<FamilyNumber>(run.families.size());
    record.entry = entry;
    record.children = static_cast<std::uint8_t>(ages.size());
    record.turns_adult.fill(forever);
    std::copy(ages.begin(), ages.end(), record.age_at_entry.begin());
    record.first_episode = static_cast<std::uint32_t>(run.episodes.size());
    levels.resize(run.traits);
    run.trait_levels.insert(run.trait_levels.end(), levels.begin(), levels.end());
    return record;
  }

  /// The next episode of the last family: child 0, 1, ... each leaves as told.
  EpisodeRecord& episode(SimTime removal, std::vector<Leaves> children = {stays_in_care}) {
    FamilyRecord& family = run.families.back();
    EpisodeRecord& record = run.episodes.emplace_back();
    record.family = family.number;
    record.number = ++family.episodes;
    record.removal = removal;
    record.children = static_cast<std::uint8_t>(children.size());
    record.exit.fill(forever);
    for (std::size_t child = 0; child < children.size(); ++child) {
      record.child[child] = static_cast<std::uint8_t>(child);
      record.exit[child] = children[child].day;
      record.exit_kind[child] = children[child].kind;
    }
    return record;
  }

  /// A family of one child with one stay.
  EpisodeRecord& stay(SimTime removal, Leaves leaves = stays_in_care) {
    family(removal);
    return episode(removal, {leaves});
  }

  RunResult result(RecordLevel level = RecordLevel::runs) const { return measure(scenario, run, level); }
  double outcome(std::string_view name) const { return result().outcomes[outcome_index(name)]; }
  /// An outcome of one trait level, "kin=yes".
  double outcome(std::string_view name, std::string_view level) const;

  Scenario scenario;
  RunRecord run;

 private:
  void add(Trait added) {
    scenario.traits.push_back(std::move(added));
    run.traits = scenario.traits.size();
  }
};

inline double RunBuilder::outcome(std::string_view name, std::string_view level) const {
  std::size_t row = 0;
  for (const OutcomeInfo& info : outcome_table()) {
    if (info.name == name) break;
    row += info.by_trait ? 1 : 0;
  }
  const std::vector<std::string> levels = trait_level_names(scenario);
  std::size_t column = 0;
  while (levels.at(column) != level) ++column;
  return result().by_trait.at(row * levels.size() + column);
}

}  // namespace homeward
