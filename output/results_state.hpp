#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "output/hdf5_id.hpp"
#include "output/hdf5_read.hpp"
#include "output/results_file.hpp"
#include "sim/core/issues.hpp"

namespace homeward {

/// What a ResultsFile holds; shared by the files that implement it.
struct ResultsFileState {
  std::filesystem::path path;
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

  /// Does something with the file; a failure of HDF5 becomes one line for the user. Sizes that no memory
  /// holds come from damage as well.
  template <typename Do>
  decltype(auto) guard(Do&& action) const {
    try {
      return action();
    } catch (const hdf5::Failure& failure) {
      throw ResultsError(fmt::format("{} is damaged: {}", path.string(), failure.what()));
    } catch (const std::bad_alloc&) {
      throw ResultsError(fmt::format("{} is damaged: its arrays have impossible sizes", path.string()));
    } catch (const std::length_error&) {
      throw ResultsError(fmt::format("{} is damaged: its arrays have impossible sizes", path.string()));
    }
  }
};

}  // namespace homeward
