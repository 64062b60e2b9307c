#!/usr/bin/python3
"""Says in three sentences what the plans in a results file do to families, with 95 % intervals; in a file with draws of what is
not known, the intervals hold that doubt.

example:
  scripts/describe_outcomes.py results/plans.h5
  scripts/describe_outcomes.py results/plans.h5 --scenarios ratio-1-to-8 ratio-1-to-12
"""

import argparse
import math
import textwrap

import plot_style as style


def listed(parts):
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def level(results, name, plan):
    """(mean, low, high) of an outcome under a plan."""
    if not results.plans:
        return results.summary(name).of(plan)
    row = results.uncertainty(name).loc[plan]
    return row["mean"], row["doubt_low"], row["doubt_high"]


def change(results, name, plan):
    """(mean, low, high) of the paired difference of an outcome from the baseline."""
    if not results.plans:
        return results.comparison(name).of(plan)
    row = results.uncertainty(name, difference=True).loc[plan]
    return row["mean"], row["doubt_low"], row["doubt_high"]


def percent(results, name, scenario):
    mean, low, high = level(results, name, scenario)
    chance = f" ({100 * low:.1f} to {100 * high:.1f} %)" if math.isfinite(low) else ""
    return f"{100 * mean:.1f} %{chance}"


def change_in_1000(results, name, scenario):
    """How many more or fewer of 1,000 than in the baseline, paired run by run; no claim where the interval holds 0."""
    mean, low, high = (1000 * part for part in change(results, name, scenario))
    if not all(map(math.isfinite, (mean, low, high))):
        return f"too few replications to compare {scenario}"
    digits = 0 if max(abs(low), abs(high)) >= 20 else 1
    if low <= 0 <= high:
        return f"no clear change with {scenario} (from {-low:.{digits}f} fewer to {high:.{digits}f} more)"
    word, ends = ("more", (low, high)) if mean > 0 else ("fewer", (-high, -low))
    return f"{abs(mean):.{digits}f} {word} with {scenario} ({ends[0]:.{digits}f} to {ends[1]:.{digits}f})"


def days(results, name, scenario):
    mean, low, high = level(results, name, scenario)
    chance = f" ({max(low, 0.0):.0f} to {high:.0f})" if math.isfinite(low) else ""
    return f"{mean:.0f} days with {scenario}{chance}"


def sentences(results, plans):
    base = results.baseline_plan
    yield (f"Of the children removed from home, {percent(results, 'reunified_12_months', base)} are home again within "
           f"12 months in {base}; per 1,000 children that makes "
           + listed([change_in_1000(results, "reunified_12_months", plan) for plan in plans]) + ".")
    yield (f"Of the children who went home, {percent(results, 'reentry_12_months', base)} are back in care within "
           f"12 months in {base}; per 1,000 children that makes "
           + listed([change_in_1000(results, "reentry_12_months", plan) for plan in plans]) + ".")
    coached = [plan for plan in plans if math.isfinite(level(results, "mean_days_to_first_coach", plan)[0])]
    if coached:
        yield ("Families that ask for a coach wait on average "
               + listed([days(results, "mean_days_to_first_coach", plan) for plan in coached])
               + ", until they have one or leave the queue.")
    else:
        yield "No family waits for a coach: there are none."


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", metavar="RESULTS.h5", help="a results file of homeward")
    parser.add_argument("--scenarios", nargs="+", metavar="NAME",
                        help="which plans to tell about, beside the baseline; default: the first three")
    options = parser.parse_args()
    with style.open_results(options.results) as results:
        style.chosen("scenario", options.scenarios or [], results.plan_names)
        plans = [name for name in options.scenarios or results.plan_names if name != results.baseline_plan]
        plans = plans if options.scenarios else plans[:3]
        if not plans:
            style.stop(f"{options.results} holds one scenario only, nothing to compare it with")
        for number, sentence in enumerate(sentences(results, plans), 1):
            print(textwrap.fill(sentence, 100, initial_indent=f"{number}. ", subsequent_indent="   ",
                                break_on_hyphens=False))


if __name__ == "__main__":
    main()
