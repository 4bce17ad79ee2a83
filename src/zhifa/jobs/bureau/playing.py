"""A published year brought into this installation: the organ and its staff registered, its lists imported, the
figures only people know entered. What its annual report then says can be held against what was published."""

from __future__ import annotations

from pathlib import Path

from zhifa.acts.importing import Order, import_cases
from zhifa.acts.work import Actor
from zhifa.core.rulebook import Rulebook
from zhifa.core.values import Refusal
from zhifa.jobs.bureau.filling import fill_report
from zhifa.jobs.bureau.profile import Bureau
from zhifa.jobs.bureau.registering import register_bureau, writer
from zhifa.jobs.bureau.writing import write_year


def play(bureau: Bureau, book: Rulebook, organ: str, folder: Path, *, actor: Actor, seed: int = 1) -> str | Refusal:
    """The organ that writes the report, once everything is in; what refused it where something did."""
    if refused := register_bureau(bureau, organ):
        return refused
    for written in write_year(bureau, book, folder, seed=seed, suffix="csv"):
        if not written.rows:
            continue
        done = import_cases(Order(path=written.path, organ=organ), actor=actor)
        if isinstance(done, Refusal):
            return done
    author = writer(bureau, organ)
    return fill_report(book, bureau.code, author, actor=actor) or author
