"""homeward validate from outside: findings, exit codes, refusals, and the figure of its report."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import matplotlib.pyplot as plt
import plot_style
import plot_validation
from test_figure_layout import faults

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "scenarios"
PLAN = SCENARIOS / "ratio-1-to-12.toml"


def validate(*arguments):
    return subprocess.run([os.environ["HOMEWARD"], "validate", *map(str, arguments)], capture_output=True, text=True)


def draw(*arguments):
    return subprocess.run([sys.executable, ROOT / "scripts" / "plot_validation.py", *map(str, arguments)],
                          capture_output=True, text=True)


class Validate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.scratch.name)
        cls.shipped = validate("--quick", "--json", "--quiet", "--baseline", SCENARIOS / "us-baseline.toml")
        cls.report = json.loads(cls.shipped.stdout)
        cls.json = cls.folder / "report.json"
        cls.json.write_text(cls.shipped.stdout)

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def scenario(self, name, text):
        path = self.folder / f"{name}.toml"
        path.write_text(f'format = 1\nextends = "{SCENARIOS}/us-baseline.toml"\n{text}')
        return path

    def group(self, name):
        return [finding for finding in self.report["findings"] if finding["group"] == name]

    def test_nothing_fails_with_what_is_shipped(self):
        failed = [finding["name"] for finding in self.report["findings"] if finding["failure"]]
        self.assertEqual((self.shipped.returncode, self.shipped.stderr, failed, self.report["failures"]), (0, "", [], 0))

    def test_every_closed_form_that_is_promised_is_there_and_holds(self):
        sections = {finding["section"] for finding in self.group("closed_form") + self.group("exact")}
        for words in ("Competing risks, constant", "Competing risks, Weibull", "Erlang-A", "M/M/", "Renewal", "Setbacks",
                      "Staffing", "Little", "without effect", "threads"):
            self.assertTrue(any(words in section for section in sections), words)
        for finding in self.group("closed_form") + self.group("exact"):
            self.assertEqual(finding["verdict"], "holds", finding["name"])
            self.assertLessEqual(abs(finding["deviation"]), 1, finding["name"])

    def test_calibrated_and_predicted_figures_are_kept_apart_and_measured(self):
        names = [{finding["name"] for finding in self.group(group)} for group in ("calibrated", "predicted")]
        self.assertGreaterEqual(len(names[0]), 15)
        self.assertGreaterEqual(len(names[1]), 5)
        self.assertEqual(names[0] & names[1], set())
        for finding in self.report["findings"]:
            self.assertIsNotNone(finding["value"], finding["name"])
            self.assertNotEqual(finding["verdict"], "not_measured", finding["name"])
        for finding in self.group("calibrated") + self.group("predicted") + self.group("pattern"):
            self.assertNotEqual(finding["source"], "", finding["name"])

    def test_coaches_without_effect_look_useful_to_a_naive_evaluation(self):
        values = {finding["name"]: finding for finding in self.group("pattern")}
        alone = values["the same by day 90 with coaches who change nothing"]
        true = values["true odds ratio, the same families with and without"]
        strong = values["the same by day 90, were self-selection strong"]
        self.assertGreater(alone["ci_low"], 1.1)
        self.assertLess(true["ci_high"], 1.6)  # published of matched families: 1.31 to 1.44
        self.assertGreater(strong["value"], 2)

    def test_trials_are_emulated_and_come_out_inside(self):
        trials = self.group("trial")
        self.assertEqual(len(trials), 6)
        for finding in trials:
            self.assertEqual(finding["verdict"], "inside", finding["name"])
            self.assertLess(finding["ci_low"], finding["value"])

    def test_a_size_of_coaching_that_no_trial_supports_fails_and_is_named(self):
        sized = self.scenario("sized", "[families]\nentries_per_year = 200\n[effects]\nreadiness_hazard_ratio = 4\n")
        result = validate("--quick", "--quiet", "--baseline", sized, "--plan", PLAN)
        self.assertEqual((result.returncode, result.stderr), (1, ""))
        failed = result.stdout[result.stdout.index("FAILED:"):]
        self.assertIn("Illinois, home within 60 months", failed)

    def test_a_baseline_that_is_not_the_country_fails_and_is_named(self):
        slow = self.scenario("slow", '[families]\nentries_per_year = 200\n[hazards]\n'
                             'readiness = { distribution = "weibull", shape = 0.51, scale_days = 6000 }\n')
        result = validate("--quick", "--quiet", "--baseline", slow, "--plan", PLAN)
        self.assertEqual((result.returncode, result.stderr), (1, ""))
        self.assertIn("FAILED:\n", result.stdout)
        self.assertIn("\n  Exits to the family: ", result.stdout)

    def test_a_baseline_with_coaches_or_none_at_all_is_refused_with_what_to_do(self):
        coached = validate("--baseline", PLAN)
        self.assertEqual(coached.returncode, 2)
        self.assertIn("has coaches; --baseline takes a scenario without", coached.stderr)
        nowhere = validate("--baseline", self.folder / "nowhere.toml")
        self.assertEqual(nowhere.returncode, 3)
        self.assertIn("nowhere.toml", nowhere.stderr)

    def test_the_report_is_drawn_with_all_its_rows_and_no_text_upon_another(self):
        result = draw(self.json)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        svg = (self.folder / "report.svg").read_text()
        for words in ("CLOSED FORMS", "PUBLISHED, PREDICTED", "families waiting", "nothing failed", "tolerance"):
            self.assertIn(words, svg)
        report, findings = plot_validation.read(self.json)
        with plt.rc_context(plot_style.STYLE):
            figure = plot_validation.figure_of(report, findings)
            plot_style.settle(figure)
            self.assertEqual(list(faults(figure)), [])
            plt.close(figure)

    def test_a_failure_is_drawn_as_one(self):
        report = json.loads(self.json.read_text())
        report["findings"][0].update(failure=True, verdict="fails", deviation=7.5)
        report["failures"] = 1
        path = self.folder / "failed.json"
        path.write_text(json.dumps(report))
        self.assertEqual(draw(path).returncode, 0)
        self.assertIn("1 failed", (self.folder / "failed.svg").read_text())

    def test_what_is_no_report_is_one_clear_line(self):
        other = self.folder / "other.json"
        other.write_text("[]")
        for path in (other, self.folder / "nowhere.json"):
            result = draw(path)
            self.assertEqual((result.returncode, len(result.stderr.splitlines())), (1, 1))
            self.assertIn(path.name, result.stderr)


if __name__ == "__main__":
    unittest.main()
