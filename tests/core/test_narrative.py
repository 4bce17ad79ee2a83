"""The annual report: every number is a figure, empty kinds are said or left out, and own words keep placeholders."""

from __future__ import annotations

import re
from datetime import date

import pytest

from zhifa.core.narrative import BadReport, Report, Told, compose, said_of, typed_numbers
from zhifa.core.rulebook import Rulebook, compile_rules
from zhifa.core.statistics import indicators, show
from zhifa.ports.rules import rulebook

RULES = rulebook().as_of(date(2024, 12, 31))
WORDS = {"organ": "洛碛镇人民政府", "self": "我镇", "year": "2024", "next_year": "2025", "through": "全年",
         "at_end": "年末", "until": "12 月 31 日"}  # fmt: skip


def composed(edits: dict[str, str] | None = None, *, missing: frozenset[str] = frozenset(), **values: int) -> Report:
    figures = dict.fromkeys(indicators(RULES), 0) | {code.replace("__", "."): value for code, value in values.items()}
    shown = {code: show(indicator, figures[code]) for code, indicator in indicators(RULES).items()}
    nonzero = {code for code, value in figures.items() if value}
    words = WORDS | {f"{group}.{code}": "0" for group in ("before", "change") for code in shown}
    told = Told(words=words, shown=shown, nonzero=nonzero, missing=missing)
    return compose(RULES, "town", told, edits=edits)


def test_numbers_come_from_figures_and_say_which() -> None:
    report = composed(penalty__total=201, penalty__fine_amount=1_165_000)
    pieces = {piece.figure: piece.text for passage in report.passages for piece in passage.pieces if piece.figure}
    assert pieces["penalty.total"] == "201"
    assert pieces["penalty.fine_amount"] == "1.165"


def test_seizures_are_named_as_measures_where_there_are_any() -> None:
    text = "".join(p.text for p in composed(measure__seize=43, measure__items=185).passages)
    assert "扣押涉案财物 185 件" in text
    assert "没有实施行政强制措施" not in text
    assert "没有实施行政强制措施" in "".join(p.text for p in composed().passages)
    assert "行政强制" in composed().kinds_named


def test_what_no_case_shows_is_marked_to_be_confirmed_until_it_is_rewritten() -> None:
    before = {p.edit: p for p in composed().passages if p.edit}
    after = {p.edit: p for p in composed({"problems": "经费没有专项预算。"}).passages if p.edit}
    assert before["problems"].draft
    assert (after["problems"].text, after["problems"].draft, after["problems"].rewritten) == (
        "经费没有专项预算。",
        False,
        True,
    )


def test_own_words_still_take_their_numbers_from_figures() -> None:
    report = composed({"people": "培训 {{figure.training.online}} 次。"}, training__online=1)
    assert next(p.text for p in report.passages if p.edit == "people") == "培训 1 次。"
    assert typed_numbers("培训 3 次，2024 年 {{figure.training.online}} 次") == ("3",)


def test_the_drafts_contain_no_typed_number() -> None:
    entry = RULES.entry("report", "town")
    assert entry is not None
    texts = [str(item.get("text", "")) for item in entry.data["body"]]
    assert [number for text in texts for number in typed_numbers(text)] == []


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({"nowhere": "x"}, "没有名为“nowhere”的可改写段落"),
        ({"people": "{{figure.no.such}}"}, "没有名为“no.such”的指标"),
        ({"people": "{{mayor}}"}, "没有名为“mayor”的词"),
        ({"people": "{{figure.people.officers}"}, "占位符应写作"),
    ],
)
def test_a_wrong_rewriting_is_refused_with_its_place(edits: dict[str, str], said: str) -> None:
    with pytest.raises(BadReport, match=said):
        composed(edits)


