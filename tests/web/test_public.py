"""What anybody may see: checking a paper, how to object, published decisions, the law, suggestions."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.acts.yearbook import GOODS
from tests.web.conftest import BOTH, DECIDED, PARTY, SignedIn, ago, ordinary, proceeding_of
from zhifa.acts.cases import Opening, StepEntry, add_proceeding, open_case, record_steps
from zhifa.acts.papers import PaperIssued, issue_paper
from zhifa.acts.work import Actor, Recorded
from zhifa.core.values import chinese_date
from zhifa.jobs.rebuild import differences
from zhifa.store.casework.models import Obligation, Paper, Proceeding, Publication
from zhifa.store.readers import public
from zhifa.store.readers.public import Published
from zhifa.store.registry.models import Organ

PERSONAL = ("陈大海", "110101199003070038", "人民路")
pytestmark = pytest.mark.django_db


def text(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_the_code_of_a_paper_proves_it_and_says_how_to_object(paper: Paper) -> None:
    said = text(f"/p/{paper.pk}")
    due = {o.code: o.due_on for o in Obligation.objects.filter(case=paper.case, kind="window", of="party")}
    for words in (
        "这份文书是真的",
        paper.number,
        "洛碛镇人民政府",
        chinese_date(paper.issued_on),
        f"重庆市渝北区人民政府提出，最迟 {chinese_date(due['penalty.reconsider'])}",
        f"重庆市渝北区人民法院提起，最迟 {chinese_date(due['penalty.suit'])}",
    ):
        assert words in said, words
    assert not any(word in said for word in PERSONAL)
    assert "<script" not in said


def test_a_withdrawn_paper_says_so_and_offers_no_objection(paper: Paper) -> None:
    Paper.objects.filter(pk=paper.pk).update(withdrawn_on=ago(1).day, withdrawn_why="文号有误")
    said = text(f"/p/{paper.pk}")
    assert "已经撤回" in said
    assert "文号有误" in said
    assert "不服怎么办" not in said


@pytest.mark.parametrize("code", ["0" * 32, "nonsense", "陈大海", "'; drop table"])
def test_an_unknown_code_is_not_called_false_but_warned_of(code: str) -> None:
    assert "没有查到这份文书" in text(f"/p/{code}", 404)


def test_a_number_or_a_code_can_be_typed_in_any_width(paper: Paper) -> None:
    assert "这份文书是真的吗" in text("/check")
    spaced = " ".join(paper.pk[n : n + 4] for n in range(0, 32, 4)).upper()
    for typed in (paper.number, paper.number.replace("〔", "[").replace("〕", "]"), spaced, f" {paper.number} "):
        answer = Client().get("/check", {"code": typed})
        assert "这份文书是真的" in answer.content.decode(), typed
    assert Client().get("/check", {"code": "渝洛碛罚〔2020〕999号"}).status_code == 404


def test_before_delivery_the_length_of_the_period_is_said(house: Organ, wang: Actor) -> None:
    case_id = ordinary(wang, *DECIDED[:2])
    made = issue_paper(case_id, proceeding_of(case_id), "penalty-decision", actor=wang, at=ago(7))
    assert isinstance(made, PaperIssued), made
    said = text(f"/p/{made.token}")
    assert "自收到之日起 60 日内" in said
    assert "还没有送达记录" in said


def test_after_a_fine_on_the_spot_reconsideration_comes_first(house: Organ, wang: Actor) -> None:
    opened = open_case(Opening("lq", "penalty.simple", ago(5, "09:00"), PARTY, BOTH), actor=wang)
    assert isinstance(opened, Recorded)
    facts = {
        "decision.kinds": ["罚款"], "decision.fine": "50", "decision.facts": "占道摆摊",
        "decision.basis": "条例第十八条",
        "decision.term": "十五日内", "decision.remedies_told": True,
    }  # fmt: skip
    told = {
        "matter.code": "city.stall.roadside", "simple.facts": "占道摆摊", "notice.kinds": ["罚款"], "notice.fine": "50",
        "notice.basis": "条例第十八条", "notice.rights_told": True,
    }  # fmt: skip
    entries = [
        StepEntry("show_certificates", {"simple.place": "农贸市场"}, BOTH, ago(5, "09:00")),
        StepEntry("tell", told, BOTH, ago(5, "09:05")),
        StepEntry("hear", {"defence.offered": False}, BOTH, ago(5, "09:06")),
        StepEntry("decision", facts, BOTH, ago(5, "09:08")),
    ]
    assert isinstance(record_steps(opened.case_id, entries, actor=wang), Recorded)
    proceeding = proceeding_of(opened.case_id, "penalty.simple")
    made = issue_paper(opened.case_id, proceeding, "on-the-spot-penalty-decision", actor=wang, at=ago(5, "09:10"))
    assert isinstance(made, PaperIssued), made
    assert "须先申请行政复议" in text(f"/p/{made.token}")


def published(case_id: str, wang: Actor, *more: StepEntry) -> str:
    key = proceeding_of(case_id, "publication")
    content = {
        "publication.category": "行政处罚",
        "publication.decision_number": "渝洛碛罚〔2026〕1号",
        "publication.content": "陈大海（110101199003070038）擅自占用道路堆放物料，罚款 200 元",
        "publication.masked": ["姓名"],
        "publication.redaction_passed": True,
    }
    entries = [
        StepEntry("redact", content, ("王立",), ago(3, "09:00"), "publication"),
        StepEntry("publish", {"publication.channel": "政府门户网站"}, ("王立",), ago(3, "10:00"), "publication"),
        *more,
    ]
    done = record_steps(case_id, entries, actor=wang)
    assert isinstance(done, Recorded), done
    return key


def test_published_decisions_are_masked_and_found_only_by_what_is_shown(decided: str, wang: Actor) -> None:
    assert "还没有公示的决定" in text("/public")
    key = published(decided, wang)
    listed, one = text("/public"), text(f"/public/{key}")
    for said in (listed, one):
        assert "渝洛碛罚〔2026〕1号" in said
        assert "陈某" in said
        assert not any(word in said for word in PERSONAL)
    assert "罚款" in one
    assert "渝洛碛罚〔2026〕1号" in text("/public?q=堆放物料")
    assert "没有找到" in text("/public?q=陈大海")


def test_words_organ_and_days_narrow_the_search_together(decided: str, wang: Actor) -> None:
    published(decided, wang)
    on, later = ago(3).day, ago(2).day
    number = "渝洛碛罚〔2026〕1号"
    for asked in ("q=堆放物料 罚款", "organ=lq", f"since={on}&until={on}", f"q=陈某&organ=lq&since={on}"):
        assert number in text(f"/public?{asked}"), asked
    for asked in ("q=堆放物料 许可", f"since={later}", f"until={ago(4).day}", "q=人民路"):
        assert "没有找到" in text(f"/public?{asked}"), asked
    assert "没有按日期筛选" in text("/public?since=昨天")
    assert number in text("/public?organ=nowhere"), "an organ that has published nothing cannot be chosen"


def test_a_published_seizure_does_not_tell_the_fine_of_its_case(decided: str, wang: Actor) -> None:
    penalty = published(decided, wang)
    begun = add_proceeding(decided, "measure.seize", actor=wang, parent=proceeding_of(decided), at=ago(20))
    assert isinstance(begun, Recorded)
    facts = {"seizure.reason": "拒不改正", "seizure.basis": "条例", "seizure.place": "人民路", "seizure.goods": GOODS}
    seized = StepEntry("seize", facts, BOTH, ago(20), proceeding_of(decided, "measure.seize"))
    assert isinstance(record_steps(decided, [seized], actor=wang), Recorded)
    key = Proceeding.objects.exclude(pk=penalty).get(case=decided, procedure="publication").pk
    shown = {"publication.category": "行政强制", "publication.decision_number": "渝洛碛扣〔2026〕1号"}
    shown |= {
        "publication.content": "扣押遮阳棚一顶",
        "publication.redaction_passed": True,
        "publication.masked": ["姓名"],
    }
    entries = [
        StepEntry("redact", shown, ("王立",), ago(19, "09:00"), key),
        StepEntry("publish", {"publication.channel": "政府门户网站"}, ("王立",), ago(19, "10:00"), key),
    ]
    assert isinstance(record_steps(decided, entries, actor=wang), Recorded)
    assert "罚款" in text(f"/public/{penalty}")
    said = text(f"/public/{key}")
    assert "扣押遮阳棚一顶" in said
    assert "罚款" not in said


def test_pages_follow_each_other_without_gap_or_repetition(decided: str, wang: Actor) -> None:
    key = published(decided, wang)
    row = Publication.objects.get()
    for n in range(1, 48):
        day = ago(3 + n // 5).day  # several on one day: the key decides among them
        Publication.objects.create(
            case_id=decided, proceeding=f"{n:040d}", organ_id=row.organ_id, published_on=day, text=row.text
        )
    real = public._line
    lines: list[str] = []

    def same(case_id: str, shown: str, **given: object) -> Published | None:
        found = real(case_id, key, **given)  # type: ignore[arg-type]
        return replace(found, id=shown) if found else None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(public, "_line", same)
        address, pages = "/public?q=堆放物料", 0
        while address:
            said = text(address)
            found = re.findall(r'href="/public/([^"?]+)"', said)
            assert len(found) <= public.PAGE
            lines += found
            pages += 1
            onward = re.search(r'rel="next" href="([^"]+)"', said)
            address = unescape(onward[1]) if onward else ""
    assert pages == 3
    assert len(lines) == len(set(lines)) == 48
    assert lines[0] == max(lines, key=lambda k: (Publication.objects.get(proceeding=k).published_on, k))


def test_a_page_reads_no_more_cases_than_it_shows(decided: str, wang: Actor) -> None:
    published(decided, wang)
    row = Publication.objects.get()
    for n in range(60):
        Publication.objects.create(
            case_id=decided, proceeding=f"{n:040d}", organ_id=row.organ_id, published_on=ago(9).day, text="别的"
        )
    with CaptureQueriesContext(connection) as seen:
        assert "渝洛碛罚〔2026〕1号" in text("/public?q=堆放物料")
    assert len(seen) < 12, "a search must not read every case that was ever published"


def test_rows_of_publications_are_what_the_journal_says(decided: str, wang: Actor) -> None:
    published(decided, wang)
    row = Publication.objects.get(case=decided)
    assert not any(word in row.text for word in PERSONAL)
    assert list(differences([decided])) == []


def test_a_withdrawn_publication_leaves_only_number_and_reason(decided: str, wang: Actor) -> None:
    gone = {"publication.withdrawal_reason": "决定被复议机关撤销", "publication.reason_published": True}
    key = published(decided, wang, StepEntry("withdraw", gone, ("王立",), ago(1), "publication"))
    said = text(f"/public/{key}")
    assert "决定被复议机关撤销" in said
    assert "堆放" not in said
    assert "陈某" not in said


def test_a_decision_not_published_is_not_there(decided: str) -> None:
    text(f"/public/{proceeding_of(decided, 'publication')}", 404)
    text(f"/public/{proceeding_of(decided)}", 404)
    text("/public/nothing", 404)


def test_the_law_panel_says_what_is_in_force_and_why(db: None) -> None:
    said = text("/law?cite=行政处罚法(2021)%2358.1&why=审核&on=2024-03-05")
    assert "第五十八条第一款" in said
    assert "施行中" in said
    assert "尚未施行" in text("/law?cite=行政处罚法(2021)%2358&on=2021-07-14")
    assert "读不懂" in text("/law?cite=%23%23", 404)
    assert "没有“不存在的法”" in text("/law?cite=不存在的法%231")


def test_suggestions_carry_the_text_to_the_clue_desk_and_abstain(signed_in: SignedIn) -> None:
    officer = signed_in("王立")
    said = officer.get("/suggest", {"seen": "商户把桌椅摆到人行道上"}).content.decode()
    assert "临街商场、门店超出门窗外墙摆卖、经营" in said
    assert "“摆到人行道”" in said
    assert 'formaction="/clues?matter=city.stall.shopfront"' in said
    assert "没有足够接近的事项" in officer.get("/suggest", {"seen": "qwzx plmokn"}).content.decode()
    debt = officer.get("/suggest", {"seen": "朋友借了我五万块钱打了欠条，到期不还"}).content.decode()
    assert "不属于行政执法事项" in debt
    assert "人民法院" in debt
    assert signed_in("").get("/suggest", {"seen": "占道"}).status_code == 302


def test_the_form_of_a_publication_holds_what_the_case_says_already(
    decided: str, paper: Paper, signed_in: SignedIn
) -> None:
    key = proceeding_of(decided, "publication")
    page = signed_in("王立").get(f"/cases/{decided}?p={key}&step=redact").content.decode()
    form = page[page.index('id="step-redact"') :]
    assert f'value="{paper.number}"' in form
    content = form[form.index('name="publication.content"') :]
    content = content[: content.index("</textarea>")]
    assert "对陈某作出行政处罚决定。案由：擅自占用道路堆放物料。决定内容：罚款 200 元。" in content


def test_a_kind_of_publication_is_chosen_by_what_was_decided(decided: str, paper: Paper, signed_in: SignedIn) -> None:
    key = proceeding_of(decided, "publication")
    page = signed_in("王立").get(f"/cases/{decided}?p={key}&step=redact").content.decode()
    chosen = [part for part in page.split("<option")[1:] if " selected" in part.split(">")[0]]
    ticked = [part for part in page.split("<input")[1:] if " checked" in part.split(">")[0]]
    assert any("行政处罚" in part[:200] for part in (*chosen, *ticked))
