"""Replications until precise enough, from outside: looks, histories, budgets, faults. HOMEWARD names the executable."""

import json
import signal
import unittest

import h5py

import test_cli
import test_sweep

RUN = ["run", "base.toml", "faster.toml"]
FASTER = """
format = 1
extends = "base.toml"
[hazards]
readiness = { distribution = "weibull", shape = 0.9, scale_days = 300 }
"""
LOOKS = [20, 30, 45, 68, 102, 153, 230, 345, 518, 777, 1000]
HOME = ["--outcome", "reunified_12_months"]


class Precision(test_cli.Cli):
    def setUp(self):
        super().setUp()
        self.write("faster.toml", FASTER)

    def attributes(self, file):
        with h5py.File(self.folder / file) as results:
            return {name: results.attrs[name] for name in results.attrs}

    def used(self, file):
        """Replications that the summaries use, and how many there are."""
        with h5py.File(self.folder / file) as results:
            return int(results.attrs["summary_replications"]), len(results["replication"])

    def half_widths(self, file, outcome="reunified_12_months", what=lambda row: row):
        return [(what(row)["ci_high"] - what(row)["ci_low"]) / 2
                for row in self.values(file, "--outcome", outcome)["outcomes"] if what(row)]


class Reaching(Precision):
    def test_it_ends_at_a_look_at_which_every_scenario_is_precise(self):
        done = self.homeward(*RUN, "--precision", "0.03", *HOME, "-o", "out.h5")
        used, there = self.used("out.h5")
        self.assertIn(used, LOOKS[2:])
        self.assertEqual(used, there)
        self.assertTrue(all(width <= 0.03 for width in self.half_widths("out.h5")))
        looks = [line for line in done.stderr.splitlines() if "look at" in line and "widest" in line]
        self.assertEqual([int(line.split("look at ")[1].split()[0]) for line in looks],
                         LOOKS[:LOOKS.index(used) + 1])
        self.assertIn("precise enough", looks[-1])
        self.assertIn("(0.03 asked for)", looks[0])
        self.assertTrue(self.values("out.h5")["complete"])

    def test_each_outcome_can_have_its_own_precision_absolute_or_of_the_mean(self):
        self.homeward("run", "base.toml", "--outcome", "reunified_12_months=0.02", "--outcome", "mean_days_in_care=5%",
                      "--precision", "30%", "--outcome", "median_days_in_care", "-o", "out.h5", "--quiet")
        self.assertLessEqual(self.half_widths("out.h5")[0], 0.02)
        for outcome, share in (("mean_days_in_care", 0.05), ("median_days_in_care", 0.3)):
            mean = self.values("out.h5", "--outcome", outcome)["outcomes"][0]["mean"]
            self.assertLessEqual(self.half_widths("out.h5", outcome)[0], share * mean)

    def test_a_difference_is_precise_sooner_than_a_level(self):
        told = {}
        for of in ("level", "difference"):
            out = self.homeward(*RUN, "--precision", "0.02", *HOME, "--of", of, "-o", f"{of}.h5", "--json")
            told[of] = json.loads(out.stdout)["precision"]
            self.assertTrue(told[of]["reached"])
        self.assertEqual(len(told["level"]["half_widths"]), 2)
        (difference,) = told["difference"]["half_widths"]
        self.assertEqual(difference["scenario"], "faster")
        self.assertAlmostEqual(difference["half_width"],
                               self.half_widths("difference.h5", what=lambda row: row.get("difference"))[0])
        self.assertLess(told["difference"]["replications"], told["level"]["replications"])

    def test_a_study_is_swept_until_precise(self):
        self.write("study.toml", test_sweep.STUDY)
        self.homeward("sweep", "study.toml", "--precision", "0.02", *HOME, "--quiet")
        self.assertIn(self.used("small.h5")[0], LOOKS)
        self.assertEqual(len(self.half_widths("small.h5")), 5)
        self.assertTrue(all(width <= 0.02 for width in self.half_widths("small.h5")))


