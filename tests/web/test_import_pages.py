"""A list imported in the browser: its columns and first rows first, then what became of it, then mended rows."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.acts.conftest import TOWN
from tests.acts.lists import HEAD, INSPECTION_HEAD, inspection, row, write
from tests.web.conftest import STRANGER, SignedIn
from zhifa.acts.work import context, today
from zhifa.core.imports import layouts_of
from zhifa.ports.tables import read_tables
from zhifa.ports.tablewriting import Written, xlsx_bytes
from zhifa.store import journal
from zhifa.store.casework.models import Case
from zhifa.store.imports.models import Run, Source
from zhifa.store.registry.models import Organ
from zhifa.web.views import import_run

OLD = {"违法日期": "2024-03-01", "处罚决定日期": "2024-03-05"}


def upload(client: Client, tmp_path: Path, rows: list[dict[str, str]], head: tuple[str, ...] = HEAD) -> str:
    content = write(tmp_path / "list.csv", rows, head).read_bytes()
    said = {"file": SimpleUploadedFile("处罚.csv", content), "organ": TOWN, "source": "台账", "layout": "penalty"}
    answer = client.post("/imports/new", said)
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def posted(place: str, **changed: str) -> dict[str, str]:
    """The columns as the page shows them: each under its own title where the file has it."""
    layout = layouts_of(context().rules(today()))["penalty"]
    return {
        f"column-{c.code}": changed.get(c.code, c.title if c.title in HEAD else "")
        for c in layout.columns if c.type != "none"
    }  # fmt: skip


def test_a_list_is_seen_before_it_is_entered(house: Organ, signed_in: SignedIn, tmp_path: Path) -> None:
    client, before = signed_in("王立"), Case.objects.count()
    assert "还没有导入过" in client.get("/imports").content.decode()
    place = upload(client, tmp_path, [row(1, **OLD), row(2, **OLD | {"罚款金额（元）": "二百"})])
    said = client.get(place).content.decode()
    for word in ("简易程序行政处罚", "当场作出处罚决定 2024-03-05", "不是金额", "放在一边", "罗成"):
        assert word in said, word
    assert Case.objects.count() == before
    answer = client.post(place, posted(place))
    assert answer.status_code == 303
    said = client.get(answer["Location"]).content.decode()
    assert "罚款金额（元）" in said
    assert "不是金额" in said
    assert Case.objects.count() == before + 1
    sheet = read_tables(client.get(f"{answer['Location']}?format=xlsx").content, "a.xlsx")[0].rows
    sheet[2][HEAD.index("罚款金额（元）")] = "200"
    mended = BytesIO(xlsx_bytes([Written(sheet[0][0], "", sheet[1], sheet[2:])])).getvalue()
    answer = client.post("/imports/mended", {"file": SimpleUploadedFile("改好.xlsx", mended)})
    assert answer.status_code == 303, answer.content.decode()
    assert Case.objects.count() == before + 2
    assert "没有放在一边的行" in client.get(f"/imports/{Run.objects.order_by('began_at')[0].pk}").content.decode()


def test_a_changed_column_is_kept_and_shown_again_first(house: Organ, signed_in: SignedIn, tmp_path: Path) -> None:
    client, before = signed_in("王立"), Case.objects.count()
    place = upload(client, tmp_path, [row(1, **OLD)])
    answer = client.post(place, posted(place, happened_on=""))
    assert (answer.status_code, Case.objects.count()) == (303, before)
    kept = Source.objects.get()
    assert kept.mapping.get("happened_on", "") == ""
    assert client.post(place, posted(place, happened_on="")).status_code == 303
    assert Case.objects.count() == before + 1


@pytest.mark.parametrize("content", [b"", b"\0\1\2", "随便,写的\n1,2\n".encode()])
def test_what_is_no_list_leads_back_with_the_reason(house: Organ, signed_in: SignedIn, content: bytes) -> None:
    client = signed_in("王立")
    said = {"file": SimpleUploadedFile("a.csv", content), "organ": TOWN}
    answer = client.post("/imports/new", said, follow=True)
    assert any(word in answer.content.decode() for word in ("读不了", "没有选择文件"))
    assert Case.objects.count() == Case.objects.filter(organ=TOWN).count()


def test_another_organs_run_is_not_shown(house: Organ, signed_in: SignedIn, tmp_path: Path) -> None:
    client = signed_in("王立")
    place = upload(client, tmp_path, [row(1, **OLD), row(2, **OLD | {"处罚决定日期": ""})])
    run = str(client.post(place, posted(place))["Location"])
    Run.objects.update(path="500112/other/")
    assert client.get(run).status_code == 404
    assert client.get(f"{run}?format=xlsx").status_code == 404
    assert "处罚.csv" not in client.get("/imports").content.decode()


def test_rows_that_wait_are_narrowed_to_a_kind_of_fault(house: Organ, signed_in: SignedIn, tmp_path: Path) -> None:
    client = signed_in("王立")
    bad = [{"罚款金额（元）": "二百"}, {"罚款金额（元）": "三百"}, {"处罚类别": "打手心"}, {"处罚类别": "训诫会"}]
    place = upload(client, tmp_path, [row(n, **OLD | one) for n, one in enumerate(bad)])
    run = client.post(place, posted(place))["Location"]
    said = client.get(run).content.decode()
    assert "处罚类别 · 不认得“…”" in said
    assert 'class="count">2<' in said
    narrowed = client.get(run, {"column": "处罚类别", "kind": "不认得“…”"}).content.decode()
    assert "打手心" in narrowed
    assert "训诫会" in narrowed
    assert "三百" not in narrowed
    assert "没有放在一边的行" in client.get(run, {"column": "没有这一栏"}).content.decode()


def test_the_same_list_sent_by_two_organs_is_gone_on_with_by_each(
    house: Organ, signed_in: SignedIn, tmp_path: Path
) -> None:
    """A file is kept once; who sent it first does not keep the other from going on."""
    content = write(tmp_path / "list.csv", [row(1, **OLD | {"执法人员": ""})]).read_bytes()
    places = {}
    for name, organ in ((STRANGER, "yz"), ("王立", TOWN)):
        sent = {"file": SimpleUploadedFile(f"{name}.csv", content), "organ": organ, "layout": "penalty"}
        places[name] = str(signed_in(name).post("/imports/new", sent)["Location"])
    for name, place in places.items():
        said = signed_in(name).get(place)
        assert said.status_code == 200, name
        assert f"{name}.csv" in said.content.decode()
    assert signed_in(STRANGER).get(places["王立"]).status_code == 303  # the organ asked for is not theirs
    assert signed_in("监督").get(places["王立"]).status_code == 403


def test_the_first_rows_tell_of_transfers_and_of_the_case_they_belong_to(
    house: Organ, signed_in: SignedIn, tmp_path: Path
) -> None:
    client = signed_in("王立")
    ordinary = OLD | {"程序": "一般程序", "立案日期": "2024-03-02", "涉嫌犯罪移送日期": "2024-03-08"}
    said = client.get(upload(client, tmp_path, [row(1, **ordinary)], (*HEAD, "涉嫌犯罪移送日期"))).content.decode()
    assert "向公安机关移送 2024-03-08" in said
    days = {"检查日期": "2024-03-01", "认定结果日期": "2024-03-01"}
    named = inspection(1, **days, 检查后处罚决定书文号="渝北公交决〔2026〕1号")
    sent = {"file": SimpleUploadedFile("检查.csv", write(tmp_path / "i.csv", [named], INSPECTION_HEAD).read_bytes())}
    place = client.post("/imports/new", sent | {"organ": TOWN, "layout": "inspection"})["Location"]
    assert "并入 渝北公交决〔2026〕1号" in client.get(place).content.decode()


def test_rows_that_need_not_come_back_are_left_out_with_the_reason(
    house: Organ, signed_in: SignedIn, tmp_path: Path
) -> None:
    client = signed_in("王立")
    rows = [row(1, **OLD | {"罚款金额（元）": "二百"}), *(row(n, **OLD) for n in (2, 2, 2, 3, 2))]
    place = upload(client, tmp_path, rows)
    run = client.post(place, posted(place))["Location"]
    said = client.get(run).content.decode()
    assert f"{run}/left-out" in said
    asked = f"{run}/left-out?column=行政处罚决定书文号"
    form = client.get(asked).content.decode()
    assert "3 行不再等待改好" in form
    assert "二百" not in form
    refused = client.post(asked, {"reason": " "})
    assert refused.status_code == 422
    assert "没有写明为什么不录" in refused.content.decode()
    assert client.post(asked, {"reason": "重复登记"}).status_code == 303
    said = client.get(run).content.decode()
    assert "还有 1 行待改" in said
    assert "二百" in said
    told = list(journal.read_stream("import", str(Source.objects.get().pk)))[-1]
    assert (told.type, told.payload["rows"], told.payload["reason"]) == ("import.left_out", "4–5、7", "重复登记")
    assert client.post(asked, {"reason": "再说一次"}).status_code == 422
    assert signed_in(STRANGER).get(asked).status_code == 404


def test_the_rows_to_be_left_out_are_counted_and_paged_by_themselves(
    house: Organ, signed_in: SignedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More rows than one page, some with another fault: its own count, its own next page, and all of them left out."""
    monkeypatch.setattr(import_run, "PAGE", 3)
    client = signed_in("王立")
    bad = [*({"罚款金额（元）": f"第{n}笔"} for n in range(5)), {"处罚类别": "打手心"}]
    place = upload(client, tmp_path, [row(n, **OLD | one) for n, one in enumerate(bad)])
    run = client.post(place, posted(place))["Location"]
    asked = f"{run}/left-out?column=罚款金额（元）"
    first = client.get(asked).content.decode()
    assert "共 5 行待改" in first
    assert "第2笔" in first
    assert "第3笔" not in first
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    assert following[1].startswith(f"{run}/left-out?column=")
    last = client.get(unescape(following[1])).content.decode()
    assert "共 5 行待改" in last
    assert "第3笔" in last
    assert "第2笔" not in last
    assert 'rel="next"' not in last
    back = re.search(r'href="([^"]+)">回到最前', last)
    assert back is not None
    assert back[1].startswith(f"{run}/left-out?column=")
    assert "共 5 行待改" in client.get(f"{run}?column=罚款金额（元）").content.decode()
    assert client.post(asked, {"reason": "另外办理"}).status_code == 303
    said = client.get(run).content.decode()
    assert "共 1 行待改" in said
    emptied = client.get(asked).content.decode()
    assert "别的行还在等" in emptied
    assert 'name="reason"' not in emptied
