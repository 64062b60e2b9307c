"""The staffing question from outside: answers, exit codes, faults. HOMEWARD names the executable."""

import csv
import io
import json
import os
import signal
import time
import unittest

import test_cli

# Families wait for one of few coaches; stays and patience are short, so that runs are, too.
COUNTY = """
format = 1
[run]
warm_up_years = 1
entry_years = 2
follow_up_years = 0.5
replications = 8
seed = 42
[families]
entries_per_year = 200
[hazards]
readiness = { distribution = "exponential", mean_days = 120 }
[coaches]
positions = 4
families_per_coach = 5
[referral]
patience_days = { distribution = "exponential", mean_days = 60 }
[costs]
coach_pay_per_year = 50000
"""
WAIT = "mean_days_to_first_coach <= 6"


class Staff(test_cli.Cli):
    def setUp(self):
        super().setUp()
        self.write("county.toml", COUNTY)

    def ask(self, *arguments, code=0):
        return json.loads(self.homeward("staff", "county.toml", "--json", "--quiet", *arguments, code=code).stdout)

    def outcome(self, told, positions, name, fresh):
        number = next(n for n in told["numbers"] if (n["positions"], n["fresh"]) == (positions, fresh))
        return next(o for o in number["outcomes"] if o["outcome"] == name)


class Answers(Staff):
    def test_the_answer_is_shown_from_both_sides(self):
        told = self.ask("--target", WAIT)
        fewest = told["positions"]
        self.assertEqual((told["status"], told["largest_shown_to_fail"]), ("found", fewest - 1))
        self.assertEqual(told["own_positions"], 4)
        self.assertEqual(told["targets"][0]["positions_effect"], "help")
        enough = self.outcome(told, fewest, "mean_days_to_first_coach", True)
        short = self.outcome(told, fewest - 1, "mean_days_to_first_coach", True)
        self.assertLess(enough["ci_high"], 6)
        self.assertGreater(short["ci_low"], 6)
        last = told["last_position"]
        self.assertEqual(last["positions"], fewest)
        self.assertLess(last["chance_that_one_fewer_meets"], 0.01)
        self.assertLess(last["differences"][0]["ci_high"], 0)
        # 2.5 years of one coach more, none of whom leaves.
        cost = next(d for d in last["differences"] if d["outcome"] == "cost_coaches")
        self.assertAlmostEqual(cost["mean"], 2.5 * 50000, delta=1)

    def test_a_number_has_the_outcomes_that_run_gives_it(self):
        told = self.ask("--target", WAIT, "-n", 5)
        self.homeward("run", "county.toml", "--set", "coaches.positions=8", "-n", 5, "-o", "eight.h5", "--quiet")
        run = self.values("eight.h5", "--outcome", "mean_days_to_first_coach")["outcomes"][0]
        self.assertEqual(self.outcome(told, 8, "mean_days_to_first_coach", False)["mean"], run["mean"])

    def test_the_answer_does_not_depend_on_threads(self):
        one, five = ([self.homeward("staff", "county.toml", "--target", WAIT, "--quiet", "-j", threads).stdout]
                     for threads in (1, 5))
        self.assertEqual(one, five)

    def test_words_table_and_progress(self):
        done = self.homeward("staff", "county.toml", "--target", WAIT)
        self.assertIn("are the fewest that meet mean_days_to_first_coach <= 6 days.", done.stdout)
        self.assertIn("The scenario as written has 4 positions.", done.stdout)
        self.assertIn("cost_coaches, $", done.stdout)
        self.assertRegex(done.stderr, r"4 positions, 8 replications: mean_days_to_first_coach, days [\d.]+ \(not met\)")
        self.assertRegex(done.stderr, r"fresh replications: .*\(met\)")

    def test_a_scan_claims_no_confidence_for_what_was_not_tested(self):
        # Coaches shorten dear stays; beyond those who are needed they only cost.
        base = os.path.join(os.path.dirname(__file__), "..", "..", "scenarios", "ratio-1-to-12.toml")
        self.write("dear.toml", f'format = 1\nextends = "{os.path.abspath(base)}"\n'
                                '[run]\nwarm_up_years = 3\nentry_years = 2\nfollow_up_years = 3\n'
                                '[families]\nentries_per_year = 100\n'
                                '[effects]\nreadiness_hazard_ratio = 5\n'
                                '[costs]\ncare_per_day = { kin = 400, foster_family = 400, congregate = 400, '
                                'trial_home_visit = 0 }\n')
        options = ["--target", "cost_total <= 100", "-n", 8, "--set", "coaches.positions=24"]
        done = self.homeward("staff", "dear.toml", *options, "--quiet")
        self.assertIn("closer at some numbers and further off at others", done.stdout)
        self.assertIn("only\nnumbers with fresh replications were tested", done.stdout)
        self.assertNotIn("% confidence", done.stdout)

    def test_csv_has_a_row_for_each_number_and_outcome(self):
        text = self.homeward("staff", "county.toml", "--target", WAIT, "--quiet", "--csv").stdout
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual({row["outcome"] for row in rows}, {"mean_days_to_first_coach", "renege_share_of_joiners", "cost_coaches", "cost_total"})
        nobody = next(row for row in rows if row["positions"] == "0")
        self.assertEqual((nobody["mean"], nobody["fresh"], nobody["chance_to_meet"]), ("", "no", "0"))

    def test_all_targets_are_to_be_met(self):
        wait_only = self.ask("--target", WAIT)["positions"]
        both = self.ask("--target", WAIT, "--target", "served_share_of_families >= 95%")
        self.assertGreater(both["positions"], wait_only)
        budget = self.ask("--target", WAIT, "--target", "cost_coaches <= $500000")
        self.assertEqual((budget["status"], budget["positions"]), ("unreachable", None))
        self.assertEqual([target["positions_effect"] for target in budget["targets"]], ["help", "hurt"])

    def test_without_coaches(self):
        none = self.ask("--target", "renege_share_of_families <= 5%")
        self.assertEqual(none["positions"], 0)
        # All entrants' work with coaches has ended three years later, so that the share is known.
        some = self.ask("--target", "renege_share_of_families <= 6%", "--least", 1, "--set", "run.follow_up_years=3")
        self.assertGreater(some["positions"], 4)

    def test_sites_share_the_number_as_they_share_positions_now(self):
        self.write("sites.toml", 'format = 1\nextends = "county.toml"\n'
                                 '[[sites]]\nname = "a"\nshare = 0.5\npositions = 3\n'
                                 '[[sites]]\nname = "b"\nshare = 0.5\npositions = 1\n')
        told = json.loads(self.homeward("staff", "sites.toml", "--target", WAIT, "--json", "--quiet", "--most", 8,
                                        "-n", 4).stdout)
        self.homeward("run", "sites.toml", "--set", "sites.a.positions=6", "--set", "sites.b.positions=2", "-n", 4,
                      "-o", "eight.h5", "--quiet")
        run = self.values("eight.h5", "--outcome", "mean_days_to_first_coach")["outcomes"][0]
        self.assertEqual(self.outcome(told, 8, "mean_days_to_first_coach", False)["mean"], run["mean"])


