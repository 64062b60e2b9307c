#include "output/derived_switches.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <string>

#include "output/hdf5_write.hpp"

namespace homeward {
namespace {

using hdf5::Id;

struct Number {
  const char* name;
  double SwitchPoint::*member;
  const char* long_name;
};
constexpr std::array<Number, 7> numbers{{
    {"switch_point", &SwitchPoint::point,
     "value of the parameter at which the expected difference of the pair changes sign"},
    {"switch_ci_low", &SwitchPoint::ci_low,
     "lower end of its 95 % interval; -inf: the sign is not told at the smallest value"},
    {"switch_ci_high", &SwitchPoint::ci_high,
     "upper end of its 95 % interval; inf: the sign is not told at the largest value"},
    {"switch_range_low", &SwitchPoint::range_low, "smallest value drawn"},
    {"switch_range_high", &SwitchPoint::range_high, "largest value drawn"},
    {"switch_difference_at_low", &SwitchPoint::at_low,
     "expected difference at the smallest value drawn (of a ratio its logarithm)"},
    {"switch_difference_at_high", &SwitchPoint::at_high,
     "expected difference at the largest value drawn (of a ratio its logarithm)"},
}};

Id create_texts(hid_t group, const char* name, hid_t scale, const std::vector<std::string>& texts,
                const char* long_name) {
  const hsize_t size = texts.size();
  Id dataset = hdf5::create_dataset(group, name, hdf5::string_type(), std::span(&size, 1));
  hdf5::write_strings(dataset, texts);
  hdf5::attach(dataset, std::span(&scale, 1));
  hdf5::write_attribute(dataset, "long_name", long_name);
  return dataset;
}

template <std::size_t n>
void name_flags(hid_t dataset, const std::array<std::string_view, n>& names, const char* long_name) {
  std::array<std::int8_t, n> values{};
  std::iota(values.begin(), values.end(), std::int8_t{0});
  hdf5::write_attribute(dataset, "flag_values", std::span<const std::int8_t>(values));
  hdf5::write_attribute(dataset, "flag_meanings", fmt::format("{}", fmt::join(names, " ")));
  hdf5::write_attribute(dataset, "long_name", long_name);
}

}  // namespace

SwitchDatasets::SwitchDatasets(hid_t group, const DrawLayout& layout, const std::vector<PlanPair>& pairs,
                               hid_t outcome, hid_t parameter) {
  std::vector<std::string> names, plans, others;
  for (const auto& pair : pairs) {
    plans.push_back(layout.plans[pair.plan]);
    others.push_back(layout.plans[pair.against]);
    names.push_back(fmt::format("{} - {}", plans.back(), others.back()));
  }
  const Id scale = hdf5::create_scale(group, "pair", names);
  create_texts(group, "pair_plan", scale, plans, "plan of the pair");
  create_texts(group, "pair_against", scale, others, "what it is held against");
  const auto shape_of = [](hid_t of) {
    const Id space(H5Dget_space(of), H5Sclose, "scale");
    return static_cast<hsize_t>(H5Sget_simple_extent_npoints(space));
  };
  const std::array<hsize_t, 3> shape{names.size(), shape_of(outcome), shape_of(parameter)};
  const std::array<hid_t, 3> scales{scale, outcome, parameter};
  // By outcome, which is how they are filled.
  const std::vector<hsize_t> chunks{shape[0], 1, shape[2]};
  const auto create = [&](const char* name, hid_t type) {
    Id dataset = hdf5::create_dataset(group, name, type, shape, {.chunks = chunks});
    hdf5::attach(dataset, scales);
    return dataset;
  };
  for (const auto& number : numbers) {
    numbers_.push_back(create(number.name, H5T_NATIVE_DOUBLE));
    hdf5::write_attribute(numbers_.back(), "long_name", number.long_name);
  }
  finding_ = create("switch_finding", H5T_NATIVE_INT8);
  name_flags(finding_, switch_finding_names, "what is found of a switch of the preferred plan");
  below_ = create("preferred_at_low", H5T_NATIVE_INT8);
  name_flags(below_, preferred_names,
             "plan of the pair to prefer at the smallest value drawn, where it is told");
  above_ = create("preferred_at_high", H5T_NATIVE_INT8);
  name_flags(above_, preferred_names,
             "plan of the pair to prefer at the largest value drawn, where it is told");
}

void SwitchDatasets::write(std::size_t outcome, const std::vector<std::vector<SwitchPoint>>& found) {
  if (found.empty()) return;
  const std::array<hsize_t, 3> start{0, outcome, 0}, count{found.size(), 1, found.front().size()};
  const auto write_column = [&](hid_t dataset, hid_t type, auto of) {
    std::vector<decltype(of(found[0][0]))> column;
    for (const auto& pair : found) std::transform(pair.begin(), pair.end(), std::back_inserter(column), of);
    hdf5::write_block(dataset, type, start, count, column.data());
  };
  for (std::size_t i = 0; i < numbers.size(); ++i)
    write_column(numbers_[i], H5T_NATIVE_DOUBLE,
                 [member = numbers[i].member](const SwitchPoint& one) { return one.*member; });
  const auto& info = outcome_table()[outcome];
  const auto write_codes = [&](hid_t dataset, auto code) {
    write_column(dataset, H5T_NATIVE_INT8,
                 [&](const SwitchPoint& one) { return static_cast<std::int8_t>(code(one)); });
  };
  write_codes(finding_, [](const SwitchPoint& one) { return one.finding; });
  write_codes(below_, [&](const SwitchPoint& one) { return preferred_at_low(info, one); });
  write_codes(above_, [&](const SwitchPoint& one) { return preferred_at_high(info, one); });
}

}  // namespace homeward
