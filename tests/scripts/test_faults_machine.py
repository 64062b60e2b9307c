"""What a machine may do to a run: too little memory, no rights, signals by the hundred, files that go away or change, a clock
that is set back, a second start on the same output. One clear line, the documented exit code, and no finished run lost: the
same command then ends where an undisturbed one does. HOMEWARD names the executable."""

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import unittest
from pathlib import Path

import test_cli

# About a second, with parts (16 MiB of events) several times on the way.
EVENTS = ["run", "base.toml", "coached.toml", "--set", "families.entries_per_year=800", "--record", "events", "-j", "2",
          "--quiet", "-n"]
RUNS = [*EVENTS, "10", "-o"]
FEWER = [*EVENTS, "2", "-o"]
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
NOBODY = 65534


class Machine(test_cli.Cli):
    undisturbed = None  # the bytes of the file, made once for all tests

    def assert_whole(self, output):
        if Machine.undisturbed is None:
            self.homeward(*RUNS, "fresh.h5")
            Machine.undisturbed = (self.folder / "fresh.h5").read_bytes()
        (self.folder / "fresh.h5").write_bytes(Machine.undisturbed)
        self.assert_same(output, "fresh.h5")

    def finish(self, output):
        """The command again, undisturbed."""
        self.homeward(*RUNS, output)
        self.assert_whole(output)
        self.assertFalse((self.folder / f"{output}.parts").exists())

    def parts(self, output):
        return sorted((self.folder / f"{output}.parts").glob("*.part"))

    def whole_or_told(self, process, output):
        """It either had what it needed before the fault, or says what is wrong and leaves no file."""
        _, message = process.communicate(timeout=240)
        if process.returncode == 0:
            self.assertEqual(message, "")
            self.assert_whole(output)
        else:
            self.assertEqual((process.returncode, len(message.splitlines())), (1, 1), message)
            self.assertIn(output, message)
            self.assertFalse((self.folder / output).exists())


