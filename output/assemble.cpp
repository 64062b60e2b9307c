#include "output/assemble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <system_error>

#include "output/checksum.hpp"
#include "output/derived.hpp"
#include "output/evidence_group.hpp"
#include "output/hdf5_write.hpp"
#include "output/long_tables.hpp"
#include "output/outcome_axis.hpp"
#include "output/provenance.hpp"
#include "output/run_block.hpp"
#include "output/run_datasets.hpp"
#include "output/safe_file.hpp"
#include "output/schema.hpp"
#include "sim/core/issues.hpp"
#include "sim/core/version.hpp"
#include "sim/scenario/known_paths.hpp"
#include "sim/scenario/read.hpp"
#include "sim/scenario/scenario_value.hpp"

namespace homeward {
namespace {

using schema::RunStatus;

/// What became of every run, known after the numbers are written.
struct Fates {
  std::vector<RunStatus> status;               ///< by run number
  std::map<std::size_t, std::string> reasons;  ///< of failed runs
};

void write_root_attributes(hid_t file, const RunPlan& plan, bool complete) {
  const std::array<std::int32_t, 2> version{schema::major_version, schema::minor_version};
  hdf5::write_attribute(file, "Conventions", "CF-1.10");
  hdf5::write_attribute(file, "format", schema::format);
  hdf5::write_attribute(file, "format_version", std::span<const std::int32_t>(version));
  hdf5::write_attribute(file, "title", plan.title);
  hdf5::write_attribute(file, "source",
                        fmt::format("Homeward {}, model version {}", program_version, model_version));
  hdf5::write_attribute(file, "history", fmt::format("written by Homeward {}", program_version));
  hdf5::write_attribute(file, "seed", fmt::format("{}", plan.seed));
  hdf5::write_attribute(file, "digest", schema::plan_digest(plan));
  hdf5::write_attribute(file, schema::digest_scheme_attribute, std::int32_t{digest_scheme});
  hdf5::write_attribute(file, "status", complete ? "complete" : "incomplete");
  hdf5::write_attribute(file, "model_version", model_version);
  hdf5::write_attribute(file, "tables_digest", schema::tables_digest());
  hdf5::write_attribute(file, "record", record_level_names[index(plan.record)]);
  hdf5::write_attribute(file, "logged_families", schema::logged_families_text(plan));
  hdf5::write_attribute(file, "baseline", plan.scenarios[plan.baseline].scenario->name);
  hdf5::write_attribute(file, schema::summary_replications, static_cast<std::int32_t>(plan.summarised()));
}

hdf5::Id create_texts(hid_t file, const std::string& name, hid_t scale,
                      const std::vector<std::string>& texts) {
  const hsize_t size = texts.size();
  auto dataset = hdf5::create_dataset(file, name, hdf5::string_type(), std::span(&size, 1));
  hdf5::write_strings(dataset, texts);
  hdf5::attach(dataset, std::span(&scale, 1));
  return dataset;
}

void write_digests(hid_t file, const RunPlan& plan, hid_t scale) {
  std::vector<std::string> digests;
  for (const auto& planned : plan.scenarios) digests.push_back(planned.digest);
  const auto dataset = create_texts(file, "scenario_digest", scale, digests);
  hdf5::write_attribute(dataset, "long_name", "digest of the keys that change what a run stores");
}

/// Keys of factors, in the order in which scenarios name them: those of a file that grew may differ.
std::vector<std::string> factor_keys(const RunPlan& plan) {
  std::vector<std::string> keys;
  for (const auto& planned : plan.scenarios) {
    for (const auto& [key, unused] : planned.factor_labels) {
      if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
    }
  }
  return keys;
}

// A factor as numbers, whatever its labels: the value of its key, or of each key of its table.
void write_factor_values(hid_t file, const RunPlan& plan, const std::string& factor, hid_t scale) {
  auto keys = numbers_below(factor);
  if (keys.empty()) keys.push_back(factor);
  for (const auto& key : keys) {
    const ScenarioPath path(key);
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> values;
    for (const auto& planned : plan.scenarios)
      values.push_back(path.number(*planned.scenario).value_or(none));
    if (std::ranges::all_of(values, [](double value) { return std::isnan(value); })) continue;
    const hsize_t size = values.size();
    const auto dataset = hdf5::create_dataset(file, key + "_value", H5T_NATIVE_DOUBLE, std::span(&size, 1));
    hdf5::write_all(dataset, H5T_NATIVE_DOUBLE, values.data());
    hdf5::attach(dataset, std::span(&scale, 1));
    hdf5::write_attribute(dataset, "kind", schema::kind_factor_value);
    hdf5::write_attribute(dataset, "long_name", key);
    hdf5::write_attribute(dataset, "factor", factor);
  }
}

void write_factors(hid_t file, const RunPlan& plan, hid_t scale) {
  for (const auto& key : factor_keys(plan)) {
    std::vector<std::string> labels;
    for (const auto& planned : plan.scenarios) {
      const auto label =
          std::ranges::find(planned.factor_labels, key, &std::pair<std::string, std::string>::first);
      labels.push_back(label == planned.factor_labels.end() ? "" : label->second);
    }
    const auto role = std::ranges::find(plan.factor_roles, key, &std::pair<std::string, std::string>::first);
    const auto dataset = create_texts(file, key, scale, labels);
    hdf5::write_attribute(dataset, "kind", schema::kind_factor);
    hdf5::write_attribute(dataset, "long_name", key);
    hdf5::write_attribute(dataset, "role", role == plan.factor_roles.end() ? "lever" : role->second);
    write_factor_values(file, plan, key, scale);
  }
}

// Which plan under which draw of the uncertain parameters each scenario is.
void write_draws(hid_t file, const RunPlan& plan, hid_t scale) {
  if (!plan.has_draws()) return;
  std::vector<std::string> plans;
  std::vector<std::int32_t> draws;
  for (const auto& planned : plan.scenarios) {
    plans.push_back(planned.draw->plan);
    draws.push_back(static_cast<std::int32_t>(planned.draw->number));
  }
  const auto of_plan = create_texts(file, schema::plan_dataset, scale, plans);
  hdf5::write_attribute(of_plan, "kind", schema::kind_draw);
  hdf5::write_attribute(of_plan, "long_name", "plan");
  const hsize_t size = draws.size();
  const auto of_draw =
      hdf5::create_dataset(file, schema::draw_dataset, H5T_NATIVE_INT32, std::span(&size, 1));
  hdf5::write_all(of_draw, H5T_NATIVE_INT32, draws.data());
  hdf5::attach(of_draw, std::span(&scale, 1));
  hdf5::write_attribute(of_draw, "kind", schema::kind_draw);
  hdf5::write_attribute(of_draw, "long_name", "number of the draw of the uncertain parameters");
}

class Assembler {
 public:
  Assembler(hid_t file, const RunPlan& plan, RunSource& source)
      : file_(file), plan_(plan), source_(source), axes_(schema::axes_of(plan)) {
    fates_.status.assign(plan.runs(), RunStatus::planned);
    for (std::size_t run = 0; run < plan.runs(); ++run) {
      const bool there = source.has(run % axes_.scenarios.size(), replication_of(run));
      assembled_.done += there ? 1 : 0;
      assembled_.missing += there || replication_of(run) >= plan.summarised() ? 0 : 1;
    }
  }

