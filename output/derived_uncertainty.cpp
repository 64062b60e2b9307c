#include "output/derived_uncertainty.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <string>
#include <utility>

#include "output/hdf5_write.hpp"
#include "output/outcome_axis.hpp"
#include "sim/measure/intervals.hpp"

namespace homeward {
namespace {

using hdf5::Id;

struct Statistic {
  const char* name;
  double (*value)(const CrossedEstimate&);
  const char* long_name;
};
#define VALUE_OF(member) [](const CrossedEstimate& estimate) { return estimate.member; }
constexpr std::array<Statistic, 17> statistics{{
    {"mean", VALUE_OF(mean), "mean over draws and replications"},
    {"ci_low", VALUE_OF(ci_low), "lower end of the 95 % interval of the mean over all draws and all luck"},
    {"ci_high", VALUE_OF(ci_high), "upper end of the 95 % interval of the mean over all draws and all luck"},
    {"doubt_low", VALUE_OF(doubt_low),
     "lower end of where the expected value lies with 95 %, doubt included"},
    {"doubt_high", VALUE_OF(doubt_high),
     "upper end of where the expected value lies with 95 %, doubt included"},
    {"probability_above_zero", VALUE_OF(above_zero),
     "probability that the expected value (of a ratio, its logarithm) is above 0, doubt included"},
    {"draws", VALUE_OF(draws), "draws that count"},
    {"replications", VALUE_OF(replications), "replications of each draw that count"},
    {"doubt_variance", VALUE_OF(doubt.estimate), "variance between draws: doubt about parameters"},
    {"doubt_variance_ci_low", VALUE_OF(doubt.ci_low), "lower end of its 95 % interval"},
    {"doubt_variance_ci_high", VALUE_OF(doubt.ci_high), "upper end of its 95 % interval"},
    {"luck_variance", VALUE_OF(luck.estimate), "variance between replications: luck that all draws share"},
    {"luck_variance_ci_low", VALUE_OF(luck.ci_low), "lower end of its 95 % interval"},
    {"luck_variance_ci_high", VALUE_OF(luck.ci_high), "upper end of its 95 % interval"},
    {"interaction_variance", VALUE_OF(interaction.estimate),
     "variance of runs beyond both: luck that meets draws differently, and what one run a cell cannot tell "
     "from it"},
    {"interaction_variance_ci_low", VALUE_OF(interaction.ci_low), "lower end of its 95 % interval"},
    {"interaction_variance_ci_high", VALUE_OF(interaction.ci_high), "upper end of its 95 % interval"},
}};
#undef VALUE_OF

struct SensitivityStatistic {
  const char* name;
  double ParameterEffect::*member;
  const char* long_name;
};
constexpr std::array<SensitivityStatistic, 4> sensitivity_statistics{{
    {"sensitivity_standardised", &ParameterEffect::standardised,
     "standard deviations of the draws' means for one of the parameter, the others held"},
    {"sensitivity_effect", &ParameterEffect::effect,
     "change of the outcome for one standard deviation of the parameter, the others held"},
    {"sensitivity_effect_ci_low", &ParameterEffect::ci_low, "lower end of its 95 % interval"},
    {"sensitivity_effect_ci_high", &ParameterEffect::ci_high, "upper end of its 95 % interval"},
}};

Id create(hid_t group, const std::string& name, const std::vector<hsize_t>& shape,
          const std::vector<hid_t>& scales, const std::string& long_name) {
  // By outcome, which is how they are filled; few numbers cost less whole than in chunks.
  constexpr hsize_t few = 1024;
  std::vector<hsize_t> chunks(shape);
  if (chunks.size() > 1) chunks[1] = 1;
  const bool chunked = shape.size() > 1 && shape[0] * (shape.size() > 2 ? shape[2] : 1) > few;
  Id dataset = hdf5::create_dataset(group, name, H5T_NATIVE_DOUBLE, shape,
                                    {.chunks = chunked ? chunks : std::vector<hsize_t>{}});
  hdf5::attach(dataset, scales);
  hdf5::write_attribute(dataset, "long_name", long_name);
  return dataset;
}

}  // namespace

UncertaintyGroup::UncertaintyGroup(hid_t file, const RunPlan& plan)
    : layout_(layout_of(plan)), numbers_(drawn_numbers(plan, layout_)), analysis_(layout_, numbers_) {
  const Id group = hdf5::create_group(file, "uncertainty");
  hdf5::write_attribute(group, "baseline", layout_.plans[layout_.baseline]);
  hdf5::write_attribute(group, "confidence_level", confidence_level);
  const Id outcome = create_outcome_axis(group);
  const Id plans = hdf5::create_scale(group, "plan", layout_.plans);
  const std::vector<hsize_t> shape{layout_.plans.size(), outcome_table().size()};
  const std::vector<hid_t> scales{plans, outcome};
  for (const auto& statistic : statistics)
    plans_.push_back(create(group, statistic.name, shape, scales, statistic.long_name));
  for (const auto& statistic : statistics)
    differences_.push_back(create(group, fmt::format("difference_{}", statistic.name), shape, scales,
                                  fmt::format("difference from the baseline: {}", statistic.long_name)));
  spread_ = create(group, "spread_between_plans", {shape[1]}, {outcome},
                   "standard deviation of the plans' means: no doubt, what the plans differ by");
  if (numbers_.front().empty()) return;

  std::vector<std::string> names;
  for (const auto& number : numbers_.front()) names.push_back(number.name);
  const Id parameter = hdf5::create_scale(group, "parameter", names);
  const std::vector<hsize_t> cube{shape[0], shape[1], names.size()};
  const auto add = [&](std::vector<Id>& datasets, const std::string& prefix) {
    for (const auto& statistic : sensitivity_statistics)
      datasets.push_back(
          create(group, prefix + statistic.name, cube, {plans, outcome, parameter}, statistic.long_name));
    datasets.push_back(
        create(group, prefix + "sensitivity_r_squared", shape, scales,
               "share of the variance of the draws' means that the parameters explain linearly"));
    datasets.push_back(create(group, prefix + "sensitivity_r_squared_adjusted", shape, scales,
                              "the same, less what as many parameters explain by chance"));
  };
  add(plan_sensitivities_, "");
  add(difference_sensitivities_, "difference_");
  if (!analysis_.pairs().empty()) switches_.emplace(group, layout_, analysis_.pairs(), outcome, parameter);
}

void UncertaintyGroup::write(std::size_t outcome, const RunsOfOutcome& runs) {
  const auto found = analysis_.analyse(outcome_table()[outcome], runs);
  write_estimates(outcome, found.plans, plans_);
  write_estimates(outcome, found.differences, differences_);
  const hsize_t start = outcome, one = 1;
  hdf5::write_block(spread_, H5T_NATIVE_DOUBLE, std::span(&start, 1), std::span(&one, 1),
                    &found.spread_between_plans);
  if (numbers_.front().empty()) return;
  write_sensitivities(outcome, found.plan_sensitivities, plan_sensitivities_);
  write_sensitivities(outcome, found.difference_sensitivities, difference_sensitivities_);
  if (switches_) switches_->write(outcome, found.switch_points);
}

void UncertaintyGroup::write_estimates(std::size_t outcome, const std::vector<CrossedEstimate>& of_plan,
                                       const std::vector<Id>& datasets) const {
  const std::array<hsize_t, 2> start{0, outcome}, count{of_plan.size(), 1};
  std::vector<double> column(of_plan.size());
  for (std::size_t i = 0; i < statistics.size(); ++i) {
    for (std::size_t plan = 0; plan < of_plan.size(); ++plan)
      column[plan] = statistics[i].value(of_plan[plan]);
    hdf5::write_block(datasets[i], H5T_NATIVE_DOUBLE, start, count, column.data());
  }
}

void UncertaintyGroup::write_sensitivities(std::size_t outcome, const std::vector<Sensitivity>& of_plan,
                                           const std::vector<Id>& datasets) const {
  const auto numbers = numbers_.front().size();
  const std::array<hsize_t, 3> start{0, outcome, 0}, count{of_plan.size(), 1, numbers};
  std::vector<double> block;
  for (std::size_t i = 0; i < sensitivity_statistics.size(); ++i) {
    block.clear();
    for (const auto& own : of_plan) {
      for (const auto& effect : own.effects) block.push_back(effect.*sensitivity_statistics[i].member);
    }
    hdf5::write_block(datasets[i], H5T_NATIVE_DOUBLE, start, count, block.data());
  }
  const auto write_share = [&](hid_t dataset, double Sensitivity::*share) {
    block.clear();
    for (const auto& own : of_plan) block.push_back(own.*share);
    hdf5::write_block(dataset, H5T_NATIVE_DOUBLE, std::span(start).first(2), std::span(count).first(2),
                      block.data());
  };
  write_share(datasets[sensitivity_statistics.size()], &Sensitivity::r_squared);
  write_share(datasets[sensitivity_statistics.size() + 1], &Sensitivity::r_squared_adjusted);
}

}  // namespace homeward
