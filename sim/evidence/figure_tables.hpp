#pragma once

#include <span>
#include <vector>

#include "sim/evidence/published.hpp"
#include "sim/measure/follow_up.hpp"

/// The published figures come in tables, a file each.
namespace homeward {

std::span<const PublishedFigure> permanency_figures();  ///< who leaves, how and when
std::span<const PublishedFigure> stock_figures();       ///< who is in care on a day
std::span<const PublishedFigure> reentry_figures();     ///< who comes back
std::span<const PublishedFigure> group_figures();       ///< by age and circumstance
std::span<const PublishedFigure> placement_figures();   ///< where children live, and moves

/// Share to whom one of `counted` has happened within `horizon` days (Aalen-Johansen); NaN without members,
/// or where nobody is followed that long.
double share_within(std::vector<FollowUp> members, Causes counted, Days horizon);

/// An outcome of the run by its name.
double outcome_of(const PublishedRun& published, std::string_view name);

/// Whether the family has level "yes" of a two-level trait; false without such a trait.
class HasTrait {
 public:
  HasTrait(const PublishedRun& published, std::string_view trait);
  /// Whether the scenario has the trait at all.
  bool known() const { return trait_ < published_.run.traits; }
  bool operator()(std::size_t family) const;

 private:
  const PublishedRun& published_;
  std::size_t trait_{};
};

}  // namespace homeward
