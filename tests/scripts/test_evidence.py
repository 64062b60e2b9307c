"""What results say about their inputs: the evidence register, which assumptions matter, switch points, and the report by
STRESS-DES. HOMEWARD names the program."""

import json
import re
import unittest
from pathlib import Path

import h5py
import numpy as np
import xarray as xr
from homeward_results import Results

import test_cli

ROOT = Path(__file__).resolve().parents[2]
ITEMS = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5", "3.1", "3.2", "3.3",
         "3.4", "4.1", "4.2", "4.3", "5.1", "5.2", "5.3", "5.4", "6.1"]  # of STRESS-DES, all of them

SOURCES = """
[sources]
"families.entries_per_year" = { source = "County, 2023", grade = "measured", range = [30, 50] }
"hazards.readiness" = { source = "A study", grade = "published_elsewhere" }
"costs.coach_pay_per_year" = { source = "A guess", grade = "assumption", range = [20000, 90000] }
"""

# Money alone is doubtful. Coaches cost their pay; the baseline gives every family as much in services instead.
PAY = """
[support]
concrete_dollars_per_family = 4000
[costs]
coach_pay_per_year = 50000
[uncertainty]
"costs.coach_pay_per_year" = { distribution = "uniform", low = 20000, high = 90000 }
"costs.hearing" = { distribution = "uniform", low = 0, high = 10 }
"""
PAID = """
format = 1
extends = "base.toml"
[coaches]
positions = 2
[support]
concrete_dollars_per_family = 0
"""
PAY_KEY = "costs.coach_pay_per_year"


class Register(test_cli.Cli):
    def setUp(self):
        super().setUp()
        self.write("base.toml", test_cli.BASE + SOURCES)
        self.homeward("run", "base.toml", "coached.toml", "more.toml", "-n", 2, "-o", "r.h5", "--quiet")

    def test_every_parameter_has_value_unit_source_grade_and_range(self):
        with Results(self.folder / "r.h5") as results:
            rows = results.evidence("more").set_index("parameter")
            everybody = results.evidence()
        entries = rows.loc["families.entries_per_year"]
        self.assertEqual((entries.value, entries.unit, entries.source, entries.grade, entries.range_low, entries.range_high),
                         (40, "1/year", "County, 2023", "measured", 30, 50))
        self.assertEqual(tuple(rows.loc["hazards.readiness.scale_days", ["value", "unit", "source"]]), (400, "days", "A study"))
        self.assertEqual(rows.loc["hazards.readiness.distribution", "text"], "weibull")
        self.assertEqual(rows.loc["frailty.readiness_sd", "standing"], "built_in")
        positions = everybody[everybody.parameter == "coaches.positions"]
        self.assertEqual([positions[name].dropna().tolist() for name in ("coached", "more")], [[2], [4]])
        self.assertEqual((positions.simulated_low.min(), positions.simulated_high.max()), (2, 4))

    def test_it_lists_without_source_what_check_lists(self):
        with Results(self.folder / "r.h5") as results:
            rows = results.evidence("coached")
        listed = json.loads(self.homeward("check", "coached.toml", "--json").stdout)[0]["without_source"]
        for name in rows[rows.standing == "without_source"].parameter:
            self.assertTrue(any(name == key or name.startswith(key + ".") for key in listed), name)
        for key in listed:
            self.assertTrue(rows.parameter.str.startswith(key).any(), key)

    def test_it_opens_in_every_reader(self):
        for engine in ("netcdf4", "h5netcdf"):
            with xr.open_dataset(self.folder / "r.h5", engine=engine, group="evidence") as data:
                self.assertEqual(data["value"].dims, ("plan", "parameter"))
                entry = data.isel(parameter=data["parameter"].values.tolist().index("hazards.readiness.shape"))
                self.assertEqual(entry["value"].values.tolist(), [0.9] * 3)
                self.assertEqual(entry["grade"].item(), "published_elsewhere")

    def test_a_grown_file_has_the_register_of_a_fresh_one(self):
        self.homeward("run", "base.toml", "-n", 1, "-o", "g.h5", "--quiet")
        self.homeward("run", "base.toml", "coached.toml", "-n", 2, "-o", "g.h5", "--quiet")
        self.homeward("run", "more.toml", "-n", 2, "-o", "g.h5", "--quiet")
        self.assert_same("r.h5", "g.h5")

    def test_compare_without_draws_says_how_to_find_out_which_assumptions_matter(self):
        told = self.homeward("compare", "r.h5").stdout
        self.assertRegex(told, r"1 of the [0-9]+ numbers .* assumption")
        self.assertIn("--draws", told)


