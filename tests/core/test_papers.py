"""Papers: numbers, filling from facts, what is missing, and the templates shipped as rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.papers_sample import CONTEXT, DAY, LONG_PARTY, book, codes, day_for, filled
from zhifa.core.citations import Citation
from zhifa.core.conditions import parse
from zhifa.core.facts import Fact, Vocabulary
from zhifa.core.papers import (
    BadTemplate,
    Context,
    Document,
    DocumentNumber,
    Missing,
    Number,
    Table,
    check_template,
    fill,
    plain,
    read_template,
    template_of,
    words,
)
from zhifa.core.papers.template import Item
from zhifa.core.procedure.functions import FUNCTIONS

CODES = codes()
ISSUE_PAPERS = 25


def said(code: str, **options: object) -> str:
    document = filled(code, **options)  # type: ignore[arg-type]
    assert isinstance(document, Document), document
    return words(document)


# ---- numbers ----


def test_a_number_is_written_as_the_standard_says() -> None:
    assert str(Number("渝洛碛", "罚", 2024, 12)) == "渝洛碛罚〔2024〕12号"


@given(st.sampled_from(["罚", "简罚", "扣", "责改"]), st.integers(1990, 2100), st.integers(1, 10**7))
def test_a_number_reads_back(kind: str, year: int, serial: int) -> None:
    number = Number("渝洛碛", kind, year, serial)
    assert Number.parse(str(number), kinds=("罚", "简罚", "扣", "责改")) == number


@pytest.mark.parametrize(
    "written",
    [
        "渝洛碛罚[2024]12号",
        "渝洛碛罚（2024）12号",
        "渝洛碛罚〔2024〕第12号",
        "渝洛碛罚〔2024〕012号",
        "渝洛碛罚〔24〕12号",
        "罚〔2024〕12号",
    ],
)
def test_a_number_in_another_form_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="文号|文种"):
        Number.parse(written, kinds=("罚",))


# ---- the templates shipped ----


def test_there_are_enough_papers() -> None:
    assert len(CODES) >= ISSUE_PAPERS


@pytest.mark.parametrize("code", CODES)
def test_every_template_is_sound(code: str) -> None:
    template = template_of(book().as_of(day_for(code)), code)
    assert template is not None
    assert check_template(template, book().vocabulary) == ()


def test_an_amount_does_not_get_its_capitals_twice() -> None:
    template = template_of(book().as_of(day_for("surcharge-notice")), "surcharge-notice")
    assert template is not None
    twice = Item("text", {"text": "共计{{surcharge.amount}}（大写：{{surcharge.amount|capitals}}）"})
    assert any("自带大写" in said for said in check_template(replace(template, body=(twice,)), book().vocabulary))
    for item in template.body:
        if item.condition:
            parse(item.condition, book().vocabulary, FUNCTIONS)
        if cite := item.option("cite"):
            Citation.parse(cite)


@pytest.mark.parametrize("code", CODES)
def test_every_paper_can_be_filled(code: str) -> None:
    document = filled(code)
    assert isinstance(document, Document)
    assert "{{" not in words(document)


@pytest.mark.parametrize("code", CODES)
def test_each_required_fact_is_listed_when_it_is_missing_and_printed_when_it_is_there(code: str) -> None:
    template = template_of(book().as_of(day_for(code)), code)
    assert template is not None
    missing = filled(code, without=template.required)
    if template.required:
        assert isinstance(missing, Missing)
        closed = {"no", "zero"}
        needed = {c for c in template.required if book().vocabulary[c].absent not in closed}
        assert needed <= set(missing.facts)


def test_every_paper_a_step_names_has_a_template() -> None:
    rules = book().as_of(DAY)
    named = {str(code) for step in rules.entries("step").values() for code in step.data.get("papers", ())}
    assert named - {entry.key for entry in book().section("paper")} == set()


# ---- what the law asks of a decision ----


def test_a_decision_carries_everything_article_59_and_its_companions_ask_for() -> None:
    text = said("penalty-decision")
    for required in (
        LONG_PARTY,
        "滨江路888号",
        "笔录1份",
        "给予警告、罚款的行政处罚",
        "1,234.50元（大写：壹仟贰佰叁拾肆元伍角）",
        "裁量说理",
        "“一般”的裁量档次，对应的罚款幅度为500元至2,000元",
        "对上述意见部分采纳",
        "十五日内",
        "重庆农村商业银行洛碛支行",
        "0000 1111 2222 3333",
        "百分之三",
        "不超出罚款的数额",
        "六十日内向重庆市渝北区人民政府申请行政复议",
        "六个月内依法向重庆市渝北区人民法院提起行政诉讼",
        "渝洛碛罚〔2024〕12号",
    ):
        assert required in text, required


def test_a_decision_without_a_fine_says_nothing_of_payment() -> None:
    text = said("penalty-decision", decision__kinds=("警告",))
    assert "给予警告" in text
    assert "加处罚款" not in text
    assert "人民币" not in text


def test_a_party_who_said_nothing_is_not_said_to_have_spoken() -> None:
    text = said("penalty-decision", defence__offered=False)
    assert "未提出陈述、申辩意见" in text
    assert "经复核" not in text


def test_unknown_facts_are_listed_by_their_labels_all_at_once() -> None:
    missing = filled("penalty-decision", without=("decision.reasons", "party.address"))
    assert isinstance(missing, Missing)
    assert missing.facts == ("decision.reasons", "party.address")
    assert "裁量说理" in missing.message
    assert "住址（住所）" in missing.message


def test_since_2024_an_on_the_spot_penalty_goes_to_reconsideration_first() -> None:
    text = said("on-the-spot-penalty-decision", day=date(2024, 1, 1))
    assert "先向重庆市渝北区人民政府申请行政复议" in text
    assert "不能直接提起行政诉讼" in text


def test_before_2024_an_on_the_spot_penalty_could_go_straight_to_court() -> None:
    text = said("on-the-spot-penalty-decision", day=date(2023, 12, 31))
    assert "也可以自收到本当场行政处罚决定书之日起六个月内" in text
    assert "不能直接提起行政诉讼" not in text


def test_an_ordinary_penalty_may_go_to_court_directly_on_both_sides_of_the_change() -> None:
    for day in (date(2023, 12, 31), date(2024, 1, 1)):
        assert "也可以自收到本行政处罚决定书之日起六个月内依法向" in said("penalty-decision", day=day)


def test_a_fine_collected_on_the_spot_names_the_receipt_and_no_bank() -> None:
    text = said("on-the-spot-penalty-decision", payment__collected_on=DAY, payment__receipt="渝财0001")
    assert "专用票据号码：渝财0001" in text
    assert "持本决定书到" not in text


def test_a_seizure_decision_carries_its_term_its_goods_and_the_remedies() -> None:
    document = filled("seizure-decision")
    assert isinstance(document, Document)
    text = words(document)
    assert "期限为15日" in text
    assert "可移动式遮阳棚" in text
    assert "申请行政复议" in text
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [plain(cell) for cell in table.rows[0][:3]] == ["1", "钢管", "DN20×6m"]


def test_an_empty_list_of_goods_is_no_list() -> None:
    missing = filled("seizure-decision", seizure__goods=())
    assert isinstance(missing, Missing)
    assert "seizure.goods" in missing.facts


# ---- issuing ----


def test_a_paper_with_a_number_is_not_issued_without_one_but_may_be_drafted() -> None:
    missing = filled("penalty-decision", context=replace(CONTEXT, number=None))
    assert isinstance(missing, Missing)
    assert [gap.code for gap in missing.gaps] == ["paper.number"]
    draft = filled("penalty-decision", context=replace(CONTEXT, number=None, draft=True))
    assert isinstance(draft, Document)
    assert any(isinstance(block, DocumentNumber) and "〔" in block.text for block in draft.blocks)


def test_missing_bank_court_and_reconsideration_body_are_named_together() -> None:
    missing = filled("penalty-decision", context=Context(organ="甲镇人民政府", number=CONTEXT.number, issued_on=DAY))
    assert isinstance(missing, Missing)
    assert {gap.code for gap in missing.gaps} >= {
        "paper.bank",
        "paper.account",
        "paper.court",
        "paper.reconsideration_body",
    }
    assert all(gap.kind == "context" for gap in missing.gaps)


def test_a_condition_that_cannot_be_judged_is_a_gap() -> None:
    missing = filled("no-penalty-decision", without=("decision.no_penalty_ground",))
    assert isinstance(missing, Missing)
    assert any(gap.kind == "condition" for gap in missing.gaps)


# ---- the language of templates ----

WORDS = Vocabulary(
    {
        "a.money": Fact("a.money", "金额", "money"),
        "a.text": Fact("a.text", "文字", "longtext"),
        "a.flag": Fact("a.flag", "是否", "boolean", absent="no"),
    }
)


def tried(body: list[dict[str, object]], values: dict[str, object], **data: object) -> Document | Missing:
    template = read_template("t", {"title": "试", "body": body, **data})
    return fill(
        template,
        lookup=lambda code: values.get(code),  # type: ignore[arg-type,return-value]
        vocabulary=WORDS,
        holds=lambda _: None,
        context=Context(organ="甲", issued_on=DAY),
    )


def test_text_that_looks_like_a_placeholder_in_a_value_stays_text() -> None:
    document = tried([{"text": "{{a.text}}"}], {"a.text": "{{a.money}} <b>#let x</b>"}, required=["a.text"])
    assert isinstance(document, Document)
    assert "{{a.money}} <b>#let x</b>" in words(document)


def test_a_paragraph_whose_optional_value_is_unknown_is_left_out() -> None:
    document = tried([{"text": "甲：{{a.text}}"}, {"text": "乙"}], {}, optional=["a.text"])
    assert isinstance(document, Document)
    assert "甲：" not in words(document)
    assert "乙" in words(document)


def test_lines_of_a_value_become_paragraphs() -> None:
    document = tried([{"text": "{{a.text}}"}], {"a.text": "一\n\n二"}, required=["a.text"])
    assert isinstance(document, Document)
    assert words(document).splitlines()[-2:] == ["一", "二"]


def test_a_value_that_ends_its_sentence_gets_no_second_full_stop() -> None:
    document = tried([{"text": "理由：{{a.text}}。以上。"}], {"a.text": "属实。"}, required=["a.text"])
    assert isinstance(document, Document)
    assert words(document).splitlines()[-1] == "理由：属实。以上。"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("{{a.money}}", "200元（大写：贰佰元整）"),
        ("{{a.money|yuan}}", "200元"),
        ("{{a.money|capitals}}", "贰佰元整"),
        ("{{a.flag}}", "否"),
        ("{{a.text|or:无}}", "无"),
    ],
)
def test_filters(written: str, printed: str) -> None:
    document = tried([{"text": written}], {"a.money": 20_000})
    assert isinstance(document, Document)
    assert words(document).splitlines()[-1] == printed


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ([{"text": "{{a.money|upper}}"}], "未知的格式"),
        ([{"text": "{{a.money}"}], "大括号"),
        ([{"text": "{{金额}}"}], "占位符"),
        ([{"words": "x"}], "主要键"),
        ([{"text": "x", "colour": "red"}], "未知的键"),
        ([{"text": "x", "note": "y"}], "主要键"),
        ([{"row": ["x"]}], "row"),
        ([{"passage": "nowhere"}], "nowhere"),
        ([], "body"),
    ],
)
def test_a_bad_template_is_refused_with_the_place(body: list[dict[str, object]], complaint: str) -> None:
    with pytest.raises(BadTemplate, match=complaint) as caught:
        read_template("t", {"title": "试", "body": body})
    assert "文书 t" in str(caught.value)


def test_the_check_of_templates_names_each_fault() -> None:
    template = read_template(
        "t",
        {"title": "试", "body": [{"text": "{{a.text}}{{b.none|or:}}{{paper.moon|or:}}"}], "required": ["a.money"]},
    )
    found = "\n".join(check_template(template, WORDS))
    assert "未知的事实 b.none" in found
    assert "未知的签发信息 paper.moon" in found
    assert "a.text 既未列为必填" in found
    assert "必填的 a.money 没有印在文书上" in found
