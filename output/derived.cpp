#include "output/derived.hpp"

#include <fmt/format.h>

#include <array>
#include <span>

#include "output/derived_families.hpp"
#include "output/hdf5_write.hpp"
#include "output/run_datasets.hpp"
#include "sim/measure/intervals.hpp"
#include "sim/measure/paired.hpp"

namespace homeward {
namespace {

using hdf5::Id;

/// One outcome of all runs, [scenario][replication], with those it is a ratio of.
class OutcomeRuns {
 public:
  /// @param used replications from the first; the others are as if they were not there
  OutcomeRuns(hid_t file, const OutcomeInfo& outcome, const schema::Axes& axes, std::size_t used)
      : replications_(axes.replications), used_(used), runs_(axes.scenarios.size() * axes.replications) {
    values_ = read(file, outcome.name);
    if (outcome.summary != Summary::ratio_of_means) return;
    numerator_ = read(file, outcome.numerator);
    denominator_ = read(file, outcome.denominator);
  }
  Runs of(std::size_t scenario) const {
    return {.values = part(values_, scenario),
            .numerator = part(numerator_, scenario),
            .denominator = part(denominator_, scenario)};
  }

 private:
  std::vector<double> read(hid_t file, std::string_view name) const {
    const std::string text(name);
    std::vector<double> values(runs_);
    const Id dataset(H5Dopen2(file, text.c_str(), H5P_DEFAULT), H5Dclose, text);
    hdf5::require(H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), text);
    return values;
  }
  std::span<const double> part(const std::vector<double>& all, std::size_t scenario) const {
    if (all.empty()) return {};
    return std::span(all).subspan(scenario * replications_, used_);
  }

  std::size_t replications_;
  std::size_t used_;
  std::size_t runs_;
  std::vector<double> values_, numerator_, denominator_;
};

void fill(hid_t file, const std::string& name, hid_t type, const void* values) {
  const Id dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose, name);
  hdf5::write_all(dataset, type, values);
}

void write_summaries(hid_t file, const OutcomeInfo& outcome, const OutcomeRuns& runs, std::size_t scenarios) {
  std::vector<double> mean, sd, low, high;
  std::vector<std::int32_t> n;
  for (std::size_t scenario = 0; scenario < scenarios; ++scenario) {
    const Runs own = runs.of(scenario);
    const Estimate estimate = summarise(outcome, own.values, own.numerator, own.denominator);
    mean.push_back(estimate.mean);
    sd.push_back(estimate.sd);
    n.push_back(static_cast<std::int32_t>(estimate.n));
    low.push_back(estimate.ci_low);
    high.push_back(estimate.ci_high);
  }
  const std::string name(outcome.name);
  fill(file, name + "_mean", H5T_NATIVE_DOUBLE, mean.data());
  fill(file, name + "_sd", H5T_NATIVE_DOUBLE, sd.data());
  fill(file, name + "_n", H5T_NATIVE_INT32, n.data());
  fill(file, name + "_ci_low", H5T_NATIVE_DOUBLE, low.data());
  fill(file, name + "_ci_high", H5T_NATIVE_DOUBLE, high.data());
}

struct Statistic {
  const char* name;
  double PairedEstimate::*member;
  const char* units;  ///< empty: those of the outcome
  const char* long_name;
};
constexpr std::array<Statistic, 8> statistics{{
    {"difference_mean", &PairedEstimate::mean, "", "mean paired difference from the baseline"},
    {"difference_sd", &PairedEstimate::sd, "", "standard deviation of the paired differences"},
    {"difference_n", &PairedEstimate::n, "1", "pairs of replications that count"},
    {"difference_ci_low", &PairedEstimate::ci_low, "",
     "lower end of the 95 % interval of the paired difference"},
    {"difference_ci_high", &PairedEstimate::ci_high, "",
     "upper end of the 95 % interval of the paired difference"},
    {"share_of_replications_higher", &PairedEstimate::share_higher, "1",
     "share of pairs in which the plan is higher"},
    {"confidence_mean_is_higher", &PairedEstimate::confidence_higher, "1",
     "confidence that the plan's mean is higher"},
    {"variance_ratio", &PairedEstimate::variance_ratio, "1",
     "variance of independent over variance of paired differences"},
}};

