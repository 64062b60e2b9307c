"""What the figures share: one colour a plan, units in words, a PNG and an SVG that are the same each time.

A figure is a script with two functions: arguments() gives its options, figure_of(results, options) the figure of an open
results file; run() does the rest. What a file lacks is told by stop().
"""

import argparse
import math
import sys
import textwrap
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import homeward_results
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402  (after the backend is chosen)
import numpy as np  # noqa: E402
from homeward_statistics import signed  # noqa: E402

TEXT = "#222222"
QUIET = "#6b6b6b"
GRID = "#e3e3e3"

# Okabe & Ito (2008), told apart by colour-blind readers; yellow is left out because it is lost on white.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"]
MARKERS = ["o", "s", "D", "^", "v", "P"]
# Shipped plans keep their colour in every figure; other plans get theirs from their name.
FIXED = {"us-baseline": (QUIET, "o"), "county": (QUIET, "s"), "ratio-1-to-8": (COLOURS[0], "o"), "ratio-1-to-12": (COLOURS[2], "s"),
         "ratio-1-to-20": (COLOURS[1], "D"), "emotional-led": (COLOURS[3], "^"), "advocacy-led": (COLOURS[4], "^"),
         "concrete-led": (COLOURS[5], "^"), "hiring-freeze": (COLOURS[4], "v"), "two-site-county": (COLOURS[3], "v")}

COUNTED = ("families", "children", "coaches", "positions", "contacts", "events")  # what a name that begins so counts
MOST_NAMED = 4  # plans in a line about what they lack

ASSUMED = "How much coaching does is put in, from publications and assumptions, not found."

STYLE = {"font.size": 10, "axes.titlesize": 11, "axes.titleweight": "bold", "axes.titlelocation": "left",
         "axes.edgecolor": QUIET, "axes.labelcolor": TEXT, "text.color": TEXT, "xtick.color": QUIET,
         "ytick.color": TEXT, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True,
         "grid.color": GRID, "axes.axisbelow": True, "figure.dpi": 100, "savefig.dpi": 160,
         "svg.hashsalt": "homeward", "svg.fonttype": "none"}


def looks(names):
    """(colour, marker) of each plan. A plan looks the same in every figure, unless two names claim the same colour: then
    the later of the two takes the next one that is free, and if there is none, a marker that is."""
    free = [(colour, marker) for marker in MARKERS for colour in COLOURS]
    taken, result = set(FIXED.values()) & {FIXED.get(name) for name in names}, {}
    for name in names:
        look = FIXED.get(name)
        if look is None:
            start = zlib.crc32(name.encode()) % len(free)
            order = free[start:] + free[:start]
            colours = {colour for colour, _ in taken}
            unlike = [candidate for candidate in order if candidate[0] not in colours]
            look = next((candidate for candidate in unlike + order if candidate not in taken), order[0])
            taken.add(look)
        result[name] = look
    return result


def in_words(info, values):
    """(factor, axis label, format of a value) that make an outcome's numbers readable; `info` as of Results.info."""
    finite = np.abs(np.asarray(values, float)[np.isfinite(values)])
    largest = finite.max() if finite.size else 0.0
    kind, counted = info["quantity"], info["name"].split("_")[0]
    if kind == "dollars":
        for size, word in ((1e9, "billion dollars"), (1e6, "million dollars"), (1e3, "thousand dollars")):
            if largest >= size:
                return 1 / size, word, _digits(largest / size)
        return 1.0, "dollars", _digits(largest)
    if kind == "share":
        return 100.0, "percent", "{:.1f} %"
    if kind == "count" and counted in COUNTED:
        return 1.0, counted, _digits(largest)
    return 1.0, kind if kind in ("days", "hours", "odds ratio") else "number", _digits(largest)


