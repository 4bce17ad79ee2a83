"""A case's file: read as it lies in order, bound into one PDF with cover, index and closing sheet, or packed as a ZIP.

Nothing is written. What the case holds is read in one go; rendering and binding happen after that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from zhifa.acts.files import root
from zhifa.acts.paperfill import Facts, paper_context, template
from zhifa.acts.work import Actor, Work, act, no_such_case, this_moment
from zhifa.core.facts import Value
from zhifa.core.papers import Context, Document, Listed, Missing, Template, fill, paragraph
from zhifa.core.papers.blocks import Title
from zhifa.core.papers.casefile import Filed, Lack, Leaf, arrange, lacks, parts_of
from zhifa.core.papers.stored import load_document, withdrawn
from zhifa.core.permission import may, reading
from zhifa.core.procedure.state import State
from zhifa.core.values import Refusal
from zhifa.ports import files
from zhifa.ports.render import NoFont, render_pdf
from zhifa.ports.render.binding import PICTURES, Sheets, Unbindable, bind, packed, page_count, picture
from zhifa.store.casework import models as rows

COVERS = {"正卷": "casefile-cover", "副卷": "casefile-cover-second"}
CONTENTS, NOTE = "casefile-contents", "casefile-note"


@dataclass(frozen=True, slots=True)
class Casefile:
    """What a case's file holds, in order, and what it lacks."""

    title: str
    day: date
    """The day of its last happening: the only date a bound file carries."""
    filed: tuple[Filed, ...]
    lacks: tuple[Lack, ...]
    papers: dict[str, rows.Paper]
    kept: dict[str, rows.File]
    said: dict[str, tuple[tuple[str, str], ...]]
    """Of a file: when, at which step and by whom it was recorded."""
    templates: dict[str, Template]
    facts: Facts
    context: Context

    @property
    def volumes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filed.part.volume for filed in self.filed))


def read_casefile(case_id: str, *, actor: Actor) -> Casefile | Refusal:
    """Everything the file of a case holds, for whoever may read the case."""
    with act(case_id) as work:
        if work is None:
            return no_such_case()
        return may(actor.person, reading(work.row.kind), work.row.path, work.day) or casefile_of(work)


def casefile_of(work: Work) -> Casefile:
    """The file of a case that was read; who may see it has been asked."""
    seen = work.look()
    rules = work.context.rules(work.day)
    papers = {paper.token: paper for paper in rows.Paper.objects.filter(case_id=work.row.pk)}
    said = dict(_recorded(work, seen.state))
    kept = {file.digest: file for file in rows.File.objects.filter(pk__in=list(said))}
    leaves = [*_papers(papers.values()), *_files(seen.state, kept)]
    at = this_moment()
    main = seen.headline.main
    context = replace(paper_context(work, work.organ, main, at, draft=True, token=""), issued_on=None)
    wanted = (*COVERS.values(), CONTENTS, NOTE)
    return Casefile(
        title=work.row.number or work.row.title or "案卷",
        day=max([event.occurred.day for event in work.events]),
        filed=arrange(leaves, parts_of(rules)),
        lacks=lacks(seen.state, rules),
        papers=papers,
        kept=kept,
        said=said,
        templates={code: found for code in wanted if (found := template(rules, code))},
        facts=Facts.on(seen.state, main, work.day),
        context=context,
    )


def _papers(papers: Iterable[rows.Paper]) -> Iterator[Leaf]:
    for paper in papers:
        yield Leaf(
            key=paper.token,
            title=f"{paper.title}（已撤回）" if paper.withdrawn_on else paper.title,
            day=paper.issued_on,
            code=paper.code,
            number=paper.number,
            proceeding=paper.proceeding,
            withdrawn=bool(paper.withdrawn_on),
            rank=paper.version,
        )


