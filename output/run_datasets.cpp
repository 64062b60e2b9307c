#include "output/run_datasets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "output/hdf5_read.hpp"
#include "output/hdf5_write.hpp"
#include "output/reason_group.hpp"
#include "output/run_tables.hpp"
#include "sim/measure/identification.hpp"

namespace homeward {
namespace {

using hdf5::Id;
using hdf5::write_attribute;
using Shape = std::vector<hsize_t>;

const std::string& population_text(Population population) {
  static const std::vector<std::string> names(population_names.begin(), population_names.end());
  return names[static_cast<std::size_t>(population)];
}

std::string text(std::string_view view) {
  return std::string(view);
}

// One place for the attributes that every measured dataset carries.
void describe(hid_t dataset, std::string_view kind, std::string_view units, const std::string& long_name,
              const std::string& definition) {
  write_attribute(dataset, "kind", kind);
  write_attribute(dataset, "units", units);
  write_attribute(dataset, "long_name", long_name);
  write_attribute(dataset, "definition", definition);
}

void describe_outcome(hid_t dataset, const OutcomeInfo& outcome) {
  describe(dataset, schema::kind_outcome, outcome.units, text(outcome.long_name), text(outcome.definition));
  write_attribute(dataset, "population", population_text(outcome.population));
  write_attribute(dataset, "quantity", quantity_names[static_cast<std::size_t>(outcome.quantity)]);
  write_attribute(dataset, "rests_on", rests_on_names[static_cast<std::size_t>(outcome.rests_on)]);
  write_attribute(dataset, "needs", needs_text(outcome.needs));
  write_attribute(dataset, "of_coaches", std::int32_t{outcome.of_coaches});
  write_attribute(dataset, "better", better_names[static_cast<std::size_t>(outcome.better)]);
  if (!outcome.changed_in.empty()) write_attribute(dataset, "changed_in", outcome.changed_in);
}

Id create(hid_t parent, const std::string& name, const Shape& shape, const Shape& chunks,
          const std::vector<hid_t>& scales, hid_t type = H5T_NATIVE_DOUBLE) {
  Id dataset = hdf5::create_dataset(parent, name, type, shape, {.chunks = chunks});
  hdf5::attach(dataset, scales);
  return dataset;
}

constexpr std::array<const char*, 5> summary_labels{
    "mean over replications", "standard deviation over replications", "replications that count",
    "lower end of the 95 % interval of the mean", "upper end of the 95 % interval of the mean"};

void create_summaries(hid_t file, const RootScales& scales, const OutcomeInfo& outcome, hsize_t scenarios) {
  // Small arrays cost less whole than in chunks.
  const Shape chunks = scenarios < 1024 ? Shape{} : Shape{scenarios};
  for (std::size_t i = 0; i < summary_suffixes.size(); ++i) {
    const bool is_count = text(summary_suffixes[i]) == "_n";
    const Id dataset = create(file, text(outcome.name) + summary_suffixes[i], {scenarios}, chunks,
                              {scales.scenario}, is_count ? H5T_NATIVE_INT32 : H5T_NATIVE_DOUBLE);
    write_attribute(dataset, "kind", schema::kind_summary);
    write_attribute(dataset, "units", is_count ? "1" : outcome.units);
    write_attribute(dataset, "long_name", fmt::format("{}: {}", outcome.long_name, summary_labels[i]));
  }
}

void create_outcomes(RunDatasets& datasets, hid_t file, const RootScales& scales, const Shape& shape,
                     const Shape& chunks) {
  for (const auto& outcome : outcome_table()) {
    Id dataset = create(file, text(outcome.name), shape, chunks, {scales.scenario, scales.replication});
    describe_outcome(dataset, outcome);
    datasets.outcomes.push_back(std::move(dataset));
    create_summaries(file, scales, outcome, shape[0]);
  }
}

void create_curves(RunDatasets& datasets, hid_t file, const RootScales& scales, const schema::Axes& axes,
                   const Shape& shape, const Shape& chunks) {
  const std::vector<hid_t> by_month{scales.scenario, scales.replication, scales.month};
  for (const auto& series : series_table()) {
    Id dataset = create(file, text(series.name), {shape[0], shape[1], axes.months},
                        {chunks[0], chunks[1], axes.months}, by_month);
    describe(dataset, schema::kind_series, series.units, text(series.long_name), text(series.definition));
    datasets.series.push_back(std::move(dataset));
  }
  const std::vector<hid_t> since{scales.scenario, scales.replication, scales.month_since};
  const auto curve = [&](const std::string& name) {
    return create(file, name, {shape[0], shape[1], axes.months_since},
                  {chunks[0], chunks[1], axes.months_since}, since);
  };
  for (const auto& event : cumulative_table()) {
    Id cumulative = curve(fmt::format("cumulative_{}", event.event));
    describe(cumulative, schema::kind_cumulative, "1", text(event.long_name), text(event.definition));
    write_attribute(cumulative, "population", population_text(event.population));
    Id at_risk = curve(fmt::format("at_risk_{}", event.event));
    describe(at_risk, schema::kind_at_risk, "1", fmt::format("{}: at risk", event.long_name),
             "Number still at risk as the month opens.");
    datasets.cumulative.push_back(std::move(cumulative));
    datasets.at_risk.push_back(std::move(at_risk));
  }
}

// The group carries its own scales, so that it opens by itself.
void create_by_trait(RunDatasets& datasets, hid_t file, const schema::Axes& axes, const Shape& shape,
                     const Shape& chunks) {
  const Id group = hdf5::create_group(file, "by_trait");
  const Id level = hdf5::create_scale(group, "trait_level", axes.trait_levels);
  write_attribute(level, "long_name", "trait and level");
  const Id scenario = hdf5::create_scale(group, "scenario", axes.scenarios);
  const Id replication = hdf5::create_scale(group, "replication", axes.replications);
  const auto levels = axes.trait_levels.size();
  for (const auto index : schema::by_trait_outcomes()) {
    const OutcomeInfo& outcome = outcome_table()[index];
    Id dataset = create(group, text(outcome.name), {levels, shape[0], shape[1]},
                        {levels, chunks[0], chunks[1]}, {level, scenario, replication});
    describe_outcome(dataset, outcome);
    datasets.by_trait.push_back(std::move(dataset));
  }
}

/// Why a run lacks an outcome, and what its outcomes can be taken for; what runs together say is written
/// beside it.
void create_reasons(RunDatasets& datasets, hid_t file, const schema::Axes& axes, const Shape& shape,
                    const Shape& chunks) {
  const Id group = hdf5::create_group(file, "reason");
  const Id outcome = hdf5::create_scale(group, "outcome", outcome_names());
  std::vector<std::string> names;
  for (const auto& info : diagnostic_table()) names.push_back(info.name);
  const Id diagnostic = hdf5::create_scale(group, "diagnostic", names);
  const Id scenario = hdf5::create_scale(group, "scenario", axes.scenarios);
  const Id replication = hdf5::create_scale(group, "replication", axes.replications);
  const auto rows = [&](const Shape& of, hsize_t size) { return Shape{size, of[0], of[1]}; };
  const auto outcomes = outcome_table().size();
  datasets.reasons = hdf5::create_dataset(group, "run_code", H5T_NATIVE_INT8, rows(shape, outcomes),
                                          {.chunks = rows(chunks, outcomes), .fill = no_reason_yet});
  hdf5::attach(datasets.reasons, std::array<hid_t, 3>{outcome, scenario, replication});
  describe_reasons(datasets.reasons, "why the run cannot give the outcome");
  datasets.diagnostics = create(group, "run_diagnostic", rows(shape, names.size()),
                                rows(chunks, names.size()), {diagnostic, scenario, replication});
  write_attribute(datasets.diagnostics, "long_name", "what the run's outcomes can be taken for");
}

Id open(hid_t file, const std::string& name) {
  return Id(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose, fmt::format("{} is missing", name));
}

// Visits every array of a block with its dataset and its place in the file, so that reading mirrors writing.
template <typename Block, typename Move>
void each_array(const RunDatasets& datasets, Block& block, const schema::Axes& axes, Move&& move) {
  const Rectangle& tile = block.tile();
  const Shape start{tile.scenario, tile.replication}, count{tile.scenarios, tile.replications};
  const auto all = [&](const std::vector<Id>& ids, auto& arrays, const Shape& from, const Shape& size) {
    for (std::size_t i = 0; i < ids.size(); ++i)
      move(ids[i], H5T_NATIVE_DOUBLE, from, size, arrays[i].data());
  };
  move(datasets.run_status, H5T_NATIVE_INT8, start, count, block.status.data());
  all(datasets.outcomes, block.outcomes, start, count);
  all(datasets.by_trait, block.by_trait, {0, start[0], start[1]},
      {axes.trait_levels.size(), count[0], count[1]});
  const Shape curve_start{start[0], start[1], 0};
  all(datasets.series, block.series, curve_start, {count[0], count[1], axes.months});
  all(datasets.cumulative, block.cumulative, curve_start, {count[0], count[1], axes.months_since});
  all(datasets.at_risk, block.at_risk, curve_start, {count[0], count[1], axes.months_since});
}

/// Rows of a tile, [row][run], of a dataset whose rows have names.
template <typename T>
void write_rows(hid_t dataset, hid_t type, const Rectangle& tile, const std::vector<T>& values) {
  const Shape start{0, tile.scenario, tile.replication};
  const Shape count{values.size() / tile.runs(), tile.scenarios, tile.replications};
  hdf5::write_block(dataset, type, start, count, values.data());
}

/// Likewise those of the names asked for, wherever they stand in the file.
template <typename T>
std::vector<T> read_rows(hid_t dataset, hid_t type, const Rectangle& tile,
                         const std::vector<std::string>& stored, const std::vector<std::string>& asked) {
  std::vector<T> all(stored.size() * tile.runs());
  const Shape start{0, tile.scenario, tile.replication};
  const Shape count{stored.size(), tile.scenarios, tile.replications};
  hdf5::read_block(dataset, type, start, count, all.data());
  if (stored == asked) return all;
  std::vector<T> rows;
  for (const auto& name : asked) {
    const auto place = std::ranges::find(stored, name) - stored.begin();
    if (place == std::ssize(stored)) throw hdf5::Failure(fmt::format("it lacks {}", name));
    const auto row = all.begin() + place * static_cast<std::ptrdiff_t>(tile.runs());
    rows.insert(rows.end(), row, row + static_cast<std::ptrdiff_t>(tile.runs()));
  }
  return rows;
}

}  // namespace

RootScales create_root_scales(hid_t file, const schema::Axes& axes) {
  RootScales scales{hdf5::create_scale(file, "scenario", axes.scenarios),
                    hdf5::create_scale(file, "replication", axes.replications),
                    hdf5::create_scale(file, "month", axes.months),
                    hdf5::create_scale(file, "month_since", axes.months_since)};
  write_attribute(scales.scenario, "long_name", "scenario");
  write_attribute(scales.replication, "long_name", "replication");
  write_attribute(scales.month, "units", "months");
  write_attribute(scales.month, "long_name", "months from the opening");
  write_attribute(scales.month_since, "units", "months");
  write_attribute(scales.month_since, "long_name", "months since removal or exit");
  return scales;
}

RunDatasets create_run_datasets(hid_t file, const RootScales& scales, const schema::Axes& axes, Tiling tiling,
                                bool with_series) {
  const Shape shape{axes.scenarios.size(), axes.replications};
  const Shape chunks{tiling.scenarios, tiling.replications};
  RunDatasets datasets;
  datasets.run_status =
      create(file, "run_status", shape, chunks, {scales.scenario, scales.replication}, H5T_NATIVE_INT8);
  write_attribute(datasets.run_status, "long_name", "what became of each run");
  write_attribute(datasets.run_status, "flag_values",
                  std::span<const std::int8_t>(schema::run_status_values));
  write_attribute(datasets.run_status, "flag_meanings", schema::run_status_meanings);
  create_reasons(datasets, file, axes, shape, chunks);
  create_outcomes(datasets, file, scales, shape, chunks);
  if (with_series) {
    create_curves(datasets, file, scales, axes, shape, chunks);
    datasets.cohort = create_cohort_datasets(file, axes, tiling);
  }
  if (!axes.trait_levels.empty()) create_by_trait(datasets, file, axes, shape, chunks);
  return datasets;
}

RunDatasets open_run_datasets(hid_t file, const schema::Axes& axes, bool with_series,
                              const OutcomeNames& names) {
  const auto open_outcome = [&](const std::string& array) {
    return open(file, names.stored(array).value_or(array));
  };
  RunDatasets datasets;
  datasets.run_status = open(file, "run_status");
  datasets.reasons = open(file, "reason/run_code");
  datasets.reason_rows = names.today(hdf5::read_strings(file, "reason/outcome"));
  datasets.diagnostics = open(file, "reason/run_diagnostic");
  datasets.diagnostic_rows = hdf5::read_strings(file, "reason/diagnostic");
  for (const auto& outcome : outcome_table()) datasets.outcomes.push_back(open_outcome(text(outcome.name)));
  if (with_series) {
    for (const auto& series : series_table()) datasets.series.push_back(open(file, text(series.name)));
    for (const auto& event : cumulative_table()) {
      datasets.cumulative.push_back(open(file, fmt::format("cumulative_{}", event.event)));
      datasets.at_risk.push_back(open(file, fmt::format("at_risk_{}", event.event)));
    }
    datasets.cohort = open_cohort_datasets(file);
  }
  if (!axes.trait_levels.empty()) {
    for (const auto index : schema::by_trait_outcomes()) {
      datasets.by_trait.push_back(open_outcome(fmt::format("by_trait/{}", outcome_table()[index].name)));
    }
  }
  return datasets;
}

void write(const RunDatasets& datasets, const RunBlock& block, const schema::Axes& axes) {
  each_array(datasets, block, axes,
             [](hid_t dataset, hid_t type, const Shape& start, const Shape& count, const void* data) {
               hdf5::write_block(dataset, type, start, count, data);
             });
  write_rows(datasets.reasons, H5T_NATIVE_INT8, block.tile(), block.reasons);
  write_rows(datasets.diagnostics, H5T_NATIVE_DOUBLE, block.tile(), block.diagnostics);
  if (block.with_series()) write_cohorts(datasets.cohort, block.tile(), block.cohorts);
}

void read(const RunDatasets& datasets, RunBlock& block, const schema::Axes& axes) {
  each_array(datasets, block, axes,
             [](hid_t dataset, hid_t type, const Shape& start, const Shape& count, void* data) {
               hdf5::read_block(dataset, type, start, count, data);
             });
  const auto& own = own_tables();
  block.reasons = read_rows<std::int8_t>(datasets.reasons, H5T_NATIVE_INT8, block.tile(),
                                         datasets.reason_rows, own.outcomes);
  block.diagnostics = read_rows<double>(datasets.diagnostics, H5T_NATIVE_DOUBLE, block.tile(),
                                        datasets.diagnostic_rows, own.diagnostics);
  if (block.with_series()) block.cohorts = read_cohorts(datasets.cohort, block.tile());
}

}  // namespace homeward
