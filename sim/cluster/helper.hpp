#pragma once

#include <optional>
#include <string>

#include "sim/cli/study_arguments.hpp"
#include "sim/cluster/cores.hpp"

namespace homeward {

/// What a helper made of the command line: the study, or why there is none.
struct HelperStudy {
  std::optional<PreparedStudy> study;
  std::string fault;
};

/// Does what the lead asks for until it is dismissed. Only the thread that calls it talks to other ranks.
void help(const mpi::communicator& world, HelperStudy study, const Share& share);

}  // namespace homeward
