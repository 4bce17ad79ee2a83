"""The town, the bureau that supervises it and a neighbour: organs, people, certificates, accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from zhifa.acts.powers import PowerEntry, register_power
from zhifa.acts.registry import (
    Registration,
    RoleGiven,
    appoint_acting,
    issue_certificate,
    register_officer,
)
from zhifa.acts.work import INSTALLER, Actor
from zhifa.core.competence import Carried
from zhifa.core.values import Refusal
from zhifa.jobs.simulation.deeds import Deed, Leave, Script, Take, office
from zhifa.jobs.simulation.diary import Diary, at
from zhifa.jobs.simulation.people import Member, Population, Staff
from zhifa.jobs.simulation.profile import Profile
from zhifa.store.registry.functions import stored_of
from zhifa.store.registry.models import Account, Organ
from zhifa.store.registry.people import people

DISTRICT, BUREAU, TOWN, NEIGHBOUR = "yubei", "sifaju", "luoqi", "shilizhen"
PATHS = {DISTRICT: "500112/", BUREAU: "500112/sf/", TOWN: "500112/lq/", NEIGHBOUR: "500112/sl/"}
AUDITOR, EDITOR = "shenji", "guize"
GUEST = "teyao"
"""The invited supervisor of the district."""
EXPERTS = ("pingcha1", "pingcha2")
"""Reviewers from outside, who appraise casefiles for the bureau."""
PASSWORD = "zhifa-demo-2024"
"""The same for every account of a demonstration, and printed: it protects nothing."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demonstration and what to try with it."""

    username: str
    person: str
    organ: str
    shows: str


ACCOUNTS = (
    DemoAccount("officer", "zf01", TOWN, "执法人员：工作台、线索、检查、案件"),
    DemoAccount("officer2", "zf02", TOWN, "另一名执法人员：两人办案"),
    DemoAccount("reviewer", "shenhe", TOWN, "法制审核人员：审核队列"),
    DemoAccount("head", "zhenzhang", TOWN, "行政机关负责人：审批、决定、移交"),
    DemoAccount("clerk", "chuangkou", TOWN, "窗口经办人员：许可、公示"),
    DemoAccount("supervisor", "jiandu", BUREAU, "区司法局监督人员：全区案件与问题"),
    DemoAccount("bureau", "sfjuzhang", BUREAU, "区司法局负责人：审批监督文书、监督计划"),
    DemoAccount("invited", GUEST, BUREAU, "特邀行政执法监督员：案情卡、意见、例会"),
    DemoAccount("expert", EXPERTS[0], BUREAU, "第三方评查人员：分给自己的案卷，姓名等已经隐去"),
    DemoAccount("editor", EDITOR, BUREAU, "规则维护人员：事项、职权、修订草稿"),
    DemoAccount("editor2", "guize2", BUREAU, "另一名规则维护人员：批准修订草稿"),
    DemoAccount("admin", "xitong", DISTRICT, "系统管理员：人员与证件"),
    DemoAccount("security", "anquan", DISTRICT, "安全管理员"),
    DemoAccount("audit", AUDITOR, DISTRICT, "审计管理员：核验日志"),
    DemoAccount("stranger", "sl01", NEIGHBOUR, "示例镇执法人员：看不到洛碛镇的案件"),
)


def staff_of(profile: Profile, population: Population, diary: Diary) -> Staff:
    """The town's people: as many officers before, added and removed as the report says."""
    added, removed = profile.figure("people.added"), profile.figure("people.removed")
    before = profile.figure("people.before", profile.figure("people.officers") - added + removed)
    year = profile.year
    ends = diary.spread(removed, first=date(year, 2, 26), last=date(year, 11, 29))
    begins = diary.spread(added, first=date(year, 3, 4), last=date(year, 9, 27))
    members = [
        Member("zhenzhang", population.name(), "镇长", ("head",)),
        Member("fuzhen", population.name(), "副镇长", ("clerk", "in_charge")),
        Member("shenhe", population.name(), "司法所所长", ("legal_reviewer",)),
        Member("shenhe2", population.name(), "司法所工作人员", ("legal_reviewer",)),
        Member("chuangkou", population.name(), "便民服务中心工作人员", ("clerk",)),
        Member("neiqin", population.name(), "综合行政执法大队内勤", ("clerk",)),
    ]
    for number in range(1, before + added + 1):
        leaves = ends[before - number] if before - removed < number <= before else None
        joined = begins[number - before - 1] if number > before else date(2019 + number % 4, 3, 1)
        post = "综合行政执法大队大队长" if number == 1 else "综合行政执法大队执法人员"
        name, card = population.name(), f"演示{500112000 + number}"
        roles = ("officer", "in_charge") if number == 1 else ("officer",)
        members.append(Member(f"zf{number:02d}", name, post, roles, card, joined, leaves))
    return Staff(members, year, (date(year, 7, 15), date(year, 7, 26)))