@dataclass(frozen=True)
class Shown:
    """An outcome made readable: arrays [S] in the units that `label` names."""

    title: str
    label: str  #: of the axis
    form: str  #: format of a value
    factor: float  #: from the units of the file
    mean: np.ndarray
    low: np.ndarray  #: 95 % interval of the mean
    high: np.ndarray
    reference: float  #: the baseline, or no difference
    better: str  #: higher, lower or neither
    part: np.ndarray  #: of whom not all are followed as long as it needs: marked with a star

    def text(self, value):
        return signed(self.form, value).replace("-", "\N{MINUS SIGN}")

    def marked(self, row):
        return self.text(self.mean[row]) + "*" * bool(self.part[row])


def shown(results, name, paired=False):
    """An outcome of every scenario; paired: its difference from the baseline, replication by replication."""
    summary, change = results.summary(name), results.comparison(name)
    title = summary.info["long_name"] or name
    source = change if paired else summary
    parts = [np.asarray(part, float) for part in (source.mean, source.ci_low, source.ci_high)]
    better, part = change.info["better"], results.is_part(name)
    if paired and change.is_ratio:
        return Shown(title, f"ratio to {results.baseline}", "{:.2f}", 1.0, *parts, 1.0, better, part)
    base = results.scenarios.index(results.baseline)
    factor, label, form = in_words(summary.info, np.concatenate(parts) if paired else summary.mean)
    reference = float(summary.mean[base]) * factor
    if paired:
        label, form = ("percentage points", "{:.2f}") if label == "percent" else (label, form)
        label, form, reference = f"change ({label})", form.replace("{:", "{:+"), 0.0
    return Shown(title, label, form, factor, *(values * factor for values in parts), reference, better, part)


def shown_by_plan(results, name, paired=False):
    """An outcome of every plan of an uncertainty analysis, in the order of plan_names: intervals of the mean over draws and luck;
    and (low, high) of where the expected value lies with doubt included."""
    pattern = shown(results, name, paired)
    frame = results.uncertainty(name, paired).loc[results.plan_names] * pattern.factor
    reference = pattern.reference if paired else frame["mean"][results.baseline_plan]
    by_plan = replace(pattern, mean=frame["mean"].to_numpy(), low=frame.ci_low.to_numpy(), high=frame.ci_high.to_numpy(),
                      reference=float(reference))
    return by_plan, (frame.doubt_low.to_numpy(), frame.doubt_high.to_numpy())


def _digits(largest):
    return "{:,.0f}" if largest >= 1000 else "{:.1f}" if largest >= 10 else "{:.2f}"


def wrap(text, width):
    return "\n".join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False))


def short(name, most=60):
    """A name that fits into a line of a legend."""
    half = most // 2
    return name if len(name) <= most else f"{name[:half]}\N{HORIZONTAL ELLIPSIS}{name[-half:]}"


def label(name, width=28, lines=3):
    """The name of a plan in a few short lines, broken between words where that can be."""
    wrapped = [short(line, width) for line in textwrap.wrap(name, width, break_long_words=False)]
    if len(wrapped) > lines:
        wrapped = wrapped[:lines - 1] + ["\N{HORIZONTAL ELLIPSIS}" + name[1 - width:]]  # the end often tells them apart
    return "\n".join(wrapped)


def lacking(results, names, outcomes, paired=False, stars=True):
    """Lines for the note of a figure: for which plans an outcome, or its change, has no number and why, and which numbers (with
    stars: those marked with one) rest on those followed so far. "" where there is nothing to say."""
    why = results.difference_reason if paired else results.reason
    missing, parts = {}, {}
    for outcome in outcomes:
        for name in names:
            if reason := why(outcome, name):
                missing.setdefault(reason, {}).setdefault(outcome, []).append(name)
            elif note := results.follow_up_note(outcome, name):
                told, _, share = note.rpartition(": ")
                parts.setdefault(told, ({}, []))[0].setdefault(outcome, []).append(name)
                parts[told][1].append(int(share.split()[0]))
    lines = [f"\N{EN DASH}: {reason}{_whose(results, names, outcomes, found)}" for reason, found in missing.items()]
    for told, (found, shares) in parts.items():
        low, high = min(shares), max(shares)
        share = f"{low} %" if low == high else f"{low} to {high} %"
        told = f"*: {told}" if stars else told[0].upper() + told[1:]
        lines.append(f"{told}: {share}{_whose(results, names, outcomes, found)}")
    return "".join(f"\n{line}." for line in lines)


