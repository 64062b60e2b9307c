"""Finished runs wait in parts beside the output. Whatever comes in between, a command of another kind or a folder that is a link, they are taken up or left alone. HOMEWARD names the executable."""

import json
import unittest

import test_cli
from test_faults_machine import RUNS


class Parts(test_cli.Cli):
    def broken_off(self, *options):
        """A start that is killed; returns the parts that it leaves."""
        process = self.start(*RUNS, "out.h5", *options)
        self.wait_for_part("out.h5")
        process.kill()
        process.communicate()
        return self.parts()

    def parts(self):
        return {file.name: file.read_bytes() for file in (self.folder / "out.h5.parts").glob("*.part")}

    def states(self, *options):
        """How many runs of the command are where."""
        return json.loads(self.homeward("plan", *RUNS[1:], "out.h5", *options, "--no-pilot", "--json").stdout)["why"]

    def test_a_merge_leaves_runs_of_another_study_where_they_are(self):
        self.homeward("run", "base.toml", "-n", 2, "-o", "small.h5", "--quiet")
        before = self.broken_off()
        self.assertIn("stay in out.h5.parts", self.homeward("merge", "small.h5", "-o", "out.h5").stderr)
        self.assertEqual(self.parts(), before)
        (self.folder / "out.h5").unlink()
        self.homeward(*RUNS, "whole.h5")
        self.homeward(*RUNS, "out.h5")
        self.assert_same("out.h5", "whole.h5")

    def test_fewer_replications_of_a_shard_keep_the_later_ones_that_are_done(self):
        """Of a shard the replications that are done do not follow one another."""
        self.broken_off("--shard", "2/3")
        done = self.states("--shard", "2/3")["in_parts"]
        self.homeward(*RUNS[:-2], "1", "-o", "out.h5", "--shard", "2/3")
        self.assertGreaterEqual(self.states("--shard", "2/3")["in_file"], done)

    def test_a_file_in_the_place_of_the_parts(self):
        self.write("out.h5.parts", "a letter")
        message = self.homeward("run", "base.toml", "-o", "out.h5", code=1).stderr
        self.assertEqual(message, "homeward: cannot write out.h5: out.h5.parts is in the way, which is no folder\n")
        self.assertIn("is in the way", self.homeward("plan", "base.toml", "-o", "out.h5").stderr)

    def test_parts_behind_a_link_are_tidied_up_too(self):
        (self.folder / "elsewhere").mkdir()
        (self.folder / "out.h5.parts").symlink_to("elsewhere")
        self.homeward("run", "base.toml", "-o", "out.h5", "--quiet")
        self.assertEqual(list((self.folder / "elsewhere").iterdir()), [])


if __name__ == "__main__":
    unittest.main()
