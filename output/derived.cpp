#include "output/derived.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <span>

#include "output/derived_families.hpp"
#include "output/derived_uncertainty.hpp"
#include "output/hdf5_write.hpp"
#include "output/outcome_axis.hpp"
#include "output/reason_group.hpp"
#include "output/run_datasets.hpp"
#include "sim/experiment/plan_layout.hpp"
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
  /// Its runs count nowhere from now on: together they cannot give the outcome.
  void take_out(std::size_t scenario) {
    for (auto* all : {&values_, &numerator_, &denominator_}) {
      if (all->empty()) continue;
      std::ranges::fill(std::span(*all).subspan(scenario * replications_, replications_),
                        std::numeric_limits<double>::quiet_NaN());
    }
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
  /// Refers to the identification from then on.
  Comparison(hid_t file, const RunPlan& plan, const schema::Axes& axes, const Identification& identification)
      : identification_(identification), baselines_(baselines_of(plan)), scenarios_(axes.scenarios.size()) {
    const Id group = hdf5::create_group(file, "comparison");
    hdf5::write_attribute(group, "baseline", axes.scenarios[plan.baseline]);
    hdf5::write_attribute(group, "confidence_level", confidence_level);
    const Id outcome = create_outcome_axis(group);
    const Id scenario = hdf5::create_scale(group, "scenario", axes.scenarios);
    const std::array<hsize_t, 2> shape{outcome_table().size(), scenarios_};
    const std::array<hid_t, 2> scales{outcome, scenario};
    for (const auto& statistic : statistics) {
      Id dataset = hdf5::create_dataset(group, statistic.name, H5T_NATIVE_DOUBLE, shape);
      hdf5::attach(dataset, scales);
      if (*statistic.units != '\0') hdf5::write_attribute(dataset, "units", statistic.units);
      hdf5::write_attribute(dataset, "long_name", statistic.long_name);
      datasets_.push_back(std::move(dataset));
    }
    reasons_ = hdf5::create_dataset(group, "difference_reason", H5T_NATIVE_INT8, shape);
    hdf5::attach(reasons_, scales);
    describe_reasons(reasons_, "why the difference from the baseline is not given");
  }

  void write(std::size_t outcome, const OutcomeRuns& runs) {
    std::vector<PairedEstimate> estimates;
    std::vector<std::int8_t> reasons;
    for (std::size_t scenario = 0; scenario < scenarios_; ++scenario) {
      const auto baseline = baselines_[scenario];
      const auto reason =
          baseline ? identification_.of_difference(outcome, scenario, *baseline) : Reason::none;
      const bool given = baseline && reason == Reason::none;
      estimates.push_back(given ? compare(outcome_table()[outcome], runs.of(scenario), runs.of(*baseline))
                                : no_difference());
      reasons.push_back(static_cast<std::int8_t>(reason));
    }
    const std::array<hsize_t, 2> start{outcome, 0}, count{1, scenarios_};
    std::vector<double> row(scenarios_);
    for (std::size_t i = 0; i < statistics.size(); ++i) {
      for (std::size_t scenario = 0; scenario < scenarios_; ++scenario) {
        row[scenario] = estimates[scenario].*statistics[i].member;
      }
      hdf5::write_block(datasets_[i], H5T_NATIVE_DOUBLE, start, count, row.data());
    }
    hdf5::write_block(reasons_, H5T_NATIVE_INT8, start, count, reasons.data());
  }

 private:
  const Identification& identification_;
  std::vector<std::optional<std::size_t>> baselines_;
  std::size_t scenarios_;
  std::vector<Id> datasets_;
  Id reasons_;
};

}  // namespace

void write_derived(hid_t file, const RunPlan& plan, const schema::Axes& axes) {
  const Identification identification(file, plan, axes, plan.summarised());
  identification.write(file);
  Comparison comparison(file, plan, axes, identification);
  std::optional<UncertaintyGroup> uncertainty;
  if (plan.has_draws()) uncertainty.emplace(file, plan);
  const auto table = outcome_table();
  for (std::size_t outcome = 0; outcome < table.size(); ++outcome) {
    OutcomeRuns runs(file, table[outcome], axes, plan.summarised());
    for (std::size_t scenario = 0; scenario < axes.scenarios.size(); ++scenario)
      if (!identification.of(outcome, scenario).given()) runs.take_out(scenario);
    write_summaries(file, table[outcome], runs, axes.scenarios.size());
    comparison.write(outcome, runs);
    if (!uncertainty) continue;
    uncertainty->write(outcome, {[&](std::size_t scenario) { return runs.of(scenario); },
                                 [&](std::size_t scenario, std::size_t against) {
                                   return identification.of_difference(outcome, scenario, against) ==
                                          Reason::none;
                                 }});
  }
  if (plan.record >= RecordLevel::series) write_family_changes(file, plan, axes);
}

}  // namespace homeward
