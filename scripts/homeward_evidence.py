"""What a results file says about its inputs: the evidence register, what the doubt hangs on, switch points. A part of the reader
homeward_results.py, which is what to import."""

from functools import cached_property

import numpy as np
import pandas as pd


def texts(dataset):
    """A dataset of strings as a list."""
    return [text.decode() if isinstance(text, bytes) else str(text) for text in dataset[:]]


# What a plan without coaches may set otherwise and still be the same county: what has no meaning without coaches.
OF_COACHES = ("coaches.", "effects.", "program.", "referral.", "sites.", "support.", "trust.")


class EvidenceReader:
    """Methods of Results."""

    @cached_property
    def without_coaches(self):
        """The scenario that has no coach in any run and is otherwise like the baseline, "" if the file has none: what the effect of
        a plan's coaches is true against."""
        if self.plans or "coach_years" not in self.outcomes:
            return ""
        register = self.evidence()
        county = register[~register.parameter.str.startswith(OF_COACHES)]
        for name, years in zip(self.scenarios, self.values("coach_years")):
            same = register.empty or county[[name, self.baseline]].apply(pd.Series.nunique, axis=1, dropna=False).max() == 1
            if same and not np.nanmax(years, initial=0.0) > 0 and np.isfinite(years).any():
                return name
        return ""

    @cached_property
    def assumed(self):
        """(numbers that are set, those of grade assumption), as compare counts them; None in files that do not say."""
        found = self._file.get("evidence")
        if found is None or "numbers_set" not in found.attrs:
            return None
        return int(found.attrs["numbers_set"]), int(found.attrs["assumptions"])

    def held_fixed(self):
        """Numbers of grade assumption that no draw of this file moves: parameters of the evidence register, in its order."""
        register = self.evidence()
        assumed = register[(register.grade == "assumption") & (register.standing != "built_in") & register.simulated_low.notna()]
        drawn = set(register.parameter[register.distribution != ""]) if self.plans else set()
        return [name for name in dict.fromkeys(assumed.parameter) if name not in drawn]

    def uncertainty(self, outcome, difference=False):
        """Of an uncertainty analysis a pandas frame of an outcome, or of its difference from the baseline, by plan: mean, its
        interval over draws and luck (ci_low, ci_high), where the expected value lies with 95 %, doubt about the inputs included
        (doubt_low, doubt_high), variances of doubt, luck and interaction, and more (output/SCHEMA.md)."""
        group, prefix = self._read("uncertainty"), "difference_" if difference else ""
        column = self._outcomes_of(group).index(outcome)
        names = [name[len(prefix):] for name, item in group.items() if name.startswith(prefix) and item.ndim == 2]
        names = [name for name in names if not name.startswith(("difference_", "sensitivity_"))]
        return pd.DataFrame({name: group[prefix + name][:, column] for name in names},
                            index=pd.Index(texts(group["plan"]), name="plan"))

    def sources(self):
        """A pandas frame of where numbers come from: key, text, grade."""
        group = self._read("provenance")
        columns = ("key", "text", "grade")
        return pd.DataFrame({part: texts(group[f"source_{part}"]) if "source" in group else [] for part in columns})

    def evidence(self, plan=None):
        """The evidence register, a pandas frame with a row a parameter: parameter (a dotted path), value, text (of a choice that
        is no number), unit, grade, source, range_low, range_high, standing ("sourced", "without_source", "built_in": its
        mechanism is off, "choice": no number), distribution (what an uncertainty analysis draws it from), role (varied in this
        file: "lever", "uncertainty"), simulated_low, simulated_high (over plans and draws).

        Of one plan, with the value it has; without a plan a row for whatever plans share, with a column of values for each
        plan in place of value. Empty where the file was written before there was a register.
        """
        words = ["text", "unit", "grade", "source"]
        numbers = ["range_low", "range_high"]
        more = ["standing", "distribution", "role"]
        limits = ["simulated_low", "simulated_high"]
        if "evidence" not in self._file:
            return pd.DataFrame(columns=["parameter", "value", *words, *numbers, *more, *limits])
        group = self._file["evidence"]
        plans, value = texts(group["plan"]), group["value"][:]
        columns = {"parameter": texts(group["parameter"])}
        columns |= {"value": value[plans.index(plan)]} if plan else dict(zip(plans, value))
        columns |= {name: texts(group[name]) for name in words} | {name: group[name][:] for name in numbers}
        columns |= {name: texts(group[name]) for name in more} | {name: group[name][:] for name in limits}
        frame = pd.DataFrame(columns)
        return frame[group["in_plan"][plans.index(plan)] == 1].reset_index(drop=True) if plan else frame

    def sensitivities(self, outcome, plan, difference=False):
        """Of an uncertainty analysis what the doubt about a plan's outcome, or about its difference from the baseline, hangs on: a
        pandas frame by parameter, the largest effect first: standardised, effect (for one standard deviation of the
        parameter), ci_low, ci_high."""
        group, prefix = self._read("uncertainty"), "difference_" if difference else ""
        if "parameter" not in group:
            return pd.DataFrame(columns=["standardised", "effect", "ci_low", "ci_high"])
        at = texts(group["plan"]).index(plan), self._outcomes_of(group).index(outcome)
        stored = {"standardised": "standardised", "effect": "effect", "ci_low": "effect_ci_low", "ci_high": "effect_ci_high"}
        frame = pd.DataFrame({name: group[f"{prefix}sensitivity_{part}"][at] for name, part in stored.items()},
                             index=pd.Index(texts(group["parameter"]), name="parameter"))
        return frame.sort_values("effect", key=np.abs, ascending=False, kind="stable")

    def switch_points(self, outcomes=None, untold=False):
        """Of an uncertainty analysis where the plan to prefer would change, a tidy pandas frame: outcome, plan, against,
        parameter, grade, finding, switch_point, ci_low, ci_high (infinite: open there), range_low, range_high (drawn),
        preferred_at_low and preferred_at_high (the name of the plan to prefer below and above it, "" where it is not told).

        finding: "in_range" (different plans are preferred at the ends of what was drawn), "none_in_range" (the same one is),
        "possible" (told at one end only; switch_point may be NaN), "undecided" (told at neither), "flat" (no effect told). What
        cannot be told for lack of draws ("not_told") has a row with untold alone.
        """
        names = ["switch_point", "ci_low", "ci_high", "range_low", "range_high"]
        columns = ["outcome", "plan", "against", "parameter", "grade", "finding", *names, "preferred_at_low",
                   "preferred_at_high"]
        group = self._file.get("uncertainty", {})
        if "switch_point" not in group:
            return pd.DataFrame(columns=columns)
        known, parameters = self._outcomes_of(group), texts(group["parameter"])
        plans, others = texts(group["pair_plan"]), texts(group["pair_against"])
        register = self.evidence()
        grades = dict(zip(register.parameter, register.grade))
        numbers = {name: group[name if name == "switch_point" else f"switch_{name}"][:] for name in names}
        codes = {name: group[name][:] for name in ("switch_finding", "preferred_at_low", "preferred_at_high")}
        findings = group["switch_finding"].attrs["flag_meanings"].split()
        rows = []
        for outcome in outcomes or known:
            for pair, (plan, other) in enumerate(zip(plans, others)):
                for column, parameter in enumerate(parameters):
                    at = pair, known.index(outcome), column
                    finding = findings[codes["switch_finding"][at]]
                    if finding == "not_told" and not untold:
                        continue
                    preferred = {name: ("", plan, other)[codes[name][at]] for name in columns[-2:]}
                    rows.append({"outcome": outcome, "plan": plan, "against": other, "parameter": parameter,
                                 "grade": grades.get(parameter, ""), "finding": finding}
                                | {name: numbers[name][at] for name in names} | preferred)
        return pd.DataFrame(rows, columns=columns)
