"""What an annual report is made with: the organ and the organs it counts, the kind of report it writes, its figures.

Which kind (`rules/reports`) follows from the organ's level, functions and place; somebody who may edit the report may
choose another, and the choice is an event of the report's stream.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from zhifa.acts.work import context, today
from zhifa.core.footing import Identity, identities
from zhifa.core.narrative import BadReport, pieces_of
from zhifa.core.procedure.taking import bad_input
from zhifa.core.rulebook import Entry, Rules
from zhifa.core.statistics import Form, Indicator, Number, form_indicators, form_tables, forms, indicators
from zhifa.core.values import Refusal
from zhifa.store.readers import reports
from zhifa.store.readers import statistics as read

OWN, DISTRICT = "own", "district"
"""Whose acts a report counts: those of the organ and the units below it, or of every organ beside it."""
_NAMED: Final = re.compile(r"\{\{\s*(?:figure|before|change)\.([a-z0-9_.]+)\s*\}\}")
NARROW: Final = {"functions": 2, "names": 2}
"""Conditions that say more of an organ than its level or place."""
_BRACES: Final = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
WORDS: Final = {
    "organ": "单位全称", "short": "单位简称", "self": "单位自称", "year": "年度", "last_year": "上年",
    "next_year": "下一年", "through": "全年", "at_end": "年末", "until": "截止日",
}  # fmt: skip
"""What a writer calls the words a passage may take."""
COMPARING: Final = ("before", "change")
"""Placeholders of last year's figure and of the change against it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a report of an organ and year is made with: the organ, the rules of that year, its kind, its form."""

    scope: read.OrganScope
    year: int
    rules: Rules
    report: Entry
    choices: Mapping[str, Entry]
    """Every kind of report in force, by code."""
    kept: str
    """The kind chosen for this organ and year, else its usual one; `report` may be another that is looked at."""
    form: Form
    """Of the annex: the one the report names unless another was asked for."""
    known: Mapping[str, Indicator]
    """The indicators the report has to do with: those of its own form, those its text names, those of the chosen."""
    entries: reports.Entries

    @property
    def every(self) -> Mapping[str, Indicator]:
        """The indicators of all forms: whatever is printed somewhere can be opened."""
        return indicators(self.rules)

    @property
    def words(self) -> dict[str, str]:
        end = min(today(), read.year_of(self.year).end)
        return {"organ": self.scope.name, "short": self.scope.short, "self": self.calls_itself, "year": str(self.year),
                "last_year": str(self.year - 1), "next_year": str(self.year + 1),
                "through": "全年" if self.complete else "今年以来", "at_end": "年末" if self.complete else "目前",
                "until": f"{end.month} 月 {end.day} 日"}  # fmt: skip

    @property
    def complete(self) -> bool:
        """False while the year still runs."""
        return today() > read.year_of(self.year).end

    @property
    def calls_itself(self) -> str:
        """What the organ calls itself in its own report, by the end of its name."""
        named = self.report.data.get("self", ())
        return next((str(own) for end, own in named if self.scope.name.endswith(end)), self.scope.short)

    @property
    def kinds(self) -> dict[str, str]:
        """The names of the kinds of report that could be chosen, by code."""
        return {code: str(entry.data.get("name", code)) for code, entry in self.choices.items()}

    @property
    def aggregates(self) -> bool:
        """Whether it counts organs that write reports of their own."""
        return str(self.report.data.get("whose", OWN)) == DISTRICT


def frame(organ: str, year: int, *, reach: Sequence[str], form: str = "", report: str = "") -> Frame | Refusal:
    """The organ and the rules for a year's report; refused without such an organ in the reach, such a year or form.

    `report` looks at another kind of report than the one chosen for this organ and year.
    """
    scope = read.organ_scope(organ, reach=reach)
    if scope is None:
        return bad_input(
            f"没有代码为“{organ[:40]}”的机关，或者它不在您的权限范围内", "核对机关代码，或改用全称", place="organ"
        )
    if not 1 < year <= today().year:
        return bad_input(f"{year} 年还没有开始，不能统计", f"年度最晚为 {today().year}", place="year")
    rules = context().book.as_of(read.year_of(year).end)
    kinds, known = rules.entries("report"), forms(rules)
    if not kinds or not known:
        return bad_input(f"{year} 年还没有年度报告制度，规则中没有该年的报告格式", "选择以后的年度", place="year")
    entries = reports.report_entries(scope.code, year)
    kept = kinds.get(entries.report) or _usual(kinds, scope)
    entry = kinds.get(report, kept)
    if report and report not in kinds:
        return bad_input(f"{year} 年没有“{report[:20]}”这种年报", f"可用：{'、'.join(kinds)}", place="report")
    own = str(entry.data.get("form") or next(iter(known)))
    chosen = form or own
    if chosen not in known:
        return bad_input(f"{year} 年没有“{chosen[:20]}”这种报表格式", f"可用：{'、'.join(known)}", place="form")
    if str(entry.data.get("whose", OWN)) == DISTRICT:
        wider = read.beside(scope, reach=reach)
        if wider is None:
            return bad_input(
                "这份年报汇总同级各单位的数字，超出了您的权限范围", "由对全区有统计权限的人员办理", place="organ"
            )
        scope = wider
    dealt = _dealt_with(rules, entry, {own, chosen})
    return Frame(scope, year, rules, entry, kinds, kept.key, known[chosen], dealt, entries)


