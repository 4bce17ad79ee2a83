"""Beginning cases through the pages: an application is registered, a material comes along with a clue."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhifa.store.casework import models as rows
from zhifa.store.registry.models import Account, Organ


@pytest.fixture
def officer(town: Organ) -> Client:
    account = Account.objects.create_user("officer", "a long enough secret", person_id="王立")
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_application_for_a_permit_opens_its_case(officer: Client) -> None:
    page = officer.get("/new/permit")
    assert "收到申请" in page.content.decode()
    form = {
        "application.permit_kind": "乡村建设规划许可",
        "application.content": "沙坪村三组拆旧建新，占地 120 平方米",
        "matter.code": "permit.village_building",
        "party.kind": "个人",
        "party.name": "周示例",
    }
    answer = officer.post("/new/permit", form)
    assert answer.status_code == 303, answer.content.decode()
    case = rows.Case.objects.get()
    assert (case.kind, case.party) == ("permit", "周示例")
    assert rows.Obligation.objects.filter(case=case, code="permit.acceptance", state="running").exists()


def test_what_is_wrong_with_an_application_is_said_and_nothing_typed_is_lost(officer: Client) -> None:
    form = {"application.content": "沙坪村三组拆旧建新", "application.permit_kind": "飞行许可"}
    answer = officer.post("/new/permit", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "还不能登记许可申请" in page
    assert "沙坪村三组拆旧建新" in page
    assert not rows.Case.objects.exists()


def test_a_procedure_that_is_not_offered_is_not_there(officer: Client) -> None:
    assert officer.get("/new/publication").status_code == 404


def test_the_material_of_a_clue_is_kept_with_it(officer: Client) -> None:
    photo = SimpleUploadedFile("现场.jpg", b"\xff\xd8\xff\xe0 demonstration", content_type="image/jpeg")
    form = {"clue.source": "投诉", "clue.summary": "门前堆放砂石", "clue.attachment": photo, "by": "王立"}
    answer = officer.post("/clues", form)
    assert answer.status_code == 303, answer.content.decode()
    kept = rows.File.objects.get()
    page = officer.get(answer["Location"]).content.decode()
    assert kept.digest in page
