"""Results files that another program has changed: what cannot be right is refused in one line, with exit code 5, and what is
missing is left out. HOMEWARD names the executable."""

import os
import unittest

import h5py
import numpy as np

import test_cli

SEAL = 64  # bytes after the end that HDF5 knows of


class Changed(test_cli.Cli):
    def changed(self, change):
        """Lets h5py change out.h5."""
        path = self.folder / "out.h5"
        os.truncate(path, path.stat().st_size - SEAL)
        with h5py.File(path, "r+") as file:
            change(file)

    def replace(self, name, values, dtype=float):
        def change(file):
            attributes = dict(file[name].attrs)
            del file[name]
            file.create_dataset(name, data=np.array(values, dtype=dtype))
            for key in {"kind"} & attributes.keys():
                file[name].attrs[key] = attributes[key]

        self.changed(change)

    def refused(self, *command, says):
        done = self.homeward(*command, code=5)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn(says, done.stderr)

    def made(self, *more):
        self.homeward("run", "base.toml", "coached.toml", "-n", 2, "-o", "out.h5", "--quiet", *more)

    def test_a_status_that_no_run_has(self):
        self.made()
        self.replace("run_status", [[1, 77], [1, 1]], np.int8)
        self.refused("export", "out.h5", "--what", "runs", says="run_status has impossible numbers")

    def test_lists_of_the_comparison_that_are_shorter_than_its_outcomes(self):
        for name in ("outcome_units", "outcome_better"):
            with self.subTest(name):
                (self.folder / "out.h5").unlink(missing_ok=True)
                self.made()
                self.replace(f"comparison/{name}", ["share"], h5py.string_dtype())
                self.refused("export", "out.h5", "--what", "comparison", says=f"comparison/{name} has another shape")

    def test_an_outcome_that_is_missing_by_trait(self):
        self.made()

        def drop(file):
            del file["by_trait/families_entered"]

        self.changed(drop)
        told = self.homeward("summary", "out.h5", "--by-trait", "--outcome", "families_entered").stdout
        self.assertRegex(told, r"kin=no +base +– +–\n")

    def test_a_draw_that_is_no_number(self):
        self.homeward("run", "coached.toml", "--set", 'uncertainty."effects.readiness_hazard_ratio"={ distribution = "uniform", '
                      "low = 1, high = 2 }", "--draws", 2, "-n", 2, "-o", "out.h5", "--quiet")
        self.replace("draw", [np.nan, np.nan])
        self.refused("summary", "out.h5", says="draw has impossible numbers")

    def test_a_failed_replication_beyond_all(self):
        self.homeward("run", "base.toml", "--set", "hazards.setback={ distribution = \"exponential\", mean_days = 1e-300 }",
                      "-n", 1, "-o", "out.h5", "--quiet", code=1)
        self.replace("provenance/failed_replication", [1e300])
        self.refused("summary", "out.h5", says="failed_replication has impossible numbers")

    def test_a_name_with_a_line_end(self):
        self.made()

        def rename(file):
            file["evidence/standing"][...] = "two\nlines"

        self.changed(rename)
        self.refused("compare", "out.h5", says="unknown name two?lines")


if __name__ == "__main__":
    unittest.main()
