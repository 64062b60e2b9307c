"""A results file of format 1.0 is read, with its old outcome names under today's."""

import contextlib
import gzip
import io
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py
import homeward_names
import homeward_results
import numpy as np

FILES = Path(__file__).resolve().parents[1] / "output/files"


class Before(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "before.h5"
        self.path.write_bytes(gzip.decompress((FILES / "before-1.1.h5.gz").read_bytes()))

    def homeward(self, *arguments):
        return subprocess.run([os.environ["HOMEWARD"], *map(str, arguments)], capture_output=True, text=True, check=True)

    def test_an_old_name_is_read_under_todays(self):
        with h5py.File(self.path) as file:
            stored = file["mean_days_to_first_coach"][:]
            axis = [name.decode() for name in file["comparison/outcome"][:]]
            difference = file["comparison/difference_mean"][axis.index("mean_days_to_first_coach"), 1]
        with homeward_results.Results(self.path) as results:
            self.assertIn("mean_days_on_queue", results.outcomes)
            self.assertNotIn("mean_days_to_first_coach", results.outcomes)
            np.testing.assert_array_equal(results.values("mean_days_on_queue"), stored)
            self.assertEqual(results.comparison("mean_days_on_queue").mean[1], difference)
            self.assertIn("mean_days_on_queue", results.by_trait_outcomes)
            self.assertEqual(results.by_trait("mean_days_on_queue").shape[1:], stored.shape)
            with self.assertRaisesRegex(homeward_results.ResultsError, "has no mean_days_to_first_coach"):
                results.values("mean_days_to_first_coach")

    def test_an_older_definition_is_said_once(self):
        told = io.StringIO()
        with contextlib.redirect_stderr(told), homeward_results.Results(self.path) as results:
            results.values("families_entered")
            self.assertEqual(told.getvalue(), "")
            results.summary("permanency_12_months")
            results.values("permanency_12_months")
        self.assertEqual(told.getvalue().count("permanency_12_months by an older definition"), 1)

    def test_the_program_shows_compares_and_exports_it(self):
        with homeward_results.Results(self.path) as results:
            older = [name for name in results.outcomes if name in self.changed_now()]
        for command in ("summary", "compare"):
            shown = self.homeward(command, self.path)
            self.assertEqual(shown.stderr.count("by an older definition"), 1 if older else 0)
            for name in older:
                self.assertIn(name, shown.stderr)
        export = self.homeward("export", self.path).stdout
        self.assertIn("mean_days_on_queue,", export)
        self.assertNotIn("mean_days_to_first_coach,", export)

    def file_of_today(self):
        out = self.path.with_name("now.h5")
        if not out.exists():
            self.homeward("run", FILES / "tiny.toml", "-n", "1", "--quiet", "-o", out)
        return h5py.File(out)

    def changed_now(self):
        """Outcomes whose meaning changed, as the program says, and the version when it did."""
        with self.file_of_today() as file:
            return {name: item.attrs["changed_in"] for name, item in file.items() if "changed_in" in item.attrs}

    def test_the_tables_are_those_of_the_program(self):
        with self.file_of_today() as file:
            self.assertEqual(list(file.attrs["format_version"]), [1, 1])
            written = zip(*([text.decode() for text in file["renamed"][name][:]] for name in ("old", "new", "since")))
            self.assertEqual(tuple(written), homeward_names.RENAMED)
        self.assertLessEqual(self.changed_now().items(), homeward_names.CHANGED_IN.items())


class OtherPrograms(unittest.TestCase):
    """Files of programs of the same model that measure more, or less."""

    homeward = Before.homeward

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "now.h5"
        self.run_tiny(2, self.path)

    def run_tiny(self, replications, out):
        return self.homeward("run", FILES / "tiny.toml", "-n", replications, "--quiet", "-o", out)

    def why(self, replications):
        told = self.homeward("plan", FILES / "tiny.toml", "-n", replications, "-o", self.path, "--json").stdout
        return {reason: runs for reason, runs in json.loads(told)["why"].items() if runs}

    def test_runs_that_store_more_in_another_order_are_used(self):
        with h5py.File(self.path, "r+") as file:
            for part in ("", "_mean", "_sd", "_n", "_ci_low", "_ci_high"):
                more = file.create_dataset("of_another_program" + part, data=file["families_entered" + part][...])
                more.attrs["kind"] = "summary" if part else "outcome"
            for name in ("outcome", "run_code", "code", "text", "followed"):
                file["reason"][name][...] = file["reason"][name][...][::-1]
        self.assertEqual(self.why(3), {"in_file": 2, "absent": 1})
        fresh = self.path.with_name("fresh.h5")
        self.run_tiny(3, fresh)
        self.run_tiny(3, self.path)
        with h5py.File(self.path) as grown, h5py.File(fresh) as other:
            self.assertNotIn("of_another_program", grown)
            for name in ("families_entered", "reentry_12_months", "reason/run_code", "reason/run_diagnostic"):
                np.testing.assert_array_equal(grown[name][...], other[name][...])

    def test_runs_that_lack_an_outcome_run_again(self):
        with h5py.File(self.path, "r+") as file:
            for part in ("", "_mean", "_sd", "_n", "_ci_low", "_ci_high"):
                del file["reentry_12_months" + part]
        self.assertEqual(self.why(2), {"measures_less": 2})
        self.run_tiny(2, self.path)
        with homeward_results.Results(self.path) as results:
            self.assertEqual(results.values("reentry_12_months").shape, (1, 2))


if __name__ == "__main__":
    unittest.main()
