"""The list of persons held: who must be let go when, and a police organ's own ways to begin a case."""

from __future__ import annotations

from datetime import date

import pytest

from tests.web.conftest import SignedIn
from zhifa.acts.cases import Opening, StepEntry, open_case, take_step
from zhifa.acts.work import Actor, today
from zhifa.core.values import Moment, Refusal
from zhifa.store.registry.models import Organ

POLICE = [{"function": "police"}]


def summoned(actor: Actor, organ: str, name: str, at: str) -> str:
    """A person summoned on the spot who has arrived."""
    first = StepEntry(
        "oral",
        {"summons.found_at_scene": "是", "summons.card_shown": "是", "party.kind": "个人", "party.name": name},
        (actor.id,),
        Moment.parse(at),
    )
    result = open_case(Opening(organ, "summons", Moment.parse(at)), actor=actor, steps=[first])
    assert not isinstance(result, Refusal), result
    arrived = StepEntry("arrive", {"summons.reason_told": "是"}, (actor.id,), Moment.parse(at))
    done = take_step(result.case_id, arrived, actor=actor, mode="recorded")
    assert not isinstance(done, Refusal), done
    return result.case_id


@pytest.mark.skipif(today() < date(2026, 1, 1), reason="治安管理处罚法(2025) 2026-01-01 起施行")
def test_whoever_must_leave_first_stands_first(signed_in: SignedIn, wang: Actor) -> None:
    client = signed_in("王立")
    empty = client.get("/liberty").content.decode()
    assert "现在没有被限制人身自由的人" in empty
    day = today().isoformat()
    summoned(wang, "lq", "后到案的人", f"{day}T00:30")
    summoned(wang, "lq", "先到案的人", f"{day}T00:10")
    page = client.get("/liberty").content.decode()
    assert page.index("先到案的人") < page.index("后到案的人")
    assert "08:10" in page
    assert "在押与传唤" in client.get("/cases").content.decode()
    rows = client.get("/liberty?format=csv").content.decode("utf-8-sig")
    assert "先到案的人" in rows


def test_a_police_organ_begins_what_a_town_does_not(signed_in: SignedIn) -> None:
    client = signed_in("王立")
    town = client.get("/cases").content.decode()
    assert "/new/summons" not in town
    assert client.get("/new/summons").status_code == 404
    Organ.objects.filter(pk="lq").update(level="区县", functions=POLICE)
    police = client.get("/cases").content.decode()
    for code in ("summons", "search", "penalty.simple.police", "penalty.simple.traffic", "measure.vehicle"):
        assert f"/new/{code}" in police
        assert client.get(f"/new/{code}").status_code == 200
