"""Sentences with the numbers of a results file in them, so that what a page says is what its file holds.

WORDS in braces, names parted by colons; intervals are 95 %:
  {level:OUTCOME:PLAN}          27 days (26 to 28)
  {change:OUTCOME:PLAN}         +19 days (+18 to +20), or: no clear change (−3 to +2 days)
  {per1000:OUTCOME:PLAN}        the same of an outcome that is a share: +1.2 of 1,000 (+0.4 to +2.0)
  {group:OUTCOME:PLAN:LEVEL}    of one group, such as site=town
  {gap:OUTCOME:PLAN:ONE:OTHER}  how much more in one group than in another
  {month:SERIES:PLAN}           13, the first of three months in a row in which the plan clearly differs; "no month"
  {sum:SERIES:PLAN:MONTH}       how many more or fewer from the opening to a month
  {at:SERIES:PLAN:MONTH}        how many more or fewer at a month
  {hangs:OUTCOME:PLAN:N}        the N drawn numbers that an outcome's change hangs on most
Where a file holds draws of what is not known, intervals hold that doubt.
"""

import re

import homeward_results
import numpy as np
import plot_months
import plot_style as style
from homeward_statistics import difference, digits_apart, mean_interval, signed


def spoken(values, form, unit=""):
    """A change with its interval, or that there is no clear one; values: mean, low, high."""
    unit = f" {unit}" if unit else ""
    mean, low, high = (change_text(value, form) for value in values)
    if not np.isfinite(values).all():
        return f"{mean}{unit}, of too few replications for an interval"
    if values[1] <= 0 <= values[2]:
        return f"no clear change ({low} to {high}{unit})" if np.any(values != 0) else "no change"
    return f"{mean}{unit} ({low} to {high})"


def change_text(value, form):
    return signed(form.replace("{:", "{:+"), value).replace("-", "\N{MINUS SIGN}")


def digits(values):
    """A format of two digits that count in the largest part, with thousands parted."""
    largest = max((abs(value) for value in values if np.isfinite(value)), default=0.0)
    return f"{{:,.{digits_apart(values, 0 if largest >= 20 else 1 if largest >= 1 else 2)}f}}"


def numbers_of(results, outcome, plan, paired):
    """(mean, low, high) of an outcome of a plan or of its paired change; with doubt where the file holds draws."""
    if results.plans:
        row = results.uncertainty(outcome, paired).loc[plan]
        return np.array([row["mean"], row.doubt_low, row.doubt_high])
    return np.array((results.comparison(outcome) if paired else results.summary(outcome)).of(plan))


def unit_of(results, outcome, values):
    """(factor, unit) in which an outcome is told."""
    factor, unit, _ = style.in_words(results.info(outcome), values)
    return factor, {"number": ""}.get(unit, unit)


def level(results, outcome, plan):
    if reason := results.reason(outcome, plan):
        return f"\N{EN DASH}: {reason}"
    return level_text(results, outcome, numbers_of(results, outcome, plan, False))


def level_text(results, outcome, values):
    factor, unit = unit_of(results, outcome, values)
    form = digits(factor * values)
    mean, low, high = (form.format(factor * value) for value in values)
    return f"{mean} {unit} ({low} to {high})".replace("  ", " ")


def change(results, outcome, plan):
    if reason := results.difference_reason(outcome, plan):
        return f"\N{EN DASH}: {reason}"
    values = numbers_of(results, outcome, plan, True)
    # A share stays one even where its change is small.
    factor, unit = unit_of(results, outcome, values)
    if unit == "percent":
        unit = "percentage points"
    return spoken(factor * values, digits(factor * values), unit)


def per1000(results, outcome, plan):
    if reason := results.difference_reason(outcome, plan):
        return f"\N{EN DASH}: {reason}"
    values = 1000 * numbers_of(results, outcome, plan, True)
    return spoken(values, digits(values), "of 1,000")


def by_group(results, outcome, plan, name):
    row, level = results.scenarios.index(plan), results.trait_levels.index(name)
    return results.by_trait(outcome)[level, row, :results.summary_replications]


def quantity_of(results, outcome):
    return results.info(outcome).get("quantity", "number")


def group(results, outcome, plan, name):
    return level_text(results, outcome, np.array(mean_interval(by_group(results, outcome, plan, name), 0, quantity_of(results, outcome))))


def gap(results, outcome, plan, one, other):
    pairs = difference(by_group(results, outcome, plan, one), by_group(results, outcome, plan, other))
    values = np.array(mean_interval(pairs, 0))
    factor, unit = unit_of(results, outcome, values)
    return spoken(factor * values, digits(factor * values), "percentage points" if unit == "percent" else unit)


def month(results, series, plan):
    return plot_months.when_clear(results, series, plan, plot_months.is_flow(series))


def at(results, series, plan, number, added=False):
    mean, low, high = plot_months.change(results, series, plan, added)
    place = list(results.month).index(int(number))
    values = np.array([mean[place], low[place], high[place]])
    return spoken(values, digits(values), series.split("_")[0])


def total(results, series, plan, number):
    return at(results, series, plan, number, added=True)


def hangs(results, outcome, plan, most):
    import plot_tornado
    from homeward_statistics import effects
    rows, _, paired = plot_tornado.rows_of(results, plan)
    values, _ = plot_tornado.factors_of(results, rows)
    response = (results.comparison(outcome) if paired else results.summary(outcome)).mean[rows]
    effect = effects(values.to_numpy(), response, np.diag(values.std(ddof=1)))[0]
    longest = np.argsort(-np.abs(effect))[:int(most)]
    return " and ".join(f"`{values.columns[place]}`" for place in longest)


WORDS = {"level": level, "change": change, "per1000": per1000, "group": group, "gap": gap, "month": month, "at": at,
         "sum": total, "hangs": hangs}


def fill(path, template):
    """The text with every {word} of it filled from a results file."""
    with homeward_results.Results(path) as results:
        def told(found):
            word, *names = found[1].split(":")
            if word not in WORDS:
                raise SystemExit(f"gallery: {{{found[1]}}} is no word; there are: {', '.join(WORDS)}")
            return WORDS[word](results, *names)
        return re.sub(r"\{([^{}]+)\}", told, template)
