"""Shares of a study and their joining; studies of many points. HOMEWARD names the executable."""

import json
import os
import re
import signal
import subprocess
import unittest

import h5py
import numpy as np
import xarray

import test_cli
import test_sweep

LATE = test_sweep.COACHED + "[program]\nstart_days = 100\n"
TINY = """
format = 1
[run]
warm_up_years = 0.2
entry_years = 0.5
follow_up_years = 0.5
seed = 7
[families]
entries_per_year = 12
[hazards]
readiness = { distribution = "exponential", mean_days = 200 }
[coaches]
positions = 1
families_per_coach = 4
[support]
contacts_per_week = { placed = 0.5 }
hours_per_contact = 1.0
"""
MANY = """
format = 1
base = "tiny.toml"
design = "grid"
replications = 10
[[factor]]
key = "coaches.families_per_coach"
values = [{}]
[[factor]]
key = "coaches.annual_turnover"
values = [0, 0.1, 0.2, 0.3, 0.4, 0.5]
""".format(", ".join(map(str, range(1, 51))))


class Shards(test_sweep.Study):
    def shards(self, count, *arguments):
        files = []
        for number in range(1, count + 1):
            self.homeward("sweep", "study.toml", *arguments, "--shard", f"{number}/{count}", "--quiet")
            files.append(f"small.shard-{number}-of-{count}.h5")
        return files

    def refuses(self, *arguments, code=2):
        message = self.homeward("merge", *arguments, code=code).stderr
        self.assertFalse((self.folder / f"{arguments[-1]}.parts").exists())
        return message

    def test_the_shards_joined_are_the_whole(self):
        for record in ("runs", "events"):
            files = self.shards(3, "--record", record, "--force")
            self.homeward("sweep", "study.toml", "--record", record, "-o", f"{record}.h5", "--quiet")
            told = self.homeward("merge", *reversed(files), "-o", f"joined-{record}.h5").stderr
            self.assertIn("10 of 10 runs are done", told)
            self.assertNotIn("incomplete", told)
            self.assert_same(f"joined-{record}.h5", f"{record}.h5")

    def test_a_shard_is_a_results_file_that_lacks_the_other_runs(self):
        files = self.shards(3)
        done = np.zeros((5, 2), int)
        for file in files:
            with h5py.File(self.folder / file) as shard:
                self.assertEqual(shard.attrs["status"], "incomplete")
                self.assertEqual(shard["run_status"].shape, (5, 2))
                done += shard["run_status"][:]
        self.assertTrue((done == 1).all())  # every run in one shard, in the others only planned
        told = self.plan("study.toml", "--shard", "1/4")
        self.assertEqual((told["why"]["absent"], told["why"]["other_shard"]), (2, 8))
        self.assertTrue(told["file"].endswith("small.shard-1-of-4.h5"))

    def test_shards_grow_and_join_again(self):
        self.homeward("merge", *self.shards(2), "-o", "joined.h5", "--quiet")
        files = self.shards(2, "-n", 5)
        self.homeward("merge", *files, "-o", "joined.h5", "--quiet")
        self.homeward("sweep", "study.toml", "-n", 5, "-o", "whole.h5", "--quiet")
        self.assert_same("joined.h5", "whole.h5")

    def test_an_output_that_is_named_by_all_shards_gathers_them(self):
        for number in (1, 2, 3):
            self.homeward("sweep", "study.toml", "--shard", f"{number}/3", "-o", "one.h5", "--quiet")
        self.homeward("sweep", "study.toml", "-o", "whole.h5", "--quiet")
        self.assert_same("one.h5", "whole.h5")

    def test_more_shards_than_runs_leave_some_empty(self):
        files = self.shards(13)
        self.homeward("merge", *files, "-o", "joined.h5", "--quiet")
        self.homeward("sweep", "study.toml", "-o", "whole.h5", "--quiet")
        self.assert_same("joined.h5", "whole.h5")

    def test_missing_shards_are_named(self):
        files = self.shards(4)
        told = self.homeward("merge", files[0], files[3], "-o", "some.h5", code=130).stderr
        self.assertIn("5 of the 10 runs are missing: shard 2 of 4 (2 runs, no file of it named), shard 3 of 4 (3 ", told)
        self.assertFalse(self.values("some.h5")["complete"])
        with h5py.File(self.folder / "some.h5") as some:
            self.assertEqual(some.attrs["status"], "incomplete")
        told = json.loads(self.homeward("merge", files[0], "-o", "one.h5", "--json", code=130).stdout)
        self.assertEqual((told["runs"], told["done"], told["missing"], told["complete"]), (10, 2, 8, False))
        self.homeward("merge", "some.h5", files[1], files[2], "-o", "some.h5", "--quiet")
        self.homeward("sweep", "study.toml", "-o", "whole.h5", "--quiet")
        self.assert_same("some.h5", "whole.h5")

    def test_runs_in_several_files_must_be_the_same(self):
        files = self.shards(2)
        self.homeward("sweep", "study.toml", "-o", "whole.h5", "--quiet")
        self.homeward("merge", *files, "whole.h5", files[0], "-o", "joined.h5", "--quiet")
        self.assert_same("joined.h5", "whole.h5")
        self.homeward("sweep", "study.toml", "--seed", 9, "-o", "seed.h5", "--quiet")
        self.assertIn("seed 9 against 42", self.refuses(files[0], "seed.h5", "-o", "no.h5"))
        self.homeward("sweep", "study.toml", "--set", "support.hours_per_contact=2", "-o", "other.h5", "--quiet")
        message = self.refuses(files[0], "other.h5", "-o", "no.h5")
        self.assertIn("other.h5", message)
        self.assertIn("support.hours_per_contact", message)
        with h5py.File(self.folder / "whole.h5", "r+") as changed:
            changed["families_entered"][3, 1] += 1
        message = self.refuses(*files, "whole.h5", "-o", "no.h5")
        self.assertIn("whole.h5 cannot be joined: its run of " + test_sweep.NAMES[3] + ", replication 1", message)

    def test_an_output_in_the_way_is_refused_and_replaced_by_force(self):
        files = self.shards(2)
        self.homeward("sweep", "study.toml", "--set", "support.hours_per_contact=2", "-o", "there.h5", "--quiet")
        self.assertIn("support.hours_per_contact", self.refuses(*files, "-o", "there.h5"))
        self.homeward("merge", *files, "-o", "there.h5", "--force", "--quiet")
        self.homeward("sweep", "study.toml", "-o", "whole.h5", "--quiet")
        self.assert_same("there.h5", "whole.h5")
        self.write("notes.h5", "notes")
        self.refuses(*files, "-o", "notes.h5")

    def test_a_damaged_shard_is_5_and_named(self):
        files = self.shards(2)
        whole = (self.folder / files[1]).read_bytes()
        (self.folder / files[1]).write_bytes(whole[: len(whole) // 2])
        self.assertIn(files[1], self.refuses(*files, "-o", "no.h5", code=5))
        self.assertIn("gone.h5", self.refuses(files[0], "gone.h5", "-o", "no.h5", code=2))
        self.assertFalse((self.folder / "no.h5").exists())

    def test_wrong_shards_are_2(self):
        for wrong in ("0/3", "4/3", "1", "x/3"):
            self.assertIn("--shard 2/8", self.homeward("sweep", "study.toml", "--shard", wrong, code=2).stderr)
        self.assertIn("--precision", self.homeward("sweep", "study.toml", "--shard", "1/2", "--precision", "5%",
                                                   "--outcome", "coach_use", code=2).stderr)
        self.homeward("merge", "a.h5", code=2)

    def test_scenarios_are_sharded_too(self):
        for number in (1, 2):
            self.homeward("run", "base.toml", "more.toml", "--shard", f"{number}/2", "--quiet")
        self.homeward("merge", "base.shard-1-of-2.h5", "base.shard-2-of-2.h5", "-o", "joined.h5", "--quiet")
        self.homeward("run", "base.toml", "more.toml", "-o", "whole.h5", "--quiet")
        self.assert_same("joined.h5", "whole.h5")


class Again(test_sweep.Study):
    def test_one_run_of_a_point_alone_is_that_run_with_its_past(self):
        """What is told to repeat a failed run: --only and the last of as many shards as replications."""
        self.write("coached.toml", LATE)
        self.homeward("sweep", "study.toml", "-n", 3, "-o", "whole.h5", "--quiet")
        self.homeward("sweep", "study.toml", "--only", test_sweep.NAMES[4], "--seed", 42, "-n", 3, "--shard", "3/3", "-o",
                      "alone.h5", "--quiet")
        with h5py.File(self.folder / "whole.h5") as whole, h5py.File(self.folder / "alone.h5") as alone:
            self.assertEqual(alone["run_status"][:].tolist(), [[0, 0, 1]])
            self.assertEqual(alone["scenario_digest"][0], whole["scenario_digest"][4])
            for outcome in ("events", "coach_use", "families_waiting"):
                self.assertEqual(alone[outcome][0, 2], whole[outcome][4, 2])
        self.assertIn(f'did you mean "{test_sweep.NAMES[4][:-1]}',
                      self.homeward("sweep", "study.toml", "--only", test_sweep.NAMES[4][:-2], code=2).stderr)


class ManyPoints(test_cli.Cli):
    """300 points."""

    def setUp(self):
        super().setUp()
        self.write("tiny.toml", TINY)
        self.write("many.toml", MANY)

    def peak(self, *arguments, code=0):
        """Most memory that a command had, in MB."""
        script = ("import resource, subprocess, sys; code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL); "
                  "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024); sys.exit(code)")
        done = subprocess.run(["/usr/bin/python3", "-c", script, test_cli.HOMEWARD, *map(str, arguments)], cwd=self.folder,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stderr)
        return int(done.stdout)

    def test_memory_does_not_grow_with_replications_nor_with_growing(self):
        few = self.peak("sweep", "many.toml", "-n", 1, "-o", "few.h5", "--quiet")
        fresh = self.peak("sweep", "many.toml", "-o", "fresh.h5", "--quiet")
        grown = self.peak("sweep", "many.toml", "-o", "few.h5", "--quiet")
        self.assertLess(fresh, few + 40)
        self.assertLess(grown, fresh + 30)
        self.assert_same("few.h5", "fresh.h5")
        for number in (1, 2, 3, 4, 5, 6):
            self.homeward("sweep", "many.toml", "--shard", f"{number}/6", "--quiet")
        shards = [f"many.shard-{number}-of-6.h5" for number in (1, 2, 3, 4, 5, 6)]
        two = self.peak("merge", *shards[:2], "-o", "two.h5", "--quiet", code=130)
        six = self.peak("merge", *shards, "-o", "six.h5", "--quiet")
        self.assertLess(six, two + 30)
        self.assert_same("six.h5", "fresh.h5")

    def test_a_large_study_that_is_killed_goes_on_and_opens_everywhere(self):
        large = ["sweep", "many.toml", "-n", 400, "-o", "out.h5"]  # enough for parts before the end
        process = self.start(*large, "--quiet")
        self.wait_for_part("out.h5")
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        told = json.loads(self.homeward("plan", *large[1:], "--no-pilot", "--json").stdout)
        self.assertGreater(told["why"]["in_parts"], 0)
        self.assertEqual(told["why"]["in_parts"] + told["to_do"], 120000)
        done = self.homeward(*large).stderr
        self.assertEqual(int(re.search(r"(\d+) of 120000 runs to do", done)[1]), told["to_do"])
        self.homeward(*large[:-1], "whole.h5", "--quiet")
        self.assert_same("out.h5", "whole.h5")
        with xarray.open_dataset(self.folder / "out.h5") as data:
            self.assertEqual(dict(data.coach_use.sizes), {"scenario": 300, "replication": 400})
        with h5py.File(self.folder / "out.h5") as data:
            self.assertTrue((data["run_status"][:] == 1).all())

    def test_tables_of_many_points_show_the_ends_and_say_so(self):
        self.homeward("sweep", "many.toml", "-n", 2, "-o", "out.h5", "--quiet")
        for command in ("summary", "compare"):
            told = self.homeward(command, "out.h5", "--outcome", "coach_use").stdout.splitlines()
            self.assertLess(len(told), 60)
            self.assertTrue(any("--rows all shows them" in line for line in told), told)
            rows = self.homeward(command, "out.h5", "--outcome", "coach_use", "--rows", "all").stdout.splitlines()
            self.assertGreaterEqual(len(rows), 299)
            self.assertIn("give a number", self.homeward(command, "out.h5", "--rows", "x", code=2).stderr)
        rows = self.homeward("summary", "out.h5", "--outcome", "coach_use", "--rows", "all").stdout.splitlines()
        names = [re.split(r"  +", row.strip())[0] for row in rows if "=" in row and row.startswith("  ")]
        self.assertEqual(len(set(names)), 300)  # shortened, but apart


if __name__ == "__main__":
    unittest.main()
