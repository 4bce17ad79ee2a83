"""Organs, accounts, numbers and withdrawn papers: what a real installation needs before its first case and after."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from tests.acts.conftest import PATH, TOWN
from tests.web.conftest import DECIDED, ago, ordinary, proceeding_of
from zhifa.acts.accounts import Opened, change_own_password, close_account, open_account, reset_password
from zhifa.acts.numbers import cancel_number, reserve_numbers
from zhifa.acts.organs import OrganEntry, register_organ
from zhifa.acts.papers import PaperIssued, issue_paper, withdraw_paper
from zhifa.acts.registry import Registration, RoleGiven, appoint_acting, register_officer
from zhifa.acts.work import INSTALLER, Actor, Recorded, today
from zhifa.core.papers import Number
from zhifa.core.permission import RoleHeld, may, mixed_administrators
from zhifa.core.values import Refusal, Validity
from zhifa.jobs.rebuild import differences
from zhifa.store import journal
from zhifa.store.casework.models import NumberUse, Paper
from zhifa.store.readers.numbers import number_account
from zhifa.store.registry.models import Account, Organ, Person
from zhifa.store.registry.people import people
from zhifa.store.registry.projector import project

DISTRICT = OrganEntry(code="500112", name="重庆市渝北区人民政府", short="渝北区", level="区县")
VILLAGE = OrganEntry(
    code="500112-dw", name="重庆市渝北区大湾镇人民政府", short="大湾镇", mark="渝大湾", level="乡镇", parent="500112",
    superior="重庆市渝北区人民政府", court="重庆市渝北区人民法院", phone="023-00000000",
)  # fmt: skip


def person(key: str, *roles: str, organ: str = TOWN, path: str = PATH) -> Actor:
    given = tuple(RoleGiven(role, path) for role in roles)
    assert register_officer(Registration(key, key, organ, given), actor=INSTALLER) is None
    return Actor(people([key])[key], key)


def register_next_town() -> None:
    Organ.objects.create(
        code="yz", path="500112/yz/", name="玉峰山镇人民政府", short="玉峰山镇", mark="渝玉峰", level="乡镇"
    )


@pytest.fixture
def district(db: None) -> Organ:
    assert register_organ(DISTRICT, actor=INSTALLER) is None
    return Organ.objects.get(pk="500112")


@pytest.fixture
def admin(district: Organ) -> Actor:
    return person("guan", "system_admin", organ="500112", path="500112/")


def place(refused: object) -> tuple[str, ...]:
    assert isinstance(refused, Refusal)
    assert refused.remedy, "a refusal says what to do"
    return refused.missing


def test_an_organ_stands_below_its_parent_and_the_journal_says_so(admin: Actor) -> None:
    assert register_organ(VILLAGE, actor=admin) is None
    row = Organ.objects.get(pk="500112-dw")
    assert (row.path, row.parent_id, row.mark, row.superior) == (
        "500112/500112-dw/", "500112", "渝大湾", "重庆市渝北区人民政府"
    )  # fmt: skip
    (event,) = journal.read_stream("organ", "500112-dw")
    assert (event.type, event.actor, event.payload["court"]) == ("organ.registered", "guan", "重庆市渝北区人民法院")


def test_an_organ_is_changed_in_its_place(admin: Actor) -> None:
    assert register_organ(VILLAGE, actor=admin) is None
    assert register_organ(replace(VILLAGE, phone="12345"), actor=admin, change=True) is None
    row = Organ.objects.get(pk="500112-dw")
    assert (row.phone, row.path) == ("12345", "500112/500112-dw/")
    assert place(register_organ(replace(VILLAGE, parent=""), actor=INSTALLER, change=True)) == ("parent",)
    assert len(journal.read_stream("organ", "500112-dw")) == 2


def test_functions_are_registered_with_the_days_on_which_they_come_and_go(admin: Actor) -> None:
    bureau = replace(VILLAGE, level="区县", functions=("culture",))
    assert register_organ(bureau, actor=admin) is None
    organ = partial(Organ.objects.get, pk="500112-dw")
    assert organ().functions == [{"function": "culture", "from": None, "to": None}]
    assert register_organ(replace(VILLAGE, level="区县", phone="12345"), actor=admin, change=True) is None
    assert organ().functions, "what is not said of them leaves them"
    since = date(2025, 3, 1)
    moved = replace(bureau, functions=("culture", "relics"), functions_since=since)
    assert register_organ(moved, actor=admin, change=True) is None
    assert register_organ(replace(moved, functions=("relics",)), actor=admin, change=True) is None
    assert organ().functions == [
        {"function": "culture", "from": None, "to": "2025-02-28"},
        {"function": "relics", "from": "2025-03-01", "to": None},
    ]
    for event in journal.read_stream("organ", "500112-dw"):
        project(event)
    assert organ().functions[1]["from"] == "2025-03-01", "the rows come from the journal"
    assert place(register_organ(replace(moved, functions=("fly",)), actor=admin, change=True)) == ("functions",)
    early = replace(moved, valid_from=date(2026, 1, 1), functions_since=date(2025, 1, 1))
    assert place(register_organ(early, actor=admin, change=True)) == ("functions_since",)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (VILLAGE, "code"),
        (replace(VILLAGE, code="a/b"), "code"),
        (replace(VILLAGE, code="dw", parent="nowhere"), "parent"),
        (replace(VILLAGE, code="dw"), "mark"),
        (replace(VILLAGE, code="dw", mark="DW"), "mark"),
        (replace(VILLAGE, code="dw", mark="渝大", name=" "), "name"),
        (replace(VILLAGE, code="dw", mark="渝大", short="长" * 61), "short"),
        (replace(VILLAGE, code="dw", mark="渝大", valid_from=date(2024, 1, 2), valid_to=date(2024, 1, 1)), "valid_to"),
    ],
)
def test_what_would_make_two_organs_one_is_refused(admin: Actor, entry: OrganEntry, field: str) -> None:
    assert register_organ(VILLAGE, actor=admin) is None
    before = Organ.objects.count()
    assert place(register_organ(entry, actor=INSTALLER if field == "parent" else admin)) == (field,)
    assert Organ.objects.count() == before


def test_no_two_organs_share_a_place(district: Organ) -> None:
    """An older organ may stand where a code would put a new one."""
    Organ.objects.create(code="old", path="500112/new/", name="旧", short="旧", mark="", level="")
    assert place(register_organ(replace(VILLAGE, code="new"), actor=INSTALLER)) == ("code",)


def test_an_organ_is_registered_only_by_whoever_manages_that_part_of_the_tree(admin: Actor, town: Organ) -> None:
    below = person("镇管", "system_admin")
    for actor in (below, person("李局", "head", path="500112/")):
        refused = register_organ(VILLAGE, actor=actor)
        assert isinstance(refused, Refusal)
        assert refused.code == "forbidden"
    assert not Organ.objects.filter(pk="500112-dw").exists()
    assert isinstance(register_organ(replace(DISTRICT, code="500113"), actor=admin), Refusal), "another district"


def test_an_organ_with_open_cases_is_not_abolished(town: Organ, wang: Actor) -> None:
    ordinary(wang)
    entry = OrganEntry(code=TOWN, name=town.name, short=town.short, mark=town.mark, valid_to=today())
    assert place(register_organ(entry, actor=INSTALLER, change=True)) == ("valid_to",)


def test_the_three_administrators_are_three_persons(town: Organ) -> None:
    person("guan", "system_admin")
    both = tuple(RoleGiven(role, PATH) for role in ("security_admin", "audit_admin"))
    refused = register_officer(Registration("安全", "安全", TOWN, both), actor=INSTALLER)
    assert place(refused) == ("roles",)
    assert not Person.objects.filter(pk="安全").exists()
    once = RoleGiven("system_admin", PATH, None, date(2024, 1, 31))
    later = RoleGiven("audit_admin", PATH, date(2024, 2, 1), None)
    assert register_officer(Registration("先后", "先后", TOWN, (once, later)), actor=INSTALLER) is None
    days = {"start": today(), "end": today()}
    acting = appoint_acting("guan", instead_of="先后", role="audit_admin", path=PATH, actor=INSTALLER, **days)
    assert place(acting) == ("roles",)


def test_offices_on_different_days_are_not_mixed() -> None:
    first = RoleHeld("system_admin", "a/", Validity(None, date(2024, 1, 31)))
    second = RoleHeld("audit_admin", "b/", Validity(date(2024, 2, 1), None))
    assert mixed_administrators([first, second]) is None
    assert mixed_administrators([first, replace(second, validity=Validity(date(2024, 1, 31), None))]) == (
        "system_admin", "audit_admin"
    )  # fmt: skip


def test_nobody_gives_a_role_beyond_their_own_reach(town: Organ) -> None:
    manager = person("镇管", "system_admin")
    wide = (RoleGiven("system_admin", "500112/"),)
    refused = register_officer(Registration("友", "友", TOWN, wide), actor=manager)
    assert isinstance(refused, Refusal)
    assert not Person.objects.filter(pk="友").exists()


ELSEWHERE = "500112/yz/"


def roles_of(key: str) -> set[tuple[str, str, date | None, date | None]]:
    found = people([key])[key].roles
    return {(held.role, held.path, held.validity.start, held.validity.end) for held in found}


def test_a_change_keeps_the_roles_its_administrator_does_not_manage(town: Organ) -> None:
    register_next_town()
    manager = person("镇管", "system_admin")
    far = RoleGiven("head", ELSEWHERE, date(2024, 1, 1), date(2027, 1, 1))
    both = (RoleGiven("officer", PATH), far)
    assert register_officer(Registration("两地", "两地", TOWN, both), actor=INSTALLER) is None
    here = (RoleGiven("clerk", PATH),)
    assert register_officer(Registration("两地", "两地", TOWN, here), actor=manager) is None
    kept = ("head", ELSEWHERE, date(2024, 1, 1), date(2027, 1, 1))
    assert roles_of("两地") == {("clerk", PATH, None, None), kept}
    longer = replace(far, end=None)
    assert isinstance(register_officer(Registration("两地", "两地", TOWN, (*here, longer)), actor=manager), Refusal)
    assert kept in roles_of("两地"), "a role elsewhere is neither taken away nor lengthened"


def test_a_kept_office_elsewhere_still_forbids_another_office(town: Organ) -> None:
    register_next_town()
    manager = person("镇管", "system_admin")
    far = (RoleGiven("audit_admin", ELSEWHERE),)
    assert register_officer(Registration("审", "审", TOWN, far), actor=INSTALLER) is None
    refused = register_officer(Registration("审", "审", TOWN, (RoleGiven("security_admin", PATH),)), actor=manager)
    assert place(refused) == ("roles",)


def test_nobody_changes_or_draws_in_a_person_of_another_organ(town: Organ) -> None:
    register_next_town()
    manager = person("镇管", "system_admin")
    assert register_officer(
        Registration("远", "远", "yz", (RoleGiven("officer", ELSEWHERE),)), actor=INSTALLER
    ) is None  # fmt: skip
    drawn = Registration("远", "改名", TOWN, (RoleGiven("officer", PATH),))
    assert isinstance(register_officer(drawn, actor=manager), Refusal)
    assert roles_of("远") == {("officer", ELSEWHERE, None, None)}
    assert Person.objects.get(pk="远").name == "远"


def opened(found: object) -> Opened:
    assert isinstance(found, Opened), found
    return found


def test_an_account_begins_with_a_password_shown_once(town: Organ) -> None:
    manager = person("镇管", "system_admin")
    made = opened(open_account("王立", "wangli", actor=manager))
    account = Account.objects.get(username="wangli")
    assert account.check_password(made.password)
    assert account.must_change_password
    assert len(set(made.password)) > 5
    (event,) = journal.read_stream("account", "王立")
    assert (event.type, event.actor) == ("account.opened", "镇管")
    assert made.password not in str(event.payload)
    again = opened(reset_password("王立", actor=manager))
    account.refresh_from_db()
    assert again.password != made.password
    assert account.check_password(again.password)
    assert not account.check_password(made.password)


def test_what_an_account_may_not_be(town: Organ) -> None:
    manager = person("镇管", "system_admin")
    opened(open_account("王立", "wangli", actor=manager))
    assert place(open_account("王立", "other", actor=manager)) == ("username",)
    assert place(open_account("李明", "WANGLI", actor=manager)) == ("username",)
    assert place(open_account("李明", "li ming", actor=manager)) == ("username",)
    assert place(open_account("无此人", "x", actor=manager)) == ("person",)
    assert place(reset_password("李明", actor=manager)) == ("person",)
    assert place(close_account("王立", reason=" ", actor=manager)) == ("reason",)
    opened(open_account("镇管", "guan", actor=INSTALLER))
    assert place(close_account("镇管", reason="调离", actor=manager)) == ("person",)
    assert place(reset_password("镇管", actor=manager)) == ("person",)


def test_nobody_opens_accounts_beyond_their_reach(admin: Actor, town: Organ, wang: Actor) -> None:
    manager = person("镇管", "system_admin")
    person("区监", "supervisor", path="500112/")
    for actor, whom in ((wang, "李明"), (manager, "区监"), (manager, "guan")):
        refused = open_account(whom, "somebody", actor=actor)
        assert isinstance(refused, Refusal), whom
        assert refused.code == "forbidden"
    opened(open_account("区监", "qujian", actor=admin))
    assert isinstance(reset_password("区监", actor=manager), Refusal), "a password would lend powers over the district"


def test_a_closed_account_is_kept_and_can_be_opened_again(town: Organ) -> None:
    manager = person("镇管", "system_admin")
    made = opened(open_account("王立", "wangli", actor=manager))
    assert close_account("王立", reason="调离", actor=manager) is None
    account = Account.objects.get(username="wangli")
    assert (account.is_active, account.check_password(made.password)) == (False, False)
    opened(open_account("王立", "wangli", actor=manager))
    assert Account.objects.get(username="wangli").is_active
    said = [event.type for event in journal.read_stream("account", "王立")]
    assert said == ["account.opened", "account.closed", "account.opened"]


def test_ones_own_password_is_changed_with_the_old_one(town: Organ) -> None:
    made = opened(open_account("王立", "wangli", actor=INSTALLER))
    key = Account.objects.get(username="wangli").pk

    def change(old: str, new: str, again: str | None = None) -> Refusal | None:
        return change_own_password(key, old=old, new=new, again=new if again is None else again)

    assert place(change("wrong", "correct horse battery")) == ("old",)
    assert place(change(made.password, "correct horse battery", "other")) == ("again",)
    assert place(change(made.password, made.password)) == ("new",)
    short = change(made.password, "abc")
    assert place(short) == ("new",)
    assert short is not None
    assert "至少 10 个字符" in short.message
    for weak, why in (("1234567890", "全是数字"), ("wangli12345", "登录名太像"), ("password1234", "太常见")):
        refused = change(made.password, weak)
        assert refused is not None, weak
        assert why in refused.message
        assert not re.search("[A-Za-z]", refused.message), "every word in Chinese"
    assert Account.objects.get(pk=key).must_change_password
    assert change(made.password, "correct horse battery") is None
    account = Account.objects.get(pk=key)
    assert (account.must_change_password, account.check_password("correct horse battery")) == (False, True)


def reserve(wang: Actor, count: int, holder: str = "王立") -> list[Number]:
    made = reserve_numbers(TOWN, "罚", today().year, count, holder=holder, actor=wang)
    assert not isinstance(made, Refusal), made
    return made


def issue(case: str, wang: Actor, serial: int | None = None, code: str = "penalty-decision") -> PaperIssued | Refusal:
    return issue_paper(case, proceeding_of(case), code, actor=wang, serial=serial)


def test_every_number_is_accounted_for(town: Organ, wang: Actor) -> None:
    year = today().year
    case = ordinary(wang, *DECIDED)
    reserve(wang, 3)
    used = issue(case, wang, serial=2)
    assert isinstance(used, PaperIssued)
    assert used.number == f"渝洛碛罚〔{year}〕2号"
    assert isinstance(issue(case, wang), PaperIssued)
    assert cancel_number(TOWN, "罚", year, 3, reason="写坏", actor=wang) is None
    found = number_account(TOWN, "罚", year)
    assert [(line.serial, line.state) for line in found.lines] == [
        (1, "reserved"), (2, "issued"), (3, "cancelled"), (4, "issued")
    ]  # fmt: skip
    assert (found.given, found.missing) == (4, ())
    assert (found.lines[0].holder, found.lines[1].paper, found.lines[2].reason) == ("王立", used.token, "写坏")
    NumberUse.objects.filter(kind="罚", serial=3).delete()
    assert number_account(TOWN, "罚", year).missing == (3,), "a hole would be seen"
    assert list(differences([case])) == []


def test_a_reserved_number_is_used_once_and_by_its_holder(town: Organ, wang: Actor) -> None:
    case = ordinary(wang, *DECIDED)
    reserve(wang, 1)
    reserve(wang, 1, holder="孙悦")
    year = today().year
    assert isinstance(issue(case, wang, serial=1), PaperIssued)
    for serial, why in ((1, "已经签发"), (2, "预留给了别人"), (9, "没有预留")):
        refused = issue(case, wang, serial=serial)
        assert isinstance(refused, Refusal)
        assert why in refused.message
        assert refused.remedy
    states = NumberUse.objects.filter(kind="罚", year=year).order_by("serial").values_list("state", flat=True)
    assert list(states) == ["issued", "reserved"], "a refused paper takes nothing"
    assert Paper.objects.filter(case_id=case).count() == 1


@pytest.mark.parametrize(
    ("kind", "count", "holder", "years", "field"),
    [("罚", 0, "王立", 0, "count"), ("罚", 3, "外人", 0, "holder"), (" ", 3, "王立", 0, "kind"),
     ("罚", 3, "王立", -2000, "year")],
)  # fmt: skip
def test_a_block_that_could_not_be_accounted_for_is_refused(
    town: Organ, wang: Actor, kind: str, count: int, holder: str, years: int, field: str
) -> None:
    made = reserve_numbers(TOWN, kind, today().year + years, count, holder=holder, actor=wang)
    assert isinstance(made, Refusal)
    assert made.missing == (field,)
    assert not NumberUse.objects.filter(kind="罚").exists()


def test_numbers_of_another_organ_are_out_of_reach(town: Organ, wang: Actor) -> None:
    reserve(wang, 2)
    stranger = person("外", "head", path="500112/yz/")
    year = today().year
    assert isinstance(reserve_numbers(TOWN, "罚", year, 1, holder="王立", actor=stranger), Refusal)
    assert isinstance(cancel_number(TOWN, "罚", year, 1, reason="坏", actor=stranger), Refusal)
    assert NumberUse.objects.filter(kind="罚", state="reserved").count() == 2


def test_a_withdrawn_paper_stays_and_says_why(town: Organ, wang: Actor) -> None:
    case = ordinary(wang, *DECIDED)
    made = issue(case, wang)
    assert isinstance(made, PaperIssued)
    head = Actor(people(["周强"])["周强"], "周强")
    assert isinstance(withdraw_paper(made.token, reason="金额写错", actor=wang), Refusal), "only the head"
    assert place(withdraw_paper(made.token, reason="  ", actor=head)) == ("reason",)
    assert place(withdraw_paper("none", reason="金额写错", actor=head)) == ("paper",)
    assert isinstance(withdraw_paper(made.token, reason="金额写错", actor=head), Recorded)
    row = Paper.objects.get(pk=made.token)
    assert (row.withdrawn_on, row.withdrawn_why, row.number) == (today(), "金额写错", made.number)
    assert row.frozen is not None
    assert place(withdraw_paper(made.token, reason="再来", actor=head)) == ("paper",)
    assert list(differences([case])) == []
    assert NumberUse.objects.get(token=made.token).state == "issued", "its number is not given out again"
    following = issue(case, wang)
    assert isinstance(following, PaperIssued)
    assert following.number != made.number


def test_a_head_of_another_organ_withdraws_nothing(town: Organ, wang: Actor) -> None:
    made = issue(ordinary(wang, *DECIDED), wang)
    assert isinstance(made, PaperIssued)
    stranger = person("外", "head", path="500112/yz/")
    assert may(stranger.person, "paper.withdraw", "500112/yz/", today()) is None
    assert isinstance(withdraw_paper(made.token, reason="金额写错", actor=stranger), Refusal)
    assert Paper.objects.get(pk=made.token).withdrawn_on is None


def test_a_paper_is_not_dated_after_today(town: Organ, wang: Actor) -> None:
    case = ordinary(wang, *DECIDED)
    made = issue_paper(case, proceeding_of(case), "penalty-decision", actor=wang, at=ago(-1))
    assert place(made) == ("on",)
