"""How the appraisal speaks: what an item is worth, where a deduction lies and what opens there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from zhifa.core.appraisal import Deduction, Item
from zhifa.web import viewmodels as vm
from zhifa.web.marks import optional_mark


def worth_of(item: Item) -> str:
    """What an item takes."""
    if item.fatal:
        return "一票否决"
    most = f"，最多 {item.most} 分" if item.most else ""
    return f"每处扣 {item.points} 分{most}"


@dataclass(frozen=True, slots=True)
class Places:
    """What is known of the file: where its papers lie, and which block of a paper a remark speaks of."""

    case: str
    where: Mapping[str, str]
    titles: Mapping[str, str]
    blocks: Mapping[tuple[str, str], int]


def line_of(one: Deduction, places: Places) -> vm.SheetLine:
    """A deduction with the place it opens: a paragraph of a paper, a gap in the casefile, a step, a period."""
    case = reverse("case", args=[places.case])
    match one.place:
        case "paper":
            block = places.blocks.get((one.token, one.message))
            mark = f"#b{block}" if block is not None else ""
            named = f"《{places.titles[one.token]}》" if one.token in places.titles else "文书"
            said = f"{named} {places.where.get(one.token, '')}".strip()
            href = f"{reverse('paper', args=[one.token])}{mark}"
        case "missing":
            said, href = (
                "卷内缺少的文书",
                f"{reverse('casefile', args=[places.case])}#lack-{one.proceeding}-{one.paper}",
            )
        case "period":
            said, href = "期限的算式", reverse("trace", args=[places.case, one.proceeding, one.period])
        case "step":
            said, href = "案件经过", f"{case}?p={one.proceeding}#event-{one.version}"
        case _:
            said, href = "案件", f"{case}?p={one.proceeding}"
    return vm.SheetLine(message=one.message, place=said, href=href, law=optional_mark(one.cite))
