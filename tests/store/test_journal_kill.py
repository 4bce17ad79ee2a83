"""Kill -9 in the middle of writing: nothing committed is lost, nothing half-written is visible, the journal holds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.journal_sites import Site, site_of
from zhifa.store import journal

ROOT = Path(__file__).resolve().parent.parent.parent
WRITERS = 3


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: object) -> Iterator[Site]:
    with django_db_blocker.unblock(), site_of(request.param, tmp_path / "db") as made:  # type: ignore[attr-defined]
        yield made


def start(site: Site, folder: Path, seed: str) -> subprocess.Popen[str]:
    environment = os.environ | {
        "ZHIFA_DATABASE_URL": site.url,
        "ZHIFA_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "zhifa.config.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.journal_writer", seed],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_killed_writers_lose_nothing_and_leave_nothing_half_done(site: Site, tmp_path: Path) -> None:
    promised: dict[str, int] = {}
    for round_ in range(3):
        running = [start(site, tmp_path, f"{round_}{number}") for number in range(WRITERS)]
        first = [process.stdout.readline() for process in running if process.stdout]
        assert all(first), "every writer committed at least once"
        time.sleep(0.15 + 0.1 * round_)
        for process in running:
            process.send_signal(signal.SIGKILL)
        for process, line in zip(running, first, strict=True):
            rest = process.communicate()[0]
            assert process.returncode == -signal.SIGKILL
            for said in [line, *rest.splitlines()]:
                parts = said.split()
                if len(parts) == 2 and said.strip():
                    promised[parts[0]] = max(promised.get(parts[0], 0), int(parts[1]))
        check(site, promised)
    while site.sequence():
        pass
    placed = site.ask("SELECT count(*), max(position) FROM journal_leaf")[0]
    events = site.ask("SELECT count(*) FROM journal_event")[0][0]
    assert placed == (events, events - 1)
    assert site.verify().valid


def check(site: Site, promised: dict[str, int]) -> None:
    result = site.verify()
    assert result.valid, result.first_bad
    streams = journal.read_streams("case", promised, using=site.alias)
    for case, version in promised.items():
        events = streams[case]
        assert len(events) >= version, "what was committed is there"
        assert len(events) % 3 == 0, "an act is there as a whole or not at all"
        assert not any(event.erased for event in events), "personal values came with their events"
