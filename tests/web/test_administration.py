"""Pages of administrators: organs, accounts and passwords, document numbers, withdrawn papers, lawful erasure."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.acts.conftest import PATH, TOWN
from tests.web.conftest import ADMIN, DECIDED, PARTY, STRANGER, SUPERVISOR, SignedIn, ago, ordinary, proceeding_of
from zhifa.acts.accounts import Opened, close_account, open_account
from zhifa.acts.numbers import reserve_numbers
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, Actor, today
from zhifa.core.values import Validity
from zhifa.store import journal
from zhifa.store.casework.models import Case, NumberUse, Paper
from zhifa.store.registry.models import Account, Organ, Person, Role
from zhifa.store.registry.people import people

SECRET = "correct horse battery"


def said(answer: HttpResponse, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def sign_in(username: str, password: str) -> Client:
    client = Client()
    assert client.post("/sign-in", {"username": username, "password": password}).status_code == 302
    return client


@pytest.fixture
def security(house: Organ) -> str:
    """The security administrator of the town, with an account."""
    person = Registration("安全", "安全", TOWN, (RoleGiven("security_admin", PATH),))
    assert register_officer(person, actor=INSTALLER) is None
    Account.objects.create_user("安全", "a long enough secret", person_id="安全")
    return "安全"


def new_organ(**more: str) -> dict[str, str]:
    return {
        "code": "500112-lq-zd", "name": "洛碛镇综合行政执法大队", "short": "执法大队", "mark": "渝洛执",
        "level": "乡镇", "parent": TOWN, **more,
    }  # fmt: skip


def test_an_organ_is_registered_and_changed_on_its_page(house: Organ, signed_in: SignedIn) -> None:
    admin = signed_in(ADMIN)
    assert "登记机关" in said(admin.get("/organs"))
    assert admin.post("/register-organ", new_organ()).status_code == 303
    row = Organ.objects.get(pk="500112-lq-zd")
    assert row.path == f"{PATH}500112-lq-zd/"
    listed = said(admin.get("/organs"))
    assert "执法大队" in listed
    assert "复议机关、法院" in listed, "what its papers would lack is said"
    assert admin.post("/organs/500112-lq-zd", new_organ(court="重庆市渝北区人民法院")).status_code == 303
    assert Organ.objects.get(pk="500112-lq-zd").court == "重庆市渝北区人民法院"


def test_functions_are_ticked_dated_listed_and_kept_when_refused(house: Organ, signed_in: SignedIn) -> None:
    admin, place = signed_in(ADMIN), "/organs/500112-lq-zd"
    typed = {**new_organ(level="区县"), "functions": ["city", "gas"]}
    assert admin.post("/register-organ", typed).status_code == 303
    assert "城市管理部门、燃气管理部门" in said(admin.get("/organs"))
    assert 'value="gas" checked' in said(admin.get(place))
    refused = said(admin.post(place, {**typed, "functions": ["city", "water"], "functions_since": "昨天"}), 422)
    assert "职能变动日期" in refused
    assert 'value="water" checked' in refused
    assert 'value="gas" checked' not in refused
    moved = {**typed, "functions": ["city"], "functions_since": "2026-03-01"}
    assert admin.post(place, moved).status_code == 303
    page = said(admin.get(place))
    assert "至 2026-02-28" in page
    lines = admin.get("/organs?format=csv").content.decode("utf-8-sig")
    assert "城市管理部门" in lines
    assert admin.post(place, new_organ(level="区县")).status_code == 303
    assert "职能" in said(admin.get("/organs")), "an organ of the district without functions lacks them"


def test_a_refused_organ_keeps_what_was_typed(house: Organ, signed_in: SignedIn) -> None:
    page = said(signed_in(ADMIN).post("/register-organ", new_organ(mark=house.mark, phone="023-1")), 422)
    assert "已经由洛碛镇使用" in page
    assert 'value="023-1"' in page
    page = said(signed_in(ADMIN).post("/register-organ", new_organ(valid_from="昨天")), 422)
    assert "设立日期" in page
    page = said(signed_in(ADMIN).post("/register-organ", new_organ(parent="")), 422)
    assert "请选择上级" in page
    assert not Organ.objects.filter(pk="500112-lq-zd").exists()


def test_an_organ_of_another_part_of_the_tree_is_not_found(house: Organ, signed_in: SignedIn) -> None:
    admin = signed_in(ADMIN)
    assert admin.get("/organs/yz").status_code == 404
    assert admin.post("/register-organ", new_organ(parent="yz")).status_code == 422
    assert "大湾" not in said(admin.get("/organs"))


def one_time(page: str) -> str:
    found = re.search(r"\b([a-z2-9]{4}(?:-[a-z2-9]{4}){3})\b", page)
    assert found is not None
    return found[1]


def test_a_new_officer_signs_in_with_a_password_of_their_own(house: Organ, signed_in: SignedIn) -> None:
    assert register_officer(Registration("新人", "新人", TOWN, (RoleGiven("officer", PATH),)), actor=INSTALLER) is None
    admin = signed_in(ADMIN)
    assert "开通账号" in said(admin.get("/people/新人"))
    answer = admin.post("/people/新人/account", {"username": "xinren"})
    password = one_time(said(answer))
    assert "no-store" in answer["Cache-Control"]
    assert password not in said(admin.get("/people/新人")), "shown once"
    officer = sign_in("xinren", password)
    for place in ("/", "/cases", "/clues"):
        assert officer.get(place)["Location"].startswith("/account/password"), place
    assert "一次性口令" in said(officer.get("/account/password"))
    wrong = said(
        officer.post("/account/password", {"old": password, "new": "12345678901", "again": "12345678901"}), 422
    )
    assert "不能全是数字" in wrong
    assert "12345678901" not in wrong, "a password is never sent back"
    changed = officer.post("/account/password?next=/cases", {"old": password, "new": SECRET, "again": SECRET})
    assert (changed.status_code, changed["Location"]) == (303, "/cases")
    assert officer.get("/cases").status_code == 200, "still signed in"
    assert sign_in("xinren", SECRET).get("/").status_code == 200


def test_a_reset_ends_what_was_open(house: Organ, signed_in: SignedIn) -> None:
    made = open_account("孙悦", "sunyue", actor=INSTALLER)
    assert isinstance(made, Opened)
    officer = sign_in("sunyue", made.password)
    assert officer.get("/account/password").status_code == 200
    again = one_time(said(signed_in(ADMIN).post("/people/孙悦/account/reset")))
    assert officer.get("/account/password")["Location"].startswith("/sign-in")
    assert sign_in("sunyue", again).get("/account/password").status_code == 200


def test_a_closed_account_signs_nobody_in(house: Organ, signed_in: SignedIn) -> None:
    officer, admin = signed_in("王立"), signed_in(ADMIN)
    assert said(admin.post("/people/王立/account/close", {"reason": ""}), 422)
    assert officer.get("/cases").status_code == 200
    assert admin.post("/people/王立/account/close", {"reason": "调离"}).status_code == 303
    assert officer.get("/cases")["Location"].startswith("/sign-in")
    assert "重新开通账号" in said(admin.get("/people/王立"))


def test_only_the_system_administrator_sees_accounts(house: Organ, signed_in: SignedIn) -> None:
    for name in ("王立", SUPERVISOR):
        page = said(signed_in(name).get("/people/李明"))
        assert "账号" not in page
        assert "口令" not in page.replace("我的证件与口令", "")


def test_an_administrator_does_not_lock_themselves_out(house: Organ, signed_in: SignedIn) -> None:
    admin = signed_in(ADMIN)
    assert "停用账号" not in said(admin.get(f"/people/{ADMIN}"))
    assert "自己的口令" in said(admin.post(f"/people/{ADMIN}/account/reset"), 422)
    assert admin.get("/people").status_code == 200


def test_the_form_refuses_two_administrators_in_one(house: Organ, signed_in: SignedIn) -> None:
    form = {"name": "甲", "organ": TOWN, "roles": ["security_admin", "audit_admin"], "joined_on": "2024-01-01"}
    page = said(signed_in(ADMIN).post("/people/act/register", form), 422)
    assert "不能是同一个人" in page
    assert "三个人" in page
    form["roles"] = ["audit_admin"]
    assert signed_in(ADMIN).post("/people/act/register", form).status_code == 303
    assert Person.objects.filter(name="甲").exists()


def form_of(client: Client, key: str) -> dict[str, list[str]]:
    """What the form of a person's registration holds before anybody changes it."""
    page = said(client.get(f"/people?form=register&person={key}"))
    ticked = re.findall(r'name="(roles|elsewhere)" value="([^"]+)"[^>]*? checked', page)
    return {name: [value for field, value in ticked if field == name] for name in ("roles", "elsewhere")}


