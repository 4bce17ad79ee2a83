"""What anybody may learn without signing in: whether a paper is genuine, and the decisions that were published.

Everything is masked here, before it leaves the store: no page can forget to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhifa.core.conditions import Unknown
from zhifa.core.facts import Value, show_value
from zhifa.core.procedure.state import Context, State
from zhifa.core.redaction import Mask, leaks, masks, redact, redact_facts
from zhifa.store.casework import models as rows
from zhifa.store.readers.cases import CaseRead, read_case

PUBLICATION = "publication"
EVERYWHERE = ("",)
PAGE = 20
SCANNED = 200
"""So many publications are looked through for one page of a search."""


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
class Published:
    """A published decision as the public sees it; of a withdrawn one only the number and the reason remain."""

    id: str
    category: str
    number: str
    organ: str
    party: str
    matter: str
    outcome: str
    content: str
    published_on: date
    correction: str = ""
    withdrawn_on: date | None = None
    withdrawn_why: str = ""

    def mentions(self, query: str) -> bool:
        """Whether what the public may see holds the words; nobody can search for what is hidden."""
        return any(
            query in part for part in (self.number, self.organ, self.party, self.matter, self.outcome, self.content)
        )


@dataclass(frozen=True, slots=True)
class PublishedPage:
    lines: tuple[Published, ...]
    after: tuple[date, str] | None


def published_page(*, query: str, context: Context, day: date, after: tuple[date, str] | None = None) -> PublishedPage:
    """A page of published decisions, newest first, filtered on what may be seen of them."""
    found = rows.Proceeding.objects.filter(procedure=PUBLICATION, ended_on__isnull=False, ended_on__lte=day)
    if after:
        found = found.filter(Q(ended_on__lt=after[0]) | Q(ended_on=after[0], id__lt=after[1]))
    lines: list[Published] = []
    mark: tuple[date, str] | None = None
    looked = 0
    newest = found.order_by("-ended_on", "-id").values_list("id", "case_id", "ended_on")
    for key, case_id, ended in newest[:SCANNED]:
        if len(lines) == PAGE:
            return PublishedPage(tuple(lines), mark)
        assert ended is not None
        mark, looked = (ended, key), looked + 1
        read = read_case(case_id, reach=EVERYWHERE, context=context, day=day)
        line = _published(read, key, day) if read else None
        if line is not None and (not query or line.mentions(query)):
            lines.append(line)
    return PublishedPage(tuple(lines), mark if looked == SCANNED else None)


def published_decision(key: str, *, context: Context, day: date) -> Published | None:
    """One published decision."""
    row = rows.Proceeding.objects.filter(pk=key, procedure=PUBLICATION, ended_on__isnull=False).first()
    read = read_case(row.case_id, reach=EVERYWHERE, context=context, day=day) if row else None
    return _published(read, key, day) if read else None


def _facts(state: State, proceeding: str) -> Mapping[str, Value]:
    facts: dict[str, Value] = dict(state.case.facts)
    for key in reversed(list(_chain(state, proceeding))):
        facts.update(state.runs[key].facts)
    return facts


def _chain(state: State, proceeding: str) -> Iterator[str]:
    current = proceeding
    while current in state.runs:
        yield current
        current = state.runs[current].proceeding.parent


def _text(state: State, proceeding: str, code: str) -> str:
    value = state.fact(proceeding, code)
    return "" if isinstance(value, Unknown) or value is None else str(value)


def _published(read: CaseRead, key: str, day: date) -> Published | None:
    """The masked form; None when the decision was not published at all, as when an exemption was approved."""
    state = read.view.state
    done = state.standing(key, "publish")
    if done is None:
        return None
    facts = _facts(state, key)
    hidden = masks(state.context.rules(day))
    shown = redact_facts(facts, hidden)
    withdrawn = state.standing(key, "withdraw")
    number = _text(state, key, "publication.decision_number") or read.row.number
    category = _text(state, key, "publication.category") or "行政执法决定"
    if withdrawn is not None:
        why = _masked(_text(state, key, "publication.withdrawal_reason"), facts, hidden)
        return Published(
            key, category, number, read.row.organ.name, "", "", "", "", done.taken.at.day,
            withdrawn_on=withdrawn.taken.at.day, withdrawn_why=why,
        )  # fmt: skip
    name = facts.get("party.name")
    return Published(
        id=key,
        category=category,
        number=number,
        organ=read.row.organ.name,
        party=shown.get("party.name", str(name) if name else ""),
        matter=_masked(read.view.headline.title, facts, hidden),
        outcome=_outcome(facts),
        content=_masked(_text(state, key, "publication.content"), facts, hidden),
        published_on=done.taken.at.day,
        correction=_masked(_text(state, key, "publication.correction"), facts, hidden),
    )


def _masked(text: str, facts: Mapping[str, Value], hidden: Sequence[Mask]) -> str:
    """A text with everything personal hidden; left out whole where something would still show."""
    made = redact(text, facts, hidden).text
    return "（脱敏后再显示）" if leaks(made, facts, hidden) else made


def _outcome(facts: Mapping[str, Value]) -> str:
    kinds, fine = facts.get("decision.kinds"), facts.get("decision.fine")
    parts = [show_value(kinds)] if kinds else []
    if isinstance(fine, int) and fine:
        parts.append(show_value(fine, "money"))
    return " ".join(parts)
