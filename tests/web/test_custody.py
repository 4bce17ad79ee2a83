"""The pages of goods in custody: what is held, the life of one item, the count; nothing of it for strangers."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.conftest import BOTH, PARTY, STRANGER, SUPERVISOR, SignedIn, ago
from zhifa.acts.cases import Opening, StepEntry, open_case, record_steps
from zhifa.acts.work import Actor, Recorded
from zhifa.store.casework.models import Custody
from zhifa.store.registry.models import Organ

pytestmark = pytest.mark.django_db
GOODS = [
    {"no": 1, "name": "遮阳棚", "quantity": "2", "unit": "顶", "kept_at": "暂存室"},
    {"no": 2, "name": "=SUM(A1)折叠桌", "quantity": "1.5", "unit": "张"},
]


@pytest.fixture
def held(house: Organ, wang: Actor) -> Custody:
    """The first of two items seized forty days ago and not dealt with."""
    opened = open_case(Opening("lq", "measure.seize", ago(40), PARTY, BOTH), actor=wang)
    assert isinstance(opened, Recorded)
    facts = {"seizure.reason": "拒不改正", "seizure.basis": "条例", "seizure.place": "人民路", "seizure.goods": GOODS}
    done = record_steps(opened.case_id, [StepEntry("seize", facts, BOTH, ago(40))], actor=wang)
    assert isinstance(done, Recorded)
    return Custody.objects.get(no="1")


def address(row: Custody) -> str:
    return f"/custody/{row.case_id}/{row.proceeding}/{row.list}/{row.no}"


def said(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_what_is_overdue_is_said_and_leads_to_its_item(held: Custody, signed_in: SignedIn) -> None:
    page = said(signed_in("王立"), "/custody")
    assert "遮阳棚" in page
    assert "已超期" in page
    assert address(held) in page
    item = said(signed_in(SUPERVISOR), address(held))
    assert "实施扣押" in item
    assert "期满未处理" in item
    assert "涉案财物" in said(signed_in("王立"), f"/cases/{held.case_id}")


def test_the_list_is_narrowed_and_exported_as_shown(held: Custody, signed_in: SignedIn) -> None:
    client = signed_in("王立")
    assert "没有符合条件的财物" in said(client, "/custody?state=待退还")
    assert "遮阳棚" not in said(client, "/custody?q=折叠桌")
    table = client.get("/custody?format=csv").content.decode("utf-8-sig")
    assert len(table.splitlines()) == 3
    assert "'=SUM(A1)折叠桌" in table
    assert client.get("/custody?format=xlsx").content[:2] == b"PK"
    assert client.get("/custody?after=9999-12-31_99999999999999999999").status_code == 200


def test_a_stranger_sees_and_counts_nothing_of_it(held: Custody, signed_in: SignedIn) -> None:
    stranger = signed_in(STRANGER)
    assert "遮阳棚" not in said(stranger, "/custody?held=all")
    assert "遮阳棚" not in stranger.get("/custody?held=all&format=csv").content.decode("utf-8-sig")
    assert stranger.get(address(held)).status_code == 404
    name = f"found-{held.case_id}-{held.proceeding}-{held.list}-{held.no}"
    assert stranger.post("/custody/stocktake", {name: "0"}).status_code == 422
    held.refresh_from_db()
    assert held.counted_on is None
    assert signed_in("").get("/custody").status_code == 302
    assert signed_in(SUPERVISOR).get("/custody/stocktake").status_code == 403


def test_a_count_typed_on_the_page_is_recorded_and_a_wrong_one_kept(held: Custody, signed_in: SignedIn) -> None:
    client = signed_in("王立")
    assert "遮阳棚" in said(client, "/custody/stocktake?place=暂存室")
    name = f"{held.case_id}-{held.proceeding}-{held.list}-{held.no}"
    wrong = client.post("/custody/stocktake", {f"found-{name}": "两顶", "note": "稍后再数"})
    assert wrong.status_code == 422
    assert "两顶" in wrong.content.decode()
    assert "稍后再数" in wrong.content.decode()
    done = client.post("/custody/stocktake", {f"found-{name}": "1", "note": "少一顶", "with": "李明"})
    assert done.status_code == 303
    row = Custody.objects.get(no="1")
    assert (row.found, row.short) == ("1", 1)
    assert "少一顶" in said(client, f"/cases/{held.case_id}")