class Histories(Precision):
    """The same file, whatever came before."""
    ASKED = [*RUN, "--precision", "0.03", *HOME]

    def setUp(self):
        super().setUp()
        self.homeward(*self.ASKED, "-o", "fresh.h5", "--quiet")
        self.n = self.used("fresh.h5")[0]

    def test_threads_change_nothing(self):
        for threads in (1, 5):
            self.homeward(*self.ASKED, "-j", threads, "-o", "other.h5", "--quiet", "--force")
            self.assert_same("fresh.h5", "other.h5")
            (self.folder / "other.h5").unlink()

    def test_so_many_replications_asked_for_are_the_same_file(self):
        self.homeward(*RUN, "-n", self.n, "-o", "plain.h5", "--quiet")
        self.assert_same("fresh.h5", "plain.h5")

    def test_a_file_grown_from_less_is_the_same(self):
        for n in (1, 25, self.n - 1):
            self.homeward(*RUN, "-n", n, "-o", f"from{n}.h5", "--quiet")
            self.homeward(*self.ASKED, "-o", f"from{n}.h5", "--quiet")
            self.assert_same("fresh.h5", f"from{n}.h5")
        self.homeward("run", "base.toml", "-n", 33, "-o", "one.h5", "--quiet")
        self.homeward(*self.ASKED, "-o", "one.h5", "--quiet")
        self.assert_same("fresh.h5", "one.h5")

    def test_again_there_is_nothing_to_do(self):
        before = (self.folder / "fresh.h5").read_bytes()
        self.homeward(*self.ASKED, "-o", "fresh.h5", "--quiet")
        self.assertEqual((self.folder / "fresh.h5").read_bytes(), before)

    def test_a_file_that_holds_more_keeps_it_and_sums_up_the_first(self):
        more = self.n + 31
        self.homeward(*RUN, "-n", more, "-o", "more.h5", "--quiet")
        before = (self.folder / "more.h5").read_bytes()
        self.homeward(*self.ASKED, "-o", "more.h5", "--quiet")
        self.assertEqual(self.used("more.h5"), (self.n, more))
        self.assertTrue(self.values("more.h5")["complete"])
        for command in ("summary", "compare"):
            def told(file):
                data = json.loads(self.homeward(command, file, "--json", "--all").stdout)
                return {key: data[key] for key in data if key not in ("file", "replications_stored")}
            self.assertEqual(told("more.h5"), told("fresh.h5"))
            self.assertIn(f"× {self.n} replications (the first of {more}", self.homeward(command, "more.h5").stdout)
        with h5py.File(self.folder / "more.h5") as more_file, h5py.File(self.folder / "fresh.h5") as fresh:
            for name in fresh:
                if name.endswith(("_mean", "_sd", "_n", "_ci_low", "_ci_high")):
                    self.assertEqual(more_file[name][:].tobytes(), fresh[name][:].tobytes(), name)
            for name in fresh["comparison"]:
                if fresh["comparison"][name].dtype.kind == "f":
                    self.assertEqual(more_file["comparison"][name][:].tobytes(), fresh["comparison"][name][:].tobytes())
        self.homeward(*RUN, "-n", 2, "-o", "more.h5", "--quiet")  # all count again
        self.assertEqual(self.used("more.h5"), (more, more))
        (self.folder / "before.h5").write_bytes(before)
        self.assert_same("more.h5", "before.h5")

    def test_another_scenario_gets_no_more_than_it_needs(self):
        self.homeward("run", "base.toml", "-n", self.n + 40, "-o", "added.h5", "--quiet")
        self.homeward(*self.ASKED, "-o", "added.h5", "--quiet")
        told = self.values("added.h5")
        self.assertEqual([s["done"] for s in told["scenarios"]], [self.n, self.n])
        self.assertTrue(told["complete"])
        with h5py.File(self.folder / "added.h5") as results:
            self.assertEqual(results["run_status"][:].sum(axis=1).tolist(), [self.n + 40, self.n])


