"""Document numbers: per organ, kind and year, without gaps, every one accounted for."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from zhifa.acts.work import Actor, this_moment, today
from zhifa.core.events import PAPER_NUMBER_CANCELLED, PAPER_NUMBER_RESERVED, NewEvent
from zhifa.core.facts import Json
from zhifa.core.papers import Number
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework.models import NumberCounter, NumberUse
from zhifa.store.registry.models import Organ, Person

KIND_LENGTH = 20


def take_number(organ: Organ, kind: str, year: int, *, token: str) -> Number:
    """The next number of an organ, kind and year, taken inside the act that uses it: it returns if the act fails."""
    serial = _next(organ, kind, year, 1)
    NumberUse.objects.create(organ=organ, kind=kind, year=year, serial=serial, state="issued", token=token)
    return Number(organ.mark, kind, year, serial)


def take_numbers(organ: Organ, kind: str, year: int, *, tokens: Sequence[str]) -> list[Number]:
    """As many numbers one after another, one for each token, as `take_number` gives one."""
    first = _next(organ, kind, year, len(tokens))
    NumberUse.objects.bulk_create(
        NumberUse(organ=organ, kind=kind, year=year, serial=first + n, state="issued", token=token)
        for n, token in enumerate(tokens)
    )
    return [Number(organ.mark, kind, year, first + n) for n in range(len(tokens))]


def use_number(
    organ: Organ, kind: str, year: int, serial: int, *, token: str, persons: Collection[str]
) -> Number | Refusal:
    """A number that was reserved to one of `persons` and stands on a pre-numbered form already filled out by hand."""
    use = NumberUse.objects.select_for_update().filter(organ=organ, kind=kind, year=year, serial=serial).first()
    number = Number(organ.mark, kind, year, serial)
    if use is None:
        return Refusal(
            "number", f"{number} 没有预留", "核对表格上预印的文号，或者不填文号由系统编号", missing=("serial",)
        )
    if use.state != "reserved":
        said = "已经签发" if use.state == "issued" else f"已经作废（{use.reason}）"
        return Refusal("number", f"{number} {said}，不能再用", "核对文号；每个文号只用一次", missing=("serial",))
    if use.holder not in persons:
        return Refusal("number", f"{number} 预留给了别人", "只能用本人或者本案承办人员领用的文号", missing=("serial",))
    use.state, use.token = "issued", token
    use.save(update_fields=["state", "token"])
    return number


def _next(organ: Organ, kind: str, year: int, count: int) -> int:
    """Raise the counter by `count`, locked until the transaction ends; the first of the serials taken."""
    which = {"organ": organ, "kind": kind, "year": year}
    counter = NumberCounter.objects.select_for_update().filter(**which).first()
    if counter is None:
        NumberCounter.objects.bulk_create([NumberCounter(**which)], ignore_conflicts=True)
        counter = NumberCounter.objects.select_for_update().get(**which)
    first = counter.next_serial
    counter.next_serial = first + count
    counter.save(update_fields=["next_serial"])
    return first


def reserve_numbers(
    organ_code: str, kind: str, year: int, count: int, *, holder: str, actor: Actor
) -> list[Number] | Refusal:
    """Give an officer a block of numbers for pre-numbered forms on the street; each must later be used or cancelled."""
    kind = kind.strip()
    organ = Organ.objects.filter(pk=organ_code).first()
    if organ is None:
        return bad_input("没有这个机关", place="organ")
    if refused := may(actor.person, "numbers.manage", organ.path, today()):
        return refused
    if not kind or len(kind) > KIND_LENGTH:
        return bad_input("请选择文种", "从列表中选择", place="kind")
    if not 2000 <= year <= 2999:
        return bad_input("年份写四位数", f"例如 {today().year}", place="year")
    if not Person.objects.filter(pk=holder, left_on__isnull=True, organ__path__startswith=organ.path).exists():
        return bad_input("请选择领用人", "从本单位在岗人员中选择", place="holder")
    if not 1 <= count <= 200:
        return bad_input("一次可以预留 1 至 200 个号", place="count")
    with transaction.atomic():
        first = _next(organ, kind, year, count)
        NumberUse.objects.bulk_create(
            NumberUse(organ=organ, kind=kind, year=year, serial=first + n, state="reserved", holder=holder)
            for n in range(count)
        )
        _journal(organ, kind, year, actor, PAPER_NUMBER_RESERVED, {"first": first, "count": count, "holder": holder})
    return [Number(organ.mark, kind, year, first + n) for n in range(count)]


def cancel_number(organ_code: str, kind: str, year: int, serial: int, *, reason: str, actor: Actor) -> Refusal | None:
    """Cancel a reserved number that will not be used, such as a spoilt form, with the reason."""
    organ = Organ.objects.filter(pk=organ_code).first()
    if organ is None:
        return bad_input("没有这个机关", place="organ")
    if refused := may(actor.person, "numbers.manage", organ.path, today()):
        return refused
    if not reason.strip():
        return bad_input("作废文号应当写明理由", place="reason")
    with transaction.atomic():
        use = NumberUse.objects.select_for_update().filter(organ=organ, kind=kind, year=year, serial=serial).first()
        if use is None or use.state != "reserved":
            return Refusal("number", "只能作废已预留而未使用的文号", "核对文号；已签发的文书请撤回而不是作废文号")
        use.state, use.reason = "cancelled", reason.strip()[:200]
        use.save(update_fields=["state", "reason"])
        _journal(organ, kind, year, actor, PAPER_NUMBER_CANCELLED, {"serial": serial, "reason": reason.strip()})
    return None


def _journal(organ: Organ, kind: str, year: int, actor: Actor, type_: str, payload: dict[str, Json]) -> None:
    stream = f"{organ.pk}/{kind}/{year}"
    version = journal.head("paper_numbers", stream).version
    event = NewEvent(
        type=type_, occurred=this_moment(), actor=actor.id, payload={"kind": kind, "year": year, **payload}
    )
    if isinstance(
        journal.append("paper_numbers", stream, version, [event], recorded_at=clock.now()), journal.StaleStream
    ):
        raise RuntimeError("文号计数器已锁定而日志仍被改动")
