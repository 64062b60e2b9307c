"""How results files of older minor versions call the outcomes that are known today, and which of them they measured by an
older definition.

The tables are those of the program (`sim/measure/renamed_outcomes.cpp`, `OutcomeInfo::changed_in`), which writes them into
every file: `/renamed`, and the attribute `changed_in` of an outcome.
"""

import sys

RENAMED = (  #: old name, name today, version since when
    ("mean_days_to_first_coach", "mean_days_on_queue", "1.1"),
    ("p90_days_to_first_coach", "p90_days_on_queue", "1.1"),
)
CHANGED_IN = {  #: outcome that kept its name -> version that gave it its present meaning
    "permanency_12_months": "1.1",
    "cost_per_family": "1.1",
    "cost_per_sustained_reunification": "1.1",
    "mean_days_to_first_coach": "1.1",
    "p90_days_to_first_coach": "1.1",
}
SUMMARIES = ("", "_mean", "_sd", "_n", "_ci_low", "_ci_high")


def _numbers(version):
    return tuple(int(part) for part in version.split("."))


class OutcomeNames:
    """The names of a file, by its `format_version`; warns once, on stderr, of what has an older definition."""

    def __init__(self, path, version):
        self._path, self._version = path, tuple(int(part) for part in version[:2])
        self._warned = False

    def is_before(self, version):
        """Whether the file is of an older version than "1.1"."""
        return self._version < _numbers(version)

    def today(self, stored):
        """The name today of an outcome of the file."""
        for old, new, since in RENAMED:
            if stored == old and self.is_before(since):
                stored = new
        return stored

    def stored(self, array):
        """The array of the file that today's array is: of an outcome, its summaries or by trait; None where the file cannot
        have it, because the name meant something else."""
        front = "by_trait/" if array.startswith("by_trait/") else ""
        name = array[len(front):]
        for old, new, since in reversed(RENAMED):
            if not self.is_before(since):
                continue
            if name in [new + part for part in SUMMARIES]:
                name = old + name[len(new):]
            elif name in [old + part for part in SUMMARIES]:
                return None
        return front + name

    def measured_otherwise(self, known):
        """Those of the outcomes of the file, by today's names, that it measured by an older definition."""
        return [name for name in known if name in CHANGED_IN and self.is_before(CHANGED_IN[name])]

    def warn(self, known):
        """Says once what of these outcomes has an older definition."""
        others = self.measured_otherwise(known)
        if not others or self._warned:
            return
        self._warned = True
        version = ".".join(map(str, self._version))
        print(f"{self._path} is of format {version}, which measured {', '.join(others)} by an older definition",
              file=sys.stderr)