class Stopping(Precision):
    LONG = [*RUN, "--set", "families.entries_per_year=3000", "--precision", "0.0035", *HOME]

    def test_killed_or_interrupted_it_goes_on_to_the_same_end(self):
        self.homeward(*self.LONG, "-o", "whole.h5", "--quiet")
        run = self.start(*self.LONG, "-j", 2, "-o", "killed.h5")
        self.wait_for_part("killed.h5")
        run.kill()
        run.communicate()
        done = self.homeward(*self.LONG, "-o", "killed.h5")
        self.assertIn("look at 20 replications", done.stderr)
        self.assert_same("killed.h5", "whole.h5")

        run = self.start(*self.LONG, "-j", 1, "-o", "stopped.h5")
        while "look at 20 replications" not in (line := run.stderr.readline()):  # more than half is still to come
            self.assertTrue(line)
        run.send_signal(signal.SIGINT)
        _, messages = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 130, messages)
        self.assertFalse(self.values("stopped.h5")["complete"])
        self.homeward(*self.LONG, "-j", 3, "-o", "stopped.h5", "--quiet")
        self.assert_same("stopped.h5", "whole.h5")


class Budget(Precision):
    def test_too_few_allowed_is_4_and_says_what_it_would_need(self):
        done = self.homeward(*RUN, "--precision", "0.015", *HOME, "--max-replications", 40, "-o", "out.h5", "--quiet",
                             code=4)
        self.assertEqual(self.used("out.h5"), (40, 40))
        self.assertEqual(done.stdout, "")
        line = [line for line in done.stderr.splitlines() if "reunified_12_months of base:" in line][0]
        needed = int(line.split("about ")[1].split()[0].replace(",", ""))
        self.assertAlmostEqual(needed, 40 * (self.half_widths("out.h5")[0] / 0.015) ** 2, delta=0.1 * needed)
        self.assertIn("0.015 asked for", line)
        self.homeward(*RUN, "--precision", "0.03", *HOME, "-o", "out.h5", "--quiet")
        self.homeward(*RUN, "--precision", "0.03", *HOME, "-o", "fresh.h5", "--quiet")
        self.assert_same("out.h5", "fresh.h5")

    def test_the_last_look_allowed_is_enough_if_precise(self):
        self.homeward("run", "base.toml", "--precision", "50%", *HOME, "--max-replications", 20, "--quiet")
        self.assertEqual(self.used("base.h5"), (20, 20))

    def test_an_outcome_that_no_run_has_ends_it_at_once(self):
        done = self.homeward(*RUN, "--precision", "5", "--outcome", "mean_days_to_first_coach", "-o", "out.h5", code=4)
        self.assertEqual(self.used("out.h5")[0], 20)
        self.assertIn("not one run has a number", done.stderr)
        self.assertIn("mean_days_to_first_coach of base", done.stderr)

    def test_a_share_of_nothing_is_told_apart(self):
        self.write("hardly.toml", FASTER.replace("300", "396"))
        hardly = ["run", "base.toml", "hardly.toml", "--of", "difference", *HOME, "--max-replications", 20]
        self.assertIn("without %", self.homeward(*hardly, "--precision", "1%", "-o", "out.h5", code=4).stderr)
        self.write("same.toml", FASTER.replace("300", "400"))
        same = ["run", "base.toml", "same.toml", *hardly[3:-2]]
        done = self.homeward(*same, "--precision", "1%", "--max-replications", 70, "-o", "same.h5", code=4)
        self.assertIn("no run differed from another and the mean is 0", done.stderr)
        self.assertNotIn("precise enough\n", done.stderr)
        done = self.homeward(*same, "--precision", "0.01", "-o", "units.h5")
        self.assertEqual(self.used("units.h5"), (68, 68))
        self.assertIn("no run differed from another, so 68 must count", done.stderr)
        self.assertIn("precise enough, but in reunified_12_months of same against base no run differed", done.stderr)

    def test_what_nobody_could_run_is_not_numbered(self):
        done = self.homeward("run", "base.toml", "--precision", "1e-15", *HOME, "--max-replications", 20, code=4)
        self.assertIn("more replications than can be run", done.stderr)


