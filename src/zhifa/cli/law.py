"""`zhifa law`: whether an article is law on a day, since when and until when, what took its place, and its words.

Nothing here starts Django: the answer comes from the index alone, and the words from wherever texts are loaded.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from zhifa.cli.output import complain, emit
from zhifa.cli.reading import read_day
from zhifa.core.citations import Citation, Index, Standing
from zhifa.core.lawtext import Article, words_at
from zhifa.core.lawversions import Dated, dated, instrument_of, ordered
from zhifa.core.powerlist.basis import articles_named
from zhifa.ports import rules
from zhifa.ports.statutes import StatuteFolder, lines_of_index
from zhifa.store.library.direct import Library

HELP = "查条文效力：某法某条在某日是否施行、起止日期、由哪些条文接替"

SAID = {
    "in force": "施行中",
    "not yet": "尚未施行",
    "repealed": "已失效",
    "unknown version": "版本未收录",
    "no such article": "没有这一条",
    "unknown instrument": "法规未收录",
}
NO_PLACE = "这一条的正文里没有所引的款、项、目"


def configure(parser: argparse.ArgumentParser) -> None:
    """A citation, and the day it is asked for."""
    parser.add_argument("citation", metavar="CITATION", help="如 行政处罚法(2021)#58.1(2)，版本可省")
    parser.add_argument("--on", metavar="DATE", help="以哪一日为准，默认今天")


def run(args: argparse.Namespace) -> int:
    """0 when the index knows the place, 1 when it does not, 2 when the citation or the date cannot be read."""
    on = today() if args.on is None else read_day(args.on, "--on")
    if on is None:
        return 2
    index = load_index()
    try:
        citation = _printed(args.citation) or Citation.parse(args.citation)
    except ValueError as error:
        complain(str(error), where="zhifa law", mend="写作 行政处罚法(2021)#58.1(2)；版本、款、项可以不写")
        return 2
    standing = index.status(citation, on)
    library = Library.of_site()
    if standing.status in ("unknown instrument", "unknown version"):
        loaded = loaded_of(index, citation, library)
        index = with_loaded(index, citation, loaded)
        standing = index.status(citation, on)
        article = words_of(standing, index, library)
        standing = hedged(standing, loaded)
    else:
        article = words_of(standing, index, library)
    standing = in_text(standing, article, index, library)
    emit(args, document(standing, article), text(standing, on, article))
    known = standing.status in ("in force", "not yet", "repealed")
    if not known:
        complain(standing.message or SAID[standing.status], where=str(citation), mend="核对法名、版本和条号")
    return 0 if known else 1


def _printed(text: str) -> Citation | None:
    """A citation as papers print it, 《行政处罚法》第五十八条第一款第（二）项; None for anything else."""
    if "#" in text or "＃" in text:
        return None
    named = [cite for cite, words in articles_named(text.strip()) if not words]
    return named[0] if len(named) == 1 else None


def in_text(standing: Standing, article: Article | None, index: Index, library: Library) -> Standing:
    """The standing of a place its article does not have: the words that are loaded decide, where they are."""
    cited = standing.citation
    if standing.status not in ("in force", "not yet", "repealed"):
        return standing
    said = ""
    if article and words_at(article, cited) is None:
        said = NO_PLACE
    elif article is None and cited.sub and words_of(_main_article(standing), index, library):
        said = f"正文里没有{replace(cited, paragraph=None, item=None, point=None).chinese}"
    if not said:
        return standing
    message = "；".join(part for part in (standing.message, said) if part)
    return replace(standing, status="no such article", successors=(), message=message)


def _main_article(standing: Standing) -> Standing:
    return replace(standing, citation=replace(standing.citation, sub=0, paragraph=None, item=None, point=None))


def loaded_of(index: Index, citation: Citation, library: Library) -> list[Dated]:
    """What the site has loaded of an instrument, from its database or else from its folder of texts."""
    known = index.find(citation.title)
    title = known.title if known else citation.title.removeprefix("中华人民共和国")
    return library.texts(title) or _in_folder(index, title)


def with_loaded(index: Index, citation: Citation, loaded: list[Dated]) -> Index:
    """The index together with versions it does not know."""
    known = index.find(citation.title)
    if not loaded:
        return index
    others = [one for one in index.instruments if one is not known]
    return Index([*others, instrument_of(loaded, known)], index.successions)


def hedged(standing: Standing, loaded: list[Dated]) -> Standing:
    """What is known only from whoever collected the text says so; a text said to be replaced is not called law."""
    one = next((text for text in loaded if text.label == standing.version and not text.indexed), None)
    if one is None:
        return standing
    said = "不在法规目录，效力据收集说明" + (f"：{one.note}" if one.note else "")
    if standing.status == "in force" and one.superseded and one.validity.end is None:
        return replace(standing, status="unknown version", message=f"收录的 {one.label} 版已有新版本；{said}")
    return replace(standing, message=standing.message or said)


def _folder(index: Index) -> StatuteFolder | None:
    place = os.environ.get("ZHIFA_LAWS", "")
    return StatuteFolder(Path(place), index) if place and Path(place).is_dir() else None


def _in_folder(index: Index, title: str) -> list[Dated]:
    """What the folder of texts lists of an instrument."""
    place = os.environ.get("ZHIFA_LAWS", "")
    rows = lines_of_index(Path(place)) if place else []
    found = (dated(row, index) for row in rows if row.title.removeprefix("中华人民共和国") == title)
    kept, _ = ordered([one for one in found if isinstance(one, Dated)], index.find(title))
    return kept


def words_of(standing: Standing, index: Index, library: Library) -> Article | None:
    """The article in the version that was meant, from the folder of texts or from the library; None where neither
    has it, or where no article is cited."""
    cited, found = standing.citation, index.find(standing.citation.title)
    if standing.version is None or cited.article is None or found is None:
        return None
    folder = _folder(index)
    statute = folder.get((found.title, standing.version)) if folder else None
    article = statute.articles.get((cited.article, cited.sub)) if statute else None
    return article or library.article(found.title, standing.version, cited.article, cited.sub)


def today() -> date:
    """The legal date of this moment."""
    return datetime.now(timezone(timedelta(hours=8))).date()


def load_index() -> Index:
    """The index of instruments alone, without the rest of the rules."""
    book = rules.compiled("laws")
    return Index.load(entry.data for name in ("instrument", "successor") for entry in book.section(name))


def document(standing: Standing, article: Article | None) -> dict[str, object]:
    """The JSON form of a standing."""
    words = words_at(article, standing.citation, printed=True) if article else None
    return {
        "citation": str(standing.citation),
        "status": standing.status,
        "valid_from": standing.valid_from,
        "valid_to": standing.valid_to,
        "successors": [str(citation) for citation in standing.successors],
        "version": standing.version,
        "verified": standing.verified,
        "dated": standing.dated,
        "chinese": standing.citation.chinese,
        "message": standing.message,
        "path": list(article.path) if article else [],
        "text": words,
    }


def text(standing: Standing, on: date, article: Article | None) -> str:
    """The answer as a reader sees it."""
    lines = [f"{standing.citation.chinese}", f"{on.isoformat()}：{SAID[standing.status]}"]
    if standing.version:
        until = f"至 {standing.valid_to}" if standing.valid_to else "至今"
        lines.append(f"版本：{standing.version}（{standing.valid_from} {until}）")
        if not standing.verified:
            lines.append("注意：该版本只登记了起止日期，正文未核")
        elif not standing.dated:
            lines.append("注意：施行日期据报道，不见于所收正文")
    if standing.successors:
        lines.append("接替：" + "、".join(str(citation) for citation in standing.successors))
    if standing.message:
        lines.append(standing.message)
    words = words_at(article, standing.citation, printed=True) if article else None
    if article and words:
        lines += ["", *([" · ".join(article.path)] if article.path else []), words]
    return "\n".join(lines)
