"""Lists of cases taken in: good rows are cases, bad ones wait, and no row is ever taken twice."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.acts.lists import HEAD, row, write
from zhifa.acts.cases import StepEntry, take_step
from zhifa.acts.casting.making import make
from zhifa.acts.erasure import erase_person
from zhifa.acts.exporting import export_cases
from zhifa.acts.importaside import write_aside
from zhifa.acts.importing import Imported, Order, import_cases
from zhifa.acts.registry import Registration, register_officer
from zhifa.acts.work import INSTALLER, Actor
from zhifa.core.permission import Person, RoleHeld
from zhifa.core.procedure.taking import RECORDED
from zhifa.core.values import Moment, Refusal
from zhifa.jobs.rebuild import differences
from zhifa.ports import clock
from zhifa.ports.tables import read_tables
from zhifa.ports.tablewriting import Written, xlsx_bytes
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.imports.models import AsideRow, Run, Source, TakenRow
from zhifa.store.registry.models import Organ


@pytest.fixture(autouse=True)
def in_autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 9, 1, 2, tzinfo=UTC))


def take(path: Path, actor: Actor, **more: object) -> Imported:
    done = import_cases(Order(path=path, organ=str(more.pop("organ", "lq")), **more), actor=actor)  # type: ignore[arg-type]
    assert isinstance(done, Imported), done
    return done


def refused(path: Path, actor: Actor, **more: object) -> Refusal:
    done = import_cases(Order(path=path, organ=str(more.pop("organ", "lq")), **more), actor=actor)  # type: ignore[arg-type]
    assert isinstance(done, Refusal), done
    return done


def test_every_row_is_a_case_with_one_event(town: Organ, wang: Actor, tmp_path: Path) -> None:
    done = take(write(tmp_path / "a.csv", [row(n) for n in range(5)]), wang)
    assert (done.read, done.written, done.aside, done.layout) == (5, 5, 0, "penalty")
    keys = list(rows.Case.objects.values_list("id", flat=True))
    assert len(keys) == 5
    first = rows.Case.objects.order_by("number").first()
    assert first is not None
    assert (first.party, first.title, first.decided_on, first.state) == (
        "罗成", "不按交通信号灯通行", date(2026, 3, 5), "closed",
    )  # fmt: skip
    assert len(journal.read_stream("case", first.pk)) == 1
    assert sum(rows.Outcome.objects.filter(code="penalty.fined").values_list("amount_fen", flat=True)) == 5 * 20000
    assert list(differences(keys)) == []
    assert journal.verify().valid


def test_what_a_list_does_not_tell_is_not_held_against_it(town: Organ, wang: Actor, tmp_path: Path) -> None:
    ordinary = {"程序": "一般程序", "立案日期": "2026-03-02", "法制审核日期": "2026-03-04", "送达日期": "2026-03-06"}
    take(write(tmp_path / "a.csv", [row(1), row(2, **ordinary)]), wang)
    assert rows.Finding.objects.count() == 0
    assert rows.Task.objects.count() == 0
    assert set(rows.Obligation.objects.values_list("state", flat=True)) == {"met"}
    assert rows.Fine.objects.count() == 0  # nobody said that nobody paid


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"罚款金额（元）": "500"}, "二百元"),
        ({"程序": "一般程序", "违法日期": "2025-09-28", "立案日期": "2025-10-01"}, "届满"),
        ({"程序": "一般程序", "立案日期": "2026-03-09"}, "尚未完成"),
        ({"程序": "一般程序", "立案日期": "2026-03-02", "法制审核日期": "2026-03-20"}, "之后不能再进行"),
        ({"送达日期": "2026-03-01"}, "尚未完成"),
        ({"处罚依据": "《治安管理处罚法（2012）》第四十二条、《环境噪声污染防治法》第五条"}, "不施行"),
        ({"执法人员": "孙悦"}, "执法证件"),
        ({"处罚类别": "吊销许可证、执照", "罚款金额（元）": ""}, "只能作出"),
    ],
)
def test_what_it_tells_is_judged(town: Organ, wang: Actor, tmp_path: Path, changed: dict[str, str], says: str) -> None:
    done = take(write(tmp_path / "a.csv", [row(1, **changed)]), wang)
    assert (done.written, done.aside) == (1, 0), done.faults
    said = " ".join(rows.Finding.objects.values_list("message", flat=True))
    assert says in said
    assert done.findings == rows.Finding.objects.count()
    assert set(rows.Finding.objects.values_list("level", flat=True)) == {"red"}


FIRM = {"行政相对人类别": "企业", "公民身份号码": ""}
BAD = [
    ({"行政处罚决定书文号": ""}, "行政处罚决定书文号", "没有"),
    ({"行政相对人名称": ""}, "行政相对人名称", "没有"),
    ({"行政相对人名称": "罗\u0007成"}, "行政相对人名称", "U+0007"),
    ({"行政相对人名称": "罗�"}, "行政相对人名称", "乱码"),
    ({"行政相对人名称": "罗␀成"}, "行政相对人名称", "乱码"),
    ({"行政相对人名称": "罗" * 101}, "行政相对人名称", "超过 100 字"),
    ({"处罚决定日期": ""}, "处罚决定日期", "没有"),
    ({"处罚决定日期": "三月五日"}, "处罚决定日期", "不是日期"),
    ({"处罚决定日期": "2026-02-30"}, "处罚决定日期", "没有这一天"),
    ({"处罚决定日期": "2027-03-05"}, "处罚决定日期", "晚于今天"),
    ({"处罚决定日期": "0026-03-05"}, "处罚决定日期", "年份"),
    ({"违法日期": "2026-03-06"}, "违法日期", "晚于处罚决定日期"),
    ({"公民身份号码": "110105194912310021"}, "公民身份号码", "校验位"),
    ({"公民身份号码": "11010519491231002"}, "公民身份号码", "18 位"),
    ({"公民身份号码": "11010519491331002X"}, "公民身份号码", "出生日期"),
    ({"公民身份号码": "1101051949123100XX"}, "公民身份号码", "数字"),
    ({"统一社会信用代码": "91350100M000100Y44", **FIRM}, "统一社会信用代码", "校验位"),
    ({"统一社会信用代码": "91350100M000100Y4", **FIRM}, "统一社会信用代码", "18 位"),
    ({"统一社会信用代码": "91350100M00O100Y43", **FIRM}, "统一社会信用代码", "“O”"),
    ({"统一社会信用代码": "91350100M000100Y43"}, "统一社会信用代码", "不会有"),
    ({"行政相对人类别": "企业"}, "公民身份号码", "不会有"),
    ({"行政相对人类别": "外星人"}, "行政相对人类别", "不认得"),
    ({"处罚类别": ""}, "处罚类别", "没有"),
    ({"处罚类别": "打手心"}, "处罚类别", "不认得"),
    ({"处罚类别": "罚款、罚款"}, "处罚类别", "两次"),
    ({"罚款金额（元）": "二百"}, "罚款金额（元）", "不是金额"),
    ({"罚款金额（元）": "-200"}, "罚款金额（元）", "小于零"),
    ({"罚款金额（元）": "200.005"}, "罚款金额（元）", "不是金额"),
    ({"罚款金额（元）": "20000000000"}, "罚款金额（元）", "超过"),
    ({"罚款金额（元）": ""}, "罚款金额（元）", "没有写数额"),
    ({"处罚类别": "警告"}, "罚款金额（元）", "却写了罚款金额"),
    ({"事项代码": "no.such"}, "事项代码", "没有代码"),
    ({"处罚依据": "按规定"}, "处罚依据", "哪一条"),
    ({"处罚依据": "《道路交通安全法》第九百条"}, "处罚依据", "没有第 900 条"),
    ({"程序": "特别程序"}, "程序", "不认得"),
    ({"立案日期": "2026-02-01"}, "立案日期", "没有“立案日期”这一步"),
    ({"执法人员": "王小二"}, "执法人员", "没有登记"),
]  # fmt: skip


def test_rows_that_cannot_be_read_wait_and_nothing_of_them_is_stored(town: Organ, wang: Actor, tmp_path: Path) -> None:
    listed = [row(n, **changed) for n, (changed, _, _) in enumerate(BAD)]
    good = [row(1000 + n) for n in range(20)]
    done = take(write(tmp_path / "a.csv", [*listed, *good, row(1000)]), wang, chunk=7)
    assert [BAD[n - 2] for n in range(2, len(BAD) + 2) if not AsideRow.objects.filter(number=n).exists()] == []
    assert (done.read, done.written, done.aside) == (len(BAD) + 21, 20, len(BAD) + 1)
    waiting = list(AsideRow.objects.order_by("number"))
    for (changed, column, reason), one in zip(BAD, waiting, strict=False):
        found = [fault for fault in one.faults if fault[0] == column and reason in fault[2]]
        assert found, (changed, one.faults)
        assert found[0][3], "what mends it"
    assert waiting[-1].number == len(BAD) + 22
    assert f"第 {len(BAD) + 2} 行" in waiting[-1].faults[0][2]
    assert rows.Case.objects.count() == 20


def test_mended_rows_come_back_without_duplicates(town: Organ, wang: Actor, tmp_path: Path) -> None:
    bad = [row(1), row(2, **{"处罚决定日期": "五月"}), row(3, **{"罚款金额（元）": "二百"}), row(4)]
    done = take(write(tmp_path / "a.csv", bad), wang, source="交巡警")
    place = tmp_path / "aside.xlsx"
    write_aside(done.run, place)
    sheet = read_tables(place.read_bytes(), "aside.xlsx")[0].rows
    assert sheet[1][-5:] == ["原行号", "有误的栏目", "原来的内容", "为什么没有录入", "怎样改"]
    assert [one[-5] for one in sheet[2:]] == ["3", "4"]
    day, fine = HEAD.index("处罚决定日期"), HEAD.index("罚款金额（元）")
    sheet[2][day] = "2026-03-05"
    place.write_bytes(xlsx_bytes([Written(sheet[0][0], "", sheet[1], sheet[2:])]))
    back = take(place, wang, mend=True, organ="")
    assert (back.read, back.written, back.aside, back.source) == (2, 1, 1, "交巡警")
    assert AsideRow.objects.count() == 1  # what is still wrong waits in the run in which it came back
    sheet[3][fine] = "200"
    place.write_bytes(xlsx_bytes([Written(sheet[0][0], "", sheet[1], sheet[2:])]))
    again = take(place, wang, mend=True)
    assert (again.written, again.unchanged, again.aside) == (1, 1, 0)
    assert rows.Case.objects.count() == 4
    whole = [row(1), row(2), row(3), row(4), row(5)]
    last = take(write(tmp_path / "b.csv", whole), wang, source="交巡警")
    assert (last.written, last.unchanged, last.aside) == (1, 4, 0)
    assert rows.Case.objects.count() == 5


def test_a_bad_row_waits_once_however_often_its_file_comes(town: Organ, wang: Actor, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(1), row(2, **{"处罚决定日期": "五月"}), row(3, **{"执法人员": "郭晓晓"})])
    take(path, wang, chunk=2)
    again = take(path, wang, chunk=2)
    assert (again.unchanged, again.aside) == (1, 2)
    assert list(AsideRow.objects.order_by("number").values_list("run", "number")) == [(again.run, 3), (again.run, 4)]
    register_officer(Registration("guoxx", "郭晓晓", "lq", (), joined_on=date(2020, 1, 1)), actor=INSTALLER)
    last = take(path, wang)
    assert (last.written, last.unchanged, last.aside) == (1, 1, 1)
    assert list(AsideRow.objects.values_list("run", "number")) == [(last.run, 3)]


def test_a_mended_list_may_come_back_whole(town: Organ, wang: Actor, tmp_path: Path) -> None:
    """What it mends waits no longer with the file before it, and what is still wrong waits once."""
    no_day, no_number = {"处罚决定日期": "五月"}, {"行政处罚决定书文号": ""}
    first = take(write(tmp_path / "a.csv", [row(1), row(2, **no_day), row(3, **no_day), row(4, **no_number)]), wang)
    assert (first.written, first.aside) == (1, 3)
    whole = take(write(tmp_path / "b.csv", [row(1), row(2), row(3, **no_day), row(4)]), wang)
    assert (whole.written, whole.unchanged, whole.aside) == (2, 1, 1)
    left = AsideRow.objects.order_by("number").values_list("run", "number")
    assert list(left) == [(whole.run, 4), (first.run, 5)], "a row without its number is not known again"


def test_rows_that_differ_in_names_are_of_one_kind(
    town: Organ, wang: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a condition reads in vain beside a fact the list does not tell would make every party a kind of its own."""
    made: list[str] = []

    def counted(setting: Any, given: Any, **more: Any) -> Any:
        made.append(given.case_id)
        return make(setting, given, **more)

    monkeypatch.setattr("zhifa.acts.casting.caster.make", counted)
    names = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛")
    listed = [row(n, **{"行政相对人名称": f"示例{names[n % 8]}{names[n // 8]}", "公民身份号码": ""}) for n in range(40)]
    done = take(write(tmp_path / "a.csv", listed), wang)
    assert (done.written, done.aside) == (40, 0)
    assert len(made) < 12


