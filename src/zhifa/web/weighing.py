"""A weighing as pages show it: interval and proof, the lenient list, both laws, like cases, guidance."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode

from zhifa.acts.work import context
from zhifa.core.citations import parse_all
from zhifa.core.discretion import (
    Comparison,
    Lenient,
    Likeness,
    Range,
    comparison_for,
    leniency_for,
    likeness,
    range_for,
)
from zhifa.core.discretion.leniency import EARLIER, proposed
from zhifa.core.discretion.lighter import explained
from zhifa.core.discretion.likeness import Difference, differences
from zhifa.core.discretion.model import EXEMPT, NOT_YET
from zhifa.core.facts import Value, dump_value, show_value
from zhifa.core.guidance import guidance_of
from zhifa.core.rulebook import Entry
from zhifa.core.values import Refusal, format_yuan, show_date
from zhifa.store.readers.cases import CaseRead
from zhifa.store.readers.rulings import COMPARED, NUMBERS, Earlier, earlier_rulings, like_cases
from zhifa.web import viewmodels as vm
from zhifa.web.marks import law_mark, optional_mark, refusal_panel
from zhifa.web.proof import amount, known_facts
from zhifa.web.visitor import Visitor

FULL: Final = 1000
STANDING: Final = {
    "configured": "裁量基准为本地配置的示例，正式使用前应导入公布的基准",
    "reported": "裁量基准据报道，未读原文",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be weighed: a matter, the facts, the two days, a fine somebody has in mind, and who looks."""

    matter: str
    facts: Mapping[str, Value]
    happened_on: date
    decided_on: date
    amount: int | None
    reach: Sequence[str]
    case: str = ""


def case_asked(read: CaseRead, proceeding: str, visitor: Visitor) -> Asked | None:
    """The fine of a case as it stands on record; None while no matter is named."""
    facts = known_facts(read.view.state, proceeding)
    matter, happened = facts.get("matter.code"), facts.get("case.happened_on")
    if not isinstance(matter, str) or not context().book.versions("matter", matter):
        return None
    made = read.view.headline.decided_on or visitor.day
    return Asked(
        matter=matter,
        facts=facts,
        happened_on=happened if isinstance(happened, date) else made,
        decided_on=made,
        amount=amount(facts),
        reach=visitor.reach(),
        case=read.row.pk,
    )


def calculator_address(case_id: str, proceeding: str) -> str:
    """Where the facts of a case are tried with others."""
    return f"{reverse('calculator')}?{urlencode({'case': case_id, 'p': proceeding})}"


@dataclass(frozen=True, slots=True)
class Weighed:
    """The answer before it is put into words."""

    found: Range | Refusal
    lenient: tuple[Lenient, ...]
    earlier: Earlier
    counted: bool
    """The number of earlier decisions was counted here and not recorded by officers."""
    both: Comparison | None


def weigh(asked: Asked) -> Weighed:
    """Range, lenient list and both laws for one act; earlier decisions are counted where nobody recorded them."""
    book = context().book
    earlier = earlier_rulings(
        asked.matter,
        party=str(asked.facts.get("party.name") or ""),
        number=next((str(asked.facts[code]) for code in NUMBERS if asked.facts.get(code)), ""),
        before=asked.decided_on,
        reach=asked.reach,
        but=asked.case,
    )
    facts = dict(asked.facts)
    counted = EARLIER not in facts and bool(facts.get("party.name"))
    if counted:
        facts[EARLIER] = earlier.count
    found = range_for(
        book=book, matter=asked.matter, facts=facts, happened_on=asked.happened_on, decided_on=asked.decided_on
    )
    both = comparison_for(
        book=book, matter=asked.matter, facts=facts, happened_on=asked.happened_on, decided_on=asked.decided_on
    )
    lenient = leniency_for(book=book, matter=asked.matter, facts=facts, happened_on=asked.happened_on)
    return Weighed(found, lenient, earlier, counted, both)


def weighing(asked: Asked) -> vm.Weighing:
    """Everything about one fine, in words."""
    done = weigh(asked)
    shared = vm.Weighing(
        headline="",
        amounts="",
        lenient=tuple(_lenient_row(item) for item in done.lenient),
        proposal=_proposal(proposed(done.lenient)),
        earlier=_earlier(done, asked),
        two_laws=_two_laws(done.both, asked) if done.both else None,
    )
    found = done.found
    if isinstance(found, Refusal):
        return replace(shared, headline="还不能计算", refusal=refusal_panel(found, title="还不能计算罚款幅度"))
    shown = found.trace
    if done.both:  # the comparison stands in a table of its own
        said = explained(context().book, done.both, asked.happened_on, asked.decided_on)
        shown = tuple(line for line in shown if line not in said)
    lines = tuple(vm.TraceLine(text=line.text, law=optional_mark(line.cite)) for line in shown)
    return replace(
        shared,
        headline=found.tier,
        amounts=amounts(found),
        notes=tuple(_notes(found)),
        outside=_outside(found, asked.amount),
        law=law_mark(found.basis[0]) if found.basis else None,
        lines=lines,
        like=like_strip(asked, found),
    )


