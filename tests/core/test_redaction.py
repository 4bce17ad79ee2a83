"""Masking before publication: whole facts, values in free text, patterns, and the check that nothing is left."""

from __future__ import annotations

from datetime import date

import pytest

from zhifa.core.facts import Value
from zhifa.core.redaction import leaks, masks, redact, redact_facts
from zhifa.ports.rules import rulebook

MASKS = masks(rulebook().as_of(date(2024, 6, 1)))
PERSON: dict[str, Value] = {
    "party.kind": "个人",
    "party.name": "欧阳大海",
    "party.id_number": "50011219800101123X",
    "party.phone": "13812345678",
    "party.address": "洛碛镇人民路1号",
}
FIRM: dict[str, Value] = {
    "party.kind": "法人",
    "party.name": "重庆某某商贸有限公司",
    "party.address": "洛碛镇工业路9号",
    "party.representative": "陈大海",
    "party.phone": "02367891234",
}


def test_a_person_keeps_only_the_family_name() -> None:
    shown = redact_facts(PERSON, MASKS)
    assert shown["party.name"] == "欧阳某"
    assert shown["party.id_number"] == "*" * 18
    assert shown["party.phone"] == "138******78"
    assert shown["party.address"] == "（略）"


@pytest.mark.parametrize(("number", "shown"), [("1234", "****"), ("12345", "*****"), ("123456", "123*56")])
def test_a_number_too_short_to_keep_its_ends_is_hidden_whole(number: str, shown: str) -> None:
    assert redact_facts({"party.kind": "个人", "party.phone": number}, MASKS)["party.phone"] == shown


def test_an_organisation_is_named_but_its_people_are_not() -> None:
    shown = redact_facts(FIRM, MASKS)
    assert shown["party.name"] == "重庆某某商贸有限公司"
    assert shown["party.address"] == "洛碛镇工业路9号"
    assert shown["party.representative"] == "陈某"


def test_personal_values_are_found_in_free_text() -> None:
    said = redact("当事人欧阳大海（住洛碛镇人民路1号）在路边乱丢烟头。", PERSON, MASKS)
    assert said.text == "当事人欧阳某（住（略））在路边乱丢烟头。"
    assert set(said.hidden) == {"姓名", "住址"}


def test_several_names_in_one_field_are_masked_one_by_one() -> None:
    said = redact("见证人李明、张桂芳在场，李明签名。", {"seizure.witness": "李明、张桂芳"}, MASKS)
    assert said.text == "见证人李某、张某在场，李某签名。"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("证号500112198001011234已核对", "500112198001011234"),
        ("联系13900001111即可", "13900001111"),
        ("电话023-67891234", "67891234"),
        ("缴至6222021234567890123账户", "622202123456789"),
        ("卡号6222 0212 3456 7890 123", "0212 3456"),
        ("邮箱zhang.san@example.com", "zhang.san"),
    ],
)
def test_numbers_nobody_recorded_are_found_by_their_shape(text: str, kept: str) -> None:
    assert leaks(text, {}, MASKS)
    said = redact(text, {}, MASKS)
    assert kept not in said.text
    assert not leaks(said.text, {}, MASKS)


@pytest.mark.parametrize(
    "text",
    [
        "罚款200元，洛碛简罚〔2024〕12号，2024年5月6日",
        "统一社会信用代码91500112MA5U000000",
        "扣押财物185件，面积22905.56平方米",
        "《行政处罚法》第五十一条",
    ],
)
def test_what_must_be_published_is_left_alone(text: str) -> None:
    assert redact(text, PERSON, MASKS).text == text


def test_the_check_names_what_is_left_and_where() -> None:
    text = "欧阳大海，电话13812345678"
    found = leaks(text, PERSON, MASKS)
    assert [(hit.title, text[hit.start : hit.end]) for hit in found] == [
        ("姓名", "欧阳大海"),
        ("联系方式", "13812345678"),
    ]


def test_a_redacted_text_passes_its_own_check() -> None:
    text = "当事人欧阳大海，公民身份号码50011219800101123X，住洛碛镇人民路1号，电话13812345678。"
    assert leaks(redact(text, PERSON, MASKS).text, PERSON, MASKS) == []
