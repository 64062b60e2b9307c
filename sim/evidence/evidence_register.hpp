#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/experiment/run_plan.hpp"

/// The evidence register: every parameter of a study with its value, unit, source, grade and range.
namespace homeward {

/// Where a parameter's number comes from.
enum class Standing : std::uint8_t {
  sourced,         ///< a line in [sources] is about it
  without_source,  ///< a number that is set, and no line is about it: what `check` lists
  built_in,        ///< the built-in value, with which its mechanism is off
  choice           ///< no number (a rule, a kind of distribution), and no line is about it
};
inline constexpr std::array<std::string_view, 4> standing_names{"sourced", "without_source", "built_in",
                                                                "choice"};

/// One parameter as one or more plans have it. A parameter has several rows where plans differ in what is
/// said of it, or in a choice; not where they differ in a number alone.
struct RegisterRow {
  std::string parameter;  ///< "effects.half_life_days", "hazards.readiness.shape"
  std::string unit;       ///< "days", "1/year"; "1" of a pure number; "" of a choice
  std::string text;       ///< of a choice: what is chosen
  Standing standing{};
  std::string source;                              ///< "" where there is none
  std::optional<Grade> grade;                      ///< nothing where there is no source
  std::optional<std::pair<double, double>> range;  ///< within which it may lie
  std::string distribution;                        ///< what [uncertainty] says of it, in words; "" = nothing
  std::string role;                                ///< varied in this study: "lever", "uncertainty"; else ""
  std::vector<double> values;  ///< [plan]; NaN: a choice, or the plan is not in; of a drawn one the median
  std::vector<std::int8_t> in_plan;  ///< [plan]: 1 where the row is what the plan has
  double low{};                      ///< smallest number simulated over plans and draws; NaN of a choice
  double high{};                     ///< largest
};

struct EvidenceRegister {
  std::vector<std::string> plans;  ///< scenarios; with draws what they are draws of
  std::vector<RegisterRow> rows;   ///< in the order of the key table
};

/// Parameters of a register that are numbers a scenario sets, each once: mechanisms that are off and choices
/// are none of them.
std::set<std::string> numbers_set(const EvidenceRegister& evidence);
/// Of them those of grade assumption.
std::set<std::string> assumptions(const EvidenceRegister& evidence);
/// Of them those that [uncertainty] says nothing of in any plan: no draw moves them.
std::set<std::string> assumptions_not_drawn(const EvidenceRegister& evidence);

/// The register of a plan of runs: of every key that changes what a run stores, its numbers and choices.
EvidenceRegister evidence_register(const RunPlan& plan);

}  // namespace homeward
