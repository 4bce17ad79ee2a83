"""Two provinces beside each other: one conduct, two articles, two ranges, and the difference in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.core.crosswalk import ABSENT, DIFFERENT, UNSTATED, WORDS, Side, compared, sides
from zhifa.core.rulebook import Entry, Rules
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.marks import STANDING, law_mark, optional_mark
from zhifa.web.render import show_page
from zhifa.web.rule_words import fine
from zhifa.web.visitor import Visitor, shell, signed_in

HEAD = ("行为", "领域", "甲地依据", "甲地幅度", "甲地基准", "乙地依据", "乙地幅度", "乙地基准", "比较", "差别", "说明")
UNREAD = "本地规定没有收录，列的是国家规定"
MARKED = frozenset({DIFFERENT, UNSTATED})
"""These comparisons are marked as differences."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One conduct in the two chosen provinces."""

    entry: Entry
    one: Side | None
    other: Side | None

    @property
    def word(self) -> str:
        return compared(self.one, self.other)


def _provinces(rules: Rules) -> dict[str, str]:
    return {entry.code: str(entry.data["title"]) for entry in rules.entries("province").values()}


def _chosen(request: HttpRequest, known: dict[str, str]) -> tuple[str, str]:
    """The two provinces asked for; the first two where nobody asked, never the same twice."""
    codes = list(known)
    one = str(request.GET.get("a", ""))
    one = one if one in known else codes[0]
    rest = [code for code in codes if code != one]
    other = str(request.GET.get("b", ""))
    return one, other if other in rest else rest[0]


def _pairs(rules: Rules, one: str, other: str) -> Iterator[Pair]:
    for entry in rules.entries("crosswalk").values():
        found = sides(rules, entry)
        if one in found or other in found:
            yield Pair(entry, found.get(one), found.get(other))


def _amounts(side: Side | None) -> tuple[str, ...]:
    if side is None:
        return ("没有列出",)
    return tuple(fine(row, context().book) for row in side.fines) or ("条文没有写数额",)


def _benchmark(side: Side | None, rules: Rules, province: str) -> str:
    """Whether a benchmark of the province is known: the catalogue's own are those of its first province."""
    if side is None or not side.benchmark or province != next(iter(_provinces(rules))):
        return ""
    said = STANDING.get(side.benchmark_status, "")
    return "有裁量基准" + (f"（{said}）" if said else "")


def _standing(side: Side | None) -> str:
    if side is None:
        return ""
    parts = [STANDING.get(side.status, ""), UNREAD if side.unread else "", side.note]
    return "；".join(part for part in parts if part)


def _side(side: Side | None, rules: Rules, province: str) -> vm.CrosswalkSide:
    laws = tuple(law_mark(cite, status=side.status) for cite in side.cites) if side else ()
    return vm.CrosswalkSide(
        lines=_amounts(side),
        laws=laws,
        benchmark=_benchmark(side, rules, province),
        standing=_standing(side),
        href=reverse("matter", args=[side.matter]) if side and side.matter else "",
    )


def _row(pair: Pair, rules: Rules, one: str, other: str) -> vm.CrosswalkRow:
    data = pair.entry.data
    return vm.CrosswalkRow(
        anchor=pair.entry.key,
        title=str(data["title"]),
        field=str(data["field"]),
        one=_side(pair.one, rules, one),
        other=_side(pair.other, rules, other),
        difference=_difference(pair),
        word=pair.word,
        differs=pair.word in MARKED,
    )


def _difference(pair: Pair) -> str:
    """The sentence of the entry; of a conduct that one side does not know there is nothing to compare."""
    said = str(pair.entry.data["difference"])
    return f"只列了一地。{said}" if pair.word == ABSENT else said


def _exported(pairs: list[Pair], rules: Rules, one: str, other: str) -> Iterator[list[object]]:
    for pair in pairs:
        data = pair.entry.data
        cells: list[object] = [str(data["title"]), str(data["field"])]
        for side, province in ((pair.one, one), (pair.other, other)):
            cells += [
                "；".join(side.cites) if side else "",
                "；".join(_amounts(side)),
                _benchmark(side, rules, province),
            ]
        notes = "；".join(dict.fromkeys(said for side in (pair.one, pair.other) if (said := _standing(side))))
        yield [*cells, pair.word, _difference(pair), notes]


@require_safe
@signed_in("")
def crosswalk(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """All pairs of two provinces, by field, by kind of difference and by words."""
    rules = context().rules(visitor.day)
    known = _provinces(rules)
    one, other = _chosen(request, known)
    place = reverse("crosswalk")
    field, word = str(request.GET.get("field", "")), str(request.GET.get("word", ""))
    query = str(request.GET.get("q", "")).strip()[:60]
    everything = list(_pairs(rules, one, other))
    fields = Counter(str(pair.entry.data["field"]) for pair in everything)
    in_field = [pair for pair in everything if not field or pair.entry.data["field"] == field]
    words = Counter(pair.word for pair in in_field)
    pairs = [pair for pair in in_field if (not word or pair.word == word) and query in _sought(pair)]
    pairs.sort(key=lambda pair: WORDS.index(pair.word))
    if (kind := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        head = [name.replace("甲地", known[one]).replace("乙地", known[other]) for name in HEAD]
        return export(f"{one}{other}对照", head, _exported(pairs, rules, one, other), kind)

    def href(**more: str) -> str:
        asked = {"a": one, "b": other, "field": field, "word": word, "q": query} | more
        return f"{place}?{urlencode({name: value for name, value in asked.items() if value})}"

    page = vm.CrosswalkPage(
        lead=f"{len(everything)} 种行为；有差别的在前。跨界案件按行为地的规定办，引用以前打开条文核对",
        action=place,
        one=known[one],
        other=known[other],
        ones=tuple(vm.Option(value=code, label=title, selected=code == one) for code, title in known.items()),
        others=tuple(vm.Option(value=code, label=title, selected=code == other) for code, title in known.items()),
        kept=tuple((name, value) for name, value in (("field", field), ("word", word)) if value),
        query=query,
        fields=(
            vm.Filter(label="全部领域", href=href(field=""), here=not field, count=str(len(everything))),
            *(
                vm.Filter(label=name, href=href(field=name), here=name == field, count=str(count))
                for name, count in sorted(fields.items())
            ),
        ),
        words=(
            vm.Filter(label="全部", href=href(word=""), here=not word, count=str(len(in_field))),
            *(
                vm.Filter(label=name, href=href(word=name), here=name == word, count=str(words[name]))
                for name in WORDS
                if words[name] or name == word
            ),
        ),
        rows=tuple(_row(pair, rules, one, other) for pair in pairs),
        exports=tuple(vm.Action(label=form.upper(), href=href(format=form)) for form in ("csv", "xlsx")),
        rules=tuple(_rule(rules, code, known[code]) for code in (one, other)),
        empty=None if pairs else vm.Empty(what="没有符合条件的行为", how="换一个领域或者差别，减少查找的词"),
    )
    return show_page(request, page, shell=shell(request, visitor, "crosswalk"))


def _sought(pair: Pair) -> str:
    sides_ = [side for side in (pair.one, pair.other) if side]
    cites = " ".join(cite for side in sides_ for cite in side.cites)
    return f"{pair.entry.data['title']} {pair.entry.key} {cites} {pair.entry.data['difference']}"


def _rule(rules: Rules, code: str, title: str) -> tuple[str, str, vm.LawMark | None]:
    entry = rules.entry("province", code)
    assert entry is not None
    return title, str(entry.data["say"]), optional_mark(entry.cite)


URLS = [path("crosswalk", crosswalk, name="crosswalk")]
