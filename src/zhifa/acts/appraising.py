"""The machine's appraisal of casefiles, asked for: of one case, or of everything that has not been appraised yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q

from zhifa.acts.work import act, acts, context, today
from zhifa.core.appraisal import Sheet, Standard, standards
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.view import view
from zhifa.store import journal
from zhifa.store.appraisal.models import Appraisal
from zhifa.store.appraisal.rows import MARK, sheet_of
from zhifa.store.casework.models import Case
from zhifa.store.registry.people import people_at

TOGETHER = 50


def standard_named(code: str) -> Standard | None:
    """A standard in force today by its code."""
    return standards(context().rules(today())).get(code)


def known_standards() -> Sequence[str]:
    return tuple(standards(context().rules(today())))


def sheet(case_id: str, standard: Standard | None = None) -> Sheet | None:
    """The sheet of one file as it stands, by a standard or by that of its place; nothing is written.

    None where there is no such case or nothing to appraise in it yet.
    """
    with act(case_id) as work:
        return sheet_of(work.look(), work.row.path, standard) if work is not None else None


def sheet_then(case_id: str, standard: Standard, version: int, day: date) -> Sheet | None:
    """The sheet of a file as it was when its journal had so many events, looked at from that day."""
    given = context()
    row = Case.objects.filter(pk=case_id).first()
    case = fold(case_id, journal.read_stream("case", case_id, version), given.book.vocabulary)
    if row is None or case is None:
        return None
    involved = {person for taken in case.taken for person in taken.by}
    seen = view(case, context=given, people=people_at(row.path, involved, case.former_paths).get, day=day)
    return sheet_of(seen, row.path, standard)


def waiting(*, everything: bool = False, after: str = "", limit: int = TOGETHER) -> list[str]:
    """Files decided or closed that no sheet by today's standards exists of, or all of them, by id after one."""
    found = Case.objects.filter(Q(decided_on__isnull=False) | Q(closed_on__isnull=False), pk__gt=after)
    if not everything:
        digests = [one.digest[:MARK] for one in standards(context().rules(today())).values()]
        done = Appraisal.objects.filter(case=OuterRef("pk"), digest__in=digests)
        found = found.filter(~Exists(done))
    return list(found.order_by("pk").values_list("pk", flat=True)[:limit])


def appraise_cases(case_ids: Sequence[str]) -> int:
    """Work the rows of these cases out again, their appraisals with them, in one transaction; how many."""
    with acts(case_ids) as works:
        for work in works:
            work.finish()
        return len(works)