/// The group /comparison: arrays [outcome, scenario], filled outcome by outcome.
class Comparison {
 public:
  Comparison(hid_t file, const RunPlan& plan, const schema::Axes& axes)
      : baseline_(plan.baseline), scenarios_(axes.scenarios.size()) {
    const Id group = hdf5::create_group(file, "comparison");
    hdf5::write_attribute(group, "baseline", axes.scenarios[plan.baseline]);
    hdf5::write_attribute(group, "confidence_level", confidence_level);
    std::vector<std::string> names;
    for (const auto& outcome : outcome_table()) names.emplace_back(outcome.name);
    const Id outcome = hdf5::create_scale(group, "outcome", names);
    const Id scenario = hdf5::create_scale(group, "scenario", axes.scenarios);
    describe_outcomes(group, outcome);
    const std::array<hsize_t, 2> shape{names.size(), scenarios_};
    const std::array<hid_t, 2> scales{outcome, scenario};
    for (const auto& statistic : statistics) {
      Id dataset = hdf5::create_dataset(group, statistic.name, H5T_NATIVE_DOUBLE, shape);
      hdf5::attach(dataset, scales);
      if (*statistic.units != '\0') hdf5::write_attribute(dataset, "units", statistic.units);
      hdf5::write_attribute(dataset, "long_name", statistic.long_name);
      datasets_.push_back(std::move(dataset));
    }
  }

  void write(std::size_t outcome, const OutcomeRuns& runs) {
    std::vector<PairedEstimate> estimates;
    for (std::size_t scenario = 0; scenario < scenarios_; ++scenario) {
      estimates.push_back(compare(outcome_table()[outcome], runs.of(scenario), runs.of(baseline_)));
    }
    const std::array<hsize_t, 2> start{outcome, 0}, count{1, scenarios_};
    std::vector<double> row(scenarios_);
    for (std::size_t i = 0; i < statistics.size(); ++i) {
      for (std::size_t scenario = 0; scenario < scenarios_; ++scenario) {
        row[scenario] = estimates[scenario].*statistics[i].member;
      }
      hdf5::write_block(datasets_[i], H5T_NATIVE_DOUBLE, start, count, row.data());
    }
  }

 private:
  // Outcomes share these arrays, so units and the like are arrays too.
  static void describe_outcomes(hid_t group, hid_t scale) {
    constexpr std::array<const char*, 3> better_names{"higher", "lower", "neither"};
    std::vector<std::string> units, better;
    std::vector<std::int8_t> is_ratio;
    for (const auto& outcome : outcome_table()) {
      units.emplace_back(outcome.units);
      better.emplace_back(better_names[static_cast<std::size_t>(outcome.better)]);
      is_ratio.push_back(outcome.summary == Summary::mean_of_log ? 1 : 0);
    }
    const hsize_t size = units.size();
    const auto create = [&](const char* name, hid_t type, const char* long_name) {
      Id dataset = hdf5::create_dataset(group, name, type, std::span(&size, 1));
      hdf5::attach(dataset, std::span(&scale, 1));
      hdf5::write_attribute(dataset, "long_name", long_name);
      return dataset;
    };
    hdf5::write_strings(create("outcome_units", hdf5::string_type(), "units of the outcome"), units);
    hdf5::write_strings(
        create("outcome_better", hdf5::string_type(), "direction that is better for families"), better);
    const Id ratio =
        create("difference_is_ratio", H5T_NATIVE_INT8, "whether a difference is the plan over the baseline");
    constexpr std::array<std::int8_t, 2> values{0, 1};
    hdf5::write_attribute(ratio, "flag_values", std::span<const std::int8_t>(values));
    hdf5::write_attribute(ratio, "flag_meanings", "difference ratio");
    hdf5::write_all(ratio, H5T_NATIVE_INT8, is_ratio.data());
  }

  std::size_t baseline_;
  std::size_t scenarios_;
  std::vector<Id> datasets_;
};

}  // namespace

void write_derived(hid_t file, const RunPlan& plan, const schema::Axes& axes) {
  Comparison comparison(file, plan, axes);
  const auto table = outcome_table();
  for (std::size_t outcome = 0; outcome < table.size(); ++outcome) {
    const OutcomeRuns runs(file, table[outcome], axes, plan.summarised());
    write_summaries(file, table[outcome], runs, axes.scenarios.size());
    comparison.write(outcome, runs);
  }
  if (plan.record >= RecordLevel::series) write_family_changes(file, plan, axes);
}

}  // namespace homeward
