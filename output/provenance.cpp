#include "output/provenance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "output/hdf5_write.hpp"
#include "sim/core/catalogs.hpp"
#include "sim/core/version.hpp"
#include "sim/experiment/run_list.hpp"

namespace homeward {
namespace {

void write_texts(hid_t group, const char* name, hid_t scale, const std::vector<std::string>& texts) {
  const hsize_t size = texts.size();
  const auto dataset = hdf5::create_dataset(group, name, hdf5::string_type(), std::span(&size, 1));
  hdf5::write_strings(dataset, texts);
  hdf5::attach(dataset, std::span(&scale, 1));
}

// Where the numbers of the scenarios come from, each line once.
void write_sources(hid_t group, const RunPlan& plan) {
  std::vector<std::string> keys, texts, grades;
  std::vector<std::tuple<std::string, std::string, Grade>> seen;
  for (const auto& planned : plan.scenarios) {
    for (const auto& source : planned.scenario->sources) {
      std::tuple line{source.key, source.text, source.grade};
      const auto place = std::ranges::lower_bound(seen, line);
      if (place != seen.end() && *place == line) continue;
      seen.insert(place, std::move(line));
      keys.push_back(source.key);
      texts.push_back(source.text);
      grades.emplace_back(grade_names[index(source.grade)]);
    }
  }
  if (keys.empty()) return;
  const auto scale = hdf5::create_scale(group, "source", keys.size());
  write_texts(group, "source_key", scale, keys);
  write_texts(group, "source_text", scale, texts);
  write_texts(group, "source_grade", scale, grades);
}

/// Failed runs with the reason in full and the command that simulates each again.
void write_failures(hid_t group, const RunPlan& plan, const Provenance& provenance,
                    const std::map<std::size_t, std::string>& reasons) {
  if (reasons.empty()) return;
  std::vector<std::string> scenarios, texts, commands;
  std::vector<std::int32_t> replications;
  for (const auto& [run, reason] : reasons) {
    const auto id = run_id(plan, run);
    scenarios.push_back(plan.scenarios[id.scenario].scenario->name);
    replications.push_back(static_cast<std::int32_t>(id.replication));
    texts.push_back(reason);
    commands.push_back(provenance.rerun ? provenance.rerun(id.scenario, id.replication) : "");
  }
  const auto scale = hdf5::create_scale(group, "failed_run", texts.size());
  write_texts(group, "failed_scenario", scale, scenarios);
  const hsize_t size = replications.size();
  const auto dataset =
      hdf5::create_dataset(group, "failed_replication", H5T_NATIVE_INT32, std::span(&size, 1));
  hdf5::write_all(dataset, H5T_NATIVE_INT32, replications.data());
  const hid_t runs = scale;
  hdf5::attach(dataset, std::span(&runs, 1));
  write_texts(group, "failed_reason", scale, texts);
  write_texts(group, "failed_command", scale, commands);
}

std::string hdf5_version() {
  std::array<unsigned, 3> version{};
  hdf5::require(H5get_libversion(&version[0], &version[1], &version[2]), "HDF5 version");
  return fmt::format("{}", fmt::join(version, "."));
}

}  // namespace

void write_provenance(hid_t file, const RunPlan& plan, const Provenance& provenance,
                      const std::map<std::size_t, std::string>& reasons) {
  const auto group = hdf5::create_group(file, "provenance");
  hdf5::write_attribute(group, "program_version", program_version);
  hdf5::write_attribute(group, "hdf5_version", hdf5_version());
  for (const auto& [name, text] : provenance.facts) hdf5::write_attribute(group, name.c_str(), text);
  hdf5::write_attribute(group, "threads", static_cast<std::int32_t>(provenance.threads));
  hdf5::write_attribute(group, "wall_seconds", provenance.wall_seconds);
  hdf5::write_attribute(group, "simulation_seconds", provenance.simulation_seconds);
  if (!provenance.study_toml.empty()) hdf5::write_attribute(group, "study_toml", provenance.study_toml);
  std::vector<std::string> names, resolved;
  for (const auto& planned : plan.scenarios) {
    names.push_back(planned.scenario->name);
    resolved.push_back(planned.resolved_toml);
  }
  const auto scenario = hdf5::create_scale(group, "scenario", names);
  write_texts(group, "resolved_toml", scenario, resolved);
  write_sources(group, plan);
  write_failures(group, plan, provenance, reasons);
}

}  // namespace homeward
