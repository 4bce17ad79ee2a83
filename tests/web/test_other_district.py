"""What a supervisor sees holds nothing of another district: no name and no count.

Every page and download of the table in test_strangers is read before and after another district fills with cases,
findings, complaints, opinions and conclusions of its own. Nothing may change.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta

import pypdf
import pytest

from tests.web.conftest import DECIDED, INVESTIGATED, PARTY, ago
from tests.web.test_strangers import DOORS, World, enter, standing_world, world
from zhifa.acts.accountability import LiabilityEntry, record_liability
from zhifa.acts.cases import Opening, StepEntry, open_case, record_steps
from zhifa.acts.consultations import INVITED, Asked, open_consultation
from zhifa.acts.quality import period_of
from zhifa.acts.quality_conclusions import conclude_quality
from zhifa.acts.registry import Registration, RoleGiven, issue_certificate, register_officer
from zhifa.acts.social import Appointment, appoint
from zhifa.acts.work import INSTALLER, Actor, Recorded, today
from zhifa.jobs.sequencer import place_all
from zhifa.jobs.tallying import run_once as tally
from zhifa.store.casework.models import Case, Finding
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

__all__ = ["standing_world", "world"]
OWN = re.compile(r"csrf|账簿中前|\"position\"|\"waiting\"", re.IGNORECASE)
"""Lines that differ by themselves: tokens, and how many events the journal holds."""
OF_ALL = ("/catalogue/drafts/{draft}",)
"""Rules are one for the whole installation: whoever decides on a draft sees how many cases it reaches, not which."""
STAFF = {
    "远甲": "officer", "远乙": "officer", "远审": "legal_reviewer", "远长": "head", "远书": "clerk",
    "远监": "supervisor", "远邀": "invited_supervisor",
}  # fmt: skip
AS = {"王立": "远甲", "李明": "远乙", "赵敏": "远审", "周强": "远长"}


def who(name: str) -> Actor:
    return Actor(people([name])[name], name)


def of_far(step: StepEntry) -> StepEntry:
    return StepEntry(step.step, step.facts, tuple(AS[name] for name in step.by), step.at)


def far_district() -> str:
    """Another district with a town, its people, a decided case with faults, and something of every kind."""
    Organ.objects.create(code="yq", path="500113/", name="远方区司法局", short="远区局", mark="远司", level="区县")
    town = Organ.objects.create(
        code="yfz", path="500113/yf/", name="远方镇人民政府", short="远方镇", mark="远方", level="乡镇"
    )
    for name, role in STAFF.items():
        home, path = ("yq", "500113/") if role in ("supervisor", "invited_supervisor") else (town.pk, town.path)
        given = Registration(name, name, home, (RoleGiven(role, path),), joined_on=date(2020, 1, 1))
        assert register_officer(given, actor=INSTALLER) is None
        if role == "officer":
            done = issue_certificate(f"远{name}", name, issued_on=date(2020, 1, 1), expires_on=None, actor=INSTALLER)
            assert done is None
    opened = open_case(
        Opening(town.pk, "penalty.ordinary", ago(40, "09:00"), PARTY, ("远甲", "远乙")), actor=who("远甲")
    )
    assert isinstance(opened, Recorded), opened
    done = record_steps(opened.case_id, [of_far(one) for one in (*INVESTIGATED, *DECIDED)], actor=who("远甲"))
    assert isinstance(done, Recorded), done
    _spoken_of(opened.case_id)
    return opened.case_id


def _spoken_of(case: str) -> None:
    said = {
        "complaint.kind": "执法投诉", "complaint.source": "来电", "complaint.standing": "初信初访",
        "complaint.summary": "远方的投诉",
    }  # fmt: skip
    steps = [StepEntry("register", said, ("远书",), None)]
    complained = open_case(Opening("yfz", "complaint", officers=("远书",)), actor=who("远书"), steps=steps)
    assert isinstance(complained, Recorded), complained
    number = Case.objects.get(pk=case).number
    entry = LiabilityEntry("yfz", "批评教育", "先决定", "远方区政府", today(), "远甲", "直接责任", number)
    assert isinstance(record_liability(entry, actor=who("远监")), str)
    ends = today() + timedelta(days=300)
    assert isinstance(appoint(Appointment("yfz", "远邀", "第一届", ago(30).day, ends), actor=who("远监")), str)
    asked = Asked(INVITED, case, "远方的案件", "占道堆放砂石，拟罚款", "合理吗？", today() + timedelta(days=7))
    assert isinstance(open_consultation(asked, actor=who("远长")), str)
    span = period_of("", ago(60).day, ago(1).day)
    assert span is not None
    assert conclude_quality(span, actor=who("远监")) == 1
    assert Finding.objects.filter(case_id=case).exists()


def lines_in(content: bytes) -> Iterator[str]:
    """The lines of a page or file, those of what is packed in it too; nothing of when it was written."""
    if content.startswith(b"%PDF"):
        for sheet in pypdf.PdfReader(io.BytesIO(content)).pages:
            yield from sheet.extract_text().splitlines()
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield from lines_in(packed.read(name)) if not name.startswith("docProps/") else ()
    else:
        text = content.decode("utf-8", errors="ignore")
        yield from (re.sub(r"</(?:w:p|t|si|row)>", "\n", text) if text.startswith("<?xml") else text).splitlines()


def seen(world: World, visitor: str) -> dict[str, str]:
    """Every page and file the visitor may open, without what differs by itself."""
    place = {"supervisor": 2, "neighbour": 1}[visitor]
    client, found = enter(visitor), {}
    for door in DOORS.values():
        for path in door.paths if door.get[place] == 200 and door.paths[0] not in OF_ALL else ():
            answer = client.get(path.format(**world.places))
            found[path] = "\n".join(line for line in lines_in(answer.content) if not OWN.search(line))
    return found


@pytest.mark.parametrize("visitor", ["supervisor", "neighbour"])
def test_another_district_changes_nothing_one_sees(visitor: str, world: World) -> None:
    before = seen(world, visitor)
    assert len(before) > 150
    files = {path for path in before if re.search(r"xlsx|docx|pdf|zip", path)}
    assert len(files) > 20
    read = {kind for kind in ("xlsx", "docx", "pdf") for path in files if kind in path and "洛碛" in before[path]}
    assert read == ({"xlsx", "docx", "pdf"} if visitor == "supervisor" else set()), "the words of files are read"
    far_district()
    place_all()
    tally()
    after = seen(world, visitor)
    changed = [path for path, text in before.items() if after[path] != text]
    assert changed == []
    words = ("远方", "远甲", "远区局")
    assert [path for path, text in after.items() if any(word in text for word in words)] == []
