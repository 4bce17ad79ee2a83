"""Taking in what the bank has collected: each payment that fits a fine is recorded in its case by the ordinary step.

A file may be taken in again, corrected or not: a receipt that is recorded already is never recorded twice. Each
payment is its own transaction with its case locked; what became of every row is then written in the organ's stream
of payments, with the digest of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction

from zhifa.acts.cases import StepEntry, enter
from zhifa.acts.files import keep_table, table_of
from zhifa.acts.work import Actor, Work, act, this_moment, today
from zhifa.core.events import PAYMENTS_IMPORTED, NewEvent
from zhifa.core.facts import Json
from zhifa.core.payments import BankLine, Fault, Mismatch, Share, match, read_lines
from zhifa.core.permission import may
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.taking import RECORDED, bad_input
from zhifa.core.values import Moment, Refusal
from zhifa.ports import clock
from zhifa.ports.tables import Unreadable, read_tables
from zhifa.store import journal
from zhifa.store.casework.fines import owed
from zhifa.store.readers.fines import PAYMENTS, decision_numbered, receipt_taken
from zhifa.store.registry.models import Organ

STEP: Final = "payment"
RECORDED_AS, ALREADY = "recorded", "already"


@dataclass(frozen=True, slots=True)
class RowTaken:
    """What became of one row of a bank's file; `verdict` is one of `core.payments.REASONS`."""

    line: BankLine
    verdict: str
    reason: str = ""
    remedy: str = ""
    case: str = ""


@dataclass(slots=True)
class PaymentsTaken:
    """What became of a file: every readable row, the unreadable ones, and under which number it is kept."""

    file: str = ""
    number: int = 0
    rows: list[RowTaken] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def count(self, *verdicts: str) -> int:
        return sum(1 for row in self.rows if row.verdict in verdicts)

    @property
    def mismatched(self) -> int:
        return len(self.rows) - self.count(RECORDED_AS, ALREADY)


def import_payments(
    organ_code: str, name: str, content: bytes, *, actor: Actor, dry_run: bool = False
) -> PaymentsTaken | Refusal:
    """Read a bank's file, record the payments that fit, and say of every other row why not."""
    organ = Organ.objects.filter(pk=organ_code).first()
    if organ is None:
        return bad_input("没有这个机关", "从机关名单中选择", place="organ")
    if refused := may(actor.person, "fines.reconcile", organ.path, today()):
        return refused
    read = _read(content, name)
    if isinstance(read, Refusal):
        return read
    lines, faults = read
    done = PaymentsTaken(faults=faults)
    if not dry_run:
        done.file = keep_table(name, content, path=organ.path)
    for line in lines:
        done.rows.append(_take(line, organ, actor, dry_run=dry_run))
    if not dry_run and (done.rows or done.faults):
        done.number = _told(organ, name, done, actor)
    return done


def _read(content: bytes, name: str) -> tuple[list[BankLine], list[Fault]] | Refusal:
    try:
        sheets = read_tables(content, name)
    except Unreadable as error:
        return bad_input(error.reason, error.remedy, place="file")
    return read_lines(sheets[0].rows) if sheets else bad_input("文件里没有表格", "核对文件", place="file")


def lines_of(digest: str, name: str) -> dict[int, BankLine]:
    """The rows of a file kept earlier, by their number: who paid stands in the file alone."""
    content = table_of(digest)
    read = _read(content, name) if content else None
    return {line.row: line for line in read[0]} if isinstance(read, tuple) else {}


def _take(line: BankLine, organ: Organ, actor: Actor, *, dry_run: bool) -> RowTaken:
    """Record one payment, or say why not. The case is locked before anything is decided."""
    found = decision_numbered(line.decision, organ.path)
    if found is None:
        return RowTaken(line, "unknown", f"没有文号为“{line.decision[:40]}”的罚款决定", "核对文号，是否属于本机关")
    with act(found.case) as work:
        if work is None:
            return RowTaken(line, "unknown", "决定所在的案件不存在", "请系统管理员核对")
        taken = _in_case(line, work, found.proceeding, actor)
        if dry_run or taken.verdict != RECORDED_AS:
            transaction.set_rollback(True)
        return taken


