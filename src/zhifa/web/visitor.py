"""Who looks at a page: the signed-in person with what they may reach; views that need one ask for it here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from zhifa.acts.agreement import open_requests
from zhifa.acts.drafting import allowed
from zhifa.acts.work import Actor, context, demonstration, today
from zhifa.core.jurisdiction import Holder
from zhifa.core.permission import ROLE_TITLES, Person, acting_on, reach
from zhifa.core.values import show_date
from zhifa.store.readers.desk import tasks
from zhifa.store.readers.people import OrganRead, account_holder
from zhifa.store.readers.powers import powers_of
from zhifa.store.readers.recusals import Line, open_to
from zhifa.store.readers.rule_drafts import waiting_drafts
from zhifa.web import viewmodels as vm
from zhifa.web.navigation import SECTIONS
from zhifa.web.render import show_page

View = Callable[..., HttpResponse]

EVERYBODY = ""
"""Instead of an action: whoever has signed in."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person on a day."""

    account: int
    person: Person
    organ: OrganRead
    day: date

    @property
    def actor(self) -> Actor:
        return Actor(self.person, self.person.id)

    def reach(self, action: str = "case.read") -> tuple[str, ...]:
        return reach(self.person, action, self.day)

    def may(self, action: str) -> bool:
        return bool(self.reach(action))

    def held(self, roles: Iterable[str]) -> Mapping[tuple[str, ...], list[str]]:
        """Roles by the places at which they are held today: who heads one organ and supervises others heads one."""
        places: dict[tuple[str, ...], list[str]] = {}
        for role in roles:
            at = {one.path for one in self.person.roles if one.role == role and one.validity.contains(self.day)}
            places.setdefault(tuple(sorted(at)), []).append(role)
        return places

    def open_to(self, lines: Sequence[Line]) -> list[Line]:
        """The lines of a desk the visitor may deal with: nobody deals with a complaint against himself."""
        return open_to(self.person, lines, context=context(), day=self.day)

    def works_on(self, kind: str, path: str) -> bool:
        """Whether the visitor may take steps in cases of a kind at a place."""
        return any(path.startswith(prefix) for prefix in self.reach(acting_on(kind)))

    def holder(self) -> Holder:
        """The visitor's organ as its competence is judged."""
        return Holder(self.organ.level, self.organ.carried, powers_of(self.organ.code))

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(sorted(self.person.roles_on(self.day)))


def visitor_of(request: HttpRequest) -> Visitor | None:
    """The visitor of a request, or None when nobody who is registered has signed in."""
    if not request.user.is_authenticated or request.user.pk is None:
        return None
    found = account_holder(request.user.pk)
    return Visitor(request.user.pk, found[0], found[1], today()) if found else None


