#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace homeward {

/// Names for a column of at most so many characters, as different as the names are: those of design points
/// ("families_per_coach=12, positions=4") keep their levels and lose the ends of their keys ("famil…=12,
/// posit…=4"), others lose their middle. Where that would make two the same, all stay as long as they are.
std::vector<std::string> short_names(const std::vector<std::string>& names, std::size_t most);

}  // namespace homeward
