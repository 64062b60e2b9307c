#!/usr/bin/python3
"""Sweeps for as long as is asked and holds the program to flat memory. No part of scripts/test: it takes an hour.

    tests/endurance/steady_memory.py build/release/homeward --minutes 60 --csv memory.csv

The study has far more runs than fit in the time, and small ones, so that thousands are finished; at the end it is stopped as
Ctrl-C would, and what it finished is read back. What was finished in the last seconds waits in memory, at most 16 MiB, until it
is written as a part: the more the machine gives the sweep, the more that is. So the size of the largest part so far is taken
off. Memory is flat if the median of the rest, in the last quarter of the samples, is at most `--tolerance` above that of the
second one; the first is left out, in which arrays grow to their size. Ends with exit code 1 if it is not.
"""

import argparse
import json
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"

STUDY = """format = 1
name = "endurance"
base = "{base}"
design = "grid"
replications = 30000

[[factor]]
key = "coaches.families_per_coach"
values = [6, 8, 10, 12]

[[factor]]
key = "families.entries_per_year"
values = [30, 60, 120]
"""


def resident_kib(process):
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return None  # it is ending


def largest_part_kib(folder):
    return max((part.stat().st_size for part in folder.glob("*.part")), default=0) / 1024


def sample(process, folder, minutes, every, csv):
    """Resident memory and the size of the largest part so far, in KiB, each `every` seconds, until the time is over."""
    samples, begun = [], time.monotonic()
    with open(csv, "w", encoding="utf-8") as table:
        table.write("seconds,resident_kib,largest_part_kib\n")
        while time.monotonic() - begun < 60 * minutes and process.poll() is None:
            resident = resident_kib(process)
            if resident is not None:
                samples.append((resident, largest_part_kib(folder)))
                table.write(f"{time.monotonic() - begun:.0f},{resident},{samples[-1][1]:.0f}\n")
                table.flush()
            time.sleep(every)
    return samples


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the executable")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--every", type=float, default=10, help="seconds between samples")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--csv", default="memory.csv", help="where the samples go")
    parser.add_argument("--tolerance", type=float, default=0.02, help="growth that is still flat, as a share")
    options = parser.parse_args()
    program = str(pathlib.Path(options.program).resolve())
    with tempfile.TemporaryDirectory(prefix="homeward-endurance-") as folder:
        study = pathlib.Path(folder) / "endurance.toml"
        study.write_text(STUDY.format(base=SCENARIOS / "ratio-1-to-12.toml"), encoding="utf-8")
        process = subprocess.Popen([program, "sweep", study, "-j", str(options.threads), "--quiet", "--force", "-o", "out.h5"],
                                   cwd=folder)
        samples = sample(process, pathlib.Path(folder) / "out.h5.parts", options.minutes, options.every, options.csv)
        if process.poll() is not None:
            sys.exit(f"the sweep ended before its time with exit code {process.returncode}")
        process.send_signal(signal.SIGINT)
        code = process.wait()
        told = subprocess.run([program, "summary", "out.h5", "--json"], cwd=folder, capture_output=True, text=True,
                              check=True)
        size = (pathlib.Path(folder) / "out.h5").stat().st_size
    quarter = max(1, len(samples) // 4)
    resident = [all_of_it for all_of_it, _ in samples]
    rest = [all_of_it - part for all_of_it, part in samples]
    early, late = (statistics.median(rest[place]) for place in (slice(quarter, 2 * quarter), slice(-quarter, None)))
    print(f"{len(samples)} samples over {options.minutes:g} minutes; interrupted with exit code {code}; "
          f"{len(json.loads(told.stdout)['scenarios'])} points read back from {size / 1e6:.1f} MB")
    print(f"resident memory: at most {max(resident) / 1024:.1f} MiB, of which a part {samples[-1][1] / 1024:.1f}; without it, second "
          f"quarter {early / 1024:.2f}, last quarter {late / 1024:.2f}, greatest {max(rest) / 1024:.2f} MiB")
    if code != 130 or late > early * (1 + options.tolerance):
        sys.exit("memory is not flat" if code == 130 else "the interrupted sweep did not save what it had")


if __name__ == "__main__":
    main()
