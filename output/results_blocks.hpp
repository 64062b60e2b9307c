#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace homeward {

/// Reads rectangles of the arrays of a results file, so that whoever goes through all of it needs no more
/// memory than one rectangle takes. For a file that was opened as a ResultsFile, and so was checked. Throws
/// ResultsError.
class ResultsBlocks {
 public:
  explicit ResultsBlocks(const std::filesystem::path& file);
  ~ResultsBlocks();

  /// The rectangle from `start` of size `count` of an array, row-major; "comparison/difference_mean" names
  /// one in a group. Outcomes go by today's names. Arrays stay open, so that what HDF5 unpacked for one
  /// rectangle serves the next.
  std::vector<double> read(const std::string& array, std::span<const std::size_t> start,
                           std::span<const std::size_t> count);
  /// Whether the file has this array; older ones lack some.
  bool has(const std::string& array) const;
  /// A list of texts, whole; what is not printable in them is shown as "?".
  std::vector<std::string> texts(const std::string& array);
  /// One that goes along with another list, of `count` texts.
  std::vector<std::string> texts(const std::string& array, std::size_t count);
  /// A text that describes an array, such as its `units`; empty if there is none.
  std::string text(const std::string& array, const char* attribute);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace homeward
