#include "sim/engine/large_pages.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <numeric>
#include <vector>

namespace homeward {

TEST_CASE("large pages: few things and many keep their place and their alignment") {
  struct alignas(64) Line {
    std::uint64_t value;
  };
  for (const std::size_t n : {std::size_t{1}, std::size_t{100}, std::size_t{40'000}, std::size_t{70'001}}) {
    std::vector<Line, LargePages<Line>> lines(n);
    for (std::size_t i = 0; i < n; ++i) lines[i].value = i;
    CHECK(reinterpret_cast<std::uintptr_t>(lines.data()) % alignof(Line) == 0);
    CHECK(std::accumulate(lines.begin(), lines.end(), std::uint64_t{0},
                          [](std::uint64_t sum, const Line& line) { return sum + line.value; }) ==
          n * (n - 1) / 2);
  }
}

}  // namespace homeward
