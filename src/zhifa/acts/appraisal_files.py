"""One file of a round: read by two people, settled, sent to its organ, objected to, answered; suggestions to mend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import transaction

from zhifa.acts.appraisal_rounds import FILE, SUGGESTION, standard_of, write
from zhifa.acts.personnel import text_of
from zhifa.acts.work import Actor, context, new_id, today
from zhifa.core.appraisal import Standard
from zhifa.core.appraisal.reading import Line, differing, faults, loaded, stored, totalled
from zhifa.core.events import (
    APPRAISAL_ANSWERED,
    APPRAISAL_OBJECTED,
    APPRAISAL_READ,
    APPRAISAL_SENT,
    APPRAISAL_SETTLED,
    SUGGESTION_REPLIED,
    SUGGESTION_SENT,
)
from zhifa.core.facts import Json
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal, show_date
from zhifa.store.appraisal.models import Round, RoundFile, Suggestion
from zhifa.store.registry.models import Organ

LONGEST = 2000
Act = Callable[[RoundFile, Standard], "Refusal | None"]


def _on_file(key: str, act: Act) -> Refusal | None:
    """Lock a file and do something to it under the standard of its round."""
    with transaction.atomic():
        found = RoundFile.objects.select_for_update(of=("self",)).select_related("round__organ", "organ")
        row = next(iter(found.filter(pk=key)), None)
        if row is None:
            return bad_input("没有这件评查的案卷，或者它不在您的权限范围内", "从评查活动重新打开", place="file")
        given = standard_of(row.round.standard, today()) or standard_of(row.round.standard, row.round.planned_on)
        if given is None:
            return bad_input("找不到这次活动的评查标准", "请规则维护人员补上", place="standard")
        refused = act(row, given)
        if refused is not None:
            transaction.set_rollback(True)
        return refused


def _sheet(given: Standard, lines: Sequence[Line]) -> dict[str, Json]:
    total = totalled(given, lines)
    return {"lines": [dict(line) for line in stored(lines)], "score": total.score, "grade": total.grade}


def _complete(given: Standard, lines: Sequence[Line], row: RoundFile) -> Refusal | None:
    wrong = faults(given, lines, loaded(row.machine["lines"]))
    if not wrong:
        return None
    return bad_input("；".join(said for _, said in wrong), "逐项改正以后再提交", place=f"item-{wrong[0][0]}")


def read_file(key: str, lines: Sequence[Line], *, actor: Actor) -> Refusal | None:
    """The actor's own scoring of a file. Two readers who agree settle it; else whoever runs the round does."""

    def act(row: RoundFile, given: Standard) -> Refusal | None:
        order = {row.first_reader: 1, row.second_reader: 2}.get(actor.id)
        if order is None:
            return Refusal("forbidden", "没有把这件案卷分给您评查", "从“我的评查”打开分给您的案卷")
        if (order == 1 and row.state != "drawn") or (order == 2 and row.state != "first"):
            said = "第一名评查人员还没有评完" if order == 2 and row.state == "drawn" else "您已经评过，或者已经定分"
            return bad_input(said, "从“我的评查”打开下一件", place="file")
        if refused := _complete(given, lines, row):
            return refused
        before = loaded(row.first["lines"]) if row.first else ()
        differs = order == 2 and bool(differing(before, lines))
        sheet = _sheet(given, lines)
        write(FILE, key, APPRAISAL_READ, {**sheet, "order": order, "differs": differs}, by=actor.id)
        if order == 2 and not differs:
            write(FILE, key, APPRAISAL_SETTLED, sheet, by=actor.id)
        return None

    return _on_file(key, act)


def settle_file(key: str, lines: Sequence[Line], *, actor: Actor) -> Refusal | None:
    """Whoever runs the round decides where the two readers differ."""

    def act(row: RoundFile, given: Standard) -> Refusal | None:
        if refused := may(actor.person, "appraisal.manage", row.round.organ.path, today()):
            return refused
        if row.state != "differs":
            return bad_input("这件案卷没有需要定分的分歧", "从评查活动重新打开", place="file")
        if refused := _complete(given, lines, row):
            return refused
        write(FILE, key, APPRAISAL_SETTLED, _sheet(given, lines), by=actor.id)
        return None

    return _on_file(key, act)


