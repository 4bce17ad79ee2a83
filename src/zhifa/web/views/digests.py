"""Digests: the day, the week, the month of an organ or a district, as a page and as files; kept when they are made."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.digest_document import FORMATS, TABLE, against_last, charts, ends, mending, overview, rendered, stand
from zhifa.acts.digests import digest, make
from zhifa.core.digest import DAY, FIGURES, KINDS, MONTH, Digest, Item, OrganLine, Span, span, span_of
from zhifa.core.papers import Bars
from zhifa.core.values import Refusal
from zhifa.store.readers.digests import kept_names
from zhifa.store.readers.people import OrganRead
from zhifa.web import viewmodels as vm
from zhifa.web.charts import Monthly, by_month
from zhifa.web.exports import export
from zhifa.web.oversight_figures import findings_place, place
from zhifa.web.personnel_pages import acting_organs, organ_choices
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

ACTION, HERE = "digest.read", "digests"
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
TABLES = ("csv", "xlsx")


def _organ(visitor: Visitor, code: str) -> OrganRead | None:
    return next((one for one in acting_organs(visitor, ACTION) if one.code == code), None)


def _usual(visitor: Visitor) -> OrganRead | None:
    """For a supervisor the whole district, for others their own organ."""
    within = acting_organs(visitor, ACTION)
    if visitor.may("oversight.read"):
        return min(within, key=lambda one: len(one.path), default=None)
    return within[0] if within else None


@require_safe
@signed_in(ACTION)
def digests(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The digest of yesterday's month, or whichever is asked for."""
    asked = str(request.GET.get("organ", ""))
    organ = _organ(visitor, asked) if asked else _usual(visitor)
    if organ is None:
        return missing(request, visitor, "没有这个单位，或者它不在您的权限范围内。", to=("digests", "看通报"))
    return HttpResponseRedirect(reverse("digest", args=[organ.code, DAY, visitor.day.isoformat()]))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(ACTION)
def one(request: HttpRequest, visitor: Visitor, code: str, kind: str, name: str) -> HttpResponse:
    """A digest, and the making of it."""
    organ, when = _organ(visitor, code), span(kind, name)
    if organ is None or when is None:
        return missing(request, visitor, "没有这一期，或者它不在您的权限范围内。", to=("digests", "看通报"))
    refused: Refusal | None = None
    if request.method == "POST":
        made = make(code, kind, name, actor=visitor.actor, reach=visitor.reach(ACTION))
        if not isinstance(made, Refusal):
            messages.success(request, f"{made.title}已制发")
            return HttpResponseRedirect(reverse("digest", args=[code, kind, name]), status=303)
        refused = made
    found = digest(code, kind, name, reach=visitor.reach(ACTION))
    if isinstance(found, Refusal):
        return missing(request, visitor, f"{found.message}。{found.remedy}", to=("digests", "看通报"))
    page = _page(visitor, organ, *found, refused)
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


@require_safe
@signed_in(ACTION)
def file(request: HttpRequest, visitor: Visitor, code: str, kind: str, name: str, form: str) -> HttpResponse:
    """A digest as a file; CSV and XLSX hold the table of organs."""
    found = digest(code, kind, name, reach=visitor.reach(ACTION))
    if isinstance(found, Refusal) or form not in (*FORMATS, *TABLES):
        return missing(request, visitor, "没有这一期，或者它不在您的权限范围内。", to=("digests", "看通报"))
    made = found[0]
    title = f"{made.organ_name}{made.title}"
    if form in TABLES:
        head = ("单位", *(f"{label}（{unit}）" for label, unit in FIGURES.values()))
        lines = [(one.name, *(one.number(c) for c in FIGURES)) for one in (*made.organs, _whole(made))]
        return export(title, head, lines, form)
    files, no_font = rendered(made, (form,))
    if form not in files:
        return missing(request, visitor, no_font.message if no_font else "没有这种格式。", to=("digests", "看通报"))
    response = HttpResponse(files[form], content_type=TYPES[form])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{title}.{form}')}"
    return response


def _whole(made: Digest) -> OrganLine:
    return OrganLine(made.organ, "合计" if made.organs else made.organ_name, made.whole)


