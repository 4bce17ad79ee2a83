"""The proposal of a case and the proof of its amount, as whoever must agree to it wants to see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from zhifa.acts.discretion import case_range
from zhifa.core.conditions import Unknown, truth
from zhifa.core.conditions.tree import Junction, Node
from zhifa.core.discretion import Range
from zhifa.core.facts import Value, show_value
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import State
from zhifa.core.values import Refusal, capitals, format_yuan
from zhifa.store.readers.cases import CaseRead
from zhifa.web import viewmodels as vm
from zhifa.web.marks import optional_mark

STAGES = ("decision", "notice", "report")
"""Where an amount is named, the latest first."""
LINES = 5
SINGLE = "单处"
PARTS = ("proposal", "kinds", "fine", "gains", "goods_value", "other")


def known_facts(state: State, proceeding: str) -> Mapping[str, Value]:
    """Every fact a proceeding sees: its own, those above it, those of the case."""
    facts: dict[str, Value] = dict(state.case.facts)
    chain, current = [], proceeding
    while current in state.runs:
        chain.append(current)
        current = state.runs[current].proceeding.parent
    for key in reversed(chain):
        facts.update(state.runs[key].facts)
    return facts


def proposal(read: CaseRead, proceeding: str) -> str:
    """What is proposed, in one sentence: from the decision, else the notice, else the report."""
    facts, vocabulary = known_facts(read.view.state, proceeding), read.view.state.vocabulary
    for stage in STAGES:
        said = []
        for part in PARTS:
            code = f"{stage}.{part}"
            fact, value = vocabulary.get(code), facts.get(code)
            if fact is None or value is None or value == () or value == "":
                continue
            if fact.type == "money" and isinstance(value, int):
                label = fact.label.removeprefix("建议的").removeprefix("告知的")
                said.append(f"{label} {show_value(value, 'money')}（{capitals(value)}）")
            else:
                said.append(show_value(value, fact.type, fact.unit))
        if said:
            return "；".join(said) + "。"
    return _latest(read, proceeding)


def _latest(read: CaseRead, proceeding: str) -> str:
    """Where nothing is proposed in so many words: what the last step says."""
    vocabulary = read.view.state.vocabulary
    for instance in reversed(read.view.state.runs[proceeding].instances):
        if instance.standing and instance.step:
            said = [
                f"{fact.label}：{show_value(value, fact.type, fact.unit)}"
                for code, value in instance.taken.facts.items()
                if (fact := vocabulary.get(code)) and fact.type != "file"
            ]
            return f"{instance.step.title}。{'；'.join(said[:LINES])}{'。' if said else ''}"
    return "还没有办过任何步骤。"


def amount(facts: Mapping[str, Value]) -> int | None:
    """The fine as last named."""
    for stage in STAGES:
        value = facts.get(f"{stage}.fine")
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None


def proof(read: CaseRead, proceeding: str, day: date) -> tuple[vm.ProofLine, ...]:
    """The benchmark worked out again from the recorded facts, beside the amount proposed."""
    state = read.view.state
    facts = known_facts(state, proceeding)
    fine = amount(facts)
    if fine is None:
        return ()
    recorded = list(_recorded(facts))
    found = _range(read, proceeding, day)
    if isinstance(found, Refusal):
        line = vm.ProofLine(label="裁量核对", value=f"{found.message}{f'；{found.remedy}' if found.remedy else ''}")
        return (*recorded, line, vm.ProofLine(label="金额", value=_yuan(fine), strong=True))
    return (*recorded, *_lines(found, fine, state))


def _range(read: CaseRead, proceeding: str, day: date) -> Range | Refusal:
    """The benchmark of the matter for the facts recorded."""
    found = case_range(read.view.state, proceeding, day)
    return found or Refusal("discretion.matter", "没有登记事项编码，不能核对裁量基准")


def amount_findings(read: CaseRead, proceeding: str, day: date) -> tuple[vm.FindingRow, ...]:
    """An amount outside the range is the system's own finding, before anybody reads the file.

    Red outside what the law allows; yellow outside the tier that the recorded circumstances lead to.
    """
    fine = amount(known_facts(read.view.state, proceeding))
    found = _range(read, proceeding, day)
    if fine is None or isinstance(found, Refusal):
        return ()
    return (*_outside(found, fine), *_together(read, proceeding, found))


def _together(read: CaseRead, proceeding: str, found: Range) -> tuple[vm.FindingRow, ...]:
    """Several kinds proposed where the circumstances only lighten and the article leaves the choice (第355号令 18)."""
    facts = known_facts(read.view.state, proceeding)
    kinds = next((facts[f"{stage}.kinds"] for stage in STAGES if facts.get(f"{stage}.kinds")), ())
    if found.concurrence != SINGLE or not isinstance(kinds, tuple) or len(kinds) < 2:
        return ()
    line = next((line for line in found.trace if SINGLE in line.text), None)
    said = f"只有从轻或者减轻情节，可以并处的应当单处；现拟{'、'.join(map(str, kinds))}"
    law = optional_mark(line.cite) if line else None
    return (vm.FindingRow(level="yellow", word="黄色", message=said, law=law),)


def _outside(found: Range, fine: int) -> tuple[vm.FindingRow, ...]:
    if found.min_fen <= fine <= found.max_fen:
        return ()
    law = optional_mark(found.trace[-1].cite) if found.trace else None
    lawful = found.statutory_min <= fine <= found.statutory_max
    said = f"拟处罚款 {_yuan(fine)}，{_against(found, fine)}；系统按登记的事实算得“{found.tier}”"
    said += "，适用其他阶次的应当登记相应情节" if lawful else "，超出法定幅度"
    level: vm.Level = "yellow" if lawful else "red"
    return (vm.FindingRow(level=level, word="黄色" if lawful else "红色", message=said, law=law),)


def _against(found: Range, fine: int) -> str:
    if fine > found.max_fen:
        return f"高于区间上限 {_yuan(fine - found.max_fen)}"
    return f"低于区间下限 {_yuan(found.min_fen - fine)}" if fine < found.min_fen else "在区间之内"


def _yuan(fen: int) -> str:
    return f"{format_yuan(fen)} 元"


def _recorded(facts: Mapping[str, Value]) -> Iterator[vm.ProofLine]:
    tier, low, high = (facts.get(f"discretion.{name}") for name in ("tier", "min", "max"))
    if tier:
        yield vm.ProofLine(label="承办人适用的阶次", value=str(tier))
    if isinstance(high, int):
        least = _yuan(low) if isinstance(low, int) else "0 元"
        yield vm.ProofLine(label="承办人填写的区间", value=f"{least} 至 {_yuan(high)}")


def _lines(found: Range, fine: int, state: State) -> Iterator[vm.ProofLine]:
    statutory = f"{_yuan(found.statutory_min)} 至 {_yuan(found.statutory_max)}"
    basis = optional_mark(found.basis[0]) if found.basis else None
    yield vm.ProofLine(label="法定幅度", value=statutory, law=basis)
    for number, line in enumerate(found.trace, 1):
        yield vm.ProofLine(label=f"推算 {number}", value=line.text, law=optional_mark(line.cite))
    yield vm.ProofLine(label="系统算得的阶次", value=found.tier)
    yield vm.ProofLine(label="阶次区间", value=f"{_yuan(found.min_fen)} 至 {_yuan(found.max_fen)}")
    if found.missing:
        labels = "、".join(state.vocabulary.label(code) for code in found.missing)
        yield vm.ProofLine(label="没有登记", value=f"{labels}；登记后阶次可能不同")
    yield vm.ProofLine(label="金额", value=f"{_yuan(fine)}，{_against(found, fine)}", strong=True)


def why_needed(read: CaseRead, proceeding: str, step: Step, day: date) -> tuple[str, ...]:
    """Which of the heads of law made the step necessary."""
    if step.needed_if is None:
        return ()
    scope = Scope(read.view.state, proceeding, day)
    return tuple(node.say(scope) for node in _heads(step.needed_if.tree) if _true(node.value(scope)))


def _true(held: Any) -> bool:
    return not isinstance(held, Unknown) and truth(held) is True


def _heads(node: Node) -> Iterator[Node]:
    if isinstance(node, Junction) and not node.every:
        for child in node.children():
            yield from _heads(child)
    else:
        yield node
