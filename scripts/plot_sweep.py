#!/usr/bin/python3
"""Draws a sweep: an outcome over two factors as a heat map and as lines; over one factor as a line, or as rows if it is no
number. Further factors stay at the level of the baseline unless --at says otherwise.

example:
  homeward sweep scenarios/studies/staffing.toml -o results/staffing.h5
  scripts/plot_sweep.py results/staffing.h5
  scripts/plot_sweep.py results/staffing.h5 --outcomes cost_total --x coaches.positions_per_100_entries --differences
"""

import matplotlib.pyplot as plt
import numpy as np
import plot_panels as panels
import plot_style as style
from matplotlib.lines import Line2D

OUTCOMES = ["reunified_12_months", "coached_within_30_days"]
MOST_ROWS = 40
MOST_LINES = 10
MOST_CELLS = 10  # along x; in narrower ones numbers would not fit


def in_words(key):
    return key.split(".")[-1].replace("_", " ")


def levels_of(results, key):
    """(labels, numbers or None) of a factor: by rising number, else in the order of the file."""
    labels = list(dict.fromkeys(results.factors[key]))
    if key not in results.factor_values:
        return labels, None
    numbers = [results.factor_values[key][results.factors[key] == label].iloc[0] for label in labels]
    if not np.isfinite(numbers).all():
        return labels, None
    order = np.argsort(numbers)
    return [labels[place] for place in order], np.array(numbers)[order]


def choose(results, options):
    """(x, by or None, rows of the scenarios drawn, sentence on the factors that are held)."""
    factors = results.factors
    if factors.columns.empty:
        style.stop(f"{results.path} holds no sweep; make one with homeward sweep, from scenarios/studies/staffing.toml say")
    for key in (*filter(None, (options.x, options.by)), *options.at):
        style.chosen("factor", [key], list(factors))
    sampled = [key for key in factors if levels_of(results, key)[1] is not None and factors[key].nunique() > 25]
    if sampled:
        style.stop(f"the points of {results.path} are sampled, not on a grid; draw it with scripts/plot_tornado.py")
    free = [key for key in factors if key not in options.at]
    x = options.x or (free[0] if free else style.stop("--at holds every factor"))
    by = options.by or next((key for key in free if key != x), None)
    if by and len(factors[[x, by]].drop_duplicates()) == factors[x].nunique():
        by = None  # both move together
    held = {key: options.at.get(key, factors.loc[results.baseline, key]) for key in factors if key not in (x, by)}
    if by is None:
        held = {key: level for key, level in held.items() if key in options.at or len(factors[[x, key]].drop_duplicates())
                > factors[x].nunique()}
    rows = [row for row in range(len(factors)) if all(factors[key].iloc[row] == level for key, level in held.items())]
    if not rows:
        style.stop("no point of the sweep has " + ", ".join(f"{key}={level}" for key, level in held.items()))
    told = f" Held: {', '.join(f'{in_words(key)} {level}' for key, level in held.items())}." if held else ""
    return x, by, rows, told


def table(results, rows, x, by, values):
    """[level of by, level of x]"""
    across, up = levels_of(results, x)[0], levels_of(results, by)[0] if by else [None]
    cells = np.full((len(up), len(across)), np.nan)
    for row in rows:
        place = up.index(results.factors[by].iloc[row]) if by else 0
        cells[place, across.index(results.factors[x].iloc[row])] = values[row]
    return cells


def draw_map(figure, axes, results, rows, x, by, shown, paired):
    mean, low, high = (table(results, rows, x, by, part) for part in (shown.mean, shown.low, shown.high))
    largest = np.nanmax(np.abs(mean)) if np.isfinite(mean).any() else 1.0
    limits = {"vmin": -largest, "vmax": largest} if paired else {}
    image = axes.pcolormesh(mean, cmap="PuOr" if paired else "cividis", edgecolor="white", linewidth=1, **limits)
    for (up, across), value in np.ndenumerate(mean):
        if np.isfinite(value) and mean.shape[1] <= MOST_CELLS and mean.shape[0] <= 2 * MOST_CELLS:
            red, green, blue, _ = image.to_rgba(value)
            half = (high - low)[up, across] / 2
            chance = f"\n\N{PLUS-MINUS SIGN}{shown.form.format(half).lstrip('+')}" if np.isfinite(half) else ""
            text = shown.text(value) + chance
            axes.text(across + 0.5, up + 0.5, text, ha="center", va="center", fontsize=8 if mean.shape[1] <= 6 else 7,
                      color="white" if 0.3 * red + 0.59 * green + 0.11 * blue < 0.5 else style.TEXT)
    for axis, key in ((axes.xaxis, x), (axes.yaxis, by)):
        labels = levels_of(results, key)[0]
        axis.set_ticks(np.arange(len(labels)) + 0.5, [style.short(label, 22) for label in labels])
        axis.set_label_text(in_words(key))
    tilt(axes, levels_of(results, x)[0])
    axes.tick_params(length=0)
    axes.grid(visible=False)
    figure.colorbar(image, ax=axes, label=shown.label, pad=0.02)


def tilt(axes, labels):
    """Turns labels that would run into each other."""
    if sum(min(len(label), 22) + 1 for label in labels) > 38:
        plt.setp(axes.get_xticklabels(), rotation=40, ha="right", rotation_mode="anchor")


def colours(number):
    """A colour a line; of more than two they rise with the level."""
    return [plt.get_cmap("viridis")(share) for share in np.linspace(0.0, 0.82, number)]


