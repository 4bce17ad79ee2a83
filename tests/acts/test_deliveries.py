"""Deliveries of many cases at once, and one announcement that every case keeps."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.acts.conftest import PATH
from tests.web.conftest import DECIDED, PARTY, ago, ordinary
from zhifa.acts.deliveries import ANNOUNCEMENT, RECEIPT, announce_many, deliver_many, delivering_steps
from zhifa.acts.files import root
from zhifa.acts.work import Actor, Recorded, context, today
from zhifa.core.values import Refusal
from zhifa.ports import files
from zhifa.ports.render import NoFont
from zhifa.ports.render.fonts import installed_fonts
from zhifa.store.casework.models import Case, File, Obligation
from zhifa.store.readers.deliveries import WaitingDelivery, waiting_deliveries

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(wang: Actor, settings: object, tmp_path: Path) -> list[str]:
    settings.ZHIFA_FILES = tmp_path  # type: ignore[attr-defined]
    return [
        ordinary(wang, *DECIDED[:2], party={**PARTY, "party.name": name}) for name in ("张示例", "李样本", "王试写")
    ]


def waiting(paper: str, step: str) -> list[WaitingDelivery]:
    steps = delivering_steps(context().rules(today()), paper)
    return [line for line in waiting_deliveries(steps, reach=(PATH,)) if line.step == step]


def test_what_waits_is_listed_once_and_within_reach(cases: list[str]) -> None:
    assert {line.case_id for line in waiting(RECEIPT, "delivery")} == set(cases)
    steps = delivering_steps(context().rules(today()), RECEIPT)
    assert waiting_deliveries(steps, reach=("500113/",)) == []


def test_many_are_delivered_and_one_refusal_keeps_no_other_back(cases: list[str], wang: Actor) -> None:
    lines = waiting(RECEIPT, "delivery")
    early = deliver_many(lines[:1], {"delivery.method": "直接送达"}, ago(20), actor=wang)
    assert isinstance(early[0].result, Refusal)
    done = deliver_many(lines, {"delivery.method": "直接送达"}, ago(1, "10:00"), actor=wang)
    assert all(isinstance(one.result, Recorded) for one in done), [one.result for one in done]
    assert waiting(RECEIPT, "delivery") == []
    assert Obligation.objects.filter(code="penalty.pay", state="running").count() == 3
    again = deliver_many(lines[:1], {"delivery.method": "直接送达"}, ago(0), actor=wang)
    assert isinstance(again[0].result, Refusal)


@pytest.mark.skipif(isinstance(installed_fonts(), NoFont), reason="no Chinese font on this machine")
def test_one_announcement_names_everybody_and_lies_in_every_file(cases: list[str], wang: Actor) -> None:
    lines = waiting(ANNOUNCEMENT, "announce_delivery")
    assert {line.case_id for line in lines} == set(cases)
    facts = {"delivery.unreachable": "多次上门未遇", "delivery.announced_at": "镇政府公告栏"}
    done = announce_many(lines, facts, ago(1, "10:00"), organ="洛碛镇人民政府", address="洛北街1号", actor=wang)
    assert not isinstance(done, Refusal)
    assert all(isinstance(one.result, Recorded) for one in done)
    kept = File.objects.get()
    content = files.read(root(), kept.digest)
    assert content is not None
    said = "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)
    for word in ("张示例", "李样本", "王试写", "三十日", "视为送达", "洛北街1号"):
        assert word in said
    assert Obligation.objects.filter(code="penalty.announcement").count() == 3
    early = deliver_many(waiting(RECEIPT, "delivery")[:1], {"delivery.method": "公告送达"}, ago(0), actor=wang)
    assert isinstance(early[0].result, Refusal)
    assert "三十日" in early[0].result.message + "".join(g.message for g in early[0].result.gates)


def test_nothing_chosen_is_said(cases: list[str], wang: Actor) -> None:
    refused = announce_many([], {}, ago(0), organ="甲", address="", actor=wang)
    assert isinstance(refused, Refusal)
    assert Case.objects.count() == 3