  Assembled write(const Provenance& provenance) {
    write_root_attributes(file_, plan_, assembled_.complete());
    write_numbers();
    write_derived(file_, plan_, axes_);
    write_tables();
    write_evidence(file_, plan_);
    // Last, so that only the end of a file depends on who wrote it.
    write_provenance(file_, plan_, provenance, fates_.reasons);
    return assembled_;
  }

 private:
  std::uint32_t replication_of(std::size_t run) const {
    return static_cast<std::uint32_t>(run / axes_.scenarios.size());
  }

  void write_numbers() {
    const bool with_series = plan_.record >= RecordLevel::series;
    const auto tiling = tiling_of(axes_, with_series);
    const auto scales = create_root_scales(file_, axes_);
    write_digests(file_, plan_, scales.scenario);
    write_draws(file_, plan_, scales.scenario);
    write_factors(file_, plan_, scales.scenario);
    const auto datasets = create_run_datasets(file_, scales, axes_, tiling, with_series);
    for (const auto& tile : tiles(axes_, tiling)) homeward::write(datasets, gather(tile, with_series), axes_);
    write_renamed(file_);
    if (with_series) finish_cohort_datasets(file_, datasets.cohort, scales.scenario, scales.replication);
  }

  RunBlock gather(const Rectangle& tile, bool with_series) {
    RunBlock block(axes_, tile, with_series);
    std::vector<schema::ScenarioShape> shapes;
    for (std::size_t s = 0; s < tile.scenarios; ++s) {
      shapes.push_back(schema::shape_of(plan_.scenarios[tile.scenario + s].scenario.get(), axes_));
    }
    for (std::size_t r = tile.replication; r < tile.replication + tile.replications; ++r) {
      for (std::size_t s = tile.scenario; s < tile.scenario + tile.scenarios; ++s) {
        const auto run = source_.load(s, static_cast<std::uint32_t>(r), Portion::numbers);
        if (!run) continue;
        block.put(s, r, shapes[s - tile.scenario], *run);
        note(r * axes_.scenarios.size() + s, *run);
      }
    }
    return block;
  }