def test_one_number_with_another_text_is_asked_about(town: Organ, wang: Actor, tmp_path: Path) -> None:
    take(write(tmp_path / "a.csv", [row(1)]), wang)
    done = take(write(tmp_path / "b.csv", [row(1, **{"罚款金额（元）": "100"})]), wang)
    assert (done.written, done.aside) == (0, 1)
    assert "内容与现在的不同" in done.faults[0].reason


def test_a_trial_writes_nothing(town: Organ, wang: Actor, tmp_path: Path) -> None:
    listed = [row(1), row(2, **{"罚款金额（元）": "500"}), row(1), row(3, **{"处罚决定日期": ""})]
    done = take(write(tmp_path / "a.csv", listed), wang, dry_run=True, chunk=2)
    assert (done.read, done.written, done.aside, done.findings > 0) == (4, 2, 2, True)
    for model in (rows.Case, rows.NumberUse, Source, Run, TakenRow, AsideRow):
        assert model.objects.count() == 0, model


def test_a_file_that_broke_off_is_gone_on_with(
    town: Organ, wang: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.csv", [row(n) for n in range(10)])

    class Stop(Exception):
        pass

    def stop(done: Imported) -> None:
        if done.read == 6:
            raise Stop

    with pytest.raises(Stop):
        import_cases(Order(path=path, organ="lq", chunk=3), actor=wang, heard=stop)
    assert rows.Case.objects.count() == 6
    done = take(path, wang, resume=True, chunk=3)
    assert (done.read, done.written, done.unchanged) == (10, 10, 0)
    assert Run.objects.get().state == "done"
    assert rows.Case.objects.count() == 10
    again = take(path, wang)
    assert (again.written, again.unchanged) == (0, 10)


def test_the_columns_of_a_source_are_remembered(town: Organ, wang: Actor, tmp_path: Path) -> None:
    head = ["号", "谁", "哪天", "怎么罚", "罚多少"]
    said = {"号": "1号", "谁": "罗成", "哪天": "2026/3/5", "怎么罚": "罚款", "罚多少": "200"}
    path = write(tmp_path / "a.csv", [said], head)
    assert "没有认得的表头" in refused(path, wang, source="手工台账", layout="penalty").message
    head[0] = "文号"
    path = write(tmp_path / "a.csv", [{**said, "文号": "1号", "当事人": "罗成"}], [*head, "当事人"])
    lacks = refused(path, wang, source="手工台账", layout="penalty")
    assert "处罚决定日期" in lacks.message
    named = {"decided_on": "哪天", "kinds": "怎么罚", "fine": "罚多少"}
    assert take(path, wang, source="手工台账", layout="penalty", mapping=named).written == 1
    more = write(tmp_path / "b.csv", [{**said, "文号": "2号", "当事人": "罗成"}], [*head, "当事人"])
    assert take(more, wang, source="手工台账").written == 1
    assert Source.objects.get().mapping["fine"] == "罚多少"
    told = [event.type for event in journal.read_stream("import", str(Source.objects.get().pk))]
    assert told == ["import.mapped", "import.finished", "import.finished"]


def test_nobody_from_elsewhere_imports(town: Organ, wang: Actor, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(1)])
    stranger = Actor(Person("外", "外", (RoleHeld("officer", "500113/x/"),)), "外")
    assert isinstance(import_cases(Order(path=path, organ="lq"), actor=stranger), Refusal)
    assert "没有代码" in refused(path, wang, organ="nowhere").message
    assert rows.Case.objects.count() == 0


