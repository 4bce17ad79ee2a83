"""The page that checks anybody's report: asked, refused, answered, beside the cases; nothing of it is kept."""

from __future__ import annotations

import csv
import io
import re
from base64 import b64decode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.acts.yearbook import a_year
from tests.web.conftest import STRANGER, SignedIn
from zhifa.acts.work import Actor
from zhifa.store.journal.models import EventRow

PLACE = "/reports/check"
GOOD = "某镇2024年报告\n开展行政检查726次，其中涉企检查116次。\n行政处罚201件，其中警告9件，罚款192件。"
BAD = GOOD.replace("警告9件", "其他5件")


def posted(client: Client, text: str = "", **more: object) -> tuple[int, str]:
    answer = client.post(PLACE, {"text": text, **more})
    return answer.status_code, answer.content.decode()


@pytest.fixture
def officer(signed_in: SignedIn) -> Client:
    return signed_in("王立")


def test_the_form_is_a_tab_of_the_annual_report(officer: Client) -> None:
    said = officer.get(PLACE).content.decode()
    assert 'type="file"' in said
    assert f'href="{PLACE}"' in officer.get("/report").content.decode()


def test_a_contradiction_is_linked_with_its_lines_both_ways(officer: Client) -> None:
    status, said = posted(officer, BAD)
    assert status == 200
    assert "5 + 192 = 197 ≠ 201" in said
    note = said.partition('id="n1"')[2].partition("</section>")[0]
    place = re.search(r'href="#(f\d+)">第 3 行', note)
    assert place, "the finding leads to the first of its figures"
    assert f'id="{place[1]}"' in said
    assert 'id="l3" class="noted"' in said
    assert len(re.findall(r'class="fig fig-contradiction" href="#n1"', said)) == 3


def test_findings_are_filtered_by_what_they_say(officer: Client) -> None:
    _, said = posted(officer, f"{BAD}\n受理申请243件，办理许可209件。\n检查8次，其中甲类5次，乙类3次。")
    chosen = re.findall(r'name="show" id="show-(\w+)" value="\w+"( checked)?><span>(\S+) (\d+)', said)
    counted = {code: int(count) for code, _, _, count in chosen}
    noted = {state: len(re.findall(f'class="note note-{state}"', said)) for state in counted if state != "open"}
    assert {state: count for state, count in counted.items() if state != "open"} == noted
    assert [code for code, checked, _, _ in chosen if checked] == ["open" if "open" in counted else "contradiction"]
    assert counted["holds"] >= 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_findings_are_taken_away_as_a_file(form: str, officer: Client) -> None:
    _, said = posted(officer, f"{BAD}\n=cmd()违法2件")
    link = re.search(rf'href="data:[^"]*;base64,([^"]+)" download="([^"]+\.{form})"', said)
    assert link
    content = b64decode(link[1])
    if form == "csv":
        told = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    else:
        told = [
            [str(cell) for cell in row]
            for row in CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        ]
    assert told[0][1:4] == ["判定", "说明", "算式"]
    assert ["矛盾", "5 + 192 = 197 ≠ 201"] in [[row[1], row[3]] for row in told]
    assert len(told) - 1 == len(re.findall(r'class="note note-', said))


def test_a_sound_report_is_told_so(officer: Client) -> None:
    _, said = posted(officer, GOOD)
    assert "没有发现矛盾" in said
    assert "9 + 192 = 201" in said


def test_a_file_is_read_and_markup_in_it_stays_text(officer: Client) -> None:
    file = SimpleUploadedFile("<b>报告.txt", f"{BAD}\n<script>alert(1)</script>".encode("gb18030"))
    status, said = posted(officer, file=file)
    assert status == 200
    assert "<script>alert" not in said
    assert "&lt;script&gt;" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "没有选择文件"), (b" ", "空"), (bytes(range(256)) * 9, "编码认不出来"), (b"%PDF-1.7 x", "PDF 打不开")],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(officer: Client, content: bytes | None, words: str) -> None:
    more = {} if content is None else {"file": SimpleUploadedFile("a", content)}
    status, said = posted(officer, **more)
    assert status == 422
    assert words in said
    assert "没有核对" in said


def test_our_own_cases_stand_beside_the_report_and_nothing_is_kept(officer: Client, wang: Actor) -> None:
    a_year(wang)
    before = EventRow.objects.count()
    _, said = posted(officer, GOOD, against="lq 2024")
    assert "与2024 年的案件核对" in said
    assert "≠ 不同" in said
    assert "figure=penalty.total" in said
    assert EventRow.objects.count() == before


@pytest.mark.parametrize("against", ["yz 2024", "nowhere 2024", "lq", "lq 0000"])
def test_cases_of_another_organ_or_year_are_not_shown(officer: Client, against: str) -> None:
    status, said = posted(officer, GOOD, against=against)
    assert status == 422
    assert "玉峰山" not in said


def test_a_stranger_checks_reports_and_sees_no_figure_of_this_town(signed_in: SignedIn) -> None:
    client = signed_in(STRANGER)
    assert posted(client, GOOD)[0] == 200
    assert posted(client, GOOD, against="lq 2024")[0] == 422
    assert signed_in("").post(PLACE, {"text": GOOD}).status_code == 302
