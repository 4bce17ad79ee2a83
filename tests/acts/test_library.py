"""Loading texts of law: what is broken is named, the rest loads; the same folder again changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.acts.lawfolder import CODE, GOOD, LATER, LawFolder
from zhifa.acts.library import Imported, import_laws
from zhifa.acts.statutes import article_text, law_index
from zhifa.core.citations import Citation
from zhifa.store.library import models as rows
from zhifa.store.readers.library import (
    LawFilter,
    article_hits,
    articles_of,
    instrument_page,
    instrument_read,
    levels,
    library_size,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)


@pytest.fixture
def folder(tmp_path: Path) -> LawFolder:
    made = LawFolder(tmp_path / "laws")
    made.put("河道.md", "河道采砂管理办法", GOOD)
    return made


def load(folder: LawFolder, *, dry_run: bool = False) -> Imported:
    return import_laws(folder.place, dry_run=dry_run)


def named(done: Imported) -> list[tuple[str, str]]:
    return sorted((one.file, one.reason) for one in done.quarantined)


def test_a_text_is_loaded_with_its_articles(folder: LawFolder) -> None:
    done = load(folder)
    assert (done.read, done.written, done.articles, done.quarantined) == (1, 1, 3, [])
    read = instrument_read("河道采砂管理办法")
    assert read is not None
    assert (read.known, read.level, read.texts[0].label, read.texts[0].dated) == (False, "部门规章", "2020", False)
    second = articles_of("河道采砂管理办法", "2020")[1]
    assert second.path == ("第二章　罚则",)
    assert second.paragraphs[0].items == {1: "未经许可采砂的；", 2: "在禁采期采砂的。"}
    article = rows.Article.objects.get(number=2)
    assert (article.start, article.end) == (date(2020, 2, 1), None)


def test_a_known_law_has_the_days_of_the_index(folder: LawFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHIFA_LAWS", raising=False)  # a folder of texts would be read before the library
    folder.put("repealed/大气.md", "中华人民共和国大气污染防治法", CODE, date="2018-10-26", effective="2016年1月1日")
    done = load(folder)
    said = [(one.file, one.reason) for one in done.findings]
    assert said == [("repealed/大气.md", "法规目录记载到第一百二十九条，正文到第二条")], "a text cut off has no gap"
    read = instrument_read("大气污染防治法")
    assert read is not None
    assert read.known
    assert (read.texts[0].validity.start, read.texts[0].validity.end) == (date(2018, 10, 26), date(2026, 8, 14))
    standing = law_index().status(Citation.parse("大气污染防治法#2"), TODAY)
    assert article_text(standing) == "禁止露天焚烧秸秆。"


def test_the_same_folder_again_changes_nothing(folder: LawFolder) -> None:
    load(folder)
    before = list(rows.Article.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        done = load(folder)
    assert (done.written, done.unchanged) == (0, 1)
    assert list(rows.Article.objects.values_list("pk", flat=True)) == before
    assert not [query for query in asked.captured_queries if not query["sql"].startswith("SELECT")]


def test_a_corrected_text_replaces_its_version_and_no_other(folder: LawFolder) -> None:
    folder.put("秸秆.md", "秸秆管理办法", CODE)
    load(folder)
    kept = set(rows.Article.objects.filter(text__file="秸秆.md").values_list("pk", flat=True))
    folder.put("河道.md", "河道采砂管理办法", GOOD.replace("五千元", "六千元"))
    done = load(folder)
    assert (done.written, done.unchanged) == (1, 1)
    assert "六千元" in articles_of("河道采砂管理办法", "2020")[1].text
    assert set(rows.Article.objects.filter(text__file="秸秆.md").values_list("pk", flat=True)) == kept
    hits, _ = article_hits(LawFilter(TODAY, "五千元"))
    assert hits == [], "the index forgets what was corrected"
    folder.put("河道.md", "河道采砂管理办法", GOOD, date="2021-02-01")
    load(folder)
    read = instrument_read("河道采砂管理办法")
    assert read is not None
    assert [text.label for text in read.texts] == ["2021"], "a corrected date does not leave the old version behind"


def test_a_text_under_its_right_name_leaves_the_wrong_one(folder: LawFolder) -> None:
    load(folder)
    folder.lines.clear()
    folder.put("河道.md", "河道采砂管理条例", GOOD)
    load(folder)
    assert [one.title for one in instrument_page(LawFilter(TODAY))[0]] == ["河道采砂管理条例"]


def test_dry_run_writes_nothing(folder: LawFolder) -> None:
    done = load(folder, dry_run=True)
    assert (done.written, done.articles) == (1, 3)
    assert library_size() == (0, 0, 0)


def test_versions_stand_in_order(folder: LawFolder) -> None:
    folder.put("河道旧.md", "河道采砂管理办法", GOOD, status="OLD TEXT - see 2024", date="2020-02-01")
    folder.lines = [line for line in folder.lines if line[0] != "河道.md"]
    folder.put("河道新.md", "河道采砂管理办法", LATER, date="2024-04-01", effective="2024年5月1日")
    done = load(folder)
    assert done.quarantined == []
    read = instrument_read("河道采砂管理办法")
    assert read is not None
    assert [(text.label, text.validity.end) for text in read.texts] == [("2020", date(2024, 4, 30)), ("2024", None)]
    assert read.on(date(2024, 4, 30)) == read.texts[0]


def test_a_new_version_ends_the_one_that_was_loaded_before(folder: LawFolder, tmp_path: Path) -> None:
    folder.put("河道.md", "河道采砂管理办法", GOOD, status="OLD TEXT")
    load(folder)
    more = LawFolder(tmp_path / "more")
    more.put("河道新.md", "河道采砂管理办法", LATER, date="2024-04-01", effective="2024年5月1日")
    load(more)
    assert rows.Text.objects.get(label="2020").end == date(2024, 4, 30)
    assert {a.end for a in rows.Article.objects.filter(text__label="2020")} == {date(2024, 4, 30)}


def test_every_planted_fault_is_named_and_the_rest_loads(folder: LawFolder) -> None:
    folder.put("空.md", "空办法", "")
    folder.put("编码.md", "编码办法", "第一条　为了试验。".encode("gb18030"))
    folder.put("二进制.md", "二进制办法", "第一条\0")
    folder.put("没有.md", "没有办法", None)
    folder.put("无条.md", "无条办法", "# 无条办法\n\n只有一段话。")
    folder.put("日期.md", "日期办法", GOOD, date="2020-13-45")
    folder.put("重叠甲.md", "重叠办法", GOOD, date="2019-01-01")
    folder.put("重叠乙.md", "重叠办法", LATER, date="2022-01-01")
    folder.put("../外面.md", "外面办法", None)
    folder.put("长" * 300 + ".md", "长办法", None)
    folder.put("无题.md", "", GOOD)
    folder.put("坏条.md", "坏条办法", "第一条　甲。\n第叁条　乙。\n第二条　丙。\n第四条　丁。")
    folder.put("级别.md", "级别办法", GOOD, level="一个很长的级别" * 20)
    folder.put("假日.json", "2026年放假", "{}", level="数据")
    folder.lines.append(folder.lines[0])
    folder.write()
    (folder.place / "漏列.md").write_text(GOOD, encoding="utf-8")
    (folder.place / "README.md").write_text("说明", encoding="utf-8")
    done = load(folder)
    assert named(done) == sorted(
        [
            ("空.md", "文件是空的"),
            ("编码.md", "不是 UTF-8 文本"),
            ("二进制.md", "含有空字符，不是文本文件"),
            ("没有.md", "INDEX.csv 列有这一行，目录里没有这个文件"),
            ("无条.md", "读不出任何一条"),
            ("日期.md", "版本日期“2020-13-45”不是日期"),
            (
                "重叠乙.md",
                "重叠办法(2022)（自 2022-01-01 起）与 2019 版（自 2019-01-01 起，重叠甲.md）施行期间重叠",
            ),
            ("../外面.md", "file 没有写，不是文件名，或者指到目录以外"),
            ("长" * 300 + ".md", "file 没有写，不是文件名，或者指到目录以外"),
            ("无题.md", "这一行的 title 是空的，或者 title、file 太长"),
            ("坏条.md", "条号“第叁条”读不懂，这一段没有收录"),
            ("河道.md", "INDEX.csv 把这个文件列了两次"),
        ]
    )
    assert [(one.file, one.reason) for one in done.findings] == [
        ("漏列.md", "INDEX.csv 没有列这个文件，没有收录"),
        ("坏条.md", "缺第三条"),
    ]
    assert all(one.place and one.remedy for one in (*done.quarantined, *done.findings))
    assert (done.read, done.written, done.skipped) == (15, 4, 1)
    titles = sorted(one.title for one in instrument_page(LawFilter(TODAY))[0])
    assert titles == ["坏条办法", "河道采砂管理办法", "级别办法", "重叠办法"]
    assert [article.number for article in articles_of("坏条办法", "2020")] == [1, 2, 4]


@pytest.mark.parametrize("index", [None, b"", b"title\n", b"\xff\xfe", b"a,b\n1,2\n", b"file,title\na.md,a\0b\n"])
def test_a_folder_without_a_usable_index_is_named(tmp_path: Path, index: bytes | None) -> None:
    if index is not None:
        (tmp_path / "INDEX.csv").write_bytes(index)
    done = import_laws(tmp_path)
    assert (done.loaded, len(done.quarantined)) == (0, 1)
    assert done.quarantined[0].file == "INDEX.csv"
    assert done.quarantined[0].remedy


def test_words_of_two_characters_are_found_and_titles_come_first(folder: LawFolder) -> None:
    folder.put("秸秆.md", "秸秆管理办法", CODE)
    folder.put("采砂.md", "采砂船舶登记办法", "第一条　船舶在河道登记。\n第二条　禁采期不得停泊。", date="2023-01-01")
    load(folder)
    hits, more = article_hits(LawFilter(TODAY, "秸秆"))
    assert [(hit.title, hit.article.number) for hit in hits] == [("秸秆管理办法", 2)]
    assert not more
    hits, _ = article_hits(LawFilter(TODAY, "河道"))
    assert [hit.title for hit in hits] == ["河道采砂管理办法", "采砂船舶登记办法"], "a word in the title ranks first"
    hits, _ = article_hits(LawFilter(TODAY, "河道 罚款"))
    assert [(hit.title, hit.article.number) for hit in hits] == [("河道采砂管理办法", 2)], "one word in the title"
    assert article_hits(LawFilter(TODAY, "道河"))[0] == []
    assert article_hits(LawFilter(TODAY, "为了加强 没有的词"))[0] == []
    assert article_hits(LawFilter(TODAY, "，。"))[0] == []
    assert [one.title for one in instrument_page(LawFilter(TODAY, "采砂"))[0]] == [
        "河道采砂管理办法",
        "采砂船舶登记办法",
    ]


def test_what_is_law_comes_before_what_was(folder: LawFolder) -> None:
    folder.put("旧.md", "安全旧办法", "第一条　禁止采砂作业。", status="REPEALED 2021-01-01", level="法律")
    load(folder)
    hits, _ = article_hits(LawFilter(TODAY, "采砂"))
    assert [hit.title for hit in hits][-1] == "安全旧办法"
    assert [hit.title for hit in article_hits(LawFilter(TODAY, "采砂", state="past"))[0]] == ["安全旧办法"]
    assert [one.title for one in instrument_page(LawFilter(TODAY, state="past"))[0]] == ["安全旧办法"]
    assert [one.title for one in instrument_page(LawFilter(date(2019, 1, 1), state="coming"))[0]] == [
        "安全旧办法", "河道采砂管理办法",
    ]  # fmt: skip
    assert levels() == [("法律", 1), ("部门规章", 1)]


def test_pages_of_instruments_follow_one_another(folder: LawFolder) -> None:
    for number in range(5):
        folder.put(f"{number}.md", f"办法{number}", CODE)
    load(folder)
    first, more = instrument_page(LawFilter(TODAY), limit=4)
    assert more
    rest, more = instrument_page(LawFilter(TODAY, after=(first[-1].rank, first[-1].title)), limit=4)
    assert not more
    assert [one.title for one in (*first, *rest)] == sorted(one.title for one in (*first, *rest))
    assert len(first) + len(rest) == 6


def test_a_link_to_itself_and_a_title_in_quotation_marks_stop_nothing(folder: LawFolder) -> None:
    (folder.place / "绕圈.md").symlink_to("绕圈.md")
    folder.put("绕圈.md", "绕圈办法", None)
    folder.put("书名号.md", "《中华人民共和国书名号法》", GOOD)
    done = load(folder)
    assert [one.file for one in done.quarantined] == ["绕圈.md"]
    assert rows.Text.objects.filter(instrument__title="书名号法").count() == 1
