#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "output/checksum.hpp"
#include "output/damage.hpp"
#include "output/hdf5_id.hpp"
#include "output/hdf5_read.hpp"
#include "output/outcome_names.hpp"
#include "output/results_file.hpp"

namespace homeward {

/// What a ResultsFile holds; shared by the files that implement it.
struct ResultsFileState {
  std::filesystem::path path;
  Seal seal{};
  hdf5::Id file;
  schema::Axes axes;
  std::string title, model_version, baseline, logged_families;
  std::uint64_t seed{};
  std::uint32_t summary_replications{};
  RecordLevel record{};
  bool complete{};
  std::int32_t digest_scheme{1};
  std::vector<std::string> digests;
  hdf5::DatasetsByKind datasets;
  OutcomeNames names{0};
  std::vector<std::string> outcomes;  ///< by today's names
  hdf5::Id resolved_tomls;            ///< a text by scenario; opened when first asked for
  std::vector<ResultsFile::TraitColumn> trait_columns;
  hdf5::Id runs, families, events;  ///< long tables; open as far as the file has them

  /// Today's array as it is called in the file. Throws Failure where the file cannot have it.
  std::string stored(std::string_view array) const {
    auto name = names.stored(array);
    if (!name) throw hdf5::Failure(fmt::format("{} is missing", array));
    return *name;
  }

  /// See reading().
  template <typename Do>
  decltype(auto) guard(Do&& action) const {
    return reading(path, std::forward<Do>(action), seal);
  }
};

}  // namespace homeward
