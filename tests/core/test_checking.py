"""The check of the rules: a mistake planted in a sound rulebook is named with file, entry and remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from zhifa.cli.main import main
from zhifa.cli.rules import check, read_scenarios
from zhifa.core.papers.uses import read_papers
from zhifa.core.procedure.checking import PaperUse, check_rules, unread_facts
from zhifa.core.rulebook import Problem, Rulebook, compile_rules

FACTS = """
[fact."case.title"]
label = "案由"
type = "text"
[fact."case.complex"]
label = "案情复杂"
type = "boolean"
absent = "unknown"
[fact."filing.on"]
label = "立案日期"
type = "date"
[fact."report.fine"]
label = "建议罚款"
type = "money"
[fact."review.conclusion"]
label = "审核结论"
type = "choice"
options = ["同意", "退回"]
[fact."decision.on"]
label = "决定日期"
type = "date"
[fact."decision.fine"]
label = "罚款金额"
type = "money"
[fact."goods.list"]
label = "物品清单"
type = "table"
key = "no"
columns = [{ code = "no", label = "序号", type = "integer" }, { code = "name", label = "名称", type = "text" }]
[fact."party.name"]
label = "当事人"
type = "text"
"""
STEPS = """
[[procedure]]
code = "fine"
title = "处罚"
kind = "penalty"
cite = "行政处罚法(2021)#54"
from = "2021-07-15"
phases = ["立案", "决定"]

[[step]]
procedure = "fine"
code = "filing"
title = "立案"
phase = "立案"
cite = "行政处罚法(2021)#54.2"
by = "head"
dated_as = "filing.on"
records = ["case.title", "party.name"]

[[step]]
procedure = "fine"
code = "report"
title = "调查报告"
phase = "立案"
cite = "行政处罚法(2021)#57.1"
by = "officer"
officers = 2
after = ["filing"]
records = ["report.fine", "case.complex", "goods.list"]

[[step]]
procedure = "fine"
code = "review"
title = "审核"
phase = "决定"
cite = "行政处罚法(2021)#58.1"
by = "legal_reviewer"
never_by = ["report"]
after = ["report"]
needed_if = "case.complex"
until = ["decision"]
records = ["review.conclusion"]
counts_if = "review.conclusion == '同意'"
reopens = [{ steps = ["report"], if = "review.conclusion == '退回'" }]

[[point]]
procedure = "fine"
code = "ready"
title = "可以决定"
when = "done('report') and (done('review') or not case.complex)"

