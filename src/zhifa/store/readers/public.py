"""What anybody may learn without signing in: whether a paper is genuine, and the decisions that were published.

Everything is masked before it leaves the store: no page can forget to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zhifa.core.permission import EVERYWHERE
from zhifa.core.procedure.state import Context
from zhifa.store.casework import models as rows
from zhifa.store.casework.publishing import PUBLICATION, Published, drafted, published
from zhifa.store.readers.cases import read_case
from zhifa.store.registry.models import Organ

__all__ = [
    "CheckedPaper",
    "PublicFilter",
    "Published",
    "PublishedPage",
    "Window",
    "checked_paper",
    "drafted",
    "published_decision",
    "published_page",
    "publishing_organs",
]
PAGE = 20


@dataclass(frozen=True, slots=True)
class Window:
    """A period in which the party may object, with its last day where delivery is known."""

    code: str
    title: str
    due_on: date
    cite: str


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """What the code or number on a paper proves: no name, no content of the case."""

    token: str
    code: str
    procedure: str
    title: str
    number: str
    organ: str
    issued_on: date
    digest: str
    withdrawn_on: date | None
    withdrawn_why: str
    superior: str
    court: str
    phone: str
    scanned: bool
    windows: tuple[Window, ...]


def checked_paper(*, token: str = "", number: str = "") -> CheckedPaper | None:
    """The paper of a code or of a full number, for anybody."""
    wanted = Q(pk=token) if token else Q(number=number) & ~Q(number="")
    found = list(rows.Paper.objects.select_related("organ").filter(wanted)[:2])
    if len(found) != 1:
        return None
    row = found[0]
    procedure = rows.Proceeding.objects.filter(pk=row.proceeding).values_list("procedure", flat=True).first()
    windows = rows.Obligation.objects.filter(
        case_id=row.case_id, proceeding=row.proceeding, kind="window", of="party", started_on__gte=row.issued_on
    )
    return CheckedPaper(
        token=row.pk,
        code=row.code,
        procedure=procedure or "",
        title=row.title,
        number=row.number,
        organ=row.organ.name,
        issued_on=row.issued_on,
        digest=row.digest,
        withdrawn_on=row.withdrawn_on,
        withdrawn_why=row.withdrawn_why,
        superior=row.organ.superior,
        court=row.organ.court,
        phone=row.organ.phone,
        scanned=bool(row.scan),
        windows=tuple(Window(w.code, w.title, w.due_on, w.cite) for w in windows.order_by("due_on", "code")),
    )


@dataclass(frozen=True, slots=True)
class PublishedPage:
    lines: tuple[Published, ...]
    after: tuple[date, str] | None


@dataclass(frozen=True, slots=True)
class PublicFilter:
    """What somebody looks for: words that must all be found, an organ, days of publication (both included)."""

    words: tuple[str, ...] = ()
    organ: str = ""
    since: date | None = None
    until: date | None = None
    after: tuple[date, str] | None = None
    """Where the page before ended: its last day and key."""


def published_page(wanted: PublicFilter, *, context: Context, day: date) -> PublishedPage:
    """A page of published decisions, newest first.

    Rows hold what the public could see when they were worked out; each line shown is masked again by today's rules,
    and left out if the words are no longer found in it: nobody can search for what is hidden.
    """
    read = list(_matching(wanted, day).order_by("-published_on", "-proceeding")[: PAGE + 1])
    lines = []
    for row in read[:PAGE]:
        line = _line(row.case_id, row.proceeding, context=context, day=day)
        if line is not None and all(word in line.text for word in wanted.words):
            lines.append(line)
    last = read[PAGE - 1] if len(read) > PAGE else None
    return PublishedPage(tuple(lines), (last.published_on, last.proceeding) if last else None)


def _matching(wanted: PublicFilter, day: date) -> QuerySet[rows.Publication]:
    found = rows.Publication.objects.filter(published_on__lte=min(wanted.until or day, day))
    for word in wanted.words:
        found = found.filter(text__contains=word)
    if wanted.organ:
        found = found.filter(organ_id=wanted.organ)
    if wanted.since:
        found = found.filter(published_on__gte=wanted.since)
    if wanted.after:
        last, key = wanted.after
        # The second condition says nothing new; by it the database finds the place in its index.
        found = found.filter(
            Q(published_on__lt=last) | Q(published_on=last, proceeding__lt=key), published_on__lte=last
        )
    return found


def publishing_organs() -> list[tuple[str, str]]:
    """Code and short name of every organ that has published something."""
    codes = rows.Publication.objects.values_list("organ_id", flat=True).distinct()
    return list(Organ.objects.filter(pk__in=codes).order_by("path").values_list("code", "short"))


def published_decision(key: str, *, context: Context, day: date) -> Published | None:
    """One published decision."""
    row = rows.Proceeding.objects.filter(pk=key, procedure=PUBLICATION, ended_on__isnull=False).first()
    return _line(row.case_id, key, context=context, day=day) if row else None


def _line(case_id: str, key: str, *, context: Context, day: date) -> Published | None:
    read = read_case(case_id, reach=EVERYWHERE, context=context, day=day)
    return published(read.view, key, organ=read.row.organ.name, number=read.row.number) if read else None
