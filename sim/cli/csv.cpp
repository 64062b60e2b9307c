#include "sim/cli/csv.hpp"

#include <fmt/format.h>

#include <cmath>

namespace homeward {

std::string csv_text(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char letter : text) quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return quoted + '"';
}

std::string csv_number(double number) {
  return std::isfinite(number) ? fmt::format("{}", number) : "";
}

}  // namespace homeward
