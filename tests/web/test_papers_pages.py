"""Papers on screen: drafts and what they lack, issuing, downloads, the stamped copy, and strangers."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pypdf import PdfReader

from tests.web.conftest import LOOKERS, STRANGER, SignedIn, proceeding_of
from zhifa.ports.render import NoFont
from zhifa.ports.render.fonts import installed_fonts
from zhifa.store.casework.models import File, Paper
from zhifa.web.views import papers as views

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001000501"
    "0a2db40000000049454e44ae426082"
)
FORMS = ("", "/print", "/pdf", "/docx", "/html")


def draft(case_id: str, code: str = "penalty-decision") -> str:
    return f"/cases/{case_id}/p/{proceeding_of(case_id)}/papers/{code}"


def text_of(answer: HttpResponse) -> str:
    """The words of a page or a downloaded paper."""
    kind = answer["Content-Type"]
    if kind == "application/pdf":
        pages = PdfReader(io.BytesIO(answer.content)).pages
        return "".join("".join(page.extract_text() for page in pages).split())
    if "wordprocessingml" in kind:
        with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
            return package.read("word/document.xml").decode()
    return answer.content.decode()


def upload(name: str = "决定书.png", kind: str = "image/png", content: bytes = PNG) -> dict[str, SimpleUploadedFile]:
    return {"scan": SimpleUploadedFile(name, content, content_type=kind)}


@pytest.mark.parametrize("form", FORMS)
def test_who_may_read_the_case_may_read_and_take_its_papers(form: str, paper: Paper, signed_in: SignedIn) -> None:
    if form == "/pdf" and isinstance(installed_fonts(), NoFont):
        pytest.skip("this machine has no Chinese font")
    for name in LOOKERS:
        assert signed_in(name).get(f"/papers/{paper.pk}{form}").status_code == 200
    assert signed_in(STRANGER).get(f"/papers/{paper.pk}{form}").status_code == 404
    assert signed_in("").get(f"/papers/{paper.pk}{form}").status_code == 302


def test_the_page_shows_the_paper_as_it_was_issued_without_inline_style(paper: Paper, signed_in: SignedIn) -> None:
    said = signed_in("王立").get(f"/papers/{paper.pk}").content.decode()
    assert paper.number in said
    assert "行政处罚决定书" in said
    assert "贰佰元" in said
    assert 'href="/paper.css"' in said
    assert ' style="' not in said
    sheet = signed_in("").get("/paper.css")
    assert sheet["Content-Type"].startswith("text/css")
    assert b".paper" in sheet.content


def test_downloads_are_what_they_say(paper: Paper, signed_in: SignedIn) -> None:
    officer = signed_in("王立")
    docx, html = officer.get(f"/papers/{paper.pk}/docx"), officer.get(f"/papers/{paper.pk}/html")
    assert docx.content.startswith(b"PK")
    assert "attachment" in docx["Content-Disposition"]
    assert html.content.decode().startswith("<!doctype html>")
    if not isinstance(installed_fonts(), NoFont):
        assert officer.get(f"/papers/{paper.pk}/pdf").content.startswith(b"%PDF")


def test_without_a_font_pdf_says_how_to_mend_it_and_the_rest_works(
    paper: Paper, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "render_pdf", lambda document: NoFont(("/nowhere",)))
    officer = signed_in("王立")
    answer = officer.get(f"/papers/{paper.pk}/pdf")
    assert answer.status_code == 503
    assert "apt-get install" in answer.content.decode()
    assert f"/papers/{paper.pk}/docx" in answer.content.decode()
    assert officer.get(f"/papers/{paper.pk}/docx").status_code == 200


def test_a_draft_lists_what_it_lacks_with_where_to_fill_it_in(waiting: str, signed_in: SignedIn) -> None:
    officer = signed_in("王立")
    said = officer.get(draft(waiting)).content.decode()
    assert "还不能制作" in said
    assert "到“作出处罚决定”填写" in said
    assert "制作并编号" not in said
    refused = officer.post(f"{draft(waiting)}/issue")
    assert refused.status_code == 422
    assert Paper.objects.count() == 0


def test_a_complete_draft_is_issued_under_its_number(decided: str, signed_in: SignedIn) -> None:
    officer = signed_in("王立")
    assert "制作并编号" in officer.get(draft(decided)).content.decode()
    assert Paper.objects.count() == 0
    answer = officer.post(f"{draft(decided)}/issue")
    made = Paper.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/papers/{made.pk}")
    assert made.number.endswith("1号")


@pytest.mark.parametrize("form", ["", "/print", "/docx", "/html", "/pdf"])
def test_a_withdrawn_paper_is_marked_in_every_form(form: str, paper: Paper, signed_in: SignedIn) -> None:
    if form == "/pdf" and isinstance(installed_fonts(), NoFont):
        pytest.skip("this machine has no Chinese font")
    assert "撤回理由" not in text_of(signed_in("王立").get(f"/papers/{paper.pk}{form}"))
    frozen = paper.frozen
    signed_in("周强").post(f"/papers/{paper.pk}/withdraw", {"reason": "当事人写错"})
    answer = signed_in("王立").get(f"/papers/{paper.pk}{form}")
    assert "撤回理由：当事人写错" in text_of(answer)
    if form in ("/docx", "/html", "/pdf"):
        assert quote("（已撤回）") in answer["Content-Disposition"]
    paper.refresh_from_db()
    assert paper.frozen == frozen


def test_the_page_around_a_scan_says_that_the_paper_was_withdrawn(paper: Paper, signed_in: SignedIn) -> None:
    officer = signed_in("王立")
    officer.post(f"/papers/{paper.pk}/scan", upload())
    signed_in("周强").post(f"/papers/{paper.pk}/withdraw", {"reason": "当事人写错"})
    paper.refresh_from_db()
    said = officer.get(f"/papers/{paper.pk}").content.decode()
    assert said.index("本文书已撤回，不再有效") < said.index('alt="盖章后的正本扫描件"')
    copy = officer.get(f"/cases/{paper.case_id}/files/{paper.scan}")
    assert copy.content == PNG, "the stamped copy itself stays what it is"
    assert quote("（已撤回）") in copy["Content-Disposition"]


def test_strangers_neither_see_nor_issue_nor_scan(paper: Paper, decided: str, signed_in: SignedIn) -> None:
    stranger = signed_in(STRANGER)
    assert stranger.get(draft(decided)).status_code == 404
    assert stranger.post(f"{draft(decided)}/issue").status_code == 404
    assert stranger.post(f"/papers/{paper.pk}/scan", upload()).status_code == 404
    assert signed_in("监督").post(f"/papers/{paper.pk}/scan", upload()).status_code == 404
    assert signed_in("").get(draft(decided)).status_code == 302
    paper.refresh_from_db()
    assert paper.scan == ""


def test_the_stamped_scan_becomes_the_issued_copy(paper: Paper, decided: str, signed_in: SignedIn) -> None:
    officer = signed_in("王立")
    assert officer.post(f"/papers/{paper.pk}/scan", upload()).status_code == 303
    paper.refresh_from_db()
    copy = f"/cases/{decided}/files/{paper.scan}"
    said = officer.get(f"/papers/{paper.pk}").content.decode()
    assert f'src="{copy}"' in said
    shown = officer.get(copy)
    assert (shown.content, shown["Content-Type"]) == (PNG, "image/png")
    assert shown["Content-Disposition"].startswith("inline")
    assert officer.get(f"{copy}?download=1")["Content-Disposition"].startswith("attachment")
    assert signed_in(STRANGER).get(copy).status_code == 404
    assert signed_in("").get(copy).status_code == 302


def test_a_file_of_another_case_is_not_found_under_this_one(paper: Paper, waiting: str, signed_in: SignedIn) -> None:
    officer = signed_in("王立")
    officer.post(f"/papers/{paper.pk}/scan", upload())
    digest = File.objects.get().pk
    assert officer.get(f"/cases/{waiting}/files/{digest}").status_code == 404
    assert officer.get(f"/cases/{waiting}/files/{'0' * 64}").status_code == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [({}, "还没有选择扫描件"), (upload("a.exe", "application/x-msdownload", b"MZ"), "不能存入案卷")],
)
def test_a_scan_that_cannot_be_kept_is_refused_in_words(
    sent: dict[str, object], said: str, paper: Paper, signed_in: SignedIn
) -> None:
    answer = signed_in("王立").post(f"/papers/{paper.pk}/scan", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
