"""The casefile: ordered as the rules say, one PDF with index and page numbers, the same bytes twice."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import date
from struct import pack

import pytest
from pypdf import PdfReader, PdfWriter

from tests.acts.conftest import TOWN
from tests.web.conftest import DECIDED, PARTY, ago, ordinary, proceeding_of
from zhifa.acts.casefile import Casefile, bound, read_casefile, zipped
from zhifa.acts.cases import StepEntry, record_steps
from zhifa.acts.files import keep_file
from zhifa.acts.papers import PaperIssued, issue_paper, scan_back, withdraw_paper
from zhifa.acts.work import Actor, Recorded
from zhifa.core.papers.casefile import Leaf, arrange, parts_of
from zhifa.core.rulebook import Rules
from zhifa.ports.render import NoFont
from zhifa.ports.render.binding import Sheets, Unbindable, bind, page_count
from zhifa.ports.render.fonts import installed_fonts
from zhifa.ports.rules import rulebook
from zhifa.store.casework.models import Case
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(isinstance(installed_fonts(), NoFont), reason="no Chinese font on this machine"),
]
DAY = date(2024, 6, 3)


def png(width: int = 40, height: int = 30) -> bytes:
    """A small picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x40\x80\xc0" * width for _ in range(height))
    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def blank_pdf(pages: int, rotate: int = 0) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842).rotate(rotate)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def keep(content: bytes, kind: str, name: str, wang: Actor) -> str:
    found = keep_file(name, kind, [content], len(content), path=Case.objects.get().path, actor=wang)
    assert isinstance(found, str), found
    return found


def issued(case: str, code: str, wang: Actor, step: str = "") -> PaperIssued:
    made = issue_paper(case, proceeding_of(case), code, actor=wang, step=step)
    assert isinstance(made, PaperIssued), made
    return made


def seen(case: str, wang: Actor) -> Casefile:
    found = read_casefile(case, actor=wang)
    assert isinstance(found, Casefile), found
    return found


@pytest.fixture
def case(wang: Actor, settings: object, tmp_path: object) -> str:
    settings.ZHIFA_FILES = tmp_path  # type: ignore[attr-defined]
    Organ.objects.filter(pk=TOWN).update(address="洛碛镇洛北街1号", phone="023-00000001")
    key = ordinary(wang, *DECIDED, party={**PARTY, "clue.source": "检查发现"})
    for code in ("legal-review-opinion", "penalty-decision", "penalty-notice", "filing-approval"):
        issued(key, code, wang)
    return key


