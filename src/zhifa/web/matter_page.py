"""The page of one matter, put together from the rules of a day, the organ's powers and the cases so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from zhifa.acts.work import context
from zhifa.core.competence import functions_of
from zhifa.core.discretion.changes import STATUS, differences
from zhifa.core.discretion.wording import ANYBODY, amount_words, tiers_of
from zhifa.core.jurisdiction import COUNTY, Holder, Power, Standing, agencies, goes_to, standing
from zhifa.core.rulebook import Entry, Rules
from zhifa.core.values import show_date
from zhifa.store.readers.catalogue import recent_cases, used_by
from zhifa.store.readers.organs import organs
from zhifa.store.readers.people import OrganRead
from zhifa.store.readers.powers import powers
from zhifa.web import viewmodels as vm
from zhifa.web.marks import law_mark
from zhifa.web.matter_flows import flows_of
from zhifa.web.matter_links import elsewhere
from zhifa.web.rule_words import condition_words
from zhifa.web.visitor import Visitor

MOST_HOLDERS = 80


@dataclass(frozen=True, slots=True)
class Shown:
    """A matter as it is shown: the version, the day asked for, and whether that version is in force on it."""

    entry: Entry
    versions: Sequence[Entry]
    on: date
    in_force: bool

    @property
    def day(self) -> date:
        """A day on which the version is in force."""
        start, end = self.entry.validity.start, self.entry.validity.end
        return self.on if self.in_force else start or end or self.on

    @property
    def rules(self) -> Rules:
        return context().rules(self.day)


def shown_on(code: str, on: date) -> Shown | None:
    """The version of a matter in force on a day, else the nearest one; None for a code that never was."""
    versions = sorted(context().book.versions("matter", code), key=lambda entry: entry.validity.start or date.min)
    if not versions:
        return None
    now = next((entry for entry in versions if entry.validity.contains(on)), None)
    past = [entry for entry in versions if entry.validity.end and entry.validity.end < on]
    return Shown(now or (past[-1] if past else versions[0]), versions, on, now is not None)


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else (str(value),) if value else ()


# ---- who may act ----
def _holder(organ: OrganRead, entry: Entry, held: Standing) -> vm.Holder:
    why = held.reason and f"{held.reason}；移送{held.goes_to}"
    if held.power is not None and held.may_act:
        until = f"，至 {show_date(held.power.validity.end)}" if held.power.validity.end else ""
        principal = f"，以{held.principal}的名义" if held.principal else ""
        why = f"{held.power.document or '登记的职权'}{principal}{until}"
    elif held.may_act:
        said = "、".join(agency.text for agency in agencies(entry)) or str(entry.data.get("department", ""))
        why = f"事项目录：{said}" + (f"；{held.note}，是否主管部门没有核对" if held.note else "")
    return vm.Holder(organ=organ.short, may=held.may_act, mode=held.mode, why=why)


def _holders(shown: Shown, visitor: Visitor) -> Iterator[vm.Holder]:
    """The visitor's organ first, then those of the reach that act on the matter or were given it.

    Of bureaus only those registered with the function stand here; where there is none, the department by its kind.
    """
    reach, functions = visitor.reach("matters.read"), functions_of(shown.rules)
    given: dict[str, list[Power]] = {}
    for line in powers(reach=(*reach, visitor.organ.path)):
        given.setdefault(line.power.organ, []).append(line.power)
    others = [one for one in organs(reach=reach) if one.code != visitor.organ.code]
    mine = [visitor.organ] if visitor.may("case.act") else []
    levels = {agency.level for agency in agencies(shown.entry)}
    found = []
    for organ in mine + others[:MOST_HOLDERS]:
        own = tuple(given.get(organ.code, ()))
        held = standing(shown.entry, Holder(organ.level, organ.carried, own), functions, shown.on)
        known = bool(organ.carried) and held.may_act if organ.level == COUNTY else organ.level in levels
        if organ is visitor.organ or known or any(power.covers(shown.entry) for power in own):
            found.append((organ.level, _holder(organ, shown.entry, held)))
    county = next((agency for agency in agencies(shown.entry) if agency.level == COUNTY), None)
    if county and county.department and not mine and not any(level == COUNTY and one.may for level, one in found):
        yield vm.Holder(organ=goes_to(shown.entry, functions), may=True, mode=county.mode, why="事项目录所写的主管部门")
    yield from (one for _, one in found)


# ---- amounts and benchmark ----
def _amounts(shown: Shown) -> Iterator[vm.AmountRow]:
    entry, words = shown.entry, context().book.vocabulary
    for row in entry.data.get("fines", ()):
        note = "可以处罚款，不是必须" if row.get("may") else ""
        yield _amount(shown, row, f"罚款 {amount_words(row, words)}", note)
    for row in entry.data.get("detentions", ()):
        low = f"{row['min']} 日以上 " if row.get("min") else ""
        yield _amount(shown, row, f"拘留 {low}{row.get('max', '')} 日以下", "可以并处" if row.get("may") else "")


def _amount(shown: Shown, row: Mapping[str, Any], amount: str, note: str) -> vm.AmountRow:
    entry = shown.entry
    quoted = str(row.get("say", ""))
    condition = condition_words(context().book, str(row.get("if", "")))
    return vm.AmountRow(
        party=_party(row),
        condition=quoted or condition,
        amount=amount,
        law=law_mark(str(row.get("cite", entry.cite)), f"事项“{entry.data.get('title')}”的数额", entry.status),
        note="；".join(part for part in (condition if quoted else "", note) if part),
    )


def _party(row: Mapping[str, Any]) -> str:
    said = str(row.get("party", ANYBODY))
    return "个人、单位" if said == ANYBODY else said


def _benchmark(shown: Shown) -> dict[str, Any]:
    rules, entry = shown.rules, shown.entry
    found = rules.entry("benchmark", str(entry.data.get("benchmark", "")))
    if found is None:
        return {"tiers": (), "parties": ()}
    tiers = tuple(
        vm.TierRow(tier=t.tier, say=t.say, condition=condition_words(rules.book, t.when), sums=t.sums)
        for t in tiers_of(rules, entry)
    )
    fines = entry.data.get("fines", ())
    several = len({(row.get("party"), row.get("if", "")) for row in fines}) > 1
    parties = tuple(_column(shown, row) if several else "罚款" for row in fines)
    note = "推定的基准：由市政府令推出，不是公布的基准，使用前由本单位核定。" if found.status != "verified" else ""
    mark = law_mark(found.cite, "裁量基准的依据", found.status)
    return {"tiers": tiers, "parties": parties, "benchmark_note": note, "benchmark_law": mark}


def _column(shown: Shown, row: Mapping[str, Any]) -> str:
    when = condition_words(context().book, str(row.get("if", "")))
    everybody = row.get("party", ANYBODY) == ANYBODY
    return "，".join(part for part in ("" if everybody and when else _party(row), when) if part)


# ---- versions ----
def _versions(shown: Shown) -> Iterator[vm.MatterVersion]:
    """The latest first, each with what it changed against the one before."""
    words = context().book.vocabulary
    for place in range(len(shown.versions) - 1, -1, -1):
        entry = shown.versions[place]
        before = shown.versions[place - 1] if place else None
        changes = differences(before, entry, words) if before else ()
        start, end = entry.validity.start, entry.validity.end
        future = start is not None and start > shown.on
        yield vm.MatterVersion(
            since=start,
            until=end,
            laws=_marks(entry.data.get("applied") or entry.cite),
            state="尚未施行" if future else "施行中" if entry.validity.contains(shown.on) else "已失效",
            href=matter_href(entry.key, start or end),
            here=entry is shown.entry,
            changes=tuple(vm.Change(label=c.label, old=c.old, new=c.new) for c in changes),
        )


def matter_href(code: str, on: date | None = None) -> str:
    """The page of a matter, on a day if one is named."""
    place = reverse("matter", args=[code])
    return f"{place}?{urlencode({'on': on.isoformat()})}" if on else place


def _marks(cites: Any) -> tuple[vm.LawMark, ...]:
    return tuple(law_mark(cite) for cite in _strings(cites))


def _notice(shown: Shown) -> str:
    start, end, on = shown.entry.validity.start, shown.entry.validity.end, shown.on
    parts = []
    if not shown.in_force and start and on < start:
        parts.append(f"这一事项自 {show_date(start)} 起施行，{show_date(on)} 的行为不能适用。下面是施行以后的内容。")
    elif not shown.in_force and end:
        parts.append(f"这一事项已于 {show_date(end)} 终止，{show_date(on)} 的行为不能适用。下面是终止以前的内容。")
    if shown.entry.status != "verified":
        unread = "示例清单" if shown.entry.status == "configured" else "未读到条文"
        parts.append(f"{STATUS[shown.entry.status]}：{unread}，使用前由本单位核定。")
    return "".join(parts)


def _coming(shown: Shown) -> date | None:
    """From when another version of a matter in force applies."""
    later = [first for one in shown.versions if (first := one.validity.start) and first > shown.on]
    return min(later) if shown.in_force and later else None


# ---- usage ----
def _usage(code: str, visitor: Visitor) -> Iterator[vm.UsageYear]:
    for used in used_by(code, reach=visitor.reach("matters.read")):
        asked = {"matter": code, "organ": used.organ, "since": f"{used.year}-01-01", "until": f"{used.year}-12-31"}
        href = f"{reverse('cases')}?{urlencode(asked)}" if visitor.may("case.read") else ""
        yield vm.UsageYear(year=used.year, organ=used.short, figure=vm.Figure(text=f"{used.cases:,}", href=href))


def _recent(code: str, visitor: Visitor) -> tuple[vm.RecentCase, ...]:
    if not visitor.may("case.read"):
        return ()
    return tuple(
        vm.RecentCase(
            title=line.party or line.title or line.number,
            sub=" · ".join(part for part in (line.number, line.phase, show_date(line.opened_on)) if part),
            href=reverse("case", args=[line.id]),
        )
        for line in recent_cases(code, reach=visitor.reach())
    )


# ---- the page ----
def _near(shown: Shown) -> Iterator[vm.NearMatter]:
    book = context().book
    for item in shown.entry.data.get("near", ()):
        versions = book.versions("matter", str(item.get("matter", "")))
        if versions:
            entry = versions[-1]
            yield vm.NearMatter(
                title=str(entry.data.get("title", entry.key)), href=matter_href(entry.key), say=str(item.get("say", ""))
            )


def _facts(entry: Entry) -> Iterator[tuple[str, str]]:
    data = entry.data
    for key, unit in (("limitation_years", "年"), ("limitation_months", "个月")):
        if data.get(key):
            yield "追究时效", f"{data[key]} {unit}"
            break
    if data.get("order_to_correct"):
        yield "责令改正", "应当责令改正"
    if data.get("may_combine"):
        yield "并处", "可以单处，也可以并处"
    if data.get("seizure"):
        yield "可以扣押", "、".join(_strings(data.get("goods")))
    if data.get("note"):
        yield "说明", str(data["note"])
    yield "核对", STATUS.get(entry.status, entry.status)
    yield "代码", entry.key


def start_actions(code: str, visitor: Visitor, *, may: bool) -> tuple[vm.Action, ...]:
    """How to begin with the matter: a clue, or a case outright."""
    if not visitor.may("case.act"):
        return ()
    begin = f"{reverse('clues')}?{urlencode({'matter': code})}"
    return (vm.Action(label="登记线索", href=begin, post=True, primary=may),)


def calculator(code: str, visitor: Visitor) -> tuple[vm.Action, ...]:
    """The calculator of fines for the matter, for whoever may open it."""
    if not visitor.may("case.read"):
        return ()
    return (vm.Action(label="裁量计算", href=f"{reverse('calculator')}?{urlencode({'matter': code})}"),)


def drafting(entry: Entry, visitor: Visitor) -> tuple[vm.Action, ...]:
    """For whoever drafts rules: a draft that begins with this matter, its sums and words first."""
    if not visitor.may("rules.draft"):
        return ()
    asked = urlencode({"section": "matter", "code": entry.key, "plain": "1"})
    return (vm.Action(label="起草修改", href=f"{reverse('rule_draft_new')}?{asked}"),)


def _papers(flows: Iterable[vm.Flow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p for flow in flows for phase in flow.phases for s in phase.steps for p in s.papers))


def matter_page(shown: Shown, visitor: Visitor, *, seen: str = "") -> vm.MatterPage:
    """Everything an officer needs to know of a matter before beginning, on one page."""
    entry, data = shown.entry, shown.entry.data
    holders = tuple(_holders(shown, visitor)) if shown.in_force else ()
    own_may = bool(holders) and holders[0].may
    flows = flows_of(shown.rules, entry, shown.day, visitor)
    return vm.MatterPage(
        code=entry.key,
        title=str(data.get("title", entry.key)),
        kind=str(data.get("kind", "")),
        field=str(data.get("field", "")),
        department=str(data.get("department", "")),
        laws=_marks(data.get("applied") or entry.cite),
        violated=_marks(data.get("violated")),
        on=shown.on,
        in_force=shown.in_force,
        ask=reverse("matter", args=[entry.key]),
        notice=_notice(shown),
        coming=_coming(shown),
        holders=holders,
        amounts=tuple(_amounts(shown)),
        kinds=_strings(data.get("kinds")),
        conduct=str(data.get("conduct", "")),
        only_if=condition_words(context().book, str(data.get("only_if", ""))),
        words=_strings(data.get("words")),
        heard=_strings(data.get("heard")),
        near=tuple(_near(shown)),
        evidence=_strings(data.get("evidence")),
        flows=flows,
        versions=tuple(_versions(shown)),
        usage=tuple(_usage(entry.key, visitor)),
        recent=_recent(entry.key, visitor),
        papers=_papers(flows),
        facts=tuple(_facts(entry)),
        elsewhere=elsewhere(entry.key, shown.day, visitor),
        seen=seen,
        start=start_actions(entry.key, visitor, may=own_may),
        actions=(*(calculator(entry.key, visitor) if data.get("fines") else ()), *drafting(entry, visitor)),
        **_benchmark(shown),
    )


def year_before(day: date) -> date:
    """The first day of the year that ends on a day."""
    return day - timedelta(days=365)
