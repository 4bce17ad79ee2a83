"""An annual report is finished: kept whole in the journal as it stood at a checkpoint, and told to be published.

What was finished comes out again byte for byte, whatever happened to the cases since. Finished anew it is a second
event; both stay, the newest counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from zhifa.acts.annual_data import report_data
from zhifa.acts.annual_document import document
from zhifa.acts.annual_note import check_text, note
from zhifa.acts.annual_report import ReportModel, annual_report
from zhifa.acts.checkpoints import place_all, sign_tree
from zhifa.acts.report_entries import Entered, editable, write_events
from zhifa.acts.report_frame import printed
from zhifa.acts.work import Actor, this_moment, today
from zhifa.core import papers as paper
from zhifa.core.events import REPORT_FROZEN, REPORT_PUBLISHED, NewEvent
from zhifa.core.facts import Json
from zhifa.core.papers.stored import dump, load_document, unlinked
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Moment, Refusal
from zhifa.ports import clock
from zhifa.ports.render import NoFont, render_docx, render_page, render_pdf
from zhifa.store.readers import reports

TRIES: Final = 3
"""Others may write between the checkpoint and the reading of the figures; so many times it is tried again."""
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class FinishedReport:
    """A finished report as it was kept: the paper, the writer's note, the data."""

    about: reports.Finished
    document: paper.Document
    note: paper.Document
    data: Mapping[str, Any]
    figures: Mapping[str, str]
    rules: str

    @property
    def json(self) -> str:
        """The data as a file; the same text every time."""
        return json.dumps(self.data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def file(self, form: str) -> bytes | None:
        """One file of the report, the same bytes every time; None for a PDF on a machine without a Chinese font.

        What is printed carries no links: it must not depend on where it is asked for.
        """
        if form == "json":
            return self.json.encode()
        if form == "html":
            return render_page(unlinked(self.document)).encode()
        if form == "docx":
            return render_docx(unlinked(self.document))
        made = render_pdf(unlinked(self.document))
        return None if isinstance(made, NoFont) else made.content


def finish_report(organ_code: str, year: int, *, actor: Actor) -> Entered | Refusal:
    """Keep the report as it stands at a checkpoint of the journal. Only a year that is over can be finished.

    What contradicts itself is no obstacle: the published report would only hide it; it is kept with the report and
    told to whoever adds reports up.
    """
    given = editable(organ_code, year, actor)
    if isinstance(given, Refusal):
        return given
    if refused := may(actor.person, "report.finish", given.scope.path, today()):
        return refused
    model = _at_checkpoint(organ_code, year)
    if isinstance(model, Refusal):
        return model
    if not model.complete:
        return bad_input(f"{year} 年还没有结束", "年度结束以后再定稿；现在可以先看、先改", place="year")
    event = NewEvent(type=REPORT_FROZEN, occurred=this_moment(), actor=actor.id, payload=_kept(model))
    return write_events(given, [event])


def _at_checkpoint(organ_code: str, year: int) -> ReportModel | Refusal:
    """The report with figures that stand on a checkpoint over everything the journal holds."""
    for _ in range(TRIES):
        place_all()
        sign_tree(clock.now())
        model = annual_report(organ_code, year, reach=("",))
        if isinstance(model, Refusal):
            return model
        found = model.standing
        if found.checkpoint_at and not found.waiting and found.checkpoint_size == found.position:
            return model
    return bad_input("此刻有别的办理正在写入，数字没有落在同一个检查点上", "稍等片刻再定稿", place="report")


def _kept(model: ReportModel) -> dict[str, Json]:
    broken: list[Json] = [check_text(check) for check in model.broken]
    return {
        "report": model.kind,
        "document": dump(document(model, day=today())),
        "note": dump(note(model)),
        "data": report_data(model),
        "figures": {code: reports.written(figure.value) for code, figure in model.figures.items()},
        "broken": broken,
        "checkpoint": {"size": model.standing.checkpoint_size, "root": model.standing.checkpoint_root},
        "rules": model.rules_digest,
    }


def finished_report(organ_code: str, year: int) -> FinishedReport | None:
    """The report as it was last finished, read from the journal alone; None while it was not."""
    about = reports.finished(organ_code, year)
    if about is None:
        return None
    said = reports.kept(organ_code, year, about.version)
    return FinishedReport(
        about,
        load_document(said["document"]),
        load_document(said["note"]),
        said["data"],
        said["figures"],
        str(said["rules"]),
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that is no longer what the finished report says: as printed then, as it would be printed now."""

    code: str
    title: str
    unit: str
    then: str
    now: str


def moved_since(kept: FinishedReport, model: ReportModel) -> tuple[Moved, ...]:
    """The figures printed in the finished report that changed since: cases were corrected, figures entered anew."""
    wanted = printed(model.frame)
    found = ((code, model.figures.get(code), kept.data["figures"].get(code)) for code in wanted)
    return tuple(
        Moved(code, figure.title, figure.unit, str(told["shown"]), figure.shown)
        for code, figure, told in found
        if figure and told and reports.number_of(kept.figures[code]) != figure.value
    )


def rewritten_since(kept: FinishedReport, model: ReportModel) -> int:
    """How many passages were rewritten after the report was finished."""
    return sum(entry.version > kept.about.version for entry in model.entries.passages.values())


def record_publication(
    organ_code: str, year: int, *, on: date | None, where: str, reported_to: str, actor: Actor
) -> Entered | Refusal:
    """Record that the finished report was published, and to whom it was sent: the organ must do both by the day the
    law sets (国办发〔2018〕118号#6)."""
    given = editable(organ_code, year, actor)
    if isinstance(given, Refusal):
        return given
    about = reports.finished(organ_code, year)
    if about is None:
        return bad_input("这份年报还没有定稿", "负责人定稿以后再登记公开", place="report")
    if on is None or not about.frozen_on <= on <= today():
        return bad_input("公开的日期不对", f"自定稿之日 {about.frozen_on} 起，不晚于今天", place="on")
    place, to = where.strip()[:LONGEST], reported_to.strip()[:LONGEST]
    if not place:
        return bad_input("没有写明在哪里公开", "写明网站和网址", place="where")
    occurred = this_moment() if on == today() else Moment(on)
    payload: dict[str, Json] = {"where": place, "reported_to": to}
    event = NewEvent(type=REPORT_PUBLISHED, occurred=occurred, actor=actor.id, payload=payload)
    return write_events(given, [event])