def test_an_unreadable_file_is_refused_with_what_mends_it(town: Organ, wang: Actor, tmp_path: Path) -> None:
    for name, content in (("a.csv", b""), ("b.csv", b"\0\1\2\3"), ("c.xlsx", b"PK\x03\x04 broken")):
        (tmp_path / name).write_bytes(content)
        why = refused(tmp_path / name, wang)
        assert why.message
        assert why.remedy


def test_what_was_imported_is_exported_and_imported_again(town: Organ, wang: Actor, tmp_path: Path) -> None:
    listed = [
        row(1),
        row(2, **{"程序": "一般程序", "立案日期": "2026-02-01", "罚款金额（元）": "1500.5"}),
        row(3, **{"程序": "", "处罚类别": "警告", "罚款金额（元）": "", "送达日期": "2026-03-06 10:30"}),
    ]  # fmt: skip
    take(write(tmp_path / "a.csv", listed), wang, source="甲")
    year = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    assert export_cases("lq", "penalty", first, actor=wang, **year) == 3
    told = list(csv.DictReader(first.open(encoding="utf-8-sig")))
    for title in (
        "行政处罚决定书文号",
        "程序",
        "罚款金额（元）",
        "处罚决定日期",
        "送达日期",
        "立案日期",
        "公民身份号码",
    ):
        wanted = [one.get(title, "") for one in listed]
        shown = ["普通程序" if cell == "一般程序" else cell for cell in wanted]
        assert sorted(one[title] for one in told) == sorted(shown), title
    assert {one["执法人员"] for one in told} == {"王立、李明"}
    counted = sorted(rows.Outcome.objects.values_list("code", "procedure", "counted_on", "amount_fen", "matter"))
    rows.Proceeding.objects.update(procedure="taken away")
    again = take(first, wang, source="乙")
    assert (again.written, again.aside) == (3, 0), again.faults
    assert export_cases("lq", "penalty", second, actor=wang, **year) == 3
    assert sorted(second.read_text().splitlines()) == sorted(first.read_text().splitlines())
    both = sorted(rows.Outcome.objects.values_list("code", "procedure", "counted_on", "amount_fen", "matter"))
    assert both == sorted(counted * 2)


