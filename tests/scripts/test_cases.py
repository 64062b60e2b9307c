"""Small inputs that once went wrong, with their right values. HOMEWARD names the executable."""

import json
import shutil
import unittest
from pathlib import Path

import test_cli

CASES = Path(__file__).resolve().parents[1] / "cases"


class Case(test_cli.Cli):
    """A folder of tests/cases, copied to where the program runs."""

    def use(self, case):
        for file in (CASES / case).iterdir():
            shutil.copy(file, self.folder)

    def outcomes(self, file, *names):
        """Of a results file with one scenario: outcome -> its line of `summary --json`."""
        asked = [word for name in names for word in ("--outcome", name)]
        told = json.loads(self.homeward("summary", file, "--json", *asked).stdout)
        return {line["outcome"]: line for line in told["outcomes"]}


class CostPerFamily(Case):
    def test_every_run_costs_70000_so_that_it_is_that_over_the_mean_number_of_entries(self):
        self.use("cost-per-family")
        for entries, right in ((4, 17_500), (8, 8_750), (20, 3_500)):
            self.homeward("run", "a.toml", "--set", f"families.entries_per_year={entries}", "-n", 2000, "--record",
                          "runs", "-o", f"{entries}.h5", "--quiet")
            told = self.outcomes(f"{entries}.h5", "cost_per_family", "cost_per_sustained_reunification",
                                 "cost_total_undiscounted")
            line = told["cost_per_family"]
            error = (line["ci_high"] - line["ci_low"]) / 3.92
            self.assertLess(error, 0.02 * right)
            self.assertLess(abs(line["mean"] - right), 4 * error)
            self.assertEqual((told["cost_total_undiscounted"]["mean"], told["cost_total_undiscounted"]["sd"]), (70_000, 0))
            # A run of 12 months follows nobody who went home for as long.
            self.assertEqual(told["cost_per_sustained_reunification"]["reason"], "follow_up")


if __name__ == "__main__":
    unittest.main()
