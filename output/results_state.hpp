#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "output/checksum.hpp"
#include "output/damage.hpp"
#include "output/hdf5_id.hpp"
#include "output/hdf5_read.hpp"
#include "output/results_file.hpp"

namespace homeward {

/// What a ResultsFile holds; shared by the files that implement it.
struct ResultsFileState {
  std::filesystem::path path;
  Seal seal{};
  hdf5::Id file;
  schema::Axes axes;
  std::string title, model_version, tables_digest, baseline, logged_families;
  std::uint64_t seed{};
  std::uint32_t summary_replications{};
  RecordLevel record{};
  bool complete{};
  std::vector<std::string> digests;
  hdf5::DatasetsByKind datasets;
  hdf5::Id resolved_tomls;  ///< a text by scenario; opened when first asked for
  std::vector<ResultsFile::TraitColumn> trait_columns;
  hdf5::Id runs, families, events;  ///< long tables; open as far as the file has them

  /// See reading().
  template <typename Do>
  decltype(auto) guard(Do&& action) const {
    return reading(path, std::forward<Do>(action), seal);
  }
};

}  // namespace homeward