def found(profile: Profile, staff: Staff, population: Population) -> None:
    """Organs, the people of the beginning of the year, and accounts."""
    _organs(profile)
    year = date(profile.year, 1, 1)
    _district(population)
    for member in staff.members.values():
        if member.joined < year:
            _welcome(member)
    _helpers(population)
    for account in ACCOUNTS:
        Account.objects.create_user(account.username, PASSWORD, person_id=account.person)
    _powers(profile.year)


def _powers(year: int) -> None:
    """What the town was given besides what the catalogue says of towns: a grant, and entrustments that run out."""
    editor = Actor(people([EDITOR])[EDITOR], EDITOR)
    granted = PowerEntry(
        organ=TOWN,
        mode="赋权",
        scope=("领域:公路", "领域:烟花爆竹"),
        document="渝府发〔示例〕3号",
        start=date(year - 1, 7, 1),
    )
    lent = PowerEntry(
        organ=TOWN, mode="委托", scope=("river.dumping", "river.building"), document="渝北水委〔示例〕1号",
        principal="重庆市渝北区水利局", published_on=date(year - 1, 12, 20), start=date(year, 1, 1),
        end=date(year + 1, 1, 20),
    )  # fmt: skip
    over = PowerEntry(
        organ=NEIGHBOUR, mode="委托", scope=("soil.steep_land",), document="渝北水委〔示例〕2号",
        principal="重庆市渝北区水利局", published_on=date(year - 1, 12, 20), start=date(year, 1, 1),
        end=date(year, 11, 30),
    )  # fmt: skip
    for entry in (granted, lent, over):
        done = register_power(entry, actor=editor)
        _must(done if isinstance(done, Refusal) else None)


def _organs(profile: Profile) -> None:
    court, above = "重庆市渝北区人民法院", "重庆市渝北区人民政府"
    district = Organ.objects.create(
        code=DISTRICT, path=PATHS[DISTRICT], name=above, short="渝北区", mark="渝北府", level="区县",
        functions=stored_of([Carried("government")]),
    )  # fmt: skip
    Organ.objects.create(
        code=BUREAU,
        path=PATHS[BUREAU],
        name="重庆市渝北区司法局",
        short="渝北区司法局",
        mark="渝北司",
        level="区县部门",
        parent=district,
        phone="023-00000001",
    )
    towns = ((TOWN, profile.organ, "洛碛镇", "渝洛碛"), (NEIGHBOUR, "重庆市渝北区示例镇人民政府", "示例镇", "渝示例"))
    for code, name, short, mark in towns:
        Organ.objects.create(
            code=code,
            path=PATHS[code],
            name=name,
            short=short,
            mark=mark,
            level="乡镇",
            parent=district,
            superior=above,
            court=court,
            bank=f"示例银行{short}支行",
            bank_account="0000 0000 0000 0000",
            address=f"重庆市渝北区{short}示例路1号",
            phone="023-00000000",
        )


def _district(population: Population) -> None:
    everywhere = PATHS[DISTRICT]
    for key, organ, post, role in (
        ("jiandu", BUREAU, "行政执法监督科科长", "supervisor"),
        (GUEST, BUREAU, "特邀行政执法监督员", "invited_supervisor"),
        ("xitong", DISTRICT, "系统管理员", "system_admin"),
        ("anquan", DISTRICT, "安全管理员", "security_admin"),
        (AUDITOR, DISTRICT, "审计管理员", "audit_admin"),
        (EDITOR, BUREAU, "事项清单维护人员", "catalogue_editor"),
        ("guize2", BUREAU, "法制科科长", "catalogue_editor"),
    ):
        _register(Registration(key, population.name(), organ, (RoleGiven(role, everywhere),), post, date(2019, 3, 1)))
    for key, name, post, roles in (
        ("sfjuzhang", "程立新", "副局长", (RoleGiven("head", PATHS[BUREAU]), RoleGiven("supervisor", everywhere))),
        ("jiandu2", "方明远", "行政执法监督科科员", (RoleGiven("supervisor", everywhere),)),
    ):
        _register(Registration(key, name, BUREAU, roles, post, date(2019, 3, 1)))
    for number, key in enumerate(("jiandu", "jiandu2", "sfjuzhang"), 1):
        _certify(f"演示监督{500112000 + number}", key, date(2021, 3, 1), kind="行政执法监督证")
    for number, role in ((1, "officer"), (2, "officer"), (3, "head")):
        key = f"sl{number:02d}"
        given = (RoleGiven(role, PATHS[NEIGHBOUR]),)
        _register(Registration(key, population.name(), NEIGHBOUR, given, "", date(2019, 3, 1)))
        if role == "officer":
            _certify(f"演示{500112900 + number}", key, date(2021, 3, 1))


