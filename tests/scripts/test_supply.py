"""What leaves the machine: nothing by the network, and in results no user, no host, no folder of it. HOMEWARD names the
executable."""

import os
import shutil
import socket
import subprocess
import unittest

import h5py

import test_cli
import test_sweep

USER = "zz-somebody-of-here"


def texts_of(file):
    """Every text of an HDF5 file: names, attributes, datasets and members of rows, compressed or not."""
    def texts(value):
        if isinstance(value, bytes):
            yield value
        elif isinstance(value, str):
            yield value.encode()
        elif hasattr(value, "dtype") and value.dtype.kind in "OSUV":
            for one in value.tolist() if value.ndim else [value.item()]:
                yield from texts(one)
        elif isinstance(value, (tuple, list)):
            for one in value:
                yield from texts(one)

    found = []

    def visit(name, item):
        found.append(name.encode())
        for key, value in item.attrs.items():
            found.extend([key.encode(), *texts(value)])
        if isinstance(item, h5py.Dataset) and item.dtype.kind in "OSV" and item.size < 1_000_000:
            found.extend(texts(item[()]))

    with h5py.File(file) as opened:
        visit("/", opened)
        opened.visititems(visit)
    return b"\n".join(found)


class Private(test_sweep.Study):
    def setUp(self):
        super().setUp()
        self.private = self.folder / USER
        self.private.mkdir()
        for file in self.folder.glob("*.toml"):
            shutil.copy(file, self.private)
        (self.private / "families.csv").write_text("weight,age_1\n1,3\n2,5\n")
        (self.private / "listed.toml").write_text(
            f'format = 1\nextends = "{self.private}/base.toml"\n[families]\ncsv = "{self.private}/families.csv"\n'
            'entries_per_year = 40\n')
        self.environment = {**os.environ, "HOME": str(self.private), "USER": USER, "LOGNAME": USER, "USERNAME": USER,
                            "HOSTNAME": USER, "PWD": str(self.private), "OLDPWD": str(self.private)}

    def made(self, *arguments):
        output = self.private / "made.h5"
        done = subprocess.run([test_cli.HOMEWARD, *map(str, arguments), "-o", output, "--quiet", "--force"], cwd=self.private,
                              env=self.environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return output

    def assert_private(self, file):
        content = file.read_bytes() + texts_of(file)
        self.assertIn(b"homeward-results", content)
        self.assertIn(b"format = 1", content)  # of the resolved scenarios: what is searched holds them
        words = {USER, str(self.folder), self.folder.name, str(self.folder.parent) + "/", os.getcwd(), socket.gethostname(),
                 os.environ.get("HOME", "")}
        for word in words:
            if len(word) > 3:  # shorter ones are in every file by chance
                self.assertNotIn(word.encode(), content, f"{word} in {file.name}")

    def test_results_name_no_user_host_or_folder(self):
        here = self.private
        for arguments in (["run", here / "base.toml", here / "coached.toml", "-n", 2, "--record", "events"],
                          ["run", here / "listed.toml", "-n", 2, "--record", "families"],
                          ["run", "coached.toml", "-n", 2, "--set", f"families.csv={here}/families.csv"],
                          ["sweep", here / "study.toml", "-n", 2]):
            with self.subTest(arguments=arguments):
                self.assert_private(self.made(*arguments))

    def test_parts_that_a_kill_leaves_name_none_either(self):
        process = subprocess.Popen([test_cli.HOMEWARD, *map(str, test_cli.LONG), "5000", "-o", str(self.private / "out.h5"),
                                    "--quiet"], cwd=self.private, env=self.environment)
        self.wait_for_part(f"{USER}/out.h5")
        process.kill()
        process.wait()
        for file in (self.private / "out.h5.parts").glob("*.part"):
            self.assertNotIn(USER.encode(), file.read_bytes())

    def test_what_check_prints_to_be_published_names_none(self):
        for file in ("base.toml", "listed.toml"):
            told = subprocess.run([test_cli.HOMEWARD, "check", "--resolved", self.private / file], env=self.environment,
                                  capture_output=True, text=True, check=True).stdout
            self.assertNotIn(USER, told)
            self.assertNotIn(str(self.folder), told)


class Network(test_cli.Cli):
    def test_everything_runs_without_a_network(self):
        alone = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--net"]
        if shutil.which("unshare") is None or subprocess.run([*alone, "true"], capture_output=True).returncode != 0:
            self.skipTest("this machine does not let the test cut off the network")
        commands = (["run", "base.toml", "coached.toml", "-n", "2", "-o", "out.h5"], ["summary", "out.h5"],
                    ["compare", "out.h5"], ["export", "out.h5"])
        for command in commands:
            done = subprocess.run([*alone, test_cli.HOMEWARD, *command], cwd=self.folder, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.homeward("run", "base.toml", "coached.toml", "-n", 2, "-o", "connected.h5", "--quiet")
        self.assert_same("out.h5", "connected.h5")

    def test_no_socket_is_opened(self):
        if shutil.which("strace") is None:
            self.skipTest("needs strace")
        done = subprocess.run(["strace", "-f", "-qq", "-e", "trace=%network", "-o", "calls", test_cli.HOMEWARD, "run",
                               "base.toml", "-n", "2", "--quiet"], cwd=self.folder, capture_output=True, text=True)
        if "ptrace" in done.stderr:
            self.skipTest(done.stderr.strip())
        self.assertEqual(done.returncode, 0, done.stderr)
        calls = [line for line in (self.folder / "calls").read_text().splitlines() if "AF_UNIX" not in line]
        self.assertEqual([line for line in calls if "socket(" in line or "connect(" in line], [])


if __name__ == "__main__":
    unittest.main()
