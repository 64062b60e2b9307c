#include "sim/cluster/cores.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <boost/mpi/collectives.hpp>
#include <cmath>
#include <vector>

namespace homeward {

namespace {

/// Numbers of the cores that this process may run on.
std::vector<int> own_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> cores;
  if (::sched_getaffinity(0, sizeof(set), &set) == 0)
    for (int core = 0; core < CPU_SETSIZE; ++core)
      if (CPU_ISSET(core, &set)) cores.push_back(core);
  if (cores.empty()) cores.push_back(0);
  return cores;
}

}  // namespace

Share share_of_machine(const mpi::communicator& world) {
  MPI_Comm raw{};
  MPI_Comm_split_type(world, MPI_COMM_TYPE_SHARED, world.rank(), MPI_INFO_NULL, &raw);
  const mpi::communicator machine(raw, mpi::comm_take_ownership);
  const auto own = own_cores();
  std::vector<std::vector<int>> all;
  mpi::all_gather(machine, own, all);
  std::vector<int> users(CPU_SETSIZE, 0);
  for (const auto& cores : all)
    for (const int core : cores) ++users[static_cast<std::size_t>(core)];
  double threads = 0;
  for (const int core : own) threads += 1.0 / users[static_cast<std::size_t>(core)];
  const auto used = std::count_if(users.begin(), users.end(), [](int count) { return count > 0; });
  Share share;
  share.ranks = all.size();
  share.threads = static_cast<std::size_t>(std::max(1.0, std::floor(threads + 1e-9)));
  share.is_bound_tight = used < ::sysconf(_SC_NPROCESSORS_ONLN);
  return share;
}

}  // namespace homeward
