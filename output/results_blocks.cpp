#include "output/results_blocks.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "output/damage.hpp"
#include "output/hdf5_read.hpp"
#include "output/outcome_names.hpp"
#include "sim/core/printable.hpp"

namespace homeward {

struct ResultsBlocks::State {
  std::filesystem::path path;
  OutcomeNames names{0};
  hdf5::Id file;
  std::map<std::string, hdf5::Id> arrays;  ///< open ones

  const hdf5::Id& open(const std::string& array) {
    const auto known = arrays.find(array);
    if (known != arrays.end()) return known->second;
    const auto stored = names.stored(array);
    if (!stored) throw hdf5::Failure(fmt::format("{} is missing", array));
    return arrays.emplace(array, hdf5::open_dataset(file, *stored)).first->second;
  }

  template <typename Do>
  auto guard(Do&& action) const {
    return reading(path, std::forward<Do>(action));
  }
};

ResultsBlocks::ResultsBlocks(const std::filesystem::path& file) : state_(std::make_unique<State>()) {
  state_->path = file;
  state_->guard([&] {
    state_->file = hdf5::open_file(file);
    const auto version = hdf5::read_integers_attribute(state_->file, "format_version");
    if (!version) throw hdf5::Failure("the attribute format_version is missing");
    state_->names = OutcomeNames(version->back());
  });
}

ResultsBlocks::~ResultsBlocks() = default;

std::vector<double> ResultsBlocks::read(const std::string& array, std::span<const std::size_t> start,
                                        std::span<const std::size_t> count) {
  return state_->guard([&] {
    const hdf5::Id& dataset = state_->open(array);
    const std::vector<hsize_t> from(start.begin(), start.end());
    const std::vector<hsize_t> size(count.begin(), count.end());
    if (hdf5::shape(dataset).size() != from.size())
      throw hdf5::Failure(fmt::format("{} has another shape", array));
    std::vector<double> values(hdf5::product(size));
    if (!values.empty()) hdf5::read_block(dataset, H5T_NATIVE_DOUBLE, from, size, values.data());
    return values;
  });
}

bool ResultsBlocks::has(const std::string& array) const {
  return state_->guard([&] { return hdf5::exists(state_->file, array); });
}

std::vector<std::string> ResultsBlocks::texts(const std::string& array) {
  return state_->guard([&] {
    auto all = hdf5::read_strings(state_->file, array);
    for (auto& text : all) text = printable(text);
    if (array.ends_with("/outcome")) all = state_->names.today(std::move(all));
    return all;
  });
}

std::vector<std::string> ResultsBlocks::texts(const std::string& array, std::size_t count) {
  auto all = texts(array);
  state_->guard([&] {
    if (all.size() != count) throw hdf5::Failure(fmt::format("{} has another shape", array));
  });
  return all;
}

std::string ResultsBlocks::text(const std::string& array, const char* attribute) {
  return state_->guard(
      [&] { return printable(hdf5::read_text_attribute(state_->open(array), attribute).value_or("")); });
}

}  // namespace homeward
