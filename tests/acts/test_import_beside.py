"""What a row tells beside its own case: a suspected crime transferred, the penalty an inspection led to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.acts.lists import HEAD, INSPECTION_HEAD, inspection, row, write
from zhifa.acts.importing import Imported, Order, import_cases
from zhifa.acts.work import Actor
from zhifa.core.procedure.case import fold
from zhifa.jobs.rebuild import differences
from zhifa.ports import clock
from zhifa.ports.rules import rulebook
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.imports.models import AsideRow, TakenRow
from zhifa.store.registry.models import Organ

WIDE = (*HEAD, "涉嫌犯罪移送日期", "司法机关受理日期")
ORDINARY = {"程序": "一般程序", "违法日期": "2026-01-28", "立案日期": "2026-02-01"}


@pytest.fixture(autouse=True)
def in_autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 9, 1, 2, tzinfo=UTC))


def take(path: Path, actor: Actor, **more: object) -> Imported:
    done = import_cases(Order(path=path, organ="lq", **more), actor=actor)  # type: ignore[arg-type]
    assert isinstance(done, Imported), done
    return done


def inspected(tmp_path: Path, *listed: dict[str, str]) -> Path:
    return write(tmp_path / "inspections.csv", listed, INSPECTION_HEAD)


def counted(code: str) -> list[date]:
    return list(rows.Outcome.objects.filter(code=code).order_by("counted_on").values_list("counted_on", flat=True))


def test_a_transfer_is_a_proceeding_of_the_penalty_case(town: Organ, wang: Actor, tmp_path: Path) -> None:
    listed = [
        row(1, **ORDINARY, 涉嫌犯罪移送日期="2026-03-06", 司法机关受理日期="2026-03-09"),
        row(2, **ORDINARY, 涉嫌犯罪移送日期="2026-03-10"),
        row(3, **ORDINARY),
        row(4, 涉嫌犯罪移送日期="2026-02-10"),
    ]
    done = take(write(tmp_path / "a.csv", listed, WIDE), wang)
    assert (done.written, done.aside, done.findings) == (4, 0, 0), done.faults
    assert counted("penalty.transferred") == [date(2026, 2, 10), date(2026, 3, 6), date(2026, 3, 10)]
    assert counted("penalty.judicial_accepted") == [date(2026, 3, 9)]
    assert len(counted("penalty.decided")) == 4
    keys = list(rows.Case.objects.order_by("number").values_list("id", flat=True))
    case = fold(keys[0], journal.read_stream("case", keys[0]), rulebook().vocabulary)
    assert case is not None
    first, second = case.proceedings.values()
    assert (second.procedure, second.parent, second.listed) == ("transfer.crime", first.id, True)
    assert set(rows.Case.objects.values_list("state", flat=True)) == {"closed"}  # nothing runs in what a list told
    assert rows.Task.objects.count() == 0
    assert list(differences(keys)) == []
    assert journal.verify().valid


def test_a_review_returned_and_given_again_is_told_twice(town: Organ, wang: Actor, tmp_path: Path) -> None:
    """One row, two days of one step: returned, then agreed. Both are counted, as in a case worked on here."""
    twice = {"审核退回日期": "2026-02-20", "法制审核日期": "2026-03-02"}
    wide = (*HEAD, "审核退回日期")
    done = take(write(tmp_path / "a.csv", [row(1, **ORDINARY, **twice), row(2, **ORDINARY)], wide), wang)
    assert (done.written, done.aside, done.findings) == (2, 0, 0), done.faults
    assert counted("penalty.reviewed") == [date(2026, 2, 20), date(2026, 3, 2)]
    assert counted("penalty.review_corrected") == [date(2026, 2, 20)]
    assert list(differences(list(rows.Case.objects.values_list("id", flat=True)))) == []


def test_a_transfer_that_ended_the_case_before_the_decision_is_a_finding(
    town: Organ, wang: Actor, tmp_path: Path
) -> None:
    """After the police took the case up nobody may punish in it any more (the transfer ends the proceeding)."""
    wrong = row(1, **ORDINARY, 涉嫌犯罪移送日期="2026-02-10", 司法机关受理日期="2026-02-12")
    assert take(write(tmp_path / "a.csv", [wrong], WIDE), wang).findings > 0
    assert set(rows.Finding.objects.values_list("level", flat=True)) == {"red"}


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"司法机关受理日期": "2026-03-09"}, "涉嫌犯罪移送日期", "没有“涉嫌犯罪移送日期”"),
        ({"涉嫌犯罪移送日期": "2026-03-10", "司法机关受理日期": "2026-03-09"}, "涉嫌犯罪移送日期", "晚于司法机关"),
        ({"涉嫌犯罪移送日期": "下个月"}, "涉嫌犯罪移送日期", "不是日期"),
    ],
)  # fmt: skip
def test_a_transfer_that_cannot_be_read_puts_the_row_aside(
    town: Organ, wang: Actor, tmp_path: Path, changed: dict[str, str], column: str, reason: str
) -> None:
    done = take(write(tmp_path / "a.csv", [row(1, **ORDINARY, **changed)], WIDE), wang)
    assert (done.written, rows.Case.objects.count()) == (0, 0)
    assert any(fault.column == column and reason in fault.reason for fault in done.faults), done.faults


def test_an_inspection_belongs_to_the_penalty_it_led_to(town: Organ, wang: Actor, tmp_path: Path) -> None:
    take(write(tmp_path / "a.csv", [row(1, **ORDINARY), row(2)]), wang)
    listed = [
        inspection(1, 检查后处罚决定书文号="渝北公交决[2026]1号"),  # the same number in other brackets
        inspection(2, 检查后处罚决定书文号="渝北公交决〔2026〕1号", 检查日期="2026-03-03", 认定结果日期="2026-03-03"),
        inspection(3, 检查结果="未发现问题"),
    ]
    path = inspected(tmp_path, *listed)
    done = take(path, wang)
    assert (done.written, done.aside, done.findings) == (3, 0, 0), done.faults
    assert rows.Case.objects.count() == 3
    assert len(counted("inspection.done")) == 3
    assert counted("inspection.punished") == [date(2026, 3, 5)]  # two inspections, one penalty
    case = rows.Case.objects.get(number="渝北公交决〔2026〕1号")
    assert case.kind == "penalty"
    assert case.proceedings.count() == 3
    assert list(differences(list(rows.Case.objects.values_list("id", flat=True)))) == []
    again = take(path, wang)
    assert (again.written, again.unchanged) == (0, 3)
    assert TakenRow.objects.filter(case=case.pk).count() == 3


@pytest.mark.parametrize(
    ("number", "changed", "reason"),
    [
        ("渝北公交决〔2026〕9号", {}, "没有文书号为"),
        ("渝洛碛检字〔2026〕1号", {}, "没有文书号为"),
        ("渝北公交决〔2026〕1号", {"检查日期": "2026-04-01", "认定结果日期": "2026-04-01"}, "已经作出决定"),
        ("共用〔2026〕7号", {}, "2 件"),
    ],
)
def test_a_number_nobody_knows_puts_the_inspection_aside(
    town: Organ, wang: Actor, tmp_path: Path, number: str, changed: dict[str, str], reason: str
) -> None:
    take(write(tmp_path / "a.csv", [row(1)]), wang)
    same = {"行政处罚决定书文号": "共用〔2026〕7号"}
    for source in ("甲", "乙"):
        take(write(tmp_path / f"{source}.csv", [row(7, **same)]), wang, source=source)
    before = rows.Case.objects.count()
    take(inspected(tmp_path, inspection(1)), wang)
    done = take(inspected(tmp_path, inspection(2, 检查后处罚决定书文号=number, **changed)), wang)
    assert (done.written, done.aside) == (0, 1)
    assert done.faults[0].column == "检查后处罚决定书文号"
    assert reason in done.faults[0].reason
    assert done.faults[0].remedy
    assert rows.Case.objects.count() == before + 1
    assert AsideRow.objects.count() == 1


def test_once_the_penalty_is_there_the_inspection_comes_in(town: Organ, wang: Actor, tmp_path: Path) -> None:
    path = inspected(tmp_path, inspection(1, 检查后处罚决定书文号="渝北公交决〔2026〕1号"))
    assert take(path, wang).aside == 1
    take(write(tmp_path / "a.csv", [row(1)]), wang)
    assert (take(path, wang, dry_run=True).written, counted("inspection.punished")) == (1, [])
    assert take(path, wang).written == 1
    assert counted("inspection.punished") == [date(2026, 3, 5)]


def test_an_inspection_joins_a_case_whose_decision_was_written_here(town: Organ, wang: Actor, tmp_path: Path) -> None:
    take(write(tmp_path / "a.csv", [row(1, 行政处罚决定书文号="另一号")]), wang)
    case = rows.Case.objects.get()
    rows.Paper.objects.create(
        token="t" * 32, case=case, organ=town, code="penalty-decision", title="行政处罚决定书", digest="0" * 64,
        number="渝洛碛罚〔2026〕5号", proceeding=case.proceedings.get().pk, issued_on=date(2026, 3, 5), version=1,
    )  # fmt: skip
    assert take(inspected(tmp_path, inspection(1, 检查后处罚决定书文号="渝洛碛罚〔2026〕5号")), wang).written == 1
    assert counted("inspection.punished") == [date(2026, 3, 5)]
