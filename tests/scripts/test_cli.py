"""The program from outside: what it writes, says and answers to the shell. HOMEWARD names the executable."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

HOMEWARD = os.environ["HOMEWARD"]

BASE = """
format = 1
title = "A small county"
[run]
warm_up_years = 1
entry_years = 1
follow_up_years = 1.5
replications = 3
seed = 42
[families]
entries_per_year = 40
children = { shares = [0.6, 0.4] }
[[traits]]
name = "kin"
share = 0.4
hazard_ratios = { readiness = 1.3 }
[hazards]
readiness = { distribution = "weibull", shape = 0.9, scale_days = 400 }
reentry = { distribution = "exponential", mean_days = 1500 }
setback = { distribution = "exponential", mean_days = 500 }
[costs]
care_per_day = { foster_family = 30 }
"""

COACHED = """
format = 1
extends = "base.toml"
[coaches]
positions = 2
families_per_coach = 6
[support]
contacts_per_week = { placed = 1 }
hours_per_contact = 1.5
"""


class Cli(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="homeward-cli-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.write("base.toml", BASE)
        self.write("coached.toml", COACHED)
        self.write("more.toml", 'format = 1\nextends = "coached.toml"\n[coaches]\npositions = 4\n')

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def homeward(self, *arguments, code=0):
        done = subprocess.run([HOMEWARD, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True,
                              timeout=300)
        self.assertEqual(done.returncode, code, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done

    def start(self, *arguments):
        return subprocess.Popen([HOMEWARD, *map(str, arguments)], cwd=self.folder, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, text=True)

    def assert_same(self, one, other):
        """Equal in everything outside /provenance. h5diff cannot compare axes that are never written."""
        done = subprocess.run(["h5diff", "-c", "--exclude-path=/provenance", one, other], cwd=self.folder,
                              capture_output=True, text=True)
        told = [line for line in done.stdout.splitlines() if not line.endswith("is an empty dataset")]
        self.assertEqual((done.returncode, told), (0, []), done.stderr)

    def values(self, file, *options):
        return json.loads(self.homeward("summary", file, "--json", *options).stdout)

    def wait_for_part(self, output):
        """Until a run of `output` has parts on the disk."""
        parts = self.folder / f"{output}.parts"
        for _ in range(600):
            if any(parts.glob("*.part")):
                return
            time.sleep(0.05)
        self.fail("no part was written")


class Running(Cli):
    def test_results_do_not_depend_on_threads(self):
        for threads in (1, 2, 5, 16):
            self.homeward("run", "base.toml", "coached.toml", "-n", 6, "-j", threads, "-o", f"t{threads}.h5", "--quiet")
        for threads in (2, 5, 16):
            self.assert_same("t1.h5", f"t{threads}.h5")

    def test_the_default_output_has_the_name_of_the_first_scenario(self):
        done = self.homeward("run", "coached.toml", "base.toml")
        self.assertTrue((self.folder / "coached.h5").exists())
        self.assertFalse((self.folder / "coached.h5.parts").exists())
        self.assertIn("seed 42", done.stderr)
        self.assertIn("homeward summary coached.h5", done.stderr)
        self.assertIn("reunified_12_months", done.stdout)
        self.assertIn("Difference from coached", done.stdout)

    def test_quiet_says_nothing_and_json_is_json(self):
        done = self.homeward("run", "base.toml", "--quiet")
        self.assertEqual((done.stdout, done.stderr), ("", ""))
        told = json.loads(self.homeward("run", "base.toml", "--json", "--quiet").stdout)
        self.assertEqual(told["file"], "base.h5")
        self.assertEqual(told["seed"], "42")
        self.assertEqual(told["scenarios"][0]["done"], 3)

    def test_a_set_changes_every_scenario(self):
        self.homeward("run", "base.toml", "coached.toml", "--set", "families.entries_per_year=0", "-o", "none.h5")
        entered = [row["mean"] for row in self.values("none.h5", "--outcome", "families_entered")["outcomes"]]
        self.assertEqual(entered, [0, 0])

    def test_families_and_events_are_kept_when_asked_for(self):
        self.homeward("run", "base.toml", "--record", "events", "--families", "1-5", "-n", 1, "-o", "events.h5")
        tables = subprocess.run(["h5ls", "events.h5/tables"], cwd=self.folder, capture_output=True, text=True).stdout
        self.assertIn("events", tables)
        self.assertIn("families", tables)


class Growing(Cli):
    def test_growing_replications_ends_where_a_fresh_run_would(self):
        self.homeward("run", "base.toml", "coached.toml", "-n", 4, "-o", "grown.h5")
        done = self.homeward("run", "base.toml", "coached.toml", "-n", 9, "-o", "grown.h5")
        self.assertIn("10 of 18 runs to do", done.stderr)
        self.homeward("run", "base.toml", "coached.toml", "-n", 9, "-o", "fresh.h5")
        self.assert_same("grown.h5", "fresh.h5")

    def test_adding_a_scenario_changes_nothing_of_the_others(self):
        self.homeward("run", "base.toml", "coached.toml", "-o", "grown.h5")
        before = self.values("grown.h5")["outcomes"]
        self.homeward("run", "base.toml", "more.toml", "-o", "grown.h5")
        after = self.values("grown.h5")
        self.assertEqual([s["name"] for s in after["scenarios"]], ["base", "coached", "more"])
        self.assertEqual([row for row in after["outcomes"] if row["scenario"] != "more" and row in before], before)
        self.homeward("run", "base.toml", "coached.toml", "more.toml", "-o", "fresh.h5")
        self.assert_same("grown.h5", "fresh.h5")

    def test_a_command_that_names_all_scenarios_sets_their_order(self):
        self.homeward("run", "base.toml", "coached.toml", "-o", "grown.h5")
        self.homeward("run", "more.toml", "coached.toml", "base.toml", "-o", "grown.h5")
        self.homeward("run", "more.toml", "coached.toml", "base.toml", "-o", "fresh.h5")
        self.assert_same("grown.h5", "fresh.h5")

    def test_fewer_replications_keep_what_is_there(self):
        self.homeward("run", "base.toml", "-n", 5, "-o", "out.h5")
        before = (self.folder / "out.h5").read_bytes()
        done = self.homeward("run", "base.toml", "-n", 2, "-o", "out.h5")
        self.assertIn("5 replications, more than the 2", done.stderr)
        self.assertEqual((self.folder / "out.h5").read_bytes(), before)

    def test_a_scenario_that_is_not_named_keeps_its_runs(self):
        self.homeward("run", "base.toml", "coached.toml", "-n", 2, "-o", "out.h5")
        done = self.homeward("run", "base.toml", "-n", 4, "-o", "out.h5")
        self.assertIn("coached is not named", done.stderr)
        told = self.values("out.h5")
        self.assertEqual([s["done"] for s in told["scenarios"]], [4, 2])
        self.assertFalse(told["complete"])
        self.homeward("run", "base.toml", "coached.toml", "-n", 4, "-o", "out.h5")
        self.homeward("run", "base.toml", "coached.toml", "-n", 4, "-o", "fresh.h5")
        self.assert_same("out.h5", "fresh.h5")

    def test_more_record_runs_again(self):
        self.homeward("run", "base.toml", "-o", "out.h5", "--record", "runs")
        done = self.homeward("run", "base.toml", "-o", "out.h5", "--record", "families")
        self.assertIn("they run again", done.stderr)
        self.homeward("run", "base.toml", "-o", "fresh.h5", "--record", "families")
        self.assert_same("out.h5", "fresh.h5")

    def test_other_runs_in_the_way_are_refused_and_replaced_by_force(self):
        self.homeward("run", "base.toml", "coached.toml", "-o", "out.h5")
        changed = ["run", "coached.toml", "--set", "coaches.positions=3", "-o", "out.h5"]
        refused = self.homeward(*changed, code=2)
        self.assertIn("coaches.positions", refused.stderr)
        self.assertIn("--force", refused.stderr)
        self.homeward(*changed, "--force")
        self.assertEqual([s["name"] for s in self.values("out.h5")["scenarios"]], ["base", "coached"])
        self.assertIn("seed 42 there, 5 asked for",
                      self.homeward("run", "base.toml", "--seed", 5, "-o", "out.h5", code=2).stderr)

    def test_a_file_of_another_kind_is_refused_and_replaced_by_force(self):
        self.write("notes.h5", "not HDF5 at all")
        refused = self.homeward("run", "base.toml", "-o", "notes.h5", code=2)
        self.assertIn("notes.h5", refused.stderr)
        self.assertEqual((self.folder / "notes.h5").read_text(), "not HDF5 at all")
        self.homeward("run", "base.toml", "-o", "notes.h5", "--force")
        self.homeward("summary", "notes.h5")


LONG = ["run", "base.toml", "coached.toml", "--set", "families.entries_per_year=2000", "-n"]


class Stopping(Cli):
    def test_a_killed_run_is_taken_up_and_equals_an_uninterrupted_one(self):
        many = [*LONG, 60, "-j", 2]
        run = self.start(*many, "-o", "killed.h5")
        self.wait_for_part("killed.h5")
        run.kill()
        run.communicate()
        self.assertFalse((self.folder / "killed.h5").exists())
        done = self.homeward(*many, "-o", "killed.h5")
        self.assertIn("of 120 runs to do", done.stderr)
        self.assertNotIn("120 of 120", done.stderr)
        self.assertFalse((self.folder / "killed.h5.parts").exists())
        self.homeward(*many, "-o", "whole.h5", "--quiet")
        self.assert_same("killed.h5", "whole.h5")

    def test_one_interrupt_saves_what_is_finished(self):
        run = self.start(*LONG, 5000, "-o", "stopped.h5")
        time.sleep(1.5)
        run.send_signal(signal.SIGINT)
        _, messages = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 130, messages)
        self.assertIn("finishing the runs in flight", messages)
        told = self.values("stopped.h5")
        self.assertFalse(told["complete"])
        self.assertGreater(told["scenarios"][0]["done"], 0)
        self.assertFalse((self.folder / "stopped.h5.parts").exists())

        wanted = told["scenarios"][0]["done"] + 2
        self.homeward(*LONG, wanted, "-o", "stopped.h5")
        self.homeward(*LONG, wanted, "-o", "whole.h5")
        self.assert_same("stopped.h5", "whole.h5")

    def test_two_interrupts_stop_at_once(self):
        run = self.start("run", "base.toml", "--set", "families.entries_per_year=2000000", "-j", 1, "-n", 50)
        time.sleep(1)
        run.send_signal(signal.SIGINT)
        time.sleep(0.3)
        run.send_signal(signal.SIGINT)
        started = time.monotonic()
        run.communicate(timeout=60)
        self.assertEqual(run.returncode, 130)
        self.assertLess(time.monotonic() - started, 5)
        self.assertFalse((self.folder / "base.h5").exists())

    def test_two_programs_do_not_write_the_same_output(self):
        run = self.start(*LONG, 5000, "-o", "shared.h5")
        self.wait_for_part("shared.h5")
        second = self.homeward(*LONG, 5, "-o", "shared.h5", code=1)
        self.assertEqual(len(second.stderr.splitlines()), 1)
        self.assertIn("another homeward is writing shared.h5", second.stderr)
        run.kill()
        run.communicate()


class Faults(Cli):
    def test_wrong_usage_is_2(self):
        self.homeward(code=2)
        self.assertIn('did you mean "summary"', self.homeward("sumary", "x.h5", code=2).stderr)
        self.homeward("run", code=2)
        self.assertIn("did you mean --no-progress?", self.homeward("run", "base.toml", "--no-progres", code=2).stderr)
        for seed in ("-1", "1.5", "99999999999999999999", "x"):
            self.homeward("run", "base.toml", "--seed", seed, code=2)
        self.homeward("run", "base.toml", "-n", "0", code=2)
        self.homeward("run", "base.toml", "-n", "many", code=2)
        self.homeward("run", "base.toml", "--record", "everything", code=2)
        self.homeward("run", "base.toml", "--families", "1", code=2)
        self.homeward("run", "base.toml", "--set", "coaches.positions", code=2)
        self.assertEqual(list(self.folder.glob("*.h5*")), [])

    def test_help_and_version_are_data(self):
        self.assertIn("summary", self.homeward("--help").stdout)
        self.assertIn("--record", self.homeward("run", "--help").stdout)
        self.assertTrue(self.homeward("--version").stdout.startswith("homeward "))

    def test_faults_of_scenarios_are_3_and_told_all_at_once(self):
        self.write("bad.toml", 'format = 1\n[coaches]\npositions = -3\nfamilies_per_coch = 4\n')
        done = self.homeward("run", "base.toml", "bad.toml", code=3)
        self.assertIn("bad.toml:3:", done.stderr)
        self.assertIn("families_per_coach", done.stderr)
        self.assertIn("--set coaches.positions", self.homeward("run", "base.toml", "--set", "coaches.positions=many",
                                                               code=3).stderr)
        self.homeward("run", "missing.toml", code=3)
        self.homeward("run", "base.toml", "base.toml", code=3)
        self.assertEqual(list(self.folder.glob("*.h5*")), [])

    def test_check_tells_faults_or_what_a_scenario_says(self):
        self.write("bad.toml", "format = 1\n[coaches]\npositions = -3\n")
        done = self.homeward("check", "bad.toml", "coached.toml", code=3)
        self.assertIn("bad.toml:3:", done.stderr)
        self.assertIn("coached.toml: ok", done.stdout)
        self.assertIn("2 coach positions, 1:6", done.stdout)
        self.assertIn("coaches.positions", done.stdout)
        faults = json.loads(self.homeward("check", "bad.toml", "--json", code=3).stdout)
        self.assertEqual(faults[0]["faults"][0]["line"], 3)

    def test_resolved_can_be_read_again_and_is_the_same_scenario(self):
        resolved = self.homeward("check", "coached.toml", "--resolved", "--set", "coaches.positions=5").stdout
        self.write("again.toml", resolved)
        first = json.loads(self.homeward("check", "coached.toml", "--json", "--set", "coaches.positions=5").stdout)
        again = json.loads(self.homeward("check", "again.toml", "--json").stdout)
        self.assertEqual(first[0]["digest"], again[0]["digest"])

    def test_an_output_that_cannot_be_written_is_1_before_anything_runs(self):
        done = self.homeward("run", "base.toml", "-o", "missing/out.h5", code=1)
        self.assertEqual(len(done.stderr.splitlines()), 1)
        self.assertIn("missing/out.h5", done.stderr)
        self.homeward("run", "base.toml", "-o", ".", code=1)

    def test_a_full_disk_is_one_line(self):
        # A limit on the size of files stands for a disk that is full: the same error reaches the program.
        limited = f"trap '' XFSZ; ulimit -f 4; exec {HOMEWARD} run base.toml coached.toml -n 20 -o full.h5 --quiet"
        done = subprocess.run(["bash", "-c", limited], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertFalse((self.folder / "full.h5").exists())

    def test_output_that_cannot_be_written_is_told(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([HOMEWARD, "check", "base.toml"], cwd=self.folder, stdout=full, stderr=subprocess.PIPE,
                                  text=True)
        self.assertEqual((done.returncode, done.stderr), (1, "homeward: standard output cannot be written\n"))

    def test_large_records_ask_for_force(self):
        done = self.homeward("run", "base.toml", "--record", "events", "-n", 100000, code=2)
        self.assertIn("GB", done.stderr)

    def test_a_damaged_file_is_5(self):
        self.homeward("run", "base.toml", "-o", "out.h5", "--quiet")
        whole = (self.folder / "out.h5").read_bytes()
        (self.folder / "out.h5").write_bytes(whole[: len(whole) // 2])
        self.homeward("summary", "out.h5", code=5)
        self.homeward("run", "base.toml", "-o", "out.h5", code=5)
        self.write("text.h5", "text")
        self.homeward("summary", "text.h5", code=5)


class Summaries(Cli):
    def test_outcomes_by_scenario_and_trait(self):
        self.homeward("run", "base.toml", "coached.toml", "-n", 4, "-o", "out.h5", "--quiet")
        table = self.homeward("summary", "out.h5").stdout
        self.assertIn("Difference from base", table)
        self.assertIn("[exits in the window]", table)
        self.assertLessEqual(max(map(len, table.splitlines())), 120)
        by_trait = self.homeward("summary", "out.h5", "--by-trait", "--outcome", "reunified_12_months").stdout
        self.assertIn("kin=yes", by_trait)
        rows = self.values("out.h5", "--outcome", "reunified_12_months")["outcomes"]
        self.assertEqual([row["scenario"] for row in rows], ["base", "coached"])
        self.assertAlmostEqual(rows[1]["difference"]["mean"], rows[1]["mean"] - rows[0]["mean"])

    def test_an_unknown_outcome_names_the_nearest(self):
        self.homeward("run", "base.toml", "-n", 2, "-o", "out.h5", "--quiet")
        self.assertIn("reunified_12_months",
                      self.homeward("summary", "out.h5", "--outcome", "reunified_12_month", code=2).stderr)


if __name__ == "__main__":
    unittest.main()
