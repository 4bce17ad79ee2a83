"""Statistics, the annual report and people: every figure opens exactly what it counts, and who may see it."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.acts.yearbook import a_year
from tests.web.conftest import ADMIN, LOOKERS, STRANGER, SUPERVISOR, SignedIn
from zhifa.acts.work import Actor, today
from zhifa.store.readers.people import staff
from zhifa.store.registry.models import Certificate, Organ, Person, Role

YEAR = "?organ=lq&year=2024"


@pytest.fixture
def year(house: Organ, wang: Actor) -> dict[str, str]:
    return a_year(wang)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def table(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def figures(page: str) -> list[tuple[str, str]]:
    """Address and text of every figure that opens."""
    found = re.findall(r'<a class="figure" href="([^"]+)"[^>]*>([^<]+)</a>', page)
    return [(html.unescape(address), shown) for address, shown in found]


def test_every_figure_opens_as_many_as_it_counts(year: dict[str, str], signed_in: SignedIn) -> None:
    officer = signed_in("王立")
    opened = figures(text(officer, f"/statistics{YEAR}"))
    assert len(opened) > 15
    for address, shown in opened:
        head, *rows = table(officer, f"{address}&format=csv")
        money = "amount" in address
        summed = sum(float(row[6]) for row in rows) / 10_000 if money else sum(int(row[5]) for row in rows)
        assert summed == pytest.approx(float(shown)), (address, shown, head)
        page = text(officer, address)
        assert page.count("<tr data-href=") + page.count('<tr class="quiet-row" data-href=') == len(rows)


def test_the_last_minute_of_the_year_counts_and_the_first_of_the_next_does_not(
    year: dict[str, str], signed_in: SignedIn
) -> None:
    page = text(signed_in("王立"), "/statistics/cases?organ=lq&year=2024&figure=penalty.total")
    assert year["both"] in page
    assert year["after"] not in page
    assert year["before"] not in page
    assert "后经撤销" in page


def test_tables_are_taken_as_files(year: dict[str, str], signed_in: SignedIn) -> None:
    officer = signed_in("王立")
    rows = table(officer, f"/statistics{YEAR}&table=penalty&format=csv")
    assert rows[0][0] == "项目"
    assert rows[-1][0] == "合计"
    sheet = officer.get(f"/statistics{YEAR}&format=xlsx")
    assert sheet.content.startswith(b"PK")
    assert len(table(officer, f"/statistics{YEAR}&format=csv")) > len(rows)


PAGES = (
    f"/statistics{YEAR}",
    f"/statistics{YEAR}&format=csv",
    f"/statistics{YEAR}&form=2019",
    "/statistics/cases?organ=lq&year=2024&figure=penalty.2019.fine",
    "/statistics/cases?organ=lq&year=2024&figure=penalty.total",
    "/statistics/cases?organ=lq&year=2024&figure=penalty.total&format=csv",
    "/report/2024?organ=lq",
    "/report/2024/file/json?organ=lq",
    "/report/2024/file/docx?organ=lq",
    "/report/2024/file/html?organ=lq",
)


@pytest.mark.parametrize("address", PAGES)
def test_who_sees_the_figures_of_the_town(address: str, year: dict[str, str], signed_in: SignedIn) -> None:
    for name in LOOKERS:
        assert signed_in(name).get(address).status_code == 200, name
    assert signed_in(STRANGER).get(address).status_code == 404
    assert signed_in(ADMIN).get(address).status_code == 403
    assert signed_in("").get(address).status_code == 302


def test_a_supervisor_begins_with_an_organ_that_has_figures(year: dict[str, str], signed_in: SignedIn) -> None:
    said = text(signed_in(SUPERVISOR), "/statistics?year=2024")
    assert "洛碛镇 2024 年统计" in said
    assert "还没有可以统计的事" not in said
    desk = text(signed_in(SUPERVISOR), "/")
    assert "我的任务" not in desk, "a supervisor has no tasks in other people's cases"


def test_a_supervisor_chooses_among_organs_and_a_town_does_not(year: dict[str, str], signed_in: SignedIn) -> None:
    assert "organ=yz" in text(signed_in(SUPERVISOR), f"/statistics{YEAR}")
    assert "organ=yz" not in text(signed_in("王立"), f"/statistics{YEAR}")
    assert "organ=yz" not in text(signed_in(STRANGER), f"/statistics{YEAR}", 404)


@pytest.mark.parametrize("bad", ["figure=nothing", "figure=training.online", "figure=penalty.total&by=nothing&value=1"])
def test_a_figure_without_cases_is_not_opened(bad: str, year: dict[str, str], signed_in: SignedIn) -> None:
    assert "没有对应的案件" in text(signed_in("王立"), f"/statistics/cases?organ=lq&year=2024&{bad}", 404)


def test_an_empty_year_says_what_will_appear(house: Organ, signed_in: SignedIn) -> None:
    assert "还没有可以统计的事" in text(signed_in("王立"), f"/statistics?organ=lq&year={today().year}")
    text(signed_in("王立"), "/statistics")
    assert "还没有开始" in text(signed_in("王立"), f"/statistics?organ=lq&year={today().year + 1}")


def test_the_report_reads_with_figures_as_links_and_says_what_is_missing(
    year: dict[str, str], signed_in: SignedIn
) -> None:
    page = text(signed_in("周强"), "/report/2024?organ=lq")
    assert "关于2024年行政执法总体情况的报告" in page
    assert ("/statistics/cases?organ=lq&year=2024&figure=inspection.total", "2") in figures(page)
    assert "个数字待填报" in page
    assert "填报数字" in page
    assert 'style="' not in page
    assert "填报数字" not in text(signed_in(SUPERVISOR), "/report/2024?organ=lq")


def test_a_passage_is_rewritten_in_place_by_those_who_may(year: dict[str, str], signed_in: SignedIn) -> None:
    head, place = signed_in("周强"), "/report/2024/passages/problems?organ=lq"
    assert "<textarea" in text(head, place)
    assert head.post(place, {"text": "车辆不足，{{figure.penalty.total}} 件处罚靠步行。"}).status_code == 303
    assert "靠步行" in text(head, "/report/2024?organ=lq")
    wrong = head.post(place, {"text": "{{figure.nothing}}"})
    assert wrong.status_code == 422
    assert "没有名为" in wrong.content.decode()
    assert signed_in("王立").get(place).status_code == 403
    assert signed_in(STRANGER).post(place, {"text": "x"}).status_code == 403
    assert head.get("/report/2024/passages/nothing?organ=lq").status_code == 404
    assert head.get("/report/2024/passages/problems?organ=yz").status_code == 404


def test_figures_only_people_know_are_entered_and_checked(year: dict[str, str], signed_in: SignedIn) -> None:
    head, place = signed_in("周强"), "/report/2024/facts?organ=lq"
    text(head, place)
    wrong = head.post(place, {"training.online": "三次"})
    assert wrong.status_code == 422
    assert "三次" in wrong.content.decode()
    assert head.post(place, {"training.online": "3"}).status_code == 303
    data = json.loads(head.get("/report/2024/file/json?organ=lq").content)
    assert data["figures"]["training.online"]["value"] == 3
    assert signed_in("王立").get(place).status_code == 403


# ---- people ----


def test_the_list_says_who_may_enforce_today_with_word_and_shape(house: Organ, signed_in: SignedIn) -> None:
    page = text(signed_in("王立"), "/people")
    assert "已过期" in page
    assert re.search(r'class="sign sign-red">\s*<svg', page)
    assert "登记人员" not in page
    rows = table(signed_in("王立"), "/people?format=csv")
    assert {row[0]: row[7] for row in rows[1:]}["孙悦"] == "已过期"
    assert "孙悦" not in text(signed_in("王立"), "/people?q=王立")


def test_people_are_seen_within_the_reach_only(house: Organ, signed_in: SignedIn) -> None:
    assert "王立" not in text(signed_in(STRANGER), "/people").split("<main", 1)[1]
    text(signed_in(STRANGER), "/people/王立", 404)
    text(signed_in(SUPERVISOR), "/people/王立")
    text(signed_in(ADMIN), "/people/王立")
    assert signed_in("").get("/people").status_code == 302
    assert "王立" not in signed_in(STRANGER).get("/people?format=csv").content.decode("utf-8-sig")


@pytest.mark.parametrize("kind", ["register", "certificate", "suspend", "cancel", "acting"])
def test_only_the_administrator_changes_the_register(kind: str, house: Organ, signed_in: SignedIn) -> None:
    assert "step-form" in text(signed_in(ADMIN), f"/people?form={kind}")
    for name in ("王立", "周强", SUPERVISOR, STRANGER):
        assert "step-form" not in text(signed_in(name), f"/people?form={kind}")
        assert signed_in(name).post(f"/people/act/{kind}", {}).status_code == 403
    assert signed_in(ADMIN).post(f"/people/act/{kind}", {}).status_code == 422


def test_a_person_is_registered_certified_suspended_and_cancelled(house: Organ, signed_in: SignedIn) -> None:
    admin, day = signed_in(ADMIN), today()
    new = {"name": "吴新", "organ": "lq", "roles": ["officer"], "joined_on": str(day - timedelta(9))}
    assert admin.post("/people/act/register", new).status_code == 303
    person = Person.objects.get(name="吴新")
    issued = {"person": person.pk, "number": "渝执0001", "issued_on": str(day - timedelta(9)), "expires_on": ""}
    assert admin.post("/people/act/certificate", issued).status_code == 303
    assert admin.post("/people/act/certificate", issued).status_code == 422
    pause = {"number": "渝执0001", "start": str(day), "end": "", "reason": "培训不合格"}
    assert admin.post("/people/act/suspend", pause).status_code == 303
    line = next(line for line in staff(reach=("",)) if line.person.id == person.pk)
    assert line.person.certificate_on(day) is None
    refused = admin.post("/people/act/cancel", {"number": "渝执0001", "on": str(day), "reason": ""})
    assert refused.status_code == 422
    assert "理由" in refused.content.decode()
    assert admin.post("/people/act/cancel", {"number": "渝执0001", "on": str(day), "reason": "调离"}).status_code == 303
    assert Certificate.objects.get(pk="渝执0001").cancelled_on == day


def test_changing_a_registration_ends_roles_and_keeps_others(house: Organ, signed_in: SignedIn) -> None:
    admin = signed_in(ADMIN)
    changed = {"name": "赵敏", "organ": "lq", "roles": ["clerk"], "joined_on": "2020-01-01"}
    assert admin.post("/people/act/register?person=赵敏", changed).status_code == 303
    held = {role.role: role.valid_to for role in Role.objects.filter(person_id="赵敏")}
    assert held["clerk"] is None
    assert held["legal_reviewer"] is not None
    assert admin.post(f"/people/act/register?person={STRANGER}", changed).status_code == 422
    assert Person.objects.get(pk=STRANGER).organ_id == "yz"


def test_an_acting_head_is_appointed_for_some_days(house: Organ, signed_in: SignedIn) -> None:
    admin, day = signed_in(ADMIN), today()
    form = {"person": "李明", "instead_of": "周强", "start": str(day), "end": str(day + timedelta(3))}
    assert admin.post("/people/act/acting", form | {"person": "周强"}).status_code == 422
    assert admin.post("/people/act/acting", form).status_code == 303
    assert "正在代行职务" in text(signed_in("李明"), "/people")
    assert signed_in("李明").get("/review").status_code == 200


def test_more_people_take_no_more_queries(house: Organ, signed_in: SignedIn) -> None:
    officer = signed_in("王立")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            text(officer, "/people")
        return len(seen)

    text(officer, "/people")
    few = queries()
    for number in range(30):
        Person.objects.create(pk=f"p{number}", name=f"某{number}", organ=house)
    assert queries() == few


def test_the_tables_in_another_form_open_their_cases(year: dict[str, str], signed_in: SignedIn) -> None:
    page = text(signed_in("王立"), f"/statistics{YEAR}&form=2019")
    assert "没收违法所得、没收非法财物" in page
    assert "form=2021" in page, "the other forms are one click away"
    assert ("/statistics/cases?organ=lq&year=2024&figure=penalty.2019.warning", "1") in figures(page)
    assert "合计" in text(signed_in("王立"), f"/statistics{YEAR}&form=2019&format=csv")
    assert "没有“式样”这种报表格式" in text(signed_in("王立"), f"/statistics{YEAR}&form=式样")


def test_a_month_of_the_course_opens_its_own_cases(year: dict[str, str], signed_in: SignedIn) -> None:
    """The bars of a figure open, month by month, exactly the cases of the year."""
    client, figure = signed_in("赵敏"), f"/statistics/cases{YEAR}&figure=penalty.total"
    page = text(client, f"/report/2024{YEAR}")
    months = re.findall(r'href="(/statistics/cases\?[^"]*figure=penalty\.total&amp;month=\d+)"', page)
    opened = [row for href in months for row in table(client, f"{html.unescape(href)}&format=csv")[1:]]
    assert sorted(opened) == sorted(table(client, f"{figure}&format=csv")[1:]) != []
    shown = re.search(r"month=(\d+)", months[0])
    assert shown
    assert f"{shown[1]} 月" in text(client, html.unescape(months[0]))
    assert len(table(client, f"{figure}&month=13&format=csv")) == len(table(client, f"{figure}&format=csv"))
