"""Lists as offices really keep them: what nobody means is put aside with its cause, what is plainly meant is taken."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from tests.acts.lists import HEAD, row, write
from zhifa.acts.exporting import export_cases
from zhifa.acts.importing import Imported, Order, import_cases
from zhifa.acts.work import Actor
from zhifa.core.imports.checkdigits import citizen_check
from zhifa.core.values import Refusal
from zhifa.ports import clock
from zhifa.store.casework import models as rows
from zhifa.store.imports.models import AsideRow
from zhifa.store.registry.models import Organ

NUMBER, PARTY, DECIDED, FINE = HEAD[0], HEAD[2], HEAD[15], HEAD[11]
CITIZEN, CREDIT, KINDS = HEAD[4], HEAD[5], HEAD[10]
FIRM = {"行政相对人类别": "企业", CITIZEN: ""}


@pytest.fixture(autouse=True)
def in_autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 9, 1, 2, tzinfo=UTC))


def taken(path: Path, actor: Actor, **more: Any) -> Imported:
    done = import_cases(Order(path=path, organ="lq", **more), actor=actor)
    assert isinstance(done, Imported), done
    return done


def refused(path: Path, actor: Actor) -> Refusal:
    done = import_cases(Order(path=path, organ="lq"), actor=actor)
    assert isinstance(done, Refusal), done
    return done


def born(day: str) -> str:
    """A number whose check digit is right."""
    return f"110105{day}009{citizen_check(f'110105{day}009')}"


BAD = [
    ({PARTY: "***"}, PARTY, "只有符号"),
    ({PARTY: "null"}, PARTY, "没有"),
    ({PARTY: "无"}, PARTY, "没有"),
    ({PARTY: "#REF!"}, PARTY, "错误值"),
    ({PARTY: '=HYPERLINK("x","罗成")'}, PARTY, "公式"),
    ({PARTY: "锟斤拷锟斤拷"}, PARTY, "乱码"),
    ({PARTY: "2026-03-05"}, PARTY, "是日期"),
    ({PARTY: "11010519491231002X"}, PARTY, "是公民身份号码"),
    ({PARTY: "罗\n成"}, PARTY, "换行"),
    ({NUMBER: "/"}, NUMBER, "没有"),
    ({NUMBER: "第号"}, NUMBER, "没有数字"),
    ({NUMBER: "渝北公交决〔2026〕9***1号"}, NUMBER, "遮盖"),
    ({NUMBER: "渝北公交决〔2026〕1号、渝北公交决〔2026〕2号"}, NUMBER, "不止一个"),
    ({NUMBER: "5.00112E+17"}, NUMBER, "丢失"),
    ({CITIZEN: "1.10105E+17"}, CITIZEN, "丢失"),
    ({CITIZEN: born("20301231")}, CITIZEN, "晚于今天"),
    ({CITIZEN: born("18501231")}, CITIZEN, "早于"),
    ({CREDIT: "0" * 18, **FIRM}, CREDIT, "全是 0"),
    ({FINE: "1,00"}, FINE, "逗号"),
    ({FINE: "0"}, FINE, "却是 0"),
    ({DECIDED: "46086"}, DECIDED, "序数"),
    ({"处罚依据": "第九十条"}, "处罚依据", "哪部法"),
    ({"执法人员": "王立、王立"}, "执法人员", "两次"),
    ({"程序": "快速办理", DECIDED: "2024-03-05", "违法日期": "2024-03-01"}, "程序", "起才有"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "column", "reason"), BAD, ids=lambda one: str(one)[:40])
def test_what_nobody_means_is_put_aside(
    town: Organ, wang: Actor, tmp_path: Path, changed: dict[str, str], column: str, reason: str
) -> None:
    done = taken(write(tmp_path / "a.csv", [row(1), row(2, **changed)]), wang)
    assert (done.written, done.aside) == (1, 1)
    assert [fault.column for fault in done.faults if reason in fault.reason] == [column], done.faults
    assert done.faults[0].row == 3
    assert done.faults[0].remedy


@pytest.mark.parametrize(
    ("changed", "title", "value"),
    [
        ({CITIZEN: "'11010519491231002X"}, CITIZEN, "11010519491231002X"),
        ({CITIZEN: '="11010519491231002X"'}, CITIZEN, "11010519491231002X"),
        ({CITIZEN: "１１０１０５１９４９１２３１００２ｘ"}, CITIZEN, "11010519491231002X"),
        ({CREDIT: "９１３５０１００M000100Y43", **FIRM}, CREDIT, "91350100M000100Y43"),
        ({CREDIT: "/"}, CREDIT, ""),
        ({CREDIT: "NULL"}, CREDIT, ""),
        ({PARTY: "阿依古丽·买买提"}, PARTY, "阿依古丽·买买提"),
    ],
)
def test_what_is_plainly_meant_is_taken(
    town: Organ, wang: Actor, tmp_path: Path, changed: dict[str, str], title: str, value: str
) -> None:
    done = taken(write(tmp_path / "a.csv", [row(1, **changed)]), wang)
    assert (done.written, done.aside) == (1, 0), done.faults
    out = tmp_path / "out.csv"
    assert export_cases("lq", "penalty", out, actor=wang, first=date(2026, 1, 1), last=date(2026, 12, 31)) == 1
    (told,) = csv.DictReader(out.open(encoding="utf-8-sig"))
    assert told[title] == value


@pytest.mark.parametrize("said", ["'11010519491231002X", '="11010519491231002X"'])
def test_a_number_kept_as_text_is_the_number_in_a_workbook_too(
    town: Organ, wang: Actor, tmp_path: Path, said: str
) -> None:
    done = taken(book(tmp_path / "a.xlsx", ("清单", [row(1, **{CITIZEN: said})])), wang)
    assert (done.written, done.aside) == (1, 0), done.faults


def test_a_day_in_wide_digits_is_the_day(town: Organ, wang: Actor, tmp_path: Path) -> None:
    done = taken(write(tmp_path / "a.csv", [row(1, **{DECIDED: "２０２６／３／５"})]), wang)
    assert (done.written, done.aside) == (1, 0), done.faults
    assert rows.Case.objects.get().decided_on == date(2026, 3, 5)


def test_a_year_in_round_brackets_is_the_same_number(town: Organ, wang: Actor, tmp_path: Path) -> None:
    done = taken(write(tmp_path / "a.csv", [row(7), row(8, **{NUMBER: "渝北公交决（2026）7号"})]), wang)
    assert (done.written, done.aside) == (1, 1)
    assert "第 2 行" in done.faults[0].reason


def in_ten_thousands(path: Path, amount: str, **more: str) -> Path:
    head = [title if title != FINE else "罚款金额（万元）" for title in HEAD] + ["证件类型"]
    return write(path, [row(1, **{"罚款金额（万元）": amount, **more})], head)


def test_yuan_in_a_column_of_ten_thousands_are_not_multiplied(town: Organ, wang: Actor, tmp_path: Path) -> None:
    done = taken(in_ten_thousands(tmp_path / "a.csv", "200元"), wang)
    assert (done.written, done.aside) == (0, 1)
    assert done.faults[0].column == "罚款金额（万元）"
    assert taken(in_ten_thousands(tmp_path / "b.csv", "0.02万元"), wang).written == 1
    assert rows.Outcome.objects.get(code="penalty.fined").amount_fen == 20000


@pytest.mark.parametrize(("kind", "written"), [("护照", 1), ("居民身份证", 0), ("", 0)])
def test_the_number_of_a_passport_is_no_citizens_number(
    town: Organ, wang: Actor, tmp_path: Path, kind: str, written: int
) -> None:
    more = {CITIZEN: "E12345678", "证件类型": kind}
    done = taken(in_ten_thousands(tmp_path / "a.csv", "0.02", **more), wang)
    assert (done.written, done.aside) == (written, 1 - written), done.faults


def test_columns_are_called_as_the_file_calls_them(town: Organ, wang: Actor, tmp_path: Path) -> None:
    head = [title if title != CITIZEN else "身份证号" for title in HEAD]
    done = taken(write(tmp_path / "a.csv", [row(1, 身份证号="1"), row(2, **{FINE: "300", KINDS: "警告"})], head), wang)
    assert [(fault.column, fault.value) for fault in done.faults] == [("身份证号", "1"), (FINE, "300")]


def lines(path: Path, count: int) -> list[str]:
    return write(path, [row(n) for n in range(count)]).read_text(encoding="utf-8-sig").splitlines()


@pytest.mark.parametrize("opened", [4, 11])
def test_rows_that_a_quotation_mark_swallowed_are_not_taken_for_one(
    town: Organ, wang: Actor, tmp_path: Path, opened: int
) -> None:
    path = tmp_path / "a.csv"
    said = lines(path, 14)
    said[opened] = said[opened].replace("机动车不按", '"机动车不按')
    if opened == 4:
        said[7] = said[7].replace("通行,《", '通行",《')
    path.write_text("\r\n".join(said), encoding="utf-8")
    done = taken(path, wang)
    assert (done.written, done.aside) == (10, 1)
    (fault,) = done.faults
    assert (fault.row, fault.column) == (opened + 1, "整行")
    assert "引号" in fault.reason
    assert "3 行" in fault.reason
    path.write_text("\r\n".join(one.replace('"', "") for one in said), encoding="utf-8")
    assert taken(path, wang).written == 4
    assert rows.Case.objects.count() == 14


def test_a_cell_of_several_lines_stays_one_cell(town: Organ, wang: Actor, tmp_path: Path) -> None:
    done = taken(write(tmp_path / "a.csv", [row(1, 违法事实="一，\n二,三\n四"), row(2, **{DECIDED: "?"})]), wang)
    assert (done.written, done.aside, done.faults[0].row) == (1, 1, 3)


def test_a_header_in_the_middle_and_a_short_row_are_named_as_what_they_are(
    town: Organ, wang: Actor, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    said = lines(path, 3)
    said.insert(2, said[0])
    said[4] = said[4].rsplit(",", 5)[0]
    path.write_text("\n".join(said), encoding="utf-8")
    done = taken(path, wang)
    assert done.written == 2
    assert [(fault.row, fault.reason) for fault in done.faults] == [(3, "又是表头，不是案件"), (5, "比表头少 5 栏")]


def test_one_nul_puts_one_row_aside(town: Organ, wang: Actor, tmp_path: Path) -> None:
    done = taken(write(tmp_path / "a.csv", [row(1), row(2, **{PARTY: "罗\0成"}), row(3)]), wang)
    assert (done.written, done.aside, done.faults[0].row) == (2, 1, 3)
    assert "U+0000" in done.faults[0].reason
    (kept,) = AsideRow.objects.all()
    assert "罗␀成" in kept.cells, "where it stands is seen in the file of rows to mend"


def test_two_columns_of_one_name_are_not_chosen_from(town: Organ, wang: Actor, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(1)], [*HEAD, FINE])
    assert FINE in refused(path, wang).message
    assert rows.Case.objects.count() == 0


def book(path: Path, *sheets: tuple[str, list[dict[str, str]]]) -> Path:
    with Workbook(path) as made:
        for name, listed in sheets:
            sheet = made.add_worksheet(name)
            for down, cells in enumerate([dict(zip(HEAD, HEAD, strict=True)), *listed] if listed else [{}]):
                for across, title in enumerate(HEAD):
                    sheet.write_string(down, across, cells.get(title, "填表说明" if not across else ""))
    return path


def test_of_two_sheets_with_lists_none_is_left_out_in_silence(town: Organ, wang: Actor, tmp_path: Path) -> None:
    said = refused(book(tmp_path / "a.xlsx", ("一月", [row(1)]), ("二月", [row(2)])), wang)
    assert "一月" in said.message
    assert "二月" in said.message
    assert said.remedy
    assert rows.Case.objects.count() == 0


def test_the_sheet_that_is_the_list_is_found(town: Organ, wang: Actor, tmp_path: Path) -> None:
    done = taken(book(tmp_path / "a.xlsx", ("说明", []), ("清单", [row(1), row(2, **{DECIDED: "?"})])), wang)
    assert (done.written, done.aside, done.faults[0].row) == (1, 1, 3)
    assert AsideRow.objects.get().cells[HEAD.index(DECIDED)] == "?"