def draw_lines(axes, results, rows, x, by, shown):
    mean, low, high = (table(results, rows, x, by, part) for part in (shown.mean, shown.low, shown.high))
    labels, numbers = levels_of(results, x)
    at = np.arange(len(labels)) if numbers is None else numbers
    shift = 0.06 * np.min(np.diff(at)) if len(at) > 1 else 0.0
    for place, colour in enumerate(colours(len(mean))):
        error = np.nan_to_num([mean[place] - low[place], high[place] - mean[place]])
        axes.errorbar(at + (place - (len(mean) - 1) / 2) * shift, mean[place], error, color=colour, linewidth=1.5,
                      elinewidth=1.2, marker=style.MARKERS[place % 6], markersize=6, markeredgecolor="white",
                      markeredgewidth=0.6)
    axes.set_xlabel(in_words(x))
    axes.set_ylabel(shown.label)
    if numbers is None:
        axes.set_xticks(at, [style.short(label, 22) for label in labels])
        tilt(axes, labels)
    elif len(labels) <= 8:
        axes.set_xticks(at, labels)
    axes.grid(axis="x", visible=False)
    axes.ticklabel_format(axis="y", useOffset=False)


def parts_of(results, key):
    """A sentence on what the numbers in the levels of a table stand for, such as 0.5/0.5/0/0."""
    parts = results.factor_values.filter(like=f"{key}.", axis=1)
    written = ["/".join(f"{value:g}" for value in row) for row in parts.to_numpy()]
    if parts.shape[1] < 2 or written != list(results.factors[key]):
        return ""
    return f" Levels name the shares of {', '.join(in_words(part) for part in parts)}, in this order."


def rows_figure(results, outcomes, rows, x, options):
    """One factor that is no number: a row a level."""
    names = [results.scenarios[row] for row in rows]
    columns = len(outcomes)
    figure, grid = plt.subplots(1, columns, figsize=(max(7, 1.8 + 4.4 * columns),
                                                     2.9 + panels.row_height(names) * len(names)), sharey=True, squeeze=False)
    for axes, outcome in zip(grid.flat, outcomes):
        panels.dot_rows(axes, names, rows, style.shown(results, outcome, options.differences),
                        dict.fromkeys(names, (style.COLOURS[0], "o")))
        axes.set_yticks(range(len(rows)), [style.label(results.factors[x].iloc[row]) for row in rows])
    return figure, []


def map_figure(results, outcomes, rows, x, by, options):
    figure, grid = plt.subplots(len(outcomes), 2 if by else 1, figsize=(12 if by else 7.5, 4.1 * len(outcomes) + 1.9),
                                squeeze=False, layout="constrained")  # before there are colour bars
    for line, outcome in zip(grid, outcomes):
        shown = style.shown(results, outcome, options.differences)
        line[0].set_title(style.wrap(shown.title, 50))
        if by:
            draw_map(figure, line[0], results, rows, x, by, shown, options.differences)
        draw_lines(line[-1], results, rows, x, by, shown)
    levels = levels_of(results, by)[0] if by else []
    return figure, [Line2D([], [], color=colour, marker=style.MARKERS[place % 6], linewidth=1.5, markersize=6,
                           markeredgecolor="white", label=style.short(level))
                    for place, (level, colour) in enumerate(zip(levels, colours(len(levels))))]


def figure_of(results, options):
    options.at = dict(part.split("=", 1) if "=" in part else (part, "") for part in options.at or [])
    x, by, rows, held = choose(results, options)
    outcomes = style.chosen("outcome", options.outcomes or [], results.outcomes)
    outcomes = outcomes or [name for name in OUTCOMES if name in results.outcomes]
    points = [results.scenarios[row] for row in rows]
    below = style.lacking(results, points, outcomes, options.differences, stars=False)
    outcomes = style.drawable(results, points, outcomes, options.differences)
    if by and len(levels_of(results, by)[0]) > MOST_LINES:
        style.stop(f"{by} has more than {MOST_LINES} levels, too many lines; choose the factors with --x and --by")
    if by is None and levels_of(results, x)[1] is None:
        figure, handles = rows_figure(results, outcomes, rows[:MOST_ROWS], x, options)
    else:
        figure, handles = map_figure(results, outcomes, rows, x, by, options)
    against = (f"Change from {results.baseline}, within each replication." if options.differences else "Points share their "
               "random numbers, so bars that overlap may still differ: --differences shows it.")
    note = (f"{style.luck(results, 'bars, and numbers after ±: 95 % interval of that mean')} "
            f"{against}{held}{parts_of(results, x)} Axes need not start at zero. {style.ASSUMED}{below}")
    over = in_words(x) + (f" and {in_words(by)}" if by else "")
    title = f"What {over} change{'' if by else 's'}" if options.differences else f"Outcomes over {over}"
    style.frame(figure, title, results.title, note, handles, legend_title=in_words(by) if by else None)
    return figure


def arguments():
    parser = style.arguments(__doc__, scenarios=None)
    parser.add_argument("--outcomes", nargs="+", metavar="NAME", help=f"default: {' '.join(OUTCOMES)}")
    parser.add_argument("--x", metavar="KEY", help="the factor across; default: the first")
    parser.add_argument("--by", metavar="KEY", help="the factor of the lines; default: the second")
    parser.add_argument("--at", nargs="+", metavar="KEY=LEVEL", help="where a further factor is held")
    parser.add_argument("--differences", action="store_true", help="what each point changes against the baseline")
    return parser


if __name__ == "__main__":
    style.run(arguments(), figure_of, "sweep")
