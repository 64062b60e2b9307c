#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/catalogs.hpp"
#include "sim/core/units.hpp"
#include "sim/random/draws.hpp"
#include "sim/scenario/scenario.hpp"

namespace homeward {

/// Who a family is on the day of its first removal: everything that no event changes.
struct FamilyPortrait {
  FamilyNumber number{};
  SimTime entry{};
  std::string site;
  std::vector<double> ages;                                 ///< years, one a child
  std::vector<std::pair<std::string, std::string>> traits;  ///< name, level
  std::array<double, needs_count> needs{};                  ///< baselines [0..1], 1 = fully unmet
  double readiness{1};  ///< lasting and unseen: how many times as fast ready as others like it
  double reentry{1};    ///< likewise, coming back into care
};
/// Whether two scenarios mean the same family, at whatever site.
bool same_family(const FamilyPortrait& a, const FamilyPortrait& b);

/// How many families enter in a replication, from the start of the warm-up to the end of the run, and which
/// of them in the window.
struct EntryCount {
  std::size_t families{};
  FamilyNumber first_in_window{};  ///< 0: none
  FamilyNumber last_in_window{};
};
EntryCount count_entries(const Scenario& scenario, const Draws& draws);

/// The family of this number, which must be one that enters.
FamilyPortrait portray(const Scenario& scenario, const Draws& draws, FamilyNumber number);

/// What is told of it: a label and words.
std::vector<std::pair<std::string, std::string>> portrait_in_words(const FamilyPortrait& family);

}  // namespace homeward