def _recorded(work: Work, state: State) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """The files of the case by digest, with what is known of each; the first recording counts."""
    known: set[str] = set()
    for run in state.runs.values():
        for instance in run.instances:
            for code, value in instance.taken.facts.items():
                fact = state.vocabulary.get(code)
                if fact is None or fact.type != "file" or not isinstance(value, str) or value in known:
                    continue
                known.add(value)
                people = (work.person(key) for key in instance.taken.by)
                names = "、".join(person.name for person in people if person)
                title = instance.step.title if instance.step else instance.taken.step
                yield (
                    value,
                    (
                        ("名称", f"{title}·{fact.label}"),
                        ("时间", instance.taken.at.text),
                        ("取证人", names or "—"),
                        ("校验值", value),
                    ),
                )


def _files(state: State, kept: dict[str, rows.File]) -> Iterator[Leaf]:
    seen: set[str] = set()
    for run in state.runs.values():
        for instance in run.instances:
            for code, value in instance.taken.facts.items():
                if isinstance(value, str) and value in kept and value not in seen:
                    seen.add(value)
                    fact = state.vocabulary.get(code)
                    title = instance.step.title if instance.step else instance.taken.step
                    label = fact.label if fact else "文件"
                    day = instance.taken.at.day
                    yield Leaf(value, f"{title}·{label}", day, rank=instance.taken.version)


# ---- binding ----


def bound(casefile: Casefile, volume: str = "") -> bytes | NoFont:
    """The file as one PDF: of each volume cover, index with pages, contents in order, closing sheet."""
    sheets: list[Sheets] = []
    for name in casefile.volumes:
        if volume and name != volume:
            continue
        made = _volume(casefile, name)
        if isinstance(made, NoFont):
            return made
        sheets += made
    return bind(sheets, title=casefile.title, day=casefile.day)


def places(casefile: Casefile) -> dict[str, tuple[str, int]]:
    """Of everything in the file: its volume and its number in it, as the index lists it."""
    found: dict[str, tuple[str, int]] = {}
    counts: dict[str, int] = {}
    for filed in casefile.filed:
        for leaf in filed.leaves:
            volume = filed.part.volume
            counts[volume] = counts.get(volume, 0) + 1
            found[leaf.key] = (volume, counts[volume])
    return found


def page_numbers(casefile: Casefile) -> dict[str, int] | NoFont:
    """The page on which each thing in the file begins, as the index of its volume prints it."""
    found: dict[str, int] = {}
    pages: dict[str, int] = {}
    for filed in casefile.filed:
        for leaf in filed.leaves:
            content = _sheet(casefile, leaf)
            if isinstance(content, NoFont):
                return content
            found[leaf.key] = pages.get(filed.part.volume, 0) + 1
            pages[filed.part.volume] = pages.get(filed.part.volume, 0) + page_count(content)
    return found


def _volume(casefile: Casefile, name: str) -> list[Sheets] | NoFont:
    listed: list[Listed] = []
    leaves: list[Sheets] = []
    page = 1
    for filed in (one for one in casefile.filed if one.part.volume == name):
        for leaf in filed.leaves:
            content = _sheet(casefile, leaf)
            if isinstance(content, NoFont):
                return content
            count = page_count(content)
            pages = str(page) if count == 1 else f"{page}-{page + count - 1}"
            listed.append(Listed(leaf.title, leaf.number, leaf.day, pages))
            leaves.append(Sheets(content, title=f"{leaf.title} {leaf.number}".strip()))
            page += count
    context = replace(casefile.context, contents=tuple(listed), pages=str(page - 1), remarks=_remarks(casefile, name))
    front = [_own(casefile, COVERS.get(name, COVERS["正卷"]), context), _own(casefile, CONTENTS, context)]
    back = _own(casefile, NOTE, context)
    if isinstance(front[0], NoFont) or isinstance(front[1], NoFont) or isinstance(back, NoFont):
        return next(made for made in (*front, back) if isinstance(made, NoFont))
    return [
        Sheets(front[0], numbered=False, title=f"{name}封面", begins=True),
        Sheets(front[1], numbered=False, title=f"{name}目录"),
        *leaves,
        Sheets(back, numbered=False, title=f"{name}备考表"),
    ]


def _remarks(casefile: Casefile, volume: str) -> str:
    if not casefile.lacks or volume != casefile.volumes[0]:
        return ""
    return "立卷时缺少：" + "、".join(f"{lack.title}（{lack.said}）" for lack in casefile.lacks) + "。"


