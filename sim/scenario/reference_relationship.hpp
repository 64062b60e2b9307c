#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/base_scenario.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/value.hpp"

/// HR_ref is a mean over a reference spell of coaching, and what that spell was like is a property of the evidence, not of a
/// plan: trust, omega and half-life are those of the file that sets the readiness ratio, with what that file extends. The
/// reader keeps them beside the scenario's own, as `effects.reference_...` (MODEL.md, section 3).
namespace homeward {

/// The key that keeps what a key of the relationship was in the evidence: "trust.at_start" ->
/// "effects.reference_trust.at_start"; nothing for keys that are none of the relationship's.
std::optional<std::string> reference_key_of(std::string_view key);

/// Whether a key is one of those that reference_key_of() gives.
bool is_taken_over(std::string_view key);

/// Settings of what is not known (draws, fitted numbers): they hold in the evidence too. Adds to those of a scenario with a
/// reference spell the same of the reference keys; others are returned as they are.
std::vector<Setting> with_reference(const Scenario& scenario, std::vector<Setting> settings);

/// Takes over the relationship while the layers of a scenario are merged.
class ReferenceTaking {
 public:
  /// After a file was merged into `root`, from parent to child.
  void meet(Value& root, const Value& file);
  /// After the last file, before anything is set over the scenario: where no file sets the ratio, the scenario's own
  /// relationship stands for the evidence's.
  void meet_scenario(const Value& root);
  /// After an overlay was merged: one that sets the ratio and something of the relationship brings evidence of its own; one
  /// that sets the ratio alone speaks of the same.
  void meet_overlay(Value& root, const Value& overlay);
  /// When all is merged: writes what was taken over into `root`, unless a value is set there by hand or there is no
  /// reference spell.
  void put_into(Value& root) const;

 private:
  void take(const Value& root);

  std::vector<std::pair<std::string, Value>> taken_;  ///< by reference key
};

}  // namespace homeward
