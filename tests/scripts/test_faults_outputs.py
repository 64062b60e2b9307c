"""Where an output may lie and what it may not replace: the command's own inputs, links, a file that cannot be read, a place
that a scenario's name leads to; and a shell that starts the program without standard output. HOMEWARD names the executable."""

import subprocess
import unittest

import h5py

import test_cli
from test_faults import Fault

RUN = ["run", "base.toml", "coached.toml", "-n", "2", "--quiet"]


class OwnInputs(Fault):
    def refused(self, output, *command):
        before = (self.folder / output).read_bytes()
        self.assertIn("is what is simulated", self.one_line(*command, "-o", output, "--force", code=2))
        self.assertEqual((self.folder / output).read_bytes(), before)

    def test_force_replaces_no_scenario_of_the_command(self):
        for output in ("base.toml", "coached.toml", self.folder / "coached.toml"):
            self.refused(output, *RUN)

    def test_nor_what_a_scenario_extends_or_reads(self):
        self.refused("coached.toml", "run", "more.toml")
        self.write("people", "entry_day\n10\n20\n")
        self.write("real.toml", 'format = 1\nextends = "base.toml"\nfamilies.csv = "people"\n')
        self.refused("people", "run", "real.toml")

    def test_nor_a_study_or_its_base(self):
        self.write("study.toml", 'format = 1\nbase = "base.toml"\ndesign = "grid"\n'
                                 '[[factor]]\nkey = "coaches.positions"\nvalues = [1, 2]\n')
        for output in ("study.toml", "base.toml"):
            self.refused(output, "sweep", "study.toml", "-n", 1)

    def test_another_file_is_replaced_by_force(self):
        self.write("letter", "a letter")
        self.homeward(*RUN, "-o", "letter", "--force")
        self.homeward("summary", "letter")


class Names(Fault):
    def test_a_name_leads_into_no_other_folder(self):
        (self.folder / "sub").mkdir()
        self.write("away.toml", test_cli.BASE.replace("format = 1", 'format = 1\nname = "sub/../sub/away"'))
        self.assertIn("give an --output", self.one_line("run", "away.toml", "--quiet", code=2))
        self.assertEqual(list((self.folder / "sub").iterdir()), [])
        self.homeward("run", "away.toml", "--quiet", "-o", "away.h5")


class Links(Fault):
    def test_what_a_link_leads_to_is_written_and_the_link_stays(self):
        (self.folder / "disk").mkdir()
        (self.folder / "out.h5").symlink_to("disk/real.h5")
        self.homeward(*RUN, "-o", "out.h5")  # what it leads to need not be there yet
        self.assertTrue((self.folder / "out.h5").is_symlink())
        self.homeward("run", "base.toml", "coached.toml", "-n", 3, "--quiet", "-o", "out.h5")
        with h5py.File(self.folder / "disk/real.h5") as file:
            self.assertEqual(file["replication"].size, 3)
        self.homeward("merge", "disk/real.h5", "-o", "out.h5", "--quiet")
        (self.folder / "table.csv").symlink_to("disk/table.csv")
        self.homeward("export", "out.h5", "-o", "table.csv", "--quiet")
        (self.folder / "report.md").symlink_to("disk/report.md")
        self.homeward("report", "--stress", "out.h5", "-o", "report.md", "--quiet")
        for name in ("out.h5", "table.csv", "report.md"):
            self.assertTrue((self.folder / name).is_symlink(), name)
        self.assertEqual(sorted(file.name for file in (self.folder / "disk").iterdir()),
                         ["real.h5", "report.md", "table.csv"])

    def test_links_to_one_file_are_one_output(self):
        for name in ("one.h5", "two.h5"):
            (self.folder / name).symlink_to("real.h5")
        process = self.start(*test_cli.LONG, 5000, "-o", "one.h5", "--quiet")
        self.wait_for_part("real.h5")
        self.assertIn("another homeward is writing", self.one_line(*RUN, "-o", "two.h5", code=1))
        process.kill()
        process.communicate()


class Unreadable(Fault):
    def test_what_cannot_be_opened_is_not_called_damaged_and_not_replaced(self):
        """As many files are open as may be when the results file is to be read."""
        self.homeward(*RUN, "-o", "out.h5")
        before = (self.folder / "out.h5").read_bytes()
        told = set()
        for most in range(4, 9):
            for command in (["summary", "out.h5"], [*RUN, "-n", "3", "-o", "out.h5", "--force"]):
                done = subprocess.run(["bash", "-c", f'ulimit -n {most} && exec "$@"', "bash", test_cli.HOMEWARD, *command],
                                      cwd=self.folder, capture_output=True, text=True)
                self.assertNotIn("damaged", done.stderr)
                told.add(done.returncode)
                if command[0] == "run" and done.returncode not in (0, 2):
                    self.assertEqual((self.folder / "out.h5").read_bytes(), before)
        self.assertLessEqual(told, {0, 1, 2, 5, 127})

    def test_what_is_no_file_is_told_as_what_it_is(self):
        self.assertIn("it is a folder", self.one_line("summary", ".", code=5))
        self.assertIn("a device or a pipe", self.one_line("summary", "/dev/null", code=5))
        for command in (["summary"], ["compare"], ["export"], ["report", "--stress"], ["merge", "-o", "joined.h5"]):
            self.assertIn("gone.h5: there is no such file", self.one_line(*command, "gone.h5", code=2))


class ClosedOutput(Fault):
    def run_closed(self, closing, *command):
        return subprocess.run(["bash", "-c", f'exec "$@" {closing}', "bash", test_cli.HOMEWARD, *map(str, command)],
                              cwd=self.folder, capture_output=True, text=True)

    def test_nothing_is_printed_into_a_file_that_got_the_number_of_a_closed_output(self):
        self.homeward("run", "base.toml", "coached.toml", "-o", "fresh.h5", "--quiet")
        for closing in (">&-", "2>&-", "<&- >&- 2>&-"):
            done = self.run_closed(closing, "run", "base.toml", "coached.toml", "-o", "out.h5")
            self.assertEqual(done.returncode, 0 if closing == "2>&-" else 1, closing)  # the table went nowhere
            self.assert_same("out.h5", "fresh.h5")
            (self.folder / "out.h5").unlink()

    def test_a_closed_output_is_told_and_its_name_is_not_replaced(self):
        """/dev/stdout is such a link; root would take it away from every program of the machine."""
        self.homeward(*RUN, "-o", "out.h5")
        self.assertIn("standard output cannot be written", self.run_closed(">&-", "summary", "out.h5").stderr)
        (self.folder / "stdout").symlink_to("/proc/self/fd/1")
        for command in (["export", "out.h5"], ["report", "--stress", "out.h5"], ["merge", "out.h5"], RUN):
            self.assertNotEqual(self.run_closed("<&- >&-", *command, "-o", "stdout", "--force").returncode, 0)
            self.assertTrue((self.folder / "stdout").is_symlink(), command)


if __name__ == "__main__":
    unittest.main()