def test_nobody_from_elsewhere_exports(town: Organ, tmp_path: Path) -> None:
    stranger = Actor(Person("外", "外", (RoleHeld("officer", "500113/x/"),)), "外")
    done = export_cases(
        "lq", "penalty", tmp_path / "a.csv", first=date(2026, 1, 1), last=date(2026, 12, 31), actor=stranger
    )
    assert isinstance(done, Refusal)
    assert not (tmp_path / "a.csv").exists()


CREDIT = ("行政相对人名称", "行政相对人代码_1(统一社会信用代码)", "行政处罚决定书文号", "违法行为类型", "违法事实",
          "处罚依据", "处罚类别", "处罚内容", "罚款金额（万元）", "处罚决定日期", "处罚有效期", "处罚机关",
          "备注")  # fmt: skip


def test_the_columns_of_credit_lists_are_known(town: Organ, wang: Actor, tmp_path: Path) -> None:
    """双公示: the fine in ten thousand yuan, the organ by name, nothing on procedure; columns nobody needs are left."""
    said = {
        "行政相对人名称": "示例餐饮有限公司", "行政相对人代码_1(统一社会信用代码)": "91350100M000100Y43",
        "行政处罚决定书文号": "渝北市监罚〔2026〕7号", "违法行为类型": "占道经营", "违法事实": "占道经营",
        "处罚类别": "罚款", "处罚依据": "《重庆市市容环境卫生管理条例》第十八条", "罚款金额（万元）": "0.050000",
        "处罚决定日期": "2026/3/5", "处罚有效期": "2029/3/5", "处罚机关": "洛碛镇",
    }  # fmt: skip
    elsewhere = said | {"处罚机关": "别的镇", "行政处罚决定书文号": "8号"}
    odd = said | {"罚款金额（万元）": "0.0000005", "行政处罚决定书文号": "9号"}
    done = take(write(tmp_path / "a.csv", [said, elsewhere, odd], CREDIT), wang)
    assert (done.layout, done.written, done.aside) == ("penalty.credit", 1, 2)
    assert [fault.column for fault in done.faults] == ["处罚机关", "罚款金额（万元）"]
    outcome = rows.Outcome.objects.get(code="penalty.fined")
    assert (outcome.amount_fen, outcome.procedure) == (50000, "")


