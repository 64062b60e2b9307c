#!/usr/bin/python3
"""Draws what the answers hang on: how far each factor moves an outcome when it goes from the low to the high end of its range,
the others held. For studies with sampled factors (latin_hypercube, sobol) and for uncertainty analysis (--draws).

example:
  homeward sweep scenarios/studies/assumptions.toml -o results/assumptions.h5
  scripts/plot_tornado.py results/assumptions.h5
  scripts/plot_tornado.py results/assumptions.h5 --outcomes reentry_12_months cost_total --rank
"""

import math

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import plot_style as style
from homeward_statistics import effects
from matplotlib.patches import Patch

OUTCOMES = ["reunified_12_months", "reentry_12_months", "mean_days_to_first_coach", "cost_total"]
ROLES = {"lever": ("#0072B2", "can be chosen"), "uncertainty": ("#E69F00", "is not known")}
MOST_BARS = 15
LOW, HIGH = 0.1, 0.9  # quantiles of a factor's values that count as its low and its high end


def factors_of(results, rows):
    """A frame [row] of the numbers that vary, by key, and their roles. Levels that are no numbers are left out."""
    values = results.factor_values.iloc[rows]
    values = values[[key for key in values if np.isfinite(values[key]).all() and values[key].nunique() > 1]]
    swept = list(results.factors)
    roles = {key: results.factor_role(key if key in swept else key.rpartition(".")[0]) for key in values}
    return values, roles


def steps_of(values):
    """[factor, factor]: each factor's way from its low to its high end. Where shares of one table sum to the same everywhere, the
    others of the table give way in proportion."""
    steps = np.diag(values.quantile(HIGH) - values.quantile(LOW))
    table = [key.rpartition(".")[0] for key in values]
    for name in set(table):
        members = [place for place, key in enumerate(table) if key == name]
        if len(members) > 1 and np.ptp(values.iloc[:, members].sum(axis=1)) < 1e-6:
            mean = values.iloc[:, members].mean().to_numpy()
            for place, member in enumerate(members):
                for other, share in zip(members, mean):
                    if other != member:
                        steps[member, other] = -steps[member, member] * share / (mean.sum() - mean[place])
    return steps


def label_of(key, values):
    """The key in words, and its low and high end."""
    low, high = values[key].quantile([LOW, HIGH])
    words = key.replace("_", " ").split(".")
    return style.wrap(" ".join(words[-2:]) if len(words) > 2 else words[-1], 40) + f"\n{low:.3g} to {high:.3g}"


def draw_panel(axes, values, roles, response, shown, rank):
    if rank:
        values = values.rank()
        response = pd.Series(response).rank().to_numpy()
        steps = np.diag(values.std(ddof=0) / response.std())
    else:
        steps = steps_of(values)
    effect, low, high, explained = effects(values.to_numpy(), response, steps)
    order = np.argsort(-np.abs(effect), kind="stable")[:MOST_BARS]
    for place, factor in enumerate(order):
        axes.barh(place, effect[factor], color=ROLES[roles[values.columns[factor]]][0], height=0.62)
        if np.isfinite([low[factor], high[factor]]).all():
            axes.plot([low[factor], high[factor]], [place, place], color=style.TEXT, linewidth=1.3)
    axes.axvline(0, color=style.QUIET, linewidth=0.9)
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0, labelsize=8.5)
    axes.grid(axis="y", visible=False)
    axes.set_title(f"{style.wrap(shown.title, 46)}\nexplained: {100 * explained:.0f} %")
    axes.set_xlabel("standardised rank regression coefficient" if rank else
                    shown.label if shown.label.startswith(("change", "ratio")) else
                    f"change ({'percentage points' if shown.label == 'percent' else shown.label})")
    axes.xaxis.set_major_locator(plt.MaxNLocator(6))
    return order


