"""The daily watch and the background loops: nothing is forgotten, one bad case stops nobody, stopping is clean."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event

import pytest

from bench import town
from zhifa.acts import work
from zhifa.cli.work import _together
from zhifa.core.permission import Person
from zhifa.core.procedure.case import Case
from zhifa.jobs import watch
from zhifa.ports import clock
from zhifa.store.casework import models as rows

JUNE = datetime(2024, 6, 5, 2, 0, tzinfo=UTC)


def filed() -> str:
    player = town.Player(town.scenario("penalty-ordinary-main"))
    for played in player.play():
        if played.step == "filing":
            break
    return player.case_id


@pytest.mark.django_db
def test_a_case_that_cannot_be_worked_out_is_put_off_and_the_others_are_watched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    town.found_town()
    cases = [filed() for _ in range(3)]
    broken = sorted(cases)[0]
    people = work._people

    def breaks(path: str, case: Case, known: dict[str, Person]) -> dict[str, Person]:
        if case.id == broken:
            raise RuntimeError("案件没有日志")
        return people(path, case, known)

    monkeypatch.setattr(work, "_people", breaks)
    with clock.at(JUNE):
        done = watch.run_once()
        assert (done.cases, done.failed) == (3, (broken,))
        assert watch.run_once().cases == 0, "put off until tomorrow"
    assert rows.Case.objects.get(pk=broken).next_check_on == date(2024, 6, 6)
    assert rows.Case.objects.filter(as_of=date(2024, 6, 5)).count() == 2
    monkeypatch.setattr(work, "_people", people)
    with clock.at(datetime(2024, 6, 6, 2, 0, tzinfo=UTC)):
        assert watch.run_once().failed == ()
    assert rows.Case.objects.get(pk=broken).red_count == 1


@pytest.mark.django_db
def test_a_watch_that_is_stopped_ends_between_two_cases() -> None:
    town.found_town()
    for _ in range(2):
        filed()
    stop = Event()
    stop.set()
    with clock.at(JUNE):
        assert watch.run_once(stop).cases == 0


def test_a_loop_that_breaks_off_stops_the_others_and_is_named() -> None:
    def breaks(stop: Event) -> None:
        raise RuntimeError("坏了")

    began = time.monotonic()
    broken = _together({"坏的": breaks, "好的": lambda stop: stop.wait(60) and None}, Event())
    assert [(what, str(error)) for what, error in broken] == [("坏的", "坏了")]
    assert time.monotonic() - began < 30


def test_work_does_its_round_once_and_stops_cleanly_on_sigterm(installation: dict[str, str], checkout: Path) -> None:
    def zhifa(*words: str) -> list[str]:
        return [sys.executable, "-m", "zhifa.cli.main", *words]

    for words in (("init",), ("work", "--once", "--json")):
        done = subprocess.run(zhifa(*words), env=installation, cwd=checkout, text=True, capture_output=True, timeout=90)
        assert done.returncode == 0, done.stderr
    assert '"failed": []' in done.stdout
    running = subprocess.Popen(
        zhifa("work"), env=installation, cwd=checkout, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        assert running.stdout is not None
        assert "后台工作已开始" in running.stdout.readline()
        running.send_signal(signal.SIGTERM)
        said, complaints = running.communicate(timeout=60)
    finally:
        running.kill()
    assert (running.returncode, "已停止" in said) == (0, True), complaints
