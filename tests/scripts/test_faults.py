"""Disks that are full, folders that cannot be written, files that are damaged or not the program's: one clear line, the
documented exit code, and no finished run lost. HOMEWARD names the executable."""

import contextlib
import os
import resource
import shutil
import stat
import subprocess
import unittest

import h5py

import test_cli
import test_sweep

RUN = ["run", "base.toml", "coached.toml", "-n", "12", "--record", "events", "--set", "families.entries_per_year=1200",
       "--quiet", "-o"]


class Fault(test_cli.Cli):
    def one_line(self, *arguments, code):
        message = self.homeward(*arguments, code=code).stderr
        self.assertEqual(len(message.splitlines()), 1, message)
        return message

    def mount(self, *arguments):
        """Mounts where the test may, until its end."""
        place = self.folder / "mounted"
        place.mkdir()
        done = subprocess.run(["mount", *arguments, place], capture_output=True, text=True)
        if done.returncode != 0:
            self.skipTest(f"this machine does not let the test mount: {done.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "-l", place], check=True)
        return place


class FullDisk(Fault):
    def test_a_small_disk_that_fills_up_loses_no_finished_run(self):
        place = self.mount("-t", "tmpfs", "-o", "size=18m", "none")
        output = place / "out.h5"
        self.homeward(*RUN, "whole.h5")
        message = self.one_line(*RUN, output, code=1)  # the first part fits, the next does not
        self.assertIn("No space left on device", message)
        self.assertIn("the same command takes them up", message)
        self.assertFalse(output.exists())
        parts = list(place.glob("out.h5.parts/*.part"))
        self.assertTrue(parts)
        subprocess.run(["mount", "-o", "remount,size=200m", place], check=True)
        told = self.homeward("plan", *RUN[1:], output, "--no-pilot", "--json").stdout
        self.assertNotIn('"in_parts": 0', told)
        self.homeward(*RUN, output)
        self.assert_same(output, "whole.h5")
        self.assertEqual([file.name for file in place.iterdir()], ["out.h5"])

    def test_a_file_that_was_there_outlives_a_full_disk(self):
        place = self.mount("-t", "tmpfs", "-o", "size=8m", "none")
        output = place / "out.h5"
        small = [option if option != "12" else "2" for option in RUN]
        self.homeward(*small, output)
        before = output.read_bytes()
        self.one_line(*RUN, output, code=1)
        self.assertEqual(output.read_bytes(), before)
        self.homeward("summary", output)

    def test_a_limit_on_the_size_of_files_is_one_line(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

        done = subprocess.run([test_cli.HOMEWARD, *RUN, "out.h5"], cwd=self.folder, capture_output=True, text=True,
                              preexec_fn=limit)
        self.assertEqual((done.returncode, len(done.stderr.splitlines())), (1, 1), done.stderr)
        self.assertIn("File too large", done.stderr)
        self.assertFalse((self.folder / "out.h5").exists())

    def test_standard_output_that_is_full_is_told(self):
        self.homeward("run", "base.toml", "--quiet")
        for command in (["summary", "base.h5"], ["plan", "base.toml"], ["check", "base.toml"]):
            with open("/dev/full", "w") as full:
                done = subprocess.run([test_cli.HOMEWARD, *command], cwd=self.folder, stdout=full,
                                      stderr=subprocess.PIPE, text=True)
            self.assertEqual((done.returncode, done.stderr), (1, "homeward: standard output cannot be written\n"))


class Devices(Fault):
    def test_a_device_or_a_pipe_is_not_replaced(self):
        """Root may rename a file onto /dev/null; every program of the machine would then write into that file."""
        self.homeward("run", "base.toml", "--quiet")
        os.mkfifo(self.folder / "pipe")
        places = [self.folder / "pipe"]
        with contextlib.suppress(PermissionError):
            os.mknod(self.folder / "null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
            places.append(self.folder / "null")
        for place in places:
            self.assertIn("a device or a pipe", self.one_line("run", "base.toml", "-o", place, "--force", code=1))
            self.assertIn("a device or a pipe", self.one_line("merge", "base.h5", "-o", place, "--force", code=1))
            self.assertIn("a device or a pipe", self.one_line("export", "base.h5", "-o", place, "--force", code=2))
            self.assertFalse(place.is_file())


class Folders(Fault):
    def test_a_folder_that_is_read_only(self):
        place = self.mount("-t", "tmpfs", "none")
        self.homeward("run", "base.toml", "-o", place / "there.h5", "--quiet")
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        message = self.one_line("run", "base.toml", "-o", place / "out.h5", code=1)
        self.assertIn("Read-only file system", message)
        self.assertIn("Read-only file system", self.homeward("plan", "base.toml", "-o", place / "out.h5").stderr)
        self.one_line("merge", place / "there.h5", "-o", place / "out.h5", code=1)
        self.homeward("summary", place / "there.h5")

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_a_folder_without_permission(self):
        (self.folder / "closed").mkdir(mode=0o500)
        self.assertIn("Permission denied", self.one_line("run", "base.toml", "-o", "closed/out.h5", code=1))

    def test_a_folder_that_is_not_there(self):
        self.assertIn("No such file", self.one_line("run", "base.toml", "-o", "gone/out.h5", code=1))
        self.assertIn("gone/out.h5 cannot be written", self.homeward("plan", "base.toml", "-o", "gone/out.h5").stderr)

    def test_a_folder_that_goes_away_while_it_runs(self):
        (self.folder / "going").mkdir()
        process = self.start(*test_cli.LONG, 5000, "-o", "going/out.h5", "--quiet")
        self.wait_for_part("going/out.h5")
        shutil.rmtree(self.folder / "going", ignore_errors=True)
        _, message = process.communicate(timeout=120)
        self.assertEqual((process.returncode, len(message.splitlines())), (1, 1), message)
        self.assertIn("going/out.h5", message)


class Files(Fault):
    def setUp(self):
        super().setUp()
        self.homeward("run", "base.toml", "-o", "out.h5", "--quiet")
        self.whole = (self.folder / "out.h5").read_bytes()

    def refused(self, code, words):
        """By everything that reads it; what wanted to write leaves it alone."""
        before = (self.folder / "out.h5").read_bytes()
        for command in (["summary", "out.h5"], ["compare", "out.h5"], ["merge", "out.h5", "-o", "joined.h5"]):
            self.assertIn(words, self.one_line(*command, code=5))
        self.assertIn(words, self.one_line("run", "base.toml", "-n", 5, "-o", "out.h5", code=code))
        self.assertIn(words, self.one_line("plan", "base.toml", "-n", 5, "-o", "out.h5", code=code))
        self.assertEqual((self.folder / "out.h5").read_bytes(), before)
        self.homeward("run", "base.toml", "-n", 5, "-o", "out.h5", "--force", "--quiet")
        self.homeward("run", "base.toml", "-n", 5, "-o", "fresh.h5", "--quiet")
        self.assert_same("out.h5", "fresh.h5")

    def test_a_file_that_is_cut_off(self):
        (self.folder / "out.h5").write_bytes(self.whole[: len(self.whole) // 3])
        self.refused(5, "out.h5 is damaged")

    def test_a_file_with_a_changed_byte(self):
        at = len(self.whole) // 2
        (self.folder / "out.h5").write_bytes(self.whole[:at] + bytes([self.whole[at] ^ 1]) + self.whole[at + 1:])
        self.refused(5, "do not match its checksum")

    def test_a_file_that_another_program_has_open_for_writing(self):
        """Opened to add to it or to write it anew, even before anything of it is on the disk."""
        for mode in ("a", "w"):
            with h5py.File(self.folder / "out.h5", mode) as file:
                file.attrs["note"] = "not written yet"
                before = (self.folder / "out.h5").read_bytes()
                for command in (["summary", "out.h5"], ["compare", "out.h5"], ["export", "out.h5"],
                                ["report", "--stress", "out.h5"], ["merge", "out.h5", "-o", "joined.h5"],
                                ["run", "base.toml", "-n", 5, "-o", "out.h5", "--force"],
                                ["plan", "base.toml", "-n", 5, "-o", "out.h5"]):
                    message = self.one_line(*command, code=1)
                    self.assertIn("out.h5 cannot be read now: another program has it open for writing", message)
                    self.assertNotIn("damaged", message)
                self.assertEqual((self.folder / "out.h5").read_bytes(), before)
            (self.folder / "out.h5").write_bytes(self.whole)
            self.homeward("summary", "out.h5")

    def test_a_file_that_others_read_too(self):
        with h5py.File(self.folder / "out.h5", "r"):
            self.homeward("summary", "out.h5")

    def test_a_file_of_another_version(self):
        with h5py.File(self.folder / "out.h5", "r+") as file:
            file.attrs["format_version"] = [2, 0]
        self.refused(5, "out.h5 was written by format 2; this program reads format 1")

    def test_an_hdf5_file_of_another_program(self):
        with h5py.File(self.folder / "out.h5", "w") as file:
            file["numbers"] = [1, 2, 3]
        self.refused(5, "out.h5 is not a Homeward results file")

    def test_a_file_of_another_kind(self):
        self.write("out.h5", "a letter")
        self.refused(2, "out.h5 is not a Homeward results file")

    def test_an_empty_file(self):
        self.write("out.h5", "")
        self.refused(2, "out.h5 is not a Homeward results file")

    def test_runs_of_another_model_version_are_refused(self):
        with h5py.File(self.folder / "out.h5", "r+") as file:
            file.attrs["model_version"] = "0"
        self.assertIn("model version 0 there", self.homeward("run", "base.toml", "-o", "out.h5", code=2).stderr)
        self.homeward("summary", "out.h5")  # the numbers are still good to read

    def test_damaged_parts_are_left_out_and_done_again(self):
        self.homeward("run", "base.toml", "-n", 4, "-o", "fresh.h5", "--quiet")
        parts = self.folder / "new.h5.parts"
        parts.mkdir()
        (parts / "00.part").write_bytes(b"homeward-part 2 and then nothing sensible")
        (parts / ".unfinished-1-1").write_bytes(b"half")
        self.homeward("run", "base.toml", "-n", 4, "-o", "new.h5", "--quiet")
        self.assert_same("new.h5", "fresh.h5")
        self.assertFalse(parts.exists())


class StudyFiles(test_sweep.Study):
    def test_a_study_without_a_design_is_told_its_other_faults_too(self):
        self.write("study.toml", test_sweep.STUDY.replace('design = "grid"', 'design = "gird"')
                   .replace('key = "coaches.positions"', 'key = "coaches.position"'))
        message = self.homeward("check", "study.toml", code=3).stderr
        self.assertIn("design", message)
        self.assertIn("coaches.position is not a known key", message)

    def test_a_copy_that_keeps_the_name_is_told(self):
        shutil.copy(self.folder / "study.toml", self.folder / "copy.toml")
        self.assertIn("names its study small", self.homeward("sweep", "copy.toml").stderr)
        self.assertNotIn("names its study", self.homeward("sweep", "copy.toml", "-o", "copy.h5").stderr)


if __name__ == "__main__":
    unittest.main()
