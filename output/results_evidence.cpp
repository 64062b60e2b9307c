#include "output/results_evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "output/damage.hpp"
#include "output/hdf5_read.hpp"
#include "sim/core/printable.hpp"

namespace homeward {
namespace {

template <typename Enum, std::size_t n>
Enum named(const std::array<std::string_view, n>& names, const std::string& name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) throw hdf5::Failure(fmt::format("evidence has an unknown name {}", name));
  return static_cast<Enum>(found - names.begin());
}

std::vector<std::string> column(hid_t group, const char* name, std::size_t size) {
  auto texts = hdf5::read_strings(group, name);
  if (texts.size() != size) throw hdf5::Failure(fmt::format("evidence/{} has another shape", name));
  return texts;
}

EvidenceRegister read_group(hid_t file) {
  EvidenceRegister evidence;
  if (!hdf5::exists(file, "evidence")) return evidence;
  const hdf5::Id group(H5Gopen2(file, "evidence", H5P_DEFAULT), H5Gclose, "evidence cannot be opened");
  evidence.plans = hdf5::read_strings(group, "plan");
  const auto parameters = hdf5::read_strings(group, "parameter");
  const auto size = parameters.size(), plans = evidence.plans.size();
  const auto unit = column(group, "unit", size), text = column(group, "text", size),
             standing = column(group, "standing", size), source = column(group, "source", size),
             grade = column(group, "grade", size), distribution = column(group, "distribution", size),
             role = column(group, "role", size);
  const auto low = hdf5::read_doubles(group, "range_low", {size}),
             high = hdf5::read_doubles(group, "range_high", {size}),
             least = hdf5::read_doubles(group, "simulated_low", {size}),
             most = hdf5::read_doubles(group, "simulated_high", {size}),
             values = hdf5::read_doubles(group, "value", {plans, size});
  const auto in_plan = hdf5::read_int8s(group, "in_plan", {plans, size});
  for (std::size_t i = 0; i < size; ++i) {
    auto& row = evidence.rows.emplace_back();
    row = {printable(parameters[i]),
           unit[i],
           text[i],
           named<Standing>(standing_names, standing[i]),
           source[i],
           {},
           {},
           distribution[i],
           role[i],
           {},
           {},
           least[i],
           most[i]};
    if (!grade[i].empty()) row.grade = named<Grade>(grade_names, grade[i]);
    if (!std::isnan(low[i])) row.range = {low[i], high[i]};
    for (std::size_t plan = 0; plan < plans; ++plan) {
      row.values.push_back(values[plan * size + i]);
      row.in_plan.push_back(in_plan[plan * size + i]);
    }
  }
  return evidence;
}

}  // namespace

EvidenceRegister read_evidence(const ResultsFile& file) {
  return reading(file.path(), [&] { return read_group(hdf5::open_file(file.path())); });
}

}  // namespace homeward
