#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/key_table.hpp"

namespace homeward {

/// One number or choice inside the value of a key.
struct Leaf {
  std::string path;  ///< "hazards.readiness.scale_days", "families.age_shares.1", "traits.kin.share"
  std::string unit;  ///< "days", "1/year", "1" of a pure number; "" of a choice
  double number{std::numeric_limits<double>::quiet_NaN()};  ///< NaN of a choice
  std::string text;                                         ///< of a choice: "weibull", "true"
};

/// The numbers and choices of a key's printed value, in the order of the text. Elements of a list go by their
/// name, those without by their place from 1; the name itself is part of the path and no leaf.
std::vector<Leaf> leaves_of(const KeyInfo& key, std::string_view printed);

}  // namespace homeward
