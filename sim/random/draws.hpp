#pragma once

#include <Random123/philox.h>
#include <Random123/u01fixedpt.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "sim/core/units.hpp"

/// Randomness is an address, not a state: a uniform depends on who draws it and what for, on nothing else. So a family
/// meets the same luck in every plan, whatever the threads, the order of events or the other families.
namespace homeward {

/// What a draw is for. Never renumber: the numbers are part of the address, and with it of every stored result.
enum class Purpose : std::uint8_t {
  entry_gap = 1,
  site = 2,
  children = 3,
  child_age = 4,
  trait = 5,
  frailty = 6,
  need_noise = 7,
  csv_row = 8,
  readiness = 16,
  placement_move = 17,
  visit_failure = 18,
  other_permanency = 19,
  other_exit = 20,
  reentry = 21,
  setback = 22,
  renege = 23,
  drop_out = 24,
  placement_kin = 32,
  placement_congregate = 33,
  permanency_kind = 34,
  requested_hearing = 40,
  continuance = 41,
  continuance_days = 42,
  direct_return = 43,
  visit_days = 44,
  goal_change = 45,
  petition_exception = 46,
  referral = 56,
  referral_delay = 57,
  contact = 58,
  coach_leaving = 64,
  coach_hiring = 65,
  coach_training = 66,
  coach_experience = 67,
  design_order = 96,  ///< of a study's points, not of a family
  design_point = 97,
  uncertain_parameter = 98  ///< of a plan, not of a family
};

/// The draws of one replication. Uniforms lie strictly between 0 and 1, on a grid of 2^-53 or finer.
/// Philox4x32-10: Salmon et al. (2011), "Parallel random numbers: as easy as 1, 2, 3".
class Draws {
 public:
  Draws(std::uint64_t seed, std::uint32_t replication)
      : key_{{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}}, replication_(replication) {}

  /// A family's uniform. `episode` < 2^24: removal episode, 0 = once for life; `occurrence` within the episode.
  double uniform(FamilyNumber family, Purpose purpose, std::uint32_t episode = 0, std::uint32_t occurrence = 0) const {
    return at({{occurrence, pack(purpose, episode), family, replication_}});
  }

  /// Unit-rate exponential threshold of a family's clock.
  double threshold(FamilyNumber family, Purpose purpose, std::uint32_t episode = 0, std::uint32_t occurrence = 0) const {
    return -std::log(uniform(family, purpose, episode, occurrence));
  }

  /// Four of a family's uniforms from one block, on a grid of 2^-32: for what happens often and needs no more.
  std::array<double, 4> four(FamilyNumber family, Purpose purpose, std::uint32_t episode, std::uint32_t occurrence) const {
    const auto words = block({{occurrence, pack(purpose, episode), family, replication_}});
    std::array<double, 4> uniforms{};
    for (std::size_t i = 0; i < uniforms.size(); ++i) uniforms[i] = (words[i] + 0.5) * 0x1p-32;
    return uniforms;
  }

  /// A coach's uniform: `site` is site_code(name), `position` 1.., `holder` 1.. < 2^24.
  double coach_uniform(std::uint32_t site, std::uint32_t position, std::uint32_t holder, Purpose purpose) const {
    return at({{site, pack(purpose, holder), position, replication_}});
  }

 private:
  static std::uint32_t pack(Purpose purpose, std::uint32_t episode) {
    return static_cast<std::uint32_t>(purpose) << 24 | (episode & 0xffffffU);
  }
  r123::Philox4x32::ctr_type block(const r123::Philox4x32::ctr_type& counter) const {
    return r123::Philox4x32{}(counter, key_);
  }
  double at(const r123::Philox4x32::ctr_type& counter) const {
    const auto words = block(counter);
    return u01fixedpt_open_open_64_double(static_cast<std::uint64_t>(words[1]) << 32 | words[0]);
  }

  r123::Philox4x32::key_type key_;
  std::uint32_t replication_;
};

/// A site's part of an address: from its name, so that adding or reordering sites changes no coach's luck (FNV-1a).
constexpr std::uint32_t site_code(std::string_view name) {
  std::uint32_t code = 2166136261U;
  for (const char c : name) code = (code ^ static_cast<unsigned char>(c)) * 16777619U;
  return code;
}

}  // namespace homeward
