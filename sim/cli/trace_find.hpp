#pragma once

#include <cstdint>
#include <string>

#include "sim/measure/run_result.hpp"

namespace homeward {

/// What to look for among families: how their life under the second scenario (B) differs from that under the
/// first (A). See Gains.
enum class LookFor : std::uint8_t {
  home_only_under_b,
  home_only_under_a,
  spared_reentry,
  back_only_under_b,
  days_saved,
  worse_off
};
/// Throws UsageError with the known ones where a text means none of them. Case, blanks and "_" do not matter.
LookFor parse_look_for(const std::string& text);
/// "home within 12 months only under B".
std::string in_words(LookFor what);

/// The number of the nth (1..) family of the entry cohort for which this holds; throws RunError where there
/// are fewer, or the cohorts are not the same families.
FamilyNumber find_family(LookFor what, std::uint32_t nth, const CohortFamilies& baseline,
                         const CohortFamilies& plan, std::uint32_t replication);

}  // namespace homeward
