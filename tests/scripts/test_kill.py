"""kill -9 at random moments: whatever is going on, the next start ends where an uninterrupted one does, and a results
file that was there stays whole. HOMEWARD names the executable; HOMEWARD_KILLS=20 kills twenty times as often. How many kills
were survived, and how many bytes compared, is told at the end."""

import collections
import os
import random
import shutil
import subprocess
import time

import test_cli

# Runs long enough to be killed between parts: events fill one (16 MiB) several times a second.
RUN = ["run", "base.toml", "coached.toml", "--set", "families.entries_per_year=400", "--record", "events", "--quiet"]
RUNS = 12  # replications of each of the two scenarios
TIMES = int(os.environ.get("HOMEWARD_KILLS", "1"))


class Killed(test_cli.Cli):
    @classmethod
    def setUpClass(cls):
        cls.count = collections.Counter()

    @classmethod
    def tearDownClass(cls):
        print(f"{cls.__name__}: {cls.count['kills']} kills survived; {cls.count['files']} results files, {cls.count['bytes']:,} bytes, "
              "compared with undisturbed ones")

    def kill(self, process):
        """True if it was killed before it ended."""
        process.kill()
        killed = process.wait() != 0
        self.count["kills"] += killed
        return killed

    def assert_same(self, one, other):
        super().assert_same(one, other)
        self.count["files"] += 1
        self.count["bytes"] += (self.folder / one).stat().st_size


class Killing(Killed):
    seed = 20261001

    def setUp(self):
        super().setUp()
        self.random = random.Random(self.seed)
        started = time.monotonic()
        self.homeward(*RUN, "-n", RUNS, "-j", 2, "-o", "whole.h5")
        self.takes = time.monotonic() - started

    def begin(self, threads, output):
        return subprocess.Popen([test_cli.HOMEWARD, *RUN, "-n", str(RUNS), "-j", str(threads), "-o", output],
                                cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def parts(self, output):
        return sorted((self.folder / f"{output}.parts").glob("*.part"))

    def kill_some(self, threads, output, kills, before=None):
        """Kills `kills` starts at random moments. Finished parts never get lost, nor does what was there before."""
        killed = 0
        while killed < kills * TIMES:
            kept = self.parts(output)
            process = self.begin(threads, output)
            time.sleep(self.random.uniform(0, self.takes))
            killed += self.kill(process)
            if self.bytes_of(output) != before:  # the new file had its name before the moment came: begin anew
                self.assert_same(output, "whole.h5")
                self.restore(output, before)
            else:
                self.assertLessEqual(set(kept), set(self.parts(output)))

    def bytes_of(self, output):
        file = self.folder / output
        return file.read_bytes() if file.exists() else None

    def restore(self, output, before):
        shutil.rmtree(self.folder / f"{output}.parts", ignore_errors=True)
        (self.folder / output).unlink()
        if before is not None:
            (self.folder / output).write_bytes(before)

    def finish(self, threads, output):
        self.assertEqual(self.begin(threads, output).wait(), 0)
        self.assert_same(output, "whole.h5")
        self.assertFalse((self.folder / f"{output}.parts").exists())

    def test_fresh_starts(self):
        for threads, kills in ((1, 8), (2, 10), (5, 8)):
            output = f"fresh{threads}.h5"
            self.kill_some(threads, output, kills)
            self.finish(threads, output)

    def test_starts_that_grow_a_file(self):
        for threads, kills in ((2, 8), (3, 8)):
            output = f"grown{threads}.h5"
            self.homeward(*RUN, "-n", 3, "-o", output)
            self.kill_some(threads, output, kills, (self.folder / output).read_bytes())
            self.finish(threads, output)

    def test_starts_that_assemble(self):
        """Killed once the new file has begun: every run is in the parts by then, and none is simulated again."""
        output = "assembled.h5"
        for _ in range(12 * TIMES):
            process = self.begin(2, output)
            while process.poll() is None and not self.assembling(output):
                time.sleep(0.002)
            time.sleep(self.random.uniform(0, 0.3 * self.takes))
            self.kill(process)
            if self.bytes_of(output) is not None:
                self.assert_same(output, "whole.h5")
                self.restore(output, None)
                continue
            done = self.homeward("plan", *RUN[1:], "-n", RUNS, "-o", output, "--no-pilot", "--json").stdout
            self.assertIn('"to_do": 0', done)
        self.finish(2, output)

    def assembling(self, output):
        for file in (self.folder / f"{output}.parts").glob(".unfinished-*"):
            try:
                with open(file, "rb") as begun:
                    if begun.read(4) == b"\x89HDF":
                        return True
            except FileNotFoundError:
                pass
        return False


class Merging(Killed):
    def test_a_merge_that_is_killed_is_taken_up(self):
        self.homeward(*RUN, "-n", RUNS, "-o", "whole.h5")
        shards = [f"s{number}.h5" for number in (1, 2, 3)]
        for number, shard in enumerate(shards, 1):
            self.homeward(*RUN, "-n", RUNS, "--shard", f"{number}/3", "-o", shard)
        merge = [test_cli.HOMEWARD, "merge", *shards, "-o", "joined.h5", "--quiet"]
        chance = random.Random(7)
        for _ in range(8 * TIMES):
            process = subprocess.Popen(merge, cwd=self.folder)
            time.sleep(chance.uniform(0, 1))
            self.kill(process)
        subprocess.run(merge, cwd=self.folder, check=True)
        self.assert_same("joined.h5", "whole.h5")
        self.assertFalse((self.folder / "joined.h5.parts").exists())


if __name__ == "__main__":
    import unittest

    unittest.main()
