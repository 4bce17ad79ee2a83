"""The town of the acts' tests, the people who look at its pages, and a few cases for them to see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.acts.conftest import PATH, TOWN, town, wang
from zhifa.acts.cases import Opening, StepEntry, open_case, record_steps
from zhifa.acts.papers import PaperIssued, issue_paper
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, Actor, Recorded, today
from zhifa.core.values import Moment
from zhifa.store.casework.models import Paper, Proceeding
from zhifa.store.registry.models import Account, Organ

__all__ = ["town", "wang"]
BOTH = ("王立", "李明")
PARTY = {
    "party.kind": "个人",
    "party.name": "陈大海",
    "party.id_number": "110101199003070038",
    "party.address": "洛碛镇人民路1号",
}
STRANGER, SUPERVISOR, ADMIN = "外镇", "监督", "管理"
LOOKERS = ("王立", "赵敏", "周强", SUPERVISOR)
"""Everybody who may read the cases of the town."""
SignedIn = Callable[[str], Client]


def furnished(town: Organ) -> Organ:
    """The town with a supervisor of the district, an administrator, and an officer of the next town."""
    Organ.objects.create(
        code="yz", path="500112/yz/", name="重庆市渝北区玉峰山镇人民政府", short="玉峰山镇", mark="渝玉峰", level="乡镇"
    )
    Organ.objects.create(
        code="sfj", path="500112/", name="重庆市渝北区司法局", short="区司法局", mark="渝司", level="区县"
    )
    for name, organ, role, path in (
        (STRANGER, "yz", "officer", "500112/yz/"),
        (SUPERVISOR, "sfj", "supervisor", "500112/"),
        (ADMIN, TOWN, "system_admin", PATH),
    ):
        person = Registration(name, name, organ, (RoleGiven(role, path),), joined_on=date(2020, 1, 1))
        assert register_officer(person, actor=INSTALLER) is None
    for name in (*LOOKERS, "李明", STRANGER, ADMIN):
        Account.objects.create_user(name, "a long enough secret", person_id=name)
    return town


def client_of(name: str) -> Client:
    """A client by the name of whoever uses it; no name is nobody."""
    made = Client()
    if name:
        account = Account.objects.get(username=name)
        made.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return made


@pytest.fixture
def house(town: Organ) -> Organ:
    return furnished(town)


@pytest.fixture
def signed_in(house: Organ) -> SignedIn:
    return client_of


def ago(days: int, time: str = "") -> Moment:
    day = today() - timedelta(days=days)
    return Moment.parse(f"{day}T{time}" if time else str(day))


def entry(step: str, days: int, facts: Mapping[str, object], by: tuple[str, ...] = BOTH, time: str = "") -> StepEntry:
    return StepEntry(step, facts, by, ago(days, time))


INVESTIGATED = (
    entry(
        "filing_request",
        40,
        {
            "case.title": "擅自占用道路堆放物料",
            "filing.reason": "现场发现占道堆放砂石",
            "matter.code": "city.stall.roadside",
            "matter.violated": "《重庆市市容环境卫生管理条例》第十八条",
            "case.happened_on": str(ago(41)),
        },
        time="10:00",
    ),
    entry("filing", 39, {"filing.handlers": "王立、李明"}, ("周强",), time="10:00"),
    entry(
        "inspect_scene",
        38,
        {
            "evidence.scene_place": "人民路1号",
            "evidence.scene_record": "砂石约三立方米",
            "evidence.certificates_shown": True,
        },
    ),
    entry(
        "investigation_report",
        35,
        {
            "report.facts": "占道堆放砂石三立方米，有笔录、照片证实",
            "report.proposal": "给予行政处罚",
            "report.kinds": ["罚款"],
            "report.fine": "200",
            "case.public_interest": True,
            "case.complex": False,
            "case.complicated": False,
            "case.major": False,
            "discretion.tier": "一般",
            "discretion.min": "50",
            "discretion.max": "500",
        },
    ),
    entry(
        "notice",
        34,
        {
            "notice.facts": "占道堆放砂石",
            "notice.basis": "《重庆市市容环境卫生管理条例》第十八条",
            "notice.kinds": ["罚款"],
            "notice.fine": "200",
            "notice.rights_told": True,
        },
    ),
    entry("notice_delivery", 33, {"delivery.method": "直接送达"}),
)
DECIDED = (
    entry("legal_review", 8, {"review.opinion": "同意。", "review.conclusion": "同意"}, ("赵敏",)),
    entry(
        "decision",
        7,
        {
            "decision.kinds": ["罚款"],
            "decision.fine": "200",
            "decision.facts": "占道堆放砂石三立方米",
            "decision.basis": "《重庆市市容环境卫生管理条例》第十八条",
            "decision.reasons": "初次违法，及时清理",
            "decision.term": "十五日内到银行缴纳",
            "decision.remedies_told": True,
        },
        ("周强",),
    ),
    entry("delivery", 6, {"delivery.method": "直接送达", "delivery.received_by": "陈大海"}),
)


def ordinary(wang: Actor, *more: StepEntry, party: Mapping[str, object] = PARTY) -> str:
    """A penalty investigated and notified forty days ago; further steps as given."""
    opened = open_case(Opening(TOWN, "penalty.ordinary", ago(40, "09:00"), party, BOTH), actor=wang)
    assert isinstance(opened, Recorded), opened
    done = record_steps(opened.case_id, [*INVESTIGATED, *more], actor=wang)
    assert isinstance(done, Recorded), done
    return opened.case_id


def proceeding_of(case_id: str, procedure: str = "penalty.ordinary") -> str:
    return Proceeding.objects.get(case_id=case_id, procedure=procedure).pk


@pytest.fixture
def waiting(house: Organ, wang: Actor) -> str:
    """A case that waits for legal review."""
    return ordinary(wang)


@pytest.fixture
def decided(house: Organ, wang: Actor) -> str:
    """A case that was decided and delivered."""
    return ordinary(wang, *DECIDED)


def decision_paper(decided: str, wang: Actor) -> Paper:
    """The decision issued as a paper."""
    made = issue_paper(decided, proceeding_of(decided), "penalty-decision", actor=wang, at=ago(7))
    assert isinstance(made, PaperIssued), made
    return Paper.objects.get(pk=made.token)


@pytest.fixture
def paper(decided: str, wang: Actor) -> Paper:
    return decision_paper(decided, wang)


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A transaction around the tests of a module: what a fixture of the module builds in it stands for all of them.

    Each test takes back what it did itself, as always; a connection closed in between would take back everything.
    """
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        whole = transaction.atomic()
        whole._from_testcase = True
        with whole:
            patch.setattr(connection, "close", lambda: None)
            yield
            transaction.set_rollback(True)
