#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/measure/family_changes.hpp"
#include "sim/random/draws.hpp"
#include "sim/record/run_record.hpp"
#include "sim/scenario/scenario.hpp"

/// One family's history under one scenario, told from what a run leaves behind.
namespace homeward {

/// Contacts between two other events, told as one line.
struct ContactSpan {
  std::uint32_t kept{};
  std::uint32_t missed{};
  SimTime first{};
  double trust{};  ///< after the last of them [0..1]
};

/// Something that happened, in plain words.
struct LifeLine {
  SimTime day{};
  std::string kind;  ///< of event_kind_names; of an exit, of exit_kind_names; "contacts", "end"
  std::string text;
  std::optional<ContactSpan> contacts;
};

/// What a family is in for a while; a trial home visit lies in care, coaching and waiting beside it.
enum class BandKind : std::uint8_t { in_care, trial_home_visit, home, waiting, coached };
inline constexpr std::array<std::string_view, 5> band_names{"in_care", "trial_home_visit", "home", "waiting",
                                                            "coached"};
struct Band {
  BandKind kind{};
  SimTime from{};
  SimTime to{};
};

/// A family's life under one scenario, and what of it is compared between scenarios.
struct Life {
  std::vector<LifeLine> lines;        ///< by day
  std::vector<Band> bands;            ///< by kind, then by day
  std::optional<SimTime> first_home;  ///< day of the first reunification
  std::optional<SimTime> came_back;   ///< the removal after it
  bool in_cohort{};                   ///< first removed in the window, so that outcomes count it
  CohortFamilies measured;            ///< this family alone, as the paired results see it
  double days_in_care{};              ///< first removal to the end of the run
  SimTime entry{};
  SimTime end{};  ///< of the run
};

/// Tells a family's life. `run` was logged for this family; `draws` are those of its seed and replication.
Life tell_life(const Scenario& scenario, const RunRecord& run, FamilyNumber number, const Draws& draws);

}  // namespace homeward
