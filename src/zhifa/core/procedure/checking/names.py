"""Names that point nowhere: steps, facts, papers, procedures, benchmarks, outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from zhifa.core.competence import APART
from zhifa.core.facts import FactError
from zhifa.core.kinship import kin
from zhifa.core.procedure.checking.survey import (
    Survey,
    alternatives,
    meant,
    opened_by,
    problem,
    recorded_by,
    tables,
    texts,
)
from zhifa.core.rulebook import Entry, Problem


def dangling(survey: Survey) -> Iterator[Problem]:
    """Every name an entry gives that no other entry answers to."""
    for entry in survey.entries("step", "point", "period", "transition"):
        owner = str(entry.data.get("procedure", ""))
        if owner not in survey.procedures:
            yield problem(entry, f"没有代码为“{owner}”的程序{meant(owner, sorted(survey.procedures))}")
    for entry in survey.entries("step"):
        yield from _step(survey, entry)
    for entry in survey.entries("period"):
        yield from _period(survey, entry)
    for entry in survey.entries("transition"):
        yield from _steps(survey, entry, "settled", texts(entry.data.get("settled")), _own_steps(survey, entry))
    yield from _regimes(survey)
    yield from _papers(survey)
    yield from _outcomes(survey)
    yield from _custody(survey)
    yield from _matters(survey)
    yield from _functions(survey)
    yield from _crosswalk(survey)
    yield from _power_lists(survey)
    yield from _beside_matters(survey)


def _own_steps(survey: Survey, entry: Entry) -> set[str]:
    return set(survey.own(str(entry.data.get("procedure", "")), "step"))


def _steps(survey: Survey, entry: Entry, key: str, named: Iterable[str], known: set[str]) -> Iterator[Problem]:
    for code in named:
        if code not in known:
            yield problem(entry, f"{key} 所说的步骤“{code}”不存在{meant(code, sorted(known))}")


def _facts(survey: Survey, entry: Entry, key: str, named: Iterable[str]) -> Iterator[Problem]:
    for code in named:
        if code not in survey.vocabulary:
            yield problem(entry, f"{key} 中的事实“{code}”没有声明{meant(code, sorted(survey.vocabulary.facts))}")


def _step(survey: Survey, entry: Entry) -> Iterator[Problem]:
    data, known = entry.data, _own_steps(survey, entry)
    owner = str(data.get("procedure", ""))
    yield from _steps(survey, entry, "until", texts(data.get("until")), known)
    if never := texts(data.get("never_by")):
        above = {code for place in survey.above(owner) for code in survey.own(place, "step")}
        yield from _steps(survey, entry, "never_by", never, above)
    for item in tables(data.get("reopens")):
        yield from _steps(survey, entry, "reopens", texts(item.get("steps")), known)
    yield from _after(survey, entry)
    yield from _facts(survey, entry, "records、may_record、sets、dated_as", sorted(recorded_by(entry)))
    yield from _set_values(survey, entry, data.get("sets", {}))
    for effect in tables(data.get("effects")):
        yield from _set_values(survey, entry, effect.get("sets", {}))
        target, taken = str(effect.get("in", "parent")), texts(effect.get("takes"))
        yield from _effect(survey, entry, target, "annul", texts(effect.get("annul")))
        yield from _effect(survey, entry, target, "takes", taken)
        if taken and target == "own":
            yield problem(entry, "effects.takes 是办了别的程序的步骤，in 不能是 own")
        for code in texts(effect.get("carries")):
            if not any(place == owner for place, _ in survey.recorders.get(code, ())):
                yield problem(entry, f"effects.carries 中的“{code}”不是本程序登记的事实，没有可以带过去的内容")
    yield from _letters(survey, entry)
    yield from _columns(survey, entry)
    for named in (data, *tables(data.get("effects"))):
        dated = survey.vocabulary.get(str(named.get("dated_as", "")))
        if dated and dated.type not in {"date", "moment"}:
            yield problem(entry, f"dated_as 应为日期类事实，“{dated.code}”是 {dated.type}")
    for code in opened_by(entry):
        if code not in survey.procedures:
            yield problem(entry, f"opens 所说的程序“{code}”不存在{meant(code, sorted(survey.procedures))}")
    for paper in texts(data.get("papers")):
        if paper not in survey.papers_there:
            yield problem(entry, f"papers 中的文书“{paper}”没有模板{meant(paper, list(survey.papers_there))}")
    if owner in survey.procedures and not any(
        versions.validity.overlaps(entry.validity) for versions in survey.book.versions("procedure", owner)
    ):
        yield problem(entry, f"有效期与程序“{owner}”的有效期没有重合，永远不会适用")


def _columns(survey: Survey, entry: Entry) -> Iterator[Problem]:
    """Columns a step asks for of a list must be columns of that list."""
    for item in entry.data.get("records", ()):
        fact = survey.vocabulary.get(str(item.get("fact", ""))) if isinstance(item, Mapping) else None
        known = [column.code for column in fact.columns] if fact else []
        for code in texts(item.get("columns")) if fact else ():
            if code not in known:
                yield problem(entry, f"records 中“{fact.code}”没有“{code}”这一栏{meant(code, known)}")  # type: ignore[union-attr]


def _after(survey: Survey, entry: Entry) -> Iterator[Problem]:
    """In every version of the procedure in which the step stands, what it waits for must stand too."""
    owner = str(entry.data.get("procedure", ""))
    everything = set(survey.own(owner, "step")) | set(survey.own(owner, "point"))
    for group in texts(entry.data.get("after")):
        for code in alternatives(group):
            if code not in everything:
                yield problem(entry, f"after 所说的“{code}”既不是步骤也不是节点{meant(code, sorted(everything))}")
    for day in survey.epochs(owner):
        if not entry.validity.contains(day):
            continue
        rules = survey.book.as_of(day)
        for group in texts(entry.data.get("after")):
            named = [code for code in alternatives(group) if code in everything]
            standing = [c for c in named if rules.entry("step", f"{owner}/{c}") or rules.entry("point", f"{owner}/{c}")]
            if named and not standing:
                yield problem(entry, f"自 {day} 起 after 所说的“{group}”已不在程序中，应改写本步骤的 after")


def _letters(survey: Survey, entry: Entry) -> Iterator[Problem]:
    """What a step begins with another organ, and what it answers: a procedure, a step and facts there are."""
    data = entry.data
    for item in tables(data.get("sends")):
        code = str(item.get("procedure", ""))
        if code not in survey.procedures:
            yield problem(entry, f"sends 所说的程序“{code}”不存在{meant(code, sorted(survey.procedures))}")
        yield from _steps(survey, entry, "sends.step", texts(item.get("step")), set(survey.own(code, "step")))
        yield from _facts(survey, entry, "sends", [*texts(item.get("to")), *texts(item.get("carries"))])
    owner = str(data.get("procedure", ""))
    known = {code for place in survey.senders.get(owner, ()) for code in survey.own(place, "step")}
    for item in tables(data.get("answers")):
        yield from _steps(survey, entry, "answers.step", texts(item.get("step")), known)
        yield from _facts(survey, entry, "answers", texts(item.get("carries")))
    written = {place for place, senders in survey.senders.items() if owner in senders}
    there = {code for place in written for code in survey.own(place, "step")}
    for item in tables(data.get("tells")):
        yield from _steps(survey, entry, "tells.step", texts(item.get("step")), there)
        yield from _facts(survey, entry, "tells", texts(item.get("carries")))


def _effect(survey: Survey, entry: Entry, target: str, key: str, named: list[str]) -> Iterator[Problem]:
    owner = str(entry.data.get("procedure", ""))
    exact = target in survey.procedures
    if not exact and target not in {"own", "parent", "about", "children"}:
        yield problem(entry, f"effects.in 只能是 own、parent、about、children 或者上级程序的代码，现为“{target}”")
        return
    above = survey.parents.get(owner, frozenset()) or (survey.procedures - {owner})
    below = {code for code, parents in survey.parents.items() if owner in parents}
    places = [owner] if target == "own" else [target] if exact else sorted(below if target == "children" else above)
    known = {code for place in places for code in survey.own(place, "step")}
    for code in named:
        if code not in known:
            own = code in survey.own(owner, "step")
            mend = '；本程序自己的步骤应写 in = "own"' if own else meant(code, sorted(known))
            yield problem(entry, f"effects.{key} 所说的步骤“{code}”在目标程序中不存在{mend}")


def _set_values(survey: Survey, entry: Entry, sets: object) -> Iterator[Problem]:
    for code, value in sets.items() if isinstance(sets, Mapping) else ():
        if code in survey.vocabulary:
            read = survey.vocabulary.read(str(code), value)
            if isinstance(read, FactError):
                yield problem(entry, f"sets 中“{code}”的值不合词表：{read.message}")


def _period(survey: Survey, entry: Entry) -> Iterator[Problem]:
    data, known = entry.data, _own_steps(survey, entry)
    if entry.data.get("procedure", "") not in survey.procedures:
        return
    expressions = {e.key for e in survey.expressions_of(entry)}
    for key in ("starts", "met_by"):
        if data.get(key) and key not in expressions:
            yield from _steps(survey, entry, key, alternatives(str(data[key])), known)
    for pause in tables(data.get("paused_by")):
        for side in ("from", "to"):
            for name in alternatives(str(pause.get(side, ""))):
                yield from _moment(survey, entry, f"paused_by.{side}", name)
    for extension in tables(data.get("extended_by")):
        yield from _steps(survey, entry, "extended_by", [str(extension.get("step", ""))], known)
        yield from _facts(survey, entry, "extended_by", texts(extension.get("fact")) + texts(extension.get("to")))
    lapse = data.get("on_lapse")
    if isinstance(lapse, Mapping):
        yield from _steps(survey, entry, "on_lapse.deems", texts(lapse.get("deems")), known)
        yield from _facts(survey, entry, "on_lapse.facts", list(lapse.get("facts", {})))
        yield from _set_values(survey, entry, lapse.get("facts", {}))
    each = survey.vocabulary.get(str(data.get("each", "")))
    if data.get("each") and (each is None or each.type != "table"):
        yield problem(entry, f"each 应为清单类事实，“{data['each']}”不是")


def _moment(survey: Survey, entry: Entry, key: str, name: str) -> Iterator[Problem]:
    """A pause begins and ends with a step, in this procedure or above, or with a dated fact."""
    if "." in name:
        yield from _facts(survey, entry, key, [name])
        return
    places = survey.above(str(entry.data.get("procedure", "")))
    known = {code for place in places for code in survey.own(place, "step")}
    yield from _steps(survey, entry, key, [name], known)


def _papers(survey: Survey) -> Iterator[Problem]:
    """Templates neither a step nor a register can issue."""
    issued = {code for entry in survey.book.section("step") for code in texts(entry.data.get("papers"))}
    issued |= {code for entry in survey.book.section("register") for code in texts(entry.data.get("papers"))}
    for code in dict.fromkeys(entry.key for entry in survey.book.section("paper")):
        if code not in issued:
            entry = survey.book.versions("paper", code)[0]
            yield problem(entry, "没有步骤能制发这份文书：在某一步骤的 papers 中写上它，或者删去模板")
    for entry in survey.book.section("paper"):
        for code in texts(entry.data.get("applies_to")):
            if code not in survey.procedures:
                yield problem(entry, f"applies_to 所说的程序“{code}”不存在{meant(code, sorted(survey.procedures))}")


def _regimes(survey: Survey) -> Iterator[Problem]:
    """A variant follows rules that are named; in one family each is followed once."""
    known = {entry.code for entry in survey.book.section("regime")}
    followed: dict[tuple[str, str], str] = {}
    for entry in survey.book.section("procedure"):
        code = str(entry.data.get("regime", ""))
        if code and code not in known:
            yield problem(entry, f"regime 所说的程序规定“{code}”不存在{meant(code, sorted(known))}")
        for base in kin(survey.book, entry.key)[1:] if code else ():
            if followed.setdefault((base, code), entry.key) != entry.key:
                yield problem(entry, f"“{base}”的变体中，“{code}”已经写在“{followed[base, code]}”上")


def _outcomes(survey: Survey) -> Iterator[Problem]:
    for entry in survey.book.section("outcome"):
        procedures = texts(entry.data.get("procedure"))
        for code in procedures:
            if code not in survey.procedures:
                yield problem(entry, f"没有代码为“{code}”的程序{meant(code, sorted(survey.procedures))}")
        places = procedures or sorted(survey.procedures)
        known = {code for place in places for code in survey.own(place, "step")}
        yield from _steps(survey, entry, "per", texts(entry.data.get("per")), known)
    outcomes = {entry.code for entry in survey.book.section("outcome")}
    for entry in survey.book.section("indicator"):
        for code in texts(entry.data.get("outcome")):
            if code not in outcomes:
                yield problem(entry, f"没有代码为“{code}”的计数规则（outcome）{meant(code, sorted(outcomes))}")
    indicators = {entry.code for entry in survey.book.section("indicator")}
    for entry in survey.entries("table"):
        named = [str(column.get("indicator", "")) for column in tables(entry.data.get("columns"))]
        for code in named:
            if code and code not in indicators:
                yield problem(entry, f"没有代码为“{code}”的指标（indicator）{meant(code, sorted(indicators))}")


def _custody(survey: Survey) -> Iterator[Problem]:
    """Lists of goods, the steps that count them and the periods that decide them."""
    steps = {entry.code for entry in survey.entries("step")}
    periods = {entry.code for entry in survey.entries("period")}
    for entry in survey.entries("custody"):
        each = survey.vocabulary.get(str(entry.data.get("each", "")))
        if each is None or each.type != "table" or not each.key:
            yield problem(entry, f"each 应为有 key 的清单类事实，“{entry.data.get('each')}”不是")
        yield from _steps(survey, entry, "counts", texts(entry.data.get("counts")), steps)
        for code in texts(entry.data.get("periods")):
            if code not in periods:
                yield problem(entry, f"periods 中的期限“{code}”不存在{meant(code, sorted(periods))}")
        states = list(tables(entry.data.get("states")))
        if not states or states[-1].get("if"):
            yield problem(entry, "states 的最后一个应没有 if：每一件都要有状态")


def _matters(survey: Survey) -> Iterator[Problem]:
    benchmarks = {entry.code for entry in survey.book.section("benchmark")}
    matters = {entry.code for entry in survey.book.section("matter")}
    for entry in survey.book.section("matter"):
        for code in texts(entry.data.get("procedures")):
            if code not in survey.procedures:
                yield problem(entry, f"procedures 中的程序“{code}”不存在{meant(code, sorted(survey.procedures))}")
        code = str(entry.data.get("benchmark", ""))
        if code and code not in benchmarks:
            yield problem(entry, f"没有代码为“{code}”的裁量基准{meant(code, sorted(benchmarks))}")
        for number, other in enumerate(tables(entry.data.get("near")), 1):
            code = str(other.get("matter", ""))
            if code not in matters:
                yield problem(entry, f"near[{number}] 没有代码为“{code}”的事项{meant(code, sorted(matters))}")
    for entry in survey.book.section("saying"):
        if entry.code not in matters:
            yield problem(entry, f"没有代码为“{entry.code}”的事项{meant(entry.code, sorted(matters))}")


def _functions(survey: Survey) -> Iterator[Problem]:
    """Every department of a matter is a function; no wording means two, and none stands in another that is not."""
    codes = {entry.code for entry in survey.book.section("function")}
    meaning: dict[str, str] = {}
    for entry in survey.book.section("function"):
        for name in (str(entry.data.get("title", "")), *texts(entry.data.get("aliases"))):
            if meaning.setdefault(name, entry.code) != entry.code:
                yield problem(entry, f"“{name}”已经是职能 {meaning[name]} 的写法，一种写法只能指一种职能")
        for code in texts(entry.data.get("within")):
            if code not in codes:
                yield problem(entry, f"within 所说的职能“{code}”不存在{meant(code, sorted(codes))}")
    for entry in survey.book.section("regime"):
        for code in texts(entry.data.get("functions")):
            if code not in codes:
                yield problem(entry, f"functions 所说的职能“{code}”不存在{meant(code, sorted(codes))}")
    for entry in survey.book.section("matter") if codes else ():
        for name in str(entry.data.get("department", "")).split(APART):
            if name and name not in meaning:
                near = meant(name, sorted(meaning))
                yield problem(
                    entry, f"department“{name}”不是已知的职能{near}：改用已有的写法，或者加进 organs/functions.toml"
                )


def _crosswalk(survey: Survey) -> Iterator[Problem]:
    """Sides that name a matter or a province nobody knows, or say nothing at all."""
    provinces = {entry.code for entry in survey.book.section("province")}
    matters = {entry.code for entry in survey.book.section("matter")}
    for entry in survey.book.section("crosswalk"):
        for number, side in enumerate(tables(entry.data.get("sides")), 1):
            for code in texts(side.get("province")):
                if code not in provinces:
                    yield problem(entry, f"sides[{number}] 没有“{code}”这个地方{meant(code, sorted(provinces))}")
            code = str(side.get("matter", ""))
            if code and code not in matters:
                yield problem(entry, f"sides[{number}] 没有代码为“{code}”的事项{meant(code, sorted(matters))}")
            if not code and not side.get("cite"):
                yield problem(entry, f"sides[{number}] 既没有 matter 也没有 cite，没有内容")


def _power_lists(survey: Survey) -> Iterator[Problem]:
    """Lists name matters there are, kinds of the layout, and add up to what they say of themselves."""
    matters = {entry.code: str(entry.data.get("kind", "")) for entry in survey.book.section("matter")}
    kinds = {entry.code for entry in survey.book.section("list_kind")}
    for entry in survey.book.section("power_list"):
        named = texts(entry.data.get("matters"))
        items = list(tables(entry.data.get("items")))
        for code in [*named, *(str(item["matter"]) for item in items if item.get("matter"))]:
            if code not in matters:
                yield problem(entry, f"没有代码为“{code}”的事项{meant(code, sorted(matters))}")
        yield from (problem(entry, said) for code in named if (said := _lapsed(survey, entry, code)))
        twice = [code for code, many in Counter(named).items() if many > 1]
        yield from (problem(entry, f"事项“{code}”列了两次") for code in twice)
        counted = Counter(matters.get(code, "") for code in named)
        for number, item in enumerate(items, 1):
            kind = str(item.get("kind", entry.data.get("kind", "")))
            counted[kind] += 1
            if kind not in kinds:
                yield problem(entry, f"items[{number}] 的 kind“{kind}”不在类别之中{meant(kind, sorted(kinds))}")
            if not item.get("title"):
                yield problem(entry, f"items[{number}] 缺 title")
        for kind, many in dict(entry.data.get("sums", {})).items():
            if counted[kind] != many:
                yield problem(entry, f"sums 写的是{kind} {many} 项，列出的有 {counted[kind]} 项")


def _lapsed(survey: Survey, entry: Entry, code: str) -> str:
    """A matter that begins after the list or ends before it: on some day the list would be an item short."""
    versions = [found.validity for found in survey.matters.get(code, ())]
    mine = entry.validity
    starts = [one.start for one in versions if one.start]
    if mine.start and len(starts) == len(versions) and starts and min(starts) > mine.start:
        return f"事项“{code}”自 {min(starts)} 才有，晚于清单：换一项，或者改清单的 from"
    ends = [one.end for one in versions if one.end]
    if len(ends) == len(versions) and ends and (mine.end is None or max(ends) < mine.end):
        return f"事项“{code}”到 {max(ends)} 为止，早于清单：换一项，或者写清单的 to"
    return ""


def _beside_matters(survey: Survey) -> Iterator[Problem]:
    """The lenient list and the case library name matters, kinds and fields that exist."""
    matters = {entry.code for entry in survey.book.section("matter")}
    fields = {str(entry.data.get("field", "")) for entry in survey.book.section("matter")}
    kinds = {entry.code for entry in survey.book.section("leniency_kind")}
    for entry in survey.entries("leniency", "guidance"):
        named = [str(entry.data["matter"])] if "matter" in entry.data else texts(entry.data.get("matters"))
        for code in named:
            if code not in matters:
                yield problem(entry, f"没有代码为“{code}”的事项{meant(code, sorted(matters))}")
        kind, field = str(entry.data.get("kind", "")), str(entry.data.get("field", ""))
        if entry.section == "leniency" and kind not in kinds:
            yield problem(entry, f"没有“{kind}”这一种类（leniency_kind）{meant(kind, sorted(kinds))}")
        if field and field not in fields:
            yield problem(entry, f"没有“{field}”这一领域{meant(field, sorted(fields))}")
        if entry.section == "guidance" and not named and not field:
            yield problem(entry, "没有写 matters 或者 field：不知道放在哪些事项旁边")
