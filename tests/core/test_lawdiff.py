"""Two texts beside each other: nothing of either is lost, and what differs is marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhifa.core.lawdiff import marked, paired
from zhifa.core.lawtext import Article, parse_statute

OLD = """第一条　为了保护环境，制定本法。
第二条　露天焚烧秸秆的，处五百元以上二千元以下的罚款。
第三条　本法由环境保护部门负责解释，并组织实施。
第四条　对举报人应当奖励，奖励办法由各省规定。
第五条　本法自公布之日起施行。"""
NEW = """第一条　为了保护环境，制定本法。
第二条　国家鼓励秸秆综合利用，支持农民购置机具。
第三条　露天焚烧秸秆、落叶的，处一千元以上二千元以下的罚款。
第四条　本法由生态环境部门负责解释，并组织实施。
第五条　本法自公布之日起施行。"""


def articles(text: str) -> list[Article]:
    return list(parse_statute(text).articles.values())


def test_articles_find_their_partner_by_words_number_or_likeness() -> None:
    found = [
        (pair.old.number if pair.old else 0, pair.new.number if pair.new else 0, pair.change)
        for pair in paired(articles(OLD), articles(NEW))
    ]
    assert found == [
        (1, 1, "same"), (0, 2, "new"), (2, 3, "changed"), (3, 4, "changed"), (4, 0, "gone"), (5, 5, "same"),
    ]  # fmt: skip


def test_an_article_that_only_moved() -> None:
    (pair, _) = paired(articles("第一条　甲乙丙丁。"), articles("第一条　全是新的内容。\n第二条　甲乙丙丁。"))[::-1]
    assert pair.change == "moved"


def test_words_that_differ_are_marked() -> None:
    old, new = marked("处五百元以上二千元以下的罚款", "处一千元以上二千元以下的罚款，可以拘留")
    assert [piece.text for piece in old if piece.changed] == ["五百"]
    assert [piece.text for piece in new if piece.changed] == ["一千", "，可以拘留"]


@given(st.text(alphabet="甲乙丙，。1\n", max_size=40), st.text(alphabet="甲乙丙，。1\n", max_size=40))
def test_nothing_is_lost(one: str, other: str) -> None:
    old, new = marked(one, other)
    assert "".join(piece.text for piece in old) == one
    assert "".join(piece.text for piece in new) == other
    if one == other:
        assert not any(piece.changed for piece in (*old, *new))