[[step]]
procedure = "fine"
code = "decision"
title = "决定"
phase = "决定"
cite = "行政处罚法(2021)#57.1"
by = "head"
after = ["ready", "review"]
dated_as = "decision.on"
records = ["decision.fine"]
checks = [{ if = "decision.fine <= report.fine", say = "不得高于建议" }]
papers = ["decision"]
ends = true
"""
PERIODS = """
[[period]]
procedure = "fine"
code = "decide"
title = "决定期限"
cite = "行政处罚法(2021)#60"
starts = "filing"
length = 90
unit = "day"
kind = "duty"
of = "organ"
met_by = "decision"
"""
PAPER = """
[[paper]]
code = "decision"
title = "决定书"
cite = "行政处罚法(2021)#59"
body = [{ text = "罚款{{decision.fine}}" }]
"""
SOUND: Mapping[str, str] = {
    "facts.toml": FACTS,
    "procedures/fine.toml": STEPS,
    "periods/fine.toml": PERIODS,
    "papers/decision.toml": PAPER,
}


def book(sources: Mapping[str, str]) -> Rulebook:
    found = compile_rules(sources)
    assert isinstance(found, Rulebook), [str(problem) for problem in found]
    return found


def found(file: str, old: str, new: str, **more: str) -> list[Problem]:
    """The problems after one text of the sound rulebook was replaced by another."""
    assert old in SOUND[file], f"{old!r} is not in {file}"
    return check_rules(book({**SOUND, file: SOUND[file].replace(old, new), **more}))


def test_the_sound_rulebook_has_no_problem() -> None:
    assert check_rules(book(SOUND)) == []


FINE = "procedures/fine.toml"
FUNCTIONS = """
[[function]]
code = "city"
title = "城市管理部门"
aliases = ["市容环卫部门"]
[[function]]
code = "market"
title = "市场监督管理部门"
"""
DEPARTMENT = """
[[matter]]
code = "stall"
title = "占道摆摊"
kind = "处罚"
department = "市容环卫部门、市场监督管理部门"
"""


@pytest.mark.parametrize(
    ("functions", "matter", "said"),
    [
        (FUNCTIONS, DEPARTMENT, ""),
        (
            FUNCTIONS,
            DEPARTMENT.replace("、市场监督", "、市场监"),
            "department“市场监管理部门”不是已知的职能；是否为“市场监督管理部门”",
        ),
        (FUNCTIONS.replace('title = "市场监督管理部门"', 'title = "市容环卫部门"'), "", "一种写法只能指一种职能"),
        (FUNCTIONS + 'within = ["citi"]\n', "", "within 所说的职能“citi”不存在；是否为“city”"),
        (FUNCTIONS + 'alias = ["市监"]\n', "", "没有“alias”这一键"),
    ],
)
def test_a_department_is_a_function_and_a_wording_means_one(functions: str, matter: str, said: str) -> None:
    problems = check_rules(book({**SOUND, "organs/functions.toml": functions, "matters/a.toml": matter}))
    assert [problem for problem in problems if said in problem.message or not said] == problems[:1], problems
    assert bool(problems) == bool(said)


PLANTED = [
    (
        FINE,
        'after = ["filing"]',
        'after = ["filling"]',
        "step fine/report",
        "“filling”既不是步骤也不是节点；是否为“filing”",
    ),
    (FINE, 'until = ["decision"]', 'until = ["desicion"]', "step fine/review", "until 所说的步骤“desicion”不存在"),
    (FINE, 'never_by = ["report"]', 'never_by = ["reports"]', "step fine/review", "是否为“report”"),
    (FINE, 'steps = ["report"]', 'steps = ["repor"]', "step fine/review", "reopens 所说的步骤“repor”不存在"),
    (FINE, "done('report') and", "done('repot') and", "point fine/ready", "done('repot') 所说的步骤不存在"),
    (FINE, '"case.title", "party.name"', '"case.titel", "party.name"', "step fine/filing", "是否为“case.title”"),
    (FINE, 'dated_as = "decision.on"', 'dated_as = "decision.fine"', "step fine/decision", "dated_as 应为日期类事实"),
    (
        FINE,
        'needed_if = "case.complex"',
        'needed_if = "case.complexx"',
        "step fine/review",
        "没有名为“case.complexx”的事实",
    ),
    (FINE, 'needed_if = "case.complex"', 'needed_if = "complex()"', "step fine/review", "没有名为“complex”的函数"),
    (FINE, 'needed_if = "case.complex"', 'need_if = "case.complex"', "step fine/review", "是否为“needed_if”"),
    (FINE, 'say = "不得高于建议"', 'says_so = "不得高于建议"', "step fine/decision", "checks[1] 没有“says_so”这一键"),
    (FINE, 'by = "legal_reviewer"', 'by = "legal_review"', "step fine/review", "是否为“legal_reviewer”"),
    (
        FINE,
        'phase = "决定"\ncite = "行政处罚法(2021)#58.1"',
        'phase = "审核"\ncite = "x"',
        "step fine/review",
        "没有“审核”这一阶段",
    ),
    (FINE, 'papers = ["decision"]', 'papers = ["decison"]', "step fine/decision", "文书“decison”没有模板"),
    (FINE, 'papers = ["decision"]\n', "", "paper decision", "没有步骤能制发这份文书"),
    (FINE, "decision.fine <= report.fine", "decision.fine <= review.conclusion", "step fine/decision", "永远是“未知”"),
    (FINE, "decision.fine <= report.fine", "goods.list > 3", "step fine/decision", "any、all、count、sum 或 len"),
    (FINE, "decision.fine <= report.fine", "'推车' in goods.list", "step fine/decision", "清单不能直接用 in"),
    (
        FINE,
        "decision.fine <= report.fine",
        "day(case.title) == day('filing')",
        "step fine/decision",
        "应为加引号的名称",
    ),
    (FINE, "decision.fine <= report.fine", "decision.on <= today()", "step fine/decision", "today() 只能用在期限里"),
    (FINE, "decision.fine <= report.fine", "decision.fine < threshold('fine')", "step fine/decision", "数额界限不存在"),
    (
        FINE,
        "decision.fine <= report.fine",
        "passed('decided')",
        "step fine/decision",
        "passed('decided') 所说的期限不存在",
    ),
    (
        FINE,
        "decision.fine <= report.fine",
        "linked('hearing')",
        "step fine/decision",
        "linked('hearing') 所说的程序不存在",
    ),
    (FINE, "ends = true", 'opens = ["publish"]', "step fine/decision", "opens 所说的程序“publish”不存在"),
    (FINE, "ends = true", 'effects = [{ annul = ["filing"] }]', "step fine/decision", '应写 in = "own"'),
    (FINE, "ends = true", 'sets = { "case.complex" = "很" }', "step fine/decision", "值不合词表"),
    (FINE, 'after = ["filing"]', 'after = ["filing", "decision"]', "step fine/report", "互相等待，谁也不能先做"),
    (
        FINE,
        'records = ["report.fine", "case.complex", "goods.list"]',
        'records = ["report.fine"]',
        "step fine/review",
        "",
    ),
    (FINE, 'kind = "penalty"', 'kind = "penality"', "procedure fine", "kind 不能是“penality”"),
    (
        "periods/fine.toml",
        'met_by = "decision"',
        'met_by = "decide"',
        "period fine/decide",
        "met_by 所说的步骤“decide”不存在",
    ),
    ("periods/fine.toml", 'met_by = "decision"\n', "", "period fine/decide", "没有 met_by，永远不会履行"),
    (
        "periods/fine.toml",
        'starts = "filing"',
        'starts = "file"',
        "period fine/decide",
        "starts 所说的步骤“file”不存在",
    ),
    ("periods/fine.toml", 'unit = "day"', 'unit = "days"', "period fine/decide", "unit 不能是“days”"),
    ("periods/fine.toml", "length = 90", "lenght = 90", "period fine/decide", "是否为“length”"),
    ("periods/fine.toml", "length = 90", 'length = "90"', "period fine/decide", "length 应为整数"),
    ("periods/fine.toml", "[[period]]", "[[periods]]", "periods decide", "是否为“period”"),
    (
        "periods/fine.toml",
        'procedure = "fine"',
        'procedure = "fines"',
        "period fines/decide",
        "没有代码为“fines”的程序",
    ),
    (
        "periods/fine.toml",
        'met_by = "decision"',
        'met_by = "decision"\npaused_by = [{ from = "review", to = "revue" }]',
        "period fine/decide",
        "paused_by.to 所说的步骤“revue”不存在",
    ),
    (
        "periods/fine.toml",
        'met_by = "decision"',
        'met_by = "decision"\non_lapse = { deems = "accept", dated = "late" }',
        "period fine/decide",
        "on_lapse.dated 只能是 start 或 due",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "where", "said"), PLANTED, ids=[p[2][:40] for p in PLANTED])
def test_a_planted_mistake_is_named(file: str, old: str, new: str, where: str, said: str) -> None:
    problems = found(file, old, new)
    named = [problem for problem in problems if problem.where == where and said in problem.message]
    assert named, [str(problem) for problem in problems]
    assert all(problem.path in SOUND for problem in problems)


def test_whether_a_step_is_needed_may_not_hang_on_what_only_a_later_step_records() -> None:
    problems = found(FINE, '"case.complex", "goods.list"]', '"goods.list"]')
    assert any("case.complex" in problem.message for problem in problems)
    late = SOUND[FINE].replace('"case.complex", "goods.list"]', '"goods.list"]')
    late = late.replace('records = ["decision.fine"]', 'records = ["decision.fine", "case.complex"]')
    late = late.replace('after = ["ready", "review"]', 'after = ["review"]')
    problems = check_rules(book({**SOUND, FINE: late}))
    assert any("轮到本步骤时无法判断" in problem.message for problem in problems), [str(p) for p in problems]


def test_a_step_that_waits_for_itself_is_named() -> None:
    (problem,) = found(FINE, 'papers = ["decision"]', 'papers = ["decision"]\nneeds = "done(\'decision\')"')
    assert problem.where == "step fine/decision"
    assert "互相等待，谁也不能先做：decision → decision" in problem.message


def test_a_period_whose_start_nobody_records_is_named() -> None:
    problems = found("periods/fine.toml", 'starts = "filing"', 'starts = "hearing.on"', **{"more.toml": HEARING})
    assert any("期限永远不会起算" in problem.message for problem in problems)


HEARING = '[fact."hearing.on"]\nlabel = "听证日期"\ntype = "date"\n'


def test_a_fact_that_a_paper_prints_and_nobody_records_is_named() -> None:
    papers = [PaperUse("papers/decision.toml", "decision", frozenset(["hearing.on"]), ())]
    (problem,) = check_rules(book({**SOUND, "more.toml": HEARING}), papers=papers)
    assert (problem.path, problem.where) == ("papers/decision.toml", "paper decision")
    assert "没有任何步骤登记它" in problem.message


def test_a_condition_of_a_paper_is_checked_too() -> None:
    papers = [PaperUse("papers/decision.toml", "decision", frozenset(), ("case.complx",))]
    (problem,) = check_rules(book(SOUND), papers=papers)
    assert "没有名为“case.complx”的事实" in problem.message


def test_what_a_step_waits_for_must_stand_in_every_version_of_the_procedure() -> None:
    text = SOUND[FINE].replace('code = "filing"', 'code = "filing"\nto = "2023-12-31"', 1)
    problems = check_rules(book({**SOUND, FINE: text}))
    assert any("自 2024-01-01 起 after 所说的“filing”已不在程序中" in problem.message for problem in problems)


def test_matters_and_counts_may_not_point_nowhere() -> None:
    more = """
