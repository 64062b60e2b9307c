"""Reads Homeward's results files: the only Python that knows their schema (output/SCHEMA.md).

    with homeward_results.Results("plans.h5") as results:
        print(results.summary("reunified_12_months").frame())

Needs h5py, numpy and pandas, as Debian packages them. A file that cannot be read raises ResultsError with one clear
line. S, R, M, C, L stand for the numbers of scenarios, replications, months, months since, and trait levels.
"""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
from homeward_evidence import EvidenceReader
from homeward_evidence import texts as _texts
from homeward_names import OutcomeNames
from homeward_reasons import ReasonReader, kind_of

FORMAT = "homeward-results"
MAJOR_VERSION = 1
SUMMARIES = ("mean", "sd", "n", "ci_low", "ci_high")


class ResultsError(Exception):
    """A file that is missing, damaged, open for writing elsewhere, no results file, or of another major version; the text
    is for the user."""


@dataclass(frozen=True)
class Summary:
    """One outcome over replications: arrays [S], in the units of `info["units"]`."""

    info: dict  #: of Results.info
    scenarios: list
    mean: np.ndarray
    sd: np.ndarray
    n: np.ndarray  #: replications that count (somebody at risk)
    ci_low: np.ndarray  #: 95 % interval of the mean
    ci_high: np.ndarray

    def of(self, scenario):
        """(mean, ci_low, ci_high) of one scenario."""
        row = self.scenarios.index(scenario)
        return float(self.mean[row]), float(self.ci_low[row]), float(self.ci_high[row])

    def frame(self):
        """A pandas frame: a row a scenario, columns mean, sd, n, ci_low, ci_high."""
        columns = {name: getattr(self, name) for name in SUMMARIES}
        return pd.DataFrame(columns, index=pd.Index(self.scenarios, name="scenario"))


@dataclass(frozen=True)
class Comparison:
    """Paired differences of one outcome from the baseline, replication by replication: arrays [S].

    Where `is_ratio`, mean and interval are the plan over the baseline (1: no difference); else plan minus baseline.
    """

    info: dict  #: as of Summary, and better: "higher", "lower" or "neither"
    scenarios: list
    baseline: str
    is_ratio: bool
    mean: np.ndarray
    sd: np.ndarray
    n: np.ndarray  #: pairs that count
    ci_low: np.ndarray
    ci_high: np.ndarray
    share_higher: np.ndarray  #: of pairs in which the plan is the higher one [0..1]
    confidence_higher: np.ndarray  #: that the plan's mean is the higher one [0..1]
    variance_ratio: np.ndarray  #: what common random numbers save

    def of(self, scenario):
        """(mean, ci_low, ci_high) of one scenario against the baseline."""
        row = self.scenarios.index(scenario)
        return float(self.mean[row]), float(self.ci_low[row]), float(self.ci_high[row])

    def frame(self):
        """A pandas frame: a row a scenario."""
        names = (*SUMMARIES, "share_higher", "confidence_higher", "variance_ratio")
        return pd.DataFrame({name: getattr(self, name) for name in names},
                            index=pd.Index(self.scenarios, name="scenario"))