class Switches(test_cli.Cli):
    def setUp(self):
        super().setUp()
        self.write("base.toml", test_cli.BASE.replace("[costs]\ncare_per_day = { foster_family = 30 }\n", "") + PAY + SOURCES)
        self.write("paid.toml", PAID)

    def run_draws(self, draws, n=8, out="d.h5"):
        return self.homeward("run", "base.toml", "paid.toml", "--draws", draws, "-n", n, "-o", out, "--no-progress")

    def test_the_switch_point_of_a_study_whose_answer_is_known(self):
        self.run_draws(20)
        with Results(self.folder / "d.h5") as results:
            pay = results.factor_values[PAY_KEY].to_numpy()
            coaches, services = results.values("cost_coaches"), results.values("cost_concrete")
            told = results.switch_points(["cost_total", "mean_days_in_care"]).set_index(["outcome", "parameter"])
        plan, base = np.arange(1, 40, 2), np.arange(0, 40, 2)
        years = (coaches[plan] / pay[plan, None]).mean()  # of coaches, discounted: the same in every run
        truth = services[base].mean() / years
        row = told.loc[("cost_total", PAY_KEY)]
        self.assertEqual((row.plan, row.against, row.finding, row.grade), ("paid", "base", "in_range", "assumption"))
        self.assertAlmostEqual(row.switch_point / truth, 1, places=6)
        self.assertTrue(row.ci_low < truth < row.ci_high)  # luck: how many families come
        self.assertEqual((row.preferred_at_low, row.preferred_at_high), ("paid", "base"))  # dear coaches do not pay
        self.assertEqual((row.range_low, row.range_high), (pay.min(), pay.max()))
        # What no plan pays for does not matter, and pay changes no life.
        self.assertEqual(told.loc[("cost_total", "costs.hearing")].finding, "flat")
        self.assertNotIn(("mean_days_in_care", PAY_KEY), told[told.finding != "flat"].index)

    def test_screen_json_and_file_say_the_same(self):
        self.run_draws(20)
        with Results(self.folder / "d.h5") as results:
            row = results.switch_points(["cost_total"]).set_index("parameter").loc[PAY_KEY]
        for command in ("summary", "compare"):
            words = self.homeward(command, "d.h5", "--outcome", "cost_total").stdout
            self.assertIn("Where the plan to prefer would change", words)
            self.assertIn("Assumptions that matter most", words)
            found = [one for one in json.loads(self.homeward(command, "d.h5", "--json", "--outcome", "cost_total").stdout)["switch_points"]
                     if (one["outcome"], one["parameter"]) == ("cost_total", PAY_KEY)]
            self.assertEqual([one["switch_point"] for one in found], [row.switch_point])
            self.assertEqual((found[0]["preferred_below"], found[0]["preferred_above"]), ("paid", "base"))
        turned = [one for one in json.loads(self.homeward("compare", "d.h5", "--json", "--baseline", "paid", "--outcome",
                                                       "cost_total").stdout)["switch_points"] if (one["outcome"], one["parameter"]) == ("cost_total", PAY_KEY)]
        self.assertAlmostEqual(turned[0]["switch_point"], row.switch_point, places=3)
        self.assertEqual((turned[0]["preferred_below"], turned[0]["preferred_above"]), ("paid", "base"))

    def test_fewer_draws_than_it_takes_tell_nothing_and_say_so(self):
        done = self.run_draws(7)
        self.assertIn("7 draws cannot tell which of the drawn numbers matter", done.stderr)
        self.assertIn("8 draws at least", done.stderr)
        words = self.homeward("compare", "d.h5").stdout
        self.assertIn("too few to tell 2 drawn numbers apart", words)
        self.assertNotIn("Most by", words)
        self.assertEqual(json.loads(self.homeward("compare", "d.h5", "--json").stdout)["switch_points"], [])
        with Results(self.folder / "d.h5") as results:
            self.assertTrue(results.switch_points().empty)
        self.assertNotIn("cannot tell which", self.run_draws(8).stderr)

    def test_few_draws_or_replications_are_told_to_be_rough_where_they_are_read(self):
        self.run_draws(3, n=2)
        for command in ("summary", "compare"):
            words = self.homeward(command, "d.h5").stdout
            self.assertIn("3 draws: intervals of doubt from so few are wide and rough", words)
            self.assertIn("2 replications: luck is known from so few only", words)


