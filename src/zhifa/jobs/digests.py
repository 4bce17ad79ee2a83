"""Writes a digest to files: DOCX, PDF, HTML and JSON from one paper. A digest that was kept gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhifa.acts.digest_document import FORMATS, rendered
from zhifa.acts.digests import digest, draw_up, make
from zhifa.acts.work import Actor
from zhifa.core.digest import Digest
from zhifa.core.permission import EVERYWHERE
from zhifa.core.values import Refusal
from zhifa.jobs.annual_report import write_whole
from zhifa.jobs.sequencer import place_all
from zhifa.jobs.tallying import run_once as tally
from zhifa.ports.render import NoFont

JOB = Actor(None, "job")
"""Who makes digests when nobody signed in asks for them."""


@dataclass(frozen=True, slots=True)
class Built:
    """A digest on disk, whether it is kept in the journal, and what could not be made."""

    digest: Digest
    kept: bool
    paths: Mapping[str, Path]
    no_font: NoFont | None = None


def build(
    organ: str,
    kind: str,
    name: str,
    out: Path,
    formats: Sequence[str] = FORMATS,
    *,
    keep: bool = True,
    again: bool = False,
) -> Built | Refusal:
    """Write a digest into a folder, made where it is missing: the one that was kept, else a new one.

    A new one is kept unless `keep` is off or its span is not over; `again` makes another in the place of one kept.
    OSError where the folder cannot be written.
    """
    place_all()
    tally()
    found = digest(organ, kind, name, reach=EVERYWHERE)
    if isinstance(found, Refusal):
        return found
    made, kept = found
    if keep and (again or not kept):
        new = make(organ, kind, name, actor=JOB)
        if isinstance(new, Refusal) and not _may_look(organ, kind, name):
            return new
        if not isinstance(new, Refusal):
            made, kept = new, True
    files, no_font = rendered(made, formats)
    out.mkdir(parents=True, exist_ok=True)
    paths = {form: out / f"{made.organ_name}{made.title}.{form}" for form in files}
    for form, content in files.items():
        write_whole(paths[form], content)
    return Built(made, kept, paths, no_font)


def _may_look(organ: str, kind: str, name: str) -> bool:
    """Whether there is something to show although it cannot be kept yet: the span still runs."""
    return not isinstance(draw_up(organ, kind, name, reach=EVERYWHERE), Refusal)
