#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <new>
#include <stdexcept>

#include "output/hdf5_id.hpp"
#include "sim/core/issues.hpp"

namespace homeward {

/// Does something with a results file; a failure of HDF5 becomes one line for the user. Sizes that no memory
/// holds come from damage as well.
template <typename Do>
decltype(auto) reading(const std::filesystem::path& file, Do&& action) {
  constexpr auto impossible_sizes = "{} is damaged: its arrays have impossible sizes";
  try {
    return action();
  } catch (const hdf5::Failure& failure) {
    throw ResultsError(fmt::format("{} is damaged: {}", file.string(), failure.what()));
  } catch (const std::bad_alloc&) {
    throw ResultsError(fmt::format(impossible_sizes, file.string()));
  } catch (const std::length_error&) {
    throw ResultsError(fmt::format(impossible_sizes, file.string()));
  }
}

}  // namespace homeward
