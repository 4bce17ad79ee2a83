"""The private PostgreSQL leaves nothing behind, however its asker ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_the_server_ends_with_its_asker(end: signal.Signals, checkout: Path) -> None:
    # A job started in the background is born deaf to an interrupt; this one has to hear it.
    hear = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    code = hear + "from tools.postgres import start; print(start(), flush=True); import time; time.sleep(60)"
    asker = subprocess.Popen(
        [sys.executable, "-c", code], cwd=checkout, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert asker.stdout
    address = asker.stdout.readline().strip()
    folder = Path(address.partition("?host=")[2])
    with psycopg.connect(address) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        process = int((folder / "data/postmaster.pid").read_text().split()[0])
    asker.send_signal(end)
    asker.wait(20)
    until = time.monotonic() + 20
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert not folder.exists()
    assert not Path(f"/proc/{process}").exists()


def test_a_command_runs_beside_a_server_and_keeps_its_status(checkout: Path) -> None:
    code = "import os, psycopg, sys; psycopg.connect(os.environ['ZHIFA_DATABASE_URL']).close(); sys.exit(7)"
    command = [sys.executable, "-m", "tools.postgres", "--", sys.executable, "-c", code]
    assert subprocess.run(command, cwd=checkout, timeout=60).returncode == 7
