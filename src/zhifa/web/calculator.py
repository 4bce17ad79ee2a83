"""The discretion calculator: which fields a matter asks for, what was typed, and the page made of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from zhifa.acts.annual_report import figure_address
from zhifa.acts.work import context
from zhifa.core.conditions import UNKNOWN
from zhifa.core.discretion import asked_facts
from zhifa.core.discretion.wording import range_words
from zhifa.core.facts import Fact, FactError, Value, dump_value
from zhifa.core.matching import match, subjects
from zhifa.core.rulebook import Entry
from zhifa.core.statistics import indicators
from zhifa.core.values import format_yuan, parse_yuan
from zhifa.ports.matching import reader
from zhifa.store.readers.cases import CaseRead
from zhifa.store.readers.statistics import counted, organ_scope, year_of
from zhifa.web import viewmodels as vm
from zhifa.web.forms import Known, field_view
from zhifa.web.marks import law_mark
from zhifa.web.plan_table import matter_title
from zhifa.web.proof import amount as amount_of
from zhifa.web.proof import known_facts
from zhifa.web.visitor import Visitor
from zhifa.web.weighing import Asked, guidance_cards, weighing

ON, DECIDED, AMOUNT = "on", "decided", "amount"
PARTY: Final = ("party.kind", "party.name", "party.born_on")
CIRCUMSTANCES: Final = ("discretion.lighter", "discretion.heavier", "discretion.exempt")
CHOICES: Final = ("discretion.reduce", "discretion.departure", "discretion.departure_from")
FOUND, LONGEST = 12, 100
PENALTY: Final = "处罚"
LENIENT: Final = "lenient."
"""How the codes of the figures of leniency begin."""


@dataclass(frozen=True, slots=True)
class Source:
    """The case whose facts a calculation begins with."""

    read: CaseRead
    proceeding: str

    @property
    def decided(self) -> date | None:
        return self.read.view.headline.decided_on

    @property
    def happened(self) -> date:
        """The day of the act; where nobody wrote it, that of the decision or the day the case was opened."""
        said = self.facts.get("case.happened_on")
        return said if isinstance(said, date) else self.decided or self.read.view.case.opened.day

    @property
    def facts(self) -> Mapping[str, Value]:
        return known_facts(self.read.view.state, self.proceeding)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the calculator: raw words, what could be read of them, and what could not."""

    raw: Mapping[str, Any]
    facts: Mapping[str, Value]
    on: date
    decided: date
    amount: int | None
    errors: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def codes_of(entry: Entry, day: date) -> tuple[str, ...]:
    """Facts of the act itself that this matter asks for."""
    special = {*PARTY, *CIRCUMSTANCES, *CHOICES}
    return tuple(code for code in asked_facts(context().rules(day), entry) if code not in special)


def read_typed(data: QueryDict, codes: Iterable[str], visitor: Visitor, source: Source | None) -> Typed:
    """What the address says; what it does not say the case knows, where the calculation came from one."""
    vocabulary = context().book.vocabulary
    given = source.facts if source else {}
    fresh = bool(source) and not any(code in data for code in (ON, *PARTY))
    raw: dict[str, Any] = {name: str(data.get(name, "")).strip()[:LONGEST] for name in (ON, DECIDED, AMOUNT)}
    errors: dict[str, tuple[str, str]] = {}
    facts: dict[str, Value] = {}
    for code in (*PARTY, *codes, *CIRCUMSTANCES, *CHOICES):
        fact = vocabulary.get(code)
        if fact is None:
            continue
        typed = _typed(data, fact)
        if fresh and code in given:
            facts[code], typed = given[code], dump_value(given[code])
        elif typed not in ("", []):
            value = vocabulary.read(code, typed)
            if isinstance(value, FactError):
                errors[code] = (value.message, value.remedy)
            else:
                facts[code] = value
        raw[code] = typed
    on = source.happened if source and fresh else _day(data, ON, visitor.day, errors)
    made = source.decided if source else None
    decided = _day(data, DECIDED, max(on, made or visitor.day) if fresh else on, errors)
    if decided < on:
        errors[DECIDED] = ("决定的日期早于行为的日期", "核对两个日期")
        decided = on
    return Typed(raw, facts, on, decided, _amount(data, given if fresh else {}, errors), errors)


def _typed(data: QueryDict, fact: Fact) -> Any:
    if fact.type == "choices":
        return [text[:LONGEST] for text in data.getlist(fact.code) if text]
    return str(data.get(fact.code, "")).strip()[:LONGEST]


