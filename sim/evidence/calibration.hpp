#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/scenario/base_scenario.hpp"

/// What `homeward calibrate` is asked: which keys of a base scenario may move, within what, and which figures
/// the scenario is to come near.
namespace homeward {

struct Contrast;

/// A key that is fitted.
struct CalibrationParameter {
  std::string key;                ///< dotted path of a number
  std::vector<std::string> path;  ///< its parts
  double low{}, high{};           ///< of its range, low < high
  bool log{};                     ///< whether the range is even in the logarithm
  double start{};                 ///< the base's value, within the range
  std::string rest;               ///< the key that gives way so that both keep their sum; "" = none
  std::vector<std::string> rest_path;
  double sum{};   ///< of key and rest in the base
  Origin origin;  ///< of the range
};

/// A figure to come near.
struct CalibrationTarget {
  std::string name;  ///< of a published figure or an outcome
  std::string long_name;
  std::string units;
  std::size_t column{};  ///< into the outcomes of simulate_with_published()
  double value{};        ///< what is aimed at
  double low{}, high{};  ///< the band, low < value < high
  double weight{1};      ///< of its square in the misfit; 0: shown only
  std::string source;
  bool log{};            ///< scored on its logarithm
  double published{};    ///< of a contrast: as published, where what is aimed at allows for bias
  std::shared_ptr<const Contrast> contrast{};  ///< what it is measured on; none: a column of the base's outcomes
};

/// How the set of vectors that fit is looked for.
struct SetOptions {
  std::uint32_t candidates{100};  ///< vectors drawn; 0 = no set
  double wider{1.5};              ///< spread of the candidates, in standard deviations of the fit
  double cut{1};                  ///< implausibility up to which a target counts as met
  std::uint32_t most_outside{};   ///< targets that may lie beyond the cut; none may beyond twice the cut
};

struct Calibration {
  std::string name;  ///< default: the file's stem
  std::string title;
  std::filesystem::path base_file;  ///< as reached from the targets file's own path
  std::shared_ptr<const BaseScenario> base;
  std::uint32_t replications{6};    ///< of each vector while fitting; >= 2
  std::uint32_t confirmations{20};  ///< fresh ones of the fitted vector; >= 2
  std::uint32_t most_steps{8};      ///< of the fit; 0: the start is only scored
  std::uint64_t seed{};             ///< default: the base's
  std::vector<CalibrationParameter> parameters;
  std::vector<CalibrationTarget> targets;
  SetOptions set;
};

/// Columns of simulate_with_published(); those of contrasts follow them.
std::size_t base_columns();

/// Whether a TOML file is a targets file: it has `target`, `contrast` or `parameter`. False too for what cannot be read.
bool is_targets_file(const std::filesystem::path& file);

/// Reads a targets file with its base scenario, to which the overrides apply. Throws InputError with all
/// faults at once.
Calibration read_calibration(const std::filesystem::path& file, std::span<const Override> overrides = {});

}  // namespace homeward
