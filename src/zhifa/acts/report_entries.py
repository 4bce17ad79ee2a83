"""What people enter for an annual report: figures no case gives, and passages in the organ's own words.

Both are events of the report's own stream; what was entered later replaces what was entered before, and both stay
in the journal with who said so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from django.db import transaction

from zhifa.acts.report_figures import REGISTRY
from zhifa.acts.report_frame import Frame, coded, fillers, frame, misplaced, named, passages
from zhifa.acts.work import Actor, this_moment, today
from zhifa.core import permission
from zhifa.core.events import (
    REPORT_BEFORE_ENTERED,
    REPORT_FACT_ENTERED,
    REPORT_KIND_CHOSEN,
    REPORT_PASSAGE_EDITED,
    NewEvent,
)
from zhifa.core.facts import Json
from zhifa.core.narrative import typed_numbers
from zhifa.core.procedure.taking import bad_input
from zhifa.core.statistics import FEN_IN_WAN, Indicator
from zhifa.core.values import Refusal
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.readers import reports
from zhifa.store.reports.projector import project

MEASURED: Final = frozenset({"亩", "公顷", "平方米", "公里", "万元"})
"""Units of measured things; everything else is counted in whole numbers."""
LARGEST: Final = Decimal(10) ** 12
DECIMALS: Final = 4
LONGEST_PASSAGE: Final = 5000
LONGEST_SOURCE: Final = 200


@dataclass(frozen=True, slots=True)
class Entered:
    """What was written: the report's new version, and numbers typed by hand that no figure stands behind."""

    version: int
    typed: tuple[str, ...] = ()


def enter_report_fact(
    organ_code: str, year: int, figure: str, value: int | Decimal | str, *, actor: Actor
) -> Entered | Refusal:
    """Enter one figure that only people know, such as training sessions or land acquired."""
    return enter_report_facts(organ_code, year, {figure: value}, actor=actor)


def enter_report_facts(
    organ_code: str, year: int, values: Mapping[str, int | Decimal | str], *, actor: Actor, seen: int | None = None
) -> Entered | Refusal:
    """Enter several figures at once; a bad one refuses all and is named, and so does one that somebody else has entered
    otherwise since the version `seen`."""
    given = editable(organ_code, year, actor)
    if isinstance(given, Refusal):
        return given
    events = []
    for code, raw in values.items():
        number = _number(given, code, raw)
        if isinstance(number, Refusal):
            return number
        own = given.entries.facts.get(code)
        if own and seen is not None and own.version > seen and reports.written(own.number) != number:
            told = f"“{given.known[code].title}”刚由别人填为 {own.number}"
            return bad_input(told, "核对是哪一个，再保存一次", place=code)
        events.append(_event(REPORT_FACT_ENTERED, actor, {"figure": code, "value": number}))
    return write_events(given, events)


def edit_passage(
    organ_code: str, year: int, passage: str, text: str, *, actor: Actor, seen: int | None = None
) -> Entered | Refusal:
    """Put the organ's own words in the place of a passage; empty words bring the rules' text back.

    Figures stay placeholders, so that they remain tied to their cases. `seen` is the version of the report the
    writer began with: where somebody else has written another text since, nothing is overwritten.
    """
    given = editable(organ_code, year, actor)
    if isinstance(given, Refusal):
        return given
    if passage not in passages(given):
        return bad_input(f"报告没有名为“{passage[:40]}”的可改写段落", place="passage")
    said = coded(text.replace("\r\n", "\n").strip(), given.known)
    if len(said) > LONGEST_PASSAGE:
        return bad_input(f"一段最多 {LONGEST_PASSAGE} 个字，现有 {len(said)} 个", "分成几段，或删减", place="text")
    if any(unicodedata.category(letter) == "Cc" and letter != "\n" for letter in said):
        return bad_input("文字中有控制字符", "重新输入这一段", place="text")
    if wrong := misplaced(said, fillers(given), dict.fromkeys(given.known, "0")):
        return bad_input(wrong, "数字写作两层大括号里的名称，如 {{网络培训}}；名称见统计表和填报数字", place="text")
    own = given.entries.passages.get(passage)
    if own and seen is not None and own.version > seen and own.text != said:
        told = f"您打开以后，别人已经把这一段改为“{named(own.text, given.known)}”"
        return bad_input(told, "需要的并进您的文字，再保存一次", place="passage")
    event = _event(REPORT_PASSAGE_EDITED, actor, {"passage": passage, "text": said})
    written = write_events(given, [event], version=given.entries.version)
    return written if isinstance(written, Refusal) else Entered(written.version, typed_numbers(said))


