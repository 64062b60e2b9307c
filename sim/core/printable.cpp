#include "sim/core/printable.hpp"

namespace homeward {

std::string printable(std::string_view text, bool lines) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto code = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    const bool second_set = code == 0xc2 && next >= 0x80 && next < 0xa0;  // U+0080 to U+009F in UTF-8
    const bool control = code < 0x20 || code == 0x7f || second_set;
    shown += control && !(lines && text[i] == '\n') ? '?' : text[i];
    if (second_set) ++i;
  }
  return shown;
}

}  // namespace homeward
