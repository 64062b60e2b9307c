"""Results files that another program has changed: what cannot be right is refused in one line, with exit code 5, and what is
missing is left out. HOMEWARD names the executable."""

import os
import shutil
import unittest

import h5py
import numpy as np

import test_cli

SEAL = 64  # bytes after the end that HDF5 knows of
SHOW = ("plan", "coached.toml", "-n", 3, "--no-pilot", "-o", "out.h5")
GROW = ("run", "coached.toml", "-n", 3, "-o", "out.h5", "--quiet")
MERGE = ("merge", "out.h5", "-o", "joined.h5", "--quiet")
FAMILIES = ("export", "out.h5", "--what", "families")


def put(group, name, values, **more):
    """Replaces a dataset and keeps what it is."""
    kept = {key: value for key, value in group[name].attrs.items() if key == "kind" or "_flag_" in key}
    del group[name]
    data = group.create_dataset(name, data=values, **more)
    data.attrs.update(kept)


def cut(group, axis, size, chosen):
    """Shortens an axis of all arrays that are chosen."""
    for name in [name for name, data in group.items() if isinstance(data, h5py.Dataset) and chosen(data)]:
        put(group, name, group[name][...].take(range(size), axis))


def shorten(group, axis, size):
    dtype = h5py.string_dtype() if group[axis].dtype == object else None
    put(group, axis, group[axis][...][:size], dtype=dtype)


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

    def each(self, cases, *record):
        """Makes one file, and changes a copy of it for each case: how it is changed, the command, what it says."""
        self.made("--record", *record)
        shutil.move(self.folder / "out.h5", self.folder / "whole.h5")
        for name, change, command, says in cases:
            with self.subTest(name):
                shutil.copy(self.folder / "whole.h5", self.folder / "out.h5")
                self.changed(change)
                self.refused(*command, says=says)

    def test_a_status_that_no_run_has(self):
        self.made()
        self.replace("run_status", [[1, 77], [1, 1]], np.int8)
        for command in (("export", "out.h5", "--what", "runs"), ("summary", "out.h5"), SHOW, GROW):
            self.refused(*command, says="run_status has impossible numbers")

    def test_a_head_that_cannot_be(self):
        def attribute(name, value, place="/"):
            return lambda file: file[place].attrs.__setitem__(name, value)

        def names(*given):
            return lambda file: file["scenario"].__setitem__(..., given)

        def no_replications(file):
            cut(file, 1, 0, lambda data: data.ndim > 1 and data.shape[1] == 2)
            cut(file["by_trait"], 2, 0, lambda data: data.ndim == 3)
            shorten(file, "replication", 0)
            file.attrs["summary_replications"] = np.int32(0)

        summary = ("summary", "out.h5")
        self.each([
            ("seed", attribute("seed", "99999999999999999999999"), summary, "seed is no number"),
            ("no seed", attribute("seed", ""), summary, "seed is no number"),
            ("families", attribute("logged_families", "some"), SHOW, "logged_families is no list"),
            ("vast families", attribute("logged_families", "1-1000000,1-1000000"), SHOW, "logged_families is no list"),
            ("shard", attribute("shard", "3/2", "provenance"), MERGE, "provenance/shard is no share"),
            ("threads", attribute("threads", np.nan, "provenance"), ("report", "--stress", "out.h5"),
             "provenance/threads has impossible numbers"),
            ("one name twice", names("base", "base"), summary, "scenario has base twice"),
            ("a name that moves the cursor", names("base", "a\x1b[2Jb"), summary, "a name that is not printable"),
            ("no replications", no_replications, summary, "it has no replications"),
            ("a title of other bytes", lambda file: file.attrs.create("title", b"\xff", dtype=h5py.string_dtype()), summary,
             "the attribute title is no text"),
            ("a level that moves the cursor", attribute("trait_kin_flag_meanings", "no y\x1bes", "tables/families"), summary,
             "tables/families has a trait or level that is not printable"),
        ], "events")

    def test_axes_that_are_shorter_than_a_scenario(self):
        def months(file):
            cut(file, 2, 1, lambda data: data.attrs.get("kind") == "series")
            shorten(file, "month", 1)

        def since(file):
            cut(file, 2, 0, lambda data: data.attrs.get("kind") in ("cumulative", "at_risk"))
            shorten(file, "month_since", 0)

        def levels(file):
            cut(file["by_trait"], 0, 1, lambda data: data.ndim == 3)
            shorten(file["by_trait"], "trait_level", 1)

        def no_levels(file):
            del file["by_trait"]

        self.each([(name, change, command, says) for name, change, says in [
            ("months", months, "month or month_since is shorter"), ("months since", since, "is shorter than a scenario"),
            ("levels", levels, "trait_level lacks a level"), ("no levels", no_levels, "trait_level lacks a level"),
        ] for command in (GROW, MERGE)], "series")

    def test_arrays_of_more_dimensions_than_their_axes(self):
        def deepen(group, chosen):
            for name in [name for name, data in group.items() if chosen(data)]:
                put(group, name, group[name][...][..., None])

        def curves(file):
            for name in [name for name, data in file.items() if data.attrs.get("kind") == "series"]:
                put(file, name, file[name][...][..., None, None])

        def cohort(file):
            del file["cohort_family"]
            put(file, "first_cohort_family", file["first_cohort_family"][...][..., None])

        def rows(name):
            return lambda file: put(file, name, file[name][...][None])

        self.each([
            ("by trait", lambda file: deepen(file["by_trait"], lambda data: data.ndim == 3), GROW, "has another shape"),
            ("series", curves, MERGE, "has another shape"),
            ("cohort", cohort, MERGE, "first_cohort_family has another shape"),
            ("runs", rows("tables/runs"), GROW, "a long table is too short"),
            ("families", rows("tables/families"), FAMILIES, "a long table is too short"),
        ], "families")

    def test_rows_that_are_not_those_of_their_run(self):
        def run_rows(**columns):
            def change(file):
                rows = file["tables/runs"][...]
                for name, values in columns.items():
                    rows[name] = values
                file["tables/runs"][...] = rows
            return change

        def vast(file):
            """As many rows as make their bytes wrap around to a few."""
            dtype = file["tables/families"].dtype
            rows = 2**64 // dtype.itemsize + 1
            put(file, "tables/families", None, shape=(rows,), dtype=dtype, chunks=(64,))
            run_rows(first_family_row=0, family_rows=rows)(file)

        def code(file):
            rows = file["tables/families"][...]
            rows["trait_kin"] = 100
            file["tables/families"][...] = rows

        def no_levels(file):
            file["tables/families"].attrs["trait_kin_flag_meanings"] = "other"

        def unreadable(file):
            file["provenance/resolved_toml"][...] = "x = ["

        cells = ("export", "out.h5", "--what", "traits", "--min-cell", 2)
        self.each([
            ("another order", lambda file: file["tables/runs"].__setitem__(..., file["tables/runs"][...][::-1]), FAMILIES,
             "tables/runs has rows of another run"),
            ("another's families", run_rows(first_family_row=0), FAMILIES, "tables/families has rows of another run"),
            ("before the first", run_rows(first_family_row=-1), FAMILIES, "a long table is too short"),
            ("beyond the last", run_rows(family_rows=2**62), FAMILIES, "a long table is too short"),
            ("vast", vast, FAMILIES, "its arrays have impossible sizes"),
            ("an unknown level", code, cells, "tables/families has an unknown level of a trait"),
            ("levels of another name", no_levels, cells, "by_trait/trait_level lacks a level"),
            ("a scenario that does not read", unreadable, cells, "resolved_toml has a scenario that this program cannot read"),
        ], "families")

    def test_sizes_that_nobody_stored(self):
        def replications(file):
            for group in (file, file["by_trait"]):
                for name in [name for name, data in group.items() if isinstance(data, h5py.Dataset)]:
                    shape = [2**31 if length == 2 and axis == group[name].ndim - 1 else length
                             for axis, length in enumerate(group[name].shape)]
                    if name.startswith("trait_level") or shape[-1] != 2**31 or group[name].ndim < 2:
                        continue
                    dtype = group[name].dtype
                    put(group, name, None, shape=tuple(shape), dtype=dtype, chunks=(1,) * len(shape))
            put(file, "replication", None, shape=(2**31,), dtype=np.int32, chunks=(64,))

        def status(file):
            """As many as may be asked for, times as many scenarios."""
            names = [f"plan {i}" for i in range(1000)]
            put(file, "scenario", names, dtype=h5py.string_dtype())
            put(file, "scenario_digest", names, dtype=h5py.string_dtype())
            file.attrs["baseline"] = names[0]
            for name, data in list(file.items()):
                if not isinstance(data, h5py.Dataset) or data.shape[:1] != (2,) or name == "replication":
                    continue
                shape = (1000, 10_000_000)[: data.ndim]
                put(file, name, None, shape=shape, dtype=data.dtype, chunks=(64,) * data.ndim)
            put(file, "replication", None, shape=(10_000_000,), dtype=np.int32, chunks=(64,))

        self.each([("replications", replications, ("summary", "out.h5"), "replication has an impossible size"),
                   ("runs", status, ("summary", "out.h5"), "run_status has an impossible size")], "runs")

    def test_texts_of_other_scenarios_name_no_runs(self):
        self.made()

        def swap(file):
            texts = file["provenance/resolved_toml"]
            texts[...] = texts[...][::-1]

        self.changed(swap)
        self.assertIn("base in the results file cannot be read again", self.homeward(*GROW, code=2).stderr)

    def test_numbers_so_large_that_their_squares_are_none(self):
        self.homeward("run", "base.toml", "coached.toml", "--set", 'uncertainty."effects.readiness_hazard_ratio"={ distribution '
                      "= \"uniform\", low = 1, high = 2 }", "--draws", 2, "-n", 2, "-o", "out.h5", "--quiet")
        whole = (self.folder / "out.h5").read_bytes()
        for large in (np.inf, 1e200, 1.7e308):
            with self.subTest(large):
                (self.folder / "out.h5").write_bytes(whole)
                self.changed(lambda file: file["cost_per_family"].__setitem__((0, 0), large))
                self.homeward("summary", "out.h5")
                self.homeward("compare", "out.h5")

    def test_pairs_that_all_but_agree(self):
        self.made()
        self.changed(lambda file: file["cost_per_family"].__setitem__(..., [[1e6, 2e6], [1e6, 2e6 + 1e-9]]))
        self.assertRegex(self.homeward("compare", "out.h5").stdout, r"coached +2 +\N{EN DASH} +\N{EN DASH}\n")

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
        self.assertRegex(told, r"kin=no +base +– +– +\[1\]\n")

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
