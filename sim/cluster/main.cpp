#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <boost/mpi/collectives.hpp>
#include <boost/mpi/communicator.hpp>
#include <boost/mpi/environment.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <utility>
#include <vector>

#include "sim/cli/app.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cluster/helper.hpp"
#include "sim/cluster/lead.hpp"
#include "sim/core/issues.hpp"

namespace {

using namespace homeward;

Executable program_with(const Conduct& conduct) {
  const auto add_commands = [conduct](CLI::App& app, ExitCode& code) {
    add_run_command(app, code, conduct);
    add_sweep_command(app, code, conduct);
  };
  return {
      "homeward-mpi",
      "Runs the studies of homeward on many machines at once. All other commands, such as plan, summary and\n"
      "compare, are those of homeward; output and parts are the same, and each takes up what the other left.",
      "\nExamples:\n"
      "  mpirun -n 8 homeward-mpi sweep scenarios/studies/staffing.toml\n"
      "  mpirun --map-by ppr:1:node --bind-to none homeward-mpi sweep study.toml -j 64\n"
      "\nThe output must lie on a file system that all machines share. -j is the threads of each rank; by "
      "default "
      "ranks\nshare the cores of their machine. To stop and save: kill -USR1 of mpirun, or of any rank.\n" +
          exit_codes_text(),
      add_commands};
}

/// Reads the same command line as rank 0 and says nothing: what is wrong with it rank 0 tells.
HelperStudy read_quietly(int argc, char** argv) {
  HelperStudy read;
  const auto keep = [&read](PreparedStudy study) {
    read.study.emplace(std::move(study));
    return ExitCode::done;
  };
  auto code = ExitCode::done;
  CLI::App app;
  program_with(keep).add_commands(app, code);
  try {
    app.parse(argc, argv);
  } catch (const InputError& fault) {
    read.fault = to_string(fault.issues().front());
  } catch (const std::exception& fault) {
    read.fault = fault.what();
  }
  return read;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // told like a full disk, by every rank
  const mpi::environment environment(argc, argv, mpi::threading::funneled);
  if (mpi::environment::thread_level() < mpi::threading::funneled) {
    std::fputs(
        "homeward-mpi: this MPI allows no threads (MPI_THREAD_FUNNELED); another build of it is needed\n",
        stderr);
    return static_cast<int>(ExitCode::failed);
  }
  const mpi::communicator world;
  const auto share = share_of_machine(world);
  std::vector<std::size_t> threads;
  mpi::gather(world, share.threads, threads, lead_rank);
  if (world.rank() != lead_rank) {
    help(world, read_quietly(argc, argv), share);
    return 0;
  }
  const Lead lead(world, share, std::move(threads));
  const int code = run_app(
      program_with([&lead](PreparedStudy study) { return lead.conduct(std::move(study)); }), argc, argv);
  lead.dismiss();
  return code;
}
