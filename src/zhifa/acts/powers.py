"""Acts on powers: register what an organ was given, end it early; and in what capacity a case is handled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from zhifa.acts.registry import write_stream
from zhifa.acts.statutes import ground
from zhifa.acts.work import Actor, context, new_id, this_moment, today
from zhifa.core.competence import functions_of
from zhifa.core.events import POWER_ENDED, POWER_REGISTERED, NewEvent
from zhifa.core.facts import Json
from zhifa.core.jurisdiction import ENTRUST, MODES, STATUTE, Holder, Power, overlapping, standing
from zhifa.core.permission import may
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.taking import bad_input
from zhifa.core.rulebook import Rules
from zhifa.core.values import Moment, Refusal, Validity, show_date
from zhifa.store.readers.powers import powers_of
from zhifa.store.registry.functions import carried_of
from zhifa.store.registry.models import Organ
from zhifa.store.registry.models import Power as Row

MATTER = "matter.code"
MODE, NO_POWER, PRINCIPAL, DOCUMENT = "matter.mode", "matter.no_power", "matter.principal", "matter.power_document"
FACTS = frozenset({MODE, NO_POWER, PRINCIPAL, DOCUMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerEntry:
    """A power as it is registered. 委托 needs principal, document, term and publication (行政处罚法 20)."""

    organ: str
    mode: str
    scope: tuple[str, ...]
    document: str
    start: date
    end: date | None = None
    principal: str = ""
    principal_organ: str = ""
    reconsideration: str = ""
    court: str = ""
    published_on: date | None = None


def register_power(entry: PowerEntry, *, actor: Actor) -> str | Refusal:
    """Register what an organ was given over some matters; its id."""
    organ = Organ.objects.filter(pk=entry.organ).first()
    if organ is None:
        return bad_input("没有这个机关", "从机关列表中选择", place="organ")
    refused = may(actor.person, "powers.manage", organ.path, today()) or _incomplete(entry) or _unknown_matters(entry)
    if refused is not None:
        return refused
    key = new_id()
    with transaction.atomic():
        # What two people register for one organ at the same moment is compared with each other too.
        Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)
        if refused := _contradicting(entry):
            return refused
        write_stream(
            "power",
            key,
            NewEvent(type=POWER_REGISTERED, occurred=this_moment(), actor=actor.id, payload=_payload(entry)),
        )
    return key


def _payload(entry: PowerEntry) -> dict[str, Json]:
    principal = Organ.objects.filter(pk=entry.principal_organ).first()
    return {
        "organ": entry.organ,
        "mode": entry.mode,
        "scope": sorted(set(entry.scope)),
        "document": entry.document.strip(),
        "principal": principal.name if principal else entry.principal.strip(),
        "principal_organ": entry.principal_organ,
        "reconsideration": entry.reconsideration.strip() or (principal.superior if principal else ""),
        "court": entry.court.strip() or (principal.court if principal else ""),
        "published_on": entry.published_on.isoformat() if entry.published_on else None,
        "from": entry.start.isoformat(),
        "to": entry.end.isoformat() if entry.end else None,
    }


def _incomplete(entry: PowerEntry) -> Refusal | None:
    """What a power of this kind must say before it counts."""
    if entry.mode not in MODES:
        return bad_input(f"职权方式应为{'、'.join(MODES)}", "选择一种", place="mode")
    if not entry.document.strip() and entry.mode != STATUTE:
        return bad_input("请填写赋权决定或者委托书的名称和文号", "例如 渝府发〔2023〕3号", place="document")
    for name, text, longest in (("document", entry.document, 120), ("principal", entry.principal, 120)):
        if len(text) > longest or not text.isprintable():
            return bad_input(f"最多 {longest} 个字符，不含换行", "用规范名称", place=name)
    if entry.end and entry.end < entry.start:
        return bad_input("终止日期早于开始日期", "核对两个日期", place="end")
    if entry.mode != ENTRUST:
        return None
    if not (entry.principal.strip() or Organ.objects.filter(pk=entry.principal_organ).exists()):
        return bad_input("委托应当写明委托机关", "选择或者填写委托机关", place="principal")
    if entry.end is None:
        return replace(bad_input("委托书应当载明期限", "填写委托的终止日期", place="end"), cite=_asked())
    if entry.published_on is None or entry.published_on > today():
        said = "委托书应当向社会公布，公布以后才能登记"
        return replace(bad_input(said, "填写公布日期", place="published_on"), cite=_asked())
    if entry.principal_organ == entry.organ:
        return bad_input("委托机关不能是受委托的机关自己", "重新选择委托机关", place="principal")
    return None


def _asked() -> str:
    """The article that says what an entrustment must hold."""
    return ground("entrustment").cite


def _unknown_matters(entry: PowerEntry) -> Refusal | None:
    book = context().book
    codes = {item.key for item in book.section("matter")}
    fields = {f"领域:{item.data.get('field', '')}" for item in book.section("matter")}
    unknown = [item for item in entry.scope if item not in codes | fields]
    if not entry.scope or unknown:
        said = f"事项目录中没有“{unknown[0][:40]}”" if unknown else "请选择事项"
        return bad_input(said, "从事项目录中选择事项或者领域", place="scope")
    return None


def _contradicting(entry: PowerEntry) -> Refusal | None:
    given = Power(
        id="", organ=entry.organ, mode=entry.mode, scope=entry.scope, validity=Validity(entry.start, entry.end)
    )
    other = overlapping(given, powers_of(entry.organ))
    if other is None:
        return None
    until = show_date(other.validity.end) if other.validity.end else "没有期限"
    return bad_input(
        f"同样的事项已经按{other.mode}登记（{other.document}，至{until}）",
        "先终止原来的登记，或者改写起止日期",
        place="scope",
    )


def end_power(key: str, *, on: date, reason: str, actor: Actor, finishes: bool = False) -> Refusal | None:
    """End a registered power before its time; `on` is its last day. Cases already decided keep their capacity.

    With `finishes` the organ decides the cases it began while the power lasted; else it must transfer them.
    """
    with transaction.atomic():
        locked = Row.objects.select_for_update(of=("self",), no_key=True).select_related("organ")
        row = locked.filter(pk=key[:40]).first()
        if row is None:
            return bad_input("没有这项职权登记", "从列表重新打开", place="power")
        refused = may(actor.person, "powers.manage", row.organ.path, today()) or _not_ended(row, on, reason)
        if refused is not None:
            return refused
        payload: dict[str, Json] = {"to": on.isoformat(), "reason": reason.strip(), "finishes": finishes}
        write_stream(
            "power", key, NewEvent(type=POWER_ENDED, occurred=Moment(today()), actor=actor.id, payload=payload)
        )
    return None


def _not_ended(row: Row, on: date, reason: str) -> Refusal | None:
    if not reason.strip() or len(reason) > 200:
        return bad_input("请写明终止的理由（200 字以内）", "例如 委托机关收回", place="reason")
    if on < row.valid_from or (row.valid_to and on > row.valid_to):
        return bad_input("终止日期不在职权的期间内", "核对日期", place="on")
    return None


def with_power(
    organ: Organ, step: Step, day: date, begun: date, code: object, typed: Mapping[str, object]
) -> Mapping[str, object]:
    """What was typed into a step, with the capacity in which the organ acts on the matter on the day of the step."""
    return with_power_of(lambda: holding(organ), context().book.as_of(day), step, day, begun, code, typed)


def holding(organ: Organ) -> Holder:
    """An organ as its competence is judged."""
    return Holder(organ.level, carried_of(organ.functions), powers_of(organ.pk))


def with_power_of(
    holder: Callable[[], Holder],
    rules: Rules,
    step: Step,
    day: date,
    begun: date,
    code: object,
    typed: Mapping[str, object],
) -> Mapping[str, object]:
    """The same for whoever knows the rules of the day, and what the organ holds where the step wants to know."""
    wanted = FACTS & step.facts
    entry = rules.entry("matter", code) if isinstance(code, str) and wanted else None
    if entry is None or typed.get(MODE) not in (None, ""):
        return typed
    held = standing(entry, holder(), functions_of(rules), day, begun=begun)
    said: dict[str, object] = {MODE: held.mode}
    if not held.may_act:
        said |= {NO_POWER: True, DOCUMENT: f"{held.reason}；应移送{held.goes_to}"}
    elif held.power is not None:
        said |= {DOCUMENT: held.power.document, PRINCIPAL: held.principal}
    elif held.note:
        said |= {DOCUMENT: held.note}
    return {**typed, **{fact: value for fact, value in said.items() if fact in wanted and value}}


@dataclass(frozen=True, slots=True)
class Capacity:
    """In whose name papers are made out, who reviews them, and before which court."""

    name: str
    reconsideration: str
    court: str


def capacity(organ: Organ, mode: object, principal: object, matter: object) -> Capacity:
    """Under 委托 the principal's name, reviewing body and court (行政复议法 19, 行政诉讼法 26), else the organ's."""
    own = Capacity(organ.name, organ.superior, organ.court)
    if mode != ENTRUST or not isinstance(principal, str) or not principal:
        return own
    rows = Row.objects.filter(organ=organ, mode=ENTRUST, principal=principal).order_by("-valid_from")
    row = next((item for item in rows if not matter or matter in item.scope), None) or rows.first()
    if row is None:
        return Capacity(principal, own.reconsideration, own.court)
    return Capacity(principal, row.reconsideration or own.reconsideration, row.court or own.court)
