"""From everyday words to matters."""

from __future__ import annotations

from datetime import date

import pytest

from zhifa.core.matching import Lexicon, Subject, lexicon, match
from zhifa.ports.rules import rulebook

MATTERS = lexicon(rulebook().as_of(date(2024, 6, 1)))


@pytest.mark.parametrize(
    ("said", "code", "why"),
    [
        ("镇中路18号门前，商户把桌椅摆到人行道上", "city.stall.shopfront", "摆到人行道"),
        ("狗屎没人管", "city.pet", "狗屎"),
        ("他在山上砍了十几棵树", "forest.illegal_felling", "砍树"),
        ("乱扔烟头", "city.litter", "丢烟头"),
    ],
)
def test_everyday_words_find_the_matter_and_say_why(said: str, code: str, why: str) -> None:
    best = match(said, MATTERS).matches[0]
    assert best.subject.code == code
    assert why in best.why
    assert best.subject.articles


@pytest.mark.parametrize(
    "said", ["", "今天天气不错", "隔壁邻居吵架", "领导要求明天下午三点开会", "hello", "的", "😀😀😀"]
)
def test_it_says_nothing_where_nothing_is_near(said: str) -> None:
    assert match(said, MATTERS).abstained


def test_equal_matches_come_in_a_fixed_order_and_no_more_than_asked() -> None:
    twins = [Subject(code, "露天烧烤", words=("烧烤摊",)) for code in ("b", "a", "c", "d")]
    assert [item.subject.code for item in match("烧烤摊扰民", Lexicon(twins), limit=3).matches] == ["a", "b", "c"]
