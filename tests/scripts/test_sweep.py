"""Studies from outside: sweeping, planning, growing, faults. HOMEWARD names the executable."""

import json
import os
import signal
import unittest
from pathlib import Path

from homeward_results import Results

import test_cli

STUDIES = Path(__file__).resolve().parents[2] / "scenarios" / "studies"

COACHED = test_cli.BASE + """
[coaches]
positions = 2
families_per_coach = 6
[support]
contacts_per_week = { placed = 1 }
hours_per_contact = 1.5
"""

STUDY = """
format = 1
name = "small"
title = "A small study"
base = "coached.toml"
design = "grid"
replications = 2
where = "coaches.positions * coaches.families_per_coach <= 24"

[[factor]]
key = "coaches.families_per_coach"
values = [6, 12]

[[factor]]
key = "coaches.positions"
values = [1, 2, 4]
role = "uncertainty"
"""
NAMES = ["families_per_coach=6, positions=1", "families_per_coach=6, positions=2", "families_per_coach=6, positions=4",
         "families_per_coach=12, positions=1", "families_per_coach=12, positions=2"]


class Study(test_cli.Cli):
    def setUp(self):
        super().setUp()
        self.write("coached.toml", COACHED)
        self.write("study.toml", STUDY)

    def plan(self, *arguments):
        return json.loads(self.homeward("plan", *arguments, "--no-pilot", "--json").stdout)


class Sweeping(Study):
    def test_the_design_table_is_in_the_results(self):
        done = self.homeward("sweep", "study.toml")
        self.assertIn("5 scenarios × 2 replications, seed 42", done.stderr)
        with Results(self.folder / "small.h5") as results:
            self.assertEqual(results.title, "A small study")
            self.assertEqual(results.scenarios, NAMES)
            self.assertEqual(results.baseline, NAMES[1])  # the point that is as the base
            self.assertEqual(results.factors["coaches.positions"].tolist(), ["1", "2", "4", "1", "2"])
            self.assertEqual(results.factor_values["coaches.families_per_coach"].tolist(), [6, 6, 6, 12, 12])
            self.assertEqual(results.factor_role("coaches.positions"), "uncertainty")
            self.assertTrue(results.is_complete)
            self.assertEqual(results.series, [])  # --record runs
            self.assertEqual(results.provenance["study_toml"], STUDY)

    def test_a_point_gives_what_the_same_set_gives(self):
        self.homeward("sweep", "study.toml", "--quiet")
        self.homeward("run", "coached.toml", "--set", "coaches.families_per_coach=12", "--set", "coaches.positions=1",
                      "-n", 2, "-o", "alone.h5", "--quiet")
        one = self.values("alone.h5")["outcomes"]
        swept = [row for row in self.values("small.h5")["outcomes"] if row["scenario"] == NAMES[3]]
        self.assertEqual([row["mean"] for row in swept], [row["mean"] for row in one])

    def test_tables_of_shares_are_numbers_too(self):
        self.write("mix.toml", 'format = 1\nbase = "coached.toml"\ndesign = "simplex"\nreplications = 1\n'
                               '[[factor]]\nkey = "support.mix"\nsteps = 2\n')
        self.homeward("sweep", "mix.toml", "--quiet")
        with Results(self.folder / "mix.h5") as results:
            self.assertEqual(len(results.scenarios), 10)
            shares = results.factor_values
            self.assertEqual(list(shares), [f"support.mix.{kind}" for kind in
                                            ("emotional", "informational", "instructional", "advocacy")])
            self.assertTrue((shares.sum(axis=1) == 1).all())
            self.assertEqual(results.scenarios[1], "mix=0.5/0.5/0/0")

    def test_results_do_not_depend_on_threads(self):
        self.homeward("sweep", "study.toml", "-j", 1, "-o", "one.h5", "--quiet")
        self.homeward("sweep", "study.toml", "-j", 5, "-o", "five.h5", "--quiet")
        self.assert_same("one.h5", "five.h5")


class Growing(Study):
    def test_more_replications_end_where_a_fresh_sweep_would(self):
        self.homeward("sweep", "study.toml", "-o", "grown.h5", "--quiet")
        done = self.homeward("sweep", "study.toml", "-n", 4, "-o", "grown.h5")
        self.assertIn("10 of 20 runs to do", done.stderr)
        self.homeward("sweep", "study.toml", "-n", 4, "-o", "fresh.h5", "--quiet")
        self.assert_same("grown.h5", "fresh.h5")

    def test_a_new_level_is_added(self):
        self.homeward("sweep", "study.toml", "--quiet")
        self.write("study.toml", STUDY.replace("[1, 2, 4]", "[1, 2, 3, 4]"))
        self.assertEqual(self.plan("study.toml")["why"]["absent"], 2)
        done = self.homeward("sweep", "study.toml")
        self.assertIn("2 of 12 runs to do", done.stderr)
        self.homeward("sweep", "study.toml", "-o", "fresh.h5", "--quiet")
        self.assert_same("small.h5", "fresh.h5")

    def test_more_points_of_a_sobol_design_are_added(self):
        study = ('format = 1\nbase = "coached.toml"\ndesign = "sobol"\npoints = 4\nreplications = 1\n'
                 '[[factor]]\nkey = "coaches.annual_turnover"\nrange = [0.1, 0.5]\n')
        self.write("some.toml", study)
        self.homeward("sweep", "some.toml", "--quiet")
        self.write("some.toml", study.replace("points = 4", "points = 7"))
        self.assertIn("3 of 7 runs to do", self.homeward("sweep", "some.toml").stderr)

    def test_a_base_that_changed_is_refused_with_the_keys_that_differ(self):
        self.homeward("sweep", "study.toml", "--quiet")
        self.write("coached.toml", COACHED.replace("hours_per_contact = 1.5", "hours_per_contact = 2"))
        self.assertIn("support.hours_per_contact", self.homeward("sweep", "study.toml", code=2).stderr)
        self.assertIn("support.hours_per_contact", self.homeward("plan", "study.toml", code=2).stderr)
        forced = self.plan("study.toml", "--force")
        self.assertEqual(forced["why"]["replaced"], 10)
        self.homeward("sweep", "study.toml", "--force", "--quiet")

    def test_a_killed_sweep_is_taken_up(self):
        large = ["sweep", "study.toml", "-n", 60, "--set", "families.entries_per_year=2000", "-o", "out.h5"]
        process = self.start(*large, "-j", 2)
        self.wait_for_part("out.h5")
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        before = sorted(path.name for path in self.folder.glob("out.h5.parts/*"))
        told = json.loads(self.homeward("plan", *large[1:], "--no-pilot", "--json").stdout)
        self.assertGreater(told["why"]["in_parts"], 0)
        self.assertEqual(told["why"]["in_parts"] + told["to_do"], 300)
        after = sorted(path.name for path in self.folder.glob("out.h5.parts/*"))
        self.assertEqual(before, after)  # a plan removes nothing