def held(key: str) -> set[tuple[str, str, bool]]:
    """Roles and places of a person, and whether they still run tomorrow."""
    tomorrow = today() + timedelta(days=1)
    return {
        (r.role, r.path, Validity(r.valid_from, r.valid_to).contains(tomorrow)) for r in Role.objects.filter(person=key)
    }


def test_changing_a_person_keeps_roles_elsewhere_and_grants_none(house: Organ, signed_in: SignedIn) -> None:
    yz = "500112/yz/"
    given = (RoleGiven("officer", PATH), RoleGiven("head", yz), RoleGiven("clerk", PATH, None, ago(400).day))
    assert register_officer(Registration("两地", "两地", TOWN, given), actor=INSTALLER) is None
    admin = signed_in(ADMIN)
    page = said(admin.get("/people?form=register&person=两地"))
    assert "另有玉峰山镇行政机关负责人，不在您的管理范围内，保持不变" in page
    form = form_of(admin, "两地")
    assert "玉峰山镇行政机关负责人" in said(admin.get("/people/两地")), "a role elsewhere is told with its place"
    assert form == {"roles": ["officer"], "elsewhere": []}, "being head elsewhere is not offered as being head here"
    typed = {"name": "两地", "organ": TOWN, "joined_on": "2020-01-01", "roles": ["officer", "legal_reviewer"]}
    answer = admin.post(
        "/people/act/register?person=两地", {**typed, "elsewhere": [f"head@{yz}", f"system_admin@{yz}"]}
    )
    assert answer.status_code == 303
    assert held("两地") == {
        ("officer", PATH, True), ("legal_reviewer", PATH, True), ("clerk", PATH, False), ("head", yz, True)
    }  # fmt: skip


