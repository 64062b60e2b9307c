#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/precision.hpp"

namespace CLI {
class App;
}

namespace homeward {

/// `--precision P --outcome NAME[=P]... --max-replications M --of level|difference`, as they were written.
struct PrecisionArguments {
  std::string half_width;             ///< "": none, or each outcome has its own
  std::vector<std::string> outcomes;  ///< "NAME" or "NAME=P"
  std::optional<std::uint32_t> most;
  std::string of;
};

void add_precision_options(CLI::App& command, PrecisionArguments& arguments);

/// The rule that is asked for, or nothing if none is. Throws UsageError where it makes no sense.
std::optional<PrecisionRule> precision_rule(const PrecisionArguments& arguments);

}  // namespace homeward
