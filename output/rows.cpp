#include "output/rows.hpp"

#include <numeric>

namespace homeward::rows {

std::size_t row_size(const Columns& columns) {
  return std::accumulate(columns.begin(), columns.end(), std::size_t{0},
                         [](std::size_t sum, const Column& column) { return sum + column.size; });
}

}  // namespace homeward::rows
