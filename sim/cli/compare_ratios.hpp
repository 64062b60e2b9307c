#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/cli/json.hpp"
#include "sim/cli/study_numbers.hpp"

namespace homeward {

/// A number of a plan against the baseline that is a ratio of what many runs have together.
struct PlanRatio {
  std::string_view name;   ///< "relative_rate_reunified_12_months"
  std::string_view units;  ///< "1", "coach-years", "usd"
  std::string_view long_name;
  std::size_t scenario{};
  double value{}, low{}, high{};  ///< with its 95 % interval; NaN where there is none
  std::string why;                ///< then; "" else
  std::string note{};             ///< on whom it rests, where not on all
};

/// Of each plan: rates of going home over those of the baseline (ratios of means, paired jackknife), and coach-years and
/// dollars for each additional sustained reunification (Fieller). By plan, in the order of the study.
std::vector<PlanRatio> plan_ratios(const StudyNumbers& study);

/// A table of them, with what they are; "" where there is none to show.
std::string ratios_table(const StudyNumbers& study, const std::vector<PlanRatio>& ratios);

/// Adds the list "ratios" to an open object.
void add_ratios(JsonWriter& json, const StudyNumbers& study, const std::vector<PlanRatio>& ratios);

}  // namespace homeward
