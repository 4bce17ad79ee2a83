"""The register of permits, what can be begun beside a closed case, and a minute's record of soft enforcement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from tests.web.conftest import PARTY, SignedIn, ago, proceeding_of
from zhifa.acts.cases import Opening, StepEntry, add_proceeding, open_case, record_steps
from zhifa.acts.work import Actor, Recorded, today
from zhifa.store.casework import models as rows
from zhifa.store.registry.models import Organ

EXAMINED = {
    "examination.opinion": "符合采伐限额",
    "examination.meets_conditions": True,
    "examination.site_check_needed": False,
    "examination.third_party_interest": False,
}


def step(code: str, days: int, facts: Mapping[str, object], *by: str) -> StepEntry:
    return StepEntry(code, facts, by or ("王立",), ago(days))


def granted(wang: Actor, *, left: int, certificate: str = "渝采字1号") -> str:
    """A felling permit granted three weeks ago that holds for so many days from today, its file archived."""
    opened = open_case(Opening("lq", "permit", ago(30), PARTY, ("王立",)), actor=wang)
    assert isinstance(opened, Recorded)
    until = str(today() + timedelta(days=left))
    entries = [
        StepEntry("apply", {"application.permit_kind": "林木采伐许可", "application.content": "七株"}, (), ago(30)),
        step("accept", 29, {}),
        step("examine", 28, EXAMINED),
        step("decide", 21, {"permit.result": "准予", "permit.content": "七株", "permit.valid_until": until}, "周强"),
        step("issue", 20, {"delivery.method": "直接送达", "delivery.received_by": "陈大海",
                           "permit.certificate_number": certificate}),
        step("archive", 15, {"permit.volume_number": "2024-许-001"}),
    ]  # fmt: skip
    assert isinstance(record_steps(opened.case_id, entries, actor=wang), Recorded)
    return opened.case_id


def test_the_register_says_what_stands_what_ends_soon_and_what_has_ended(
    house: Organ, wang: Actor, signed_in: SignedIn
) -> None:
    for number, left in enumerate((300, 40, -3), 1):
        granted(wang, left=left, certificate=f"渝采字{number}号")
    client = signed_in("王立")
    pages = {state: client.get("/permits", {"state": state}).content.decode() for state in ("valid", "soon", "expired")}
    found = {state: [n for n in (1, 2, 3) if f"渝采字{n}号" in said] for state, said in pages.items()}
    assert found == {"valid": [1], "soon": [2], "expired": [3]}
    assert "渝采字2号" in client.get("/permits", {"q": "采字2"}).content.decode()
    assert "渝采字" not in signed_in("外镇").get("/permits").content.decode()
    assert "渝采字3号" in client.get("/permits?format=csv").content.decode("utf-8-sig")


def test_a_renewal_begun_in_the_closed_case_moves_the_end_in_the_register(
    house: Organ, wang: Actor, signed_in: SignedIn
) -> None:
    case = granted(wang, left=40)
    client = signed_in("王立")
    assert rows.Case.objects.get(pk=case).state == "closed"
    assert "procedure=permit.renew" in client.get(f"/cases/{case}/proceedings").content.decode()
    answer = client.post(f"/cases/{case}/proceedings?procedure=permit.renew")
    assert answer.status_code == 303
    assert rows.Case.objects.get(pk=case).state == "open"
    assert rows.Permit.objects.get().open_on == "延续行政许可"
    renewal, later = proceeding_of(case, "permit.renew"), today() + timedelta(days=400)
    entries = [
        StepEntry("apply", {"renewal.expires_on": str(today() + timedelta(days=40))}, (), ago(0), renewal),
        StepEntry("accept", {}, ("王立",), ago(0), renewal),
        StepEntry("examine", EXAMINED, ("王立",), ago(0), renewal),
        StepEntry("decide", {"permit.result": "准予", "permit.valid_until": str(later)}, ("周强",), ago(0), renewal),
    ]
    assert isinstance(record_steps(case, entries, actor=wang), Recorded)
    assert rows.Permit.objects.get().valid_until == later


def test_a_permit_revoked_and_struck_off_stays_in_the_register_and_offers_no_renewal(
    house: Organ, wang: Actor, signed_in: SignedIn
) -> None:
    case = granted(wang, left=300)
    begun = add_proceeding(case, "permit.deregister", actor=wang, parent=proceeding_of(case, "permit"))
    assert isinstance(begun, Recorded)
    striking = proceeding_of(case, "permit.deregister")
    facts = {"deregistration.ground": "因不可抗力无法实施", "deregistration.arose_on": str(ago(2)),
             "deregistration.evidence": "山火灾情证明"}  # fmt: skip
    entries = [
        StepEntry("propose", facts, ("王立",), ago(0), striking),
        StepEntry("decide", {"deregistration.approval": "同意"}, ("周强",), ago(0), striking),
    ]
    assert isinstance(record_steps(case, entries, actor=wang), Recorded)
    row = rows.Permit.objects.get()
    assert (row.ended_as, row.ended_on) == ("注销", today())
    assert "已注销" in signed_in("王立").get("/permits?state=ended").content.decode()


@pytest.mark.parametrize("seen", [False, True])
def test_soft_enforcement_is_written_down_in_one_form_and_is_no_penalty(
    house: Organ, signed_in: SignedIn, seen: bool
) -> None:
    form = {
        "soft.kind": "劝导",
        "soft.content": "请把货架收回店内",
        "soft.place": "洛北街",
        "soft.people": "2",
        "soft.result": "当场改正",
        "by": "王立",
    } | ({"soft.violation": "true"} if seen else {})
    client = signed_in("王立")
    answer = client.post("/soft/new", form)
    assert answer.status_code == 303, answer.content.decode()
    codes = dict(rows.Outcome.objects.values_list("code", "count"))
    assert codes == {"soft.done": 1, "soft.reached": 2}
    assert rows.Proceeding.objects.filter(procedure="clue").exists() is seen
    said = client.get("/soft").content.decode()
    assert ("请把货架收回店内" in said) is not seen
    assert "劝导" in said
    assert client.post("/soft/new", {"soft.kind": "劝导"}).status_code == 422
