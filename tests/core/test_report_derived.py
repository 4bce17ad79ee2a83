"""What figures are worked out from where no rule knows the words: learned from right reports, held against a slip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from bench.reports.learn import Example, learned, printed
from tests.core.reported import examined, words
from tests.core.test_report_sentences import HEAD, MARK
from zhifa.core.footing.derived.beliefs import believed
from zhifa.core.footing.derived.derivations import ADDED, Derivation
from zhifa.core.footing.derived.slips import odds
from zhifa.core.footing.derived.traits import of_derivations
from zhifa.core.footing.derived.views import View, Views, views
from zhifa.core.footing.examining import examine
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.passages import Line

UNSAID = (
    "核对公示信息{219|269}条，其中事前公示58条、事后公示161条；配备执法记录仪10部。",
    "承担上级随机抽查任务{286|236}户，到11月底完成275户，另11户已关闭，视为完成。",
    "全省交通执法机构{143|243}个，其中省级1个、市级14个、县级128个；核定编制11260名。",
)


def contradictions(text: str, lexicon: Lexicon) -> list[str]:
    lines = [Line(number, said) for number, said in enumerate((HEAD + text).split("\n"), 1)]
    return [check.expression for check in examine(lines, lexicon).contradictions]


@pytest.mark.parametrize("said", UNSAID)
def test_what_no_rule_says_is_noticed_by_what_was_learned(said: str) -> None:
    right, wrong = MARK.sub(r"\1", said), MARK.sub(r"\2", said)
    assert contradictions(right, words()) == []
    assert contradictions(wrong, replace(words(), weights={})) == []
    assert len(contradictions(wrong, words())) == 1


def test_a_list_that_is_not_all_is_left_alone() -> None:
    assert contradictions("全年立案431件，主要有餐饮油烟90件、噪声扰民44件。", words()) == []
    assert contradictions("检查321次。\n对餐饮开展检查312次。", words()) == []


DOUBTED = (
    (
        "检查在建工程项目172个，其中政府投资项目71个、社会投资项目101个。全部项目中，开设农民工工资专户的161个，开设率93.6%；实行实名制管理的158个，占91.9%；"
        "存储工资保证金的149个，占{86.6|96.6}%。",
        "149 ÷ 172 = 86.63% ≠ 96.6%",
    ),
    (
        "案件方面，全年立案538件，结案{519|529}件，适用简易程序的213件，适用普通程序的306件，没有其他结案方式。",
        "213 + 306 = 519 ≠ 529",
    ),
)


@pytest.mark.parametrize(("said", "wrong"), DOUBTED)
def test_of_two_readings_only_the_likely_one_is_contradicted(said: str, wrong: str) -> None:
    assert contradictions(MARK.sub(r"\1", said), words()) == []
    assert contradictions(MARK.sub(r"\2", said), replace(words(), weights={})) != [wrong]
    assert contradictions(MARK.sub(r"\2", said), words()) == [wrong]


def seen(text: str) -> Views:
    found = examined(HEAD + text)
    return views(found.reading, found.celled, words())


def test_ways_are_shares_of_one_certainty() -> None:
    found = examined(HEAD + MARK.sub(r"\1", UNSAID[0]))
    told = believed(found.reading, found.celled, words())
    assert told
    for one in told:
        assert 0 <= one.derived <= 1
        assert all(0 <= sure <= 1 for _, sure in one.ways)


def test_traits_do_not_know_whether_it_comes_out() -> None:
    def of(text: str) -> Iterator[object]:
        found = examined(HEAD + text)
        told = views(found.reading, found.celled, words())
        for one in believed(found.reading, found.celled, words()):
            ways = [way for way, _ in one.ways]
            for (way, sure), traits in zip(one.ways, of_derivations(told, one.target, ways), strict=True):
                yield way.kind, tuple(traits), sure

    right, wrong = (list(of(UNSAID[0].replace("{219|269}", number))) for number in ("219", "269"))
    assert right == wrong


def _odds(told: str, kind: str = ADDED) -> float:
    every = seen(told).told
    target, *terms = every
    return odds(target, Derivation(kind, tuple(terms), sum((one.figure.value for one in terms), Decimal(0))))


def test_a_slip_of_the_hand_is_likelier_than_any_other_number() -> None:
    turned, digit, other = (_odds(f"查处{number}件，其中餐饮1264件、噪声1128件。") for number in (2932, 2792, 3518))
    assert turned > digit > other
    assert _odds("查处29件，其中餐饮12件、噪声80件。") < turned


def test_what_always_comes_out_is_learned_and_what_never_does_is_not() -> None:
    one = Example(none=(("none", "a"),), ways=((("sum", "its"),), (("sum", "other"),)), right=(True, False))
    weights = learned([one] * 50)
    assert weights["sum"]["its",] > 1 > -1 > weights["sum"]["other",]
    assert '"its"' in printed(weights)


def test_a_view_names_what_it_counts() -> None:
    figures: list[View] = list(seen("其中：事前公示58条，占三成。").told)
    assert figures[0].names >= {"事前", "公示"}
    assert figures[0].cued == "among"
