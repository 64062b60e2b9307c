#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace homeward {

/// Writes JSON as it is told: objects, lists and values nest by calls. Doubles keep every bit; NaN and
/// infinity, which JSON has not, are null.
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_list();
  JsonWriter& end_list();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(double number);
  JsonWriter& value(std::uint64_t number);
  JsonWriter& value(bool truth);

  /// key and value in one.
  template <typename T>
  JsonWriter& field(std::string_view name, const T& what) {
    return key(name).value(what);
  }

  /// What was written, with a newline at the end.
  std::string text() const { return text_ + '\n'; }

 private:
  void separate();
  std::string text_;
  std::string depth_;  ///< one character a level: a comma is due before the next element or not
};

}  // namespace homeward