[[matter]]
code = "city.litter"
title = "乱扔"
procedures = ["fines"]
benchmark = "none"
[[outcome]]
code = "fined"
title = "罚款"
per = "decide"
procedure = "fine"
[[indicator]]
code = "fined"
title = "罚款"
outcome = ["find"]
"""
    said = "\n".join(str(problem) for problem in check_rules(book({**SOUND, "more.toml": more})))
    for word in ("程序“fines”不存在；是否为“fine”", "裁量基准", "per 所说的步骤“decide”不存在", "计数规则（outcome）"):
        assert word in said


def scenario(**then: Any) -> Mapping[str, Any]:
    steps = [{"procedure": "fine", "step": code} for code in ("filing", "report", "review", "decision")]
    return {"given": {}, "when": steps, "then": [{"on": "2024-01-01", "obligations": [{"code": "decide"}]}], **then}


def test_entries_without_a_scenario_are_named() -> None:
    assert check_rules(book(SOUND), scenarios={"all": scenario()}) == []
    without = check_rules(book(SOUND), scenarios={"all": scenario(then=[])})
    assert [problem.where for problem in without] == ["period fine/decide"]
    assert {problem.where for problem in check_rules(book(SOUND), scenarios={})} == {
        "procedure fine", "step fine/filing", "step fine/report", "step fine/review", "step fine/decision",
        "period fine/decide", "paper decision",
    }  # fmt: skip


def test_facts_nothing_reads_are_listed_not_refused() -> None:
    assert "party.name" in unread_facts(book(SOUND))
    assert "report.fine" not in unread_facts(book(SOUND))


def test_every_shipped_rule_holds_together_and_has_its_scenario(checkout: Path) -> None:
    problems, about = check(scenarios=checkout / "tests/scenarios")
    assert problems == [], "\n".join(str(problem) for problem in problems)
    assert about["entries"] > 1000


def test_the_shipped_rules_are_borne_out_by_the_texts(laws: Path) -> None:
    problems, _ = check(laws=laws)
    assert problems == [], "\n".join(str(problem) for problem in problems)


@pytest.fixture
def rules_folder(tmp_path: Path) -> Callable[..., Path]:
    def write(**changed: str) -> Path:
        for name, text in {**SOUND, **changed}.items():
            path = tmp_path / "rules" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / "rules"

    return write


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("facts.toml", FACTS + "[fact.x", "不是合法的 TOML"),
        (FINE, STEPS + STEPS[STEPS.index("[[step]]") : STEPS.index("[[point]]")], "有效期重叠"),
        (
            "periods/fine.toml",
            PERIODS.replace('code = "decide"', 'code = "decide"\nto = "2022-12-31"')
            + PERIODS.replace('code = "decide"', 'code = "decide"\nfrom = "2023-02-01"'),
            "没有规则",
        ),
        (FINE, STEPS.replace("decision.fine <=", "descision.fine <="), "没有名为“descision.fine”的事实"),
        (FINE, STEPS.replace("done('report')", "finished('report')"), "没有名为“finished”的函数"),
    ],
)
def test_the_command_names_file_entry_and_remedy_and_exits_1(
    rules_folder: Callable[..., Path], capsys: pytest.CaptureFixture[str], name: str, text: str, said: str
) -> None:
    folder = rules_folder(**{name: text})
    assert main(["rules", "check", "--rules", str(folder), "--json"]) == 1
    out = capsys.readouterr().out
    assert said in out
    assert name in out
    assert main(["rules", "check", "--rules", str(folder)]) == 1
    assert said in capsys.readouterr().out


def test_a_file_that_is_no_text_and_a_broken_scenario_are_named(
    rules_folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = rules_folder()
    (folder / "gbk.toml").write_bytes('[fact."a.b"]\nlabel = "案由"'.encode("gbk"))
    (tmp_path / "plays").mkdir()
    (tmp_path / "plays" / "broken.toml").write_text("when = [", encoding="utf-8")
    assert main(["rules", "check", "--rules", str(folder), "--scenarios", str(tmp_path / "plays")]) == 1
    said = capsys.readouterr().out
    assert "gbk.toml" in said
    assert "UTF-8" in said
    assert "broken.toml" in said


def test_the_command_says_which_folder_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check", "--laws", "/no/such/folder"]) == 2
    assert "/no/such/folder" in capsys.readouterr().err


def test_rules_that_do_not_compile_reach_every_command_as_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from zhifa.ports import rules

    def broken() -> Rulebook:
        raise rules.BrokenRules([Problem("facts.toml", "fact a.b", "缺 label")])

    monkeypatch.setattr(rules, "rulebook", broken)
    assert main(["procedures", "list"]) == 1
    said = capsys.readouterr().err
    assert "facts.toml · fact a.b：缺 label" in said
    assert "Traceback" not in said


def test_scenarios_and_papers_are_read_from_where_they_lie(checkout: Path) -> None:
    from zhifa.ports.rules import compiled

    assert len(read_scenarios(checkout / "tests/scenarios")) > 50
    uses, problems = read_papers(compiled())
    assert problems == []
    assert {use.code for use in uses} >= {entry.key for entry in compiled().section("paper")}
    assert {use.code for use in uses} - {entry.key for entry in compiled().section("paper")} <= {
        entry.key for entry in compiled().section("paper_check")
    }
