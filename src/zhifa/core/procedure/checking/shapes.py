"""Values of the wrong shape: a number that is text, a range upside down, a day that does not exist.

Such an entry compiles and is then misread, or stops the program in the middle of a case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from zhifa.core.lawcheck import money_forms, says_period, squeeze
from zhifa.core.procedure.checking.survey import Survey, meant, problem, tables, texts
from zhifa.core.rulebook import Entry, Problem

WHOLE: Final = frozenset(
    [
        "length",
        "officers",
        "times",
        "value",
        "limitation_years",
        "limitation_months",
        "percent_per_day",
        "cap_percent",
        "at_least",
    ]
    + ["workday_up_to", "reach", "year", "min", "max", "max_fen", "max_length"]
)
FLAGS: Final = frozenset(
    ["rolls", "survives", "repeat", "even_after_end", "order_to_correct", "must", "every_workday"]
    + ["personal", "entered", "every", "general", "after_gap", "only_persons", "may", "may_combine"]
)
LISTS: Final = frozenset(
    ["words", "violated", "applied", "kinds", "levels", "procedures", "fines", "tiers", "goods", "options", "columns"]
    + ["heard", "detentions", "near", "evidence", "texts", "text", "matters"]
    + ["workday_lengths", "versions", "off", "work", "statutory", "days", "phases", "applies_to", "required", "body"]
    + ["checks", "reopens", "effects", "opens", "records", "may_record", "papers", "after", "settled", "paused_by"]
    + ["extended_by", "shorter_if", "patterns", "order", "omits", "functions", "laws"]
)
WORDS: Final = frozenset(["code", "title", "cite", "label", "starts", "met_by", "unit", "matter", "benchmark", "when"])
PARTIES: Final = ("个人", "单位", "任何")
TIERS: Final = ("减轻", "从轻", "一般", "从重")
_PERIOD: Final = re.compile(r"[〇零一二三四五六七八九十百两0-9]+(?:个)?(?:工作日|小时|日|天|月|年)")


def misshapen(survey: Survey) -> Iterator[Problem]:
    """Every value that cannot mean what its key says."""
    for section in survey.book.sections():
        for entry in survey.book.section(section):
            if entry.taken_from:
                continue
            found = list(_kinds(entry, entry.data, ""))
            yield from found
            if not found and section in BY_SECTION:
                yield from BY_SECTION[section](survey, entry)


def _kinds(entry: Entry, table: Mapping[str, Any], place: str) -> Iterator[Problem]:
    """Numbers, flags, lists and words where such are wanted, in the entry and in the tables inside it."""
    for key, value in table.items():
        wanted = ""
        if key in WHOLE and type(value) is not int and not (key == "max_length" and value is None):
            wanted = "整数，不加引号和小数点"
        elif key in FLAGS and not isinstance(value, bool):
            wanted = "true 或 false"
        elif key in LISTS and not place and not isinstance(value, list):
            wanted = "列表，写在方括号里"
        elif key in WORDS and not place and not isinstance(value, str):
            wanted = "文字，写在引号里"
        if wanted and not (key in ("papers", "after", "records") and isinstance(value, str)):
            yield problem(entry, f"{place}{key} 应为{wanted}，现为“{str(value)[:40]}”")
        if key in ("fines", "tiers", "delegated", "detentions"):
            for number, inner in enumerate(tables(value), 1):
                yield from _kinds(entry, inner, f"{key}[{number}].")


def _matter(survey: Survey, entry: Entry) -> Iterator[Problem]:
    for number, row in enumerate(tables(entry.data.get("fines")), 1):
        for said in _fine(row):
            yield problem(entry, f"fines[{number}] {said}")
    for number, row in enumerate(tables(entry.data.get("detentions")), 1):
        if not 1 <= row.get("min", 1) <= row.get("max", 0):
            yield problem(entry, f"detentions[{number}] 应写 max（日），min 不小于一、不大于 max")
    fact = survey.vocabulary.get("decision.kinds")
    if fact is None or entry.data.get("kind") != "处罚":
        return
    for kind in texts(entry.data.get("kinds")):
        if kind not in fact.options:
            yield problem(entry, f"kinds 中没有“{kind}”这一处罚种类，可用：{'、'.join(fact.options)}")


def _fine(row: Mapping[str, Any]) -> Iterator[str]:
    if row.get("party") not in PARTIES:
        yield f"的 party 应为{'、'.join(PARTIES)}，现为“{row.get('party')}”"
    if "base" in row:
        ends = ("min_percent", "max_percent") if "max_percent" in row else ("min_times", "max_times")
        least, most = (_number(row.get(key, 0 if key.startswith("min") else None)) for key in ends)
        if least is None or most is None or not 0 <= least <= most:
            yield f"的 {ends[0]}、{ends[1]} 应为不小于零的数，前者不大于后者"
    elif "max" not in row:
        yield "缺 max：罚款应有上限，按倍数的写 base、min_times、max_times，按比例的写 base、min_percent、max_percent"
    elif not 0 <= row.get("min", 0) <= row["max"]:
        yield f"的 min 应不小于零、不大于 max，现为 {row.get('min', 0)} 和 {row['max']}"


def _number(raw: object) -> float | None:
    try:
        return float(str(raw))
    except ValueError:
        return None


def _benchmark(survey: Survey, entry: Entry) -> Iterator[Problem]:
    if entry.code not in survey.benchmarks_used:
        yield problem(entry, "没有事项用到这一裁量基准：在事项的 benchmark 中写上它，或者删去")
    for number, tier in enumerate(tables(entry.data.get("tiers")), 1):
        if tier.get("tier") not in TIERS:
            yield problem(entry, f"tiers[{number}] 的阶次应为减轻、从轻、一般、从重，现为“{tier.get('tier')}”")
        if not tier.get("say"):
            yield problem(entry, f"tiers[{number}] 缺 say：决定书要说明适用的情形")


def _threshold(survey: Survey, entry: Entry) -> Iterator[Problem]:
    value, said = entry.data.get("value", 0), squeeze("".join(texts(entry.data.get("says"))))
    if value < 0:
        yield problem(entry, f"value 不能小于零，现为 {value}")
    elif "元" in said and not any(form in said for form in money_forms(value)):
        yield problem(entry, f"value 为 {money_forms(value)[0]}，而 says 写的是“{said}”")


def _period(survey: Survey, entry: Entry) -> Iterator[Problem]:
    data = entry.data
    said = squeeze("；".join(texts(data.get("says"))))
    length, unit = data.get("length"), str(data.get("unit", "day"))
    if isinstance(length, int) and _PERIOD.search(said) and not says_period(said, abs(length), unit):
        yield problem(entry, f"length = {length}、unit = {unit} 与 says 所引的“{said}”不一致")
    owners = survey.book.versions("procedure", str(data.get("procedure", "")))
    coercive = any(owner.data.get("kind") == "measure" for owner in owners)
    if coercive and data.get("of") == "organ" and data.get("rolls") is not False:
        yield problem(entry, "强制措施的期限不因节假日顺延而加长：写明 rolls = false")
    if data.get("liberty") and data.get("rolls") is not False:
        yield problem(entry, "限制人身自由的期间到期满之日为止，不因节假日延长：写明 rolls = false")


def _accrual(survey: Survey, entry: Entry) -> Iterator[Problem]:
    if not 0 < entry.data.get("percent_per_day", 0) <= 100:
        yield problem(entry, "percent_per_day 应在 1 至 100 之间")
    if not 0 < entry.data.get("cap_percent", 0) <= 100:
        yield problem(entry, "cap_percent 应在 1 至 100 之间：加处的数额不得超出本数")


def _discretion_rule(survey: Survey, entry: Entry) -> Iterator[Problem]:
    for key in ("range", "multiple", "cap"):
        shares = entry.data.get(key)
        for tier, share in shares.items() if isinstance(shares, Mapping) else ():
            if tier != "cite" and not _share(share):
                yield problem(entry, f"{key}.{tier} 应为两个百分数，从小到大，在 0 至 100 之间，现为 {share}")


def _share(share: object) -> bool:
    whole = isinstance(share, Sequence) and len(share) == 2 and all(type(part) is int for part in share)
    return whole and 0 <= share[0] <= share[1] <= 100  # type: ignore[index]


def _factor(survey: Survey, entry: Entry) -> Iterator[Problem]:
    side = str(entry.data.get("side", ""))
    fact = survey.vocabulary.get(f"discretion.{side}")
    if fact is None:
        yield problem(entry, f"side 只能是 lighter、heavier、exempt，现为“{side}”")
    elif entry.code not in fact.options:
        yield problem(entry, f"事实 {fact.code} 没有“{entry.code}”这一选项{meant(entry.code, list(fact.options))}")


def _leniency_kind(survey: Survey, entry: Entry) -> Iterator[Problem]:
    """A kind of the list is recorded in the step 不予处罚: as its ground, and by its own name."""
    for code, word in (
        ("decision.no_penalty_ground", str(entry.data.get("ground"))),
        ("decision.leniency", entry.code),
    ):
        fact = survey.vocabulary.get(code)
        if fact is not None and word not in fact.options:
            yield problem(entry, f"事实 {code} 没有“{word}”这一选项{meant(word, list(fact.options))}")


def _calendar(survey: Survey, entry: Entry) -> Iterator[Problem]:
    year, off = entry.data.get("year"), set[date]()
    for number, row in enumerate(tables(entry.data.get("off")), 1):
        first, last = _day(row.get("from")), _day(row.get("to"))
        if first is None or last is None or last < first:
            yield problem(entry, f"off[{number}] 的起止不是先后相接的日期：{row.get('from')} 至 {row.get('to')}")
            continue
        off |= {first + timedelta(days) for days in range((last - first).days + 1)}
    for key in ("work", "statutory"):
        for number, row in enumerate(tables(entry.data.get(key)), 1):
            day = _day(row.get("day"))
            if day is None:
                yield problem(entry, f"{key}[{number}] 不是日期：{row.get('day')}")
            elif (day in off) is (key == "work"):
                both = "既放假又上班" if key == "work" else "是节日而不在放假区间里"
                yield problem(entry, f"{key}[{number}] {day} {both}")
    if isinstance(year, int) and off and not any(day.year == year for day in off):
        yield problem(entry, f"year = {year}，而放假的日子都不在这一年")


def _day(raw: object) -> date | None:
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        return None


BY_SECTION: Final[Mapping[str, Callable[[Survey, Entry], Iterator[Problem]]]] = {
    "matter": _matter, "benchmark": _benchmark, "threshold": _threshold, "period": _period, "accrual": _accrual,
    "discretion_rule": _discretion_rule, "discretion_factor": _factor, "calendar": _calendar,
    "leniency_kind": _leniency_kind,
}  # fmt: skip