class NotGiven(Staff):
    def test_what_the_runs_cannot_give_is_no_answer(self):
        for target, follow_up, reason in (("reunified_12_months >= 5%", 0, "needs 12 months after the window; the run has 0"),
                                          ("reentry_24_months <= 10%", 1, "needs 24 months after the window; the run has 12"),
                                          ("coached_share_of_families >= 40%", 0.25, "families still have a coach")):
            done = self.homeward("staff", "county.toml", "--target", target, "--set", f"run.follow_up_years={follow_up}",
                                 "--set", "run.entry_years=1", "--quiet", code=2)
            self.assertIn(reason, done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1)

    def test_runs_that_are_all_the_same_tell_what_they_can(self):
        options = ["--least", 60, "-n", 6, "--max-replications", 12]
        self.assertEqual(self.ask("--target", "coached_within_30_days >= 50%", *options)["positions"], 60)
        self.assertEqual(self.ask("--target", "coached_within_30_days >= 101%", *options)["status"], "unreachable")


class Codes(Staff):
    def test_not_separated_is_code_4_and_says_how_to_go_on(self):
        options = ["--target", WAIT, "-n", 2, "--max-replications", 2]
        told = self.ask(*options, code=4)
        self.assertEqual((told["status"], told["positions"]), ("not_separated", None))
        done = self.homeward("staff", "county.toml", *options, "--quiet", code=4)
        self.assertIn("--max-replications 8", done.stdout)

    def test_no_number_is_an_answer(self):
        told = self.ask("--target", "mean_days_to_first_coach < 0")
        self.assertEqual((told["status"], told["search_end"]), ("unreachable", "nothing_changes"))
        self.assertEqual(self.ask("--target", WAIT, "--most", 2)["search_end"], "most_positions")

    def test_wrong_usage(self):
        for options, words in [
                (["--target", "mean_days_to_frst_coach <= 14"], "did you mean mean_days_to_first_coach?"),
                (["--target", "reunified_12_months >= 35"], "Write 35%"),
                ([], "--target"),
                (["--target", WAIT, "--least", 9, "--most", 3], "--most 3 is below --least 9"),
                (["--target", WAIT, "-n", 20, "--max-replications", 5], "below the 20"),
                (["--target", WAIT, "--seed", -1], "whole number"),
                (["--target", WAIT, "--json", "--csv"], "xclu"),
                (["--target", WAIT, "-n", "0x20"], "whole number"),
                (["--target", WAIT, "--confidence", "nan"], "--confidence"),
                (["--target", WAIT, "--confidence", 95], "--confidence")]:
            done = self.homeward("staff", "county.toml", *options, code=2)
            self.assertIn(words, done.stderr)
            self.assertEqual(done.stdout, "")

    def test_a_scenario_with_dates_or_faults_is_code_3(self):
        self.write("dated.toml", 'format = 1\nextends = "county.toml"\n[coaches]\n'
                                 'staffing = [ { date_days = 0, positions = 2 } ]\n')
        done = self.homeward("staff", "dated.toml", "--target", WAIT, code=3)
        self.assertIn("--set 'coaches.staffing=[]'", done.stderr)
        self.homeward("staff", "dated.toml", "--target", WAIT, "--set", "coaches.staffing=[]", "--quiet")
        self.homeward("staff", "nowhere.toml", "--target", WAIT, code=3)
        self.homeward("staff", "county.toml", "--target", WAIT, "--set", "coaches.positons=3", code=3)

    def test_a_failed_run_tells_what_was_looked_at(self):
        failing = ["--target", WAIT, "-n", 2, "--set",
                   'hazards.placement_move={ distribution = "exponential", mean_days = 0.00001 }']
        done = self.homeward("staff", "county.toml", *failing, "--quiet", code=1)
        self.assertIn("a run failed", done.stderr)
        self.assertIn("A run failed before a number of positions was finished.", done.stdout)
        told = self.ask(*failing, code=1)
        self.assertEqual((told["status"], told["numbers"]), ("failed", []))

    def test_an_interrupt_tells_what_was_looked_at(self):
        process = self.start("staff", "county.toml", "--target", WAIT, "-n", 100000, "-j", 1)
        time.sleep(1)
        os.kill(process.pid, signal.SIGINT)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)


if __name__ == "__main__":
    unittest.main()
