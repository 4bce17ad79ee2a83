"""Templates as text: what is shown to be edited reads back as it was, and mistakes are named by their line."""

from __future__ import annotations

import pytest

from tests.core.papers_sample import book
from zhifa.core.papers.plaintext import BadLine, from_text, to_text

ENTRIES = [*book().section("paper"), *book().section("passage")]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: f"{e.section} {e.key} {e.validity.start}")
def test_every_template_reads_back_as_it_was(entry: object) -> None:
    body = entry.data["body"]  # type: ignore[attr-defined]
    again = from_text(to_text(body))
    assert [dict(item) for item in again] == [dict(item) for item in body]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "没有内容"),
        ("甲\n[字段] x", "第 2 行"),
        ("甲\n\n[签字 甲]", "第 3 行：没有“[签字]”"),
        ("[栏 甲] 乙〔高 很高〕", "应为数字"),
        ("[签名 甲]〔日期 对〕", "应写是或者否"),
        ("[表 seizure.goods]〔栏目 甲乙〕", "栏目读不懂"),
        ("[段落]", "要写是哪一个"),
        ("[栏 ] 甲", "要写名称"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, said: str) -> None:
    with pytest.raises(BadLine, match=said.replace("[", r"\[").replace("]", r"\]")):
        from_text(text)


def test_text_that_looks_like_a_mark_or_an_option_stays_text() -> None:
    body = [{"text": "[盖章] 处盖章"}, {"text": "渝洛碛罚〔2024〕12号"}, {"text": "甲\n乙", "indent": 0}]
    assert from_text(to_text(body)) == body