class Report(test_cli.Cli):
    def setUp(self):
        super().setUp()
        self.write("base.toml", test_cli.BASE + SOURCES)

    def report(self, file):
        self.homeward("report", "--stress", file, "-o", "report.md", "--force")
        return (self.folder / "report.md").read_text()

    def assert_whole(self, text):
        sections = re.split(r"^#{2,4} ([0-9](?:\.[0-9])*) ?", text, flags=re.MULTILINE)
        answers = dict(zip(sections[1::2], sections[2::2]))
        for item in ITEMS:
            self.assertGreater(len(answers[item].partition("\n")[2].strip()), 60, item)
        self.assertNotIn("<!--", text)
        self.assertNotIn("In a report:", text)
        self.assertIsNone(re.search(r"\]\((?!http)", text), "a link that leads nowhere from here")

    def table_rows(self, text, *cells):
        """Cells of the rows of Markdown tables that begin with these."""
        rows = [[cell.strip() for cell in line.strip("|").split(" |")] for line in text.splitlines() if line.startswith("|")]
        return [row for row in rows if row[:len(cells)] == list(cells)]

    def test_every_item_is_answered_with_the_numbers_of_the_file(self):
        self.homeward("run", "base.toml", "coached.toml", "-n", 4, "--seed", 77, "-o", "r.h5", "--quiet")
        text = self.report("r.h5")
        self.assert_whole(text)
        self.assertEqual(text, self.homeward("report", "--stress", "r.h5").stdout)
        with Results(self.folder / "r.h5") as results:
            mean, low, high = (100 * one for one in results.summary("reunified_12_months").of("coached"))
            evidence = results.evidence("base").set_index("parameter")
            digests = [one.decode() for one in h5py.File(self.folder / "r.h5")["scenario_digest"][:]]
            program = results.provenance["program_version"]
        self.assertEqual(self.table_rows(text, "`reunified_12_months`", "%", "coached"),
                         [["`reunified_12_months`", "%", "coached", f"{mean:.1f}", f"{low:.1f} to {high:.1f}", "4"]])
        self.assertEqual(self.table_rows(text, "`families.entries_per_year`")[0][1:6],
                         ["40", "1/year", "measured", "30 to 50", ""])
        self.assertEqual(self.table_rows(text, "`coaches.positions`")[0][1:], ["", "2"])  # 2.3: what differs
        for digest in digests:
            self.assertIn(digest, text)
        self.assertIn("Seed of this file: 77;", text)
        self.assertEqual(self.table_rows(text, "runs done"), [["runs done", "8"]])
        self.assertEqual(self.table_rows(text, "base", "1"), [["base", "1"], ["base", "1", "1.5"]])  # warm-up; window
        self.assertEqual(self.table_rows(text, "program that wrote the file")[0][1], program)
        self.assertIn("holds no draws", text)
        for name in evidence[evidence.standing == "without_source"].index:
            self.assertIn(f"`{name}`", text.partition("Numbers without a source")[2])

    def test_of_draws_it_says_what_matters_and_where_the_plan_would_change(self):
        self.write("base.toml", test_cli.BASE.replace("[costs]\ncare_per_day = { foster_family = 30 }\n", "") + PAY + SOURCES)
        self.write("paid.toml", PAID)
        self.homeward("run", "base.toml", "paid.toml", "--draws", 20, "-n", 8, "-o", "d.h5", "--quiet")
        text = self.report("d.h5")
        self.assert_whole(text)
        self.assertTrue(self.table_rows(text, f"`{PAY_KEY}`", "assumption"))
        row = self.table_rows(text, "`cost_per_family`", "paid or base", f"`{PAY_KEY}`")[0]
        self.assertEqual(row[3:4] + row[6:], ["assumption", "paid", "base"])
        with Results(self.folder / "d.h5") as results:
            stored = results.switch_points(["cost_per_family"]).set_index("parameter").loc[PAY_KEY]
        self.assertAlmostEqual(float(row[4].split()[0].replace(",", "")) / stored.switch_point, 1, places=2)

    def test_of_a_sweep_it_tells_the_factors(self):
        self.write("study.toml", 'format = 1\nname = "small"\nbase = "coached.toml"\ndesign = "grid"\nreplications = 2\n'
                                 '[[factor]]\nkey = "coaches.positions"\nvalues = [1, 4]\n'
                                 '[[factor]]\nkey = "coaches.families_per_coach"\nvalues = [4, 5, 6, 7, 8, 9, 10]\n')
        self.homeward("sweep", "study.toml", "--quiet")
        text = self.report("small.h5")
        self.assert_whole(text)
        self.assertEqual(self.table_rows(text, "`coaches.positions`", "lever"), [["`coaches.positions`", "lever", "1; 4"]])
        self.assertIn("2 plans more are in the file", text.replace("2 plans are more", "2 plans more are"))

    def test_wrong_use(self):
        self.homeward("run", "base.toml", "-n", 2, "-o", "r.h5", "--quiet")
        self.assertIn("--stress", self.homeward("report", "r.h5", code=2).stderr)
        self.write("there.md", "mine")
        self.assertIn("--force", self.homeward("report", "--stress", "r.h5", "-o", "there.md", code=2).stderr)
        self.assertEqual((self.folder / "there.md").read_text(), "mine")
        self.assertIn("results file itself",
                      self.homeward("report", "--stress", "r.h5", "-o", "r.h5", "--force", code=2).stderr)
        self.homeward("report", "--stress", "nothing.h5", code=2)


class Description(unittest.TestCase):
    def test_its_links_lead_somewhere(self):
        page = ROOT / "sim" / "model" / "STRESS.md"
        for target in re.findall(r"\]\((?!http)([^)]+)\)", page.read_text(encoding="utf-8")):
            self.assertTrue((page.parent / target).exists(), target)


if __name__ == "__main__":
    unittest.main()
