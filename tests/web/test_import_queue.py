"""Long lists sent in the browser: they wait, background work takes them in, whoever sent them sees how far it is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from django.test import Client

from tests.acts.conftest import TOWN
from tests.acts.lists import row
from tests.web.conftest import SignedIn
from tests.web.test_import_pages import OLD, posted, upload
from zhifa.acts import importpreview
from zhifa.acts.importing import Here, Imported
from zhifa.acts.importqueue import SILENT, claim_import
from zhifa.jobs import importing
from zhifa.ports import clock
from zhifa.store.casework.models import Case
from zhifa.store.imports.models import Run
from zhifa.store.registry.models import Organ, Role

ROWS = 30
LIST = [row(n, **OLD | ({"罚款金额（元）": "二百"} if n == 7 else {})) for n in range(ROWS)]


class Alone(Here):
    """Takes the rows in in this process: others would not see the tables of a test."""

    def __init__(self, workers: int) -> None:
        pass

    def __enter__(self) -> Alone:
        return self

    def __exit__(self, *_error: object) -> None:
        pass


@pytest.fixture
def sent(house: Organ, signed_in: SignedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Client, str]:
    """A list longer than what is taken in while somebody waits, sent by 王立."""
    monkeypatch.setattr("zhifa.web.views.imports.MOST_AT_ONCE", 20)
    monkeypatch.setattr(importpreview, "MOST_AT_ONCE", 20)
    monkeypatch.setattr(importing, "Helpers", Alone)
    client = signed_in("王立")
    place = upload(client, tmp_path, LIST)
    answer = client.post(place, posted(place))
    assert answer.status_code == 303, answer.content.decode()
    return client, str(answer["Location"])


def test_a_long_list_is_taken_in_behind_the_page(sent: tuple[Client, str]) -> None:
    client, place = sent
    before = Case.objects.filter(organ=TOWN).count()
    assert "等后台工作开始" in client.get(place).content.decode()
    assert "等后台录入" in client.get("/imports").content.decode()
    assert importing.run_once() == 1
    assert Case.objects.filter(organ=TOWN).count() == before + ROWS - 1
    said = client.get(place).content.decode()
    assert "不是金额" in said
    assert "后台录入" not in said
    assert "已完成" in client.get(f"{place}/progress").content.decode()
    assert importing.run_once() == 0


def test_the_same_list_sent_again_while_it_waits_is_that_one(sent: tuple[Client, str], tmp_path: Path) -> None:
    client, place = sent
    again = upload(client, tmp_path, LIST)
    assert client.post(again, posted(again))["Location"] == place
    assert Run.objects.count() == 1


def test_work_told_to_stop_puts_the_list_back_and_goes_on_where_it_was(
    sent: tuple[Client, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, report = Event(), importing.report_import

    def first(run: str, done: Imported) -> None:
        report(run, done)
        stop.set()

    monkeypatch.setattr("zhifa.acts.importqueue.CHUNK", 12)
    monkeypatch.setattr(importing, "report_import", first)
    assert importing.run_once(stop) == 1
    run = Run.objects.get()
    assert (run.state, run.read) == ("waiting", 12)
    assert importing.run_once() == 1
    run = Run.objects.get()
    assert (run.state, run.read, run.written, run.aside) == ("done", ROWS, ROWS - 1, 1)


def test_a_list_whose_worker_fell_silent_is_taken_up_again(sent: tuple[Client, str]) -> None:
    assert claim_import() is not None
    assert claim_import() is None
    with clock.at(clock.now() + SILENT + timedelta(seconds=1)):
        assert claim_import() is not None


def test_who_may_no_longer_import_is_told_so_on_the_page(sent: tuple[Client, str]) -> None:
    client, place = sent
    Role.objects.filter(person_id="王立").update(valid_to=clock.now().date() - timedelta(days=3))
    assert importing.run_once() == 1
    run = Run.objects.get()
    assert (run.state, run.written) == ("refused", 0)
    assert "权限" in run.refused