def _page(visitor: Visitor, organ: OrganRead, made: Digest, kept: bool, refused: Refusal | None) -> vm.DigestPage:
    here = (organ.code, made.kind, made.name)
    when = made.span
    files = tuple(
        vm.Action(label=form.upper(), href=reverse("digest_file", args=[*here, form]), download=True)
        for form in ("docx", "pdf", *TABLES)
    )
    over = when.last <= visitor.day
    act = vm.Action(
        label="再制发一份" if kept else "制发", href=reverse("digest", args=here), post=True, primary=not kept,
        confirm=f"制发以后照原样保存。制发{made.title}？",
    )  # fmt: skip
    return vm.DigestPage(
        title=made.title,
        organ=made.organ_name,
        state=f"已制发，{made.made_on}" if kept else "还没有制发，数字是现在的",
        kinds=tuple(
            vm.Filter(label=title, href=reverse("digest", args=[organ.code, kind, span_of(kind, when.first).name]),
                      here=kind == made.kind)
            for kind, title in KINDS.items()
        ),
        choices=organ_choices(visitor, ACTION, reverse("digests"), organ.code),
        before=_turn(organ, span_of(made.kind, when.first - timedelta(days=1)), "上一期"),
        after=_turn(organ, later, "下一期")
        if (later := span_of(made.kind, when.last + timedelta(days=1))).first <= visitor.day
        else None,
        actions=(*files, *((act,) if over and visitor.may("digest.make") else ())),
        refused=refused.message if refused else "",
        said=(*overview(made), *against_last(made)),
        charts=tuple(_chart(bars, made, organ) for bars in charts(made)),
        parts=_parts(made, organ),
        table=_organs(made) if made.organs else None,
        groups=_groups(made),
        ends=tuple(ends(made.organs)) if made.organs and made.kind == MONTH else (),
        mending=tuple(mending(made)) if made.kind == MONTH else (),
        stand=stand(made),
        earlier=tuple(
            vm.Filter(label=found.title, href=reverse("digest", args=[organ.code, kind, name]))
            for kind, name in kept_names(organ.code)
            if kind == made.kind and (found := span(kind, name)) and name != made.name
        )[:12],
    )  # fmt: skip


def _chart(bars: Bars, made: Digest, organ: OrganRead) -> vm.Chart:
    """The drawing of the notice as it stands on the page: each month leads to its own notice."""
    months = [date.fromisoformat(f"{one.name}-01") for one in made.months]
    hrefs = [reverse("digest", args=[organ.code, MONTH, one.name]) for one in made.months]
    kinds = ("first", "second")
    sets = [Monthly(one.name, one.values, hrefs, kind) for one, kind in zip(bars.sets, kinds, strict=False)]
    return by_month(bars.title, bars.unit, months, sets, most=100 if bars.unit == "%" else 0)


def _turn(organ: OrganRead, to: Span, label: str) -> vm.Action:
    return vm.Action(label=label, href=reverse("digest", args=[organ.code, to.kind, to.name]))


def _parts(made: Digest, organ: OrganRead) -> tuple[vm.DigestPart, ...]:
    """What came in, what is due, what remains; the monthly notice has its numbers instead."""
    if made.kind == MONTH:
        return ()
    when = "当天" if made.kind == DAY else "本周"
    came = place("cases", organ=organ.code, since=f"{made.span.first}", until=f"{made.span.last}")
    return (
        _part(f"{when}来了什么", made.came_in, made.number("came_in"), came),
        _part(f"{when}到期、还没有办的", made.due, len(made.due), place("oversight_due", "soon", organ=organ.code)),
        _part("已经超期、还没有办的", made.left, made.number("late"), place("oversight_due", "late", organ=organ.code)),
    )


def _part(title: str, items: tuple[Item, ...], count: int, more: str) -> vm.DigestPart:
    return vm.DigestPart(
        title=title,
        count=f"{count:,}",
        lines=tuple(
            vm.DigestItem(number=one.number, what=one.what, on=one.on, href=reverse("case", args=[one.case]))
            for one in items
        ),
        more=more if count > len(items) else "",
    )


def _organs(made: Digest) -> vm.StatTable:
    def row(line: OrganLine, total: bool = False) -> vm.StatRow:
        cells = [vm.Figure(text=f"{line.number(c):,}", href=_behind(made, line, c)) for c in TABLE]
        active = vm.Figure(text=f"{line.number('active')}/{line.number('officers')}")
        return vm.StatRow(label=line.name, cells=(*cells, active), total=total)

    return vm.StatTable(
        title="各单位",
        unit="件、项、人",
        columns=(*(FIGURES[code][0] for code in TABLE), "活跃人员"),
        rows=(*map(row, made.organs), row(_whole(made), total=True)),
    )


def _behind(made: Digest, line: OrganLine, code: str) -> str:
    """The cases behind a number, as they are now; where a list shows exactly them."""
    when, organ = made.span, line.code
    if not line.number(code):
        return ""
    if code == "came_in":
        return place("cases", organ=organ, since=f"{when.first}", until=f"{when.last}")
    if code == "open":
        return place("cases", organ=organ, state="open")
    if code == "late":
        return place("oversight_due", "late", organ=organ)
    if code in ("begun", "ended", "again") and made.kind == MONTH:
        return place("oversight_spells", code, organ=organ, month=when.name)
    return findings_place(organ) if code in ("standing", "overdue") else ""


def _groups(made: Digest) -> vm.StatTable | None:
    if not made.groups:
        return None
    return vm.StatTable(
        title="问题类别",
        unit="项",
        columns=("新出现", "其中复发", "已改正", "期末未改正"),
        rows=tuple(
            vm.StatRow(
                label=line.group,
                cells=tuple(vm.Figure(text=f"{n:,}") for n in (line.begun, line.again, line.ended, line.standing)),
            )
            for line in made.groups
        ),
    )


URLS = [
    path("digests", digests, name="digests"),
    path("digests/<str:code>/<str:kind>/<str:name>", one, name="digest"),
    path("digests/<str:code>/<str:kind>/<str:name>/<str:form>", file, name="digest_file"),
]
