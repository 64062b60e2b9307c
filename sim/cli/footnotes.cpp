#include "sim/cli/footnotes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace homeward {

std::string Footnotes::mark(const std::string& text) {
  if (text.empty()) return "";
  const auto found = std::ranges::find(texts_, text);
  const auto number = found - texts_.begin() + 1;
  if (found == texts_.end()) texts_.push_back(text);
  return fmt::format("[{}]", number);
}

std::string Footnotes::text() const {
  std::string lines;
  for (std::size_t i = 0; i < texts_.size(); ++i) lines += fmt::format("[{}] {}\n", i + 1, texts_[i]);
  return lines;
}

}  // namespace homeward
