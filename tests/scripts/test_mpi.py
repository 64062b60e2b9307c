"""The same study by many processes: homeward-mpi under real mpirun. HOMEWARD and HOMEWARD_MPI name the executables."""

import json
import os
import resource
import shutil
import signal
import subprocess
import time
import unittest
from pathlib import Path

import test_cli
import test_sweep

MPI = os.environ.get("HOMEWARD_MPI", "")
MPIRUN = shutil.which("mpirun")
# More ranks than cores, as root in a container, and no device is looked for that a test machine may lack.
OPTIONS = ["--oversubscribe", "--bind-to", "none", *(["--allow-run-as-root"] if os.geteuid() == 0 else [])]
ENVIRONMENT = {**os.environ, "OMPI_MCA_btl": "self,vader", "OMPI_MCA_pml": "ob1",
               "OMPI_MCA_btl_vader_single_copy_mechanism": "none"}
LONG = ["run", "base.toml", "coached.toml", "--set", "families.entries_per_year=1500", "--no-progress"]


def ranks_of(mpirun):
    """The processes that mpirun started: rank -> its number."""
    ranks = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
            if int(parent) != mpirun.pid:
                continue
            for variable in (folder / "environ").read_text().split("\0"):
                if variable.startswith("OMPI_COMM_WORLD_RANK="):
                    ranks[int(variable.split("=")[1])] = int(folder.name)
        except (OSError, IndexError):
            pass  # gone meanwhile
    return ranks


