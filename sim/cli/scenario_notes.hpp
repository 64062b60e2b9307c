#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

/// What a planner should know of scenarios before they run, though nothing of it is a fault.
namespace homeward {

/// A line each: what reading decided, likely mistakes, what of a population is passed over, a short warm-up.
std::vector<std::string> notes_of(const Scenario& scenario);

/// Those of scenarios that run side by side, each once and with the names of those it is about, at most a
/// dozen; before them notes_beside() each other.
std::vector<std::string> notes_of(const std::vector<const Scenario*>& scenarios, std::size_t baseline);

/// Of plans that are held side by side, a line each: when their programs begin, where that differs (the
/// baseline's only where it has a day), and how long they run, where that differs.
std::vector<std::string> notes_beside(const std::vector<const Scenario*>& scenarios, std::size_t baseline);

/// The positions of each site and from when they hold, a line for each change, indented by two blanks; ""
/// where no site ever has one, or one number of one site says it all.
std::string positions_in_words(const Scenario& scenario);

/// At which rate families enter at the start of a run whose entries have a trend, a line; else "".
std::string trend_in_words(const Scenario& scenario);

/// On which scale the ratios of coaching act and how far they can go, a line; "" without a reference spell.
std::string coaching_in_words(const Scenario& scenario);

}  // namespace homeward