def _helpers(population: Population) -> None:
    """Those who help and may not enforce, and the adviser of law; none of them is among the officers counted."""
    for key, post, role in (
        ("fz01", "城管协管员", "auxiliary"),
        ("fz02", "网格协管员", "auxiliary"),
        ("guwen", "镇法律顾问", "legal_adviser"),
    ):
        given = (RoleGiven(role, PATHS[TOWN]),)
        _register(Registration(key, population.name(), TOWN, given, post, date(2021, 3, 1)))
    for key in EXPERTS:
        given = (RoleGiven("third_party_reviewer", PATHS[DISTRICT]),)
        _register(Registration(key, population.name(), BUREAU, given, "第三方评查人员", date(2024, 1, 2)))


def _welcome(member: Member) -> None:
    given = tuple(RoleGiven(role, PATHS[TOWN], member.joined) for role in member.roles)
    licence = f"演示{member.id}" if member.id == "shenhe" else ""
    _register(Registration(member.id, member.name, TOWN, given, member.post, member.joined, law_licence=licence))
    if member.certificate:
        _certify(member.certificate, member.id, member.joined)


def _register(registration: Registration) -> None:
    _must(register_officer(registration, actor=INSTALLER))


def _certify(number: str, person: str, day: date, *, kind: str = "行政执法证") -> None:
    ends = date(day.year + 8, day.month, day.day)
    _must(issue_certificate(number, person, issued_on=day, expires_on=ends, kind=kind, actor=INSTALLER))


def _must(refused: Refusal | None) -> None:
    if refused:
        raise RuntimeError(refused.message)


def movements(staff: Staff, rng: Random) -> list[Deed]:
    """Who comes and goes during the year, and the days on which somebody acts for the head."""
    deeds: list[Deed] = []
    for member in staff.newcomers:
        deeds += _arrival(member)
    for member in staff.officers:
        if member.leaves:
            reason = rng.choice(("调离执法岗位", "退休", "调往区级部门", "辞去公职"))
            action = Leave(member.id, staff.successors[member.id], staff.head(member.leaves), reason)
            deeds.append(Deed(at(member.leaves, 8, 35), "", action))
    if staff.away:
        deeds.append(_acting(staff, staff.away))
    return deeds


def _arrival(member: Member) -> Sequence[Deed]:
    def register(actor: Actor) -> Refusal | None:
        given = (RoleGiven("officer", PATHS[TOWN], member.joined),)
        said = Registration(member.id, member.name, TOWN, given, member.post, member.joined)
        return register_officer(said, actor=actor)

    def certify(actor: Actor) -> Refusal | None:
        ends = date(member.joined.year + 8, member.joined.month, member.joined.day)
        return issue_certificate(
            member.certificate, member.id, issued_on=member.joined, expires_on=ends, kind="行政执法证", actor=actor
        )

    first: datetime = at(member.joined, 8, 30)
    return [office(first, "登记人员", register), office(first, "核发证件", certify)]


def _acting(staff: Staff, away: tuple[date, date]) -> Deed:
    def appoint(actor: Actor) -> Refusal | None:
        return appoint_acting(
            "fuzhen",
            instead_of=staff.first("head"),
            role="head",
            path=PATHS[TOWN],
            start=away[0],
            end=away[1],
            actor=actor,
        )

    return office(at(away[0], 8, 30), "负责人外出，指定代行", appoint)


def neighbours(population: Population, year: int) -> list[Deed]:
    """A few cases of the neighbouring town, which nobody of this town may see."""
    deeds: list[Deed] = []
    for number, day in enumerate((date(year, 5, 14), date(year, 10, 16), date(year, 12, 26)), 1):
        script = Script(f"邻镇{number}")
        facts = {"clue.source": "网格上报", "clue.summary": "示例镇老街路口有占道摊点", "case.title": "占道设摊经营"}
        step = Take("register", facts, ("sl01",))
        officers = ("sl01", "sl02")
        script.open(at(day, 9, 10), "clue", {}, organ=NEIGHBOUR, officers=officers, steps=[step])
        if number < 3:
            seen = {
                "clue.verification": "到现场未见摊点",
                "clue.violation_found": False,
                "clue.within_jurisdiction": True,
            }
            script.take(at(day, 10, 20), "verify", seen, by=officers)
            reason = {"clue.disposal_reason": "现场未发现所反映的情况"}
            script.take(at(day, 10, 40), "no_further", reason, by=officers[:1])
        deeds += script.deeds
    return deeds
