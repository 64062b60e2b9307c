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
from homeward_statistics import digits_apart


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


def note(results, name, scenario):
    """In parentheses whom a number rests on where not all are followed as long as it needs; else ""."""
    told = results.follow_up_note(name, scenario)
    return f" ({told})" if told else ""


def percent(results, name, scenario):
    mean, low, high = level(results, name, scenario)
    chance = f" ({100 * low:.1f} to {100 * high:.1f} %)" if math.isfinite(low) else ""
    return f"{100 * mean:.1f} %{chance}"


def change_in_1000(results, name, scenario):
    """How many more or fewer of 1,000 than in the baseline, paired run by run; no claim where the interval holds 0."""
    mean, low, high = (1000 * part for part in change(results, name, scenario))
    if not all(map(math.isfinite, (mean, low, high))):
        reason = results.difference_reason(name, scenario)
        return f"no number for {scenario} ({reason})" if reason else f"too few replications to compare {scenario}"
    digits = digits_apart((mean, low, high), 0 if max(abs(low), abs(high)) >= 20 else 1)
    if low <= 0 <= high:
        return f"no clear change with {scenario} (from {-low + 0.0:.{digits}f} fewer to {high:.{digits}f} more)"
    word, ends = ("more", (low, high)) if mean > 0 else ("fewer", (-high, -low))
    return f"{abs(mean):.{digits}f} {word} with {scenario} ({ends[0]:.{digits}f} to {ends[1]:.{digits}f})"


def days(results, name, scenario):
    mean, low, high = level(results, name, scenario)
    chance = f" ({max(low, 0.0):.0f} to {high:.0f})" if math.isfinite(low) else ""
    return f"{mean:.0f} days{chance}"


def share_sentence(results, name, plans, whom, what):
    """A share in the baseline, and how many of 1,000 more or fewer under each plan; or why the runs cannot give it."""
    base = results.baseline_plan
    if all(results.reason(name, plan) for plan in (base, *plans)):
        return f"Of the children {whom}, how many {what} is not known: {results.reason(name, base)}."
    there = (f"in {base} that is not known ({results.reason(name, base)})" if results.reason(name, base) else
             f"{percent(results, name, base)} {what} in {base}{note(results, name, base)}")
    return f"Of the children {whom}, {there}; per 1,000 children that makes " + listed(
        [change_in_1000(results, name, plan) for plan in plans]) + "."


def wait_sentence(results, plans):
    """How many families get a coach within 30 days; of a file that did not measure it, how long they are on the queue."""
    name = next(name for name in ("coached_within_30_days", "mean_days_on_queue") if name in results.outcomes)
    number = percent if name == "coached_within_30_days" else days
    posts = {plan: level(results, "coaches_in_post", plan)[0] for plan in plans}
    coached = [plan for plan in plans if posts[plan] > 0 or not results.reason(name, plan)]
    if not coached:
        return "No family waits for a coach: there are none."
    told = [f"with {plan} that is not known ({results.reason(name, plan)})" if results.reason(name, plan) else
            f"{number(results, name, plan)} with {plan}" for plan in coached]
    if number is percent:
        return f"Of the families that join the queue for a coach, these have one within 30 days: {listed(told)}."
    return f"Families are on the queue for a coach on average {listed(told)}, until they have one or leave it."


def sentences(results, plans):
    yield share_sentence(results, "reunified_12_months", plans, "removed from home", "are home again within 12 months")
    yield share_sentence(results, "reentry_12_months", plans, "who went home", "are back in care within 12 months")
    yield wait_sentence(results, plans)


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
