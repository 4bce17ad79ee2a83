"""Rows that cite a law nobody registered: taken in, counted and shown to a person, and nobody is accused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.acts.lists import row, write
from tests.acts.test_importing import take
from zhifa.acts.light import Light, LightCase, LightStep, Listed
from zhifa.acts.work import Actor
from zhifa.core.values import Moment
from zhifa.jobs.rebuild import differences
from zhifa.ports import clock
from zhifa.store.casework.models import Case, Finding
from zhifa.store.registry.models import Organ

BASIS = "处罚依据"
UNKNOWN = "《某某市道路秩序管理条例》第十二条"


@pytest.fixture(autouse=True)
def in_autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 9, 1, 2, tzinfo=UTC))


def test_a_row_that_cites_an_unknown_law_is_stored_counted_and_flagged(
    town: Organ, wang: Actor, tmp_path: Path
) -> None:
    done = take(write(tmp_path / "a.csv", [row(1), row(2, **{BASIS: UNKNOWN}), row(3)]), wang)
    assert (done.read, done.written, done.aside, done.findings) == (3, 3, 0, 1)
    found = Finding.objects.get()
    assert found.case.number == row(2)["行政处罚决定书文号"]
    assert (found.alert, found.level, found.colour) == ("basis.unregistered", "question", "blue")
    assert "不在法规索引里" in found.message
    assert "更正" in found.remedy
    assert "司法局登记" in found.remedy
    assert list(differences(list(Case.objects.values_list("id", flat=True)))) == []


def test_an_unknown_law_beside_a_known_one_is_flagged_and_a_known_one_alone_is_not(
    town: Organ, wang: Actor, tmp_path: Path
) -> None:
    known = [
        "《中华人民共和国道路交通安全法》第九十条",
        "《道路交通安全法（2021年修正）》第九十条",
        "《道交法》第九十条、《治安管理处罚法》第五条",
        "《重庆市市容环境卫生管理条例》（2022年修订）第十八条",
        "渝北府发〔2020〕5号第三条",
        "按照道路交通安全法第九十条",
    ]
    rows = [row(number, **{BASIS: said}) for number, said in enumerate(known)]
    rows.append(row(90, **{BASIS: f"《道路交通安全法》第九十条、{UNKNOWN}"}))
    done = take(write(tmp_path / "a.csv", rows), wang)
    assert (done.written, done.aside) == (len(rows), 0), done.faults
    flagged = Finding.objects.filter(alert="basis.unregistered").values_list("case__number", flat=True)
    assert list(flagged) == [rows[-1]["行政处罚决定书文号"]]


def test_rows_of_one_kind_are_asked_about_their_law_once(town: Organ, wang: Actor) -> None:
    """Names differ and the law is the same: one of them is judged, and each has a finding of its own."""
    here = Light(Organ.objects.get(pk="lq"), wang.id)
    at = Moment.parse("2026-03-05")
    facts = {"decision.kinds": ["罚款"], "decision.fine": 20000, "decision.basis": UNKNOWN, "decision.facts": "闯红灯"}
    cases = [
        LightCase(
            "penalty.simple", (LightStep("decision", at, (), facts),), number=f"{n}号",
            listed=Listed({"party.kind": "个人", "party.name": f"驾驶人{n}"}, ()),
        )
        for n in range(40)
    ]  # fmt: skip
    cast = here.cast(cases)
    assert here.judged == 1
    assert [one.findings for one in cast] == [1] * 40  # type: ignore[union-attr]
