#pragma once

#include <cstddef>

namespace homeward {

inline constexpr std::size_t max_children = 6;  ///< of one family

}  // namespace homeward