@unittest.skipUnless(MPIRUN, "there is no mpirun here; scripts/setup test installs it")
class Mpi(test_sweep.Study):
    def setUp(self):
        self.assertTrue(MPI, "mpirun is there, but homeward-mpi was not built")
        super().setUp()

    def command(self, ranks, *arguments):
        return [MPIRUN, *OPTIONS, "-n", str(ranks), MPI, *map(str, arguments)]

    def mpi(self, ranks, *arguments, code=0):
        done = subprocess.run(self.command(ranks, *arguments), cwd=self.folder, capture_output=True, text=True,
                              timeout=300, env=ENVIRONMENT)
        self.assertEqual(done.returncode, code, f"{ranks} ranks, {arguments}\n{done.stdout}\n{done.stderr}")
        return done

    def whole(self, replications):
        output = f"whole{replications}.h5"
        self.homeward(*LONG, "-n", replications, "-o", output, "--quiet")
        return output

    def begin(self, ranks, *arguments):
        process = subprocess.Popen(self.command(ranks, *arguments), cwd=self.folder, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
        self.addCleanup(process.stderr.close)
        return process

    def end(self, process):
        """What it said, and its exit code."""
        _, said = process.communicate(timeout=120)
        return said, process.returncode


class Same(Mpi):
    def test_bytes_do_not_depend_on_ranks_and_threads(self):
        self.homeward("sweep", "study.toml", "-n", 6, "-o", "alone.h5", "--quiet")
        for ranks, threads in ((1, 2), (2, 1), (2, 3), (4, 1)):
            output = f"r{ranks}t{threads}.h5"
            told = self.mpi(ranks, "sweep", "study.toml", "-n", 6, "-j", threads, "-o", output).stderr
            self.assertIn(f"{ranks} rank{'s' if ranks > 1 else ''} with {threads} thread", told)
            self.assert_same(output, "alone.h5")
            self.assertFalse((self.folder / f"{output}.parts").exists())

    def test_events_of_every_family_are_the_same(self):
        run = ["run", "base.toml", "coached.toml", "--record", "events", "-n", 5, "--quiet"]
        self.homeward(*run, "-o", "alone.h5")
        self.mpi(3, *run, "-j", 1, "-o", "ranks.h5")
        self.assert_same("ranks.h5", "alone.h5")

    def test_without_mpirun_it_is_one_process(self):
        self.homeward("sweep", "study.toml", "-o", "alone.h5", "--quiet")
        done = subprocess.run([MPI, "sweep", "study.toml", "-o", "one.h5"], cwd=self.folder, capture_output=True,
                              text=True, env=ENVIRONMENT, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_same("one.h5", "alone.h5")

    def test_a_file_grows_by_either_program(self):
        self.homeward("run", "base.toml", "coached.toml", "-n", 3, "-o", "grown.h5", "--quiet")
        told = self.mpi(2, "run", "coached.toml", "more.toml", "-n", 6, "-o", "grown.h5").stderr
        self.assertIn("base is not named and keeps its 3 replications", told)
        self.homeward("run", "base.toml", "coached.toml", "more.toml", "-n", 6, "-o", "grown.h5", "--quiet")
        self.homeward("run", "base.toml", "coached.toml", "more.toml", "-n", 6, "-o", "fresh.h5", "--quiet")
        self.assert_same("grown.h5", "fresh.h5")

    def test_draws_that_the_file_has_more_of_are_drawn_by_every_rank(self):
        self.write("doubt.toml", test_sweep.COACHED + '[uncertainty]\n"support.hours_per_contact" = '
                   '{ distribution = "uniform", low = 1.0, high = 2.0 }\n')
        run = ["run", "base.toml", "doubt.toml", "--quiet", "--draws"]
        self.homeward(*run, 4, "-n", 2, "-o", "grown.h5")
        self.mpi(3, *run, 2, "-n", 4, "-o", "grown.h5")
        self.homeward(*run, 4, "-n", 4, "-o", "fresh.h5")
        self.assert_same("grown.h5", "fresh.h5")

    def test_until_precise(self):
        run = ["run", "base.toml", "coached.toml", "--precision", "6%", "--outcome", "families_in_care", "--quiet"]
        self.homeward(*run, "-o", "alone.h5")
        self.mpi(3, *run, "-j", 1, "-o", "ranks.h5")
        self.assert_same("ranks.h5", "alone.h5")

    def test_a_shard_by_many_ranks(self):
        for number in (1, 2):
            self.mpi(2, "sweep", "study.toml", "--shard", f"{number}/2", "-j", 1, "--quiet")
        self.homeward("merge", "small.shard-1-of-2.h5", "small.shard-2-of-2.h5", "-o", "joined.h5", "--quiet")
        self.homeward("sweep", "study.toml", "-o", "alone.h5", "--quiet")
        self.assert_same("joined.h5", "alone.h5")


class Ending(Mpi):
    def killed(self, rank, replications=200):
        """A study whose rank is killed once there are parts: its output, and how many replications it is to have."""
        output = f"killed{rank}-{replications}.h5"
        process = self.begin(3, *LONG, "-n", replications, "-j", 1, "-o", output)
        self.wait_for_part(output)
        started = ranks_of(process)
        if rank in started:
            os.kill(started[rank], signal.SIGKILL)
        _, code = self.end(process)
        told = json.loads(self.homeward("plan", *LONG[1:-1], "-n", replications, "-o", output, "--no-pilot",
                                        "--json").stdout)
        if told["to_do"] == 0:  # all runs were done before the kill: a longer study is killed in time
            return self.killed(rank, 3 * replications)
        self.assertNotEqual(code, 0)
        self.assertFalse((self.folder / output).exists())
        self.assertGreater(told["why"]["in_parts"], 0)
        return output, replications

    def test_a_killed_rank_loses_only_what_it_had_in_flight(self):
        by_one, replications = self.killed(1)
        self.homeward(*LONG, "-n", replications, "-o", by_one, "--quiet")
        self.assert_same(by_one, self.whole(replications))
        by_ranks, replications = self.killed(0)
        self.mpi(2, *LONG, "-n", replications, "-o", by_ranks, "--quiet")
        self.assert_same(by_ranks, self.whole(replications))
        self.assertFalse((self.folder / f"{by_ranks}.parts").exists())

    def test_a_signal_through_mpirun_saves_what_is_finished(self):
        process = self.begin(3, *LONG, "-n", 4000, "-j", 1, "-o", "stopped.h5")
        self.wait_for_part("stopped.h5")
        process.send_signal(signal.SIGUSR1)
        said, code = self.end(process)
        self.assertEqual(code, 130, said)
        self.assertEqual(said.count("finishing the runs in flight"), 1, said)
        told = self.values("stopped.h5")
        self.assertFalse(told["complete"])
        self.assertFalse((self.folder / "stopped.h5.parts").exists())
        there = sum(scenario["done"] for scenario in told["scenarios"])
        wanted = max(scenario["done"] for scenario in told["scenarios"])
        done = self.mpi(2, *LONG, "-n", wanted, "-o", "stopped.h5").stderr
        most = json.loads(self.homeward("summary", "stopped.h5", "--json").stdout)["scenarios"][0]["done"]
        self.assertGreaterEqual(most, wanted)
        self.assertRegex(done, r"\d+ of \d+ runs to do")
        self.assertGreater(there, 0)

    def test_a_rank_that_is_asked_to_leave_hands_its_runs_to_the_others(self):
        process = self.begin(3, *LONG, "-n", 60, "-j", 1, "-o", "left.h5", "--quiet")
        self.wait_for_part("left.h5")
        os.kill(ranks_of(process)[2], signal.SIGTERM)
        said, code = self.end(process)
        self.assertEqual((code, said), (0, ""))
        self.assertTrue(self.values("left.h5")["complete"])
        self.homeward(*LONG, "-n", 60, "-o", "alone.h5", "--quiet")
        self.assert_same("left.h5", "alone.h5")


class Faults(Mpi):
    def test_faults_are_told_once_and_by_the_usual_exit_codes(self):
        self.write("bad.toml", 'format = 1\n[coaches]\npositions = -3\n')
        for code, arguments, words in ((3, ["run", "bad.toml"], "positions"),
                                       (3, ["sweep", "missing.toml"], "missing.toml"),
                                       (2, ["sweep", "study.toml", "-n", "0"], "--replications"),
                                       (2, ["run", "study.toml"], "is a study"),
                                       (2, ["summary", "x.h5"], 'no command "summary"'),
                                       (1, ["run", "base.toml", "-o", "missing/out.h5"], "missing/out.h5")):
            said = self.mpi(3, *arguments, code=code).stderr
            ours = [line for line in said.splitlines() if words in line and not line.startswith("mpirun")]
            self.assertEqual(len(ours), 1, said)
        self.assertEqual(list(self.folder.glob("*.h5*")), [])

    def test_help_is_told_once(self):
        self.assertEqual(self.mpi(3, "sweep", "--help").stdout.count("Usage"), 1)

    def test_a_rank_that_cannot_write_ends_the_study_and_loses_no_finished_run(self):
        for replications in (200, 600, 1800):  # a fast machine may be done before the limit is set: then a longer study
            output = f"full{replications}.h5"
            process = self.begin(3, *LONG, "-n", replications, "-j", 1, "-o", output)
            self.wait_for_part(output)
            # A limit on the size of files stands for a disk that is full: the same error reaches the program.
            started = ranks_of(process)
            if 2 in started:
                resource.prlimit(started[2], resource.RLIMIT_FSIZE, (4096, 4096))
            said, code = self.end(process)
            if code != 0:
                break
        self.assertEqual(code, 1, said)
        self.assertRegex(said, "rank 2 on .*cannot write .*the same command takes them up")
        self.assertFalse((self.folder / output).exists())
        self.mpi(2, *LONG, "-n", replications, "-o", output, "--quiet")
        self.assert_same(output, self.whole(replications))

    def test_a_rank_that_reads_another_study_is_told(self):
        other = self.folder / "other"
        other.mkdir()
        (other / "base.toml").write_text(test_cli.BASE.replace("entries_per_year = 40", "entries_per_year = 41"))
        output = str(self.folder / "out.h5")
        arguments = ["run", "base.toml", "-n", "40", "-o", output]
        done = subprocess.run([MPIRUN, *OPTIONS, "-n", "1", MPI, *arguments, ":", "-n", "1", "--wdir", str(other), MPI,
                               *arguments], cwd=self.folder, capture_output=True, text=True, env=ENVIRONMENT, timeout=120)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("rank 1 on", done.stderr)
        self.assertIn("all ranks need the same files", done.stderr)

    def test_two_programs_do_not_write_the_same_output(self):
        process = self.begin(2, *LONG, "-n", 4000, "-j", 1, "-o", "shared.h5")
        self.wait_for_part("shared.h5")
        self.assertIn("another homeward is writing shared.h5",
                      self.homeward(*LONG, "-n", 5, "-o", "shared.h5", code=1).stderr)
        process.kill()
        self.end(process)


if __name__ == "__main__":
    unittest.main()
