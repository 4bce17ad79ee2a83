"""One finding: shown, answered, accepted, returned, dismissed."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from zhifa.acts.supervising import accept_finding, answer_finding, dismiss_finding, return_finding
from zhifa.core.values import Refusal
from zhifa.web.admin_forms import Typed, read_day, typed_of
from zhifa.web.finding_page import HERE, NO_FINDING, Found, finding_page, look_up
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in


def _show(
    request: HttpRequest, found: Found, tried: str = "", typed: Typed | None = None, refused: Refusal | None = None
) -> HttpResponse:
    page = finding_page(found, tried, typed, refused)
    return show_page(request, page, shell=shell(request, found.visitor, HERE), status=422 if refused else 200)


@require_safe
@signed_in("finding.read")
def finding(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """One finding."""
    found = look_up(key, visitor)
    return _show(request, found) if found else missing(request, visitor, NO_FINDING)


Do = Callable[[str, Typed, Visitor], "Refusal | None"]


def _answer(key: str, typed: Typed, visitor: Visitor) -> Refusal | None:
    return answer_finding(key, measure=typed.get("measure", ""), text=typed.get("text", ""), actor=visitor.actor)


def _accept(key: str, typed: Typed, visitor: Visitor) -> Refusal | None:
    return accept_finding(key, note=typed.get("note", ""), actor=visitor.actor)


def _return(key: str, typed: Typed, visitor: Visitor) -> Refusal | None:
    on = read_day(typed, "answer_by", "再次说明的最后日期")
    if isinstance(on, Refusal):
        return on
    return return_finding(key, reason=typed.get("reason", ""), answer_by=on, actor=visitor.actor)


def _dismiss(key: str, typed: Typed, visitor: Visitor) -> Refusal | None:
    return dismiss_finding(key, ground=typed.get("ground", ""), reason=typed.get("reason", ""), actor=visitor.actor)


def _posted(code: str, do: Do, said: str, action: str) -> Callable[..., HttpResponse]:
    @require_POST
    @signed_in(action)
    def post(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
        found = look_up(key, visitor)
        if found is None or not found.allowed(action):
            return missing(request, visitor, NO_FINDING)
        typed = typed_of(request)
        refused = do(key, typed, visitor)
        if refused is not None:
            return _show(request, found, code, typed, refused)
        messages.success(request, said)
        return HttpResponseRedirect(reverse("finding", args=[key]), status=303)

    return post


answer = _posted("answer", _answer, "说明已提交，等监督人员审核", "finding.answer")
accept = _posted("accept", _accept, "说明已采纳，问题办结", "finding.judge")
send_back = _posted("return", _return, "说明已退回", "finding.judge")
dismiss = _posted("dismiss", _dismiss, "已认定问题不成立", "finding.judge")

URLS = [
    path("oversight/findings/<str:key>", finding, name="finding"),
    path("oversight/findings/<str:key>/answer", answer, name="finding_answer"),
    path("oversight/findings/<str:key>/accept", accept, name="finding_accept"),
    path("oversight/findings/<str:key>/return", send_back, name="finding_return"),
    path("oversight/findings/<str:key>/dismiss", dismiss, name="finding_dismiss"),
]
