"""What a law mark opens, and the matters suggested while somebody types what was seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.statutes import article_text, law_index, readable
from zhifa.acts.work import context, today
from zhifa.core.citations import Standing
from zhifa.core.competence import functions_of
from zhifa.core.discretion.wording import range_words
from zhifa.core.jurisdiction import agencies, standing
from zhifa.core.matching import Match, match, subjects
from zhifa.core.rulebook import Entry
from zhifa.core.values import show_date
from zhifa.ports.matching import reader
from zhifa.web import viewmodels as vm
from zhifa.web.law_words import address, anchor, article_address
from zhifa.web.marks import law_mark
from zhifa.web.render import show_fragment
from zhifa.web.visitor import Visitor, missing, signed_in

LONGEST = 400
STRENGTHS = ("最接近", "接近", "较远")
NOTHING_NEAR = "没有足够接近的事项。可以先登记线索，核查后再定事项。"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today()


def _in_force(standing: Standing, day: date) -> str:
    since = f"自 {standing.valid_from} 起施行" if standing.valid_from else ""
    until = f"，至 {standing.valid_to} 止" if standing.valid_to else ""
    words = {
        "in force": f"{show_date(day)} 施行中：{since}{until}",
        "not yet": f"{show_date(day)} 尚未施行：{since}",
        "repealed": f"{show_date(day)} 已失效：{since}{until}",
    }
    return words.get(standing.status, standing.message)


def _panel(standing: Standing, day: date, why: str) -> vm.LawPanel:
    citation = standing.citation
    found = law_index().find(citation.title)
    status: Literal["verified", "reported"] = "verified" if standing.verified and standing.version else "reported"
    text = article_text(standing)
    note = "" if status == "verified" else "该版本只登记了起止日期，正文未核。"
    if standing.version and not standing.dated:
        note += "施行日期据报道，不见于所收正文。"
    return vm.LawPanel(
        label=law_index().mark(citation),
        instrument=f"《{found.title if found else citation.title}》"
        + (f"（{standing.version}）" if standing.version else ""),
        article=citation.chinese.partition("》")[2] or "全文",
        in_force=_in_force(standing, day),
        why=why or "办理这一步或者这一期限的依据。",
        status=status,
        status_note=note or standing.message,
        text=text,
        source=_source(standing, text),
        compare=_compare(standing, text),
        successor="由" + "、".join(item.chinese for item in standing.successors) + "接替"
        if standing.successors
        else "",
    )


def _source(standing: Standing, text: str) -> vm.Action | None:
    """The article where it stands in its law, for whoever wants to read on; None where the text is not loaded."""
    found = law_index().find(standing.citation.title)
    if not text or found is None or standing.version is None:
        return None
    here = replace(standing.citation, title=found.title, version=standing.version)
    return vm.Action(label="看全文", href=article_address(here))


def _compare(standing: Standing, text: str) -> vm.Action | None:
    """The article beside its successors, where the rules name them and the text is loaded."""
    cited = standing.citation
    found = law_index().find(cited.title)
    named = cited.article and any(one.article for one in standing.successors)
    if not text or found is None or not named:
        return None
    place = address(found.title, "law_compare") + f"#{anchor(cited.article or 0, cited.sub)}"
    return vm.Action(label="新旧条文对照", href=place)


@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """The article in force on a day, why it applies, how far it was verified. Law is open to everybody."""
    citation = readable(str(request.GET.get("cite", ""))[:120])
    if citation is None:
        return missing(request, None, "这条引用读不懂，应写作 行政处罚法(2021)#58.1(2)。")
    day = _day(str(request.GET.get("on", "")))
    standing = law_index().status(citation, day)
    return show_fragment(request, _panel(standing, day, str(request.GET.get("why", ""))[:300]))


def _organ(entry: Entry | None, visitor: Visitor) -> str:
    """Whether the visitor's organ may act on a matter, in what capacity, and to whom it goes otherwise."""
    if entry is None:
        return ""
    if not visitor.may("case.act"):
        return "、".join(agency.text for agency in agencies(entry))
    held = standing(entry, visitor.holder(), functions_of(context().rules(visitor.day)), visitor.day)
    if not held.may_act:
        return f"不属本单位办理，移送{held.goes_to}"
    return f"本单位可以办理（{held.mode}{f'，{held.note}' if held.note else ''}）"


def suggestion(found: Match, *, seen: str, place: int, visitor: Visitor, start: bool) -> vm.Suggestion:
    """One matter that may fit, with what carried it and how to begin."""
    subject = found.subject
    entry = context().rules(visitor.day).entry("matter", subject.code)
    begin = f"{reverse('clues')}?{urlencode({'matter': subject.code})}"
    place_of = reverse("matter", args=[subject.code])
    actions = (vm.Action(label="登记线索", href=begin, post=True, carries=True, primary=place == 0),) if start else ()
    return vm.Suggestion(
        title=subject.title,
        why="、".join(f"“{word}”" for word in found.why),
        law=law_mark(subject.articles[0], f"事项“{subject.title}”的依据") if subject.articles else vm.LawMark(label=""),
        organ=_organ(entry, visitor),
        strength=STRENGTHS[min(place, len(STRENGTHS) - 1)],
        start=actions,
        amounts=range_words(entry, context().book.vocabulary) if entry else "",
        href=f"{place_of}?{urlencode({'seen': seen})}" if seen and visitor.may("case.act") else place_of,
    )


def suggestions(seen: str, visitor: Visitor, *, start: bool) -> vm.Suggestions:
    """The matters a text may be about; `start` offers to begin a clue with one of them."""
    day = context().rules(visitor.day)
    found = match(seen, day, subjects(day), reader(day.book))
    shown = tuple(
        suggestion(item, seen=seen, place=n, visitor=visitor, start=start) for n, item in enumerate(found.matches)
    )
    abstained = ""
    if len(seen) >= 4 and found.affair:
        abstained = f"像是“{found.affair.title}”，不属于行政执法事项：{found.affair.goes}。"
        abstained += "如果另有违法行为，可能是下面的事项。" if shown else ""
    elif len(seen) >= 4 and found.abstained:
        abstained = "没有把握，可能是下面的事项；写得再具体一些。" if shown else NOTHING_NEAR
    return vm.Suggestions(typed=seen, found=shown, abstained=abstained)


@require_safe
@signed_in("case.read")
def suggest(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The matters a text may be about; asked by the box of the workbench and by the clue desk's form."""
    box = "seen" in request.GET
    seen = str(request.GET.get("seen", "") or request.GET.get("clue.summary", ""))[:LONGEST].strip()
    return show_fragment(request, suggestions(seen, visitor, start=box and visitor.may("case.act")))


URLS = [path("law", law, name="law"), path("suggest", suggest, name="suggest")]
