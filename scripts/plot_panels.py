"""Panels that several figures are made of: a dot with its interval for every plan, lines by month with bands."""

import math

import matplotlib.pyplot as plt
import numpy as np
import plot_style as style
from homeward_statistics import mean_interval
from matplotlib.lines import Line2D

FEW = 12  # rows; with more, numbers stand in a column


def row_height(names):
    """Inches that a row of dot_rows needs for the names beside it."""
    lines = max(len(style.label(name).splitlines()) for name in names)
    return max(0.42 if len(names) <= FEW else 0.27, 0.165 * lines + 0.06)


def dot_rows(axes, names, rows, shown, looks, doubt=None):
    """A row a plan, from the top down: mean, interval, number; a thin line from doubt[0] to doubt[1]. `rows` are the places of the
    names in the file."""
    for place, (name, row) in enumerate(zip(names, rows)):
        colour, marker = looks[name]
        mean, low, high = shown.mean[row], shown.low[row], shown.high[row]
        if not math.isfinite(mean):
            axes.annotate("\N{EN DASH}", (0.02, place), xycoords=("axes fraction", "data"), va="center", color=style.QUIET)
            continue
        if math.isfinite(low) and math.isfinite(high):
            axes.plot([low, high], [place, place], color=colour, linewidth=2.4, solid_capstyle="round")
        if doubt and np.isfinite([part[row] for part in doubt]).all():
            axes.plot([part[row] for part in doubt], [place, place], color=colour, linewidth=1.0)
        axes.plot(mean, place, marker, color=colour, markersize=7, markeredgecolor="white", markeredgewidth=0.8)
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
        if len(names) <= FEW:
            axes.annotate(shown.marked(row), (mean, place), xytext=(0, 7), textcoords="offset points", ha="center",
                          va="bottom", fontsize=9, bbox=box)
        else:
            axes.annotate(shown.marked(row), (1.02, place), xycoords=("axes fraction", "data"), va="center", fontsize=8.5)
    if math.isfinite(shown.reference):
        axes.axvline(shown.reference, color=style.QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0.5)
    axes.set_title(style.wrap(shown.title, 38))
    axes.set_xlabel(shown.label)
    axes.set_ylim(len(names) - 0.5, -0.7)
    axes.set_yticks(range(len(names)), [style.label(name) for name in names])
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=9)
    axes.grid(axis="y", visible=False)
    numbers_axis(axes, np.concatenate([part[list(rows)] for part in (shown.mean, shown.low, shown.high, *(doubt or ()))]))


def numbers_axis(axes, values):
    """Room on both sides, few ticks, plain numbers; also where all values are one, or there are none."""
    axes.margins(x=0.14)
    axes.ticklabel_format(axis="x", useOffset=False)
    axes.xaxis.set_major_locator(plt.MaxNLocator(4))
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        axes.set_xticks([])
    elif np.ptp(finite) <= 1e-9 * np.abs(finite).max():
        room = max(0.05 * abs(finite[0]), 1.0)
        axes.set_xlim(finite[0] - room, finite[0] + room)


def band_line(axes, months, values, look, spread=False, every=12):
    """A line a plan: the mean over replications of values [R, M], with a band: its interval, or where single runs lie."""
    colour, marker = look
    mean, low, high = mean_interval(values, 0)
    if spread:
        with np.errstate(all="ignore"):
            low, high = np.nanmin(values, 0), np.nanmax(values, 0)
    there = np.isfinite(mean)
    if np.isfinite(low[there]).any():
        axes.fill_between(months[there], low[there], high[there], color=colour, alpha=0.16, linewidth=0)
    axes.plot(months[there], mean[there], color=colour, linewidth=1.6, marker=marker, markevery=every, markersize=5.5,
              markeredgecolor="white", markeredgewidth=0.6)


def line_handles(names, looks):
    """Handles of a legend of lines."""
    return [Line2D([], [], color=looks[name][0], marker=looks[name][1], linewidth=1.6, markersize=5.5,
                   markeredgecolor="white", markeredgewidth=0.6, label=style.short(name)) for name in names]


def dot_handles(names, looks):
    """Handles of a legend of dots."""
    return [Line2D([], [], color=looks[name][0], marker=looks[name][1], linewidth=0, markersize=7,
                   markeredgecolor="white", markeredgewidth=0.6, label=style.short(name)) for name in names]


def month_axis(axes, last, words):
    """Ticks at years, named in months."""
    step = 12 if last <= 72 else 24
    axes.set_xticks(range(0, int(last) + 1, step))
    axes.set_xlabel(words)
    axes.set_xlim(0, last)