def send_results(round_key: str, organ: str, *, actor: Actor) -> int | Refusal:
    """Send an organ the results of all its files; from now it may object. How many."""
    with transaction.atomic():
        row = Round.objects.select_related("organ").select_for_update(of=("self",)).filter(pk=round_key).first()
        if row is None:
            return bad_input("没有这次评查活动", "从活动列表重新打开", place="round")
        if refused := may(actor.person, "appraisal.manage", row.organ.path, today()):
            return refused
        files = list(RoundFile.objects.select_for_update().filter(round=row, organ_id=organ).order_by("number"))
        open_ = [file for file in files if file.state in {"drawn", "first", "second", "differs"}]
        ready = [file for file in files if file.state == "settled"]
        if open_ or not ready:
            said = f"这个机关还有 {len(open_)} 件没有定分" if open_ else "这个机关没有需要反馈的结果"
            return bad_input(said, "全部定分以后一并反馈", place="organ")
        given = standard_of(row.standard, today())
        days = given.periods.get("object_workdays", 0) if given else 0
        until = context().calendar.add_workdays(today(), days)
        for file in ready:
            write(FILE, file.pk, APPRAISAL_SENT, {"object_by": until.isoformat()}, by=actor.id)
        return len(ready)


def object_to_file(key: str, objection: str, *, actor: Actor) -> Refusal | None:
    """The organ objects to the result of a file, in writing and in time."""

    def act(row: RoundFile, given: Standard) -> Refusal | None:
        if refused := may(actor.person, "appraisal.object", row.organ.path, today()):
            return refused
        if row.state != "sent" or row.object_by is None:
            return bad_input("没有可以提出异议的结果", "结果反馈以后、异议期内提出一次", place="objection")
        if today() > row.object_by:
            return bad_input(
                f"异议期已于 {show_date(row.object_by)} 届满", "可以向组织评查的单位反映", place="objection"
            )
        said = text_of(objection, "异议和理由", "objection", longest=LONGEST)
        if isinstance(said, Refusal):
            return said
        until = context().calendar.add_workdays(today(), given.periods.get("answer_workdays", 0))
        write(FILE, key, APPRAISAL_OBJECTED, {"objection": said, "answer_by": until.isoformat()}, by=actor.id)
        return None

    return _on_file(key, act)


def answer_file(key: str, answer: str, lines: Sequence[Line] | None, *, actor: Actor) -> Refusal | None:
    """The result of the objection: kept as it was (`lines` None), or scored anew. It is final."""

    def act(row: RoundFile, given: Standard) -> Refusal | None:
        if refused := may(actor.person, "appraisal.manage", row.round.organ.path, today()):
            return refused
        if row.state != "objected" or row.settled is None:
            return bad_input("没有需要复核的异议", "从评查活动重新打开", place="answer")
        said = text_of(answer, "复核意见", "answer", longest=LONGEST)
        if isinstance(said, Refusal):
            return said
        kept = loaded(row.settled["lines"]) if lines is None else tuple(lines)
        if lines is not None and (refused := _complete(given, kept, row)):
            return refused
        write(FILE, key, APPRAISAL_ANSWERED, {**_sheet(given, kept), "answer": said}, by=actor.id)
        return None

    return _on_file(key, act)


def suggest(round_key: str, organ_code: str, content: str, *, actor: Actor) -> str | Refusal:
    """Send an organ of the round a suggestion to mend (行政执法督察建议书). Its key."""
    row = Round.objects.select_related("organ").filter(pk=round_key).first()
    organ = Organ.objects.filter(pk=organ_code).first()
    if row is None or organ is None or organ.pk not in row.organs:
        return bad_input("这个机关不是这次评查的对象", "从评查活动重新打开", place="organ")
    if refused := may(actor.person, "appraisal.manage", row.organ.path, today()):
        return refused
    said = text_of(content, "整改建议", "content", longest=LONGEST)
    if isinstance(said, Refusal):
        return said
    given = standard_of(row.standard, today())
    periods = given.periods if given else {}
    key = new_id()[:16]
    payload: dict[str, Json] = {
        "round": row.pk, "organ": organ.pk, "content": said,
        "mend_by": (today() + timedelta(days=periods.get("mend_days", 0))).isoformat(),
        "review_by": (today() + timedelta(days=periods.get("review_days", 0))).isoformat(),
    }  # fmt: skip
    write(SUGGESTION, key, SUGGESTION_SENT, payload, by=actor.id)
    return key


def reply_to_suggestion(key: str, reply: str, *, actor: Actor) -> Refusal | None:
    """The organ reports what it has mended."""
    with transaction.atomic():
        row = Suggestion.objects.select_related("organ").select_for_update(of=("self",)).filter(pk=key).first()
        if row is None or row.replied_on is not None:
            return bad_input("没有需要报送的整改建议", "从评查页重新打开", place="reply")
        if refused := may(actor.person, "appraisal.object", row.organ.path, today()):
            return refused
        said = text_of(reply, "整改情况", "reply", longest=LONGEST)
        if isinstance(said, Refusal):
            return said
        write(SUGGESTION, key, SUGGESTION_REPLIED, {"reply": said}, by=actor.id)
        return None