def editable(organ_code: str, year: int, actor: Actor) -> Frame | Refusal:
    """The report's frame when the actor may write to it."""
    held = permission.reach(actor.person, "report.edit", today())
    given = frame(organ_code, year, reach=("",))
    if isinstance(given, Refusal):
        return given
    if not any(given.scope.path.startswith(prefix) for prefix in held):
        return permission.may(actor.person, "report.edit", given.scope.path, today()) or given
    return given


def choose_kind(organ_code: str, year: int, kind: str, *, actor: Actor) -> Entered | Refusal:
    """Write the report in another kind than the organ's usual one; empty brings the usual one back."""
    given = editable(organ_code, year, actor)
    if isinstance(given, Refusal):
        return given
    if kind and kind not in given.choices:
        return bad_input(f"没有“{kind[:20]}”这种年报", f"可用：{'、'.join(given.choices)}", place="report")
    return write_events(given, [_event(REPORT_KIND_CHOSEN, actor, {"report": kind})])


def enter_before(
    organ_code: str, year: int, values: Mapping[str, str], source: str, *, actor: Actor
) -> Entered | Refusal:
    """Enter figures of the year before from the report that was printed then, in its units, with where they stand.

    They take the place of what this installation knows of that year, for the comparison alone.
    """
    given = editable(organ_code, year, actor)
    if isinstance(given, Refusal):
        return given
    said = source.strip()
    if not 0 < len(said) <= LONGEST_SOURCE:
        return bad_input("没有写明上年数字的出处", "写明上年报告的名称和公开的日期或者网址", place="source")
    figures: dict[str, Json] = {}
    for code, raw in values.items():
        indicator = given.known.get(code)
        if indicator is None:
            return bad_input(f"没有名为“{code[:60]}”的指标", "从列出的数字中填写", place=code[:60])
        number = _parsed(indicator, raw.strip(), smallest=True)
        if isinstance(number, Refusal):
            return number
        figures[code] = number
    if not figures:
        return bad_input("没有填写任何上年数字", "至少填写一个", place="figures")
    return write_events(given, [_event(REPORT_BEFORE_ENTERED, actor, {"figures": figures, "source": said})])


def _event(kind: str, actor: Actor, payload: Mapping[str, Json]) -> NewEvent:
    return NewEvent(type=kind, occurred=this_moment(), actor=actor.id, payload=dict(payload))


def _number(given: Frame, code: str, raw: int | Decimal | str) -> str | Refusal:
    """The figure as it is stored; refused for a figure that comes from cases or the staff register."""
    indicator = given.known.get(code)
    if indicator is None:
        return bad_input(f"没有名为“{code[:60]}”的指标", "zhifa rules 查看全部指标", place=code[:60])
    if not indicator.entered:
        return bad_input(f"“{indicator.title}”由案件计出，不能填报", "更正有关案件", place=code)
    if indicator.source == REGISTRY:
        return bad_input(f"“{indicator.title}”由人员库计出，不能填报", "更正人员和证件的登记", place=code)
    return _parsed(indicator, str(raw).strip())


def _parsed(indicator: Indicator, said: str, *, smallest: bool = False) -> str | Refusal:
    """A typed number as it is stored; with `smallest`, amounts typed in 万元 are stored in fen, as counted ones."""
    try:
        number = Decimal(said)
    except InvalidOperation:
        return bad_input(f"“{indicator.title}”应是数字，现为“{said[:20]}”", "只写数字", place=indicator.code)
    if not number.is_finite() or not 0 <= number < LARGEST:
        return bad_input(f"“{indicator.title}”应在 0 和一万亿之间", "核对数字和单位", place=indicator.code)
    if number != number.to_integral_value() and indicator.unit not in (*MEASURED, "%"):
        return bad_input(f"“{indicator.title}”以{indicator.unit}计，应是整数", "核对数字", place=indicator.code)
    if number != round(number, DECIMALS):
        return bad_input(f"“{indicator.title}”最多 {DECIMALS} 位小数", "四舍五入后填写", place=indicator.code)
    number *= FEN_IN_WAN if smallest and indicator.sum == "amount_fen" else 1
    return format(number.normalize(), "f") if number else "0"


def write_events(given: Frame, events: list[NewEvent], *, version: int | None = None) -> Entered | Refusal:
    """Append to the stream of a report and bring its row into line; refused where somebody was quicker than who had
    read it at a version."""
    stream = reports.report_stream(given.scope.code, given.year)
    with transaction.atomic():
        version = journal.head("report", stream).version if version is None else version
        written = journal.append("report", stream, version, events, recorded_at=clock.now())
        if not isinstance(written, journal.StaleStream):
            for event in written:
                project(event)
    if isinstance(written, journal.StaleStream):
        return bad_input("这份年报刚被别人改过", "刷新以后再改", place="report")
    return Entered(version + len(events))
