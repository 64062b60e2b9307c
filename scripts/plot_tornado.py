#!/usr/bin/python3
"""Draws what the answers depend on: how far each factor moves an outcome when it goes from the low to the high end of its range,
the others held. For studies with sampled factors (latin_hypercube, sobol) and for uncertainty analysis (--draws), of which it also
marks where the plan to prefer would change.

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
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

OUTCOMES = ["reunified_12_months", "reentry_12_months", "coached_within_30_days", "cost_total"]
ROLES = {"lever": ("#0072B2", "can be chosen"), "uncertainty": ("#E69F00", "is not known")}
MOST_BARS = 15
MOST_NAMED = 12  # points that are left out
SWITCH = {"marker": "D", "markersize": 7, "color": "white", "markeredgecolor": "black", "markeredgewidth": 1.4}
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


def switch_text(switch):
    """"switch at 1.08 (1.02 to 1.15)"; "perhaps": it is told at one end of what was drawn only which plan is preferred."""
    if switch.finding == "in_range":
        return f"switch at {switch.switch_point:.3g} ({switch.ci_low:.3g} to {switch.ci_high:.3g})"
    open_below = not np.isfinite(switch.ci_low)
    end = switch.ci_high if open_below else switch.ci_low
    if np.isnan(switch.switch_point):
        return f"perhaps a switch {'below' if open_below else 'above'} {end:.3g}"
    return f"perhaps a switch at {switch.switch_point:.3g} ({'up to' if open_below else 'from'} {end:.3g})"


def label_of(key, values, switches):
    """The key in words, its low and high end, and its switch point if it has one."""
    low, high = values[key].quantile([LOW, HIGH])
    words = key.replace("_", " ").split(".")
    lines = [style.wrap(" ".join(words[-2:]) if len(words) > 2 else words[-1], 40), f"{low:.3g} to {high:.3g}"]
    return "\n".join(lines + ([switch_text(switches[key])] if key in switches else []))


def switches_of(results, plan, outcomes):
    """{outcome: {key: switch point}} of a plan against the baseline: those within the range drawn, or perhaps there."""
    found = results.switch_points(outcomes)
    found = found[found.finding.isin(["in_range", "possible"]) & (found.plan == plan) & (found.against == results.baseline_plan)]
    return {outcome: {row.parameter: row for row in rows.itertuples()} for outcome, rows in found.groupby("outcome")}


def mark_switch(axes, place, effect, values, switch):
    """A diamond on the bar, as far along as the switch point lies between the low and the high end."""
    low, high = values.quantile([LOW, HIGH])
    along = (switch.switch_point - low) / (high - low)
    if 0 <= along <= 1:
        axes.plot(effect * along, place, zorder=4, **SWITCH)


def draw_panel(axes, values, roles, response, shown, rank, switches):
    drawn = values
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
        if not rank and values.columns[factor] in switches:
            key = values.columns[factor]
            mark_switch(axes, place, effect[factor], drawn[key], switches[key])
    axes.axvline(0, color=style.QUIET, linewidth=0.9)
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0, labelsize=8.5)
    axes.grid(axis="y", visible=False)
    axes.set_title(f"{style.wrap(shown.title, 40)}\nexplained: {100 * explained:.0f} %")
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


def can_draw(values, response):
    """Whether so many points tell the factors apart, and the response differs between them."""
    return len(values) >= values.shape[1] + 3 and np.ptp(response) > 1e-12 * np.abs(response).max()


def why_none(results, shown, told, factors):
    """Why no outcome can be drawn, each for itself."""
    reasons = [f"{name} has a number at {np.sum(told[name])} of {len(told[name])} points, too few to tell {factors} factors apart"
               f"{why_missing(results, name)}" if np.sum(told[name]) < factors + 3 else f"{name} does not vary" for name in shown]
    return f"{results.path}: {'; '.join(reasons)}; choose others with --outcomes"


def why_missing(results, name):
    """In parentheses the reasons why plans have no number of an outcome, each once; "" where all have one."""
    reasons = list(dict.fromkeys(filter(None, (results.reason(name, plan) for plan in results.plan_names))))
    return f" ({'; '.join(reasons)})" if reasons else ""


def left_out_text(results, rows, told, what, paired):
    """A sentence on the points at which an outcome has no number: why, and their names."""
    why = results.difference_reason if paired else results.reason
    sentences = ""
    for name, those in told.items():
        names = {}
        for point in (results.scenarios[row] for row, there in zip(rows, those) if not there):
            names.setdefault(why(name, point), []).append(point)
        for reason, points in names.items():
            more = f" and {len(points) - MOST_NAMED} more" if len(points) > MOST_NAMED else ""
            sentences += (f" Left out of {name}: {len(points)} of {len(rows)} {what} ({reason}): "
                          f"{'; '.join(points[:MOST_NAMED])}{more}.")
    return sentences


def figure_of(results, options):
    rows, plan, paired = rows_of(results, options.plan)
    values, roles = factors_of(results, rows)
    if values.empty:
        style.stop(f"{results.path} varies no numbers; sweep a study with sampled factors, such as "
                   "scenarios/studies/assumptions.toml")
    if len(values) < values.shape[1] + 3:
        style.stop(f"{len(values)} points are too few to tell {values.shape[1]} factors apart; sweep at least "
                   f"{3 * values.shape[1]}")
    outcomes = style.chosen("outcome", options.outcomes or [], results.outcomes)
    outcomes = outcomes or [name for name in OUTCOMES if name in results.outcomes]
    shown = {name: style.shown(results, name, paired) for name in outcomes}
    told = {name: np.isfinite(part.mean[rows]) for name, part in shown.items()}
    drawn = {name: part for name, part in shown.items() if can_draw(values[told[name]], part.mean[rows][told[name]])}
    if not drawn:
        style.stop(why_none(results, shown, told, values.shape[1]))
    left_out = left_out_text(results, rows, {name: told[name] for name in drawn}, "draws" if plan else "points", paired)
    switches = switches_of(results, plan, list(drawn)) if paired else {}
    columns = min(2, len(drawn))
    lines = math.ceil(len(drawn) / columns)
    bars = min(MOST_BARS, values.shape[1])
    size = max(8, 6.4 * columns), lines * (0.9 + (0.52 if switches else 0.42) * bars) + 2.4 + 0.165 * len(left_out) / 90
    figure, grid = plt.subplots(lines, columns, figsize=size, squeeze=False)
    for axes, (name, part) in zip(grid.flat, drawn.items()):
        own = switches.get(name, {})
        those = values[told[name]]
        order = draw_panel(axes, those, roles, part.mean[rows][told[name]], part, options.rank, own)
        axes.set_yticks(range(len(order)), [label_of(those.columns[factor], those, own) for factor in order])
    for axes in list(grid.flat)[len(drawn):]:
        axes.set_visible(False)
    what = ("Bars: standardised rank regression coefficients; 1 would be a response that rises with that factor alone"
            if options.rank else "Bars: change of the outcome when the factor goes from the low to the high end named beside it (10 "
            "and 90 % of its values), the others held, by least squares over all points")
    note = (f"{what}. Lines: 95 % intervals. Explained: share of the differences between points that this accounts "
            "for; where it is low, "
            f"{'the response is not even monotone' if options.rank else 'lines do not fit: try --rank'}, or "
            f"random variation rules: raise -n. {len(values)} {'draws' if plan else 'points'}, each the mean of "
            f"{results.summary_replications} replications with shared random numbers.{left_out}"
            + (f" Shown is how {plan} differs from the baseline of the same draw." if paired else "")
            + (f" Switch: the value at which {plan} and {results.baseline_plan} change places by this outcome, the others "
               "averaged, with its 95 % interval; perhaps: which is preferred is known at one end of what was drawn only." if switches else "")
            + (" At most 15 bars: the longest." if values.shape[1] > MOST_BARS else ""))
    title = f"What the answers about {style.short(plan)} depend on" if plan else "What the answers depend on"
    used = [role for role in ROLES if role in roles.values()]
    keys = [Patch(color=ROLES[role][0], label=ROLES[role][1]) for role in used]
    if switches and not options.rank:
        keys.append(Line2D([], [], linestyle="none", label="the plan to prefer changes here", **SWITCH))
    style.frame(figure, title, results.title, note, keys)
    return figure


def arguments():
    parser = style.arguments(__doc__, scenarios=None)
    parser.add_argument("--outcomes", nargs="+", metavar="NAME", help=f"default: {' '.join(OUTCOMES)}")
    parser.add_argument("--plan", metavar="NAME", help="of an uncertainty analysis; default: the first beside the baseline")
    parser.add_argument("--rank", action="store_true", help="rank coefficients: for responses that bend but do not turn")
    return parser


if __name__ == "__main__":
    style.run(arguments(), figure_of, "tornado")
