#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/catalogs.hpp"
#include "sim/scenario/checked.hpp"
#include "sim/scenario/scenario.hpp"

namespace homeward {

/// One scenario of a plan of runs, with what a results file must know of it.
struct PlannedScenario {
  Checked<Scenario> scenario;
  std::string digest;         ///< 32 hexadecimal digits: of all resolved keys that change what a run stores
  std::string resolved_toml;  ///< as `check --resolved` prints it; no absolute paths
  std::vector<std::pair<std::string, std::string>> factor_labels;  ///< swept or drawn key -> label of this point; empty for `run`
  /// With `--draws`: which plan under which draw of the uncertain parameters, from 0.
  struct Draw {
    std::string plan;
    std::uint32_t number{};
    bool operator==(const Draw&) const = default;
  };
  std::optional<Draw> draw{};
};

/// A plan of runs is a value: every pair (scenario, replication), numbered replication-major:
/// run = replication * scenarios + scenario. Who computes which run changes nothing.
struct RunPlan {
  std::string title;
  std::vector<PlannedScenario> scenarios;
  std::vector<std::pair<std::string, std::string>> factor_roles;  ///< swept key -> "lever" or "uncertainty"; default lever
  std::size_t baseline{};                   ///< index into scenarios; with draws that of the first draw
  std::uint32_t replications{};
  /// Replications that summaries and comparisons use, the first ones; 0 = all. Fewer than there are where a
  /// precision was reached with fewer.
  std::uint32_t summary_replications{};
  std::uint64_t seed{};
  RecordLevel record{RecordLevel::series};
  std::vector<FamilyNumber> logged_families;  ///< with RecordLevel::events; empty = all

  /// Whether scenarios are plans under draws of uncertain parameters: all are or none.
  bool has_draws() const { return !scenarios.empty() && scenarios.front().draw.has_value(); }
  std::size_t runs() const { return scenarios.size() * replications; }
  std::uint32_t summarised() const { return summary_replications == 0 ? replications : summary_replications; }
};

}  // namespace homeward
