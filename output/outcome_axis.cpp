#include "output/outcome_axis.hpp"

#include <array>
#include <string>
#include <vector>

#include "output/hdf5_write.hpp"
#include "sim/measure/renamed_outcomes.hpp"
#include "sim/measure/run_result.hpp"

namespace homeward {

using hdf5::Id;

hdf5::Id create_outcome_axis(hid_t group) {
  std::vector<std::string> names, units, better;
  std::vector<std::int8_t> is_ratio;
  for (const auto& outcome : outcome_table()) {
    names.emplace_back(outcome.name);
    units.emplace_back(outcome.units);
    better.emplace_back(better_names[static_cast<std::size_t>(outcome.better)]);
    is_ratio.push_back(outcome.summary == Summary::mean_of_log ? 1 : 0);
  }
  Id axis = hdf5::create_scale(group, "outcome", names);
  const hid_t scale = axis;
  const hsize_t size = units.size();
  const auto create = [&](const char* name, hid_t type, const char* long_name) {
    Id dataset = hdf5::create_dataset(group, name, type, std::span(&size, 1));
    hdf5::attach(dataset, std::span(&scale, 1));
    hdf5::write_attribute(dataset, "long_name", long_name);
    return dataset;
  };
  hdf5::write_strings(create("outcome_units", hdf5::string_type(), "units of the outcome"), units);
  hdf5::write_strings(create("outcome_better", hdf5::string_type(), "direction that is better for families"),
                      better);
  const Id ratio =
      create("difference_is_ratio", H5T_NATIVE_INT8, "whether a difference is the plan over the baseline");
  constexpr std::array<std::int8_t, 2> values{0, 1};
  hdf5::write_attribute(ratio, "flag_values", std::span<const std::int8_t>(values));
  hdf5::write_attribute(ratio, "flag_meanings", "difference ratio");
  hdf5::write_all(ratio, H5T_NATIVE_INT8, is_ratio.data());
  return axis;
}

void write_renamed(hid_t file) {
  std::vector<std::string> old_names, new_names, versions;
  for (const auto& renamed : renamed_outcomes()) {
    old_names.emplace_back(renamed.old_name);
    new_names.emplace_back(renamed.new_name);
    versions.emplace_back(renamed.since);
  }
  const auto group = hdf5::create_group(file, "renamed");
  const auto axis = hdf5::create_scale(group, "old", old_names);
  hdf5::write_attribute(axis, "long_name", "name of an outcome in files of older versions");
  const hid_t scale = axis;
  const hsize_t size = old_names.size();
  const auto add = [&](const char* name, const char* long_name, const std::vector<std::string>& texts) {
    const auto dataset = hdf5::create_dataset(group, name, hdf5::string_type(), std::span(&size, 1));
    hdf5::write_strings(dataset, texts);
    hdf5::attach(dataset, std::span(&scale, 1));
    hdf5::write_attribute(dataset, "long_name", long_name);
  };
  add("new", "its name since then", new_names);
  add("since", "the first version with the new name", versions);
}

}  // namespace homeward
