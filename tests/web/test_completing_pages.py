"""A case known from a list, opened in the browser: what it lacks, the way to enter it, and its completion."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.acts.lists import row, write
from tests.web.conftest import STRANGER, SUPERVISOR, SignedIn
from zhifa.acts.importing import Imported, Order, import_cases
from zhifa.acts.work import Actor
from zhifa.store.casework.models import Case, Finding
from zhifa.store.registry.models import Organ

OLD = {"程序": "一般程序", "违法日期": "2024-03-01", "立案日期": "2024-03-02", "处罚决定日期": "2024-03-25"}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def listed(house: Organ, wang: Actor, tmp_path: Path) -> str:
    done = import_cases(Order(path=write(tmp_path / "a.csv", [row(1, **OLD)]), organ="lq"), actor=wang)
    assert isinstance(done, Imported)
    assert done.written == 1, done.faults
    return Case.objects.get(number__contains="渝北公交决").pk


def test_the_case_says_what_it_is_and_leads_to_its_completion(listed: str, signed_in: SignedIn) -> None:
    said = signed_in("王立").get(f"/cases/{listed}").content.decode()
    assert "清单没有写的不作判断" in said
    assert f"/cases/{listed}/p/{listed}/complete" in said


def test_a_step_the_list_left_out_is_asked_for_with_the_way_to_enter_it(listed: str, signed_in: SignedIn) -> None:
    client = signed_in("王立")
    facts = {"dunning.amount": "200", "dunning.pay_by": "2026-12-20", "by": ["王立", "李明"]}
    refused = client.post(f"/cases/{listed}/p/{listed}/steps/dunning", facts)
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "清单没有写“送达决定书”" in said
    link = f"/cases/{listed}/record?step={listed}%2Fdelivery"
    assert link in said
    page = client.get(link).content.decode()
    assert page.count(" checked data-reveal") == 1
    assert f'value="{listed}/delivery" checked' in page


def test_completing_shows_what_it_brings_before_anything_is_written(listed: str, signed_in: SignedIn) -> None:
    client, place = signed_in("王立"), f"/cases/{listed}/p/{listed}/complete"
    said = client.get(place).content.decode()
    assert "没有查到“处罚事先告知”的原因" in said
    assert "尚未完成“处罚事先告知”" in said
    looked = client.post(place, {"unfound-notice": "档案室进水", "note": "", "sure": "否"})
    assert looked.status_code == 200
    said = looked.content.decode()
    assert "案卷里没有查到“处罚事先告知”：档案室进水" in said
    assert "尚未完成“处罚事先告知”" not in said
    assert Finding.objects.filter(case=listed, level="red").count() == 0
    refused = client.post(place, {"unfound-notice": "档案室进水", "note": "", "sure": "是"})
    assert (refused.status_code, "写明依据" in refused.content.decode()) == (422, True)
    scan = SimpleUploadedFile("案卷.png", PNG, content_type="image/png")
    done = client.post(place, {"unfound-notice": "档案室进水", "note": "2024 年 8 号卷", "sure": "是", "scan": scan})
    assert done.status_code == 303
    assert Finding.objects.filter(case=listed, alert="listed.unfound").count() == 1
    told = signed_in(SUPERVISOR).get(f"/cases/{listed}").content.decode()
    for word in ("清单案件补齐", "2024 年 8 号卷", "没有查到：处罚事先告知", "案卷扫描件", "王立"):
        assert word in told, word
    again = client.get(place).content.decode()
    assert 'value="档案室进水"' in again


def test_nobody_else_completes_it(listed: str, signed_in: SignedIn) -> None:
    place = f"/cases/{listed}/p/{listed}/complete"
    for name in (STRANGER, SUPERVISOR):
        assert signed_in(name).get(place).status_code in (403, 404), name
        assert signed_in(name).post(place, {"note": "我", "sure": "是"}).status_code in (403, 404), name
    assert Case.objects.get(pk=listed).version == 1