def _whose(results, names, outcomes, found):
    """In parentheses the outcomes and plans found, {outcome: plans}, of those that a figure shows; "" if it is all of them."""
    by_plans = {}
    for outcome, plans_found in found.items():
        by_plans.setdefault(tuple(plans_found), []).append(results.info(outcome)["long_name"] or outcome)
    if len(found) == len(outcomes) and list(by_plans) == [tuple(names)]:
        return ""
    parts = []
    for plans_found, titles in by_plans.items():
        more = len(plans_found) - MOST_NAMED
        told = ", ".join(map(short, plans_found[:MOST_NAMED])) + (f" and {more} more" if more > 0 else "")
        words = ["; ".join(titles)] * (len(outcomes) > 1) + [told] * (plans_found != tuple(names))
        parts.append(": ".join(words))
    return f" ({'; '.join(parts)})"


def frame(figure, title, subtitle, note, *legends, legend_title=None):
    """Sets title, legends (lists of handles) and note of a figure around its panels, each in lines that fit, none upon
    another."""
    width, height = figure.get_size_inches()
    title, subtitle = wrap(title, int(7.8 * width)), wrap(subtitle, int(12.6 * width))
    note = "\n".join(wrap(line, int(14.3 * width)) for line in note.splitlines())
    top = 0.12 + 0.27 * len(title.splitlines()) + 0.19 * len(subtitle.splitlines()) + 0.1
    bottom = 0.1 + 0.165 * len(note.splitlines()) + 0.06
    figure.text(0.12 / width, 1 - 0.1 / height, title, ha="left", va="top", fontsize=14, fontweight="bold")
    figure.text(0.12 / width, 1 - (0.14 + 0.27 * len(title.splitlines())) / height, subtitle, ha="left", va="top",
                fontsize=10, color=QUIET)
    figure.text(0.12 / width, 0.09 / height, note, ha="left", va="bottom", fontsize=9, color=QUIET)
    for handles in filter(None, reversed(legends)):
        longest = max(len(handle.get_label()) for handle in handles)
        columns = max(1, min(len(handles), int((width - 0.3) / (0.085 * longest + 0.65))))
        figure.legend(handles=handles, loc="lower left", ncol=columns, frameon=False, title=legend_title,
                      bbox_to_anchor=(0.12 / width, bottom / height), borderaxespad=0, borderpad=0, handlelength=1.8,
                      columnspacing=1.6, labelspacing=0.35, alignment="left", fontsize=9.5)
        bottom += 0.185 * math.ceil(len(handles) / columns) + 0.1 + 0.22 * bool(legend_title)
    low = bottom / height
    figure.set_layout_engine("constrained", rect=(0.06 / width, low, 1 - 0.12 / width, 1 - low - top / height),
                             w_pad=0.1, h_pad=0.1, wspace=0.03, hspace=0.03)


def luck(results, what="bar: 95 % interval of that mean"):
    """A sentence on how many replications there are and what an interval says."""
    missing = "" if results.is_complete else " The file is incomplete: run it to the end for all of it."
    if results.summary_replications == 1:
        return f"One simulated replication, so no intervals: run with -n 20 or more.{missing}"
    return (f"Mean of {results.summary_replications} simulated replications; {what}: it holds the luck of the simulation, "
            f"not the doubt about what goes into it.{missing}")


def settle(figure):
    """Lays a figure out for good. The solver of the layout may differ in the last digits from run to run, hence the rounding."""
    figure.canvas.draw()
    if figure.get_layout_engine() is None:
        return
    figure.set_layout_engine("none")
    for axes in figure.axes:
        axes.set_position([round(part, 5) for part in axes.get_position().bounds])


def save(figure, stem):
    """Writes STEM.png and STEM.svg and says so. Equal figures give equal files."""
    stem = Path(stem)
    if stem.suffix in {".png", ".svg"}:
        stem = stem.with_suffix("")
    refuse_other_format(stem, "a figure is written as .png and .svg")
    settle(figure)
    try:
        stem.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(f"{stem}.png", metadata={"Software": None})
        figure.savefig(f"{stem}.svg", metadata={"Date": None})
    except OSError as fault:
        stop(f"cannot write the figure: {fault}")
    plt.close(figure)
    print(f"{stem}.png")
    print(f"{stem}.svg")


