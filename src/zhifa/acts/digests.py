"""Digests of a day, a week, a month: worked out from the rows, and kept in the journal as they were made.

A digest that was made is read back from its event, whatever happened since: the same file comes out again. Made
anew it is a second event; both stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from zhifa.acts.work import Actor, context, this_moment, today
from zhifa.core.digest import FIGURES, KINDS, MONTH, Digest, Item, OrganLine, Span, dump, months_to, span
from zhifa.core.events import DIGEST_MADE, NewEvent
from zhifa.core.permission import EVERYWHERE, may, whole
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal, show_date
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.readers import digests as read
from zhifa.store.readers.statistics import OrganScope, one_state, organ_scope, standing

MONTHS = 6
"""So many months stand beside each other in a monthly notice."""


def draw_up(organ: str, kind: str, name: str, *, reach: Sequence[str]) -> Digest | Refusal:
    """The digest as it stands now; nothing is written. A span that has not begun is refused."""
    found, scope = span(kind, name), organ_scope(organ, reach=reach)
    if scope is None:
        return bad_input("没有这个机关，或者它不在您的权限范围内", "从列表中选择", place="organ")
    if found is None:
        return bad_input(
            f"没有“{name[:20]}”这个时段", f"{KINDS.get(kind, '月通报')}写作 {_sample(kind)}", place="period"
        )
    if found.first > today():
        return bad_input(f"{found.title}还没有到", "选择已经开始的时段", place="period")
    with one_state():
        return _digest(scope, found, today())


def _sample(kind: str) -> str:
    return {"day": "2024-11-05", "week": "2024-W45"}.get(kind, "2024-11")


def _digest(scope: OrganScope, when: Span, day: date) -> Digest:
    codes = scope.codes
    said = read.numbers(codes, whole(scope.path), when, day)
    lines = tuple(OrganLine(code, name, said.get(code, {})) for code, name in scope.units)
    due_until = min(when.last, day) if when.kind == "day" else when.last
    return Digest(
        kind=when.kind,
        name=when.name,
        organ=scope.code,
        organ_name=scope.name,
        made_on=day.isoformat(),
        position=standing().position,
        rules=context().book.digest,
        whole={code: sum(line.number(code) for line in lines) for code in FIGURES},
        organs=lines if len(lines) > 1 else (),
        groups=read.groups(codes, when),
        came_in=_items(read.came_in(codes, when)),
        due=_items(read.duties(codes, max(when.first, day), due_until)) if due_until >= day else (),
        left=_items(read.duties(codes, None, read.yesterday(day))),
        months=read.months(codes, months_to(when, MONTHS)) if when.kind == MONTH else (),
    )


def _items(found: Sequence[read.Listed]) -> tuple[Item, ...]:
    return tuple(Item(one.case, one.number, _about(one), one.on.isoformat()) for one in found)


def _about(one: read.Listed) -> str:
    """The duty and the matter, or the procedure where no matter was found yet."""
    book = context().book
    section, code = ("matter", one.matter) if one.matter else ("procedure", one.procedure)
    versions = book.versions(section, code)
    title = str(versions[-1].data.get("title", code)) if versions else code
    return f"{one.verb}：{title}" if one.verb else title


def make(organ: str, kind: str, name: str, *, actor: Actor, reach: Sequence[str] | None = None) -> Digest | Refusal:
    """Draw a digest up and keep it. Only a span that is over can be kept: the last day of it counts as over.

    Without a `reach` it is a job that asks, and nobody's permission is looked at.
    """
    made = draw_up(organ, kind, name, reach=EVERYWHERE if reach is None else reach)
    if isinstance(made, Refusal):
        return made
    if reach is not None and (refused := _may_make(organ, actor)):
        return refused
    if made.span.last > today():
        return bad_input(
            f"{made.span.title}还没有结束", f"{show_date(made.span.last)} 以后再制发；现在可以先看", place="period"
        )
    event = NewEvent(type=DIGEST_MADE, occurred=this_moment(), actor=actor.id, payload=dump(made))
    stream = read.digest_stream(organ, kind, name)
    with transaction.atomic():
        version = journal.head("digest", stream).version
        if isinstance(journal.append("digest", stream, version, [event], recorded_at=clock.now()), journal.StaleStream):
            return bad_input("刚有人制发了同一期", "重新打开再看", place="period")
    return made


def _may_make(organ: str, actor: Actor) -> Refusal | None:
    scope = organ_scope(organ, reach=EVERYWHERE)
    return may(actor.person, "digest.make", scope.path if scope else "", today())


def digest(organ: str, kind: str, name: str, *, reach: Sequence[str]) -> tuple[Digest, bool] | Refusal:
    """The digest as it was kept, or as it stands now where none was; and whether it is kept."""
    if organ_scope(organ, reach=reach) is None:
        return bad_input("没有这个机关，或者它不在您的权限范围内", "从列表中选择", place="organ")
    if span(kind, name) and (found := read.kept(organ, kind, name)):
        return found, True
    made = draw_up(organ, kind, name, reach=reach)
    return made if isinstance(made, Refusal) else (made, False)
