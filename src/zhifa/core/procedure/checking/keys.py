"""Misspelt keys and values: a key nobody reads is a rule nobody applies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from zhifa.core.guidance import KINDS
from zhifa.core.permission import ROLE_TITLES
from zhifa.core.procedure.checking.survey import Survey, meant, problem, tables, texts
from zhifa.core.procedure.wording import OF
from zhifa.core.rulebook import Entry, Problem
from zhifa.core.worktime import UNITS

COMMON: Final = frozenset(
    ["code", "title", "procedure", "cite", "from", "to", "status", "note", "says", "says_cite", "after_gap"]
)
KEYS: Final[Mapping[str, frozenset[str]]] = {
    "procedure": frozenset(
        ["kind", "phases", "number_kind", "like", "omits", "regime", "serves", "offered", "beside", "light", "listed"]
    ),
    "step": frozenset(
        ["phase", "by", "officers", "officers_cite", "fewer_if", "never_by", "after", "needs", "checks", "needed_if"]
        + ["until", "counts_if", "reopens", "repeat", "times", "records", "may_record", "sets", "dated_as", "effects"]
        + [
            "opens",
            "sends",
            "answers",
            "tells",
            "ends",
            "even_after_end",
            "papers",
            "optional",
            "parts",
            "also",
            "before",
            "behind",
        ]
    ),
    "step_part": frozenset(["records", "may_record", "checks", "papers"]),
    "paper_check": frozenset(
        ["papers", "kinds", "if", "check", "holds", "must_say", "must_not_say", "order", "prints", "remedy"]
    ),
    "casefile_part": frozenset(["volume", "papers", "receipts", "files", "rest", "withdrawn"]),
    "point": frozenset(["when", "also", "before", "behind"]),
    "period": frozenset(
        ["starts", "starts_cite", "length", "unit", "count", "kind", "of", "met_by", "until", "only_if"]
        + ["shorter_if", "each", "paused_by", "extended_by", "on_lapse", "rolls", "survives", "pin", "alert", "liberty"]
        + ["also", "before", "behind"]
    ),
    "transition": frozenset(["on", "settled", "if", "say"]),
    "outcome": frozenset(["per", "when", "counted_on", "amount", "count", "decimals", "dims", "every"]),
    "threshold": frozenset(["value"]),
    "custody": frozenset(["each", "starts", "states", "periods", "counts"]),
    "alert": frozenset(
        ["group", "colour", "colours", "answers", "within", "mends", "say", "trial", "catches", "looks_at", "when"]
        + ["after_days", "mended_after", "reader", "parameters"]
    ),
    "measured": frozenset(["right", "wrong", "planted", "found"]),
    "register": frozenset(["records", "papers"]),
    "planning": frozenset(["asks", "may_ask", "adopted_with", "filed_with"]),
    "matter": frozenset(
        ["kind", "conduct", "words", "violated", "applied", "kinds", "fines", "order_to_correct", "goods", "seizure"]
        + [
            "department",
            "levels",
            "power",
            "procedures",
            "limitation_years",
            "limitation_months",
            "limitation_cite",
            "benchmark",
        ]
        + ["publication", "hearing", "delegated", "permit_kind", "may_combine", "field", "heard", "detentions"]
        + ["near", "evidence", "only_if", "item_type"]
    ),
    "power_list": frozenset(
        ["organ", "level", "mode", "document", "demonstration", "matters", "items", "kind", "sums"]
    ),
    "list_kind": frozenset(["names", "extra"]),
    "list_level": frozenset(["names"]),
    "list_mode": frozenset(["names"]),
    "list_column": frozenset(["names", "length"]),
    "concept": frozenset(["words"]),
    "crosswalk": frozenset(["field", "difference", "sides"]),
    "province": frozenset(["say"]),
    "saying": frozenset(["texts"]),
    "outside": frozenset(["texts", "goes"]),
    "benchmark": frozenset(["tiers"]),
    "accrual": frozenset(
        ["function", "starts", "principal", "percent_per_day", "cap_percent", "only_if", "only_if_cite", "paused_by"]
        + ["ends_by"]
    ),
    "discretion_factor": frozenset(["side", "must", "when"]),
    "guidance": frozenset(["kind", "matters", "field", "text"]),
    "leniency_kind": frozenset(["must", "ground", "when"]),
    "leniency": frozenset(["matter", "kind", "when", "say"]),
    "function": frozenset(["aliases", "within", "level", "everyone", "apart"]),
    "regime": frozenset(["functions", "laws", "elsewhere", "general"]),
    "qualification": frozenset(["within", "hours", "exam", "exam_cite", "lapses", "prorate", "warn_days"]),
    "staffing": frozenset(["role", "percent"]),
    "working": frozenset(["length"]),
    "liability_kind": frozenset(["of", "says"]),
    "liability_level": frozenset(),
    "training_kind": frozenset(["figure"]),
    "exam_paper": frozenset(["kind", "minutes", "pass", "parts"]),
    "question": frozenset(["kind", "topic", "matter", "ask", "options", "answer", "expect", "why"]),
    "assessment": frozenset(["limits", "periods", "grades", "items"]),
    "appraisal_standard": frozenset(
        ["within", "light", "full", "failed", "grades", "object_workdays", "object_cite", "answer_workdays"]
        + ["answer_cite", "mend_days", "mend_cite", "review_days", "review_cite"]
    ),
    "appraisal_item": frozenset(
        ["standards", "part", "points", "most", "fatal", "ask", "by_hand", "kinds", "procedures", "findings", "cites"]
        + ["papers", "order", "unsealed", "when", "only_if", "at", "say"]
    ),
    "appraisal_redaction": frozenset(["mask", "facts"]),
    "quality": frozenset(["limits", "periods", "exchange", "grades", "items"]),
    "equipment_kind": frozenset(["unit", "personal", "room", "check_months", "figure"]),
    "responsibility": frozenset(["roles", "steps"]),
    "activity": frozenset(["recorded_within", "apart_minutes", "copies", "least_words", "most_persons"]),
    "recurrence": frozenset(["within_days"]),
    "card_line": frozenset(["facts"]),
    "chain": frozenset(["levels", "checkpoints"]),
    "chain_use": frozenset(["chain", "organs", "procedures", "begins", "before"]),
    "conformance": frozenset(["say", "says_of", "procedures", "once", "holds", "entered_within"]),
    "teaching": frozenset(["start", "facts", "people", "scenes", "lesson"]),
    "cell": frozenset(["words"]),
    "layout": frozenset(
        ["like", "kind", "chooses", "otherwise", "unstated", "number", "orders", "agrees", "excludes", "columns"]
    ),
    "counting": frozenset(["workday_lengths", "workday_up_to", "every_workday", "rolls_by"]),
    "calendar": frozenset(["year", "basis", "papers", "off", "work", "statutory"]),
}
INNER: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("chain", "checkpoints"): frozenset(["code", "title", "level", "by", "examines", "handlers"]),
    ("alert", "catches"): frozenset(["code", "level", "step", "procedure", "kind", "about", "cite"]),
    ("alert", "looks_at"): frozenset(["step", "kind", "procedure"]),
    ("alert", "colours"): frozenset(["before", "on", "after", "late", "breach", "question"]),
    ("step", "checks"): frozenset(["if", "say", "cite", "remedy", "tells", "status", "says"]),
    ("step_part", "checks"): frozenset(["if", "say", "cite", "remedy", "tells", "status", "says"]),
    ("step_part", "records"): frozenset(["fact", "if"]),
    ("step", "reopens"): frozenset(["steps", "if"]),
    ("step", "fewer_if"): frozenset(["if", "officers", "say", "cite", "status", "says"]),
    ("step", "records"): frozenset(["fact", "if", "columns"]),
    ("step", "effects"): frozenset(["annul", "takes", "in", "if", "sets", "carries", "dated_as"]),
    ("step", "sends"): frozenset(["to", "procedure", "step", "carries", "if", "own_papers"]),
    ("step", "answers"): frozenset(["step", "carries", "if"]),
    ("step", "tells"): frozenset(["step", "carries", "if"]),
    ("step", "opens"): frozenset(["procedure", "if"]),
    ("custody", "states"): frozenset(["state", "if", "open"]),
    ("period", "shorter_if"): frozenset(["if", "length", "unit", "cite", "status", "says"]),
    ("period", "paused_by"): frozenset(["from", "to", "end_counts", "cite", "status", "says"]),
    ("period", "extended_by"): frozenset(["step", "length", "fact", "to", "cite", "status", "says"]),
    ("period", "on_lapse"): frozenset(["deems", "dated", "facts", "if", "say"]),
    ("period", "alert"): frozenset(["yellow", "red"]),
    ("layout", "columns"): frozenset(
        ["code", "title", "names", "type", "step", "fact", "required", "words", "with", "usual", "most"]
        + ["beside", "needs", "of", "again", "empty", "by"]
    ),
    ("layout", "agrees"): frozenset(["column", "kinds", "word", "must"]),
    ("layout", "excludes"): frozenset(["column", "kinds", "word"]),
    ("matter", "fines"): frozenset(
        ["party", "min", "max", "base", "min_times", "max_times", "min_percent", "max_percent", "per"]
        + ["if", "say", "cite", "says", "status", "may"]
    ),
    ("matter", "detentions"): frozenset(["min", "max", "if", "say", "cite", "may"]),
    ("matter", "near"): frozenset(["matter", "say"]),
    ("crosswalk", "sides"): frozenset(["province", "matter", "cite", "fines", "says", "status", "unread", "note"]),
    ("power_list", "items"): frozenset(
        ["title", "kind", "cite", "level", "organ", "mode", "matter", "basis", "item_type", "note", "status"]
    ),
    ("benchmark", "tiers"): frozenset(["tier", "when", "say", "kind", "cite", "status"]),
    ("exam_paper", "parts"): frozenset(["kind", "count", "points", "topics"]),
    ("assessment", "grades"): frozenset(["title", "least"]),
    ("assessment", "items"): frozenset(["code", "title", "points", "measure", "say"]),
    ("appraisal_standard", "grades"): frozenset(["title", "least"]),
    ("quality", "exchange"): frozenset(["object_workdays", "answer_workdays"]),
    ("quality", "grades"): frozenset(["title", "least"]),
    ("quality", "items"): frozenset(["code", "title", "points", "measure", "say"]),
    ("teaching", "scenes"): frozenset(["text", "choices"]),
    ("teaching", "people"): frozenset(["name", "roles", "certified"]),
    ("calendar", "off"): frozenset(["name", "from", "to"]),
    ("calendar", "work"): frozenset(["name", "day"]),
    ("calendar", "statutory"): frozenset(["name", "day"]),
}
VALUES: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("alert", "colour"): frozenset(["red", "yellow", "blue"]),
    ("alert", "answers"): frozenset(["officer", "head"]),
    ("regime", "elsewhere"): frozenset(["offered", "proposed"]),
    ("period", "kind"): frozenset(["duty", "window", "wait", "term"]),
    ("period", "unit"): frozenset(UNITS),
    ("period", "pin"): frozenset(["start", "now"]),
    ("period", "count"): frozenset(["natural", "work"]),
    ("guidance", "kind"): frozenset(KINDS),
    ("matter", "power"): frozenset(["法定", "赋权", "委托", "移送"]),
    ("period", "of"): frozenset(OF),
    ("question", "kind"): frozenset(["单选", "多选", "判断", "案例"]),
    ("procedure", "kind"): frozenset(
        ["clue", "inspection", "penalty", "permit", "measure", "publication", "hearing", "supervision"]
        + ["compulsion", "duty", "remedy", "transfer", "requisition", "expropriation", "soft", "complaint"]
    ),
}
REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "alert": ("title", "group", "cite", "colour", "answers", "within", "mends"),
    "procedure": ("title", "kind", "cite", "phases"),
    "step": ("title", "procedure", "cite", "by", "phase"),
    "point": ("title", "procedure", "when"),
    "period": ("title", "procedure", "cite", "starts"),
    "transition": ("on", "procedure", "settled"),
    "threshold": ("value", "cite"),
    "outcome": ("per", "title"),
    "custody": ("title", "cite", "each", "starts", "states"),
    "matter": ("title", "kind"),
    "power_list": ("title", "organ"),
    "list_kind": ("title",),
    "list_level": ("title",),
    "list_mode": ("title",),
    "list_column": ("title",),
    "concept": ("words",),
    "crosswalk": ("title", "field", "difference", "sides"),
    "province": ("title", "say"),
    "saying": ("texts",),
    "outside": ("title", "goes", "texts"),
    "benchmark": ("tiers",),
    "discretion_factor": ("side", "cite"),
    "guidance": ("title", "kind", "text"),
    "leniency_kind": ("title", "cite", "when", "ground"),
    "leniency": ("matter", "kind", "say", "cite"),
    "function": ("title",),
    "regime": ("title", "cite"),
    "qualification": ("title", "within", "hours", "lapses", "cite"),
    "staffing": ("title", "role", "percent", "cite"),
    "working": ("title", "length", "cite"),
    "liability_kind": ("title", "of", "cite"),
    "liability_level": ("title", "cite"),
    "training_kind": ("title",),
    "exam_paper": ("title", "kind", "minutes", "pass", "parts"),
    "question": ("kind", "topic", "ask", "cite", "why"),
    "assessment": ("title", "cite", "limits", "periods", "grades", "items"),
    "appraisal_standard": ("title", "cite", "full", "failed", "grades"),
    "appraisal_item": ("title", "standards", "part", "cite"),
    "appraisal_redaction": ("title", "mask", "facts", "cite"),
    "quality": ("title", "cite", "limits", "periods", "exchange", "grades", "items"),
    "equipment_kind": ("title", "unit"),
    "responsibility": ("title", "roles", "cite"),
    "activity": ("title", "recorded_within", "apart_minutes", "copies", "least_words", "most_persons"),
    "recurrence": ("title", "within_days"),
    "card_line": ("title", "facts"),
    "chain": ("title", "levels", "checkpoints", "cite"),
    "chain_use": ("title", "chain", "organs", "procedures", "begins", "before"),
    "conformance": ("title", "say", "says_of"),
    "teaching": ("title", "procedure", "start", "people", "scenes", "lesson"),
    "counting": ("cite",),
    "layout": ("title",),
    "calendar": ("year", "off"),
    "paper_check": ("title", "cite", "remedy"),
    "casefile_part": ("title", "volume", "cite"),
}


def misspelt(survey: Survey) -> Iterator[Problem]:
    """Sections, keys and fixed values that no reader of the rules knows."""
    for section in survey.book.sections():
        near = get_close_matches(section, KEYS, n=1, cutoff=0.8)
        if section not in KEYS and near:
            for entry in survey.book.section(section):
                yield problem(entry, f"没有“{section}”这一类规则；是否为“{near[0]}”")
    for section in KEYS:
        for entry in survey.book.section(section):
            if not entry.taken_from:
                yield from _entry(survey, entry)


def _entry(survey: Survey, entry: Entry) -> Iterator[Problem]:
    data, section = entry.data, entry.section
    allowed = KEYS[section] | COMMON
    for key in data:
        if key not in allowed:
            yield problem(entry, f"没有“{key}”这一键，写了也不起作用{meant(key, sorted(allowed))}")
    for key in REQUIRED.get(section, ()):
        if data.get(key) in (None, "", []):
            yield problem(entry, f"缺 {key}，应补上")
    for (owner, key), inner in INNER.items():
        if owner == section and key in data:
            for number, item in enumerate(tables(data[key]), 1):
                for name in set(item) - inner:
                    yield problem(entry, f"{key}[{number}] 没有“{name}”这一键{meant(name, sorted(inner))}")
    for (owner, key), values in VALUES.items():
        if owner == section and key in data and data[key] not in values:
            yield problem(entry, f"{key} 不能是“{data[key]}”，可用：{'、'.join(sorted(values))}")
    if section == "step":
        yield from _step(survey, entry, data)
    if section == "period":
        yield from _period(entry, data)


def _step(survey: Survey, entry: Entry, data: Mapping[str, Any]) -> Iterator[Problem]:
    for role in texts(data.get("by")):
        if role not in ROLE_TITLES:
            yield problem(entry, f"by 中没有“{role}”这一角色{meant(role, sorted(ROLE_TITLES))}")
    owners = survey.book.versions("procedure", str(data.get("procedure")))
    phases = {phase for owner in owners for phase in owner.data.get("phases", ())}
    if phases and data.get("phase") and data["phase"] not in phases:
        yield problem(entry, f"程序没有“{data['phase']}”这一阶段，可用：{'、'.join(sorted(phases))}")
    if data.get("repeat") and data.get("times"):
        yield problem(entry, "repeat 与 times 不能并用：可以随意重复的删去 times，限次的删去 repeat")
    if data.get("ends") not in (None, False, True, "proceeding", "case"):
        yield problem(entry, f'ends 只能是 true 或 "case"，现为“{data["ends"]}”')
    for number, item in enumerate(tables(data.get("checks")), 1):
        if not item.get("if"):
            yield problem(entry, f"checks[{number}] 缺 if，应写明条件")


def _period(entry: Entry, data: Mapping[str, Any]) -> Iterator[Problem]:
    if "length" not in data and not data.get("until"):
        yield problem(entry, "既没有 length 也没有 until，不知何时届满")
    if "length" in data and not isinstance(data["length"], int):
        yield problem(entry, f"length 应为整数，现为“{data['length']}”")
    if data.get("kind", "duty") == "duty" and not data.get("met_by"):
        yield problem(entry, "义务（duty）没有 met_by，永远不会履行；写明由哪一步履行，或者改为 term、wait")
    backwards = isinstance(data.get("length"), int) and data["length"] < 0
    for key in ("paused_by", "extended_by"):
        if data.get(key) and backwards:
            yield problem(entry, f"倒算的期限（length 为负）不中止、不延长，{key} 写了也不起作用，应删去")
    if data.get("paused_by") and data.get("unit") == "hour":
        yield problem(entry, "以小时计的期限不中止，paused_by 写了也不起作用，应删去")
    lapse = data.get("on_lapse")
    if isinstance(lapse, Mapping) and lapse.get("dated", "due") not in {"start", "due"}:
        yield problem(entry, f"on_lapse.dated 只能是 start 或 due，现为“{lapse['dated']}”")
    for number, item in enumerate(tables(data.get("extended_by")), 1):
        if len({"length", "fact", "to"} & set(item)) != 1:
            yield problem(entry, f"extended_by[{number}] 应在 length、fact、to 中写一个")
