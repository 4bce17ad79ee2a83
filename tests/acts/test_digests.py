"""Digests: numbers of a span, kept as they were made, the same file again whatever happened since."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from tests.acts.conftest import TOWN, town, wang
from tests.acts.test_tallying import case_of
from tests.web.conftest import INVESTIGATED, entry
from zhifa.acts.digest_document import against_last, charts
from zhifa.acts.digests import digest, draw_up, make
from zhifa.acts.work import Actor, today
from zhifa.core.digest import MONTH, Digest, MonthLine, OrganLine, dump, load, months_to, ranked, span, span_of
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


@pytest.mark.django_db
def test_a_monthly_notice_sets_month_against_month_in_every_form(town: Organ, wang: Actor, tmp_path: Path) -> None:
    """The drawing is in the page, the Word file and the print, and is kept with the numbers it shows."""
    case_of(wang, FILED)
    last = today().replace(day=1) - timedelta(days=1)
    month = span_of(MONTH, last)
    built = build(TOWN, MONTH, month.name, tmp_path)
    assert not isinstance(built, Refusal), built
    assert [one.name for one in built.digest.months] == [one.name for one in months_to(month, 6)]
    now = digest(TOWN, MONTH, span_of(MONTH, today()).name, reach=EVERYWHERE)
    assert not isinstance(now, Refusal)
    assert [one.number("came_in") for one in now[0].months] == [0, 0, 0, 0, 0, 1]
    assert load(json.loads(json.dumps(dump(now[0])))) == now[0]
    assert built.paths["html"].read_text().count("<svg") == len(list(charts(built.digest)))
    with zipfile.ZipFile(built.paths["docx"]) as word:
        pictures = [name for name in word.namelist() if name.startswith("word/media/")]
    assert len(pictures) == len(list(charts(built.digest)))


def test_a_month_is_compared_with_the_one_before() -> None:
    month = span("month", "2024-05")
    assert month is not None
    assert [one.name for one in months_to(month, 6)] == [
        "2023-12", "2024-01", "2024-02", "2024-03", "2024-04", "2024-05",
    ]  # fmt: skip
    lines = (MonthLine("2024-04", {"came_in": 5, "begun": 2}), MonthLine("2024-05", {"came_in": 3, "begun": 2}))
    made = Digest(MONTH, "2024-05", "lq", "洛碛镇", "2024-06-01", 1, "", {}, months=lines)
    assert against_last(made)[0].startswith("与上月相比，新收案件减少 2 件，")
    assert "新出现问题持平" in against_last(made)[0]
