"""What the figures share: one colour a plan, units in words, a PNG and an SVG that are the same each time."""

import sys
import textwrap
import zlib
from contextlib import contextmanager
from pathlib import Path

import homeward_results
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402  (after the backend is chosen)
import numpy as np  # noqa: E402

TEXT = "#222222"
QUIET = "#6b6b6b"
GRID = "#e3e3e3"

# Okabe & Ito (2008), told apart by colour-blind readers; yellow is left out because it is lost on white.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"]
MARKERS = ["o", "s", "D", "^", "v", "P"]
# Shipped plans keep their colour in every figure; other plans get theirs from their name.
FIXED = {"us-baseline": (QUIET, "o"), "ratio-1-to-8": (COLOURS[0], "o"), "ratio-1-to-12": (COLOURS[2], "s"),
         "ratio-1-to-20": (COLOURS[1], "D"), "emotional-led": (COLOURS[3], "^"), "advocacy-led": (COLOURS[4], "^"),
         "concrete-led": (COLOURS[5], "^"), "hiring-freeze": (COLOURS[4], "v"), "two-site-county": (COLOURS[3], "v")}

# Numbers without a unit that are no shares of something, so no percentages.
NO_SHARES = {"mean_trust", "naive_reunification_odds_ratio", "coach_turnover_per_year"}

STYLE = {"font.size": 10, "axes.titlesize": 11, "axes.titleweight": "bold", "axes.titlelocation": "left",
         "axes.edgecolor": QUIET, "axes.labelcolor": TEXT, "text.color": TEXT, "xtick.color": QUIET,
         "ytick.color": TEXT, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True,
         "grid.color": GRID, "axes.axisbelow": True, "figure.dpi": 100, "savefig.dpi": 160,
         "svg.hashsalt": "homeward", "svg.fonttype": "none"}


def looks(names):
    """(colour, marker) of each plan. A plan looks the same in every figure, unless two names claim the same look: then
    the later of the two takes the next one that is free."""
    free = [(colour, marker) for marker in MARKERS for colour in COLOURS]
    taken, result = set(FIXED.values()) & {FIXED.get(name) for name in names}, {}
    for name in names:
        look = FIXED.get(name)
        if look is None:
            start = zlib.crc32(name.encode()) % len(free)
            order = free[start:] + free[:start]
            look = next((candidate for candidate in order if candidate not in taken), order[0])
            taken.add(look)
        result[name] = look
    return result


def in_words(name, units, values):
    """(factor, axis label, format of a value) that make an outcome's numbers readable."""
    finite = np.abs(np.asarray(values, float)[np.isfinite(values)])
    largest = finite.max() if finite.size else 0.0
    if units == "usd":
        for size, word in ((1e9, "billion dollars"), (1e6, "million dollars"), (1e3, "thousand dollars")):
            if largest >= size:
                return 1 / size, word, _digits(largest / size)
        return 1.0, "dollars", _digits(largest)
    if units == "1" and largest <= 1 and name not in NO_SHARES and not name.startswith(("families_", "children_")):
        return 100.0, "percent", "{:.1f} %"
    label = {"d": "days", "h": "hours", "months": "months", "1": "number"}.get(units, units)
    if name.startswith(("families_", "children_")):
        label = name.split("_")[0]
    return 1.0, label, _digits(largest)


def _digits(largest):
    return "{:,.0f}" if largest >= 1000 else "{:.1f}" if largest >= 10 else "{:.2f}"


def wrap(text, width):
    return "\n".join(textwrap.wrap(text, width, break_long_words=False))


def save(figure, stem):
    """Writes STEM.png and STEM.svg and says so. Equal figures give equal files."""
    stem = Path(stem)
    if stem.suffix in {".png", ".svg"}:
        stem = stem.with_suffix("")
    try:
        stem.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(f"{stem}.png", metadata={"Software": None})
        figure.savefig(f"{stem}.svg", metadata={"Date": None})
    except OSError as fault:
        stop(f"cannot write the figure: {fault}")
    plt.close(figure)
    print(f"{stem}.png")
    print(f"{stem}.svg")


def stop(message):
    """Ends the script with one clear line."""
    sys.exit(f"{Path(sys.argv[0]).name}: {message}")


@contextmanager
def open_results(path):
    """A results file to read from; what cannot be read ends the script with one clear line."""
    try:
        with homeward_results.Results(path) as results:
            yield results
    except homeward_results.ResultsError as fault:
        stop(str(fault))


def chosen(what, asked, known):
    """The asked names, all of which must be known."""
    unknown = [name for name in asked if name not in known]
    if unknown:
        stop(f"no {what} named {', '.join(unknown)}; there are: {', '.join(known)}")
    return asked


def stem(path, what):
    """Where a figure about a results file goes if nothing is said: beside it."""
    return Path(path).with_name(f"{Path(path).stem}-{what}")