def text(content: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_the_file_lies_in_the_order_of_the_rules(case: str, wang: Actor) -> None:
    found = seen(case, wang)
    order = [(filed.part.volume, leaf.title) for filed in found.filed for leaf in filed.leaves]
    assert order == [
        ("正卷", "立案审批表"),
        ("正卷", "行政处罚决定书"),
        ("正卷", "行政处罚事先告知书"),
        ("副卷", "重大执法决定法制审核意见书"),
    ]
    lacking = {lack.title for lack in found.lacks}
    assert "案件调查终结报告" in lacking
    assert "立案审批表" not in lacking


def test_one_pdf_with_cover_index_numbered_pages_and_closing_sheet(case: str, wang: Actor) -> None:
    made = bound(seen(case, wang))
    assert isinstance(made, bytes)
    pages = text(made)
    assert "行政执法案卷" in pages[0]
    assert "卷内文件目录" in pages[1]
    assert "行政处罚决定书" in pages[1]
    assert "立案审批表" in pages[2]
    assert pages[2].endswith("1")
    assert "备考表" in pages[-1]
    assert "立卷时缺少" in "".join(pages)
    second = next(n for n, page in enumerate(pages) if "（副卷）" in page)
    assert pages[second + 2].endswith("1")
    assert bound(seen(case, wang)) == made


def test_scans_pictures_and_broken_files_are_bound_or_said(case: str, wang: Actor) -> None:
    decision = next(p for p in seen(case, wang).papers.values() if p.code == "penalty-decision")
    scan = keep(blank_pdf(3), "application/pdf", "盖章决定书.pdf", wang)
    assert isinstance(scan_back(decision.token, scan, actor=wang), Recorded)
    for number, (content, kind, name) in enumerate(
        [
            (png(), "image/png", "现场.png"),
            (png(30, 40), "image/png", "近景.png"),
            (b"%PDF-1.4 broken", "application/pdf", "坏.pdf"),
            (b"ID3", "audio/mpeg", "录音.mp3"),
        ]
    ):
        digest = keep(content, kind, name, wang)
        facts = {"evidence.kind": "书证", "evidence.description": "现场", "evidence.attachment": digest}
        entry = StepEntry("collect_evidence", facts, ("王立", "李明"), ago(30, f"1{number}:00"))
        assert isinstance(record_steps(case, [entry], actor=wang), Recorded)
    found = seen(case, wang)
    made = bound(found, "正卷")
    assert isinstance(made, bytes)
    said = "".join(text(made))
    assert "录音、录像等不能装订的材料" in said
    assert "不能装订：PDF已经损坏" in said
    assert "现场.png" in said
    assert "近景.png" in said
    assert "（副卷）" not in said
    package = zipped(found)
    assert isinstance(package, bytes)
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        names = opened.namelist()
        assert names[0] == "目录.csv"
        assert any(name.endswith(".mp3") for name in names)
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert zipped(found) == package


def test_a_withdrawn_paper_stays_in_the_side_volume(case: str, wang: Actor) -> None:
    paper = next(p for p in seen(case, wang).papers.values() if p.code == "penalty-notice")
    head = Actor(people(["周强"])["周强"], "周强")
    assert isinstance(withdraw_paper(paper.token, reason="金额写错", actor=head), Recorded)
    filed = seen(case, wang).filed[-1]
    assert (filed.part.volume, filed.leaves[0].title) == ("副卷", "行政处罚事先告知书（已撤回）")


def rules() -> Rules:
    return rulebook().as_of(DAY)


def test_a_receipt_follows_the_paper_it_delivers() -> None:
    leaves = [
        Leaf("1", "告知书", date(2024, 3, 1), "penalty-notice", proceeding="p", rank=1),
        Leaf("2", "送达回证", date(2024, 3, 2), "delivery-receipt", proceeding="p", rank=2),
        Leaf("3", "决定书", date(2024, 3, 20), "penalty-decision", proceeding="p", rank=3),
        Leaf("4", "送达回证", date(2024, 3, 21), "delivery-receipt", proceeding="p", rank=4),
        Leaf("5", "没有文书的回证", date(2024, 2, 1), "delivery-receipt", proceeding="p", rank=0),
    ]
    found = {filed.part.code: [leaf.key for leaf in filed.leaves] for filed in arrange(leaves, parts_of(rules()))}
    assert found["main.decision"] == ["3", "4"]
    assert found["main.outgoing"] == ["1", "2"]
    assert found["main.rest"] == ["5"]


def test_nothing_is_left_out_and_named_papers_go_before_stars() -> None:
    leaves = [
        Leaf("1", "甲", DAY, "casefile-unknown-thing"),
        Leaf("2", "乙", DAY, "departure-approval"),
        Leaf("3", "丙", DAY, "filing-approval"),
        Leaf("4", "照片", DAY),
    ]
    found = {leaf.key: filed.part.code for filed in arrange(leaves, parts_of(rules())) for leaf in filed.leaves}
    assert found == {"1": "main.rest", "2": "second.approval", "3": "main.filing", "4": "main.evidence"}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_lies_otherwise_is_numbered_too(turn: int) -> None:
    made = bind([Sheets(blank_pdf(2, turn))], title="案卷", day=DAY)
    assert text(made) == ["1", "2"]
    assert made == bind([Sheets(blank_pdf(2, turn))], title="案卷", day=DAY)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"not a pdf", b"\0" * 400])
def test_what_is_no_pdf_is_said(content: bytes) -> None:
    with pytest.raises(Unbindable, match="PDF"):
        page_count(content)