def _own(casefile: Casefile, code: str, context: Context) -> bytes | NoFont:
    """A paper of the casefile itself, with what is not recorded yet left empty."""

    def known(fact: str) -> Value | None:
        found = casefile.facts.lookup(fact)
        return "" if found is None else found

    given, vocabulary = casefile.templates[code], casefile.facts.state.vocabulary
    made = fill(given, lookup=known, vocabulary=vocabulary, holds=casefile.facts.holds, context=context)
    if isinstance(made, Missing):
        made = Document(given.title, (Title(given.title), paragraph(made.message)))
    return _pdf(made)


def _pdf(document: Document) -> bytes | NoFont:
    made = render_pdf(document)
    return made if isinstance(made, NoFont) else made.content


def _sheet(casefile: Casefile, leaf: Leaf) -> bytes | NoFont:
    """One thing of the file as PDF: the stamped scan of a paper where it came back, else the paper as issued."""
    paper = casefile.papers.get(leaf.key)
    if paper is None:
        return _file(casefile.kept[leaf.key], casefile.said[leaf.key])
    if paper.scan and not paper.withdrawn_on:
        scan = rows.File.objects.filter(pk=paper.scan).first()
        if scan is not None:
            return _file(scan, (("名称", f"{paper.title} {paper.number}"), ("校验值", paper.scan)))
    if not paper.frozen:
        return _pdf(_stand_in(leaf.title, [("文号", paper.number), ("说明", "内容含个人信息，已依法清除")]))
    document = load_document(paper.frozen)
    if paper.withdrawn_on:
        document = withdrawn(document, paper.withdrawn_on, paper.withdrawn_why)
    return _pdf(document)


def _file(file: rows.File, said: Sequence[tuple[str, str]]) -> bytes | NoFont:
    """A kept file as pages; what cannot be printed, or is broken, has a sheet in its place that says where it is."""
    place = files.place(root(), file.digest)
    content = files.read(root(), file.digest)
    why = (
        "录音、录像等不能装订的材料，随案卷另附" if content is not None else "内容已经丢失，或者与入卷时的校验值不一致"
    )
    if content is not None:
        try:
            if file.media_type == "application/pdf":
                page_count(content)
                return content
            if file.media_type in PICTURES:
                return picture(Path(place), root(), file.media_type, [*said, ("文件", file.name)])
        except Unbindable as fault:
            why = f"不能装订：{fault}"
    return _pdf(_stand_in(file.name, [*said, ("类型", file.media_type), ("说明", why)]))


def _stand_in(title: str, lines: Sequence[tuple[str, str]]) -> Document:
    said = tuple(paragraph(f"{label}：{text}") for label, text in lines if text)
    return Document(title, (Title(title), *said))


def zipped(casefile: Casefile, volume: str = "") -> bytes | NoFont:
    """The file as a ZIP: its papers as PDF and its files as they were kept, numbered in order, with their list."""
    entries: list[tuple[str, bytes]] = []
    index = ["序号,卷,部分,名称,文号,日期,文件"]
    for filed in (one for one in casefile.filed if volume in ("", one.part.volume)):
        for leaf in filed.leaves:
            number = len(entries) + 1
            kept = casefile.kept.get(leaf.key)
            content = files.read(root(), leaf.key) if kept else _sheet(casefile, leaf)
            if isinstance(content, NoFont):
                return content
            ending = Path(kept.name).suffix if kept else ".pdf"
            name = f"{filed.part.volume}/{number:03d} {_plain(leaf.title)}{ending}"
            index.append(
                f"{number},{filed.part.volume},{filed.part.title},{_plain(leaf.title)},{leaf.number},{leaf.day},{name}"
            )
            entries.append((name, content or b""))
    return packed([("目录.csv", "\ufeff".encode() + "\r\n".join(index).encode()), *entries])


def _plain(name: str) -> str:
    return "".join("_" if c in '/\\:*?"<>|,' or ord(c) < 32 else c for c in name)[:80]
