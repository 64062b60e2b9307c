"""What a page says of its numbers: nothing that the file contradicts, no rounding, no number outside of where it can be."""

import unittest
from types import SimpleNamespace

import homeward_statistics as statistics
import numpy as np
import pandas as pd
import report_words


def finding(parameter, kind):
    return {"outcome": "reunified_12_months", "plan": "more", "against": "today", "parameter": parameter, "grade": "assumption",
            "finding": kind, "switch_point": 1.0, "ci_low": 0.9, "ci_high": 1.1, "range_low": 0.5, "range_high": 2.0,
            "preferred_at_low": "today", "preferred_at_high": "more"}


def said(*kinds):
    frame = pd.DataFrame([finding(f"effects.{kind}", kind) for kind in kinds])
    results = SimpleNamespace(baseline_plan="today", switch_points=lambda outcomes, untold: frame)
    return " ".join(report_words.switches(results, ["more"], "reunified_12_months", "children home"))


class Statements(unittest.TestCase):
    def test_no_single_number_is_said_where_all_is_flat_or_keeps_the_plan_alone(self):
        self.assertIn("no single number", said("flat", "none_in_range"))
        for kind in ("possible", "undecided", "not_told"):
            self.assertNotIn("no single number", said("flat", "none_in_range", kind))
            self.assertIn(f"effects.{kind}", said("flat", kind))
        self.assertNotIn("no single number", said("in_range", "flat"))
        self.assertIn("change places in effects.in_range", said("in_range", "possible"))

    def test_assumptions_that_no_draw_moves_are_named_as_held_fixed(self):
        fixed = ["court.preparation_effect", "support.concrete_per_1000_dollars", "support.mix.emotional", "support.mix.advocacy"]
        text = report_words.assumed(SimpleNamespace(held_fixed=lambda: fixed))
        self.assertIn("support.concrete_per_1000_dollars, support.mix, and 1 number on other things", text)
        self.assertEqual(report_words.assumed(SimpleNamespace(held_fixed=list)), "")

    def test_numbers_that_differ_look_different_and_rounding_does_not(self):
        self.assertEqual(statistics.digits_apart((0.1, 0.08, 0.12), 1), 2)
        self.assertEqual(statistics.digits_apart((1.2, 1.0, 1.4), 1), 1)
        self.assertEqual(statistics.digits_apart((0.3, 0.3 * (1 + 1e-15), np.nan), 1), 1)

    def test_rounding_is_no_variation(self):
        twins = 3e8 * (1 + 1e-15 * np.arange(8))
        self.assertTrue(statistics.is_constant(twins))
        self.assertTrue(statistics.is_constant(twins - 3e8 + 5, size=3e8))
        self.assertFalse(statistics.is_constant(np.array([1.0, 1.0 + 1e-9])))
        mean, low, high = statistics.mean_interval(twins, 0)
        self.assertEqual((low, high), (mean, mean))

    def test_intervals_stay_where_numbers_can_be_as_in_the_file(self):
        mean, low, high = statistics.mean_interval(np.array([0.0, 0.0, 0.0, 0.02]), 0, "share")
        self.assertTrue(0 < low < mean < high < 1)
        _, low, high = statistics.mean_interval(np.zeros(20), 0, "share")
        self.assertEqual(low, 0)
        self.assertAlmostEqual(float(high), 0.1391, places=4)  # 0.8609 to the 20th is 0.05
        mean, low, high = statistics.mean_interval(np.array([0.0, 0.0, 1.0, 9.0]), 0, "days")
        self.assertAlmostEqual(float(low * high), float(mean) ** 2)
        self.assertLess(statistics.mean_interval(np.array([0.0, 0.0, 1.0, 9.0]), 0)[1], 0)


if __name__ == "__main__":
    unittest.main()
