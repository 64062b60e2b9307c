"""`homeward trace`: one family's history in words, as JSON and as a figure, end to end. HOMEWARD names the program."""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
PLANS = [ROOT / "scenarios" / f"{name}.toml" for name in ("us-baseline", "ratio-1-to-12", "ratio-1-to-8")]
# An effect much larger than published ones, so that a small cohort has families of every kind.
SMALL = ["families.entries_per_year=150", "run.warm_up_years=2", "run.entry_years=1", "run.follow_up_years=2.5",
         "effects.readiness_hazard_ratio=5"]
SETS = [part for value in SMALL for part in ("--set", value)]


def homeward(*arguments, folder=None):
    return subprocess.run([os.environ["HOMEWARD"], *map(str, arguments)], capture_output=True, text=True, cwd=folder)


class Trace(unittest.TestCase):
    def trace(self, *arguments, plans=PLANS[:2]):
        done = homeward("trace", *plans, *arguments, *SETS)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def data(self, *arguments, plans=PLANS[:2]):
        return json.loads(self.trace(*arguments, "--json", plans=plans))

    def refused(self, code, *arguments, plans=PLANS[:2]):
        done = homeward("trace", *plans, *arguments, *SETS)
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        return done.stderr

    def test_two_lives_stand_side_by_side_and_end_in_a_sentence(self):
        text = self.trace("--find", "home only under B")
        self.assertLessEqual(max(map(len, text.splitlines())), 110)
        flat = " ".join(text.split())
        for part in ("children", "needs", "would accept a coach", "A us-baseline", "B ratio-1-to-12", "removed from",
                     "from here on the two lives part", "COACH assigned", "contacts kept", "HOME:", "In short: Home",
                     "Home within 12 months under ratio-1-to-12 only", "days in care saved", "not evidence"):
            self.assertIn(part, flat, text)
        self.assertRegex(text, r"year -?\d, +\d+ \w\w\w")

    def test_the_same_command_tells_the_same(self):
        self.assertEqual(self.trace("--family", "400"), self.trace("--family", "400"))
        self.assertNotEqual(self.trace("--family", "400"), self.trace("--family", "400", "--seed", "7"))
        self.assertNotEqual(self.trace("--family", "400"), self.trace("--family", "400", "--replication", "1"))

    def test_one_scenario_is_a_list_and_more_than_two_stand_one_after_the_other(self):
        one = self.trace("--family", "400", plans=PLANS[:1])
        self.assertNotIn("In short", one)
        three = self.trace("--family", "400", plans=PLANS)
        self.assertIn("C  ratio-1-to-8", three)
        self.assertIn("ratio-1-to-8 against us-baseline:", " ".join(three.split()))
        self.assertLessEqual(max(map(len, three.splitlines())), 110)

    def test_a_family_at_another_site_is_the_same_family(self):
        done = homeward("trace", PLANS[0], ROOT / "scenarios" / "two-site-county.toml", "--family", "10510")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("another family", done.stdout)
        self.assertIn("site all in us-baseline,", done.stdout)
        self.assertIn("In short", done.stdout)

    def test_it_is_the_life_that_a_run_stores(self):
        with tempfile.TemporaryDirectory() as folder:
            done = homeward("run", *PLANS[:2], *SETS, "-n", 2, "-o", "plans.h5", "--record", "families", "--quiet",
                            folder=folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            with h5py.File(Path(folder) / "plans.h5") as file:
                rows = file["tables/families"][:]
                days = file["cohort_family_days_in_care"][:, 1]
                first = int(file["first_cohort_family"][0, 1])
        found = self.data("--find", "days in care saved", "--replication", 1)
        number = found["family"]
        for place, life in enumerate(found["scenarios"]):
            own = rows[(rows["scenario"] == place) & (rows["replication"] == 1) & (rows["family"] == number)]
            told = [event["day"] for event in life["events"] if event["kind"] in ("entry", "reentry")]
            np.testing.assert_array_equal(told, own["removal_day"])
            self.assertEqual(life["days_in_care"], days[place, number - first])
        saved = days[0] - days[1]
        self.assertEqual(number, first + np.flatnonzero(saved > 0)[0])
        self.assertEqual(found["comparisons"][0]["days_in_care_saved"], saved[number - first])
        second = self.data("--find", "days in care saved", "--nth", "2", "--replication", 1)
        self.assertEqual(second["family"], first + np.flatnonzero(saved > 0)[1])

    def test_before_its_start_a_program_is_the_baseline_s(self):
        with tempfile.TemporaryDirectory() as folder:
            plan = Path(folder) / "later.toml"
            plan.write_text(f'format = 1\nextends = "{PLANS[1]}"\n[program]\nstart_days = 100\n')
            found = self.data("--find", "days in care saved", plans=[PLANS[0], plan])
            self.assertGreaterEqual(found["comparisons"][0]["lives_part_on_day"], 100)

    def test_what_is_wrong_is_told_with_what_to_do(self):
        self.assertRegex(self.refused(2, "--family", "99999"), r"\d+ families enter under us-baseline \(in the window \d+ to \d+\)")
        self.refused(2, "--family", "0")
        self.refused(2, "--family", "5", "--replication", "-1")
        self.assertIn("--find", self.refused(2))
        self.assertIn("spared a re-entry", self.refused(2, "--find", "luck"))
        self.assertIn("name both", self.refused(2, "--find", "home only under B", plans=PLANS[:1]))
        self.assertIn("not a number", self.refused(3, "--family", "5", "--set", "coaches.positions=many"))
        self.assertIn("--replication", self.refused(1, "--find", "home only under B", "--nth", "500"))
        self.assertIn("absent.toml", self.refused(3, "--family", "5", plans=["absent.toml"]))

    def test_fewer_families_in_one_scenario_leave_it_without_that_family(self):
        with tempfile.TemporaryDirectory() as folder:
            fewer = Path(folder) / "fewer.toml"
            fewer.write_text(f'format = 1\nextends = "{PLANS[1]}"\n[run]\nfollow_up_years = 0.5\n')
            sets = [part for value in SMALL[:3] + SMALL[4:] for part in ("--set", value)]
            done = homeward("trace", PLANS[0], fewer, *sets, "--family", 900)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("there is no family 900", done.stdout)

    def one_that_waits(self):
        """A family that waits long enough for it to be seen; which one does hangs on the baseline."""
        for replication in range(20):
            told = self.trace("--find", "home only under B", "--replication", replication, "--json")
            waits = re.findall(r'"band": "waiting",\s*"from_day": ([\d.]+),\s*"to_day": ([\d.]+)', told)
            if any(float(to) - float(since) > 1 for since, to in waits):
                return told
        self.fail("no family that is home only under B waits for a coach")

    def test_it_can_be_drawn_and_gives_the_same_figure_each_time(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "family.json").write_text(self.one_that_waits())
            script = ROOT / "scripts" / "plot_trace.py"
            for stem in ("one", "two"):
                done = subprocess.run([sys.executable, script, "family.json", "-o", stem], cwd=folder, capture_output=True,
                                      text=True)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(done.stdout.split(), [f"{stem}.png", f"{stem}.svg"])
            self.assertEqual(*((Path(folder) / f"{stem}.png").read_bytes() for stem in ("one", "two")))
            svg = (Path(folder) / "one.svg").read_text()
            for words in ("in care", "home", "waits for a coach", "has a coach", "setback", "ratio-1-to-12"):
                self.assertIn(words, svg)
            (Path(folder) / "bad.json").write_text("{}")
            done = subprocess.run([sys.executable, script, "bad.json"], cwd=folder, capture_output=True, text=True)
            self.assertEqual((done.returncode, len(done.stderr.splitlines())), (1, 1))


if __name__ == "__main__":
    unittest.main()