def _day(data: QueryDict, name: str, usual: date, errors: dict[str, tuple[str, str]]) -> date:
    text = str(data.get(name, "")).strip()
    try:
        return date.fromisoformat(text) if text else usual
    except ValueError:
        errors[name] = (f"“{text[:20]}”不是日期", "写作 2024-03-05")
        return usual


def _amount(data: QueryDict, given: Mapping[str, Value], errors: dict[str, tuple[str, str]]) -> int | None:
    text = str(data.get(AMOUNT, "")).strip()[:LONGEST]
    if not text:
        return amount_of(given)
    try:
        found = parse_yuan(text)
    except ValueError as error:
        errors[AMOUNT] = (str(error), "填写以元为单位的数额，最多两位小数")
        return None
    return found


def groups(entry: Entry, typed: Typed, source: Source | None) -> tuple[vm.FieldGroup, ...]:
    """The form in the order in which an officer thinks: when, who, what, circumstances, the sum in mind."""
    what = tuple(_field(code, typed) for code in codes_of(entry, typed.on))
    reasons = tuple(replace(_field(code, typed), aside=True) for code in (*CIRCUMSTANCES, *CHOICES))
    chosen = any(code in typed.facts for code in (*CIRCUMSTANCES, *CHOICES))
    who = tuple(
        _field(code, typed) for code in PARTY if code != "party.born_on" or typed.raw.get("party.kind") != "法人"
    )
    days = (
        _own(ON, "违法行为发生日", "date", typed.on.isoformat(), typed, "行为有连续或者继续状态的，填终了之日"),
        _own(DECIDED, "作出决定日", "date", typed.decided.isoformat(), typed),
    )
    fine = "" if typed.amount is None else format_yuan(typed.amount).replace(",", "")
    mind = _own(AMOUNT, "拟处罚款", "money", fine, typed, "填写后看它在类案里的位置")
    return (
        vm.FieldGroup(title="日期", fields=days),
        vm.FieldGroup(title="当事人", fields=who, hint="姓名（名称）用来查本单位以前的决定，可以不填"),
        vm.FieldGroup(title="行为", fields=what),
        vm.FieldGroup(title="从轻、从重情节", fields=reasons, folded=not chosen),
        vm.FieldGroup(title="数额", fields=(mind,)),
    )


def _own(name: str, label: str, kind: Any, value: str, typed: Typed, hint: str = "") -> vm.FieldView:
    message, remedy = typed.errors.get(name, ("", ""))
    kept = str(typed.raw.get(name) or "") if message else ""
    return vm.FieldView(
        name=name, label=label, kind=kind, value=kept or value, hint=hint, required=False, error=message, remedy=remedy
    )


def _field(code: str, typed: Typed) -> vm.FieldView:
    fact = context().book.vocabulary[code]
    held = typed.facts.get(code)
    known = Known(lambda wanted: typed.facts.get(wanted, UNKNOWN), lambda wanted: "") if held is not None else None
    raw = None if held is not None else typed.raw.get(code)
    made = field_view(fact, required=False, typed=raw, known=known, errors=typed.errors)
    return replace(made, known_from="")


def answer(entry: Entry, typed: Typed, visitor: Visitor, source: Source | None) -> vm.Weighing:
    """The weighing of what was typed."""
    return weighing(
        Asked(
            matter=entry.key,
            facts=typed.facts,
            happened_on=typed.on,
            decided_on=typed.decided,
            amount=typed.amount,
            reach=visitor.reach(),
            case=source.read.row.pk if source else "",
        )
    )


def page(entry: Entry, typed: Typed, visitor: Visitor, source: Source | None) -> vm.CalculatorPage:
    """The calculator with a matter chosen."""
    case = source.read.row if source else None
    kept = (("matter", entry.key), *((("case", case.pk), ("p", source.proceeding)) if case and source else ()))
    ready = "party.kind" in typed.facts
    back = vm.Action(label=f"回到案件 {case.number}", href=reverse("case", args=[case.pk])) if case else None
    return vm.CalculatorPage(
        title="裁量计算",
        action=reverse("calculator"),
        matter=str(entry.data.get("title", entry.key)),
        code=entry.key,
        law=law_mark(entry.cite, status=entry.status),
        about=range_words(entry, context().book.vocabulary),
        others=(
            vm.Action(label="看这一事项", href=reverse("matter", args=[entry.key])),
            vm.Action(label="换一个事项", href=reverse("calculator")),
        ),
        kept=kept,
        groups=groups(entry, typed, source),
        weighing=answer(entry, typed, visitor, source) if ready else None,
        waiting="" if ready else "先选当事人类型：同一条文对个人和单位的幅度往往不同。",
        guidance=guidance_cards(entry.key, typed.on),
        back=back,
    )