class Memory(Machine):
    def test_too_little_from_the_start(self):
        """Under every limit either all goes well or one line says why not. Below, the system cannot even load the program."""
        codes = set()
        for mebibytes in (*range(60, 200, 20), 300, 500):
            def limit(most=mebibytes << 20):
                resource.setrlimit(resource.RLIMIT_AS, (most, most))

            done = subprocess.run([test_cli.HOMEWARD, *FEWER, "out.h5", "--force"],
                                  cwd=self.folder, capture_output=True, text=True, preexec_fn=limit)
            if done.returncode == 127:
                continue  # the loader
            codes.add(done.returncode)
            if done.returncode != 0:
                self.assertEqual((done.returncode, len(done.stderr.splitlines())), (1, 1), f"{mebibytes} MiB: {done}")
                self.assertIn("out of memory", done.stderr)
        self.assertIn(1, codes)

    def test_memory_that_ends_while_it_runs_loses_no_finished_run(self):
        process = self.start(*RUNS, "out.h5")
        self.wait_for_part("out.h5")
        before = self.parts("out.h5")
        now = int(Path(f"/proc/{process.pid}/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.prlimit(process.pid, resource.RLIMIT_AS, (now // 2, now // 2))
        _, message = process.communicate(timeout=120)
        if process.returncode < 0:  # HDF5 1.10 itself may crash on it, in the middle of the new file
            self.assertTrue(list((self.folder / "out.h5.parts").glob(".unfinished-*")), message)
        elif process.returncode == 1:
            self.assertEqual(len(message.splitlines()), 1, message)
        if process.returncode != 0:  # 0: it needed no more
            self.assertLessEqual(set(before), set(self.parts("out.h5")))
            self.assertFalse((self.folder / "out.h5").exists())
        self.finish("out.h5")


@unittest.skipUnless(shutil.which("setpriv") and os.geteuid() == 0, "needs root, to give up its rights")
class Rights(Machine):
    def setUp(self):
        super().setUp()
        self.folder.chmod(0o755)

    def as_nobody(self, *arguments, code):
        done = subprocess.run(["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
                               test_cli.HOMEWARD, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True)
        if "cannot execute" in done.stderr or "failed to execute" in done.stderr:
            self.skipTest("nobody may run the program where it lies")
        self.assertEqual((done.returncode, len(done.stderr.splitlines())), (code, 1), done)
        return done.stderr

    def test_a_folder_that_may_not_be_written(self):
        self.assertIn("Permission denied", self.as_nobody("run", "base.toml", "-o", "out.h5", "--quiet", code=1))

    def test_files_that_may_not_be_read(self):
        self.homeward("run", "base.toml", "--quiet")
        for name in ("base.toml", "base.h5"):
            (self.folder / name).chmod(0o600)
        self.assertIn("cannot be read", self.as_nobody("check", "base.toml", code=3))
        self.assertIn("base.h5 cannot be read", self.as_nobody("summary", "base.h5", code=1))

    def test_a_file_in_the_way_that_may_not_be_read(self):
        place = self.folder / "open"
        place.mkdir(mode=0o777)
        place.chmod(0o777)
        self.homeward("run", "base.toml", "-o", "open/out.h5", "--quiet")
        (place / "out.h5").chmod(0o600)
        before = (place / "out.h5").read_bytes()
        self.assertIn("cannot be read", self.as_nobody("run", "base.toml", "-n", 5, "-o", "open/out.h5", code=1))
        self.assertEqual((place / "out.h5").read_bytes(), before)

    def test_parts_that_may_not_be_read_are_not_taken_away(self):
        process = self.start(*RUNS, "out.h5")
        self.wait_for_part("out.h5")
        process.kill()
        process.communicate()
        before = self.parts("out.h5")
        for place in (self.folder, self.folder / "out.h5.parts"):
            place.chmod(0o777)
        (self.folder / "out.h5.parts/lock").chmod(0o666)
        for file in before:
            file.chmod(0o600)
        self.assertIn("it may hold finished runs", self.as_nobody("run", "base.toml", "-o", "out.h5", code=1))
        self.assertEqual(self.parts("out.h5"), before)
        self.finish("out.h5")


class Signals(Machine):
    def test_a_storm_of_signals(self):
        process = self.start(*RUNS, "out.h5")
        self.wait_for_part("out.h5")
        before = self.parts("out.h5")
        for number in range(300):
            if process.poll() is not None:
                break
            process.send_signal((signal.SIGINT, signal.SIGTERM)[number % 2])
        process.communicate(timeout=120)
        if process.returncode != 0:  # 0: the second came when the file was written
            self.assertEqual(process.returncode, 130)
            self.assertLessEqual(set(before), set(self.parts("out.h5")))
        self.finish("out.h5")

    def test_signals_that_mean_nothing(self):
        """Stopped and continued, resized, told of children: it goes on."""
        process = self.start(*RUNS, "out.h5")
        for _ in range(100):
            for number in (signal.SIGSTOP, signal.SIGCONT, signal.SIGWINCH, signal.SIGCHLD):
                process.send_signal(number)
        self.assertEqual(process.wait(timeout=120), 0)
        process.stderr.close()
        self.finish("out.h5")

    def test_output_that_nobody_reads_to_its_end(self):
        self.homeward("run", "base.toml", "--quiet")
        process = subprocess.Popen([test_cli.HOMEWARD, "export", "base.h5"], cwd=self.folder, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        process.stdout.close()
        _, message = process.communicate(timeout=120)
        self.assertIn(process.returncode, (0, 1, -signal.SIGPIPE), message)


class Meanwhile(Machine):
    def test_parts_that_are_cut_off_or_gone_are_done_again(self):
        process = self.start(*RUNS, "out.h5")
        self.wait_for_part("out.h5")
        process.kill()
        process.communicate()
        first = self.parts("out.h5")[0]
        os.truncate(first, first.stat().st_size // 2)
        self.finish("out.h5")

    def test_parts_that_go_away_while_it_runs(self):
        process = self.start(*RUNS, "out.h5")
        self.wait_for_part("out.h5")
        for file in self.parts("out.h5"):
            file.unlink(missing_ok=True)
        self.whole_or_told(process, "out.h5")
        self.finish("out.h5")

    def test_a_part_that_is_cut_off_while_it_runs(self):
        process = self.start(*RUNS, "out.h5")
        self.wait_for_part("out.h5")
        for file in self.parts("out.h5"):
            with contextlib.suppress(FileNotFoundError):
                os.truncate(file, 100)
        self.whole_or_told(process, "out.h5")
        self.finish("out.h5")

    def test_a_file_that_was_there_and_goes_away(self):
        self.homeward(*FEWER, "out.h5")
        process = self.start(*RUNS, "out.h5")
        self.wait_for_part("out.h5")
        (self.folder / "out.h5").unlink()
        self.whole_or_told(process, "out.h5")
        self.finish("out.h5")

    def test_two_starts_on_one_output(self):
        process = self.start(*RUNS, "out.h5")
        self.wait_for_part("out.h5")
        second = self.homeward(*RUNS, "out.h5", code=1).stderr
        self.assertEqual(second.splitlines(), ["homeward: another homeward is writing out.h5; wait for it or choose another "
                                               "--output"])
        self.assertEqual(process.wait(timeout=120), 0)
        process.stderr.close()
        self.finish("out.h5")

    def test_many_starts_at_once(self):
        """One does the work; the others are told, or come late and find it done."""
        started = [self.start(*RUNS, "out.h5") for _ in range(6)]
        codes = []
        for process in started:
            _, message = process.communicate(timeout=240)
            codes.append(process.returncode)
            self.assertTrue(process.returncode == 0 or "another homeward is writing" in message, message)
        self.assertIn(0, codes)
        self.finish("out.h5")


class Clock(Machine):
    def test_files_of_other_years(self):
        """Times of files mean nothing: parts of 1980, a file in the way of 2100."""
        self.homeward(*FEWER, "out.h5")
        process = self.start(*RUNS, "out.h5")
        self.wait_for_part("out.h5")
        process.kill()
        process.communicate()
        for file in self.parts("out.h5"):
            os.utime(file, (315532800, 315532800))
        os.utime(self.folder / "out.h5", (4102444800, 4102444800))
        self.finish("out.h5")

    @unittest.skipUnless(os.path.exists(FAKETIME), "needs Debian's libfaketime")
    def test_a_clock_that_is_set_back_while_it_runs(self):
        when = self.folder / "when"
        when.write_text("@2031-03-01 12:00:00")
        environment = {**os.environ, "LD_PRELOAD": FAKETIME, "FAKETIME_TIMESTAMP_FILE": str(when), "FAKETIME_NO_CACHE": "1",
                       "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC"}
        process = subprocess.Popen([test_cli.HOMEWARD, *map(str, RUNS), "out.h5"], cwd=self.folder, env=environment,
                                   stderr=subprocess.PIPE, text=True)
        self.wait_for_part("out.h5")
        when.write_text("@1999-12-31 23:59:59")
        _, message = process.communicate(timeout=240)
        self.assertEqual((process.returncode, message), (0, ""))
        self.finish("out.h5")


if __name__ == "__main__":
    unittest.main()
