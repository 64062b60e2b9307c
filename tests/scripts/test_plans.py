"""A plan does what its file says: positions over sites, dates, and what check, run and compare say of them."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

HOMEWARD = os.environ["HOMEWARD"]

SITES = """
format = 1
[run]
entry_years = 1
follow_up_years = 0
replications = 2
[families]
entries_per_year = 20
[hazards]
readiness = { distribution = "exponential", mean_days = 200 }
[costs]
coach_pay_per_year = 1
[[sites]]
name = "town"
share = 0.7
positions = 6
[[sites]]
name = "rural"
share = 0.3
positions = 3
"""

STUDY = """
format = 1
name = "numbers"
base = "sites.toml"
design = "grid"
replications = 2
[[factor]]
key = "coaches.positions"
values = [3, 12]
"""


class Plans(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="homeward-plans-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.write("sites.toml", SITES)

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def homeward(self, *arguments, code=0):
        done = subprocess.run([HOMEWARD, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True,
                              timeout=300)
        self.assertEqual(done.returncode, code, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done

    def coach_years(self, results):
        """By scenario: at a dollar a year, and with no turnover, what coaches cost in the year of the run."""
        told = json.loads(self.homeward("summary", results, "--json", "--outcome", "cost_coaches").stdout)
        return {row["scenario"]: round(row["mean"], 6) for row in told["outcomes"]}

    def test_positions_of_the_program_reach_the_sites(self):
        self.write("child.toml", 'format = 1\nextends = "sites.toml"\n[coaches]\npositions = 12\n')
        told = "coaches.positions = 12 is shared over the sites in the proportions in which they had theirs: town 8, rural 4"
        self.assertIn(told, self.homeward("check", "child.toml").stdout)
        self.assertIn("12 coach positions: town 8, rural 4", self.homeward("check", "child.toml").stdout)
        self.assertIn("child: " + told, self.homeward("run", "sites.toml", "child.toml", "-o", "two.h5").stderr)
        self.assertEqual(self.coach_years("two.h5"), {"sites": 9, "child": 12})
        self.assertIn(told, self.homeward("run", "sites.toml", "--set", "coaches.positions=12", "-o", "set.h5").stderr)
        self.assertEqual(self.coach_years("set.h5"), {"sites": 12})
        ratio = "coaches.positions_per_100_entries=120"
        self.homeward("run", "sites.toml", "--set", ratio, "-o", "ratio.h5")
        self.assertEqual(self.coach_years("ratio.h5"), {"sites": 24})

    def test_positions_of_a_factor_and_of_staff_reach_the_sites(self):
        self.write("numbers.toml", STUDY)
        self.homeward("sweep", "numbers.toml")
        self.assertEqual(self.coach_years("numbers.h5"), {"positions=3": 3, "positions=12": 12})
        answer = json.loads(self.homeward("staff", "sites.toml", "--target", "cost_coaches >= 15", "--json").stdout)
        self.assertEqual(answer["positions"], 15)

    def test_both_ways_in_one_command_are_a_fault(self):
        done = self.homeward("check", "sites.toml", "--set", "coaches.positions=12", "--set", "sites.town.positions=6", code=3)
        self.assertIn("--set coaches.positions: sites.town.positions is set, too", done.stderr)

    def test_both_ways_in_one_file_are_a_fault(self):
        self.write("both.toml", SITES + "[coaches]\npositions = 12\n")
        self.assertIn("coaches.positions is 12 and sites.town.positions is 6 in one file",
                      self.homeward("check", "both.toml", code=3).stderr)
        self.write("study.toml", STUDY + '[[factor]]\nkey = "sites.town.positions"\nvalues = [1, 2]\n')
        self.assertIn("set the same thing", self.homeward("check", "study.toml", code=3).stderr)

    def test_check_says_who_is_in_post_where_and_when(self):
        self.write("plan.toml", 'format = 1\nextends = "sites.toml"\nrun.opening = 2026-10-01\n[program]\n'
                   'start = 2026-12-01\n[[sites]]\nname = "rural"\n'
                   'staffing = [ { date = 2027-07-01, positions = 0 } ]\n')
        text = self.homeward("check", "plan.toml").stdout
        self.assertIn("from day 61 (2026-12-01): 9 coach positions: town 6, rural 3; before it the baseline's", text)
        self.assertIn("from day 273 (2027-07-01): 6 coach positions: town 6, rural 0", text)
        self.assertIn("note: a site has no coach while others have: rural (from day 273 (2027-07-01) on)", text)
        self.homeward("run", "plan.toml", "-o", "plan.h5")
        self.assertAlmostEqual(self.coach_years("plan.h5")["plan"], 6 + 3 * 273 / 365.25, places=5)

    def test_plans_that_begin_on_different_days_are_named(self):
        for name, start in ("autumn", "start_days = 0"), ("spring", "start_days = 151"):
            self.write(f"{name}.toml", f'format = 1\nextends = "sites.toml"\n[program]\n{start}\n')
        done = self.homeward("run", "sites.toml", "autumn.toml", "spring.toml", "-o", "starts.h5")
        told = "begin on different days, so that they act for unequal times: autumn on day 0, spring on day 151"
        self.assertIn(told, done.stderr)
        self.assertIn(told, self.homeward("compare", "starts.h5").stdout)
        dated = self.homeward("run", "sites.toml", "autumn.toml", "spring.toml", "--set", "run.opening=2026-10-01", "-o",
                              "dated.h5").stderr
        self.assertIn("autumn on day 0 (2026-10-01), spring on day 151 (2027-03-01)", dated)
        alone = self.homeward("run", "sites.toml", "spring.toml", "-o", "alone.h5")
        self.assertNotIn("different days", alone.stderr + self.homeward("compare", "alone.h5").stdout)

    def test_notes_are_in_check_run_and_json(self):
        self.write("p.csv", "entry_day\n3\n900\n\n")
        self.write("csv.toml", 'format = 1\nextends = "sites.toml"\nfamilies.csv = "p.csv"\n')
        for note in "1 of 2 families have an entry_day outside the run", "p.csv: 1 blank row skipped":
            self.assertIn(note, self.homeward("check", "csv.toml").stdout)
            self.assertIn(note, self.homeward("run", "csv.toml", "-o", "csv.h5", "--force").stderr)
            self.assertIn(note, "".join(json.loads(self.homeward("check", "csv.toml", "--json").stdout)[0]["notes"]))

    def test_check_says_at_which_rate_a_trend_starts(self):
        text = self.homeward("check", "sites.toml", "--set", "families.trend_per_year=0.1", "--set",
                             "run.warm_up_years=20").stdout
        self.assertIn("entries change by +10 % a year, from 10 years before the opening on: 7.711 families a year at the "
                      "start, 20 at the opening", text)


if __name__ == "__main__":
    unittest.main()
