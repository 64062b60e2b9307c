#pragma once

#include <vector>

#include "sim/record/run_record.hpp"
#include "sim/scenario/scenario.hpp"

/// Little's law over a finite window, where it is an identity: the time average of a stock, from its changes,
/// times the window equals the time that families spend in it, summed. It holds only if every stock, spell
/// and day booked to a family tells the same story.
namespace homeward::theory {

struct Spell {
  SimTime from{}, to{};  ///< to = forever: open at the end of the run
};

/// Families with a child in care, from removal until the last child leaves.
std::vector<Spell> spells_in_care(const RunRecord& run);

/// Spells on the queue.
std::vector<Spell> spells_waiting(const RunRecord& run);

/// Coached spells, from the log alone; of families that nobody coaches at home, so that every exit ends one.
std::vector<Spell> spells_coached(const RunRecord& run);

/// Time average over [0, window_end) of the number in a stock, from its sorted changes.
double time_average(const std::vector<Spell>& spells, SimTime window_end);

/// A scenario with one child a family and no coaching at home; all else that can happen, happens.
Scenario busy_scenario();

}  // namespace homeward::theory
