#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/faults.hpp"
#include "sim/scenario/ranges.hpp"
#include "sim/scenario/value.hpp"

/// The distributions a scenario can spell, as tables: the reader, the printer and the documentation use them.
namespace homeward {

struct ParameterInfo {
  std::string_view name;
  Range range;
  bool list{false};
  bool optional{false};
};

struct DistributionInfo {
  std::string_view name;
  std::vector<ParameterInfo> parameters;
  bool clock{false};     ///< has a hazard that multipliers act on
  bool duration{false};  ///< a length of time that is drawn once
  std::string_view meaning;
};

/// What clocks and durations are made of.
std::span<const DistributionInfo> time_distributions();
/// What `[uncertainty]` (and a sampled factor of a study) is made of.
std::span<const DistributionInfo> uncertainty_distributions();

/// A distribution as written: its kind, and the values of its parameters in the order of the kind's table (an
/// optional one that is not given is empty).
struct WrittenDistribution {
  const DistributionInfo* kind{};
  std::vector<std::vector<double>> parameters;
  double number(std::size_t parameter) const { return parameters[parameter].front(); }
};

/// Reads `{ distribution = "weibull", shape = 0.7, scale_days = 900 }`. Kinds, parameters, ranges and their
/// order (low <= high, increasing) are checked; nothing with the faults told if any fails.
std::optional<WrittenDistribution> read_distribution(const Value& value, std::string_view path,
                                                     std::span<const DistributionInfo> kinds, Faults& faults);

/// As TOML.
std::string print_distribution(const DistributionInfo& kind,
                               const std::vector<std::vector<double>>& parameters);

/// The kind of that name; it must exist.
const DistributionInfo& kind_named(std::span<const DistributionInfo> kinds, std::string_view name);

}  // namespace homeward
