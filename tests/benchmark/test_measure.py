"""The benchmark at a tiny size: it runs, and its JSON holds every workload, every goal and what it was measured on. No time
is judged here."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAMS = Path(os.environ["HOMEWARD"]).parent


def measure(*options):
    return subprocess.run([sys.executable, HERE / "measure.py", "--programs", PROGRAMS, *map(str, options)],
                          capture_output=True, text=True)


class Measure(unittest.TestCase):
    def measured(self, *options):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "benchmark.json"
            done = measure("--families", 100, 300, "--json", file, *options)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            return json.loads(file.read_text(encoding="utf-8")), done.stdout

    def test_a_tiny_run_measures_every_workload_and_judges_its_goals(self):
        found, told = self.measured("--rounds", 2, "--parts", "engine", "threads", "output")
        self.assertEqual(set(found), {"format", "machine", "rounds", "workloads", "ratios", "instructions_per_event"})
        self.assertEqual(len(found["rounds"]), 2)
        names = {one["name"] for one in found["workloads"]}
        self.assertLessEqual({"w1", "w2 300", "w1_ladder", "w2_heap 300", "w3_heap 1000", "w3_engine 1000", "queue_only 100", "no_coaches 300", "full_model 300",
                              "arithmetic 2 threads", "sites 2 threads", "record events"}, names)
        self.assertEqual({one["goal"] for one in found["ratios"]}, set(range(1, 7)))
        for one in found["ratios"]:
            self.assertLessEqual(one["min"], one["median"], one["name"])
            self.assertLessEqual(one["median"], one["max"], one["name"])
            self.assertEqual(len(one["rounds"]), 2, one["name"])
            self.assertIn(one["name"], told)
        self.assertIn("load_before", found["machine"])

    def test_a_planner_waits_for_a_run_and_a_page(self):
        found, told = self.measured("--rounds", 1, "--parts", "planner")
        self.assertEqual([one["goal"] for one in found["ratios"]], [7] * 4)
        run, _, page, _ = found["ratios"]
        self.assertGreater(page["median"], run["median"])
        self.assertIn(run["name"], told)

    def test_the_engine_meets_the_same_families_as_w1(self):
        def workload(*arguments):
            return json.loads(subprocess.run([PROGRAMS / "tests/benchmark/homeward_benchmark", *map(str, arguments)],
                                             check=True, capture_output=True, text=True).stdout)
        engine = workload("engine", HERE / "queue-only.toml")
        yardstick = workload("w1", "--families", 100_000)
        # An entry, an answer, a coach and an exit for each that joins, and one event more for each that comes back. Some are
        # still to come back at the end, and so are fewer than of the yardstick, which runs until the last has left.
        joins = engine["events"] / engine["families"] / 4
        self.assertLess(joins, 1 + yardstick["returns_per_family"])
        self.assertGreater(joins, 1 + 0.8 * yardstick["returns_per_family"])

    def test_sizes_that_do_not_rise_are_refused(self):
        done = measure("--families", 300, 100)
        self.assertEqual(done.returncode, 2)
        self.assertIn("must rise", done.stderr)


if __name__ == "__main__":
    unittest.main()