class Planning(Study):
    def test_a_plan_says_what_would_run_and_writes_nothing(self):
        before = sorted(self.folder.iterdir())
        done = self.homeward("plan", "study.toml")
        self.assertIn("5 scenarios × 2 replications = 10 runs", done.stdout)
        self.assertIn("1 point left out by where", done.stdout)
        self.assertIn("to do: not there yet", done.stdout)
        self.assertRegex(done.stdout, r"time +about \d+ s on \d+ threads? \(.* s a run, from 8 runs tried\)")
        self.assertIn(NAMES[1] + " (baseline)", done.stdout)
        self.assertEqual(sorted(self.folder.iterdir()), before)

    def test_a_plan_of_scenarios_counts_what_is_there(self):
        self.homeward("run", "base.toml", "coached.toml", "-n", 3, "-o", "out.h5", "--quiet")
        told = self.plan("base.toml", "coached.toml", "-n", 5, "-o", "out.h5")
        self.assertEqual((told["runs"], told["to_do"]), (10, 4))
        self.assertEqual((told["why"]["in_file"], told["why"]["absent"]), (6, 4))
        told = self.plan("base.toml", "-n", 3, "-o", "out.h5")
        self.assertEqual(told["to_do"], 0)
        told = self.plan("base.toml", "coached.toml", "-n", 3, "-o", "out.h5", "--record", "events")
        self.assertEqual(told["why"]["kept_less"], 6)

    def test_a_plan_foretells_what_the_run_does(self):
        self.homeward("sweep", "study.toml", "-n", 1, "--quiet")
        told = json.loads(self.homeward("plan", "study.toml", "--json").stdout)
        self.assertEqual(told["to_do"], 5)
        self.assertGreater(told["seconds"], 0)
        self.assertIn("5 of 10 runs to do", self.homeward("sweep", "study.toml").stderr)
        told = json.loads(self.homeward("plan", "study.toml", "--json").stdout)
        self.assertEqual(told["to_do"], 0)
        self.assertNotIn("seconds", told)


class Faults(Study):
    def test_check_says_points_and_runs_of_a_study(self):
        done = self.homeward("check", "study.toml", "coached.toml")
        self.assertIn("grid of 2 factors: 5 points × 2 replications = 10 runs", done.stdout)
        self.assertIn("coached.toml: ok", done.stdout)
        lines = self.homeward("check", "--resolved", "study.toml").stdout.splitlines()
        self.assertEqual(lines[1:], NAMES)
        told = json.loads(self.homeward("check", "--json", "study.toml").stdout)[0]
        self.assertEqual((told["points"], told["points_left_out"], told["baseline"]), (5, 1, NAMES[1]))

    def test_faults_of_a_study_are_told_all_at_once(self):
        self.write("study.toml", STUDY.replace("families_per_coach <=", "families_per_couch <=")
                   .replace('key = "coaches.positions"', 'key = "coaches.position"'))
        for command in ("check", "sweep", "plan"):
            done = self.homeward(command, "study.toml", code=3)
            told = done.stderr.splitlines()
            self.assertEqual(len(told), 2, told)
            self.assertIn("study.toml:8:30: where, character 21: coaches.families_per_couch", told[0])
            self.assertIn("coaches.families_per_coach", told[0])
            self.assertIn("study.toml:15:7: coaches.position is not a known key", told[1])

    def test_a_study_is_swept_and_scenarios_are_run(self):
        self.assertIn("homeward sweep", self.homeward("run", "study.toml", code=2).stderr)
        self.assertIn("homeward run coached.toml", self.homeward("sweep", "coached.toml", code=2).stderr)
        self.assertIn("the study varies", self.homeward("sweep", "study.toml", "--set", "coaches.positions=3",
                                                        code=3).stderr)
        self.assertIn("the nearest is " + NAMES[0], self.homeward("sweep", "study.toml", "--baseline", NAMES[0][:-1],
                                                                  code=2).stderr)

    def test_the_studies_that_ship_are_sound(self):
        files = sorted(STUDIES.glob("*.toml"))
        self.assertGreaterEqual(len(files), 3)
        self.homeward("check", *files)


if __name__ == "__main__":
    unittest.main()
