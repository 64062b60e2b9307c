#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <new>
#include <stdexcept>

#include "output/checksum.hpp"
#include "output/hdf5_id.hpp"
#include "sim/core/issues.hpp"

namespace homeward {

/// Does something with a results file; a failure of HDF5 becomes one line for the user. Sizes that no memory
/// holds come from damage as well, unless the seal says that there is none: then memory is short.
template <typename Do>
decltype(auto) reading(const std::filesystem::path& file, Do&& action, Seal seal = Seal::none) {
  constexpr auto impossible_sizes = "{} is damaged: its arrays have impossible sizes";
  try {
    return action();
  } catch (const hdf5::Failure& failure) {
    if (seal == Seal::whole && failure.out_of_memory()) throw std::bad_alloc();
    throw ResultsError(fmt::format("{} is damaged: {}", file.string(), failure.what()));
  } catch (const std::bad_alloc&) {
    if (seal == Seal::whole) throw;
    throw ResultsError(fmt::format(impossible_sizes, file.string()));
  } catch (const std::length_error&) {
    throw ResultsError(fmt::format(impossible_sizes, file.string()));
  }
}

}  // namespace homeward