def test_who_manages_both_places_may_end_a_role_elsewhere(house: Organ, signed_in: SignedIn) -> None:
    yz = "500112/yz/"
    Role.objects.filter(person=ADMIN).update(path="500112/")
    given = (RoleGiven("officer", PATH), RoleGiven("head", yz), RoleGiven("clerk", yz))
    assert register_officer(Registration("两地", "两地", TOWN, given), actor=INSTALLER) is None
    admin = signed_in(ADMIN)
    assert form_of(admin, "两地") == {"roles": ["officer"], "elsewhere": [f"head@{yz}", f"clerk@{yz}"]}
    typed = {"name": "两地", "organ": TOWN, "joined_on": "2020-01-01", "roles": ["officer"]}
    answer = admin.post("/people/act/register?person=两地", {**typed, "elsewhere": [f"clerk@{yz}"]})
    assert answer.status_code == 303
    assert held("两地") == {("officer", PATH, True), ("head", yz, False), ("clerk", yz, True)}


def test_moving_to_another_organ_ends_the_roles_left_behind_on_record(house: Organ, signed_in: SignedIn) -> None:
    yz = "500112/yz/"
    Role.objects.filter(person=ADMIN).update(path="500112/")
    typed = {"name": "李明", "organ": "yz", "joined_on": "2020-01-01", "roles": ["officer"]}
    assert signed_in(ADMIN).post("/people/act/register?person=李明", typed).status_code == 303
    assert held("李明") == {("officer", PATH, False), ("officer", yz, True)}
    past = people(["李明"])["李明"].within(PATH)
    assert "officer" in past.roles_on(ago(30).day), "what was signed before stays signed by an officer"
    assert "officer" not in people(["李明"])["李明"].within(yz).roles_on(ago(30).day)


def rows(client: Client, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(said(client.get(address)).lstrip("\ufeff"))))


