"""What a results file says of its outcomes: what kind of number each is, and why the runs cannot give it or give it of a part
only. A part of the reader homeward_results.py, which is what to import."""

from functools import cached_property

import numpy as np
from homeward_evidence import texts

GIVEN = 0  # the first of the flags of /reason/code
NOBODY = "nobody to count"
# Of a difference: its reason has no text in the file.
OF_DIFFERENCES = {"unlike_periods": "totals of runs of unlike length are not compared",
                  "older_program": "not measured by the program that wrote the file"}
KINDS = {"usd": "dollars", "d": "days", "h": "hours"}


def kind_of(attributes):
    """What kind of number an outcome is: share, count, days, hours, dollars, odds ratio, rate, index or number. Files of format
    1.0 do not say: there it is the unit, or a definition that begins with "Share"."""
    if "quantity" in attributes:
        return attributes["quantity"]
    is_share = attributes.get("definition", "").startswith("Share of ")
    return "share" if is_share else KINDS.get(attributes.get("units"), "number")


class ReasonReader:
    """Methods of Results."""

    def reason(self, outcome, plan):
        """Why there is no number of an outcome under a plan (with draws, under none of its draws) or of a scenario, which is a
        plan under one draw; "" where there is one."""
        return "" if np.isfinite(self._mean_of(outcome, False)[plan]) else self._why(outcome, plan)

    def difference_reason(self, outcome, plan):
        """Why there is no difference of an outcome between a plan and the baseline; "" where there is one."""
        if np.isfinite(self._mean_of(outcome, True)[plan]):
            return ""
        meaning = self._difference_meaning(outcome, plan)
        if meaning in OF_DIFFERENCES:
            return OF_DIFFERENCES[meaning]
        base = self.baseline_plan
        if own := self.reason(outcome, plan):
            return own
        return f"{base}: {self.reason(outcome, base)}" if self.reason(outcome, base) else NOBODY

    def follow_up_note(self, outcome, plan):
        """"of those followed for 12 months so far: 67 %", where a number rests on a part; "" where it does not. With draws, of the
        draw with the least part."""
        found = self._reasons.get(outcome)
        if found is None:
            return ""
        code, text, followed = found
        rows = [at for at in self._rows[plan] if code[at] == GIVEN and text[at]]
        return text[min(rows, key=lambda at: followed[at])] if rows else ""

    def is_part(self, outcome):
        """bool [plan]: whether the number of an outcome rests on those followed so far."""
        return np.array([bool(self.follow_up_note(outcome, plan)) for plan in self.plan_names])

    def is_given(self, outcome):
        """bool [S]: whether the runs of each scenario can give an outcome."""
        found = self._reasons.get(outcome)
        return np.ones(len(self.scenarios), bool) if found is None else found[0] == GIVEN

    @property
    def follow_up_months(self):
        """float64 [S]: how many months runs go on after the window."""
        return self._run_months("follow_up")

    @property
    def window_months(self):
        """float64 [S]: how long the window is, in months."""
        return self._run_months("window")

    def _run_months(self, part):
        if f"reason/{part}_months" in self._file:
            return self._file[f"reason/{part}_months"][:]
        key = {"window": "run.entry_years", "follow_up": "run.follow_up_years"}[part]
        return np.array([12 * self.setting(name, key) for name in self.scenarios])

    def _given(self, outcome, values, axis=0):
        """The values with NaN for scenarios, along an axis, whose runs cannot give the outcome."""
        given = self.is_given(outcome)
        if given.all():
            return values
        shape = [-1 if place == axis else 1 for place in range(values.ndim)]
        return np.where(given.reshape(shape), values, np.nan)

    def _mean_of(self, outcome, paired):
        """{plan or scenario: mean of an outcome, or of its difference}, read once."""
        if (outcome, paired) not in self._means:
            means = dict(zip(self.scenarios, (self.comparison(outcome) if paired else self.summary(outcome)).mean))
            if self.plans:
                means |= self.uncertainty(outcome, paired)["mean"].to_dict()
            self._means[outcome, paired] = means
        return self._means[outcome, paired]

    def _why(self, outcome, plan):
        rows = self._rows[plan]
        if not self._ran[rows].any():
            return "no finished run"
        code, text, _ = self._reasons.get(outcome, (np.zeros(len(self.scenarios)), [], []))
        lacking = [at for at in rows if code[at] != GIVEN]
        if not lacking:
            return NOBODY
        commonest = _commonest([code[at] for at in lacking])
        return next(text[at] for at in lacking if code[at] == commonest)

    def _difference_meaning(self, outcome, plan):
        """The flag that says why a difference is none; "" in files of 1.0."""
        if not self._difference_codes:
            return ""
        codes = [code for code in self._difference_codes[outcome][self._rows[plan]] if code != GIVEN]
        return self._file["comparison/difference_reason"].attrs["flag_meanings"].split()[_commonest(codes)] if codes else ""

    @cached_property
    def _means(self):
        return {}

    @cached_property
    def _rows(self):
        """{plan or scenario: places of the scenarios that it is}: one; of a plan with draws all of them."""
        rows = {name: [at] for at, name in enumerate(self.scenarios)}
        for at, plan in enumerate(self.plans):
            rows.setdefault(plan, []).append(at)
        return rows

    @cached_property
    def _ran(self):
        return (self.run_status[:, :self.summary_replications] == 1).any(1)

    @cached_property
    def _difference_codes(self):
        if "comparison/difference_reason" not in self._file:
            return {}
        return dict(zip(self._outcomes_of(self._file["comparison"]), self._file["comparison/difference_reason"][:]))

    @cached_property
    def _reasons(self):
        """{outcome: (code, text, share followed), each [S]} of /reason; empty in files of 1.0."""
        if "reason" not in self._file:
            return {}
        group = self._file["reason"]
        text = [texts(line) for line in group["text"][:]]
        return dict(zip(self._outcomes_of(group), zip(group["code"][:], text, group["followed"][:])))


def _commonest(codes):
    return max(codes, key=codes.count)