class Results(EvidenceReader, ReasonReader):
    """A results file, open for reading; a context manager."""

    def __init__(self, path):
        self.path = Path(path)
        self._file = _open(self.path)
        try:
            _check_format(self.path, self._file)
            self._names = OutcomeNames(self.path, self._file.attrs["format_version"])
            self.scenarios = _texts(self._file["scenario"])  #: names, [S]
            self.replications = int(self._file["replication"].shape[0])
            self.month = self._file["month"][:]  #: months from the opening, [M]
            self.month_since = self._file["month_since"][:]  #: months since removal or exit, [C]
            self._kinds, self._settings = {}, {}
            for name, item in self._file["/"].items():  # of the group: in order of creation
                if isinstance(item, h5py.Dataset) and "kind" in item.attrs:
                    self._kinds.setdefault(item.attrs["kind"], []).append(name)
        except (KeyError, OSError, RuntimeError) as fault:
            self._file.close()
            raise ResultsError(f"{path} is damaged: {_line(fault)}") from fault
        except ResultsError:
            self._file.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def close(self):
        self._file.close()

    @property
    def attributes(self):
        """The attributes of the file: title, source, history, seed (a text), digest, status, record, baseline ..."""
        return dict(self._file.attrs)

    @property
    def title(self):
        return self._file.attrs.get("title", "")

    @property
    def seed(self):
        """The seed, a whole number below 2**64."""
        return int(self._file.attrs["seed"])

    @property
    def baseline(self):
        """The name of the scenario that others are compared with."""
        return self._file.attrs["baseline"]

    @property
    def summary_replications(self):
        """How many replications, from the first, summaries and comparisons use; the file may hold more."""
        return int(self._file.attrs.get("summary_replications", self.replications))

    @property
    def is_complete(self):
        return self._file.attrs["status"] == "complete"

    @property
    def provenance(self):
        """Versions, threads and timings (wall_seconds, simulation_seconds: seconds)."""
        return dict(self._file["provenance"].attrs)

    @property
    def outcomes(self):
        """Names of the outcomes, in the order of the file."""
        return [self._names.today(name) for name in self._kinds.get("outcome", [])]

    @property
    def series(self):
        """Names of the monthly series; none in a file recorded as `runs`."""
        return list(self._kinds.get("series", []))

    @property
    def cumulative_events(self):
        """Events of which there are cumulative curves; none in a file recorded as `runs`."""
        return [name[len("cumulative_"):] for name in self._kinds.get("cumulative", [])]

    @property
    def plans(self):
        """Of an uncertainty analysis the plan of each scenario, [S], a scenario being a plan and a draw; else empty."""
        return _texts(self._file["plan"]) if "plan" in self._file else []

    @property
    def plan_names(self):
        """The names of the plans: the scenarios, or of an uncertainty analysis what they are draws of."""
        return list(dict.fromkeys(self.plans)) or list(self.scenarios)

    @property
    def baseline_plan(self):
        """The plan that others are compared with."""
        return self.plans[self.scenarios.index(self.baseline)] if self.plans else self.baseline

    @property
    def factors(self):
        """A pandas frame [S]: the label of each swept key; empty for a plain run."""
        keys = self._kinds.get("factor", [])
        return pd.DataFrame({key: _texts(self._read(key)) for key in keys},
                            index=pd.Index(self.scenarios, name="scenario"))

    @property
    def factor_values(self):
        """A pandas frame [S]: the number at each swept key, or at each key of a swept table; NaN where it is none."""
        names = self._kinds.get("factor_value", [])
        return pd.DataFrame({name[:-len("_value")]: self._read(name)[:] for name in names},
                            index=pd.Index(self.scenarios, name="scenario"))

    def factor_role(self, key):
        """lever or uncertainty."""
        return self._read(key).attrs["role"]

    @property
    def run_status(self):
        """int8 [S, R]: 0 planned, 1 done, 2 failed."""
        return self._read("run_status")[:]

    def info(self, name):
        """name, units ("1", "d", "h", "usd"), long_name, definition, population (as far as it has them) of an outcome, series or
        curve; of an outcome also what kind of number it is (quantity: share, count, days, hours, dollars, odds ratio, rate, index,
        number), whom it rests_on, what it needs of a run, and of_coaches."""
        dataset = self._read(name)
        self._names.warn([name])
        return _info(name, dataset)

    def values(self, outcome):
        """float64 [S, R], in the outcome's units; NaN: the run is not done, nobody was at risk, or the scenario's runs cannot give
        it (reason)."""
        values = self._read(outcome)[:]
        self._names.warn([outcome])
        return self._given(outcome, values)

    def summary(self, outcome):
        """The Summary of an outcome over replications."""
        parts = {part: self._read(f"{outcome}_{part}")[:] for part in SUMMARIES}
        parts |= {part: self._given(outcome, values) for part, values in parts.items() if part != "n"}
        return Summary(info=self.info(outcome), scenarios=self.scenarios, **parts)

    def frame(self, outcomes=None):
        """A tidy pandas frame of outcomes: columns scenario, outcome, units, mean, sd, n, ci_low, ci_high."""
        frames = []
        for outcome in outcomes or self.outcomes:
            summary = self.summary(outcome)
            frame = summary.frame().reset_index()
            frame.insert(1, "outcome", outcome)
            frame.insert(2, "units", summary.info["units"])
            frames.append(frame)
        return pd.concat(frames, ignore_index=True)

    def series_values(self, name):
        """float64 [S, R, M], in the series' units; NaN after the end of a shorter scenario."""
        return self._read(name)[:]

    def cumulative(self, event):
        """float64 [S, R, C]: share with the event by months since removal or exit (Aalen-Johansen)."""
        return self._read(f"cumulative_{event}")[:]

    def at_risk(self, event):
        """float64 [S, R, C]: how many are at risk as each month opens."""
        return self._read(f"at_risk_{event}")[:]

    @property
    def trait_levels(self):
        """Names like "kin=yes", [L]; none where no scenario has traits."""
        return _texts(self._file["by_trait/trait_level"]) if "by_trait" in self._file else []

    @property
    def by_trait_outcomes(self):
        """Names of the outcomes that are measured by trait."""
        if "by_trait" not in self._file:
            return []
        return [self._names.today(name) for name, item in self._file["by_trait"].items()
                if item.attrs.get("kind") == "outcome"]

    def by_trait(self, outcome):
        """float64 [L, S, R], in the outcome's units; NaN where a scenario lacks the level, or its runs cannot give the outcome."""
        return self._given(outcome, self._read(f"by_trait/{outcome}")[:], axis=1)

    def comparison(self, outcome):
        """The Comparison of an outcome with the baseline."""
        group = self._read("comparison")
        row = self._outcomes_of(group).index(outcome)
        stored = {"mean": "difference_mean", "sd": "difference_sd", "n": "difference_n",
                  "ci_low": "difference_ci_low", "ci_high": "difference_ci_high",
                  "share_higher": "share_of_replications_higher", "confidence_higher": "confidence_mean_is_higher",
                  "variance_ratio": "variance_ratio"}
        info = self.info(outcome) | {"better": _texts(group["outcome_better"])[row]}
        return Comparison(info=info, scenarios=self.scenarios, baseline=self.baseline,
                          is_ratio=bool(group["difference_is_ratio"][row]),
                          **{part: group[name][row] for part, name in stored.items()})

    @property
    def family_changes(self):
        """A tidy pandas frame of who changes under each plan against the baseline: columns scenario, change, units, mean,
        ci_low, ci_high, definition, reason (why there is none; "given" otherwise). Counts of going home and of re-entry
        are per 1,000 families that both plans follow for 12 months; NaN in files whose program did not record who is.
        Only the net is a property of the plans. Empty in a file recorded as `runs`."""
        group = self._read("comparison")
        names = [name for name in group if name + "_ci_low" in group and group[name].ndim == 1]
        rows = [self._family_change(group, row, name) for row, scenario in enumerate(self.scenarios)
                if scenario != self.baseline for name in names]
        return pd.DataFrame(rows, columns=["scenario", "change", "units", "mean", "ci_low", "ci_high", "definition", "reason"])

    def _family_change(self, group, row, name):
        values = {part: group[name + end][row] for part, end in (("mean", ""), ("ci_low", "_ci_low"), ("ci_high", "_ci_high"))}
        if stored := group.get(name + "_reason"):
            reason = stored.attrs["flag_meanings"].split()[stored[row]]
        else:  # format 1.0 counted families that were not followed as not home
            reason = "given" if "days_in_care" in name else "older_program"
        if reason != "given":
            values = dict.fromkeys(values, np.nan)
        return {"scenario": self.scenarios[row], "change": name, "units": group[name].attrs["units"], **values,
                "definition": group[name].attrs["definition"], "reason": reason}

    def cohort(self, scenario, replication):
        """A pandas frame of the families of one run's entry cohort, by number: booleans home_within_12_months, went_home,
        back_within_12_months, followed_12_months and home_followed_12_months (not in files of format 1.0), had_coach (later ones), and days_in_care."""
        row = self.scenarios.index(scenario), replication
        dataset = self._read("cohort_family_state")
        state = dataset[row]
        there = state >= 0
        columns = {name: (state[there] & mask) != 0
                   for name, mask in zip(dataset.attrs["flag_meanings"].split(), dataset.attrs["flag_masks"])}
        columns["days_in_care"] = self._read("cohort_family_days_in_care")[row][there]
        number = int(self._read("first_cohort_family")[row]) + np.flatnonzero(there)
        return pd.DataFrame(columns, index=pd.Index(number, name="family"))

    def has_table(self, name):
        """Whether a long table was recorded and has rows."""
        return f"tables/{name}" in self._file and len(self._file[f"tables/{name}"]) > 0

    def table(self, name):
        """A pandas frame of a long table: "runs", "families" or "events". Days are from the opening.

        Columns of codes (status, exit_kind, kind, trait_...) become categories; -1 has no category.
        """
        dataset = self._read(f"tables/{name}")
        frame = pd.DataFrame(dataset[:])
        for column in frame:
            if dataset.dtype[column].kind == "S":
                frame[column] = frame[column].str.decode("utf-8", errors="replace")
            meanings = dataset.attrs.get(f"{column}_flag_meanings")
            if meanings is not None:
                frame[column] = pd.Categorical.from_codes(frame[column], meanings.split())
        return frame

    def resolved_toml(self, scenario):
        """The scenario as one file that stands by itself, with every key."""
        return _texts(self._read("provenance/resolved_toml"))[self.scenarios.index(scenario)]

    def setting(self, scenario, key):
        """The value of a scenario's key, a dotted path such as "coaches.families_per_coach"; None if it is not set."""
        if scenario not in self._settings:
            self._settings[scenario] = tomllib.loads(self.resolved_toml(scenario))
        value = self._settings[scenario]
        for part in key.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        return value

    def _outcomes_of(self, group):
        """The axis of outcomes of a group, by today's names."""
        return [self._names.today(name) for name in _texts(group["outcome"])]

    def _read(self, name):
        stored = self._names.stored(name)
        if stored is None or stored not in self._file:
            raise ResultsError(f"{self.path} has no {name}")
        return self._file[stored]


