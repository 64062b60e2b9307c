#include "sim/cluster/deal.hpp"

#include <algorithm>
#include <cassert>

namespace homeward {

Deal::Deal(std::size_t runs, std::size_t threads) : runs_(runs), threads_(threads) {
  assert(threads > 0);
}

Stretch Deal::next(std::size_t threads) {
  if (!returned_.empty()) {
    const auto again = returned_.back();
    returned_.pop_back();
    return again;
  }
  // A quarter of an even share: runs may take ten times as long as others and the last blocks still even out.
  constexpr std::uint64_t parts_of_a_share = 4;
  const auto left = runs_ - dealt_;
  const auto share = left * threads / (parts_of_a_share * threads_);
  const Stretch block{dealt_, std::min(left, std::max<std::uint64_t>(1, share))};
  dealt_ += block.count;
  return block;
}

void Deal::give_back(Stretch stretch) {
  if (stretch.count > 0) returned_.push_back(stretch);
}

}  // namespace homeward
