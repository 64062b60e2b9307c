#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/experiment/run_plan.hpp"

/// Names and axes of the results file; SCHEMA.md in this folder says what they mean.
namespace homeward::schema {

inline constexpr std::string_view format = "homeward-results";
inline constexpr std::int32_t major_version = 1;
inline constexpr std::int32_t minor_version = 1;

/// What a dataset is: its attribute `kind`.
inline constexpr std::string_view kind_outcome = "outcome";
inline constexpr std::string_view kind_summary = "summary";
inline constexpr std::string_view kind_series = "series";
inline constexpr std::string_view kind_cumulative = "cumulative";
inline constexpr std::string_view kind_at_risk = "at_risk";
inline constexpr std::string_view kind_factor = "factor";
inline constexpr std::string_view kind_factor_value = "factor_value";
inline constexpr std::string_view kind_draw = "draw";

/// With draws of uncertain parameters: datasets of the plan and the number of the draw of each scenario.
inline constexpr const char* plan_dataset = "plan";
inline constexpr const char* draw_dataset = "draw";

/// Attribute of the root: how scenario_digest was made; files of format 1.0 are of scheme 1 and lack it.
inline constexpr const char* digest_scheme_attribute = "digest_scheme";

/// Attribute of the root: how many replications, from the first, summaries and comparisons use.
inline constexpr const char* summary_replications = "summary_replications";

enum class RunStatus : std::int8_t { planned, done, failed };
inline constexpr std::array<std::int8_t, 3> run_status_values{0, 1, 2};
inline constexpr std::string_view run_status_meanings = "planned done failed";

/// The axes of a file: the longest of each over its scenarios.
struct Axes {
  std::vector<std::string> scenarios;
  std::size_t replications{};
  std::size_t months{};
  std::size_t months_since{};
  std::size_t
      cohort_families{};  ///< of a plan: about how many enter in the window; of a file: the longest cohort
  std::vector<std::string> trait_levels;  ///< union over the scenarios, in order of appearance
};
Axes axes_of(const RunPlan& plan);

/// How one scenario's own, possibly shorter, axes lie on those of the file.
struct ScenarioShape {
  std::size_t months{};
  std::size_t months_since{};
  std::vector<std::size_t> trait_levels;  ///< position on the file's axis of each of the scenario's levels
};
ScenarioShape shape_of(const Scenario& scenario, const Axes& axes);

/// Indices into outcome_table() of the outcomes that are measured by trait, in table order.
std::vector<std::size_t> by_trait_outcomes();

/// 32 hexadecimal digits over the digests of the plan's scenarios, in order.
std::string plan_digest(const RunPlan& plan);
/// 32 hexadecimal digits over the names of everything a run stores. For programs of format 1.0, which reuse
/// runs of the same tables only; see run_tables.hpp.
std::string tables_digest();
/// Which families the events are of: "all" or their numbers, parted by commas.
std::string logged_families_text(const RunPlan& plan);

}  // namespace homeward::schema