  void note(std::size_t run, const RunResult& result) {
    fates_.status[run] = result.failed ? RunStatus::failed : RunStatus::done;
    if (!result.failed) return;
    fates_.reasons[run] = result.reason;
    --assembled_.done;
    ++assembled_.failed;
  }

  void write_tables() {
    LongTables tables(file_, plan_);
    const bool with_rows = plan_.record >= RecordLevel::families;
    for (std::size_t run = 0; run < plan_.runs(); ++run) {
      const auto scenario = run % axes_.scenarios.size();
      const auto status = fates_.status[run];
      std::optional<RunResult> result;
      if (with_rows && status == RunStatus::done)
        result = source_.load(scenario, replication_of(run), Portion::everything);
      if (!result) result.emplace();
      if (status == RunStatus::failed) result->reason = fates_.reasons[run];
      tables.add(scenario, replication_of(run), status, *result);
    }
    tables.finish();
  }

  hid_t file_;
  const RunPlan& plan_;
  RunSource& source_;
  schema::Axes axes_;
  Fates fates_;
  Assembled assembled_;
};

Assembled write_file(const std::filesystem::path& path, const RunPlan& plan, RunSource& source,
                     const Provenance& provenance) {
  auto file = hdf5::create_file(path);
  Assembled assembled;
  try {
    assembled = Assembler(file, plan, source).write(provenance);
    hdf5::require(H5Fflush(file, H5F_SCOPE_GLOBAL), "write");
  } catch (...) {
    // Closing would write again and fail again, after which HDF5 1.10 crashes on the next file.
    file.abandon();
    throw;
  }
  file.close("write");
  return assembled;
}

}  // namespace

Assembled assemble(const std::filesystem::path& file, const RunPlan& plan, RunSource& source,
                   const Provenance& provenance) {
  hdf5::silence();
  const auto folder = parts_folder(file);
  make_folder(folder);
  const auto temporary = temporary_name(folder);
  const auto tidy_up = [&] {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    remove_if_empty(folder);
  };
  try {
    const auto assembled = write_file(temporary, plan, source, provenance);
    seal(temporary);
    flush_and_rename(temporary, file);
    tidy_up();
    return assembled;
  } catch (const hdf5::Failure& failure) {
    tidy_up();
    throw RunError(fmt::format("cannot write {}: {}", file.string(), failure.reason()));
  } catch (...) {
    tidy_up();
    throw;
  }
}

}  // namespace homeward
