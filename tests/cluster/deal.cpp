#include "sim/cluster/deal.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using namespace homeward;

namespace {

/// Every block of a deal among ranks that ask in turn.
std::vector<Stretch> all_blocks(std::size_t runs, const std::vector<std::size_t>& threads, std::size_t all) {
  Deal deal(runs, all);
  std::vector<Stretch> blocks;
  for (std::size_t turn = 0; !deal.empty(); ++turn)
    blocks.push_back(deal.next(threads[turn % threads.size()]));
  return blocks;
}

}  // namespace

TEST_CASE("deal: every run is handed out once, in neighbouring blocks") {
  const std::size_t runs = GENERATE(0, 1, 2, 7, 1000, 123457);
  std::uint64_t next = 0;
  for (const auto& block : all_blocks(runs, {1, 16, 4}, 21)) {
    CHECK(block.first == next);
    CHECK(block.count >= 1);
    next += block.count;
  }
  CHECK(next == runs);
  CHECK(Deal(0, 3).next(3).count == 0);
}

TEST_CASE("deal: blocks shrink to single runs, and no block is more than a quarter of an even share") {
  const auto blocks = all_blocks(100'000, {4}, 400);  // a hundred such ranks
  CHECK(blocks.front().count == 250);
  CHECK(blocks.back().count == 1);
  CHECK(std::is_sorted(blocks.begin(), blocks.end(),
                       [](const Stretch& a, const Stretch& b) { return a.count > b.count; }));
  // Messages to rank 0 are few beside runs.
  CHECK(blocks.size() < 5000);
}

TEST_CASE("deal: a rank with more threads gets more at a time") {
  Deal deal(8000, 20);
  CHECK(deal.next(16).count == 1600);
  CHECK(deal.next(4).count == 320);
}

TEST_CASE("deal: what a rank gives back is handed out again") {
  Deal deal(10, 2);
  while (!deal.empty()) deal.next(2);
  CHECK(deal.next(1).count == 0);
  deal.give_back({7, 2});
  deal.give_back({0, 0});
  CHECK_FALSE(deal.empty());
  CHECK(deal.next(1) == Stretch{7, 2});
  CHECK(deal.empty());
}
