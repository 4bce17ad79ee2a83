"""The pages of power lists: counts by kind, items with filters, a file read and seen before it is taken."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.acts.conftest import TOWN
from tests.acts.listfiles import HEAD, SUMS, bureau, csv_of, xlsx_of
from tests.web.conftest import SignedIn
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, today
from zhifa.ports.tables import read_tables
from zhifa.store.powerlists.models import ListVersion
from zhifa.store.registry.models import Account, Organ


@pytest.fixture
def editor(house: Organ, signed_in: SignedIn) -> Client:
    """Whoever keeps the catalogue of the district."""
    person = Registration("编辑", "编辑", TOWN, (RoleGiven("catalogue_editor", "500112/"),), joined_on=date(2020, 1, 1))
    assert register_officer(person, actor=INSTALLER) is None
    Account.objects.create_user("编辑", "a long enough secret", person_id="编辑")
    return signed_in("编辑")


def upload(client: Client, content: bytes, name: str = "清单.csv", **more: str) -> str:
    said = {"file": SimpleUploadedFile(name, content), "title": "镇清单", "organ": TOWN, **more}
    answer = client.post("/import-list", said)
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


ROW = ["1", "占道经营", "行政处罚", "《重庆市市容环境卫生管理条例》第十八条", "洛碛镇人民政府", "乡镇", "赋权"]


def test_lists_show_eight_kinds_and_the_sum(signed_in: SignedIn) -> None:
    said = signed_in("王立").get("/lists").content.decode()
    for word in (*SUMS, "合计", "镇综合执法事项清单（示例）", "示例清单", "108"):
        assert word in said
    assert "导入清单" not in said


def test_one_list_can_be_narrowed_and_taken_away(signed_in: SignedIn) -> None:
    client = signed_in("王立")
    said = client.get("/lists/demo-town").content.decode()
    assert "不是任何机关公布的清单" in said
    assert "共 108 项，本页 100 项" in said
    assert "共 108 项，本页 8 项" in client.get("/lists/demo-town?after=100").content.decode()
    assert "共 6 项" in client.get("/lists/demo-town", {"kind": "检查"}).content.decode()
    assert "没有符合条件的事项" in client.get("/lists/demo-town", {"q": "没有这样的词"}).content.decode()
    assert client.get("/lists/nothing").status_code == 404
    assert client.get("/lists/demo-town?on=2000-01-01").status_code == 404
    (table,) = read_tables(client.get("/lists/demo-town?format=xlsx").content, "a.xlsx")
    assert table.rows[0][0] == "镇综合执法事项清单（示例）"
    assert "示例清单" in table.rows[1][0]
    assert len(table.rows) == 3 + 108


def test_a_file_is_seen_before_it_is_taken(editor: Client) -> None:
    place = upload(
        editor, csv_of([list(HEAD), ROW, ["2", "乙", "行政处置", "", "镇", "乡镇", "赋权"]]), start="2026-09-01"
    )
    said = editor.get(place).content.decode()
    for word in ("不能收录的行", "认不出这个类型", "行政处置", "第 3 行", "收录 1 项"):
        assert word in said
    assert "还没有收录" in editor.get("/lists").content.decode()
    assert editor.get("/lists/demo-town").status_code == 200
    assert editor.get(f"{place}?format=csv").status_code == 200
    answer = editor.post(f"{place}/take", follow=True)
    shown = answer.content.decode()
    assert "已收录 1 项" in shown
    assert "占道经营" in shown
    assert ListVersion.objects.get().taken_at
    assert editor.get(place).status_code == 404


def test_a_preview_can_be_thrown_away(editor: Client) -> None:
    place = upload(editor, csv_of([list(HEAD), ROW]))
    assert "还没有收录" in editor.get("/lists").content.decode()
    editor.post(f"{place}/drop")
    assert not ListVersion.objects.exists()


def test_a_list_of_899_is_shown_with_its_sums(editor: Client) -> None:
    place = upload(editor, xlsx_of(bureau()), "公安.xlsx", title="公安清单")
    said = editor.post(f"{place}/take", follow=True).content.decode()
    for kind, many in SUMS.items():
        assert f'<span class="count">{many}</span>' in said, kind
    assert "共 899 项" in said


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "没有选择文件"), (b"%PDF", "不是 XLSX"), (b"PK\x03\x04", "打不开")]
)
def test_a_file_that_is_no_table_is_refused_where_it_stands(content: bytes, said: str, editor: Client) -> None:
    file = {"file": BytesIO(content)} if content else {}
    answer = editor.post("/import-list", {**file, "title": "镇清单", "organ": TOWN, "document": "渝府发〔2026〕1号"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert said in shown
    assert "渝府发〔2026〕1号" in shown, "what was typed is kept"


def test_an_editor_of_another_district_sees_no_preview(editor: Client, signed_in: SignedIn) -> None:
    place = upload(editor, csv_of([list(HEAD), ROW]))
    person = Registration("别区", "别区", TOWN, (RoleGiven("catalogue_editor", "500113/"),), joined_on=date(2020, 1, 1))
    assert register_officer(person, actor=INSTALLER) is None
    Account.objects.create_user("别区", "a long enough secret", person_id="别区")
    other = signed_in("别区")
    assert other.get(place).status_code == 404
    assert "还没有收录" not in other.get("/lists").content.decode()
    other.post(f"{place}/take")
    other.post(f"{place}/drop")
    assert ListVersion.objects.get().taken_at is None


def test_a_list_of_tomorrow_is_shown_as_it_will_be(editor: Client, signed_in: SignedIn) -> None:
    start = today() + timedelta(days=30)
    place = upload(editor, csv_of([HEAD, ROW]), title="下月的清单", start=str(start))
    taken = editor.post(f"{place}/take", follow=True)
    assert taken.status_code == 200
    assert taken.redirect_chain[-1][0].endswith(f"?on={start}")
    said = taken.content.decode()
    assert f"已收录 1 项，自 {start} 起施行" in said
    assert f"kind=%E5%A4%84%E7%BD%9A&amp;on={start}" in said, "what narrows the list keeps its day"
    seen = signed_in("王立").get("/lists").content.decode()
    assert "尚未施行" in seen
    assert f"?on={start}" in seen
    gone = signed_in("王立").get(taken.redirect_chain[-1][0].partition("?")[0])
    assert gone.status_code == 404
    assert "看权责清单" in gone.content.decode()
