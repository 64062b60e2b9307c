"""Results files that are cut off at every block of the disk, or of which single bits are another: every command that reads one
refuses it in one line, with exit code 5, and none crashes. HOMEWARD names the executable."""

import random
import subprocess
import unittest

import test_cli

BLOCK = 4096


class Damaged(test_cli.Cli):
    def setUp(self):
        super().setUp()
        self.homeward("run", "base.toml", "coached.toml", "-n", 2, "--record", "events", "-o", "out.h5", "--quiet")
        self.whole = (self.folder / "out.h5").read_bytes()
        self.commands = [
            ["summary", "out.h5"],
            ["compare", "out.h5"],
            ["export", "out.h5", "-o", "out.csv", "--force"],
            ["merge", "out.h5", "-o", "joined.h5", "--force"],
            ["run", "base.toml", "coached.toml", "-n", "3", "--record", "events", "-o", "out.h5"],
            ["plan", "base.toml", "coached.toml", "-n", "3", "--record", "events", "-o", "out.h5"],
        ]

    def refused(self, command, damaged, what):
        (self.folder / "out.h5").write_bytes(damaged)
        done = subprocess.run([test_cli.HOMEWARD, *command], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual((done.returncode, len(done.stderr.splitlines())), (5, 1), f"{command} of {what}: {done}")
        self.assertIn("out.h5 is damaged", done.stderr)
        self.assertEqual((self.folder / "out.h5").read_bytes(), damaged)
        self.assertFalse((self.folder / "joined.h5").exists())
        self.assertFalse((self.folder / "out.csv").exists())

    def test_whole_it_is_read_by_all_of_them(self):
        for command in self.commands[:4]:
            self.homeward(*command)

    def test_cut_off_at_every_block(self):
        """Each length is read by one of the commands, in turn; the first, the last and one between by all."""
        lengths = range(BLOCK, len(self.whole), BLOCK)
        self.assertGreater(len(lengths), 20)
        for number, length in enumerate(lengths):
            self.refused(self.commands[number % len(self.commands)], self.whole[:length], f"{length} bytes")
        for length in (BLOCK, len(self.whole) // 2, len(self.whole) - 1):
            for command in self.commands:
                self.refused(command, self.whole[:length], f"{length} bytes")

    def test_single_bits_that_flip(self):
        chance = random.Random(20261001)
        for number in range(60):
            place, bit = chance.randrange(8, len(self.whole)), 1 << chance.randrange(8)  # the first 8 say what it is
            damaged = bytearray(self.whole)
            damaged[place] ^= bit
            self.refused(self.commands[number % len(self.commands)], bytes(damaged), f"bit {bit} of byte {place}")

    def test_blocks_of_zeros(self):
        """What a disk that lost power leaves of a file that was not flushed."""
        for number, start in enumerate(range(0, len(self.whole), len(self.whole) // 12)):
            start += 8 if start == 0 else 0
            damaged = self.whole[:start] + bytes(min(BLOCK, len(self.whole) - start)) + self.whole[start + BLOCK:]
            if damaged != self.whole:
                self.refused(self.commands[number % len(self.commands)], damaged, f"zeros from {start}")


if __name__ == "__main__":
    unittest.main()