def test_an_organ_is_known_without_the_places_above_it(town: Organ, wang: Actor, tmp_path: Path) -> None:
    """Lists seldom write 重庆市渝北区洛碛镇人民政府 in full; what two organs could be called is nobody's name."""
    said = {"处罚机关": "洛碛镇人民政府", "行政相对人名称": "罗成", "行政处罚决定书文号": "1号", "处罚类别": "警告",
            "处罚决定日期": "2026/3/5", "违法行为类型": "占道经营"}  # fmt: skip
    other = said | {"处罚机关": "人民政府", "行政处罚决定书文号": "2号"}
    done = take(write(tmp_path / "a.csv", [said, other], CREDIT), wang)
    assert (done.written, [fault.column for fault in done.faults]) == (1, ["处罚机关"])


def test_a_file_in_the_old_chinese_coding_with_a_title_above(town: Organ, wang: Actor, tmp_path: Path) -> None:
    lines = ["处罚案件一览,,,,", "决定书文号,当事人,处罚种类,罚款金额（元）,处罚决定日期",
             "1号,罗成,罚款,200,2026年3月5日", "合计,,,200,"]  # fmt: skip
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    done = take(path, wang, layout="penalty")
    assert (done.read, done.written, done.aside) == (1, 1, 0), done.faults