def _open(path):
    if not path.exists():
        raise ResultsError(f"{path}: there is no such file")
    if not os.access(path, os.R_OK) or not path.is_file():
        raise ResultsError(f"{path} cannot be read")
    try:
        return h5py.File(path, "r")
    except BlockingIOError as fault:  # its lock is held: nothing is known of what it holds
        raise ResultsError(f"{path} cannot be read now: another program has it open for writing; "
                           "try again once it has closed it") from fault
    except OSError as fault:
        if not h5py.is_hdf5(path):
            raise ResultsError(f"{path} is not a Homeward results file") from fault
        raise ResultsError(f"{path} is damaged: {_line(fault)}") from fault


def _check_format(path, file):
    if file.attrs.get("format") != FORMAT:
        raise ResultsError(f"{path} is not a Homeward results file")
    major = int(file.attrs["format_version"][0])
    if major != MAJOR_VERSION:
        raise ResultsError(f"{path} was written by format {major}; this script reads format {MAJOR_VERSION}")


def _line(fault):
    return " ".join(str(fault).strip("\"'").split())


def _info(name, dataset):
    keys = ("units", "long_name", "definition", "population", "rests_on", "needs", "of_coaches", "better", "changed_in")
    info = {"name": name} | {key: dataset.attrs[key] for key in keys if key in dataset.attrs}
    return info | ({"quantity": kind_of(dataset.attrs)} if dataset.attrs.get("kind") == "outcome" else {})