def rows_of(results, asked):
    """(rows of the scenarios, name of the plan or "", whether differences are meant). Of an uncertainty analysis one plan's draws,
    as differences from the baseline of the same draw where there is another plan."""
    plans = results.plans
    if not plans:
        if asked:
            style.stop(f"{results.path} holds no draws of plans; leave --plan out")
        return list(range(len(results.scenarios))), "", False
    base = plans[results.scenarios.index(results.baseline)]
    names = list(dict.fromkeys(plans))
    plan = style.chosen("plan", [asked], names)[0] if asked else next((name for name in names if name != base), base)
    return [row for row, name in enumerate(plans) if name == plan], plan, plan != base


def figure_of(results, options):
    rows, plan, paired = rows_of(results, options.plan)
    values, roles = factors_of(results, rows)
    if values.empty:
        style.stop(f"{results.path} varies no numbers; sweep a study with sampled factors, such as "
                   "scenarios/studies/assumptions.toml")
    if len(values) < values.shape[1] + 3:
        style.stop(f"{len(values)} points are too few to tell {values.shape[1]} factors apart; sweep at least "
                   f"{3 * values.shape[1]}")
    outcomes = style.chosen("outcome", options.outcomes or [], results.outcomes) or OUTCOMES
    shown = {name: style.shown(results, name, paired) for name in outcomes}
    drawn = {name: part for name, part in shown.items() if np.isfinite(part.mean[rows]).all()
             and np.ptp(part.mean[rows]) > 1e-12 * np.abs(part.mean[rows]).max()}
    if not drawn:
        style.stop(f"{', '.join(outcomes)} do not vary over all points of {results.path}; choose others with --outcomes")
    columns = min(2, len(drawn))
    lines = math.ceil(len(drawn) / columns)
    bars = min(MOST_BARS, values.shape[1])
    size = max(8, 6.4 * columns), lines * (0.9 + 0.37 * bars) + 2.2
    figure, grid = plt.subplots(lines, columns, figsize=size, squeeze=False)
    for axes, (name, part) in zip(grid.flat, drawn.items()):
        order = draw_panel(axes, values, roles, part.mean[rows], part, options.rank)
        axes.set_yticks(range(len(order)), [label_of(values.columns[factor], values) for factor in order])
    for axes in list(grid.flat)[len(drawn):]:
        axes.set_visible(False)
    what = ("Bars: standardised rank regression coefficients; 1 would be a response that rises with that factor alone"
            if options.rank else "Bars: change of the outcome when the factor goes from the low to the high end named beside it (10 "
            "and 90 % of its values), the others held, by least squares over all points")
    note = (f"{what}. Lines: 95 % intervals. Explained: share of the differences between points that this accounts "
            "for; where it is low, "
            f"{'the response is not even monotone' if options.rank else 'lines do not fit: try --rank'}, or luck "
            f"rules: raise -n. {len(values)} {'draws' if plan else 'points'}, each the mean of "
            f"{results.summary_replications} replications under shared luck."
            + (f" Shown is how {plan} differs from the baseline of the same draw." if paired else "")
            + (" At most 15 bars: the longest." if values.shape[1] > MOST_BARS else ""))
    title = f"What the answers about {style.short(plan)} hang on" if plan else "What the answers hang on"
    used = [role for role in ROLES if role in roles.values()]
    style.frame(figure, title, results.title, note, [Patch(color=ROLES[role][0], label=ROLES[role][1]) for role in used])
    return figure


def arguments():
    parser = style.arguments(__doc__, scenarios=None)
    parser.add_argument("--outcomes", nargs="+", metavar="NAME", help=f"default: {' '.join(OUTCOMES)}")
    parser.add_argument("--plan", metavar="NAME", help="of an uncertainty analysis; default: the first beside the baseline")
    parser.add_argument("--rank", action="store_true", help="rank coefficients: for responses that bend but do not turn")
    return parser


if __name__ == "__main__":
    style.run(arguments(), figure_of, "tornado")