def amounts(found: Range) -> str:
    """The interval as it is read out; a kind other than a fine says so."""
    if found.kind != "罚款":
        return {NOT_YET: "现在不能罚款，先责令改正", EXEMPT: "应当不予行政处罚"}.get(found.tier, found.kind)
    if found.min_fen == found.max_fen:
        return f"{format_yuan(found.min_fen)} 元"
    return f"{format_yuan(found.min_fen)} 元至 {format_yuan(found.max_fen)} 元"


def _outside(found: Range, amount: int | None) -> str:
    """What a fine outside the interval would take: other facts, an approval, or it is not possible at all."""
    if amount is None or found.kind != "罚款" or found.min_fen <= amount <= found.max_fen:
        return ""
    side = "高于区间上限" if amount > found.max_fen else "低于区间下限"
    said = f"拟处罚款 {format_yuan(amount)} 元{side}"
    if amount > found.statutory_max:
        return f"{said}，并且超出法定上限 {format_yuan(found.statutory_max)} 元，不能这样处罚"
    if amount < found.statutory_min:
        return f"{said}，并且低于法定下限：有法定从轻或者减轻情节并决定减轻的才可以"
    return f"{said}：有相应情节的先登记；没有的，须登记调整适用裁量基准并经批准"


def _notes(found: Range) -> Iterator[str]:
    if found.kind == "罚款":
        yield f"法定幅度 {format_yuan(found.statutory_min)} 元至 {format_yuan(found.statutory_max)} 元"
    if found.missing:
        labels = "、".join(context().book.vocabulary.label(code) for code in found.missing)
        yield f"没有填写{labels}，填写后阶次可能不同"
    if found.status in STANDING:
        yield STANDING[found.status]


def _proposal(best: Lenient | None) -> str:
    """What the list proposes, said before any sum."""
    return f"符合柔性执法清单“{best.kind}”：{best.verdict}" if best else ""


def _lenient_row(item: Lenient) -> vm.LenientRow:
    vocabulary = context().book.vocabulary
    if item.holds:
        said = f"{item.verdict}，对当事人进行教育并记录"
    elif item.holds is None:
        said = f"还要知道：{'、'.join(vocabulary.label(code) for code in item.missing)}"
    else:
        said = "不符合：" + "；".join(item.unmet)
    state = {True: "met", None: "open", False: "unmet"}[item.holds]
    return vm.LenientRow(
        state=state,  # type: ignore[arg-type]
        kind=item.kind,
        say=item.say,
        verdict=said,
        law=law_mark(item.cite, status=item.status),
    )


def _earlier(done: Weighed, asked: Asked) -> str:
    """How the first offence was looked up, so that nobody takes a name for a person."""
    if not done.counted and not done.earlier.count:
        return ""
    name = str(asked.facts.get("party.name") or "当事人")
    if not done.earlier.count:
        return f"查本单位可见的决定：{name}在此之前没有因同一事项被处理；其他机关处理过的请承办人核实"
    by = "按证件号码查到" if done.earlier.sure else "按姓名（名称）查到，可能同名，请核对证件号码"
    listed = "；".join(f"{show_date(one.decided_on)} {one.number}" for one in done.earlier.latest[:3])
    return f"{name}在此之前因同一事项被处理 {done.earlier.count} 次（{by}）：{listed}"


def _two_laws(both: Comparison, asked: Asked) -> vm.TwoLaws:
    applies = "适用新的规定" if both.applies is both.new else "适用违法行为发生时的规定"
    split = "；两个规定各有轻重，请法制审核人员确认" if both.split else ""
    rule = context().rules(asked.decided_on).entry("discretion_rule", "lighter_law")
    intervals = [_alone(asked, day) for day in (asked.happened_on, asked.decided_on)]
    ends = vm.LawRow(name="裁量区间", old=intervals[0], new=intervals[1], lighter="")
    return vm.TwoLaws(
        old=f"{show_date(asked.happened_on)} {_named(both.old)}",
        new=f"{show_date(asked.decided_on)} {_named(both.new)}",
        rows=tuple(
            vm.LawRow(
                name=head.name,
                old=head.old,
                new=head.new,
                lighter=head.lighter if head.lighter in ("旧", "新") else "",  # type: ignore[arg-type]
            )
            for head in both.heads
        )
        + (ends,),
        applies=applies + split,
        law=law_mark(rule.cite if rule else ""),
    )


def _alone(asked: Asked, day: date) -> str:
    """The interval under the law of one day alone."""
    found = range_for(book=context().book, matter=asked.matter, facts=asked.facts, happened_on=day, decided_on=day)
    return "不能计算" if isinstance(found, Refusal) else f"{found.tier}：{amounts(found)}"


def _named(entry: Entry) -> str:
    return "、".join(dict.fromkeys(c.chinese for c in parse_all(entry.data.get("applied") or entry.cite)))


