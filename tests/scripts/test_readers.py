"""Results files open in h5py, xarray, netCDF4, pandas and R without options, and keep the rules that this needs.

HOMEWARD names the program, or HOMEWARD_RESULTS a results file recorded as families.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
import unittest
import warnings
from pathlib import Path

import h5py
import homeward_results
import netCDF4
import numpy as np
import pandas as pd
import xarray as xr

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["families.entries_per_year=60", "run.warm_up_years=1", "run.entry_years=1", "run.follow_up_years=1"]
UNITS = {"d", "h", "months", "1", "usd"}
DIMENSION_ONLY = "This is a netCDF dimension but not a netCDF variable."


def make_results(folder):
    """A small file of two scenarios, two replications, with rows of families."""
    file = Path(folder) / "small.h5"
    sets = [part for value in SMALL for part in ("--set", value)]
    scenarios = [ROOT / "scenarios" / name for name in ("us-baseline.toml", "ratio-1-to-12.toml")]
    subprocess.run([os.environ["HOMEWARD"], "run", *map(str, scenarios), "-n", "2", "--record", "families", "--quiet",
                    "-o", str(file), *sets], check=True)
    return file


class Readers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        given = os.environ.get("HOMEWARD_RESULTS")
        cls.path = Path(given) if given else make_results(cls.folder.name)

    def datasets(self):
        """Every dataset with its path."""
        found = {}
        with h5py.File(self.path, "r") as file:
            def note(name, item):
                if isinstance(item, h5py.Dataset):
                    found[name] = item

            file.visititems(note)
            yield from found.items()

    def test_objects_can_be_copied_out_of_the_file_by_hdf5s_own_tools(self):
        """HDF5 1.10 crashes where an object keeps more than eight attributes outside its header."""
        with h5py.File(self.path, "r") as file:
            most = max((name for name, item in file.items()), key=lambda name: len(file[name].attrs))
            self.assertGreater(len(file[most].attrs), 8)
        for name in (most, "comparison", "reason", "provenance"):
            done = subprocess.run(["h5copy", "-i", self.path, "-o", Path(self.folder.name) / "part.h5", "-s", f"/{name}", "-d",
                                   f"/{name}"], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), name)

    def test_every_axis_has_a_scale(self):
        for name, dataset in self.datasets():
            if h5py.h5ds.is_scale(dataset.id):
                continue
            self.assertGreaterEqual(dataset.ndim, 1, name)
            for axis, dimension in enumerate(dataset.dims):
                self.assertEqual(len(dimension), 1, f"{name}, axis {axis}")
                self.assertEqual(dimension[0].shape[0], dataset.shape[axis], f"{name}, axis {axis}")

    def test_types_are_ones_that_every_reader_knows(self):
        for name, dataset in self.datasets():
            kinds = dataset.dtype.fields or {"": (dataset.dtype,)}
            for column, (kind, *_) in kinds.items():
                self.assertNotIn(kind, (np.uint8, np.uint64, np.bool_), f"{name} {column}")
                self.assertIsNone(h5py.check_enum_dtype(kind), f"{name} {column}")
            if dataset.dtype.fields is None and dataset.dtype.kind == "O":
                text = h5py.check_string_dtype(dataset.dtype)
                self.assertEqual((text.encoding, text.length), ("utf-8", None), name)
            self.assertIn(dataset.compression, (None, "gzip"), name)

    def test_attributes_are_plain(self):
        with h5py.File(self.path, "r") as file:
            items = [file["/"], *(file[name] for name, _ in self.datasets())]
            for item in items:
                for name in item.attrs:
                    kind = item.attrs.get_id(name)
                    if kind.dtype.kind in "OS" and name not in ("DIMENSION_LIST", "CLASS", "NAME"):
                        text = h5py.check_string_dtype(kind.dtype)
                        self.assertEqual((text.encoding, text.length, kind.shape), ("utf-8", None, ()), name)
                order = item.id.get_create_plist().get_attr_creation_order()
                self.assertTrue(order & h5py.h5p.CRT_ORDER_TRACKED, item.name)

    def test_links_keep_their_order_and_objects_no_times(self):
        with h5py.File(self.path, "r") as file:
            names = list(file["/"])  # the file itself lists them by name in some versions of h5py
            self.assertEqual(names[:4], ["scenario", "replication", "month", "month_since"])
            self.assertEqual(names[-1], "provenance")
            for name, item in self.datasets():
                self.assertFalse(item.id.get_create_plist().get_obj_track_times(), name)

    def test_there_are_at_most_1000_datasets(self):
        self.assertLessEqual(len(list(self.datasets())), 1000)

    def test_units_are_those_that_xarray_leaves_alone(self):
        for name, dataset in self.datasets():
            if "units" in dataset.attrs:
                self.assertIn(dataset.attrs["units"], UNITS, name)

    def test_doubles_are_filled_with_nan(self):
        for name, dataset in self.datasets():
            if dataset.dtype == np.float64:
                self.assertTrue(np.isnan(dataset.attrs["_FillValue"]), name)
                self.assertTrue(np.isnan(dataset.fillvalue), name)

    def test_families_of_cohorts_are_filled_where_there_is_none(self):
        with h5py.File(self.path, "r") as file:
            state, days = file["cohort_family_state"], file["cohort_family_days_in_care"]
            self.assertEqual((state.dtype, days.dtype), (np.int8, np.float32))
            self.assertEqual((state.attrs["_FillValue"], state.fillvalue), (-1, -1))
            self.assertTrue(np.isnan(days.attrs["_FillValue"]) and np.isnan(days.fillvalue))
            np.testing.assert_array_equal(state[:] == -1, np.isnan(days[:]))
            self.assertEqual(state.attrs["flag_masks"].tolist(), [1, 2, 4, 8, 16, 32])
            entered = (state[:] >= 0).sum(axis=2)
            np.testing.assert_array_equal(entered, file["families_entered"][:])

    def test_the_root_says_what_it_is(self):
        with h5py.File(self.path, "r") as file:
            head = file.attrs
            self.assertEqual((head["Conventions"], head["format"]), ("CF-1.10", "homeward-results"))
            self.assertEqual(head["format_version"].tolist(), [1, 1])
            self.assertIn(head["status"], ("complete", "incomplete"))
            for name in ("title", "source", "history", "seed", "digest"):
                self.assertIsInstance(head[name], str, name)

    def test_no_absolute_path_and_no_user_name_is_told(self):
        for path in (str(ROOT), str(Path.home()), self.folder.name):
            if len(path) > 1:
                self.assertNotIn(path.encode(), self.path.read_bytes())

    def test_every_outcome_has_its_summaries_and_says_its_population(self):
        with h5py.File(self.path, "r") as file:
            outcomes = [name for name in file if file[name].attrs.get("kind") == "outcome"]
            self.assertIn("reunified_12_months", outcomes)
            for name in outcomes:
                for part in ("units", "long_name", "definition", "population"):
                    self.assertTrue(file[name].attrs[part], f"{name} {part}")
                for suffix in ("_mean", "_sd", "_n", "_ci_low", "_ci_high"):
                    self.assertEqual(file[name + suffix].shape, file["scenario"].shape)

    def test_xarray_opens_the_root_and_each_group_by_itself(self):
        with h5py.File(self.path, "r") as file:
            values = file["reunified_12_months"][:]
            scenarios = [name.decode() for name in file["scenario"][:]]
        for engine in (None, "netcdf4", "h5netcdf"):
            with xr.open_dataset(self.path, engine=engine) as data:
                self.assertEqual(data["scenario"].values.tolist(), scenarios)
                outcome = data["reunified_12_months"]
                self.assertEqual(outcome.dims, ("scenario", "replication"))
                self.assertEqual(outcome.dtype, np.float64)
                np.testing.assert_array_equal(outcome.values, values)
                self.assertEqual(data["mean_days_to_first_coach"].dtype, np.float64)
                self.assertEqual(data["month"].dtype, np.int32)
                self.assertIn("month_since", data["cumulative_reunified"].dims)
            for group, dims in (("by_trait", {"trait_level", "scenario", "replication"}),
                                ("comparison", {"outcome", "scenario"})):
                with xr.open_dataset(self.path, engine=engine or "netcdf4", group=group) as data:
                    self.assertEqual(set(data.sizes), dims)
                    self.assertEqual(data["scenario"].values.tolist(), scenarios)

    def test_netcdf_sees_every_gridded_array(self):
        with netCDF4.Dataset(self.path) as data, h5py.File(self.path, "r") as file:
            arrays = {name for name, item in file.items() if isinstance(item, h5py.Dataset)}
            self.assertEqual(set(data.variables), arrays)
            self.assertEqual(data["reunified_12_months"].dimensions, ("scenario", "replication"))

    def test_pandas_reads_the_long_tables(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PyTables tells that it does not know references to scales
            runs = pd.read_hdf(self.path, "/tables/runs")
            families = pd.read_hdf(self.path, "/tables/families")
        self.assertEqual(list(runs.columns[:3]), ["scenario", "replication", "status"])
        self.assertEqual(int(runs["family_rows"].sum()), len(families))
        self.assertTrue((families["episode"] >= 1).all())

    def test_the_projects_own_reader_gives_the_same_numbers(self):
        with homeward_results.Results(self.path) as results:
            shape = (len(results.scenarios), results.replications)
            self.assertEqual(results.values("reunified_12_months").shape, shape)
            summary = results.summary("reunified_12_months")
            means = np.nanmean(results.values("reunified_12_months"), axis=1)
            np.testing.assert_allclose(summary.mean, means, rtol=1e-12)
            self.assertEqual(summary.of(results.scenarios[0])[0], summary.mean[0])
            comparison = results.comparison("reunified_12_months")
            np.testing.assert_allclose(comparison.mean, summary.mean - summary.of(results.baseline)[0], atol=1e-12)
            self.assertEqual(results.series_values(results.series[0]).shape, (*shape, len(results.month)))
            event = results.cumulative_events[0]
            self.assertEqual(results.cumulative(event).shape, (*shape, len(results.month_since)))
            levels = results.by_trait(results.by_trait_outcomes[0])
            self.assertEqual(levels.shape, (len(results.trait_levels), *shape))
            self.assertEqual(len(results.table("runs")), shape[0] * shape[1])
            self.assertIn("reunified", results.table("families")["exit_kind"].cat.categories)
            changes = results.family_changes.set_index("change")["mean"]
            for name in results.scenarios:
                self.assertEqual(results.cohort(name, 0).index.tolist(), results.cohort(results.baseline, 0).index.tolist())
            nets = [1000 * (results.cohort(results.scenarios[1], r)["home_within_12_months"].mean()
                            - results.cohort(results.baseline, r)["home_within_12_months"].mean())
                    for r in range(results.replications)]
            self.assertAlmostEqual(changes["families_home_net"], np.mean(nets))
            self.assertAlmostEqual(
                changes["families_home_only_under_plan"] - changes["families_home_only_under_baseline"], np.mean(nets))
            self.assertEqual(len(results.frame()), len(results.outcomes) * shape[0])
            self.assertIn("format", results.resolved_toml(results.scenarios[0]))
            self.assertGreaterEqual(results.provenance["threads"], 1)

    def test_the_projects_own_reader_refuses_what_it_cannot_read(self):
        def fault(path):
            with self.assertRaises(homeward_results.ResultsError) as caught:
                homeward_results.Results(path)
            return str(caught.exception)

        with tempfile.TemporaryDirectory() as folder:
            other = Path(folder) / "x.h5"
            self.assertIn("no such file", fault(other))
            other.write_text("nothing of the kind")
            self.assertIn("is not a Homeward results file", fault(other))
            other.write_bytes(self.path.read_bytes()[:20000])
            self.assertIn("is damaged", fault(other))
            shutil.copy(self.path, other)
            with h5py.File(other, "r+") as file:
                file.attrs["format_version"] = np.array([2, 0], dtype=np.int32)
            self.assertIn("written by format 2; this script reads format 1", fault(other))

    def test_the_projects_own_reader_calls_no_file_damaged_that_another_program_writes(self):
        for content in (self.path.read_bytes(), b""):  # nothing of a new file need be on the disk yet
            with self.subTest(size=len(content)), tempfile.NamedTemporaryFile(suffix=".h5") as held:
                held.write(content)
                held.flush()
                fcntl.flock(held, fcntl.LOCK_EX)
                with self.assertRaisesRegex(homeward_results.ResultsError, "another program has it open for writing"):
                    homeward_results.Results(held.name)

    @unittest.skipUnless(shutil.which("Rscript"), "R is not installed")
    def test_r_reads_it_with_rhdf5_and_ncdf4(self):
        done = subprocess.run(["Rscript", ROOT / "tests/scripts/read_in_r.R", self.path],
                              capture_output=True, text=True)
        if done.returncode == 77:
            self.skipTest(done.stdout.strip())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("read in R", done.stdout)


if __name__ == "__main__":
    unittest.main()
