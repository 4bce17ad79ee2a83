"""Power lists: read however they are written, checked, counted, taken with dates, and exported as they came."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.acts.conftest import PATH, TOWN
from tests.acts.listfiles import HEAD, SUMS, bureau, csv_of, xlsx_of
from zhifa.acts.listings import counts_of, layout_today, list_on, lists_on
from zhifa.acts.listtable import table_of
from zhifa.acts.powerlists import (
    ListFile,
    ListTaken,
    VersionTaken,
    drop_preview,
    import_list,
    preview_list,
    take_list,
)
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, Actor, today
from zhifa.core.values import Refusal
from zhifa.ports.tablewriting import csv_bytes, xlsx_bytes
from zhifa.store.journal import read_stream
from zhifa.store.journal.models import EventRow
from zhifa.store.powerlists.models import ListItem, ListVersion
from zhifa.store.readers.powerlists import previews, version_read
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

FIRST = date(2026, 9, 1)
STALL = ["1", "对在主次干道两侧设置经营性摊点的处罚", "行政处罚",
         "《重庆市市容环境卫生管理条例》第十八条", "洛碛镇人民政府", "乡镇", "赋权"]  # fmt: skip

FIRE = "《消防法》第六十条第一款第（三）项"
WIDE = "《中华人民共和国消防法》（２０２１年修正）\n第三十一条　在农业收获季节"


@pytest.fixture
def editor(town: Organ) -> Actor:
    given = (RoleGiven("catalogue_editor", ""),)
    assert register_officer(Registration("bian", "编辑", TOWN, given), actor=INSTALLER) is None
    return Actor(people(["bian"])["bian"], "bian")


def taken(editor: Actor, rows: list[list[object]] | bytes, name: str = "清单.csv", **more: object) -> ListTaken:
    content = rows if isinstance(rows, bytes) else csv_of(rows)
    said: dict[str, object] = {"title": "镇清单", "start": FIRST, **more}
    dry = bool(said.pop("dry_run", False))
    done = import_list(ListFile(name=name, content=content, **said), actor=editor, dry_run=dry)  # type: ignore[arg-type]
    assert isinstance(done, ListTaken), done
    return done


def small(*rows: list[object]) -> list[list[object]]:
    return [list(HEAD), *rows]


def test_a_bureau_of_899_items_is_counted_by_its_eight_kinds(editor: Actor) -> None:
    done = taken(editor, xlsx_of(bureau()), "公安.xlsx", title="", start=None)
    assert (done.read, done.written, done.unchanged, done.quarantined) == (899, 899, 0, [])
    assert dict(done.counts.kinds) == SUMS
    assert done.counts.adds_up()
    assert not [one for one in done.findings if "合计" in one.reason or "写的是" in one.reason]
    listed = next(one for one in lists_on(today()) if one.head.code == done.code)
    assert (listed.counts.whole, dict(listed.counts.kinds)) == (899, SUMS)
    assert (dict(listed.counts.levels), dict(listed.counts.modes)) == ({"区县": 899}, {"法定": 899})
    (event,) = read_stream("power_list", done.code)
    assert event.payload["items"] == 899
    assert event.payload["kinds"] == SUMS


def test_a_sum_that_does_not_hold_is_named(editor: Actor) -> None:
    rows = bureau()
    del rows[200]
    done = taken(editor, csv_of(rows), title="公安")
    said = {one.column: one.reason for one in done.findings if "写的是" in one.reason}
    assert said == {
        "行政处罚": "写的是行政处罚 613 项，读出 612 项", "合计": "写的是合计 899 项，读出 898 项",
    }  # fmt: skip


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_every_usual_coding_is_read(coding: str, editor: Actor) -> None:
    done = taken(editor, csv_of(small(STALL), coding))
    assert done.written == 1


def test_untidy_tables_are_read(editor: Actor) -> None:
    rows: list[list[object]] = [
        ["附件1"],
        ["洛碛镇　权责清单"],
        ["编制单位：重庆市渝北区洛碛镇人民政府", "", "", "自2026年9月1日起施行"],
        ["序 号", "职权名称", "子项", "类　别", "实施依据", "行使层级", "职权来源（法定/赋权/委托）"],
        ["一、行政处罚（2项）"],
        [
            1,
            "对违反消防规定的处罚",
            "占用疏散通道",
            "",
            "《消防法》第六十条第一款第（三）项",
            "乡镇、街道办事处",
            "赋权执法",
        ],
        ["", "", "损坏消防设施", "", "", "", ""],
        [],
        ["二、行政检查"],
        [
            2,
            "消防检查",
            "",
            "",
            WIDE,
            "乡级",
            "法定",
        ],
        ["", "", "", "", "《重庆市消防条例》第十条", "", ""],
        ["序 号", "职权名称", "子项", "类　别", "实施依据", "行使层级", "职权来源"],
        ["注：本清单动态调整"],
    ]
    done = taken(editor, csv_of(rows, "gb18030"), title="", start=None)
    assert (done.title, done.start) == ("洛碛镇权责清单", FIRST)
    assert (done.read, done.written, done.quarantined) == (3, 3, [])
    found = list_on(done.code, today())
    assert found is not None
    head, items, _ = found
    assert head.head.organ_code == TOWN
    assert [(item.name, item.kind, item.levels, item.mode) for item in items] == [
        ("对违反消防规定的处罚（占用疏散通道）", "处罚", ("乡镇", "街道"), "赋权"),
        ("对违反消防规定的处罚（损坏消防设施）", "处罚", ("乡镇", "街道"), "赋权"),
        ("消防检查", "检查", ("乡镇",), "法定"),
    ]
    assert items[0].cites == items[1].cites == ("消防法#60.1(3)",)
    assert items[2].cites == ("消防法#31", "重庆市消防条例#10")


def test_merged_cells_say_the_same_of_every_row(editor: Actor) -> None:
    rows: list[list[object]] = [
        ["镇清单", "", ""], ["事项名称", "类别", "设定依据"], ["甲", "行政处罚", "《消防法》第六十条"], ["乙", "", ""],
    ]  # fmt: skip
    done = taken(editor, xlsx_of(rows, [(0, 0, 0, 2), (2, 1, 3, 1), (2, 2, 3, 2)]), "表.xlsx")
    found = list_on(done.code, today())
    assert found is not None
    assert [(item.title, item.kind, item.cites) for item in found[1]] == [
        ("甲", "处罚", ("消防法#60",)), ("乙", "处罚", ("消防法#60",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (["2", "", "行政处罚", "《消防法》第六十条", "镇", "乡镇", "赋权"], "事项名称", "没有事项名称"),
        (["2", "乙", "行政处置", "《消防法》第六十条", "镇", "乡镇", "赋权"], "职权类型", "认不出这个类型"),
        (["2", "乙", "", "《消防法》第六十条", "镇", "乡镇", "赋权"], "职权类型", "没有职权类型"),
        (["2", "乙", "行政处罚", "《消防法》第六十条", "镇", "片区", "赋权"], "实施层级", "认不出这个层级"),
        (["2", "乙", "行政处罚", "《消防法》第六十条", "镇", "乡镇", "代管"], "行使方式", "认不出这种行使方式"),
        (STALL, "事项名称", "与第 2 行相同，没有重复收录"),
        (
            ["2", "乙" * 500, *STALL[2:]],
            "事项名称",
            "有 500 字，最多 400 字",
        ),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_the_rest_is_taken(
    row: list[object], column: str, reason: str, editor: Actor
) -> None:
    done = taken(editor, small(STALL, row))
    assert (done.read, done.written) == (2, 1)
    (fault,) = done.quarantined
    assert (fault.place, fault.column, fault.reason) == ("第 3 行", column, reason)
    assert fault.remedy


def test_articles_are_checked_against_the_index(editor: Actor) -> None:
    rows = small(
        ["1", "甲", "行政处罚", "《大气污染防治法》第一百一十九条", "镇", "乡镇", "赋权"],
        ["2", "乙", "行政处罚", "《火星管理条例》第三条", "镇", "乡镇", "赋权"],
        ["3", "丙", "行政处罚", "《火星管理条例》", "镇", "乡镇", "赋权"],
        ["4", "丁", "行政处罚", "《消防法》第九百条", "镇", "乡镇", "赋权"],
        ["5", "戊", "行政处罚", "", "镇", "乡镇", "赋权"],
        ["6", "己", "行政处罚", "有关规定", "镇", "乡镇", "赋权"],
    )
    done = taken(editor, rows)
    assert done.written == 6
    said = {(one.place, one.reason) for one in done.findings}
    assert ("第 3 行", "法规目录里没有《火星管理条例》，共 2 处，依据按原文保留，没有核对") in said
    assert ("第 6 行", "没有设定依据：没有依据的职权不能行使") in said
    assert ("第 7 行", "设定依据里读不出条文，按原文保留") in said
    assert any(place == "第 2 行" and "失效" in reason for place, reason in said)
    assert any(place == "第 5 行" and "没有第 900 条" in reason for place, reason in said)
    assert any("生态环境法典" in one.remedy for one in done.findings if one.place == "第 2 行")


def test_items_find_their_matter_or_say_what_they_may_be(editor: Actor) -> None:
    rows = small(
        STALL,
        ["2", "违反市容规定的处罚", "行政处罚", "《重庆市市容环境卫生管理条例》第十八条", "镇", "乡镇", "赋权"],
        ["3", "随便什么", "行政奖励", "《重庆市市容环境卫生管理条例》第十八条", "镇", "乡镇", "赋权"],
    )
    done = taken(editor, rows)
    found = list_on(done.code, today())
    assert found is not None
    assert found[1][0].matter == "city.stall.roadside"
    assert found[1][1].matter == ""
    assert found[1][2].matter == ""


def test_a_code_in_the_table_decides(editor: Actor) -> None:
    rows: list[list[object]] = [
        [*HEAD, "对应事项"],
        [*STALL, "fire.lane"],
        ["2", *STALL[1:4], "另一机关", *STALL[5:], "no.such"],
    ]
    done = taken(editor, rows)
    found = list_on(done.code, today())
    assert found is not None
    assert [item.matter for item in found[1]] == ["fire.lane", ""]
    assert [one.value for one in done.findings if one.reason == "事项目录里没有这个代码"] == ["no.such"]


def test_the_same_table_twice_changes_nothing(editor: Actor) -> None:
    first = taken(editor, small(STALL))
    again = taken(editor, small(STALL), start=FIRST + timedelta(days=30))
    assert (first.written, again.written, again.unchanged, again.id) == (1, 0, 1, first.id)
    assert ListVersion.objects.count() == 1
    assert EventRow.objects.filter(type="list.taken").count() == 1


def test_a_new_version_ends_the_one_before_and_keeps_it(editor: Actor) -> None:
    first = taken(editor, small(STALL))
    later = FIRST + timedelta(days=30)
    other = ["2", "乙", "行政检查", "《消防法》第三十一条", "镇", "乡镇", "法定"]
    second = taken(editor, small(STALL, other), start=later)
    assert second.code == first.code
    old, new = (ListVersion.objects.get(pk=one.id) for one in (first, second))
    assert (old.end, new.start, new.end) == (later - timedelta(days=1), later, None)
    for day, many in ((FIRST, 1), (later - timedelta(days=1), 1), (later, 2)):
        found = list_on(first.code, day)
        assert found is not None
        assert len(found[1]) == many
    assert [one.id for one in found[2]] == [second.id, first.id]


def test_a_correction_on_the_first_day_takes_the_place_of_what_it_corrects(editor: Actor) -> None:
    first = taken(editor, small(STALL))
    second = taken(editor, small(["1", "改过的", *STALL[2:]]))
    assert ListVersion.objects.get(pk=first.id).replaced
    found = list_on(second.code, FIRST)
    assert found is not None
    assert [item.title for item in found[1]] == ["改过的"]


def test_what_was_in_force_is_not_rewritten(editor: Actor) -> None:
    taken(editor, small(STALL))
    given = ListFile(name="a.csv", content=csv_of(small(["1", "别的", *STALL[2:]])), title="镇清单",
                     start=FIRST - timedelta(days=1))  # fmt: skip
    refused = import_list(given, actor=editor)
    assert isinstance(refused, Refusal)
    assert "2026-09-01" in refused.message
    assert ListVersion.objects.count() == 1


def test_a_dry_run_writes_nothing(editor: Actor) -> None:
    done = taken(editor, small(STALL), dry_run=True)
    assert done.written == 1
    assert not ListVersion.objects.exists()
    assert not EventRow.objects.filter(type="list.taken").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "空的"),
        ("a.pdf", b"%PDF-1.7 \x00", "不是 XLSX"),
        ("a.xlsx", b"PK\x03\x04 broken", "打不开"),
        ("a.csv", b"\xff\xfe\x00\x00\x81", "GB18030"),
    ],
)
def test_files_that_are_no_table_are_refused(name: str, content: bytes, said: str, editor: Actor) -> None:
    refused = import_list(ListFile(name=name, content=content, title="清单"), actor=editor)
    assert isinstance(refused, Refusal)
    assert said in refused.message
    assert refused.remedy


def test_a_table_without_header_is_put_aside(editor: Actor) -> None:
    done = taken(editor, [["甲", "乙"], ["丙", "丁"]])
    assert (done.written, done.counts.whole) == (0, 0)
    assert "表头" in done.quarantined[0].reason


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("code", ["demo-town", "demo-street", "demo-police"])
def test_export_and_import_give_the_same_items(form: str, code: str, editor: Actor) -> None:
    def written(key: str) -> bytes:
        found = list_on(key, today())
        assert found is not None
        table = table_of(found[0].head, found[1], layout_today())
        return csv_bytes(table) if form == "csv" else xlsx_bytes([table])

    before = list_on(code, today())
    assert before is not None
    first = taken(editor, written(code), f"清单.{form}", title="往返", start=None)
    assert (first.quarantined, first.written) == ([], before[0].counts.whole)
    after = list_on(first.code, today())
    assert after is not None

    def said(items: list[object]) -> list[object]:
        return [
            (i.title, i.sub, i.kind, i.basis, i.organ, i.levels, i.mode, i.item_type, i.matter, i.note)  # type: ignore[attr-defined]
            for i in items
        ]

    assert said(list(after[1])) == said(list(before[1]))
    assert dict(after[0].counts.kinds) == dict(before[0].counts.kinds)
    again = taken(editor, written(first.code), f"清单.{form}", title="往返", start=None)
    assert (again.written, again.unchanged) == (0, before[0].counts.whole)


def test_a_demonstration_list_gives_way_to_an_imported_one(editor: Actor) -> None:
    shown = next(one for one in lists_on(today()) if one.head.code == "demo-town")
    assert (shown.head.demonstration, shown.head.status, shown.counts.whole) == (True, "configured", 108)
    taken(editor, small(STALL), title="demo-town")
    shown = next(one for one in lists_on(today()) if one.head.code == "demo-town")
    assert (shown.head.demonstration, shown.counts.whole) == (False, 1)
    assert next(one for one in lists_on(FIRST - timedelta(days=1)) if one.head.code == "demo-town").counts.whole == 108


def test_an_organ_counts_its_own_lists(editor: Actor) -> None:
    assert counts_of(TOWN, today()) is None
    taken(editor, small(STALL), organ=TOWN)
    counts = counts_of(TOWN, today())
    assert counts is not None
    assert (counts.whole, counts.kinds["处罚"], dict(counts.modes)) == (1, 1, {"赋权": 1})


def test_a_preview_is_in_force_only_when_it_is_taken(editor: Actor) -> None:
    given = ListFile(name="a.csv", content=csv_of(small(STALL, ["2"])), title="镇清单", organ=TOWN, start=FIRST)
    key = preview_list(given, actor=editor)
    assert isinstance(key, str)
    waiting = version_read(key)
    assert waiting is not None
    assert not waiting.taken
    assert [one.id for one in previews(reach=(PATH,))] == [key]
    assert not previews(reach=("500112/yz/",))
    assert not [one for one in lists_on(today()) if one.version]
    again = preview_list(given, actor=editor)
    assert isinstance(again, str)
    assert version_read(key) is None, "a second upload takes the place of the first"
    done = take_list(again, actor=editor)
    assert isinstance(done, VersionTaken)
    assert (done.items, done.changed) == (1, True)
    assert isinstance(take_list(again, actor=editor), Refusal)
    third = preview_list(given, actor=editor)
    assert isinstance(third, str)
    assert drop_preview(third, actor=editor) is None
    assert ListItem.objects.count() == 1


def test_only_who_keeps_the_catalogue_takes_lists(editor: Actor, wang: Actor) -> None:
    given = ListFile(name="a.csv", content=csv_of(small(STALL)), title="镇清单", organ=TOWN, start=FIRST)
    for act in (preview_list, import_list):
        refused = act(given, actor=wang)
        assert isinstance(refused, Refusal)
        assert refused.code == "forbidden"
    key = preview_list(given, actor=editor)
    assert isinstance(key, str)
    for other in (take_list, drop_preview):
        refused = other(key, actor=wang)
        assert isinstance(refused, Refusal)
