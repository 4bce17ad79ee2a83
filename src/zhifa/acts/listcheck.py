"""What law and the catalogue say of the items of an imported list: articles checked, matters found, doubts named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from zhifa.acts.statutes import article_text, law_index
from zhifa.acts.work import context
from zhifa.core.citations import Citation
from zhifa.core.powerlist.basis import Basis, laws_without_article, misquoted, read_basis
from zhifa.core.powerlist.linking import Linker, usual_words
from zhifa.core.powerlist.model import PowerItem, layout_of
from zhifa.core.powerlist.reading import Fault, ListRead
from zhifa.core.rulebook import Rules
from zhifa.core.values import show_date

DAYS_AHEAD = "not yet"


def checked(read: ListRead, day: date) -> list[PowerItem]:
    """The items with their articles and matters; what is doubtful is added to what was read."""
    rules = context().book.as_of(day)
    linker = rules.built("powerlist.linker", lambda rules: Linker(rules, law_index(), layout_of(rules)))
    check = _Check(read, rules, linker, day)
    made = [check.item(item, place) for item, place in zip(read.items, read.places, strict=True)]
    read.doubts += list(_of_unknown(check.unknown, check.basis))
    return made


class _Check:
    """One list being checked against the index, the texts and the catalogue of one day."""

    def __init__(self, read: ListRead, rules: Rules, linker: Linker, day: date) -> None:
        self.read, self.linker, self.day = read, linker, day
        self.titles = {code: str(entry.data.get("title", code)) for code, entry in rules.entries("matter").items()}
        columns = layout_of(rules).columns
        self.basis, self.title, self.matter = (columns.title(code) for code in ("basis", "title", "matter"))
        self.unknown: dict[str, list[str]] = {}
        """Laws the index does not know, with every place that names one."""

    def _doubt(self, place: str, reason: str, remedy: str, column: str, value: str) -> None:
        self.read.doubts.append(Fault(place, reason, remedy, column, value[:60]))

    def item(self, item: PowerItem, place: str) -> PowerItem:
        bases = read_basis(item.basis, law_index(), self.day)
        laws = _unknown_laws(item, bases)
        for law in laws:
            self.unknown.setdefault(law, []).append(place)
        texts = {base.cite: article_text(base.standing) for base in bases if base.standing.status == "in force"}
        for reason, remedy in _articles(bases, texts, self.day):
            self._doubt(place, reason, remedy, self.basis, item.name)
        if item.basis and not bases and not laws:
            self._doubt(place, "设定依据里读不出条文，按原文保留", "写作《法名》第X条第X款", self.basis, item.basis)
        matter, near = self._link(item, place, bases)
        cites = tuple(str(base.cite) for base in bases)
        return replace(item, cites=cites, matter=matter, near=near, status=_status(bases, texts))

    def _link(self, item: PowerItem, place: str, bases: Sequence[Basis]) -> tuple[str, tuple[str, ...]]:
        """The matter it is; a code nobody knows and several that may be meant are named."""
        matter, near = self.linker.link(item, [base.cite for base in bases])
        if matter and matter not in self.linker.codes:
            self._doubt(place, "事项目录里没有这个代码", "留空由系统对应，或者改为目录里的代码", self.matter, matter)
            return "", ()
        if near:
            reason = f"可能是目录里的 {usual_words(self.titles, near)}，没有把握，没有对应"
            self._doubt(place, reason, f"是的话，在“{self.matter}”一栏写上代码", self.title, item.name)
        return matter, near


def _unknown_laws(item: PowerItem, bases: Sequence[Basis]) -> list[str]:
    index = law_index()
    named = [base.cite.title for base in bases if base.standing.status == "unknown instrument"]
    return list(dict.fromkeys([*named, *(law for law in laws_without_article(item.basis) if not index.find(law))]))


def _of_unknown(unknown: dict[str, list[str]], column: str) -> Iterator[Fault]:
    """Each unknown law once, with where it stands first."""
    for law, places in unknown.items():
        more = f"，共 {len(places)} 处" if len(places) > 1 else ""
        near = law_index().near(law)
        like = f"；相近的有《{near[0]}》" if near else ""
        yield Fault(places[0], f"法规目录里没有《{law}》{more}，依据按原文保留，没有核对",
                    f"核对名称{like}；名称无误的，在法规目录登记这部法", column, law[:60])  # fmt: skip


def _articles(bases: Sequence[Basis], texts: dict[Citation, str], day: date) -> Iterator[tuple[str, str]]:
    for base in bases:
        said, standing = base.cite.chinese, base.standing
        if standing.status == "repealed":
            after = "、".join(cite.chinese for cite in standing.successors)
            until = f"自 {show_date(standing.valid_to)} 后" if standing.valid_to else ""
            yield f"{said}{until}失效", f"改为{after}" if after else "改为现行的依据"
        elif standing.status == DAYS_AHEAD:
            yield f"{said}在 {show_date(day)} 还没有施行", "核对清单施行的日期"
        elif standing.status == "no such article":
            yield standing.message, "核对条号"
        elif standing.status == "in force":
            text = texts[base.cite]
            whole = replace(base.cite, paragraph=None, item=None, point=None)
            if not text and whole != base.cite and article_text(replace(standing, citation=whole)):
                yield f"{said}：这一条没有这一款、项", "打开条文核对款、项"
            elif text and misquoted(base.words, text):
                yield f"{said}之后所引的文字与收录的条文不一致", "打开条文核对，可能引的是旧文本或者另一条"


def _status(bases: Sequence[Basis], texts: dict[Citation, str]) -> str:
    """`verified` only where every article of the basis is in force and was read in its text."""
    good = bool(bases) and all(base.standing.status == "in force" and texts.get(base.cite) for base in bases)
    return "verified" if good else "reported"
