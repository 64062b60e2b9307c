#pragma once

#include <unistd.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "output/assemble.hpp"
#include "output/run_source.hpp"
#include "sim/experiment/run_plan.hpp"
#include "sim/measure/identification.hpp"
#include "sim/measure/measure.hpp"

/// Plans and runs with made-up numbers, each of which tells which run it is from.
namespace homeward::testing {

/// A folder that is gone at the end of the test.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "homeward-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline Trait trait(const std::string& name, const std::vector<std::string>& levels) {
  Trait made{.name = name, .levels = {}, .share_given = {}};
  for (const auto& level : levels) {
    made.levels.push_back({.name = level, .share = 1.0 / static_cast<double>(levels.size())});
  }
  return made;
}

inline Scenario scenario(const std::string& name, double follow_up_years = 1,
                         std::vector<Trait> traits = {}) {
  Scenario made;
  made.name = name;
  made.title = "A " + name;
  made.run.entry_years = 1;
  made.run.follow_up_years = follow_up_years;
  made.traits = std::move(traits);
  made.sources = {{"hazards.readiness", "A study", Grade::measured, {}}};
  return made;
}

inline PlannedScenario planned(Scenario made) {
  std::string digest(32, '0');
  for (std::size_t i = 0; i < made.name.size(); ++i) digest[i % 32] = "0123456789abcdef"[made.name[i] & 15];
  const std::string text = "format = 1\nname = \"" + made.name + "\"\n";
  return {.scenario = Checked<Scenario>::vouch(std::move(made)),
          .digest = digest,
          .resolved_toml = text,
          .factor_labels = {}};
}

/// Two scenarios of different length and traits, three replications.
inline RunPlan small_plan(RecordLevel record = RecordLevel::series, std::uint32_t replications = 3) {
  RunPlan plan;
  plan.title = "Small";
  plan.scenarios.push_back(planned(scenario("baseline", 1, {trait("kin", {"no", "yes"})})));
  plan.scenarios.push_back(planned(
      scenario("twice \xC3\xA9", 2, {trait("age", {"0 to 5", "6 to 17"}), trait("kin", {"yes", "no"})})));
  plan.replications = replications;
  plan.seed = 18446744073709551615ULL;
  plan.record = record;
  return plan;
}

/// The made-up run of a scenario and replication: number i of it is 1000 * scenario length + replication + i
/// / 1024.
inline RunResult made_up(const RunPlan& plan, std::size_t s, std::uint32_t replication) {
  const Scenario& own = plan.scenarios[s].scenario.get();
  double next = 1000.0 * static_cast<double>(own.name.size()) + replication;
  const auto numbers = [&next](std::size_t count) {
    std::vector<double> made(count);
    for (auto& value : made) value = next += 1.0 / 1024;
    return made;
  };
  std::size_t by_trait = 0;
  for (const auto& outcome : outcome_table())
    by_trait += outcome.by_trait ? trait_level_names(own).size() : 0;
  RunResult run;
  run.outcomes = numbers(outcome_table().size());
  run.outcomes.back() = std::numeric_limits<double>::quiet_NaN();  // nobody at risk
  run.reasons.assign(outcome_table().size(), 0);
  run.reasons.back() = static_cast<std::int8_t>(Reason::nobody_at_risk);
  run.diagnostics.assign(diagnostic_table().size(), std::numeric_limits<double>::quiet_NaN());
  run.diagnostics.front() = replication;
  run.by_trait = numbers(by_trait);
  if (plan.record >= RecordLevel::series) {
    run.series = numbers(series_table().size() * months(own));
    run.cumulative = numbers(cumulative_table().size() * months_since(own));
    run.at_risk = numbers(cumulative_table().size() * months_since(own));
    run.cohort.first = 11 + replication;
    for (std::uint32_t family = 0; family < 3 + replication % 4; ++family) {
      const auto kind = static_cast<std::uint32_t>(own.traits.size());
      run.cohort.state.push_back(static_cast<std::int8_t>((family + kind + replication) % 8 |
                                                          followed_12_months | home_followed_12_months));
      run.cohort.days_in_care.push_back(static_cast<float>(10 * family + 100 * kind) + 0.25F);
    }
  }
  if (plan.record >= RecordLevel::families) {
    for (std::uint32_t family = 1; family <= 5 + replication; ++family) {
      FamilyRow row;
      row.family = family;
      row.episode = 1;
      row.children = 2;
      row.youngest_age_years = 3.5F;
      row.removal_day = 10.0 * family;
      row.exit_day = std::numeric_limits<double>::quiet_NaN();
      run.families.push_back(row);
      for (std::size_t t = 0; t < own.traits.size(); ++t) {
        run.family_traits.push_back(static_cast<std::int8_t>((family + t) % 2));
      }
    }
  }
  if (plan.record >= RecordLevel::events) {
    for (std::uint32_t i = 0; i < 7; ++i)
      run.log.push_back({.day = 0.5 * i, .family = i, .kind = std::int8_t(i)});
  }
  return run;
}

