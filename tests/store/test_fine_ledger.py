"""The fine ledger follows the journal; a bank file is recorded once however often and by however many it is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.acts.conftest import town, wang  # noqa: F401
from tests.store.test_contract_concurrency import at_once
from tests.web.conftest import DECIDED, PARTY, ago, ordinary, proceeding_of
from zhifa.acts.cases import StepEntry, record_steps
from zhifa.acts.papers import PaperIssued, issue_paper
from zhifa.acts.payments import PaymentsTaken, import_payments
from zhifa.acts.work import Actor, Recorded, today
from zhifa.core.permission import Person, RoleHeld
from zhifa.core.values import Refusal
from zhifa.jobs.rebuild import all_cases, differences
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework.models import Fine, FineMovement
from zhifa.store.readers.fines import FineFilter, fine_totals, fines, payment_import

pytestmark = pytest.mark.django_db
HEAD = "票据号码,决定书文号,缴款人,金额,缴款日期\n"
CLERK = Actor(Person("赵敏", "赵敏", (RoleHeld("clerk", "500112/lq/"),)), "赵敏")
REACH = ["500112/"]


def fined(actor: Actor, *more: StepEntry, name: str = "陈大海") -> tuple[str, str]:
    """A fine of 200 yuan decided seven days ago, and the number of its decision."""
    case = ordinary(actor, *DECIDED, *more, party={**PARTY, "party.name": name})
    made = issue_paper(case, proceeding_of(case), "penalty-decision", actor=actor, at=ago(7))
    assert isinstance(made, PaperIssued), made
    return case, made.number


def row(receipt: str, number: str, amount: str = "200", payer: str = "陈大海", days: int = 3) -> str:
    return f"{receipt},{number},{payer},{amount},{today() - timedelta(days=days)}\n"


def sent(*rows: str, name: str = "缴款.csv") -> PaymentsTaken:
    done = import_payments("lq", name, (HEAD + "".join(rows)).encode(), actor=CLERK)
    assert isinstance(done, PaymentsTaken), done
    return done


def test_a_fine_is_on_the_ledger_until_it_is_paid(wang: Actor) -> None:  # noqa: F811
    case, number = fined(wang)
    line = fines(FineFilter(), reach=REACH, day=today())[0]
    assert (line.case, line.fine_fen, line.paid_fen, line.left_fen) == (case, 20_000, 0, 20_000)
    assert fine_totals(FineFilter(state="unpaid"), reach=REACH, day=today()).left_fen == 20_000
    done = sent(row("票1", number))
    assert [(one.verdict, one.case) for one in done.rows] == [("recorded", case)]
    line = fines(FineFilter(state="paid"), reach=REACH, day=today())[0]
    assert (line.paid_fen, line.left_fen, line.settled_on) == (20_000, 0, today() - timedelta(days=3))
    assert FineMovement.objects.get().receipt == "票1"
    assert list(differences(all_cases())) == []


def test_what_is_added_for_delay_grows_by_the_day_and_stops_at_the_fine(wang: Actor) -> None:  # noqa: F811
    told = tuple(
        StepEntry(e.step, {**e.facts, "decision.surcharge_told": True}, e.by, e.at) if e.step == "decision" else e
        for e in DECIDED
    )
    case = ordinary(wang, *told)
    due = Fine.objects.get(case_id=case).due_on
    assert due is not None
    late = fines(FineFilter(), reach=REACH, day=due)[0]
    assert late.surcharge_fen == 0
    row_ = Fine.objects.get(case_id=case)
    row_.surcharge_fen, row_.surcharge_daily_fen, row_.surcharge_cap_fen = 600, 600, 20_000
    row_.reckoned_on = due + timedelta(days=1)
    row_.save()
    amounts = [fines(FineFilter(), reach=REACH, day=due + timedelta(days=n))[0].surcharge_fen for n in (1, 2, 33, 34)]
    assert amounts == [600, 1_200, 19_800, 20_000]


def test_every_mismatch_is_named_by_row_and_mended_by_sending_the_file_again(wang: Actor) -> None:  # noqa: F811
    first, one = fined(wang)
    _, two = fined(wang, name="王芳")
    rows = [
        row("票1", one),
        row("票2", "渝洛碛罚〔2024〕999号"),
        row("票3", two, amount="150", payer="王芳"),
        row("票1", two, payer="王芳"),
        row("票4", one),
        row("票5", two, payer="李四"),
        row("票6", two, payer="王芳", days=30),
    ]
    done = sent(*rows)
    assert [r.verdict for r in done.rows] == ["recorded", "unknown", "amount", "twice", "settled", "name", "early"]
    again = sent(*rows[:2], row("票3", two, payer="王芳"))
    assert [r.verdict for r in again.rows] == ["already", "unknown", "recorded"]
    assert FineMovement.objects.count() == 2
    kept = payment_import("lq", again.number)
    assert kept is not None
    assert kept.file == again.file != done.file
    assert "王芳" not in str([event.payload for event in journal.read_stream("payments", "lq")])
    assert list(differences(all_cases())) == []


def test_a_trial_writes_nothing(wang: Actor) -> None:  # noqa: F811
    _, number = fined(wang)
    done = import_payments("lq", "a.csv", (HEAD + row("票1", number)).encode(), actor=CLERK, dry_run=True)
    assert isinstance(done, PaymentsTaken)
    assert [one.verdict for one in done.rows] == ["recorded"]
    assert not FineMovement.objects.exists()
    assert journal.read_stream("payments", "lq") == []


def test_instalments_and_collecting_on_the_spot_stand_on_the_ledger(wang: Actor) -> None:  # noqa: F811
    plan = [{"no": 1, "due_on": str(ago(-10)), "amount": "120"}, {"no": 2, "due_on": str(ago(-40)), "amount": "80"}]
    asked = StepEntry("deferral_request", {"deferral.reason": "经济困难"}, (), ago(5))
    granted = {"deferral.conclusion": "同意分期", "deferral.until": str(ago(-40)), "deferral.instalments": plan}
    case, number = fined(wang, asked, StepEntry("deferral", granted, ("周强",), ago(5)))
    assert [r.verdict for r in sent(row("票1", number, "100"), row("票2", number, "120")).rows] == [
        "amount",
        "recorded",
    ]
    line = fines(FineFilter(state="deferred"), reach=REACH, day=today())[0]
    assert (line.deferred, line.paid_fen, line.left_fen, line.settled_on) == ("分期", 12_000, 8_000, None)
    spot = {
        "payment.amount": "200",
        "payment.receipt": "渝财票9",
        "payment.remote": True,
        "payment.asked_by_party": True,
    }
    other, _ = fined(wang, StepEntry("collect_on_spot", spot, ("王立", "李明"), ago(4)), name="王芳")
    line = fines(FineFilter(state="spot"), reach=REACH, day=today())[0]
    assert (line.case, line.settled_on) == (other, ago(4).day)
    assert line.hand_in_due is not None
    done = record_steps(
        other, [StepEntry("hand_in", {}, ("王立",), ago(3)), StepEntry("bank_in", {}, ("王立",), ago(2))], actor=wang
    )
    assert isinstance(done, Recorded)
    assert fines(FineFilter(state="spot"), reach=REACH, day=today()) == []
    assert case


def test_nobody_reconciles_for_another_organ(wang: Actor) -> None:  # noqa: F811
    fined(wang)
    other = Actor(Person("外", "外", (RoleHeld("clerk", "500113/"),)), "外")
    assert isinstance(import_payments("lq", "a.csv", HEAD.encode(), actor=other), Refusal)
    assert fines(FineFilter(), reach=["500113/"], day=today()) == []
    assert fines(FineFilter(), reach=[], day=date.max) == []


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_the_same_file_sent_by_several_at_once_is_recorded_once(wang: Actor) -> None:  # noqa: F811
    numbers = [fined(wang)[1] for _ in range(3)]
    content = (HEAD + "".join(row(f"票{n}", number) for n, number in enumerate(numbers))).encode()

    now = clock.now()

    def send() -> Callable[[], object]:
        def deed() -> object:
            with clock.at(now):
                return import_payments("lq", "a.csv", content, actor=CLERK)

        return deed

    results = at_once([send() for _ in range(4)])
    taken = [one for one in results if isinstance(one, PaymentsTaken)]
    assert len(taken) == 4, results
    assert sum(one.count("recorded") for one in taken) == 3
    assert sum(one.count("already") for one in taken) == 9
    assert FineMovement.objects.count() == 3
    assert [event.version for event in journal.read_stream("payments", "lq")] == [1, 2, 3, 4]
    assert list(differences(all_cases())) == []
