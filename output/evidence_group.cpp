#include "output/evidence_group.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "output/hdf5_write.hpp"
#include "sim/core/catalogs.hpp"
#include "sim/evidence/evidence_register.hpp"

namespace homeward {
namespace {

using hdf5::Id;

struct TextColumn {
  const char* name;
  std::string (*text)(const RegisterRow&);
  const char* long_name;
};
constexpr std::array<TextColumn, 7> text_columns{{
    {"unit", [](const RegisterRow& row) { return row.unit; }, "unit of the number; 1: a pure number"},
    {"text", [](const RegisterRow& row) { return row.text; }, "what is chosen, where it is no number"},
    {"standing", [](const RegisterRow& row) { return std::string(standing_names[index(row.standing)]); },
     "sourced, without_source, built_in (its mechanism is off) or choice (no number)"},
    {"source", [](const RegisterRow& row) { return row.source; }, "where it comes from"},
    {"grade",
     [](const RegisterRow& row) { return row.grade ? std::string(grade_names[index(*row.grade)]) : ""; },
     "measured, published_elsewhere, expert or assumption"},
    {"distribution", [](const RegisterRow& row) { return row.distribution; },
     "what an uncertainty analysis draws it from"},
    {"role", [](const RegisterRow& row) { return row.role; }, "varied in this study: lever or uncertainty"},
}};

struct NumberColumn {
  const char* name;
  double (*number)(const RegisterRow&);
  const char* long_name;
};
constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr std::array<NumberColumn, 4> number_columns{{
    {"range_low", [](const RegisterRow& row) { return row.range ? row.range->first : none; },
     "lower end of the range within which it may lie"},
    {"range_high", [](const RegisterRow& row) { return row.range ? row.range->second : none; },
     "upper end of the range within which it may lie"},
    {"simulated_low", [](const RegisterRow& row) { return row.low; },
     "smallest number simulated, over plans and draws"},
    {"simulated_high", [](const RegisterRow& row) { return row.high; },
     "largest number simulated, over plans and draws"},
}};

class EvidenceGroup {
 public:
  EvidenceGroup(hid_t file, const EvidenceRegister& evidence)
      : evidence_(evidence), group_(hdf5::create_group(file, "evidence")) {
    plan_ = hdf5::create_scale(group_, "plan", evidence.plans);
    std::vector<std::string> names;
    for (const auto& row : evidence.rows) names.push_back(row.parameter);
    parameter_ = hdf5::create_scale(group_, "parameter", names);
  }

  void write() const {
    const auto count = [](const auto& parameters) { return static_cast<std::int32_t>(parameters.size()); };
    hdf5::write_attribute(group_, "numbers_set", count(numbers_set(evidence_)));
    hdf5::write_attribute(group_, "assumptions", count(assumptions(evidence_)));
    write_by_plan<double>("value", H5T_NATIVE_DOUBLE, &RegisterRow::values,
                          "number the plan has; of a drawn one the median over draws");
    write_by_plan<std::int8_t>("in_plan", H5T_NATIVE_INT8, &RegisterRow::in_plan,
                               "whether the row is what the plan has");
    for (const auto& column : text_columns) {
      std::vector<std::string> texts;
      for (const auto& row : evidence_.rows) texts.push_back(column.text(row));
      hdf5::write_strings(create(column.name, hdf5::string_type(), column.long_name), texts);
    }
    for (const auto& column : number_columns) {
      std::vector<double> numbers;
      for (const auto& row : evidence_.rows) numbers.push_back(column.number(row));
      hdf5::write_all(create(column.name, H5T_NATIVE_DOUBLE, column.long_name), H5T_NATIVE_DOUBLE,
                      numbers.data());
    }
  }

 private:
  Id create(const char* name, hid_t type, const char* long_name) const {
    const hsize_t size = evidence_.rows.size();
    Id dataset = hdf5::create_dataset(group_, name, type, std::span(&size, 1));
    const hid_t scale = parameter_;
    hdf5::attach(dataset, std::span(&scale, 1));
    hdf5::write_attribute(dataset, "long_name", long_name);
    return dataset;
  }

  /// Of many plans most rows are the same: chunks are deflated.
  template <typename Number>
  void write_by_plan(const char* name, hid_t type, std::vector<Number> RegisterRow::*member,
                     const char* long_name) const {
    constexpr hsize_t most = 64;
    const std::array<hsize_t, 2> shape{evidence_.plans.size(), evidence_.rows.size()};
    const Id dataset =
        hdf5::create_dataset(group_, name, type, shape, {.chunks = {std::min(shape[0], most), shape[1]}});
    const std::array<hid_t, 2> scales{plan_, parameter_};
    hdf5::attach(dataset, scales);
    hdf5::write_attribute(dataset, "long_name", long_name);
    std::vector<Number> numbers;
    for (std::size_t plan = 0; plan < shape[0]; ++plan)
      for (const auto& row : evidence_.rows) numbers.push_back((row.*member)[plan]);
    hdf5::write_all(dataset, type, numbers.data());
  }

  const EvidenceRegister& evidence_;
  Id group_, plan_, parameter_;
};

}  // namespace

void write_evidence(hid_t file, const RunPlan& plan) {
  const auto evidence = evidence_register(plan);
  EvidenceGroup(file, evidence).write();
}

}  // namespace homeward