OTHER_FORMATS = {".bmp", ".csv", ".doc", ".docx", ".eps", ".gif", ".html", ".jpeg", ".jpg", ".odt", ".pdf", ".ppt", ".pptx", ".tif",
                 ".tiff", ".txt", ".webp", ".xls", ".xlsx"}


def refuse_other_format(path, what):
    """Ends the script where the name of an output promises a format that is not written."""
    if Path(path).suffix.lower() in OTHER_FORMATS:
        print(f"{Path(sys.argv[0]).name}: -o {path}: {what}; choose such a name, or one without an ending", file=sys.stderr)
        raise SystemExit(2)


class CannotDraw(SystemExit):
    """What is asked for cannot be drawn; if nobody catches it, the script ends with its one clear line."""

    def __init__(self, message, status=1):
        super().__init__(f"{Path(sys.argv[0]).name}: {message}")
        self.message, self.status = message, status


def stop(message, status=1):
    """Ends the script with one clear line."""
    raise CannotDraw(message, status)


@contextmanager
def exit_status():
    """Ends the script with the status of what stops it: 2 where a file was asked for what its runs cannot give."""
    try:
        yield
    except CannotDraw as reason:
        if reason.status == 1:
            raise
        print(reason.code, file=sys.stderr)
        raise SystemExit(reason.status) from None


def drawable(results, names, outcomes, paired=False):
    """The outcomes that have a number, or a change, under some of these plans; where none has, the script ends with the reasons."""
    why = results.difference_reason if paired else results.reason
    left = [outcome for outcome in outcomes if not all(why(outcome, name) for name in names)]
    if not left:
        told = " ".join(line[2:].strip() for line in lacking(results, names, outcomes, paired).splitlines() if line)
        stop(f"{results.path} gives no number{' to compare' * paired} for {', '.join(outcomes)}: {told}", 2)
    return left


def arguments(about, scenarios="all in the file"):
    """What every figure can be told; `scenarios` says which are drawn if none is named."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", metavar="RESULTS.h5", help="a results file of homeward")
    parser.add_argument("-o", "--output", metavar="STEM",
                        help="draws STEM.png and STEM.svg; default: beside the results file, named after it and the figure")
    if scenarios:
        parser.add_argument("--scenarios", nargs="+", metavar="NAME", help=f"default: {scenarios}")
    return parser


def run(parser, figure_of, what):
    """The main program of a figure; `what` names it, or is a function of the options that does."""
    options = parser.parse_args()
    what = what(options) if callable(what) else what
    with exit_status(), open_results(options.results) as results, plt.rc_context(STYLE):
        save(figure_of(results, options), options.output or stem(options.results, what))


def plans(results, asked, most):
    """Names of the plans to draw, in the order of the file: those asked for; else the baseline and the first others."""
    if results.plans:
        stop(f"the scenarios of {results.path} are draws of plans, of which this figure would show one; draw the "
             "file with scripts/plot_outcomes.py and scripts/plot_tornado.py, or simulate the plans without --draws")
    if asked and len(chosen("scenario", asked, results.scenarios)) > most:
        stop(f"{len(asked)} scenarios are more than the {most} that this figure can show")
    names = asked or [results.baseline] + [name for name in results.scenarios if name != results.baseline][:most - 1]
    return sorted(set(names), key=results.scenarios.index)


def others(results, names):
    """The plans without the baseline, of which there must be some."""
    names = [name for name in names if name != results.baseline_plan]
    return names or stop(f"{results.path} holds nothing to compare {results.baseline_plan} with")


def left_out(results, names):
    """A sentence if the figure shows only some of the plans."""
    if len(set(names) | {results.baseline}) == len(results.scenarios):
        return ""
    return f" Shown are {len(names)} of the {len(results.scenarios)} scenarios in the file; --scenarios chooses others."


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
