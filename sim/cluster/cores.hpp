#pragma once

#include <cstddef>

#include "sim/cluster/messages.hpp"

namespace homeward {

/// One rank's share of its machine.
struct Share {
  std::size_t ranks{1};    ///< on this machine
  std::size_t threads{1};  ///< cores that this rank may run on, each divided by the ranks that may
  bool is_bound_tight{};   ///< the ranks of this machine together may run on fewer cores than it has
};

/// Asks the other ranks of this machine; to be called by all ranks at the same point.
Share share_of_machine(const mpi::communicator& world);

}  // namespace homeward
