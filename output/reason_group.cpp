#include "output/reason_group.hpp"

#include <array>
#include <limits>
#include <numeric>

#include "output/hdf5_read.hpp"
#include "output/hdf5_write.hpp"
#include "sim/measure/drift.hpp"

namespace homeward {
namespace {

using hdf5::Id;

/// Which of a scenario's replications are done, of the first `used`.
std::vector<std::size_t> done_runs(std::span<const std::int8_t> status, std::size_t used) {
  std::vector<std::size_t> done;
  for (std::size_t run = 0; run < used; ++run) {
    if (status[run] == static_cast<std::int8_t>(schema::RunStatus::done)) done.push_back(run);
  }
  return done;
}

/// The rows' values of some runs, [row][run], out of [row][scenario][replication].
template <typename T>
std::vector<std::vector<T>> pick(std::span<const T> all, std::size_t stride, std::size_t from,
                                 std::span<const std::size_t> runs) {
  std::vector<std::vector<T>> rows;
  for (std::size_t at = from; at < all.size(); at += stride) {
    auto& row = rows.emplace_back();
    for (const auto run : runs) row.push_back(all[at + run]);
  }
  return rows;
}

/// The drift of the stock through the window; NaN where chance, or what the scenario says, explains it.
double drift_of(const Scenario& scenario, std::span<const double> rises, std::span<const double> stocks) {
  return stock_may_change(scenario) ? std::numeric_limits<double>::quiet_NaN() : in_care_drift(rises, stocks);
}

Id create(hid_t group, const char* name, hid_t type, const std::vector<hsize_t>& shape,
          const std::vector<hid_t>& scales, const char* long_name) {
  Id dataset = hdf5::create_dataset(group, name, type, shape);
  hdf5::attach(dataset, scales);
  hdf5::write_attribute(dataset, "long_name", long_name);
  return dataset;
}

}  // namespace

void describe_reasons(hid_t dataset, std::string_view long_name) {
  std::array<std::int8_t, reason_names.size()> values{};
  std::iota(values.begin(), values.end(), std::int8_t{0});
  std::string meanings;
  for (const auto name : reason_names) meanings += (meanings.empty() ? "" : " ") + std::string(name);
  hdf5::write_attribute(dataset, "long_name", long_name);
  hdf5::write_attribute(dataset, "flag_values", std::span<const std::int8_t>(values));
  hdf5::write_attribute(dataset, "flag_meanings", meanings);
}

std::vector<std::string> outcome_names() {
  std::vector<std::string> names;
  for (const auto& outcome : outcome_table()) names.emplace_back(outcome.name);
  return names;
}

Identification::Identification(hid_t file, const RunPlan& plan, const schema::Axes& axes, std::size_t used) {
  const auto scenarios = axes.scenarios.size();
  const auto runs = scenarios * axes.replications;
  const auto outcomes = outcome_table().size();
  const auto reasons = hdf5::read_int8s(file, "reason/run_code", {outcomes, scenarios, axes.replications});
  const auto numbers = hdf5::read_doubles(file, "reason/run_diagnostic",
                                          {diagnostic_table().size(), scenarios, axes.replications});
  const auto status = hdf5::read_int8s(file, "run_status", {scenarios, axes.replications});
  const auto in_care = hdf5::read_doubles(file, "families_in_care", {scenarios, axes.replications});
  found_.resize(outcomes * scenarios);
  for (std::size_t scenario = 0; scenario < scenarios; ++scenario) {
    const auto from = scenario * axes.replications;
    spans_.push_back(span_of(*plan.scenarios[scenario].scenario));
    const auto done = done_runs(std::span(status).subspan(from, axes.replications), used);
    const auto own_reasons = pick(std::span<const std::int8_t>(reasons), runs, from, done);
    const auto own_numbers = pick(std::span<const double>(numbers), runs, from, done);
    const auto own_stocks = pick(std::span<const double>(in_care), runs, from, done);
    drifts_.push_back(drift_of(*plan.scenarios[scenario].scenario,
                               own_numbers[index(Diagnostic::in_care_rise)], own_stocks.front()));
    for (std::size_t outcome = 0; outcome < outcomes; ++outcome)
      found_[outcome * scenarios + scenario] = identify(outcome, own_reasons[outcome], own_numbers);
  }
}

Reason Identification::of_difference(std::size_t outcome, std::size_t scenario, std::size_t baseline) const {
  return reason_of_difference(outcome_table()[outcome], of(outcome, scenario).reason,
                              of(outcome, baseline).reason, spans_[scenario], spans_[baseline]);
}

void Identification::write(hid_t file) const {
  const auto table = outcome_table();
  const Id group(H5Gopen2(file, "reason", H5P_DEFAULT), H5Gclose, "reason");
  const Id outcome = hdf5::open_dataset(group, "outcome");
  const Id scenario = hdf5::open_dataset(group, "scenario");
  const std::vector<hsize_t> shape{table.size(), spans_.size()};
  const std::vector<hid_t> scales{outcome, scenario};
  std::vector<std::int8_t> codes;
  std::vector<std::string> texts;
  std::vector<double> followed;
  for (std::size_t i = 0; i < found_.size(); ++i) {
    const auto& info = table[i / spans_.size()];
    codes.push_back(static_cast<std::int8_t>(found_[i].reason));
    const auto reason = reason_text(info, found_[i].reason, spans_[i % spans_.size()]);
    texts.push_back(reason.empty() ? followed_text(info, found_[i]) : reason);
    followed.push_back(found_[i].followed);
  }
  const Id code = hdf5::create_dataset(group, "code", H5T_NATIVE_INT8, shape);
  hdf5::attach(code, scales);
  describe_reasons(code, "why the scenario's runs cannot give the outcome");
  hdf5::write_all(code, H5T_NATIVE_INT8, codes.data());
  hdf5::write_strings(
      create(group, "text", hdf5::string_type(), shape, scales, "the reason, or what it rests on"), texts);
  hdf5::write_all(create(group, "followed", H5T_NATIVE_DOUBLE, shape, scales,
                         "mean share of the population followed as long as the outcome needs"),
                  H5T_NATIVE_DOUBLE, followed.data());
  hdf5::write_all(create(group, "in_care_drift", H5T_NATIVE_DOUBLE, {spans_.size()}, {scenario},
                         "rise of the families in care through the window, of a stock that was to be "
                         "stationary, as a share of it; NaN: none beyond random variation"),
                  H5T_NATIVE_DOUBLE, drifts_.data());
  const auto write_years = [&](const char* name, double RunSpan::*years, const char* long_name) {
    std::vector<double> months;
    for (const auto& span : spans_) months.push_back(12 * (span.*years));
    const Id dataset = create(group, name, H5T_NATIVE_DOUBLE, {spans_.size()}, {scenario}, long_name);
    hdf5::write_attribute(dataset, "units", "months");
    hdf5::write_all(dataset, H5T_NATIVE_DOUBLE, months.data());
  };
  write_years("window_months", &RunSpan::entry_years, "length of the window");
  write_years("warm_up_months", &RunSpan::warm_up_years, "length of the warm-up before the window");
  write_years("follow_up_months", &RunSpan::follow_up_years, "length of the follow-up after the window");
}

}  // namespace homeward
