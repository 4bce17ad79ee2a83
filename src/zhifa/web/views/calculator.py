"""The discretion calculator: how much may be fined for a matter under given facts, and everything that says why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.core.rulebook import Entry
from zhifa.store.readers.cases import read_case
from zhifa.web.calculator import LONGEST, Source, codes_of, page, read_typed, start
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "calculator"


@require_safe
@signed_in("case.read")
def calculator(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The calculator; `matter` names what is weighed, `case` and `p` where the facts come from."""
    source = _source(request, visitor)
    code = _asked(request, "matter") or (str(source.facts.get("matter.code", "")) if source else "")
    if not code:
        return show_page(request, start(_asked(request, "q"), visitor), shell=shell(request, visitor, HERE))
    entry = _matter(code)
    if entry is None:
        return missing(request, visitor, f"事项目录中没有“{code}”。请用一两个词查找。", to=("calculator", "找事项"))
    typed = read_typed(request.GET, codes_of(entry, visitor.day), visitor, source)
    then = context().rules(typed.on).entry("matter", code) or entry
    if then is not entry:
        typed = read_typed(request.GET, codes_of(then, typed.on), visitor, source)
    return show_page(request, page(then, typed, visitor, source), shell=shell(request, visitor, HERE))


def _asked(request: HttpRequest, name: str) -> str:
    return str(request.GET.get(name, "")).strip()[:LONGEST]


def _source(request: HttpRequest, visitor: Visitor) -> Source | None:
    """The case the facts come from, where it lies in the visitor's reach."""
    case, proceeding = _asked(request, "case"), _asked(request, "p")
    read = read_case(case, reach=visitor.reach(), context=context(), day=visitor.day) if case else None
    if read is None or proceeding not in read.view.state.runs:
        return None
    return Source(read, proceeding)


def _matter(code: str) -> Entry | None:
    """The latest version of a matter: whether it was law on the day of the act the weighing says."""
    versions = context().book.versions("matter", code)
    return versions[-1] if versions else None


URLS = [path("calculator", calculator, name="calculator")]
