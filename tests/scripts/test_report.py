"""The report: one page that needs nothing else, whose answer is in the words and numbers of the results file."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import describe_outcomes
import homeward_results
import numpy as np
import report
import report_data

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["families.entries_per_year=120", "run.warm_up_years=1", "run.entry_years=1", "run.follow_up_years=2.5"]
VOID = {"meta", "br", "path", "use", "image"}
STILL = "the figures stand still"  # said where the parts from npm are not installed


def homeward(*arguments):
    sets = [part for value in SMALL for part in ("--set", value)]
    subprocess.run([os.environ["HOMEWARD"], *map(str, arguments), "--quiet", *sets], check=True, capture_output=True)


class Page(HTMLParser):
    """Tables as rows of cells, names, links, and whether every element that opens is closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.names, self.links, self.tables, self.policy = [], [], [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.names += [attributes["id"]] if "id" in attributes else []
        self.links += [value for name, value in attributes.items() if name in ("href", "src", "xlink:href")]
        if attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = attributes["content"]
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag, tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("td", "th"):
            self.tables[-1][-1][-1] += data


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = Path(scratch.name)
        cls.plans = cls.folder / "plans.h5"
        homeward("run", *(ROOT / "scenarios" / f"{name}.toml" for name in ("us-baseline", "ratio-1-to-12")), "-n", 4, "-o",
                 cls.plans)
        cls.text = cls.report(cls.plans)
        cls.page = Page(cls.text)

    @staticmethod
    def report(path, *more, scripts=ROOT / "scripts"):
        done = subprocess.run([sys.executable, scripts / "report.py", path, *more], capture_output=True, text=True)
        assert done.returncode == 0 and (not done.stderr or (STILL in done.stderr and done.stderr.count("\n") == 1)), done.stderr
        return Path(done.stdout.strip()).read_text(encoding="utf-8")

    def test_the_page_needs_nothing_else(self):
        self.assertEqual([link for link in self.page.links if not link.startswith("#")], [])
        self.assertNotRegex(self.text, r"@import|url\((?!#)")
        policy = self.page.policy.split("; ")
        self.assertIn("default-src 'none'", policy)
        self.assertNotRegex(next(part for part in policy if part.startswith("script-src")), "unsafe|http|self")

    def test_names_are_given_once_and_links_lead_somewhere(self):
        self.assertEqual(self.page.open, [])
        self.assertEqual(len(self.page.names), len(set(self.page.names)))
        self.assertEqual({link[1:] for link in self.page.links} - set(self.page.names), set())

    def test_the_answer_comes_first_and_is_that_of_the_file(self):
        with homeward_results.Results(self.plans) as results:
            for sentence in describe_outcomes.sentences(results, ["ratio-1-to-12"]):
                self.assertIn(sentence, self.text)
            difference = 1000 * np.mean(np.diff(results.values("reunified_12_months"), axis=0))
        self.assertLess(self.text.index("The numbers in parentheses"), self.text.index("What does each plan change?</h2>"))
        self.assertTrue(self.page.tables[0][1][1].replace("\N{MINUS SIGN}", "-").startswith(f"{difference:+.1f} ("))

    def test_numbers_in_the_table_are_those_of_the_file(self):
        table = next(table for table in self.page.tables if table[0][:2] == ["outcome", "plan"])
        rows = {tuple(row[:2]): row for row in table[1:]}
        with homeward_results.Results(self.plans) as results:
            mean, low, high = results.summary("reentry_12_months").of("ratio-1-to-12")
        row = rows["Back in care within 12 months of going home", "ratio-1-to-12"]
        np.testing.assert_allclose([float(cell) for cell in row[3:6]], [mean, low, high], rtol=1e-4)

    def test_every_source_has_its_grade_and_value(self):
        table = next(table for table in self.page.tables if table[0][0] == "input")
        head, rows = table[0], {row[0]: row for row in table[1:]}
        with homeward_results.Results(self.plans) as results:
            register = results.evidence()
            ratio = register[register.parameter == "effects.readiness_hazard_ratio"].iloc[0]
        self.assertEqual(set(rows), set(register[register.standing.isin(["sourced", "without_source"])].parameter))
        told = dict(zip(head, rows["effects.readiness_hazard_ratio"]))
        self.assertEqual((told["value"], told["unit"], told["source"]), ("1.25", "1", ratio.source))
        self.assertEqual(told["range"], f"{ratio.range_low:g} to {ratio.range_high:g}" if np.isfinite(ratio.range_low) else "")
        grades = [row[head.index("grade")] for row in table[1:]]
        self.assertEqual(grades, sorted(grades, key=["no source", "assumption", "expert", "published elsewhere",
                                                     "measured"].index))  # the weakest first

    def test_the_naive_evaluation_is_never_called_an_effect(self):
        self.assertIn("Neither is an effect", self.text)
        self.assertEqual(len(re.findall("naive odds ratio", self.text, re.IGNORECASE)), 2)  # its table and the words on it
        self.assertNotRegex(self.text, re.compile("naive effect", re.IGNORECASE))

    def test_the_same_file_gives_the_same_page(self):
        self.assertTrue(self.report(self.plans) == self.text)

    def test_the_first_line_says_how_many_of_1000_families(self):
        with homeward_results.Results(self.plans) as results:
            changes = results.family_changes.set_index(["scenario", "change"])
            mean = changes.loc[("ratio-1-to-12", "families_home_net"), "mean"]
        answer = self.text[self.text.index("Of 1,000 families entering care and followed for 12 months, against us-baseline:"):][:400]
        self.assertRegex(answer, rf"with ratio-1-to-12, ({abs(mean):.1f}|{abs(mean):.0f}|no clear change)")

    def test_without_the_parts_from_npm_the_figures_stand_still_and_one_line_says_so(self):
        scripts = self.folder / "bare" / "scripts"
        shutil.copytree(ROOT / "scripts", scripts, ignore=shutil.ignore_patterns("node_modules", "built", "__pycache__"))
        done = subprocess.run([sys.executable, scripts / "report.py", self.plans, "-o", self.folder / "bare.html"],
                              capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr.count("\n")), (0, 1))
        self.assertIn(f"report.py: {STILL}", done.stderr)
        self.assertIn("scripts/setup", done.stderr)
        text = (self.folder / "bare.html").read_text(encoding="utf-8")
        self.assertGreater(text.count("<svg"), 5)
        self.assertFalse("<div data-figure" in text)
        self.assertTrue(self.report(self.plans, "--static", "-o", self.folder / "bare.html") == text)

    def test_a_large_study_is_cut_to_what_a_page_can_hold_with_the_baseline_in_it(self):
        names = [f"point-{number}" for number in range(20_000)]
        outcomes = [*report_data.MAIN[::-1], *(f"other_{number}" for number in range(60))]
        study = SimpleNamespace(plan_names=names, baseline_plan=names[-1], outcomes=outcomes)
        plans, kept = report_data.kept(study)
        self.assertLessEqual(6 * len(plans) * len(kept), report_data.MOST_NUMBERS)
        self.assertEqual((len(plans), plans[0], kept[:2]), (report_data.MOST_POINTS, names[-1], report_data.MAIN[:2]))
        told = report.cut(study, {"plans": plans, "outcomes": kept})
        self.assertIn(f"15000 of 20000 points and {len(outcomes) - len(kept)} of {len(outcomes)} outcomes are left out", told)
        study.plan_names = names[:20] + names[-1:]
        self.assertEqual(len(report_data.kept(study)[1]), len(outcomes))

    def test_files_of_every_kind_have_a_report(self):
        homeward("run", ROOT / "scenarios" / "us-baseline.toml", "-n", 1, "-o", self.folder / "one.h5", "--record", "runs")
        homeward("sweep", ROOT / "scenarios" / "studies" / "staffing.toml", "-n", 1, "-o", self.folder / "sweep.h5")
        homeward("run", ROOT / "scenarios" / "us-baseline.toml", ROOT / "scenarios" / "ratio-1-to-12.toml", "-n", 2, "--draws",
                 24, "-o", self.folder / "draws.h5")
        one, sweep, draws = (self.report(self.folder / f"{name}.h5") for name in ("one", "sweep", "draws"))
        self.assertIn("nothing to compare", one)
        for text in (one, sweep, draws):
            self.assertIsNone(re.search(r"\bnan\b", re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)))
        self.assertIn("positions per 100 entries", sweep)
        self.assertIn("Of what is not known, these numbers move the answer", draws)
        with homeward_results.Results(self.folder / "draws.h5") as results:
            switches = results.switch_points(["reunified_12_months"])
        self.assertEqual("By children home within a year " in draws, not switches.empty)
        self.assertIn("the doubt about the inputs", draws)
        Page(draws)


if __name__ == "__main__":
    unittest.main()
