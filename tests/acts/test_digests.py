"""Digests: numbers of a span, kept as they were made, the same file again whatever happened since."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.acts.conftest import TOWN, town, wang
from tests.acts.test_tallying import case_of
from tests.web.conftest import INVESTIGATED, entry
from zhifa.acts.digests import digest, draw_up, make
from zhifa.acts.work import Actor, today
from zhifa.core.digest import MONTH, OrganLine, dump, load, ranked, span, span_of
from zhifa.core.values import Refusal
from zhifa.jobs.digests import JOB, build
from zhifa.store.journal.models import EventRow
from zhifa.store.registry.models import Organ

__all__ = ["town", "wang"]
EVERYWHERE = ("",)
FILED = entry("filing_request", 0, INVESTIGATED[0].facts, time="10:00")


def test_spans_have_names() -> None:
    week = span("week", "2024-W45")
    assert week is not None
    assert (str(week.first), str(week.last)) == ("2024-11-04", "2024-11-10")
    assert span_of("week", week.last) == week
    assert span("week", "2024-W54") is None
    assert span("month", "2024-13") is None
    assert span("month", "2024-1") is None
    last = span("month", "2024-02")
    assert last is not None
    assert str(last.last) == "2024-02-29"


def test_organs_are_ranked_by_what_is_wrong_not_by_how_much_they_do() -> None:
    busy = OrganLine("a", "甲", {"open": 400, "late": 1, "standing": 1})
    bad = OrganLine("b", "乙", {"open": 10, "late": 1})
    clean, idle = OrganLine("c", "丙", {"open": 3}), OrganLine("d", "丁", {"open": 0})
    best, worst = ranked([busy, bad, clean, idle])
    assert [one.code for one in best] == ["c"]
    assert [one.code for one in worst] == ["b", "a"]


@pytest.mark.django_db
def test_a_kept_digest_comes_out_the_same_whatever_happened_since(town: Organ, wang: Actor, tmp_path: Path) -> None:
    day = today().isoformat()
    case_of(wang, FILED)
    first = build(TOWN, "day", day, tmp_path / "one")
    assert not isinstance(first, Refusal), first
    assert first.kept
    assert first.digest.number("came_in") == 1
    case_of(wang, FILED)
    again = build(TOWN, "day", day, tmp_path / "two")
    assert not isinstance(again, Refusal)
    for form in ("docx", "html", "json", "pdf"):
        assert first.paths[form].read_bytes() == again.paths[form].read_bytes(), form
    anew = build(TOWN, "day", day, tmp_path / "three", ("json",), again=True)
    assert not isinstance(anew, Refusal)
    assert anew.digest.number("came_in") == 2
    assert EventRow.objects.filter(stream_kind="digest").count() == 2
    assert json.loads(anew.paths["json"].read_text())["position"] > first.digest.position


@pytest.mark.django_db
def test_a_span_that_still_runs_can_be_seen_but_not_kept(town: Organ, wang: Actor) -> None:
    month = span_of(MONTH, today())
    if month.last == today():
        pytest.skip("the month ends today")
    refused = make(TOWN, MONTH, month.name, actor=JOB)
    assert isinstance(refused, Refusal)
    assert "还没有结束" in refused.message
    shown = digest(TOWN, MONTH, month.name, reach=EVERYWHERE)
    assert not isinstance(shown, Refusal)
    assert shown[1] is False
    assert EventRow.objects.filter(stream_kind="digest").count() == 0


@pytest.mark.django_db
def test_a_digest_counts_faults_and_names_no_party(town: Organ, wang: Actor) -> None:
    case_of(wang, *INVESTIGATED, entry("decision", 7, {"decision.kinds": ["警告"]}, ("周强",)), days=40)
    from zhifa.acts.fault_spells import compare

    compare()
    made = draw_up(TOWN, MONTH, f"{today():%Y-%m}", reach=EVERYWHERE)
    assert not isinstance(made, Refusal)
    assert made.number("standing") == sum(line.standing for line in made.groups) > 0
    text = json.dumps(dump(made), ensure_ascii=False)
    assert "陈大海" not in text
    assert load(json.loads(text)) == made


@pytest.mark.django_db
def test_out_of_reach_there_is_no_digest(town: Organ) -> None:
    refused = draw_up(TOWN, "day", today().isoformat(), reach=("500113/",))
    assert isinstance(refused, Refusal)
