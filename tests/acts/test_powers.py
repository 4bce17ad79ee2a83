"""What organs were given, in whose name they act, and how cases go on when powers move."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.acts.conftest import PATH, TOWN
from tests.web.conftest import DECIDED, ago, ordinary
from zhifa.acts.cases import Opening, StepEntry, open_case, take_step
from zhifa.acts.papers import Draft, preview_paper
from zhifa.acts.powers import PowerEntry, end_power, register_power
from zhifa.acts.registry import Registration, RoleGiven, issue_certificate, register_officer
from zhifa.acts.succession import FINISH, FOLLOW, Succeeded, merge_organs, move_matters
from zhifa.acts.work import INSTALLER, Actor, Recorded, context, today
from zhifa.core.papers import Document
from zhifa.core.values import Refusal, Validity
from zhifa.jobs.rebuild import differences
from zhifa.store.casework.models import Case, Finding, Outcome
from zhifa.store.journal import read_stream
from zhifa.store.readers.catalogue import used_between, used_by_year
from zhifa.store.readers.powers import powers_of
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

STALL = "city.stall.roadside"


@pytest.fixture
def editor(town: Organ) -> Actor:
    given = (RoleGiven("catalogue_editor", "500112/"), RoleGiven("system_admin", "500112/"))
    assert register_officer(Registration("bian", "编辑", TOWN, given), actor=INSTALLER) is None
    return Actor(people(["bian"])["bian"], "bian")


@pytest.fixture
def bureau(town: Organ) -> Organ:
    return Organ.objects.create(
        code="cg", path="500112/cg/", name="重庆市渝北区城市管理局", short="区城管局", mark="渝城管", level="区县",
        superior="重庆市渝北区人民政府", court="重庆市渝北区人民法院",
    )  # fmt: skip


def lent(**changed: object) -> PowerEntry:
    said: dict[str, object] = {
        "organ": TOWN, "mode": "委托", "scope": (STALL,), "document": "渝北城管委〔2026〕1号", "start": ago(60).day,
        "end": today() + timedelta(days=30), "principal_organ": "cg", "published_on": ago(60).day,
    }  # fmt: skip
    return PowerEntry(**{**said, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"end": None}, "end"),
        ({"published_on": None}, "published_on"),
        ({"principal_organ": ""}, "principal"),
        ({"principal_organ": TOWN}, "principal"),
        ({"document": " "}, "document"),
        ({"scope": ("no.such",)}, "scope"),
        ({"scope": ()}, "scope"),
        ({"mode": "自封"}, "mode"),
        ({"end": ago(90).day}, "end"),
    ],
)
def test_an_entrustment_says_everything_the_law_asks(
    editor: Actor, bureau: Organ, changed: dict[str, object], place: str
) -> None:
    refused = register_power(lent(**changed), actor=editor)
    assert isinstance(refused, Refusal)
    assert refused.missing == (place,)
    assert powers_of(TOWN) == ()


def test_an_officer_registers_no_powers(wang: Actor, bureau: Organ) -> None:
    refused = register_power(lent(), actor=wang)
    assert isinstance(refused, Refusal)
    assert refused.code == "forbidden"


def test_the_same_power_is_not_registered_twice_at_a_time(editor: Actor, bureau: Organ) -> None:
    assert isinstance(register_power(lent(), actor=editor), str)
    refused = register_power(lent(), actor=editor)
    assert isinstance(refused, Refusal)
    assert "渝北城管委" in refused.message


def filed(wang: Actor) -> str:
    opened = open_case(Opening(TOWN, "penalty.ordinary", officers=("王立", "李明")), actor=wang)
    assert isinstance(opened, Recorded)
    asked = {
        "case.title": "占道堆放",
        "filing.reason": "巡查发现",
        "matter.code": STALL,
        "case.happened_on": str(today()),
    }
    assert isinstance(
        take_step(opened.case_id, StepEntry("filing_request", asked, ("王立", "李明")), actor=wang), Recorded
    )
    return opened.case_id


def head() -> Actor:
    return Actor(people(["周强"])["周强"], "周强")


def test_an_expired_entrustment_refuses_filing_and_says_what_to_do(editor: Actor, bureau: Organ, wang: Actor) -> None:
    assert isinstance(register_power(lent(end=ago(1).day), actor=editor), str)
    case = filed(wang)
    refused = take_step(case, StepEntry("filing", {"filing.handlers": "王立、李明"}, ("周强",)), actor=head())
    assert isinstance(refused, Refusal)
    assert "届满" in refused.message
    assert "移送" in refused.remedy


# ---- functions ----
def culture(**more: object) -> Actor:
    """A culture bureau with two officers and a head; who files a case there."""
    Organ.objects.create(
        code="wl", path="500112/wl/", name="重庆市渝北区文化和旅游发展委员会", short="区文旅委", mark="渝文旅",
        level="区县", functions=[{"function": "culture", "from": None, "to": None}], **more,
    )  # fmt: skip
    for name, role in (("文一", "officer"), ("文二", "officer"), ("文主", "head")):
        given = (RoleGiven(role, "500112/wl/"),)
        assert register_officer(Registration(name, name, "wl", given, joined_on=ago(900).day), actor=INSTALLER) is None
        assert issue_certificate(f"渝{name}", name, issued_on=ago(900).day, expires_on=None, actor=INSTALLER) is None
    return Actor(people(["文一"])["文一"], "文一")


def asked_to_file(matter: str) -> tuple[str, StepEntry, Actor]:
    """A case of the culture bureau, and the filing its head is asked for."""
    officer = Actor(people(["文一"])["文一"], "文一")
    opened = open_case(Opening("wl", "penalty.ordinary", officers=("文一", "文二")), actor=officer)
    assert isinstance(opened, Recorded)
    asked = {
        "case.title": "电鱼", "filing.reason": "群众举报", "matter.code": matter, "case.happened_on": str(today()),
    }  # fmt: skip
    done = take_step(opened.case_id, StepEntry("filing_request", asked, ("文一", "文二")), actor=officer)
    assert isinstance(done, Recorded), done
    chief = Actor(people(["文主"])["文主"], "文主")
    return opened.case_id, StepEntry("filing", {"filing.handlers": "文一、文二"}, ("文主",)), chief


def test_a_culture_bureau_files_no_fishing_case_and_is_told_where_it_goes(editor: Actor) -> None:
    culture()
    case, filing, chief = asked_to_file("fishery.electric")
    refused = take_step(case, filing, actor=chief)
    assert isinstance(refused, Refusal)
    assert refused.message == (
        "本机关对该事项没有处罚权：登记的职能是文化旅游部门，这个事项由农业农村部门主管；应移送区县农业农村部门"
    )
    assert refused.cite == "行政处罚法(2021)#17"
    assert "职能漏登" in refused.remedy
    given = PowerEntry(
        organ="wl", mode="法定", scope=("fishery.electric",), document="渝府发〔2026〕7号", start=today()
    )
    assert isinstance(register_power(given, actor=editor), str), "相对集中行政处罚权（行政处罚法 18）"
    assert isinstance(take_step(case, filing, actor=chief), Recorded)
    assert list(differences([case])) == []


def test_without_registered_functions_the_case_says_so(town: Organ) -> None:
    culture()
    Organ.objects.filter(pk="wl").update(functions=[])
    case, filing, chief = asked_to_file("fishery.electric")
    assert isinstance(take_step(case, filing, actor=chief), Recorded)
    told = next(event for event in read_stream("case", case) if event.payload.get("step") == "filing")
    assert told.payload["facts"]["matter.power_document"] == "机关职能未登记"


def test_the_successor_of_a_bureau_carries_its_functions(editor: Actor, bureau: Organ) -> None:
    culture()
    Organ.objects.filter(pk="cg").update(functions=[{"function": "city", "from": None, "to": None}])
    done = merge_organs(["wl"], "cg", on=today(), document="渝北委编〔2026〕3号", actor=editor)
    assert isinstance(done, Succeeded)
    row = Organ.objects.get(pk="cg")
    assert row.functions == [
        {"function": "city", "from": None, "to": None}, {"function": "culture", "from": str(today()), "to": None},
    ]  # fmt: skip
    assert (row.name, row.path, row.superior) == (bureau.name, bureau.path, bureau.superior)


def test_recorded_afterwards_it_is_a_finding(editor: Actor, bureau: Organ, wang: Actor) -> None:
    assert isinstance(register_power(lent(end=ago(50).day), actor=editor), str)
    case = ordinary(wang)
    assert Finding.objects.filter(case_id=case, message__contains="没有处罚权").exists()


def test_papers_of_an_entrusted_matter_are_made_out_in_the_name_of_the_principal(
    editor: Actor, bureau: Organ, wang: Actor
) -> None:
    assert isinstance(register_power(lent(reconsideration="甲区人民政府", court="甲区人民法院"), actor=editor), str)
    case = ordinary(wang, *DECIDED)
    key = Case.objects.get(pk=case).proceedings.get(procedure="penalty.ordinary").pk
    seen = preview_paper(case, key, "penalty-decision", actor=wang)
    assert isinstance(seen, Draft), seen
    assert isinstance(seen.found, Document), seen
    said = repr(seen)
    assert "重庆市渝北区城市管理局" in said
    assert "甲区人民政府" in said
    assert "甲区人民法院" in said
    assert "洛碛镇人民政府" not in said
    assert list(differences([case])) == []


def test_a_merged_team_s_cases_go_on_and_what_it_decided_stays_its_own(
    editor: Actor, bureau: Organ, wang: Actor
) -> None:
    decided, running = ordinary(wang, *DECIDED), ordinary(wang)
    counted = Outcome.objects.filter(case_id=decided, organ_id=TOWN).count()
    assert counted
    done = merge_organs([TOWN], "cg", on=today(), document="渝北委编〔2026〕3号", actor=editor)
    assert isinstance(done, Succeeded)
    assert set(done.cases) == {decided, running}
    assert Case.objects.get(pk=running).path == bureau.path
    assert Outcome.objects.filter(case_id=decided, organ_id=TOWN).count() == counted
    assert list(differences([decided, running])) == []
    organ = Organ.objects.get(pk=TOWN)
    assert organ.valid_to == today() - timedelta(days=1)
    assert organ.succession.successor_id == "cg"
    again = merge_organs([TOWN], "cg", on=today(), document="渝北委编〔2026〕3号", actor=editor)
    assert isinstance(again, Refusal)


def test_a_merger_that_cannot_be_is_refused_and_changes_nothing(editor: Actor, bureau: Organ, wang: Actor) -> None:
    running = ordinary(wang)
    for organs, new, on, document in (
        ([TOWN], TOWN, today(), "文"), ([TOWN], "none", today(), "文"), ([], "cg", today(), "文"),
        ([TOWN], "cg", today() + timedelta(days=1), "文"), ([TOWN], "cg", today(), " "),
    ):  # fmt: skip
        assert isinstance(merge_organs(organs, new, on=on, document=document, actor=editor), Refusal)
    assert Case.objects.get(pk=running).organ_id == TOWN


def team(code: str, **more: object) -> Organ:
    return Organ.objects.create(
        code=code, path=f"500112/{code}/", name=f"{code}大队", short=code, mark=f"渝{code}", level="区县", **more
    )  # fmt: skip


def test_twelve_teams_become_five_and_each_matter_is_held_once(editor: Actor, bureau: Organ) -> None:
    """1,026 matters and one that all have: what is ended once afterwards has ended."""
    matters = sorted({entry.key for entry in context().book.section("matter") if entry.data.get("kind") == "处罚"})
    shares = [tuple(matters[at : at + 86]) for at in range(0, 1026, 86)]
    for number, share in enumerate(shares):
        given = lent(organ=team(f"o{number}").pk, scope=tuple({*share, STALL}))
        assert isinstance(register_power(given, actor=editor), str)
    for number in range(5):
        new = team(f"n{number}").pk
        part = [f"o{old}" for old in range(len(shares)) if old % 5 == number]
        assert isinstance(merge_organs(part, new, on=today(), document="渝北委编〔2026〕3号", actor=editor), Succeeded)
        held = powers_of(new)
        assert {matter for power in held for matter in power.scope} == {STALL}.union(
            *(shares[at] for at in range(len(shares)) if at % 5 == number)
        )
        (shared,) = [power for power in held if STALL in power.scope]
        assert end_power(shared.id, on=today(), reason="委托机关收回", actor=editor) is None
        assert not any(
            STALL in power.scope and power.validity.contains(today() + timedelta(1)) for power in powers_of(new)
        )


def test_the_successor_of_the_principal_answers_for_what_is_done_under_its_entrustment(
    editor: Actor, bureau: Organ, wang: Actor
) -> None:
    assert isinstance(register_power(lent(), actor=editor), str)
    new = team("zf", superior="渝北区人民政府", court="渝北区人民法院")
    assert isinstance(merge_organs(["cg"], "zf", on=today(), document="渝北委编〔2026〕5号", actor=editor), Succeeded)
    former, now = powers_of(TOWN)
    assert (former.principal_code, former.validity.end) == ("cg", today() - timedelta(1))
    assert (now.principal_code, now.principal, now.court) == ("zf", new.name, new.court)
    assert now.validity == Validity(today(), today() + timedelta(days=30))


def test_who_takes_the_place_of_its_principal_acts_in_its_own_name(editor: Actor, bureau: Organ) -> None:
    assert isinstance(register_power(lent(), actor=editor), str)
    assert isinstance(merge_organs(["cg"], TOWN, on=today(), document="渝北委编〔2026〕5号", actor=editor), Succeeded)
    (now,) = [power for power in powers_of(TOWN) if power.validity.contains(today())]
    assert (now.mode, now.principal) == ("法定", "")


def test_a_principal_that_takes_its_matters_back_entrusts_nothing_to_itself(editor: Actor, bureau: Organ) -> None:
    assert isinstance(register_power(lent(), actor=editor), str)
    assert isinstance(merge_organs([TOWN], "cg", on=today(), document="渝北委编〔2026〕5号", actor=editor), Succeeded)
    assert powers_of("cg") == ()


def test_cases_that_the_former_organ_was_to_finish_are_finished_by_its_successor(
    editor: Actor, bureau: Organ, wang: Actor
) -> None:
    key = register_power(lent(mode="赋权", principal_organ="", end=None, published_on=None), actor=editor)
    assert isinstance(key, str)
    filed(wang)
    other = PowerEntry(organ="cg", mode="法定", scope=(STALL,), document="划转清单", start=today())
    assert isinstance(move_matters(key, other, reason="事项划转", rule=FINISH, actor=editor), Succeeded)
    team("new")
    assert isinstance(merge_organs([TOWN], "new", on=today(), document="渝北委编〔2026〕6号", actor=editor), Succeeded)
    (kept,) = powers_of("new")
    assert (kept.finishes, kept.validity.end) == (True, today() - timedelta(1))


def test_nobody_succeeds_before_it_exists(editor: Actor, town: Organ) -> None:
    team("late", valid_from=today() + timedelta(days=30))
    refused = merge_organs([TOWN], "late", on=today(), document="渝北委编〔2026〕7号", actor=editor)
    assert isinstance(refused, Refusal)
    assert "起设立" in refused.message


@pytest.mark.parametrize(("rule", "organ"), [(FOLLOW, "cg"), (FINISH, TOWN)])
def test_when_matters_move_open_cases_follow_or_are_finished_by_rule(
    editor: Actor, bureau: Organ, wang: Actor, rule: str, organ: str
) -> None:
    key = register_power(lent(mode="赋权", principal_organ="", end=None, published_on=None), actor=editor)
    assert isinstance(key, str)
    case = filed(wang)
    other = PowerEntry(organ="cg", mode="法定", scope=(STALL,), document="划转清单", start=today())
    done = move_matters(key, other, reason="事项划转", rule=rule, actor=editor)
    assert isinstance(done, Succeeded)
    assert Case.objects.get(pk=case).organ_id == organ
    assert list(differences([case])) == []
    if rule == FINISH:
        kept = powers_of(TOWN)[0]
        assert kept.finishes
        assert kept.validity.end == today() - timedelta(days=1)


def test_use_is_counted_by_matter(wang: Actor) -> None:
    ordinary(wang)
    assert used_between(reach=[PATH], first=ago(400).day, last=today()) == {STALL: 1}
    assert used_between(reach=["500112/yz/"], first=ago(400).day, last=today()) == {}
    (line,) = used_by_year(reach=[PATH])
    assert (line.organ, line.matter, line.year, line.cases) == (TOWN, STALL, line.last_on.year, 1)
    assert used_by_year(reach=[PATH], organ="yz") == []
    assert used_by_year(reach=[PATH], until=line.year - 1) == []


def test_a_power_ends_within_its_days_with_a_reason(editor: Actor, bureau: Organ) -> None:
    key = register_power(lent(), actor=editor)
    assert isinstance(key, str)
    assert isinstance(end_power(key, on=today(), reason=" ", actor=editor), Refusal)
    assert isinstance(end_power(key, on=ago(100).day, reason="收回", actor=editor), Refusal)
    assert end_power(key, on=today(), reason="委托机关收回", actor=editor) is None
    assert powers_of(TOWN)[0].validity.end == today()
