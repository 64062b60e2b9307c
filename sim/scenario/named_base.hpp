#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "sim/scenario/base_scenario.hpp"
#include "sim/scenario/faults.hpp"

namespace homeward {

/// The scenario that a study or a targets file names as its `base`.
struct NamedBase {
  std::filesystem::path file;
  std::shared_ptr<const BaseScenario> scenario;
};

/// Reads it. `table`: what stands in `file`, from whose folder the name is read. Every fault is told, those
/// of the base beside those of the file, and then there is none.
std::optional<NamedBase> read_named_base(const Value& table, const std::filesystem::path& file,
                                         std::span<const Override> overrides, Faults& faults);

/// Tells that a file lacks a key that it must have.
void tell_missing(const std::filesystem::path& file, std::string_view key, std::string_view must,
                  Faults& faults);

}  // namespace homeward