def start(query: str, visitor: Visitor) -> vm.CalculatorPage:
    """The calculator before a matter is chosen: a box to find one, and how leniency was used this year."""
    day = visitor.day
    entries = context().rules(day).entries("matter")
    found = _search(query, entries, day) if query else []
    return vm.CalculatorPage(
        title="裁量计算",
        action=reverse("calculator"),
        query=query,
        choices=tuple(_choice(entry) for entry in found),
        nothing=f"没有与“{query}”相近的处罚事项，换一个说法试试" if query and not found else "",
        use=None if query else _use(visitor),
        listed=None if query else _listed(day),
    )


def _use(visitor: Visitor) -> vm.TableView | None:
    """How often the visitor's organ used leniency in this year and the one before; each number opens its cases."""
    scope = organ_scope(visitor.organ.code, reach=visitor.reach("statistics.read"))
    chosen = [
        one
        for code, one in indicators(context().rules(visitor.day)).items()
        if code.startswith(LENIENT) and one.is_counted
    ]
    if scope is None or not chosen:
        return None
    years = (visitor.day.year, visitor.day.year - 1)
    counts = [counted(chosen, year_of(year), scope.codes) for year in years]
    rows = []
    for one in chosen:
        places = [figure_address(scope.code, year, one.code) for year in years]
        numbers = zip(counts, places, strict=True)
        cells = [vm.Cell(text=str(found[one.code].value), href=place) for found, place in numbers]
        rows.append(vm.Row(href=places[0], cells=(vm.Cell(text=one.title), *cells)))
    columns = (vm.Column(label="", kind="text"), *(vm.Column(label=f"{year} 年", kind="number") for year in years))
    return vm.TableView(
        caption=f"{scope.short}柔性执法的适用（宗）",
        columns=columns,
        rows=tuple(rows),
        empty=vm.Empty(what="还没有处罚决定"),
        name="use",
    )


def _listed(day: date) -> vm.TableView:
    """The list of flexible enforcement, each item leading to its matter's calculation."""
    rules = context().rules(day)
    rows = []
    for item in rules.entries("leniency").values():
        title = matter_title(str(item.data["matter"]))
        href = f"{reverse('calculator')}?{urlencode({'matter': item.data['matter']})}"
        law = law_mark(item.cite, status=item.status)
        cells = (vm.Cell(text=title, href=href), vm.Cell(text=item.data["kind"]), vm.Cell(text=item.data["say"]))
        rows.append(vm.Row(href=href, cells=(*cells, vm.Cell(law=law))))
    columns = (
        vm.Column(label="事项", kind="main"),
        vm.Column(label="种类", kind="short"),
        vm.Column(label="情形"),
        vm.Column(label="依据", kind="short"),
    )
    empty = vm.Empty(what="没有柔性执法清单", how="把本单位公布的清单放进规则目录的 flexible/list.toml。")
    return vm.TableView(
        caption=f"柔性执法清单（{len(rows)} 项）", columns=columns, rows=tuple(rows), empty=empty, name="lenient"
    )


def _search(query: str, entries: Mapping[str, Entry], day: date) -> list[Entry]:
    """Matters whose title holds the words, then those that everyday speech may mean."""
    fined = {key: entry for key, entry in entries.items() if entry.data.get("kind") == PENALTY}
    named = [entry for key, entry in fined.items() if query in str(entry.data.get("title", "")) or query == key]
    rules = context().rules(day)
    heard = match(query, rules, subjects(rules), reader(rules.book))
    meant = [] if heard.abstained else [item.subject.code for item in heard.matches]
    codes = dict.fromkeys([entry.key for entry in named] + [code for code in meant if code in fined])
    return [fined[code] for code in codes][:FOUND]


def _choice(entry: Entry) -> vm.MatterChoice:
    return vm.MatterChoice(
        title=str(entry.data.get("title", entry.key)),
        href=f"{reverse('calculator')}?{urlencode({'matter': entry.key})}",
        law=law_mark(entry.cite),
        amounts=range_words(entry, context().book.vocabulary),
        field=str(entry.data.get("field", "")),
    )