def like_strip(asked: Asked, found: Range) -> vm.LikeStrip | None:
    """Where the fine stands among those of like cases; nothing where no fine may be given."""
    if found.kind != "罚款":
        return None
    like = like_cases(asked.matter, found.tier, reach=asked.reach, but=asked.case)
    spread = likeness(like.sums, asked.amount)
    if spread is None:
        return vm.LikeStrip(said=f"可见范围内还没有同一事项“{found.tier}”阶次的罚款决定")
    differs = tuple(_differing(asked.facts, like.facts)) if spread.outlier else ()
    return drawn(spread, found.tier, differs)


def drawn(spread: Likeness, tier: str, differs: tuple[str, ...]) -> vm.LikeStrip:
    """The distribution placed on a line of a thousand parts."""
    ends = [spread.least, spread.most, *([spread.amount] if spread.amount is not None else [])]
    start, span = min(ends), max(max(ends) - min(ends), 1)

    def at(fen: int) -> int:
        return (fen - start) * FULL // span

    middle = f"半数在 {format_yuan(spread.lower)} 元至 {format_yuan(spread.upper)} 元之间"
    said = (
        f"同一事项“{tier}”阶次 {spread.count} 件：最低 {format_yuan(spread.least)} 元，中位 "
        f"{format_yuan(spread.median)} 元，最高 {format_yuan(spread.most)} 元，{middle}"
    )
    verdict = ""
    if spread.amount is not None:
        verdict = f"{format_yuan(spread.amount)} 元：{spread.verdict}"
        above = spread.count - spread.below - spread.same
        verdict += f"，{spread.below} 件比它低、{spread.same} 件相同、{above} 件比它高"
    return vm.LikeStrip(
        said=said,
        least=at(spread.least),
        lower=at(spread.lower),
        median=at(spread.median),
        upper=at(spread.upper),
        most=at(spread.most),
        mark=at(spread.amount) if spread.amount is not None else None,
        left=format_yuan(start),
        right=format_yuan(max(ends)) if max(ends) > start else "",
        verdict=verdict,
        outlier=spread.outlier,
        differs=differs,
    )


def _differing(facts: Mapping[str, Value], others: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """In which recorded circumstances this case is unlike most; none is said too, for then it needs a reason."""
    vocabulary = context().book.vocabulary
    mine = {code: json.loads(json.dumps(dump_value(v))) for code, v in facts.items() if code.startswith(COMPARED)}
    absent = {"no": False, "zero": 0, "empty": []}
    known = {code: absent.get(fact.absent) for code, fact in vocabulary.facts.items() if code.startswith(COMPARED)}
    found = list(differences(mine, others, known))
    for item in found:
        yield f"{vocabulary.label(item.code)}：本案{_shown(item, mine=True)}，类案多为{_shown(item, mine=False)}"
    if not found:
        yield "登记的情节与类案没有明显不同：数额偏离的，应当在裁量理由中说明"


def _shown(item: Difference, *, mine: bool) -> str:
    held = item.mine if mine else item.usual
    fact = context().book.vocabulary[item.code]
    if held is None or held in ([], ()):
        return "没有"
    if isinstance(held, list | tuple):
        return "、".join(map(str, held))
    if isinstance(held, bool):
        return "是" if held else "否"
    value = int(held) if fact.type == "money" and isinstance(held, Fraction) else held
    return show_value(value if isinstance(value, int | str) else str(value), fact.type, fact.unit)


def guidance_cards(matter: str, day: date) -> tuple[vm.GuidanceCard, ...]:
    """What the case library says about a matter."""
    notes = {"configured": "", "reported": "据报道", "verified": ""}
    return tuple(
        vm.GuidanceCard(
            kind=item.kind,
            title=item.title,
            paragraphs=item.paragraphs,
            law=optional_mark(item.cite),
            note=notes[item.status],
        )
        for item in guidance_of(context().rules(day), matter)
    )


def case_proposal(read: CaseRead, proceeding: str, visitor: Visitor) -> Lenient | None:
    """The item of the lenient list that the recorded facts of an undecided case meet."""
    asked = case_asked(read, proceeding, visitor)
    if asked is None or read.view.headline.decided_on is not None:
        return None
    return proposed(weigh(asked).lenient)


def lenient_findings(read: CaseRead, proceeding: str, visitor: Visitor) -> tuple[vm.FindingRow, ...]:
    """A penalty proposed where the list proposes none is a finding of the system's own, before anybody reads on."""
    best = case_proposal(read, proceeding, visitor)
    if best is None or amount(known_facts(read.view.state, proceeding)) is None:
        return ()
    said = f"登记的事实符合柔性执法清单“{best.kind}”（{best.say}）：{best.verdict}；仍予处罚的应当写明理由"
    return (vm.FindingRow(level="yellow", word="黄色", message=said, law=law_mark(best.cite, status=best.status)),)


def case_like(read: CaseRead, proceeding: str, visitor: Visitor) -> vm.LikeStrip | None:
    """Where the fine of a case stands among those of like cases."""
    asked = case_asked(read, proceeding, visitor)
    found = weigh(asked).found if asked and asked.amount is not None else None
    return like_strip(asked, found) if asked and isinstance(found, Range) else None