def _in_case(line: BankLine, work: Work, proceeding: str, actor: Actor) -> RowTaken:
    case = work.row.pk
    Organ.objects.select_for_update().get(pk=work.organ.pk)  # a receipt is used once in an organ, whatever the case
    earlier = receipt_taken(work.organ.pk, line.receipt)
    if earlier is not None:
        same = (earlier.case_id, earlier.amount_fen, earlier.moved_on) == (case, line.amount_fen, line.paid_on)
        if same:
            return RowTaken(line, ALREADY, case=case)
        said = f"票据号码 {line.receipt[:40]} 已经记入另一笔缴款"
        return RowTaken(line, "twice", said, "核对票据号码，查明是否重复", earlier.case_id)
    state = unfold(work.case, work.context, day=max(line.paid_on, work.day))
    stands = owed(state, proceeding, line.paid_on)
    if stands is None:
        return RowTaken(line, "unknown", "该决定没有罚款", "核对文号", case)
    share = match(line, stands, work.day)
    if isinstance(share, Mismatch):
        return RowTaken(line, share.code, share.reason, share.remedy, case)
    entry = _entry(line, share, proceeding, stands.paid_fen, stands.surcharge_paid_fen)
    refused = enter(work, entry, actor, RECORDED)
    if refused is not None:
        return RowTaken(line, "refused", refused.message, refused.remedy, case)
    work.finish()
    return RowTaken(line, RECORDED_AS, case=case)


def _entry(line: BankLine, share: Share, proceeding: str, paid: int, surcharge: int) -> StepEntry:
    """The payment as the step of the penalty records it; sums so far are counted on."""
    facts = {
        "payment.amount": _yuan(line.amount_fen),
        "payment.total": _yuan(paid + share.fine_fen),
        "payment.receipt": line.receipt,
    }
    if surcharge + share.surcharge_fen:
        facts["payment.surcharge"] = _yuan(surcharge + share.surcharge_fen)
    return StepEntry(STEP, facts, (), Moment(line.paid_on), proceeding)


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _told(organ: Organ, name: str, done: PaymentsTaken, actor: Actor) -> int:
    """Write down what became of the file; the number under which it is kept."""
    payload: dict[str, Json] = {"file": done.file, "name": name[:200], "rows": [*_rows(done)]}
    new = NewEvent(type=PAYMENTS_IMPORTED, occurred=this_moment(), actor=actor.id, payload=payload)
    with transaction.atomic():
        Organ.objects.select_for_update().get(pk=organ.pk)
        version = len(journal.read_stream(PAYMENTS, organ.pk))
        written = journal.append(PAYMENTS, organ.pk, version, [new], recorded_at=clock.now())
    if isinstance(written, journal.StaleStream):
        raise RuntimeError("缴款文件的登记被他人抢先，请重试")
    return version + 1


def _rows(done: PaymentsTaken) -> Iterator[Json]:
    """Rows as the journal keeps them: nobody's name is among them."""
    for row in done.rows:
        line = row.line
        yield {
            "row": line.row, "receipt": line.receipt, "decision": line.decision, "amount_fen": line.amount_fen,
            "paid_on": line.paid_on.isoformat(), "verdict": row.verdict, "reason": row.reason, "remedy": row.remedy,
            "case": row.case,
        }  # fmt: skip
    for fault in done.faults:
        yield {
            "row": fault.row, "receipt": "", "decision": "", "amount_fen": 0, "paid_on": "", "verdict": "unreadable",
            "reason": f"{fault.column}：{fault.reason}", "remedy": fault.remedy, "case": "",
        }  # fmt: skip
