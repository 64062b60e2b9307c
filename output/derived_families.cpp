#include "output/derived_families.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>

#include "output/cohort_datasets.hpp"
#include "output/hdf5_read.hpp"
#include "output/hdf5_write.hpp"
#include "output/reason_group.hpp"
#include "sim/experiment/plan_layout.hpp"

namespace homeward {
namespace {

using hdf5::Id;

struct Part {
  const char* suffix;
  double Estimate::*member;
  const char* label;
};
constexpr std::array<Part, 3> parts{{{"", &Estimate::mean, ""},
                                     {"_ci_low", &Estimate::ci_low, ": lower end of the 95 % interval"},
                                     {"_ci_high", &Estimate::ci_high, ": upper end of the 95 % interval"}}};

}  // namespace

std::vector<FamilyChangeEstimates> estimate_family_changes(
    hid_t file, const schema::Axes& axes, std::span<const std::optional<std::size_t>> baselines,
    std::span<const RunSpan> spans, std::size_t replications) {
  const CohortDatasets datasets = open_cohort_datasets(file);
  // [scenario][replication][change]
  const std::vector<double> none(family_changes_count, std::numeric_limits<double>::quiet_NaN());
  std::vector<std::vector<std::vector<double>>> pairs(
      axes.scenarios.size(), std::vector<std::vector<double>>(axes.replications, none));
  for (const auto& tile : tiles(axes, tiling_of(axes, true))) {
    const auto plans = read_cohorts(datasets, tile);
    std::optional<std::size_t> read;
    std::vector<CohortFamilies> against;
    for (std::size_t run = 0; run < plans.size(); ++run) {
      const auto scenario = tile.scenario + run / tile.replications;
      const auto replication = run % tile.replications;
      if (!baselines[scenario]) continue;
      if (read != baselines[scenario]) {
        read = baselines[scenario];
        against = read_cohorts(datasets, {*read, 1, tile.replication, tile.replications});
      }
      pairs[scenario][tile.replication + replication] = family_changes(plans[run], against[replication]);
    }
  }
  std::vector<FamilyChangeEstimates> estimates;
  for (std::size_t scenario = 0; scenario < pairs.size(); ++scenario) {
    auto& own = pairs[scenario];
    own.resize(std::min(own.size(), replications));
    PairedRuns runs;
    runs.say_followed = says_followed(datasets);
    runs.say_served = says_served(datasets);
    if (baselines[scenario] && !spans.empty()) {
      runs.plan = spans[scenario];
      runs.baseline = spans[*baselines[scenario]];
    }
    estimates.push_back(summarise_family_changes(own, runs));
  }
  return estimates;
}

void write_family_changes(hid_t file, const RunPlan& plan, const schema::Axes& axes) {
  std::vector<RunSpan> spans;
  for (const auto& planned : plan.scenarios) spans.push_back(span_of(*planned.scenario));
  const auto estimates = estimate_family_changes(file, axes, baselines_of(plan), spans, plan.summarised());
  const Id group(H5Gopen2(file, "comparison", H5P_DEFAULT), H5Gclose, "comparison");
  const Id scenario = hdf5::open_dataset(group, "scenario");
  const hsize_t size = estimates.size();
  const hid_t scale = scenario;
  const auto write = [&](const std::string& name, const char* units, const std::string& long_name,
                         const std::string& definition, const auto& value_of) {
    const Id dataset = hdf5::create_dataset(group, name, H5T_NATIVE_DOUBLE, std::span(&size, 1));
    hdf5::attach(dataset, std::span(&scale, 1));
    hdf5::write_attribute(dataset, "units", units);
    hdf5::write_attribute(dataset, "long_name", long_name);
    hdf5::write_attribute(dataset, "definition", definition);
    std::vector<double> values;
    for (const auto& own : estimates) values.push_back(value_of(own));
    hdf5::write_all(dataset, H5T_NATIVE_DOUBLE, values.data());
  };
  write("family_pairs", "1", "pairs of replications in which the same families entered",
        "Pairs over which the changes of families are averaged: both runs done, the same families in the "
        "cohort.",
        [](const FamilyChangeEstimates& own) { return own.pairs; });
  const auto table = family_change_table();
  for (std::size_t change = 0; change < table.size(); ++change) {
    const auto& info = table[change];
    const auto definition = info.coupled ? fmt::format("{} {}", info.definition, only_the_net_counts)
                                         : std::string(info.definition);
    for (const auto& part : parts) {
      write(std::string(info.name) + part.suffix, std::string(info.units).c_str(),
            std::string(info.long_name) + part.label, definition,
            [&](const FamilyChangeEstimates& own) { return own.of[change].*part.member; });
    }
    const Id reason =
        hdf5::create_dataset(group, std::string(info.name) + "_reason", H5T_NATIVE_INT8, std::span(&size, 1));
    hdf5::attach(reason, std::span(&scale, 1));
    describe_reasons(reason, fmt::format("why there is none: {}", info.long_name));
    std::vector<std::int8_t> codes;
    for (const auto& own : estimates) codes.push_back(static_cast<std::int8_t>(own.reasons[change]));
    hdf5::write_all(reason, H5T_NATIVE_INT8, codes.data());
  }
}

}  // namespace homeward
