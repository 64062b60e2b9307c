#include "reading.hpp"

#include <hdf5.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>
#include <optional>

#include "output/hdf5_id.hpp"
#include "output/hdf5_read.hpp"
#include "output/results_blocks.hpp"
#include "output/results_file.hpp"
#include "output/run_datasets.hpp"
#include "output/schema.hpp"
#include "sim/cli/compare_numbers.hpp"
#include "sim/cli/compare_view.hpp"
#include "sim/cli/export_tables.hpp"
#include "sim/cli/stored_file.hpp"
#include "sim/cli/summary_view.hpp"
#include "sim/cli/uncertainty_commands.hpp"
#include "sim/core/issues.hpp"
#include "sim/measure/run_result.hpp"
#include "support.hpp"

namespace homeward::fuzz {

namespace {

constexpr std::array<std::string_view, 2> kept_outcomes{"reunified_12_months", "coach_use"};
constexpr std::size_t kept_of_a_kind = 2;

template <typename Drop>
void for_each_beyond(std::vector<std::string> names, Drop drop) {
  for (std::size_t i = kept_of_a_kind; i < names.size(); ++i) drop(names[i]);
}

/// True if it was read, false if refused.
template <typename Read>
bool is_read(Read read) {
  try {
    read();
    return true;
  } catch (const ResultsError& error) {
    require(!std::string_view{error.what()}.empty(), "a refusal says why");
  } catch (const UsageError&) {
    return false;  // such as: there is one plan only
  }
  return false;
}

void tell_plans(const ResultsFile& file) {
  std::vector<std::size_t> outcomes;
  for (const auto outcome : kept_outcomes) outcomes.push_back(outcome_index(outcome));
  if (!file.draws().empty()) {
    for (const auto as : {TellAs::words, TellAs::json}) {
      const UncertaintyQuestion question{outcomes, false, "", as};
      is_read([&] { told_plans(file, question); });
      is_read([&] { told_differences(file, question); });
    }
    return;
  }
  auto numbers = read_numbers(file);
  summary_table(numbers, summary_lines(numbers, outcomes));
  summary_table(numbers, trait_lines(numbers, outcomes));
  missing_runs_text(numbers);
  const auto compared = compare_plans(std::move(numbers), outcomes, file.family_changes(0));
  differences_table(compared);
  audit_table(compared);
  families_in_words(compared);
  comparisons_csv(compared);
}

void export_table(const ResultsFile& file, ExportTable table) {
  is_read([&] {
    ResultsBlocks blocks(file.path());
    CsvWriter out("changed.csv", true);
    std::vector<std::size_t> scenarios(file.axes().scenarios.size());
    std::iota(scenarios.begin(), scenarios.end(), std::size_t{0});
    for (const bool long_form : {false, true})
      write_table({file, blocks, out, scenarios, {}, long_form, long_form ? 3U : 0U}, table, true);
  });
}

void read_scenario_by_scenario(const ResultsFile& file) {
  const auto& axes = file.axes();
  for (std::size_t scenario = 0; scenario < axes.scenarios.size(); ++scenario) {
    is_read([&] { file.resolved_toml(scenario); });
    for (std::uint32_t replication = 0; replication < axes.replications; ++replication) {
      if (!is_read([&] { file.rows(scenario, replication); })) break;
      is_read([&] { file.failure_reason(scenario, replication); });
    }
  }
}

void drop_arrays(hid_t file) {
  const auto drop = [&](const std::string& array) { H5Ldelete(file, array.c_str(), H5P_DEFAULT); };
  const hdf5::DatasetsByKind arrays(file);
  for (const auto& outcome : arrays.of(schema::kind_outcome)) {
    if (std::ranges::find(kept_outcomes, outcome) != kept_outcomes.end()) continue;
    drop(outcome);
    for (const auto* suffix : summary_suffixes) drop(outcome + suffix);
  }
  for (const auto kind : {schema::kind_series, schema::kind_cumulative, schema::kind_at_risk})
    for_each_beyond(arrays.of(kind), drop);
  if (!hdf5::exists(file, "by_trait")) return;
  const hdf5::Id by_trait(H5Gopen2(file, "by_trait", H5P_DEFAULT), H5Gclose, "by_trait");
  for_each_beyond(hdf5::DatasetsByKind(by_trait).of(schema::kind_outcome),
                  [&](const std::string& array) { drop("by_trait/" + array); });
}

void copy_attributes(hid_t from, hid_t to) {
  const auto copy = [](hid_t source, const char* name, const H5A_info_t*, void* target) -> herr_t {
    const hdf5::Id attribute(H5Aopen(source, name, H5P_DEFAULT), H5Aclose, name);
    const hdf5::Id type(H5Aget_type(attribute), H5Tclose, name);
    const hdf5::Id space(H5Aget_space(attribute), H5Sclose, name);
    const hdf5::Id made(H5Acreate2(*static_cast<hid_t*>(target), name, type, space, H5P_DEFAULT, H5P_DEFAULT),
                        H5Aclose, name);
    const auto count = static_cast<std::size_t>(H5Sget_simple_extent_npoints(space));
    std::vector<char> values(count * std::max(H5Tget_size(type), sizeof(char*)));
    H5Aread(attribute, type, values.data());
    const herr_t status = H5Awrite(made, type, values.data());
    if (H5Tis_variable_str(type) > 0) H5Dvlen_reclaim(type, space, H5P_DEFAULT, values.data());
    return status;
  };
  hdf5::require(H5Aiterate2(from, H5_INDEX_NAME, H5_ITER_INC, nullptr, copy, &to), "attributes");
}

}  // namespace

void cut_down(const std::string& name) {
  const std::string whole = name + ".whole";
  std::filesystem::rename(name, whole);
  const hdf5::Id file(H5Fopen(whole.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose, whole);
  drop_arrays(file);
  // What is dropped leaves holes in its file.
  const hdf5::Id layout(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "layout");
  H5Pset_link_creation_order(layout, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  const hdf5::Id cut(H5Fcreate(name.c_str(), H5F_ACC_TRUNC, layout, H5P_DEFAULT), H5Fclose, name);
  copy_attributes(file, cut);
  const auto copy = [](hid_t from, const char* link, const H5L_info_t*, void* to) -> herr_t {
    return H5Ocopy(from, link, *static_cast<const hdf5::Id*>(to), link, H5P_DEFAULT, H5P_DEFAULT);
  };
  hdf5::require(H5Literate(file, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, copy, const_cast<hdf5::Id*>(&cut)),
                name);
}

void read_one_thing(const std::string& name, std::uint8_t which) {
  std::optional<ResultsFile> opened;
  if (!is_read([&] { opened.emplace(name); })) return;
  const ResultsFile& file = *opened;
  const auto each = [](const auto& names, auto read) {
    for (const auto& one : names) is_read([&] { read(one); });
  };
  switch (which % 16) {
    case 0:
      is_read([&] { tell_plans(file); });
      return;
    case 1:
      is_read([&] { effect_sources(file, 2); });
      return;
    case 2:
      is_read([&] { file.comparison(); });
      is_read([&] { file.family_changes(0); });
      return;
    case 3:
      is_read([&] {
        for (const auto& [key, levels] : file.factors()) file.factor_values(key);
      });
      is_read([&] { file.factor_roles(); });
      return;
    case 4:
      each(file.outcomes(), [&](const auto& outcome) { file.summary(outcome); });
      is_read([&] { failures_text(file.failures()); });
      return;
    case 5:
      each(file.series(), [&](const auto& series) { file.series_values(series); });
      each(file.cumulative(), [&](const auto& event) {
        file.cumulative_values(event);
        file.at_risk_values(event);
      });
      return;
    case 6:
      is_read([&] { each(file.by_trait_outcomes(), [&](const auto& outcome) { file.by_trait(outcome); }); });
      is_read([&] { file.run_status(); });
      return;
    case 7:
      is_read([&] { StoredFile stored(name); });
      return;
    case 8:
      return read_scenario_by_scenario(file);
    default:
      return export_table(file, static_cast<ExportTable>(which % 8));
  }
}

}  // namespace homeward::fuzz
