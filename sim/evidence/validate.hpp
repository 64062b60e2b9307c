#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/evidence/calibration.hpp"
#include "sim/experiment/pipeline.hpp"
#include "sim/scenario/checked.hpp"
#include "sim/scenario/scenario.hpp"

/// Does the simulator do what it says, on this machine, and does the shipped baseline look like the United
/// States? Each answer is a finding: simulated, target, verdict.
namespace homeward {

enum class FindingGroup : std::uint8_t {
  closed_form,  ///< means over replications against closed forms
  exact,        ///< identities that hold to the last bit, or to rounding
  calibrated,   ///< published figures that the baseline is fitted to
  predicted,    ///< published figures that were held out
  input,        ///< published numbers that the scenario was given, seen again in what it makes
  trial,        ///< what studies of coaches published, of whom the size of coaching was learned, emulated
  pattern       ///< what studies of coaches found, and the mechanism was not told
};
inline constexpr std::array<std::string_view, 7> finding_group_names{
    "closed_form", "exact", "calibrated", "predicted", "input", "trial", "pattern"};

enum class Verdict : std::uint8_t {
  holds,
  fails,
  inside,          ///< the tolerance
  outside,         ///< by no more than the tolerance again
  far_out,         ///< further than twice the tolerance
  reproduced,      ///< the pattern comes out
  not_reproduced,  ///< it does not
  not_measured     ///< nobody to count
};
inline constexpr std::array<std::string_view, 8> verdict_names{
    "holds", "fails", "inside", "outside", "far_out", "reproduced", "not_reproduced", "not_measured"};

struct Finding {
  FindingGroup group{};
  std::string section;                 ///< what belongs together within a group
  std::string name;                    ///< unique within its section
  std::string units{"1"};              ///< "1", "d", "months", "%"
  double value{};                      ///< simulated; mean over replications
  double low{}, high{};                ///< 95 % interval of `value`
  std::uint32_t replications{};        ///< that count
  double target{};                     ///< NaN where only a range is known
  double target_low{}, target_high{};  ///< where the value should lie
  Verdict verdict{};
  std::string source;  ///< of the target
  std::string note;    ///< what to make of it; may be empty
};

/// (simulated - target) / tolerance: within -1 .. 1 the value lies where it should. The tolerance is the
/// distance from the target (the middle of the range where there is none) to the end of the range on that
/// side. 0 where both are equal.
double deviation(const Finding& finding, double value);

/// Whether a finding says that something is wrong: a closed form or an identity that does not hold, or a
/// figure put in (calibrated, input or trial) that comes out further away than twice its tolerance.
bool is_failure(const Finding& finding);

struct ValidationQuestion {
  Checked<Scenario> baseline;  ///< without coaches
  Checked<Scenario> plan;      ///< where the program with coaches is taken from
  std::uint64_t seed{};
  std::uint32_t replications{20};  ///< of the baseline and of its pairs with coaches; >= 2
  double share{1};                 ///< of the replications of closed forms (0..1]
  std::vector<CalibrationTarget> trials{};  ///< contrasts of emulated trials; none: the group is left out
  std::uint32_t trial_replications{10};     ///< of each of their arms; >= 2
};

struct Validation {
  std::vector<Finding> findings;  ///< by group, in the order of a table
  double false_alarm{};           ///< chance at most that a faultless simulator fails any closed form
};

/// An interrupt came before the end.
struct ValidationInterrupted {};

/// Runs that `validate` will make.
std::size_t runs_of(const ValidationQuestion& question);

/// Simulates and judges. The same on every machine and for any number of threads. Counts its runs in
/// `progress`. Throws ValidationInterrupted once `stop` is set.
Validation validate(const ValidationQuestion& question, std::size_t threads, Progress& progress,
                    const std::atomic<bool>& stop);

}  // namespace homeward