def test_workbooks_are_read_as_they_are_seen(town: Organ, wang: Actor, tmp_path: Path) -> None:
    listed = [row(n) for n in range(3)]
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx_bytes([Written("处罚清单", "", HEAD, [[one.get(t, "") for t in HEAD] for one in listed])]))
    assert take(path, wang).written == 3


def test_a_remedy_opened_beside_a_listed_case_is_judged_in_full(town: Organ, wang: Actor, tmp_path: Path) -> None:
    take(write(tmp_path / "a.csv", [row(1)]), wang)
    key = rows.Case.objects.get().pk
    filed = StepEntry("remedy_filed", {"remedy.kind": "行政复议"}, (), Moment.parse("2026-04-01"))
    assert not isinstance(take_step(key, filed, actor=wang, mode=RECORDED), Refusal)
    assert rows.Outcome.objects.get(code="penalty.decided").standing == 1
    ended = StepEntry("remedy_result", {"remedy.result": "撤销"}, (), Moment.parse("2026-05-20"))
    assert not isinstance(take_step(key, ended, actor=wang, mode=RECORDED), Refusal)
    assert rows.Outcome.objects.get(code="penalty.decided").standing == 0
    assert list(differences([key])) == []


def test_who_stands_in_a_listed_case_can_be_erased(town: Organ, wang: Actor, tmp_path: Path) -> None:
    take(write(tmp_path / "a.csv", [row(1)]), wang)
    key = rows.Case.objects.get().pk
    guard = Actor(Person("安全", "安全", (RoleHeld("security_admin", ""),)), "安全")
    gone = erase_person(key, reason="保存期满", basis="个人信息保护法第四十七条", actor=guard)
    assert not isinstance(gone, Refusal)
    assert gone.values == 2  # the name and the number
    assert "罗成" not in rows.Case.objects.get().party
    assert rows.Finding.objects.count() == 0
    assert list(differences([key])) == []
    assert journal.verify().valid
