#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Names and meanings of outcomes in files of older minor versions.
namespace homeward {

/// How a file of a minor version calls the outcomes that this program knows.
class OutcomeNames {
 public:
  explicit OutcomeNames(std::int32_t minor_version) : minor_version_(minor_version) {}

  /// Whether the file is of an older version than this one, such as "1.1"; "" is the first.
  bool is_before(std::string_view version) const;
  /// The name today of an outcome of the file.
  std::string today(std::string_view stored) const;
  std::vector<std::string> today(std::vector<std::string> stored) const;
  /// The array of the file that today's array is: of an outcome, of its summaries ("_mean") or by trait
  /// ("by_trait/"). Nothing where the name means something that the file cannot have.
  std::optional<std::string> stored(std::string_view array) const;

 private:
  std::int32_t minor_version_;
};

}  // namespace homeward
