"""Pages of the appraisal: deductions open their places, outsiders see no names, results are objected to."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import PARTY, SUPERVISOR, SignedIn, ago, entry, ordinary, proceeding_of
from zhifa.acts.appraisal_files import read_file, send_results
from zhifa.acts.appraisal_rounds import Planned, draw_round, plan_round
from zhifa.acts.papers import PaperIssued, issue_paper
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, Actor, today
from zhifa.core.appraisal.reading import loaded
from zhifa.store.appraisal.models import Appraisal, Deduction, RoundFile
from zhifa.store.casework.models import Paper
from zhifa.store.readers.appraisal_rounds import files_of
from zhifa.store.registry.models import Account, Organ
from zhifa.store.registry.people import people

pytestmark = pytest.mark.django_db
EXPERT = "专家"
HIDDEN = (str(PARTY["party.name"]), str(PARTY["party.id_number"]), str(PARTY["party.address"]))


def said(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def actor(name: str) -> Actor:
    return Actor(people([name])[name], name)


@pytest.fixture
def expert(house: Organ) -> str:
    """A reviewer from outside."""
    given = (RoleGiven("third_party_reviewer", "500112/"),)
    assert register_officer(Registration(EXPERT, EXPERT, "sfj", given), actor=INSTALLER) is None
    Account.objects.create_user(EXPERT, "a long enough secret", person_id=EXPERT)
    return EXPERT


def drawn(expert: str) -> str:
    """A round in which the expert and the supervisor read the one file."""
    asked = Planned("抽查", "chongqing", ago(60).day, today(), ("lq",), (), 1, (SUPERVISOR, expert))
    key = plan_round(asked, "sfj", actor=actor(SUPERVISOR))
    assert isinstance(key, str), key
    assert draw_round(key, "2024063", actor=actor(SUPERVISOR)) == 1
    return key


def read_by(key: str, *readers: str) -> None:
    file = files_of(key)[0]
    for reader in readers or (file.first_reader, file.second_reader):
        assert read_file(file.id, loaded(file.machine["lines"]), actor=actor(reader)) is None


def test_every_deduction_opens_the_place_it_speaks_of(paper: Paper, signed_in: SignedIn) -> None:
    client = signed_in("王立")
    page = said(client, f"/appraisal/{paper.case_id}")
    links = re.findall(r'class="score-open" href="([^"]+)"', page)
    assert len(links) == Deduction.objects.filter(case_id=paper.case_id).count() > 3
    for link in links:
        place, _, anchor = link.replace("&amp;", "&").partition("#")
        opened = said(client, place)
        assert not anchor or f'id="{anchor}"' in opened, link
    assert f"/papers/{paper.pk}" in "".join(links)
    assert any("/casefile#lack-" in link for link in links)


def test_a_late_period_and_a_faulty_step_open_what_shows_them(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    alone = entry("interview", 37, {"evidence.interviewee": "甲", "evidence.interview_role": "当事人",
                  "evidence.interview_record": "承认", "evidence.certificates_shown": True}, ("王立",))  # fmt: skip
    case = ordinary(wang, alone, *DECIDED_LATE)
    client = signed_in(SUPERVISOR)
    page = said(client, f"/appraisal/{case}")
    assert "一票否决" in page
    step, period = (Deduction.objects.get(case_id=case, item=item) for item in ("fatal.officers", "period.deliver"))
    assert f'id="event-{step.version}"' in said(client, f"/cases/{case}?p={step.proceeding}")
    assert "届满" in said(client, f"/cases/{case}/p/{period.proceeding}/periods/{period.period}")


DECIDED_LATE = (
    entry("legal_review", 30, {"review.opinion": "同意。", "review.conclusion": "同意"}, ("赵敏",)),
    entry(
        "decision", 20,
        {"decision.kinds": ["罚款"], "decision.fine": "200", "decision.facts": "占道", "decision.reasons": "初次",
         "decision.basis": "《重庆市市容环境卫生管理条例》第十八条", "decision.term": "十五日内",
         "decision.remedies_told": True}, ("周强",),
    ),
    entry("delivery", 2, {"delivery.method": "直接送达", "delivery.received_by": "陈大海"}),
)  # fmt: skip


def test_the_year_counts_what_its_lists_show(decided: str, signed_in: SignedIn) -> None:
    client = signed_in(SUPERVISOR)
    row = Appraisal.objects.get(case_id=decided)
    year = row.decided_on.year
    page = said(client, f"/appraisal?year={year}")
    for link in re.findall(r'class="figure" href="(/appraisal/files[^"]*)"', page):
        assert decided in said(client, link.replace("&amp;", "&"))
    table = client.get(f"/appraisal/files?year={year}&format=csv").content.decode("utf-8-sig").splitlines()
    assert len(table) == 2
    assert str(row.score) in table[1]
    assert client.get(f"/appraisal/files?year={year}&format=xlsx").content[:2] == b"PK"
    assert decided not in said(client, f"/appraisal/files?year={year - 1}")


def test_the_sheet_is_a_paper_with_pages_of_the_file(paper: Paper, signed_in: SignedIn) -> None:
    made = signed_in("周强").get(f"/appraisal/{paper.case_id}/sheet.pdf")
    words = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(made.content)).pages)
    assert "案卷评查表" in words
    assert "正卷第" in words
    assert "（第 1 页）" in words.replace("\n", "")
    docx = signed_in("周强").get(f"/appraisal/{paper.case_id}/sheet.docx")
    with zipfile.ZipFile(io.BytesIO(docx.content)) as packed:
        assert "卷内位置" in packed.read("word/document.xml").decode()


def test_a_reader_from_outside_sees_the_file_without_names(paper: Paper, expert: str, signed_in: SignedIn) -> None:
    key = drawn(expert)
    client = signed_in(expert)
    assert client.get(f"/cases/{paper.case_id}").status_code == 403
    page = said(client, f"/appraisal/rounds/{key}/files/1")
    assert "陈某" in page
    assert "占道堆放" in page
    assert not [word for word in (*HIDDEN, paper.pk, paper.case_id) if word in page]
    pdf = client.get(f"/appraisal/rounds/{key}/files/1/1.pdf").content
    words = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert "陈某" in words
    assert not [word for word in (*HIDDEN, paper.pk) if word in words.replace("\n", "")]
    whole = said(signed_in(SUPERVISOR), f"/appraisal/rounds/{key}/files/1")
    assert HIDDEN[0] in whole


def test_nobody_reads_what_was_not_shared_out_to_them(decided: str, expert: str, signed_in: SignedIn) -> None:
    key = drawn(expert)
    other = Registration("另一人", "另一人", "sfj", (RoleGiven("third_party_reviewer", "500112/"),))
    assert register_officer(other, actor=INSTALLER) is None
    Account.objects.create_user("另一人", "a long enough secret", person_id="另一人")
    for path in (f"/appraisal/rounds/{key}/files/1", f"/appraisal/rounds/{key}/files/1/1.pdf"):
        assert signed_in("另一人").get(path).status_code == 404
        assert signed_in("赵敏").get(path).status_code == 404
    assert "没有分给您的案卷" in said(signed_in("另一人"), "/appraisal/mine")


def test_a_reader_scores_the_next_file_without_going_back(paper: Paper, expert: str, signed_in: SignedIn) -> None:
    key = drawn(expert)
    file = files_of(key)[0]
    client = signed_in(file.first_reader)
    place = f"/appraisal/rounds/{key}/files/1"
    lost = {line["item"]: line["lost"] for line in file.machine["lines"]}
    typed = {f"item-{item}": str(points) for item, points in lost.items()}
    refused = client.post(place, {**typed, "item-fatal.facts": "fatal"})
    assert refused.status_code == 422
    assert "请写明理由" in refused.content.decode()
    assert "checked" in refused.content.decode()
    done = client.post(place, {**typed, "item-fatal.facts": "fatal", "why-fatal.facts": "只有一张照片"})
    assert done.status_code == 303
    assert done["Location"] == "/appraisal/mine"
    row = RoundFile.objects.get(pk=file.id)
    assert row.state == "first"
    assert row.first is not None
    assert row.first["grade"] == "不合格"


def test_an_organ_finds_its_result_and_objects(decided: str, expert: str, signed_in: SignedIn) -> None:
    key = drawn(expert)
    read_by(key)
    head = signed_in("周强")
    assert head.get(f"/appraisal/results/{key}/1").status_code == 404
    assert send_results(key, "lq", actor=actor(SUPERVISOR)) == 1
    assert "收到评查结果 1 件" in said(head, "/appraisal")
    assert "提出异议" in said(head, f"/appraisal/results/{key}/1")
    assert "提出异议</button>" not in said(signed_in("王立"), f"/appraisal/results/{key}/1")
    assert head.post(f"/appraisal/results/{key}/1", {"objection": ""}).status_code == 422
    assert head.post(f"/appraisal/results/{key}/1", {"objection": "回证在纸质卷里"}).status_code == 303
    desk = said(signed_in(SUPERVISOR), f"/appraisal/rounds/{key}/files/1")
    assert "回证在纸质卷里" in desk
    assert "复核并生效" in desk
    answered = signed_in(SUPERVISOR).post(f"/appraisal/rounds/{key}/files/1", {"answer": "采纳，补扫描件"})
    assert answered.status_code == 422, "whoever departs from the machine says why"
    lines = {f"item-{line['item']}": str(line["lost"]) for line in files_of(key)[0].machine["lines"]}
    assert signed_in(SUPERVISOR).post(
        f"/appraisal/rounds/{key}/files/1", {"answer": "维持", **lines}
    ).status_code == 303  # fmt: skip
    assert "维持" in said(head, f"/appraisal/{decided}")


def test_the_draw_can_be_repeated_from_what_is_published(decided: str, expert: str, signed_in: SignedIn) -> None:
    key = drawn(expert)
    table = signed_in(SUPERVISOR).get(f"/appraisal/rounds/{key}/pool.csv").content.decode("utf-8-sig").splitlines()
    name, code, rank, case, digest, same = table[1].split(",")
    seed = RoundFile.objects.get(round_id=key).round.seed
    assert (rank, case, same) == ("1", decided, "与抽样时相同")
    assert digest == hashlib.sha256(f"{seed}|{code}|{case}".encode()).hexdigest()
    assert seed in said(signed_in(SUPERVISOR), f"/appraisal/rounds/{key}")


def test_quality_is_scored_without_fines_or_numbers_of_penalties(decided: str, signed_in: SignedIn) -> None:
    page = said(signed_in(SUPERVISOR), f"/appraisal/quality?period={today().year}")
    assert "洛碛镇" in page or today().month == 1
    table = signed_in(SUPERVISOR).get("/appraisal/quality?first=2020-01-01&last=2030-01-01&format=csv")
    head = table.content.decode("utf-8-sig").splitlines()[0]
    assert "罚" not in head
    assert "件数" not in head
    assert signed_in(SUPERVISOR).get("/appraisal/quality?period=none").status_code == 404


def test_pages_ask_as_often_for_many_files_as_for_one(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    client = signed_in(SUPERVISOR)
    counts: dict[str, list[int]] = {}
    for cases in (1, 3):
        while Appraisal.objects.count() < cases:
            ordinary(wang, *DECIDED_LATE)
        for path in ("/appraisal", "/appraisal/files", "/appraisal/quality?first=2020-01-01&last=2030-01-01"):
            said(client, path)
            with CaptureQueriesContext(connection) as asked:
                said(client, path)
            counts.setdefault(path, []).append(len(asked))
    assert all(few == many for few, many in counts.values()), counts


def test_a_paper_issued_later_mends_the_sheet_at_once(decided: str, wang: Actor) -> None:
    before = Appraisal.objects.get(case_id=decided)
    made = issue_paper(decided, proceeding_of(decided), "penalty-decision", actor=wang, at=ago(7))
    assert isinstance(made, PaperIssued)
    after = Appraisal.objects.get(case_id=decided)
    assert after.score == before.score + 5
    assert after.version > before.version
