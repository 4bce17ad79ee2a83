"""Acts on organs that take the place of others: teams merge, matters move, and open cases go on.

Whoever goes on exercising the powers of an abolished organ goes on with its cases, answers for what it decided, and
is the party before the reviewing body and the court (行政复议法 19.4、行政诉讼法 26.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from zhifa.acts.powers import PowerEntry, end_power, register_power
from zhifa.acts.registry import write_stream
from zhifa.acts.work import Actor, act, new_id, today
from zhifa.core.competence import carried_on, changed
from zhifa.core.events import (
    CASE_SUCCEEDED,
    ORGAN_REGISTERED,
    ORGAN_SUCCEEDED,
    POWER_ENDED,
    POWER_REGISTERED,
    NewEvent,
)
from zhifa.core.facts import Json
from zhifa.core.jurisdiction import STATUTE, Power
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Moment, Refusal
from zhifa.store.casework.models import Case
from zhifa.store.readers.powers import powers_of
from zhifa.store.registry.functions import carried_of, stored_of
from zhifa.store.registry.models import Organ, Succession
from zhifa.store.registry.models import Power as Row
from zhifa.store.registry.projector import ORGAN_TEXTS

FOLLOW, FINISH = "随职权移交", "原机关办结"
RULES = (FOLLOW, FINISH)


@dataclass(frozen=True, slots=True)
class Succeeded:
    """What a succession did: cases that went on with the successor, powers registered anew."""

    cases: tuple[str, ...]
    powers: tuple[str, ...]


def merge_organs(
    organs: Sequence[str], successor: str, *, on: date, document: str, actor: Actor
) -> Succeeded | Refusal:
    """From a day on one organ goes on with the powers and the open cases of others, which end the day before."""
    old = list(Organ.objects.filter(pk__in=set(organs)).order_by("pk"))
    new = Organ.objects.filter(pk=successor).first()
    if new is None or len(old) < len(set(organs)) or not old:
        return bad_input("没有这个机关", "从机关列表中选择", place="successor" if new is None else "organs")
    refused = _unfit(old, new, on, document, actor)
    if refused is not None:
        return refused
    with transaction.atomic():
        moved, given = list[str](), list[str]()
        for organ in old:
            given += _take_powers(organ, new, on, actor)
            given += _take_entrustments(organ, new, on, document.strip(), actor)
            moved += _take_cases(organ, new, on, document.strip(), actor)
            _close(organ, new, on, document.strip(), actor)
        _take_functions(old, new, on, actor)
    return Succeeded(tuple(moved), tuple(given))


def _unfit(old: Sequence[Organ], new: Organ, on: date, document: str, actor: Actor) -> Refusal | None:
    for organ in (*old, new):
        if refused := may(actor.person, "organs.manage", organ.path, today()):
            return refused
    if new in old:
        return bad_input("承接的机关不能是被撤销的机关自己", "另选承接机关，先登记新机关", place="successor")
    if not document.strip() or len(document) > 120:
        return bad_input("请填写撤销、合并的文件（120 字以内）", "例如 渝北委编〔2026〕3号", place="document")
    if on > today():
        return bad_input("承接从今天或者以前的日期起登记", "到了那一天再登记", place="on")
    if new.valid_from and on < new.valid_from:
        said = f"{new.short}自 {new.valid_from} 起设立，不能在此以前承接"
        return bad_input(said, "承接的日期不早于承接机关设立的日期", place="on")
    if new.valid_to and on > new.valid_to:
        return bad_input(f"{new.short}已经撤销", "选择现存的机关", place="successor")
    gone = next((organ for organ in old if Succession.objects.filter(pk=organ.pk).exists()), None)
    if gone is not None:
        return bad_input(f"{gone.short}已经登记过承接机关", "从机关列表核对", place="organs")
    return None


def _take_powers(old: Organ, new: Organ, on: date, actor: Actor) -> list[str]:
    """What was registered for the old organ and still lasts is registered for the new one, each matter once.

    Teams that were given the same matters by one document merge into one that holds them once: else the power would
    have to be ended several times. A power that only serves the cases begun under it goes along with those cases.
    """
    found = []
    for power in powers_of(old.pk):
        finishing = power.finishes and power.validity.end is not None and power.validity.end < on
        if power.principal_code == new.pk or not (finishing or power.validity.contains(on)):
            continue  # what an organ entrusted to another and takes back it holds in its own name
        alike = [held for held in powers_of(new.pk) if not finishing and _alike(held, power, on)]
        scope = [matter for matter in power.scope if not any(matter in held.scope for held in alike)]
        if not scope:
            continue
        key = f"{power.id[:30]}-{new.pk}"[:40]
        begins = power.validity.start if finishing and power.validity.start else on
        _register(key, {**_terms(power), "organ": new.pk, "scope": [*scope], "from": begins.isoformat()}, on, actor)
        if finishing:
            assert power.validity.end is not None
            told: dict[str, Json] = {
                "to": power.validity.end.isoformat(),
                "reason": f"随{old.short}承接",
                "finishes": True,
            }
            write_stream("power", key, NewEvent(type=POWER_ENDED, occurred=Moment(on), actor=actor.id, payload=told))
        found.append(key)
    return found


def _alike(one: Power, other: Power, on: date) -> bool:
    """Whether two powers rest on one document and last equally long."""
    same = (one.mode, one.document, one.principal_code, one.principal, one.validity.end) == (
        other.mode, other.document, other.principal_code, other.principal, other.validity.end,
    )  # fmt: skip
    return same and one.validity.contains(on)


def _terms(power: Power) -> dict[str, Json]:
    """What the journal says of a power apart from whose it is, over what and since when."""
    return {
        "mode": power.mode, "document": power.document, "principal": power.principal,
        "principal_organ": power.principal_code, "reconsideration": power.reconsideration, "court": power.court,
        "published_on": power.published_on.isoformat() if power.published_on else None,
        "to": power.validity.end.isoformat() if power.validity.end else None,
    }  # fmt: skip


def _register(key: str, payload: dict[str, Json], on: date, actor: Actor) -> None:
    write_stream("power", key, NewEvent(type=POWER_REGISTERED, occurred=Moment(on), actor=actor.id, payload=payload))


def _take_entrustments(old: Organ, new: Organ, on: date, document: str, actor: Actor) -> list[str]:
    """What the old organ had entrusted to others goes on in the name of the new one, which answers for it.

    An organ that takes the place of the one that entrusted it holds the matters in its own name from then on.
    """
    found = []
    for row in Row.objects.filter(principal_organ=old).order_by("pk"):
        power = next(one for one in powers_of(row.organ_id) if one.id == row.pk)
        if not power.validity.contains(on):
            continue
        payload: dict[str, Json] = {
            **_terms(power), "organ": row.organ_id, "scope": list(power.scope), "from": on.isoformat(),
            "principal": new.name, "principal_organ": new.pk, "reconsideration": new.superior, "court": new.court,
        }  # fmt: skip
        if row.organ_id == new.pk:
            payload |= {"mode": STATUTE, "document": document, "to": None, "published_on": None}
            payload |= dict.fromkeys(("principal", "principal_organ", "reconsideration", "court"), "")
        if row.valid_from < on:
            last, reason = (on - timedelta(days=1)).isoformat(), f"委托机关由{new.short}承接（{document}）"
            told: dict[str, Json] = {"to": last, "reason": reason, "finishes": False}
            ended = NewEvent(type=POWER_ENDED, occurred=Moment(on), actor=actor.id, payload=told)
            write_stream("power", row.pk, ended)
        key = new_id() if row.valid_from < on else row.pk
        _register(key, payload, on, actor)
        found.append(key)
    return found


def _take_cases(
    old: Organ, new: Organ, on: date, reason: str, actor: Actor, matters: frozenset[str] | None = None
) -> list[str]:
    open_ones = Case.objects.filter(organ=old, state="open").order_by("pk")
    wanted = open_ones if matters is None else open_ones.filter(matter__in=matters)
    keys = list(wanted.values_list("pk", flat=True))
    for key in keys:
        with act(key) as work:
            assert work is not None
            work.organ = new
            work.row.organ, work.row.path = new, new.path
            payload: dict[str, Json] = {
                "organ": new.pk, "name": new.name, "former": old.pk, "former_name": old.name, "former_path": old.path,
                "reason": reason,
            }  # fmt: skip
            work.write([NewEvent(type=CASE_SUCCEEDED, occurred=Moment(on), actor=actor.id, payload=payload)])
            work.finish()
    return keys


def _take_functions(old: Sequence[Organ], new: Organ, on: date, actor: Actor) -> None:
    """The successor carries what the old organs carried; one whose own functions nobody registered stays so."""
    before = carried_of(new.functions)
    held = carried_on(before, on)
    gained = frozenset[str]().union(*(carried_on(carried_of(organ.functions), on) or () for organ in old))
    if held is None or gained <= held:
        return
    payload = {**_said(new), "functions": stored_of(changed(before, held | gained, on))}
    write_stream("organ", new.pk, NewEvent(type=ORGAN_REGISTERED, occurred=Moment(on), actor=actor.id, payload=payload))


def _said(organ: Organ) -> dict[str, Json]:
    """What the journal says of an organ as it stands."""
    return {
        **{name: getattr(organ, name) for name in ORGAN_TEXTS},
        "path": organ.path,
        "parent": organ.parent_id or "",
        "from": organ.valid_from.isoformat() if organ.valid_from else None,
        "to": organ.valid_to.isoformat() if organ.valid_to else None,
        "functions": organ.functions,
    }


def _close(old: Organ, new: Organ, on: date, document: str, actor: Actor) -> None:
    last = on - timedelta(days=1)
    payload: dict[str, Json] = {**_said(old), "to": min(last, old.valid_to or last).isoformat()}
    write_stream("organ", old.pk, NewEvent(type=ORGAN_REGISTERED, occurred=Moment(on), actor=actor.id, payload=payload))
    told: dict[str, Json] = {"successor": new.pk, "document": document}
    write_stream("organ", old.pk, NewEvent(type=ORGAN_SUCCEEDED, occurred=Moment(on), actor=actor.id, payload=told))


def move_matters(power: str, entry: PowerEntry, *, reason: str, rule: str, actor: Actor) -> Succeeded | Refusal:
    """Move the matters of one power to another organ; open cases follow, or the old organ decides them."""
    if rule not in RULES:
        return bad_input(f"在办案件的处理应为{'或者'.join(RULES)}", "选择一种", place="rule")
    row = Row.objects.select_related("organ").filter(pk=power[:40]).first()
    new = Organ.objects.filter(pk=entry.organ).first()
    if row is None or new is None:
        return bad_input("没有这项职权登记或者这个机关", "从列表重新打开", place="organ" if row else "power")
    with transaction.atomic():
        ended = end_power(
            power, on=entry.start - timedelta(days=1), reason=reason, actor=actor, finishes=rule == FINISH
        )
        key = ended or register_power(entry, actor=actor)
        if isinstance(key, Refusal):
            transaction.set_rollback(True)
            return key
        matters = frozenset(entry.scope)
        moved = _take_cases(row.organ, new, entry.start, reason.strip(), actor, matters) if rule == FOLLOW else []
    return Succeeded(tuple(moved), (key,))
