"""What is answered to what a reader finds: order, doubt, affairs outside the catalogue, two offences in one text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zhifa.core.matching import Likely, Subject, Subjects, match
from zhifa.core.matching.learning import OUTSIDE, digest_of, lessons
from zhifa.core.matching.signs import Concepts
from zhifa.core.rulebook import Rulebook, Rules, compile_rules

RULES = """
[[matter]]
code = "barbecue"
title = "露天烧烤"
kind = "处罚"
words = ["烧烤摊"]
status = "configured"

[[saying]]
code = "barbecue"
texts = ["烟熏得睡不着"]
status = "configured"

[[outside]]
code = "quarrel"
title = "邻里争吵"
goes = "申请人民调解"
texts = ["楼上楼下天天吵嘴"]
status = "configured"
"""
BARBECUE = Subject("barbecue", "露天烧烤", words=("烧烤摊",), articles=("大气法#1",))
SMOKE = Subject("smoke", "油烟扰民", words=("油烟",), articles=("大气法#1",))
PAVEMENT = Subject("pavement", "占道经营", words=("摆到人行道",), articles=("市容法#2",))
AMONG = Subjects([BARBECUE, SMOKE, PAVEMENT])


class Told:
    """A reader that finds what it is told, by words of the text."""

    def __init__(self, **found: list[tuple[str, float]]) -> None:
        self._found = found

    def likely(self, text: str, among: Subjects, limit: int) -> Sequence[Likely]:
        for word in sorted(self._found, key=len, reverse=True):
            if word in text:
                return [Likely(*item) for item in self._found[word]][:limit]
        return ()

    def why(self, text: str, code: str, among: Subjects) -> Sequence[str]:
        return ("烧烤摊",) if "烧烤摊" in text else ()


def book() -> Rulebook:
    found = compile_rules({"sample.toml": RULES})
    assert isinstance(found, Rulebook)
    return found


def today() -> Rules:
    return book().as_of(date(2026, 9, 10))


def test_the_likeliest_comes_first_and_says_why() -> None:
    answer = match("门口烧烤摊", today(), AMONG, Told(烧烤摊=[("barbecue", 0.8), ("pavement", 0.2)]))
    assert [found.subject.code for found in answer.matches] == ["barbecue", "pavement"]
    assert answer.matches[0].sure
    assert answer.matches[0].why == ("烧烤摊",)
    assert not answer.abstained


def test_it_abstains_between_matters_of_different_articles() -> None:
    answer = match("烧烤摊", today(), AMONG, Told(烧烤摊=[("barbecue", 0.25), ("pavement", 0.24)]))
    assert answer.abstained
    assert len(answer.matches) == 2
    assert not any(found.sure for found in answer.matches)


def test_matters_punished_by_one_article_are_no_doubt_about_the_basis() -> None:
    answer = match("烧烤摊", today(), AMONG, Told(烧烤摊=[("barbecue", 0.4), ("smoke", 0.4), ("pavement", 0.2)]))
    assert not answer.abstained


def test_nothing_known_is_no_answer() -> None:
    answer = match("的", today(), AMONG, Told())
    assert answer.abstained
    assert answer.matches == ()
    assert answer.affair is None


def test_what_no_organ_decides_is_said_with_where_to_go() -> None:
    found = Told(吵=[(OUTSIDE + "quarrel", 0.9), ("smoke", 0.05)])
    answer = match("隔壁两口子吵架", today(), AMONG, found)
    assert answer.affair is not None
    assert answer.affair.goes == "申请人民调解"
    assert answer.abstained


def test_two_offences_in_one_text_are_two_answers() -> None:
    told = Told(
        **{
            "烧烤摊油烟很大，桌子摆到人行道上": [("barbecue", 0.7), ("smoke", 0.2), ("pavement", 0.1)],
            "烧烤摊油烟很大": [("barbecue", 0.9)],
            "桌子摆到人行道上": [("pavement", 0.9)],
        }
    )
    answer = match("烧烤摊油烟很大，桌子摆到人行道上", today(), AMONG, told)
    assert [found.subject.code for found in answer.matches] == ["barbecue", "pavement", "smoke"]


def test_no_more_answers_than_asked() -> None:
    told = Told(烧烤摊=[("barbecue", 0.5), ("smoke", 0.3), ("pavement", 0.2)])
    assert len(match("烧烤摊", today(), AMONG, told, limit=1).matches) == 1


def test_lessons_are_the_words_of_matters_and_of_affairs_outside() -> None:
    found = list(lessons(book()))
    assert ("露天烧烤", "barbecue") in found
    assert ("烟熏得睡不着", "barbecue") in found
    assert ("楼上楼下天天吵嘴", OUTSIDE + "quarrel") in found
    assert digest_of(found) == digest_of(reversed(found))
    assert digest_of(found) != digest_of(found[1:])


def test_words_for_one_thing_have_something_in_common() -> None:
    concepts = Concepts({"串串店": ["eatery"], "饭馆": ["eatery"]})
    assert set(concepts.signs("串串店")) & set(concepts.signs("饭馆")) == {"#eatery"}
    assert concepts.signs("ＫＴＶ 喝酒") == ["ktv", "喝", "酒", "喝酒"]