/// Made-up runs of a plan, without those that are left out.
class MadeUpSource final : public RunSource {
 public:
  explicit MadeUpSource(const RunPlan& plan) : plan_(plan) {}
  std::set<std::pair<std::size_t, std::uint32_t>> left_out;
  std::map<std::pair<std::size_t, std::uint32_t>, std::string> failed;
  double spread{0};  ///< above 0 the differences between two scenarios are not all the same

  bool has(std::size_t s, std::uint32_t replication) const override {
    return !left_out.contains({s, replication});
  }
  std::optional<RunResult> load(std::size_t s, std::uint32_t replication, Portion) override {
    if (!has(s, replication)) return std::nullopt;
    const auto failure = failed.find({s, replication});
    if (failure == failed.end()) {
      RunResult run = made_up(plan_, s, replication);
      for (double& outcome : run.outcomes)
        outcome += spread * static_cast<double>((s + 1) * replication * replication);
      return run;
    }
    RunResult run;
    run.failed = true;
    run.reason = failure->second;
    return run;
  }

 private:
  const RunPlan& plan_;
};

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

inline void write_bytes(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// Equal to the last bit, NaN included.
inline bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) {
           return (std::isnan(x) && std::isnan(y)) || x == y;
         });
}

inline bool same(const RunResult& a, const RunResult& b) {
  const bool rows = a.families.size() == b.families.size() && a.family_traits == b.family_traits &&
                    a.log.size() == b.log.size();
  if (!rows) return false;
  for (std::size_t i = 0; i < a.families.size(); ++i) {
    const auto &x = a.families[i], &y = b.families[i];
    if (x.family != y.family || x.removal_day != y.removal_day ||
        x.youngest_age_years != y.youngest_age_years)
      return false;
    if (std::isnan(x.exit_day) != std::isnan(y.exit_day) || x.children != y.children) return false;
  }
  for (std::size_t i = 0; i < a.log.size(); ++i) {
    if (a.log[i].day != b.log[i].day || a.log[i].family != b.log[i].family || a.log[i].kind != b.log[i].kind)
      return false;
  }
  const bool cohorts = a.cohort.first == b.cohort.first && a.cohort.state == b.cohort.state &&
                       a.cohort.days_in_care == b.cohort.days_in_care;
  return cohorts && a.failed == b.failed && a.reason == b.reason && same(a.outcomes, b.outcomes) &&
         a.reasons == b.reasons && same(a.diagnostics, b.diagnostics) && same(a.by_trait, b.by_trait) &&
         same(a.series, b.series) && same(a.cumulative, b.cumulative) && same(a.at_risk, b.at_risk);
}

inline Assembled assemble_made_up(const std::filesystem::path& file, const RunPlan& plan,
                                  const Provenance& provenance = {}) {
  MadeUpSource source(plan);
  return assemble(file, plan, source, provenance);
}

}  // namespace homeward::testing
