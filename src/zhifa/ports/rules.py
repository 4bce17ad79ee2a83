"""The rules shipped with the program: TOML sources compiled once into one JSON kept beside them."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from zhifa.core.published import FOLDER
from zhifa.core.rulebook import SITE, Problem, Rulebook, compile_rules, load
from zhifa.core.worktime import Calendar

if TYPE_CHECKING:
    from zhifa.core.footing.reading.lexicon import Lexicon, Trait

COMPILED = "rulebook.json"
WEIGHTS = Path("reports") / "weights.json"
LOG = logging.getLogger(__name__)
_LEARNED_FROM = ("saying",)
"""Sections that only learning reads, from the sources."""


class BrokenRules(Exception):
    """The shipped rules do not compile: a defect of the installation, with every problem named."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("规则不能编译：\n" + "\n".join(str(problem) for problem in problems))
        self.problems = problems


def folder() -> Path:
    """Where the rule sources lie."""
    return Path(str(resources.files("zhifa") / "rules"))


def own_folder() -> Path:
    """Where this site keeps rules of its own, there or not: ZHIFA_RULES, else `rules` in the data directory."""
    return Path(os.environ.get("ZHIFA_RULES") or Path(os.environ.get("ZHIFA_DATA") or "var") / "rules")


def site_folder() -> Path | None:
    """Rules a site adds to the shipped ones, such as next year's calendar, or puts in their place; None without any."""
    own = own_folder()
    return own if os.environ.get("ZHIFA_RULES") or own.is_dir() else None


def published_folder() -> Path:
    """Where approved drafts are written for the running site to read; made with the first of them."""
    return own_folder() / FOLDER


def files(part: str = "") -> dict[str, Path]:
    """Every rule file by the name under which problems speak of it; a site's own begin with `site/`."""
    shipped = {str(path.relative_to(folder())): path for path in sorted((folder() / part).rglob("*.toml"))}
    site = site_folder()
    if site is None:
        return shipped
    if not site.is_dir():
        raise BrokenRules([Problem(str(site), "ZHIFA_RULES", "没有这个目录：核对环境变量 ZHIFA_RULES")])
    own = {str(path.relative_to(site)): path for path in sorted((site / part).rglob("*.toml"))}
    # A file of the same name takes the place of the shipped one.
    kept = {name: path for name, path in shipped.items() if name not in own}
    return kept | {f"{SITE}{name}": path for name, path in own.items()}


def sources(part: str = "") -> dict[str, str]:
    """The text of every rule file, or of those of one part such as `calendars`."""
    return _texts(files(part))


def sources_in(where: Path) -> dict[str, str]:
    """Every rule file of one folder."""
    return _texts({str(path.relative_to(where)): path for path in sorted(where.rglob("*.toml"))})


def _texts(files: Mapping[str, Path]) -> dict[str, str]:
    """The text of files by name; BrokenRules names those that cannot be read."""
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for name, path in files.items():
        try:
            found[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            problems.append(Problem(name, "文件", "不是 UTF-8 文本：另存为 UTF-8"))
        except OSError as error:
            problems.append(Problem(name, "文件", f"读不出来（{error.strerror or error}）：检查文件和权限"))
    if problems:
        raise BrokenRules(problems)
    return found


def _stamp() -> list[list[object]]:
    """What tells one state of the sources from another without reading them."""
    return [[name, path.stat().st_size, path.stat().st_mtime_ns] for name, path in files().items()]


def compiled(part: str = "", *, where: Path | None = None) -> Rulebook:
    """Compile the sources, or those of another folder, afresh; BrokenRules lists what is wrong."""
    book = compile_rules(sources_in(where) if where else sources(part))
    if isinstance(book, list):
        raise BrokenRules(book)
    return book


def _cache_file(root: Path) -> Path:
    """Beside the sources where that can be written; a site with rules of its own keeps its own."""
    site = site_folder()
    if site is not None and next(site.rglob("*.toml"), None) is None:
        site = None
    if site is not None and os.access(site, os.W_OK):
        return site / COMPILED
    if site is None and os.access(root, os.W_OK):
        return root / COMPILED
    owner = hashlib.sha256(f"{os.getuid()} {site}".encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"zhifa-rules-{owner}.json"


def kept_file() -> Path:
    """Where the compiled rules of this installation are kept."""
    return _cache_file(folder())


@dataclass(slots=True)
class _Kept:
    """The rules last read, and the state of the published ones then."""

    mark: tuple[str, int] | None = None
    book: Rulebook | None = None


_kept = _Kept()


def published_mark() -> tuple[str, int]:
    """Where published rules lie and when that folder last changed: a file put in or taken out changes it."""
    place = published_folder()
    try:
        return str(place), place.stat().st_mtime_ns
    except OSError:
        return str(place), 0


def rulebook() -> Rulebook:
    """The rules of this installation, read again when something was published.

    What cannot be compiled does not stop a site that is running: it goes on with the rules it has, and says so.
    """
    mark = published_mark()
    if _kept.book is None or _kept.mark != mark:
        try:
            _kept.book = _read()
        except BrokenRules as broken:
            if _kept.book is None:
                raise
            LOG.error("公布的规则不能编译，继续使用原来的规则：%s", broken)
        _kept.mark = mark
    return _kept.book


def _read() -> Rulebook:
    """The compiled rules; compiled anew only when a source changed."""
    kept = kept_file()
    try:
        stamp = _stamp()
        first, _, rest = kept.read_text(encoding="utf-8").partition("\n")
        if json.loads(first) == stamp:
            return load(rest)
    except (OSError, ValueError, KeyError):
        pass
    book = compiled()
    scratch = kept.with_suffix(f".{os.getpid()}")
    try:
        scratch.write_text(json.dumps(_stamp()) + "\n" + book.dump(without=_LEARNED_FROM), encoding="utf-8")
        scratch.replace(kept)
    except OSError:
        scratch.unlink(missing_ok=True)
    return book


def calendar() -> Calendar:
    """The working calendar; a year that arrives later in the site's folder replaces what was provisional."""
    return calendar_of(rulebook())


def calendar_of(book: Rulebook) -> Calendar:
    """The working calendar a rulebook holds, made once for it."""

    def made() -> Calendar:
        return Calendar.load(e.data for section in ("calendar", "fixed_holidays") for e in book.section(section))

    return book.kept("calendar", made)


def report_words(day: date) -> Lexicon:
    """What the words of reports mean on a day, read from their own part of the rules: a tenth of the time of all."""
    # Every command reads rules and only this one reads reports: the checker is not loaded with the others.
    from zhifa.core.footing.reading.entries import lexicon

    return replace(lexicon(compiled("reports").as_of(day)), weights=_weights())


@cache
def _weights() -> dict[str, dict[Trait, float]]:
    """What `bench.reports.learn` learned from right reports."""
    told = json.loads((folder() / WEIGHTS).read_text(encoding="utf-8"))
    return {kind: {tuple(trait): weight for weight, *trait in each} for kind, each in told.items()}
