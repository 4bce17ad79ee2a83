"""Writes an organ's annual report to files: DOCX, PDF, HTML and JSON from one model.

The same cases, entries and rules give the same bytes; nothing in the files depends on when they were made.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from zhifa.acts.annual_data import report_data
from zhifa.acts.annual_document import document
from zhifa.acts.annual_note import note
from zhifa.acts.annual_report import ReportModel, annual_report
from zhifa.acts.report_finishing import finished_report
from zhifa.core.statistics import Number
from zhifa.core.values import Refusal
from zhifa.jobs.sequencer import place_all
from zhifa.ports.render import NoFont, render_docx, render_page, render_pdf

FORMATS: Final = ("docx", "pdf", "html", "json")
LONGEST_NAME: Final = 60
"""Characters of a title that go into a file name: Chinese ones take three bytes, and names end at 255."""


@dataclass(frozen=True, slots=True)
class Built:
    """A report on disk: the files by format, every figure by its code (amounts in fen), and what was not made."""

    model: ReportModel
    paths: Mapping[str, Path]
    figures: Mapping[str, Number]
    no_font: NoFont | None = None
    unprintable: tuple[str, ...] = ()
    """Characters no font of this machine can print; the PDF shows 〓 in their place."""


def build(
    organ: str,
    year: int,
    out: Path,
    formats: Sequence[str] = FORMATS,
    *,
    reach: Sequence[str] = ("",),
    day: date | None = None,
    site: str = "",
    kind: str = "",
    with_note: bool = False,
) -> Built | Refusal:
    """Write the report of an organ (by code) and year into a folder, which is made where it is missing.

    `day` is the date of the report, left to be written by hand where there is none; `site` is the address of the
    installation that the links in DOCX and PDF lead to, without which only the HTML carries links; `kind` another
    kind of report than the chosen one; `with_note` adds the writer's note. A machine without a Chinese font gets no
    PDF and everything else. OSError where the folder cannot be written.
    """
    place_all()
    model = annual_report(organ, year, reach=reach, report=kind)
    if isinstance(model, Refusal):
        return model
    files, no_font, unprintable = _rendered(model, formats, day, site)
    out.mkdir(parents=True, exist_ok=True)
    paths = {made: out / f"{file_name(model)}.{made}" for made in files}
    if with_note:
        files["note"], paths["note"] = render_docx(note(model)), out / f"{file_name(model)}.编写说明.docx"
    for made, content in files.items():
        write_whole(paths[made], content)
    figures = {code: figure.value for code, figure in model.figures.items()}
    return Built(model, paths, figures, no_font, unprintable)


def write_finished(organ: str, year: int, out: Path, formats: Sequence[str] = FORMATS) -> dict[str, Path] | None:
    """Write the report as it was finished, the same bytes every time; None while none is finished."""
    kept = finished_report(organ, year)
    if kept is None:
        return None
    files: dict[str, bytes] = {}
    for made in formats:
        if content := kept.file(made):
            files[made] = content
    out.mkdir(parents=True, exist_ok=True)
    name = shortened(kept.document.title, year)
    paths = {made: out / f"{name}.定稿.{made}" for made in files}
    for made, content in files.items():
        write_whole(paths[made], content)
    return paths


def _rendered(
    model: ReportModel, formats: Sequence[str], day: date | None, site: str
) -> tuple[dict[str, bytes], NoFont | None, tuple[str, ...]]:
    printed = document(model, day=day, site=site or None)
    files: dict[str, bytes] = {}
    no_font: NoFont | None = None
    unprintable: tuple[str, ...] = ()
    for kind in FORMATS:
        if kind not in formats:
            continue
        if kind == "docx":
            files[kind] = render_docx(printed)
        elif kind == "html":
            files[kind] = render_page(document(model, day=day, site=site)).encode()
        elif kind == "json":
            files[kind] = (json.dumps(report_data(model), ensure_ascii=False, indent=1) + "\n").encode()
        else:
            pdf = render_pdf(printed)
            if isinstance(pdf, NoFont):
                no_font = pdf
            else:
                files[kind], unprintable = pdf.content, pdf.unprintable
    return files, no_font, unprintable


def file_name(model: ReportModel) -> str:
    """The title as a file name, shortened where it is long; the year always stays."""
    return shortened(model.title, model.year)


def shortened(title: str, year: int) -> str:
    """A title without what file names may not hold, cut where it is long; the year always stays."""
    name = re.sub(r'[\s/\\:*?"<>|\x00-\x1f]+', "", title).lstrip(".")
    if len(name) <= LONGEST_NAME:
        return name
    rest = f"…{year}年行政执法总体情况的报告"
    return name[: LONGEST_NAME - len(rest)] + rest


def write_whole(path: Path, content: bytes) -> None:
    """All or nothing: a reader never meets half a file."""
    draft = path.with_name(f".{os.getpid()}.{path.suffix.lstrip('.')}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
