"""The scripts for Slurm: a study as a job array whose shares are joined. In a real Slurm of one node, started for the test
with folders and ports of its own, where Debian's slurm-wlm is installed; and by a loop that sets the same variables."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import test_cli
import test_sweep

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts" / "cluster"
MPI = os.environ.get("HOMEWARD_MPI", "")
CONFIGURATION = """
ClusterName=test
SlurmctldHost={host}
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CryptoType=crypto/munge
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
KillWait=20
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/ctld.pid
SlurmdPidFile={folder}/d.pid
SlurmctldLogFile={folder}/ctld.log
SlurmdLogFile={folder}/d.log
NodeName={host} CPUs={cpus} RealMemory=2000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
"""


class Cluster(test_sweep.Study):
    environment = {}

    def setUp(self):
        super().setUp()
        self.homeward("sweep", "study.toml", "-o", "whole.h5", "--quiet")

    def submit(self, *arguments, code=0):
        environment = {**os.environ, "HOMEWARD": test_cli.HOMEWARD, **self.environment}
        done = subprocess.run([SCRIPTS / "submit", *map(str, arguments)], cwd=self.folder, capture_output=True, text=True,
                              env=environment, timeout=300)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def share(self, number):
        return self.folder / f"out.shard-{number}-of-4.h5"


class Loop(Cluster):
    OPTIONS = ["--here", "--cpus", 1, "--shards", 4, "-o", "out.h5", "study.toml"]

    def test_shares_done_one_by_one_and_joined_are_the_whole(self):
        self.assertIn("4 of 4 shares to do", self.submit(*self.OPTIONS).stdout)
        self.assert_same("out.h5", "whole.h5")
        self.assertIn("0 of 4 shares to do", self.submit(*self.OPTIONS).stdout)
        self.assertIn("4 of 4 shares to do", self.submit(*self.OPTIONS, "-n", 5).stdout)
        self.homeward("sweep", "study.toml", "-n", 5, "-o", "more.h5", "--quiet")
        self.assert_same("out.h5", "more.h5")

    def test_only_missing_shares_are_done_again(self):
        self.submit(*self.OPTIONS)
        for number in (2, 3):
            self.share(number).unlink()
        kept = self.share(1).stat().st_mtime_ns
        self.assertIn("2 of 4 shares to do", self.submit(*self.OPTIONS).stdout)
        self.assertEqual(self.share(1).stat().st_mtime_ns, kept)
        self.assertTrue(self.share(2).exists())

    def test_a_merge_that_lacks_shares_fails_and_names_them(self):
        self.submit(*self.OPTIONS)
        self.share(3).unlink()
        (self.folder / "out.h5").unlink()
        done = subprocess.run(["bash", SCRIPTS / "merge.sbatch", "study.toml"], cwd=self.folder, capture_output=True, text=True,
                              env={**os.environ, "HOMEWARD": test_cli.HOMEWARD, "HOMEWARD_OUTPUT": "out.h5",
                                   "HOMEWARD_SHARDS": "4"})
        self.assertEqual(done.returncode, 130)
        self.assertIn("shard 3 of 4", done.stderr)
        self.assertIn("the same scripts/cluster/submit command", done.stderr)
        self.submit(*self.OPTIONS)
        self.assert_same("out.h5", "whole.h5")

    def test_wrong_usage_is_2_and_says_what_to_do(self):
        self.assertIn("name a study", self.submit("--here", code=2).stderr)
        self.assertIn("whole number", self.submit("--shards", "x", "study.toml", code=2).stderr)
        self.assertIn("cannot read no.toml", self.submit("--here", "no.toml", code=2).stderr)
        self.assertIn("after the study", self.submit("--quiet", "study.toml", code=2).stderr)


class Slurm:
    """A Slurm of one node that ends with the test."""

    DAEMONS = ("munged", "slurmctld", "slurmd")

    @classmethod
    def is_installed(cls):
        return all(cls.program(name) for name in cls.DAEMONS) and os.geteuid() == 0

    @staticmethod
    def program(name):
        return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="homeward-slurm-"))
        for name in ("state", "spool"):
            (self.folder / name).mkdir()
        os.chmod(self.folder, 0o755)  # munged asks for it
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        os.chmod(key, 0o400)
        host = socket.gethostname().split(".")[0]
        text = CONFIGURATION.format(host=host, ports=free_ports(2), user=getpass.getuser(), folder=self.folder,
                                    cpus=os.cpu_count())
        (self.folder / "slurm.conf").write_text(text)
        self.environment = {"SLURM_CONF": str(self.folder / "slurm.conf")}
        self.running = []
        self.start("munged", "--foreground", "--force", f"--socket={self.folder}/munge.socket", f"--key-file={key}",
                   f"--pid-file={self.folder}/munge.pid", f"--seed-file={self.folder}/munge.seed",
                   f"--log-file={self.folder}/munge.log")
        self.wait_for(lambda: (self.folder / "munge.socket").exists())
        self.start("slurmctld", "-D")
        self.start("slurmd", "-D", "-N", host)
        self.wait_for(lambda: "idle" in self.ask("sinfo", "--noheader", "--format=%T"))

    def start(self, name, *arguments):
        self.running.append(subprocess.Popen([self.program(name), *arguments], env={**os.environ, **self.environment},
                                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def ask(self, *command):
        return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **self.environment}).stdout

    def wait_for(self, what):
        for _ in range(600):
            if what():
                return
            time.sleep(0.1)
        logs = "".join(file.read_text(errors="replace")[-2000:] for file in self.folder.glob("*.log"))
        self.stop()
        raise RuntimeError("Slurm does not come to it\n" + logs)

    def wait_until_idle(self):
        self.wait_for(lambda: self.ask("squeue", "--noheader") == "")

    def stop(self):
        for process in reversed(self.running):
            process.terminate()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@unittest.skipUnless(Slurm.is_installed(), "there is no Slurm here, or no right to start it (Debian: slurm-wlm, munge; as root)")
class RealSlurm(Cluster):
    OPTIONS = ["--cpus", 1, "--sbatch", "--mem=100M", "--shards", 4, "-o", "out.h5", "study.toml"]

    @classmethod
    def setUpClass(cls):
        cls.slurm = Slurm()
        cls.addClassCleanup(cls.slurm.stop)
        cls.environment = cls.slurm.environment

    def logs(self):
        return "".join(file.read_text() for file in self.folder.glob("*.log"))

    def test_a_job_array_and_its_merge_give_the_whole(self):
        self.assertIn("joins them into out.h5", self.submit(*self.OPTIONS).stdout)
        self.slurm.wait_until_idle()
        self.assertTrue((self.folder / "out.h5").exists(), self.logs())
        self.assert_same("out.h5", "whole.h5")

    def test_a_missing_share_is_named_and_submitted_again_alone(self):
        environment = {**os.environ, "HOMEWARD": "/bin/false", **self.environment}
        subprocess.run([SCRIPTS / "submit", *map(str, self.OPTIONS)], cwd=self.folder, env=environment, check=True,
                       capture_output=True)
        self.slurm.wait_until_idle()
        self.assertIn("no share of out.h5 is there", self.logs())
        self.submit(*self.OPTIONS)
        self.slurm.wait_until_idle()
        self.share(2).unlink()
        self.assertIn("tasks 2", self.submit(*self.OPTIONS).stdout)
        self.slurm.wait_until_idle()
        self.assert_same("out.h5", "whole.h5")

    @unittest.skipUnless(MPI and shutil.which("mpirun"), "there is no MPI here")
    def test_ranks_in_a_job(self):
        mpirun = "mpirun --oversubscribe --allow-run-as-root --bind-to none -n 3"
        subprocess.run(["sbatch", "--wait", "--cpus-per-task=1", "--mem=200M", SCRIPTS / "mpi.sbatch", "study.toml", "-o",
                        "out.h5"], cwd=self.folder, check=True, capture_output=True,
                       env={**os.environ, **self.environment, "HOMEWARD_MPI": MPI, "MPIRUN": mpirun})
        self.assert_same("out.h5", "whole.h5")


if __name__ == "__main__":
    unittest.main()
