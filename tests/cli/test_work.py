"""The background work beside a server: it starts as its child and ends with it."""

from __future__ import annotations

import subprocess
import sys

PARENT = """
import os, subprocess, sys, time
command = [sys.executable, "-m", "zhifa.cli.main", "work", "--beside", str(os.getpid())]
child = subprocess.Popen(command)
time.sleep(4)
print("still at work" if child.poll() is None else "ended too early", flush=True)
"""


def test_the_background_work_ends_with_the_server_it_stands_beside(installation: dict[str, str]) -> None:
    begun = subprocess.run(
        [sys.executable, "-m", "zhifa.cli.main", "init"], env=installation, capture_output=True, timeout=120, check=True
    )
    assert begun.returncode == 0
    # The worker holds the same pipe as its parent: the call returns only once both have ended.
    done = subprocess.run(
        [sys.executable, "-c", PARENT], env=installation, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "still at work", done.stderr
