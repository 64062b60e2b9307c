#include "output/cohort_datasets.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "output/hdf5_read.hpp"
#include "output/hdf5_write.hpp"

namespace homeward {
namespace {

using hdf5::Id;
using hdf5::write_attribute;
using Shape = std::vector<hsize_t>;

/// A family that lives the same life under several scenarios is stored almost once if its lives lie within
/// the 32 KiB that deflate looks back: so a chunk holds many scenarios and few replications.
Shape chunk_shape(const schema::Axes& axes, Tiling tiling) {
  constexpr std::size_t most_per_scenario = 8192;
  // As many as come five standard deviations above the mean: then a replication is seldom cut.
  const auto expected = static_cast<double>(axes.cohort_families);
  const auto likely = static_cast<std::size_t>(std::ceil(expected + 5 * std::sqrt(expected))) + 1;
  const auto families = std::min(likely, most_per_scenario);
  auto replications = std::clamp<std::size_t>(most_per_scenario / families, 1, tiling.replications);
  while (tiling.replications % replications != 0) --replications;  // no chunk lies in two blocks
  return {tiling.scenarios, replications, families};
}

void describe(hid_t dataset, const char* long_name, const char* definition) {
  write_attribute(dataset, "long_name", long_name);
  write_attribute(dataset, "definition", definition);
}

Shape start_of(const Rectangle& tile) {
  return {tile.scenario, tile.replication, 0};
}
Shape size_of(const Rectangle& tile, std::size_t families) {
  return {tile.scenarios, tile.replications, families};
}

void widen(hid_t dataset, std::size_t families) {
  auto size = hdf5::shape(dataset);
  if (size[2] >= families) return;
  size[2] = families;
  hdf5::require(H5Dset_extent(dataset, size.data()), "write");
}

}  // namespace

CohortDatasets create_cohort_datasets(hid_t file, const schema::Axes& axes, Tiling tiling) {
  const Shape by_run{axes.scenarios.size(), axes.replications};
  const Shape by_family{by_run[0], by_run[1], 1};
  const Shape chunks = chunk_shape(axes, tiling);
  CohortDatasets datasets{
      hdf5::create_dataset(file, "first_cohort_family", H5T_NATIVE_INT32, by_run,
                           {.chunks = {tiling.scenarios, tiling.replications}}),
      hdf5::create_dataset(file, "cohort_family_state", H5T_NATIVE_INT8, by_family,
                           {.chunks = chunks, .growing_axis = 2, .fill = CohortFamilies::no_family}),
      hdf5::create_dataset(file, "cohort_family_days_in_care", H5T_NATIVE_FLOAT, by_family,
                           {.chunks = chunks, .growing_axis = 2})};
  describe(datasets.first, "number of the first family of the entry cohort",
           "Family f of the axis cohort_family has this number plus f; 0: nobody entered, or the run is not "
           "done.");
  describe(
      datasets.state, "what became of each family of the entry cohort",
      "Families first removed in the window: first reunification within 12 months of first removal; a "
      "reunification before the end of the run; removed again within 12 months of that first reunification; "
      "the run goes on for 12 months after first removal; likewise after that first reunification; a coach in the first "
      "removal, within 12 months and before going home.");
  constexpr std::array masks{home_within_12_months, went_home, back_within_12_months, followed_12_months,
                             home_followed_12_months, had_coach};
  write_attribute(datasets.state, "flag_masks", std::span<const std::int8_t>(masks));
  write_attribute(datasets.state, "flag_meanings",
                  "home_within_12_months went_home back_within_12_months followed_12_months "
                  "home_followed_12_months had_coach");
  write_attribute(datasets.days_in_care, "units", "d");
  describe(datasets.days_in_care, "days in care of each family of the entry cohort",
           "Days on which a child of the family was in care, from first removal to the end of the run, all "
           "episodes; "
           "a day counts once for the family; to a sixteenth of a day.");
  return datasets;
}

bool says_followed(const CohortDatasets& datasets) {
  const auto meanings = hdf5::read_text_attribute(datasets.state, "flag_meanings").value_or("");
  return meanings.find("home_followed_12_months") != std::string::npos;
}

bool says_served(const CohortDatasets& datasets) {
  const auto meanings = hdf5::read_text_attribute(datasets.state, "flag_meanings").value_or("");
  return meanings.find("had_coach") != std::string::npos;
}

CohortDatasets open_cohort_datasets(hid_t file) {
  return {hdf5::open_dataset(file, "first_cohort_family"), hdf5::open_dataset(file, "cohort_family_state"),
          hdf5::open_dataset(file, "cohort_family_days_in_care")};
}

void write_cohorts(const CohortDatasets& datasets, const Rectangle& tile,
                   std::span<const CohortFamilies> cohorts) {
  std::size_t families = 1;
  for (const auto& cohort : cohorts) families = std::max(families, cohort.state.size());
  std::vector<std::int32_t> first;
  std::vector<std::int8_t> state(cohorts.size() * families, CohortFamilies::no_family);
  std::vector<float> days(state.size(), std::numeric_limits<float>::quiet_NaN());
  for (std::size_t run = 0; run < cohorts.size(); ++run) {
    first.push_back(static_cast<std::int32_t>(cohorts[run].first));
    const auto at = static_cast<std::ptrdiff_t>(run * families);
    std::ranges::copy(cohorts[run].state, state.begin() + at);
    std::ranges::copy(cohorts[run].days_in_care, days.begin() + at);
  }
  const Shape start = start_of(tile);
  const Shape size = size_of(tile, families);
  hdf5::write_block(datasets.first, H5T_NATIVE_INT32, std::span(start).first(2), std::span(size).first(2),
                    first.data());
  widen(datasets.state, families);
  widen(datasets.days_in_care, families);
  hdf5::write_block(datasets.state, H5T_NATIVE_INT8, start, size, state.data());
  hdf5::write_block(datasets.days_in_care, H5T_NATIVE_FLOAT, start, size, days.data());
}

std::vector<CohortFamilies> read_cohorts(const CohortDatasets& datasets, const Rectangle& tile) {
  const auto shape = hdf5::shape(datasets.state);
  if (shape.size() != 3 || shape != hdf5::shape(datasets.days_in_care))
    throw hdf5::Failure("cohort_family_state has another shape than its axes");
  const Shape start = start_of(tile);
  const Shape size = size_of(tile, shape[2]);
  std::vector<std::int32_t> first(tile.runs());
  std::vector<std::int8_t> state(hdf5::product(size));
  std::vector<float> days(state.size());
  hdf5::read_block(datasets.first, H5T_NATIVE_INT32, std::span(start).first(2), std::span(size).first(2),
                   first.data());
  hdf5::read_block(datasets.state, H5T_NATIVE_INT8, start, size, state.data());
  hdf5::read_block(datasets.days_in_care, H5T_NATIVE_FLOAT, start, size, days.data());
  std::vector<CohortFamilies> cohorts(tile.runs());
  for (std::size_t run = 0; run < cohorts.size(); ++run) {
    const auto own = std::span(state).subspan(run * shape[2], shape[2]);
    auto families = own.size();
    while (families > 0 && own[families - 1] == CohortFamilies::no_family) --families;
    const auto from = days.begin() + static_cast<std::ptrdiff_t>(run * shape[2]);
    cohorts[run].first = static_cast<FamilyNumber>(first[run]);
    cohorts[run].state.assign(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(families));
    cohorts[run].days_in_care.assign(from, from + static_cast<std::ptrdiff_t>(families));
  }
  return cohorts;
}

void finish_cohort_datasets(hid_t file, const CohortDatasets& datasets, hid_t scenario, hid_t replication) {
  const Id family = hdf5::create_scale(file, "cohort_family", hdf5::shape(datasets.state)[2]);
  write_attribute(family, "long_name", "place in the entry cohort, by family number");
  const std::array<hid_t, 3> scales{scenario, replication, family};
  hdf5::attach(datasets.first, std::span(scales).first(2));
  hdf5::attach(datasets.state, scales);
  hdf5::attach(datasets.days_in_care, scales);
}

}  // namespace homeward