def _usual(kinds: Mapping[str, Entry], scope: read.OrganScope) -> Entry:
    """The kind of report an organ like this writes: the one that says most that is true of it, else the first."""
    fitting = [(_fits(entry, scope), entry) for entry in kinds.values()]
    return max(fitting, key=lambda pair: pair[0])[1]


def _fits(entry: Entry, scope: read.OrganScope) -> int:
    """How much of an organ the conditions of a kind say; below 0 when one does not hold."""
    serves: Mapping[str, Sequence[str]] = entry.data.get("serves", {})
    asked = {
        "levels": scope.level in serves.get("levels", ()),
        "functions": bool(set(scope.functions) & set(serves.get("functions", ()))),
        "places": scope.name.startswith(tuple(serves.get("places", ())) or "\n"),
        "names": scope.name.endswith(tuple(serves.get("names", ())) or "\n"),
    }
    if not all(asked[name] for name in serves):
        return 0 if entry.data.get("usual") else -1
    return sum(NARROW.get(name, 1) for name in serves)


def _dealt_with(rules: Rules, entry: Entry, printed: set[str]) -> Mapping[str, Indicator]:
    """What cases give in these forms, and what people give or other figures make where the report prints it."""
    every = indicators(rules)
    mine = {code for form in printed for code in form_indicators(rules, form)}
    columns = {column.indicator for form in printed for table in form_tables(rules, form) for column in table.columns}
    wanted = columns | _with_parts({*named_in(entry)}, every)
    return {code: one for code, one in every.items() if code in wanted or (code in mine and one.is_counted)}


def _with_parts(codes: set[str], every: Mapping[str, Indicator]) -> set[str]:
    """These figures and those they are worked out from."""
    found: set[str] = set()
    while codes:
        found |= codes
        made = [every[code].derived for code in codes if code in every]
        codes = {part for way in made if way for part in (*way.of, *way.less, *way.within)} - found
    return found


def named_in(entry: Entry) -> Iterator[str]:
    """The figures the text, the conditions and the charts of a report name."""
    for item in entry.data["body"]:
        yield from _figures_of(item)
        for kind in ("when", "unless", "given", "compared", "figures"):
            yield from item.get(kind, ())


def checked(given: Frame, values: Mapping[str, Number]) -> list[Identity]:
    """The relations this report's figures are held to, all of which it deals with: some belong to some kinds of report,
    and some only count where a part of the whole is given at all."""
    data = {code: entry.data for code, entry in given.rules.entries("identity").items()}
    return [
        one
        for one in identities(given.rules)
        if given.report.key in data[one.code].get("reports", [given.report.key])
        and all(code in given.known for code in (*one.left, *one.right))
        and (not data[one.code].get("given") or any(values.get(code) for code in one.right))
    ]


def printed(given: Frame) -> list[str]:
    """The figures the report prints, in its order: those of the text, then those of its tables."""
    columns = [c.indicator for t in form_tables(given.rules, given.form.code) for c in t.columns]
    named = [code for code in named_in(given.report) if code in given.known]
    parts = _with_parts(set(named), given.every)
    return list(dict.fromkeys([*named, *sorted(parts), *columns]))


def optional(given: Frame) -> frozenset[str]:
    """Figures the report prints only under the condition that one of them is not 0."""
    body = given.report.data["body"]
    only = {code for item in body for code in item.get("when", ())}
    bare = {code for item in body if "when" not in item for code in _figures_of(item)}
    columns = {c.indicator for t in form_tables(given.rules, given.form.code) for c in t.columns}
    under = {code for item in body if "when" in item for code in _figures_of(item)}
    return frozenset((only | under) - bare - columns)


def _figures_of(item: Mapping[str, Any]) -> Iterator[str]:
    for kind in ("text", "heading", "note"):
        yield from _NAMED.findall(str(item.get(kind, "")))


def passages(given: Frame) -> dict[str, str]:
    """The passages a site may rewrite, by name, with the text the rules give them."""
    named = [item for item in given.report.data["body"] if item.get("edit")]
    return {
        str(item["edit"]): str(next((item[k] for k in ("text", "heading", "note") if k in item), "")) for item in named
    }


def fillers(given: Frame) -> dict[str, str]:
    """Every word a passage of this report may take, with nothing behind the comparisons: to try a passage."""
    return given.words | {f"{group}.{code}": "0" for group in COMPARING for code in given.known}


def named(text: str, known: Mapping[str, Indicator]) -> str:
    """A passage as its writer sees it: `{{网络培训}}` for `{{figure.training.online}}`."""
    names = {code: name for name, code in _codes(known).items()}
    return _BRACES.sub(lambda found: f"{{{{{names.get(found[1], found[1])}}}}}", text)


def coded(text: str, known: Mapping[str, Indicator]) -> str:
    """A passage as it is kept; names nobody knows stay, to be refused."""
    codes = _codes(known)
    return _BRACES.sub(lambda found: f"{{{{{codes.get(found[1], found[1])}}}}}", text)


def _codes(known: Mapping[str, Indicator]) -> dict[str, str]:
    """The placeholder behind each name. Of two figures with one title the second keeps its code."""
    found = {name: word for word, name in WORDS.items()}
    for code, indicator in known.items():
        found.setdefault(indicator.title, f"figure.{code}")
    return found


def misplaced(text: str, words: Mapping[str, str], shown: Mapping[str, str]) -> str:
    """What is wrong with the placeholders of a passage; empty when nothing is."""
    try:
        pieces_of(text, words, shown, "本段")
    except BadReport as error:
        return str(error)
    return ""
