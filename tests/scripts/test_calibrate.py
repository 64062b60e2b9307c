"""Calibration from outside: answers, files, exit codes, faults. HOMEWARD names the executable."""

import json
import math
import signal
import time
import tomllib
import unittest

import test_cli

# Exponential exits, of which the true means are 400 and 900 days, so that the shares have closed forms.
BASE = """
format = 1
title = "Two ways out"
[run]
entry_years = 1
follow_up_years = 1
seed = 11
[families]
entries_per_year = 400
[hazards]
readiness = { distribution = "exponential", mean_days = 800 }
other_permanency = { distribution = "exponential", mean_days = 500 }
[permanency]
shares = { adopted = 0.5, guardianship = 0.3, relative = 0.2 }
"""
RATE = 1 / 400 + 1 / 900
HOME = 1 / 400 / RATE * -math.expm1(-365.25 * RATE)
PERMANENT = -math.expm1(-(365.25 - 8) * RATE)

TARGETS = """
format = 1
base = "two.toml"
replications = 4
confirmations = 10
steps = 6
[set]
candidates = 12
[[parameter]]
key = "hazards.readiness.mean_days"
range = [100, 3000]
scale = "log"
[[parameter]]
key = "hazards.other_permanency.mean_days"
range = [100, 3000]
scale = "log"
[[target]]
name = "reunified_12_months"
value = {home}
tolerance = {tolerance}
[[target]]
name = "permanency_12_months"
value = {permanent}
tolerance = {tolerance}
"""


class Calibrate(test_cli.Cli):
    def setUp(self):
        super().setUp()
        self.write("two.toml", BASE)
        self.write_targets()

    def write_targets(self, tolerance=0.05, home=HOME, permanent=PERMANENT):
        self.write("targets.toml", TARGETS.format(home=home, permanent=permanent, tolerance=tolerance))

    def calibrate(self, *arguments, code=0):
        done = self.homeward("calibrate", "targets.toml", "--json", "--quiet", *arguments, code=code)
        return json.loads(done.stdout)


class Answers(Calibrate):
    def test_the_truth_is_found_and_lies_in_the_set(self):
        told = self.calibrate()
        self.assertEqual(told["status"], "all_inside")
        self.assertLess(told["misfit"], told["misfit_at_start"])
        home, other = told["parameters"]
        self.assertAlmostEqual(home["fitted"], 400, delta=60)
        self.assertAlmostEqual(other["fitted"], 900, delta=200)
        self.assertGreater(len(told["set"]["vectors"]), 3)
        self.assertTrue(home["set_low"] < 400 < home["set_high"])
        for target in told["targets"]:
            self.assertTrue(target["ci_low"] <= target["simulated"] <= target["ci_high"])
            self.assertLess(target["implausibility"], 1)
            self.assertTrue(target["source"])
        self.assertIn("left_within_30_days", [figure["name"] for figure in told["held_out"]])

    def test_the_answer_does_not_depend_on_threads(self):
        one, three = (self.homeward("calibrate", "targets.toml", "--quiet", "-j", threads).stdout for threads in (1, 3))
        self.assertEqual(one, three)

    def test_words_table_and_steps(self):
        done = self.homeward("calibrate", "targets.toml", "--no-progress")
        self.assertIn("2 of 2 targets lie within their bands on 10 fresh replications.", done.stdout)
        self.assertRegex(done.stdout, r"permanency_12_months .* inside")
        self.assertRegex(done.stdout, r"hazards.readiness.mean_days +100 to 3000 +800 +\d")
        self.assertIn("homeward: start: misfit", done.stderr)
        self.assertIn("homeward: step 1: misfit", done.stderr)

    def test_a_target_out_of_reach_is_named_and_gives_code_4(self):
        self.write_targets(home=0.9, permanent=0.2)  # home is a part of what is permanent
        told = self.calibrate(code=4)
        self.assertEqual(told["status"], "some_outside")
        self.assertFalse(all(target["inside"] for target in told["targets"]))


class Files(Calibrate):
    def test_the_scenario_and_the_set_can_be_used(self):
        (self.folder / "sub").mkdir()
        told = self.calibrate("-o", "sub/fitted.toml")
        fitted = tomllib.loads((self.folder / "sub/fitted.toml").read_text())
        self.assertEqual(fitted["extends"], "../two.toml")
        self.assertEqual(fitted["hazards"]["readiness"]["mean_days"], told["parameters"][0]["fitted"])
        self.assertEqual(fitted["sources"]["hazards.readiness"]["grade"], "published_elsewhere")
        self.homeward("check", "sub/fitted.toml")
        self.homeward("sweep", "sub/fitted-set.toml", "-n", 1, "-o", "set.h5", "--quiet")
        scenarios = self.values("set.h5", "--outcome", "reunified_12_months")["outcomes"]
        self.assertEqual(len(scenarios), len(told["set"]["vectors"]))

    def test_files_that_are_there_are_kept(self):
        self.write("fitted.toml", "mine")
        done = self.homeward("calibrate", "targets.toml", "-o", "fitted.toml", code=2)
        self.assertIn("fitted.toml exists; --force replaces it", done.stderr)
        self.assertEqual((self.folder / "fitted.toml").read_text(), "mine")
        done = self.homeward("calibrate", "targets.toml", "-o", "two.toml", "--force", code=2)
        self.assertIn("two.toml is what is calibrated", done.stderr)

    def test_an_output_that_cannot_be_written_is_told_before_the_fit(self):
        done = self.homeward("calibrate", "targets.toml", "-o", "nowhere/fitted.toml", code=1)
        self.assertIn("nowhere", done.stderr)
        self.assertNotIn("start", done.stderr)


class Faults(Calibrate):
    def test_faults_are_told_before_anything_runs(self):
        text = TARGETS.format(home=HOME, permanent=PERMANENT, tolerance=0.05)
        self.write("targets.toml", text.replace("readiness.mean_days", "readines.mean_days").replace("[100", "[0"))
        done = self.homeward("calibrate", "targets.toml", code=3)
        self.assertEqual(len(done.stderr.splitlines()), 2)
        self.assertRegex(done.stderr, r"targets.toml:\d+:\d+: hazards.readines.mean_days is not a known key")

    def test_check_knows_targets_files(self):
        done = self.homeward("check", "targets.toml")
        self.assertIn("2 parameters of two to fit to 2 targets; 4 replications of each vector, seed 11", done.stdout)
        self.assertEqual(json.loads(self.homeward("check", "targets.toml", "--json").stdout)[0]["targets"], 2)
        self.homeward("check", "targets.toml", "--resolved", code=2)

    def test_a_target_that_cannot_be_measured_is_named(self):
        text = TARGETS.format(home=HOME, permanent=PERMANENT, tolerance=0.05)
        self.write("targets.toml", text + '[[target]]\nname = "reentry_60_months"\n')
        done = self.homeward("calibrate", "targets.toml", code=1)
        self.assertIn("the base cannot measure reentry_60_months", done.stderr)

    def test_an_interrupt_says_so(self):
        process = self.start("calibrate", "targets.toml", "-n", 2000)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=60), 130)
        self.assertIn("interrupted", process.stderr.read())
        process.stderr.close()


if __name__ == "__main__":
    unittest.main()