def test_numbers_from_the_block_to_the_last_spoilt_form(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    case, officer, year = ordinary(wang, *DECIDED), signed_in("王立"), today().year
    assert "还没有用过文号" in said(officer.get(f"/numbers?kind=罚&year={year}"))
    block = {"kind": "罚", "year": str(year), "count": "3", "holder": "王立"}
    assert said(officer.post("/numbers/reserve", block | {"count": "五"}), 422)
    assert officer.post("/numbers/reserve", block).status_code == 303
    draft = f"/cases/{case}/p/{proceeding_of(case)}/papers/penalty-decision"
    assert f"渝洛碛罚〔{year}〕2号" in said(officer.get(draft))
    wrong = said(officer.post(f"{draft}/issue", {"serial": "9", "on": str(today())}), 422)
    assert "没有预留" in wrong
    assert said(officer.post(f"{draft}/issue", {"serial": "2", "on": "前天"}), 422)
    made = officer.post(f"{draft}/issue", {"serial": "2", "on": str(today())})
    assert made.status_code == 303
    assert Paper.objects.get().number == f"渝洛碛罚〔{year}〕2号"
    cancel = f"/numbers/cancel?organ={TOWN}&kind=罚&year={year}&serial="
    assert "理由" in said(officer.post(f"{cancel}3", {"reason": ""}), 422)
    assert officer.post(f"{cancel}3", {"reason": "写坏"}).status_code == 303
    assert "只能作废已预留" in said(officer.post(f"{cancel}2", {"reason": "写坏"}), 422)
    head, *listed = rows(officer, f"/numbers?organ={TOWN}&kind=罚&year={year}&format=csv")
    assert [(row[1], row[2], row[head.index("领用人")], row[head.index("说明")]) for row in listed] == [
        ("1", "已预留", "王立", ""), ("2", "已签发", "王立", ""), ("3", "已作废", "王立", "写坏")
    ]  # fmt: skip
    page = said(officer.get(f"/numbers?organ={TOWN}&kind=罚&year={year}"))
    assert f"/papers/{Paper.objects.get().pk}" in page
    assert "1 至 3 号都有去向" in page
    NumberUse.objects.filter(kind="罚", serial=1).delete()
    assert "1 号没有记录" in said(officer.get(f"/numbers?organ={TOWN}&kind=罚&year={year}"))


def test_numbers_of_another_organ_are_not_shown(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    assert isinstance(reserve_numbers(TOWN, "罚", today().year, 2, holder="王立", actor=wang), list)
    stranger = signed_in(STRANGER)
    for place in (f"/numbers?organ={TOWN}", f"/numbers/reserve?organ={TOWN}", f"/numbers/cancel?organ={TOWN}&serial=1"):
        assert stranger.get(place).status_code == 404, place
    assert "渝洛碛" not in said(stranger.get("/numbers"))
    supervisor = signed_in(SUPERVISOR)
    assert "渝洛碛罚" in said(supervisor.get(f"/numbers?organ={TOWN}"))
    assert supervisor.get(f"/numbers/reserve?organ={TOWN}").status_code == 403


@pytest.mark.parametrize(
    "asked", ["year=abcd", "year=99999", "after=x", "kind=" + "长" * 90, "after=99999999999999999"]
)
def test_a_strange_question_about_numbers_is_answered(house: Organ, signed_in: SignedIn, asked: str) -> None:
    said(signed_in("王立").get(f"/numbers?{asked}"))


def test_a_withdrawn_paper_says_so_to_everybody(paper: Paper, signed_in: SignedIn) -> None:
    place = f"/papers/{paper.pk}"
    assert "撤回这份文书" not in said(signed_in("王立").get(place))
    assert signed_in("王立").post(f"{place}/withdraw", {"reason": "金额写错"}).status_code == 403
    head = signed_in("周强")
    assert "撤回这份文书" in said(head.get(place))
    assert "写明理由" in said(head.post(f"{place}/withdraw", {"reason": " "}), 422)
    assert head.post(f"{place}/withdraw", {"reason": "金额写错"}).status_code == 303
    page = said(head.get(place))
    assert "已撤回" in page
    assert "撤回这份文书" not in page
    public = said(Client().get(f"/p/{paper.pk}"))
    assert "这份文书已经撤回" in public
    assert "金额写错" in public
    case = said(head.get(f"/cases/{paper.case_id}"))
    assert "理由：金额写错" in case
    assert said(head.post(f"{place}/withdraw", {"reason": "再撤"}), 422)


def test_erasure_shows_what_goes_and_leaves_the_mark(
    decided: str, paper: Paper, security: str, signed_in: SignedIn
) -> None:
    admin, number = signed_in(security), Case.objects.get(pk=decided).number
    assert admin.get("/")["Location"] == "/erasure", "the only page of this office"
    page = said(admin.get("/erasure", {"q": number}))
    assert PARTY["party.name"] not in page, "who erases need not read"
    assert "已制作的文书内容" in page
    form = {"basis": "个人信息保护法(2021)#47.1(2)", "reason": "保存期限届满", "number": number}
    for wrong in ({"basis": ""}, {"basis": "任何依据"}, {"reason": " "}, {"number": "渝洛碛案〔2020〕1号"}):
        said(admin.post(f"/erasure/{decided}", form | wrong), 422)
    officer = signed_in("王立")
    assert str(PARTY["party.name"]) in said(officer.get(f"/cases/{decided}"))
    assert admin.post(f"/erasure/{decided}", form).status_code == 303
    for place in (f"/cases/{decided}", "/cases", f"/papers/{paper.pk}"):
        after = said(officer.get(place))
        assert "已依法清除" in after, place
        assert not [word for word in PARTY.values() if word != "个人" and str(word) in after], place
    assert "已经清除过" in said(admin.get("/erasure", {"q": number}))
    assert journal.verify().valid


def test_nobody_else_erases(decided: str, signed_in: SignedIn, house: Organ) -> None:
    far = Registration("远", "远", "yz", (RoleGiven("security_admin", "500112/yz/"),))
    assert register_officer(far, actor=INSTALLER) is None
    Account.objects.create_user("远", "a long enough secret", person_id="远")
    assert signed_in(ADMIN).get("/erasure").status_code == 403
    assert signed_in("周强").post(f"/erasure/{decided}", {}).status_code == 403
    stranger = signed_in("远")
    assert stranger.get(f"/erasure/{decided}").status_code == 404
    assert "没有查到" in said(stranger.get("/erasure", {"q": Case.objects.get(pk=decided).number}))


def leave(key: str) -> None:
    """Let somebody leave the town yesterday."""
    day = today() - timedelta(days=1)
    gone = Registration(key, key, TOWN, (RoleGiven("officer", PATH, None, day),), "", None, day)
    assert register_officer(gone, actor=INSTALLER) is None


def test_the_name_of_somebody_who_left_is_erased_and_their_acts_stay(
    decided: str, security: str, signed_in: SignedIn
) -> None:
    client, place = signed_in(security), "/erasure/people/李明"
    form = {"basis": "个人信息保护法(2021)#47.1(2)", "reason": "保存期限届满", "name": "李明"}
    assert "李明" not in said(client.get("/erasure/people")), "only who has left is listed"
    assert "还在岗" in said(client.get("/erasure/people?q=李"))
    assert "还在岗" in said(client.post(place, form), 422)
    leave("李明")
    assert "账号还没有停用" in said(client.post(place, form), 422)
    assert close_account("李明", reason="离岗", actor=INSTALLER) is None
    assert "在办案件" in said(client.post(place, form), 422)
    Case.objects.update(officers=["王立"])
    assert "李明" in said(client.get("/erasure/people"))
    assert "逐案办理" in said(client.get(place)), "the consequences are told"
    for wrong in ({"basis": "任何依据"}, {"reason": " "}, {"name": "王立"}, {"reason": "李明要求"}):
        said(client.post(place, form | wrong), 422)
    assert Person.objects.get(pk="李明").name == "李明"
    assert client.post(place, form).status_code == 303
    row = Person.objects.get(pk="李明")
    assert (row.name, row.left_on) == ("（已清除）", today() - timedelta(days=1))
    assert Account.objects.get(person_id="李明").username != "李明"
    event = journal.read_stream("officer", "李明")[-1]
    assert (event.type, event.actor, event.payload["basis"]) == ("personal.erased", security, form["basis"])
    assert "（已清除）" in said(signed_in("王立").get("/people"))
    assert "已经清除" in said(client.get("/erasure/people?q=已清除"))
    said(client.post(place, form | {"name": "（已清除）"}), 422)
    assert journal.verify().valid


def test_only_the_security_administrator_of_the_place_erases_names(house: Organ, signed_in: SignedIn) -> None:
    leave("李明")
    far = Registration("远", "远", "yz", (RoleGiven("security_admin", "500112/yz/"),))
    assert register_officer(far, actor=INSTALLER) is None
    Account.objects.create_user("远", "a long enough secret", person_id="远")
    assert signed_in(ADMIN).get("/erasure/people").status_code == 403
    assert signed_in("远").get("/erasure/people/李明").status_code == 404
    assert "李明" not in said(signed_in("远").get("/erasure/people"))


def test_an_abolished_organ_opens_no_case(house: Organ, signed_in: SignedIn) -> None:
    Organ.objects.filter(pk=TOWN).update(valid_to=today() - timedelta(days=1))
    page = said(signed_in("王立").post("/clues", {"clue.summary": "门前堆放砂石", "clue.source": "巡查"}), 422)
    assert "撤销" in page
    assert not Case.objects.exists()