class Planning(Precision):
    def plan(self, *arguments):
        return json.loads(self.homeward("plan", *arguments, "--no-pilot", "--json").stdout)

    def test_plan_tells_the_look_that_is_due_and_when_nothing_is(self):
        asked = [*RUN[1:], "--precision", "0.025", *HOME, "-o", "out.h5"]
        told = self.plan(*asked)
        self.assertEqual((told["precision"]["next_look"], told["to_do"]), (20, 40))
        self.assertIn("20, 30, 45, 68, ... at most 1000", self.homeward("plan", *asked, "--no-pilot").stdout)
        self.homeward(*RUN, "-n", 33, "-o", "out.h5", "--quiet")
        told = self.plan(*asked)
        self.assertEqual((told["precision"]["next_look"], told["precision"]["replications"], told["to_do"]),
                         (45, 30, 24))
        self.homeward("run", *asked, "--quiet")
        told = self.plan(*asked)
        self.assertTrue(told["precision"]["reached"])
        self.assertEqual(told["to_do"], 0)


class Faults(Precision):
    def fault(self, *arguments):
        text = self.homeward(*RUN, "-o", "out.h5", *arguments, code=2).stderr
        self.assertEqual(list(self.folder.glob("out.h5*")), [])
        return text

    def test_wrong_usage_says_what_to_do(self):
        self.assertIn("reunified_12_months", self.fault("--precision", "0.01"))
        self.assertIn("how precise?", self.fault(*HOME))
        self.assertIn("did you mean reunified_12_months?",
                      self.fault("--precision", "0.01", "--outcome", "reunified_12_month"))
        for wrong in ("0", "-1", "x", "%", "1e999", "nan", "0.01%%", "inf"):
            self.assertIn("--precision", self.fault(f"--precision={wrong}", *HOME), wrong)
        self.assertIn("--outcome reunified_12_months", self.fault("--outcome", "reunified_12_months=0"))
        self.assertIn("named twice", self.fault("--precision", "1", *HOME, *HOME))
        self.assertIn("at least 20", self.fault("--precision", "1", *HOME, "--max-replications", "19"))
        self.assertIn("goes with --precision", self.fault("--max-replications", "100"))
        self.assertIn("goes with --precision", self.fault("--of", "difference"))
        self.fault("--precision", "1", *HOME, "--of", "both")

    def test_what_cannot_go_together_is_refused(self):
        self.assertIn("-n", self.fault("--precision", "1", *HOME, "-n", "20"))
        self.assertIn("--shard", self.fault("--precision", "1", *HOME, "--shard", "1/2"))
        self.assertIn("--draws", self.fault("--precision", "1", *HOME, "--draws", "2"))
        self.assertIn("only one", self.homeward("run", "base.toml", "--precision", "1", *HOME, "--of", "difference",
                                                code=2).stderr)

    def test_a_difference_needs_the_baseline(self):
        self.homeward("run", "base.toml", "-n", 5, "-o", "grown.h5", "--quiet")
        done = self.homeward("run", "coached.toml", "more.toml", "--precision", "1", *HOME, "--of", "difference", "-o",
                             "grown.h5", code=2)
        self.assertIn("baseline base", done.stderr)

    def test_only_must_keep_the_baseline_and_another_for_a_difference(self):
        for only in (["faster"], ["base"], ["faster", "coached"]):
            names = [option for name in only for option in ("--only", name)]
            done = self.homeward(*RUN, "coached.toml", "--precision", "1", *HOME, "--of", "difference", *names, code=2)
            self.assertIn("let --only keep it", done.stderr)


if __name__ == "__main__":
    unittest.main()
