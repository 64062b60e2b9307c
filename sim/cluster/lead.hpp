#pragma once

#include <vector>

#include "sim/cli/study_arguments.hpp"
#include "sim/cluster/cores.hpp"

namespace homeward {

/// Rank 0: hands out the runs of a study, does a share of them itself and sees that all are there at the end.
class Lead {
 public:
  /// To be called by rank 0 while the others are about to help.
  /// @param threads of each rank; the team must outlive what it makes
  Lead(const mpi::communicator& world, const Share& share, std::vector<std::size_t> threads);

  /// Carries out a study with all ranks.
  ExitCode conduct(PreparedStudy study) const;
  /// Lets the helpers go. To be called once, whatever became of the study.
  void dismiss() const;

 private:
  const mpi::communicator& world_;
  Share share_;
  std::vector<std::size_t> threads_;  ///< [rank]
};

}  // namespace homeward
