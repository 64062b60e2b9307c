#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/cli/trace_family.hpp"
#include "sim/cli/trace_life.hpp"

namespace homeward {

/// One scenario of a trace. Without the family where fewer families enter than its number says.
struct TracedScenario {
  std::string name;
  std::string title;
  std::size_t families{};  ///< that enter in the run
  bool has_coaches{};      ///< at any time at the family's site
  double acceptance{};     ///< share of families that accept a coach
  bool accepts{};          ///< this one would
  std::optional<FamilyPortrait> family;
  std::optional<Life> life;
};

/// A family's history under one scenario or more, the first being the one that others are held against.
struct Trace {
  FamilyNumber number{};
  std::uint32_t replication{};
  std::uint64_t seed{};
  std::string found;  ///< what was looked for, if the family was found by it
  std::vector<TracedScenario> scenarios;
};

inline constexpr std::size_t trace_width = 110;  ///< characters in a line, at most

/// The texts of a trace: who the family is, what happened, and with two scenarios what differs.
std::string trace_in_words(const Trace& trace);
std::string trace_json(const Trace& trace);

/// Breaks a text at blanks into lines of at most `width` characters (longer words stand alone).
std::vector<std::string> wrap(const std::string& text, std::size_t width);

}  // namespace homeward
