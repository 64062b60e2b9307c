#!/usr/bin/python3
"""Writes a results file of many gigabytes and reads it back in pieces. No part of scripts/test: it takes as long as the disk.

    tests/endurance/large_file.py build/release/homeward --gigabytes 10 --folder /somewhere/large

Everything is recorded (`--record events`). Each part of the file is then read back once, run by run, and counted against what
the file says of it; the greatest memory of each step is told. The file is removed at the end.
"""

import argparse
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import h5py

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
ROWS = 1 << 20  # read at a time


def timed(command, folder):
    """Runs a command; says how long it took and the most memory that it held."""
    begun = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with exit code {process.returncode}")
    print(f"{command[1]}: {time.monotonic() - begun:.0f} s, at most {usage.ru_maxrss / 1024:.0f} MiB of memory", flush=True)


def read_back(file):
    """Every row of every table, in pieces; the rows of the events, by run, against what the runs say of them."""
    begun, rows, counted = time.monotonic(), {}, {}
    with h5py.File(file) as results:
        for name in ("families", "events"):
            table = results["tables"][name]
            rows[name] = table.shape[0]
            for start in range(0, table.shape[0], ROWS):
                piece = table[start:start + ROWS]
                for run in zip(*(values.tolist() for values in (piece["scenario"], piece["replication"]))):
                    counted[name, run] = counted.get((name, run), 0) + 1
        runs = results["tables"]["runs"][:]
    for run in runs:
        key = (int(run["scenario"]), int(run["replication"]))
        for name, column in (("families", "family_rows"), ("events", "event_rows")):
            if counted.get((name, key), 0) != run[column]:
                sys.exit(f"{name} of run {key}: {counted.get((name, key), 0)} rows, {run[column]} expected")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"read back: {time.monotonic() - begun:.0f} s, {rows['events']:,} events and {rows['families']:,} episodes of "
          f"{len(runs)} runs, at most {memory:.0f} MiB of memory")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the executable")
    parser.add_argument("--gigabytes", type=float, default=10)
    parser.add_argument("--folder", help="where there is room for twice as much (default: the place of temporary files)")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    program = pathlib.Path(options.program).resolve()
    with tempfile.TemporaryDirectory(prefix="homeward-large-", dir=options.folder) as folder:
        base = [program, "run", SCENARIOS / "us-baseline.toml", SCENARIOS / "ratio-1-to-12.toml", "--record", "events", "--force",
                "--quiet", "-j", options.threads]
        subprocess.run([*map(str, base), "-n", "2", "-o", "small.h5"], cwd=folder, check=True)
        each = (pathlib.Path(folder) / "small.h5").stat().st_size / 2
        replications = max(2, round(options.gigabytes * 1e9 / each))
        room = shutil.disk_usage(folder).free
        if room < 6 * options.gigabytes * 1e9:  # parts are not compressed
            sys.exit(f"{room / 1e9:.0f} GB are free; {6 * options.gigabytes:.0f} are needed")
        print(f"{replications} replications of 2 scenarios, {each / 1e6:.1f} MB each", flush=True)
        timed([*base, "-n", replications, "-o", "large.h5"], folder)
        print(f"large.h5: {(pathlib.Path(folder) / 'large.h5').stat().st_size / 1e9:.2f} GB")
        timed([program, "summary", "large.h5"], folder)
        timed([program, "compare", "large.h5"], folder)
        timed([program, "export", "large.h5", "--what", "events"], folder)
        read_back(pathlib.Path(folder) / "large.h5")


if __name__ == "__main__":
    main()