def signed_in(action: str) -> Callable[[View], View]:
    """Let a view be called only by a person who may do `action` somewhere; others are told what to do.

    Whoever signed in with a one-time password first gives themselves one that nobody else knows.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **more: object) -> HttpResponse:
            visitor = visitor_of(request)
            if visitor is None:
                return HttpResponseRedirect(f"{reverse('sign_in')}?next={quote(request.get_full_path())}")
            if getattr(request.user, "must_change_password", False) and request.path != reverse("password"):
                return HttpResponseRedirect(f"{reverse('password')}?next={quote(request.get_full_path())}")
            if action and not visitor.may(action):
                return stranger(request, visitor)
            return view(request, visitor, *args, **more)

        return guarded

    return decorate


def stranger(request: HttpRequest, visitor: Visitor | None) -> HttpResponse:
    """The page of somebody who may not see what they asked for; it does not say whether it exists."""
    page = vm.ErrorPage(
        title="这一页不在您的权限范围内",
        what="您登录的岗位不能查看或办理这里的内容。如确有需要，请联系本单位负责人或系统管理员。",
        actions=(vm.Action(label="回到首页", href=landing(visitor), primary=True),) if visitor else (),
        kind="stranger",
    )
    return show_page(request, page, shell=shell(request, visitor) if visitor else None, status=403)


def missing(
    request: HttpRequest, visitor: Visitor | None, what: str = "", *, to: tuple[str, str] = ("cases", "看案件列表")
) -> HttpResponse:
    """The page for an address behind which there is nothing this person may see, with the way `to` a list."""
    page = vm.ErrorPage(
        title="没有找到",
        what=what or "这里没有内容，或者它不在您的权限范围内。请从列表重新打开。",
        actions=(vm.Action(label=to[1], href=reverse(to[0]), primary=True),) if visitor else (),
        kind="missing",
    )
    return show_page(request, page, shell=shell(request, visitor) if visitor else None, status=404)


def landing(visitor: Visitor) -> str:
    """The first page a person may open by their office: an administrator has no workbench, and whoever was invited
    to give an opinion begins with what they are asked."""
    if visitor.may("opinion.give") and not visitor.may("case.read"):
        return reverse("cards")
    offices = (place for section in SECTIONS for place in section.places if visitor.may(place.action))
    return next((reverse(place.name) for place in offices), reverse("account"))


def agreements_waiting(visitor: Visitor) -> int:
    """How many requests wait for the agreement of this administrator."""
    return len(open_requests(visitor.person.id, reach=visitor.reach("accounts.agree")))


def _drafts_waiting(visitor: Visitor) -> int:
    """How many drafts of rules wait for this person's approval; nobody approves their own."""
    if not visitor.may("rules.approve") or allowed(visitor.actor, "rules.approve"):
        return 0
    return waiting_drafts(besides=visitor.person.id)


def _bar(visitor: Visitor, here: str) -> tuple[tuple[vm.NavItem, ...], tuple[vm.NavItem, ...]]:
    """The entries of the bar, and the tabs of the section the page belongs to."""
    mine = [role for role in visitor.roles if role in ("legal_reviewer", "head")]
    found = visitor.open_to(tasks(mine, reach=visitor.reach("review.queue"))) if mine else []
    counts = {
        "review": len({(line.case_id, line.proceeding) for line in found}),
        "agreements": agreements_waiting(visitor) if visitor.may("accounts.agree") else 0,
        "rule_drafts": _drafts_waiting(visitor),
    }

    def item(label: str, name: str, *, current: bool, count: int) -> vm.NavItem:
        return vm.NavItem(label=label, href=reverse(name), here=current, count=count)

    bar: list[vm.NavItem] = []
    tabs: tuple[vm.NavItem, ...] = ()
    for section in SECTIONS:
        if not (places := section.open_to(visitor.may)):
            continue
        within = any(place.name == here for place in section.places)
        whole = sum(counts.get(place.name, 0) for place in places)
        bar.append(item(section.label, places[0].name, current=within, count=whole))
        if within and len(places) > 1:
            tabs = tuple(
                item(place.label, place.name, current=place.name == here, count=counts.get(place.name, 0))
                for place in places
            )
    return tuple(bar), tabs


def shell(request: HttpRequest, visitor: Visitor, here: str = "") -> vm.Shell:
    """What surrounds the page."""
    bar, tabs = _bar(visitor, here)
    acting = next((held for held in visitor.person.roles if held.acting and held.validity.contains(visitor.day)), None)
    said = [f"您正在代行职务，至 {acting.validity.end}"] if acting and acting.validity.end else []
    if demonstration():
        said.append(f"演示数据，人员和案情均为虚构；今天按 {show_date(visitor.day)} 计算")
    return vm.Shell(
        organ=visitor.organ.short,
        user=visitor.person.name,
        role="、".join(ROLE_TITLES.get(role, role) for role in visitor.roles),
        nav=bar,
        tabs=tabs,
        home=landing(visitor),
        search=reverse("cases") if visitor.may("case.read") else "",
        account=reverse("account"),
        signout=reverse("sign_out"),
        notices=tuple(str(message) for message in messages.get_messages(request)),
        acting="；".join(said),
        today=visitor.day,
    )
