"""Rows of goods in custody, from a view of their case."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zhifa.core.procedure.custody import goods
from zhifa.core.procedure.view import View
from zhifa.store.casework.models import Custody
from zhifa.store.rowvalues import Values, values_of


def custody_rows(view: View) -> Iterator[Values]:
    """One row for each item of each list of goods, in the order of their proceedings and numbers."""
    for item in goods(view.state, view.obligations, view.day):
        yield values_of(
            Custody,
            proceeding=item.proceeding,
            procedure=view.case.proceedings[item.proceeding].procedure,
            list=item.list,
            no=item.no[:20],
            name=item.name[:200],
            specification=item.specification[:200],
            quantity=_plain(item.quantity),
            unit=item.unit[:20],
            value_fen=item.value_fen,
            kept_at=item.kept_at[:200],
            keeper=item.keeper[:100],
            taken_on=item.taken_on,
            state=item.state,
            held=int(item.open),
            disposal=item.disposal,
            counted_on=item.counted_on,
            found=_plain(item.found),
            short=int(item.short),
            due_on=item.due.due_on if item.due else None,
            verb=item.due.title[:120] if item.due else "",
        )


def _plain(number: Decimal | None) -> str:
    return "" if number is None else format(number.normalize(), "f")[:30]