def test_a_passage_with_an_unknown_key_is_named() -> None:
    book = compile_rules({"r.toml": '[[report]]\ncode = "r"\ntitle = "t"\nbody = [{ text = "x", colour = "red" }]'})
    assert isinstance(book, Rulebook)
    with pytest.raises(BadReport, match="第 1 段：未知的键“colour”"):
        compose(book.as_of(date(2024, 1, 1)), "r", Told(words={}, shown={}, nonzero=()))


@pytest.mark.parametrize(
    ("nonzero", "said"),
    [
        ({"a", "b", "c"}, "甲 {{figure.a}} 件，其中[子] 乙 {{figure.b}} 件、丙 {{figure.c}} 件；完。"),
        ({"a", "b"}, "甲 {{figure.a}} 件，其中[子] 乙 {{figure.b}} 件；完。"),
        ({"a", "c"}, "甲 {{figure.a}} 件，其中[子] 丙 {{figure.c}} 件；完。"),
        ({"a"}, "甲 {{figure.a}} 件；完。"),
        (set(), "完。"),
    ],
)
def test_a_part_of_zeros_falls_out_with_its_marks(nonzero: set[str], said: str) -> None:
    text = "[甲 {{figure.a}} 件[，其中[子] [乙 {{figure.b}} 件、][丙 {{figure.c}} 件]]；]完。"
    assert said_of(text, nonzero) == said


def test_brackets_of_the_writer_stay() -> None:
    assert said_of("按[2024]3号文，[未完", {"a"}) == "按[2024]3号文，[未完"
    assert said_of("共[（[甲 {{figure.a}} 名、][乙 {{figure.b}} 名]）]。", {"a"}) == "共（甲 {{figure.a}} 名）。"
    assert said_of("处罚：[甲 {{figure.a}} 件，][乙 {{figure.b}} 件]。", {"b"}) == "处罚：乙 {{figure.b}} 件。"


def _printed(report: Report) -> str:
    return "\n".join(p.text for p in report.passages if p.kind == "text").replace(" ", "")


@pytest.mark.parametrize("kind", ["town", "tianjin", "police", "justice", "department"])
def test_a_year_without_anything_lists_no_zeros(kind: str) -> None:
    shown = {code: show(indicator, 0) for code, indicator in indicators(RULES).items()}
    words = WORDS | {"short": "示例镇"} | {f"{group}.{code}": "0" for group in ("before", "change") for code in shown}
    report = compose(RULES, kind, Told(words=words, shown=shown, nonzero=(), missing=shown))
    said = _printed(report)
    assert not [line for line in said.splitlines() if re.search(r"(?<![0-9.])0(?:[^0-9.]|$)", line)], said
    assert not re.search(r"[，；、：]。|[，；、。]{2}|：，|（）|^[，；、。]", said, re.M), said


def test_nothing_entered_is_not_said_to_be_nothing() -> None:
    code = "people.violations"
    assert "没有发生执法人员违规违纪" not in _printed(composed(missing=frozenset([code])))
    assert "没有发生执法人员违规违纪" in _printed(composed())
    assert "违规违纪2起" in _printed(composed(people__violations=2))


def test_every_kind_of_penalty_of_a_town_is_said() -> None:
    said = _printed(composed(penalty__total=3, penalty__kind__warning=1, penalty__kind__revoke=2))
    assert "行政处罚：警告1件，吊销许可证件2件，合计3件。" in said


def test_what_only_the_writer_knows_is_printed_when_it_is_written() -> None:
    shown = {code: show(indicator, 0) for code, indicator in indicators(RULES).items()}
    words = WORDS | {"short": "示例镇"} | {f"{group}.{code}": "0" for group in ("before", "change") for code in shown}
    told = Told(words=words, shown=shown, nonzero=(), compared=shown)
    asked = [p for p in compose(RULES, "tianjin", told).passages if p.edit == "cases"]
    written = [
        p for p in compose(RULES, "tianjin", told, edits={"cases": "因检查更细。"}).passages if p.edit == "cases"
    ]
    assert [(p.kind, p.draft) for p in asked] == [("ask", False)]
    assert [(p.kind, p.text) for p in written] == [("text", "因检查更细。")]
