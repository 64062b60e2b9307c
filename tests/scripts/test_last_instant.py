"""A hearing on the day that the window ends, in runs that end then and runs that go on. HOMEWARD names the executable."""

import shutil
import unittest
from pathlib import Path

import h5py
import numpy as np
import test_cli

CASE = Path(__file__).resolve().parents[1] / "cases" / "last-instant"


class LastInstant(test_cli.Cli):
    def run_with(self, follow_up):
        for file in CASE.iterdir():
            shutil.copy(file, self.folder)
        name = f"f{follow_up}.h5"
        self.homeward("run", "a.toml", "--set", f"run.follow_up_years={follow_up}", "-n", 2, "-o", name, "--quiet")
        with h5py.File(self.folder / name) as file:
            return {key: file[key][:] for key in ("reunified_12_months", "cumulative_reunified", "reunified_share",
                                                  "children_home_by_month", "children_in_care_by_month")}

    def test_a_run_that_ends_with_the_window_gives_no_number(self):
        told = self.run_with(0)
        self.assertTrue(np.isnan(told["reunified_12_months"]).all())
        self.assertTrue(np.isnan(told["cumulative_reunified"][..., 12]).all())
        # The record of the last month is the state just before the run ends.
        self.assertTrue((told["children_in_care_by_month"][..., 12] == 2).all())
        self.assertIn("needs 12 months after the window; the run has 0", self.homeward("summary", "f0.h5").stdout)

    def test_a_run_that_goes_on_counts_it_within_12_months_and_not_in_the_window(self):
        for follow_up in (0.001, 1, 3):
            told = self.run_with(follow_up)
            self.assertTrue((told["reunified_12_months"] == 1).all())
            self.assertTrue((told["cumulative_reunified"][..., 12] == 1).all())
            self.assertTrue(np.isnan(told["reunified_share"]).all())  # the window had ended
            self.assertTrue((told["children_home_by_month"][..., 12] == 2).all())
            self.assertTrue((told["children_in_care_by_month"][..., 12] == 0).all())


if __name__ == "__main__":
    unittest.main()
