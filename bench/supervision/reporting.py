"""The measurement as a table people read, as JSON, and as the figures the page of rules shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.supervision.measuring import Measured, Outcome


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def as_data(outcome: Outcome, cases: Mapping[str, int]) -> dict[str, Any]:
    """For a program."""
    return {
        "cases": dict(cases),
        "planted": outcome.planted,
        "found": outcome.found,
        "found_share": round(outcome.found_share, 4),
        "findings": outcome.findings,
        "on_clean": len(outcome.on_clean),
        "clean_share": round(outcome.clean_share, 4),
        "missed": [f"{label.kind} {label.organ}" for label in outcome.missed],
        "rules": {rule.alert: {"precision": rule.precision, "recall": rule.recall} for rule in outcome.rules},
        "wrong": [f"{one.alert} {one.scripts} {one.message}" for one in (*outcome.on_clean, *outcome.wrong)],
    }


def report(outcome: Outcome, cases: Mapping[str, int], seconds: float) -> str:
    """For people; the same table is kept beside the program."""
    lines = [
        "# 监督规则的测量",
        "",
        f"{cases['organs']} 个机关一年，{cases['clean']} 个合法案件（其中有期限最后一天、依法例外的），"
        f"{cases['faulty']} 个有问题的案件，{cases['acts']} 次办理；{outcome.planted} 处预设问题。"
        "标签写在数据库以外的文件里，规则看过以后才读。",
        "",
        f"- 找到 {outcome.found} 处，占 {outcome.found_share:.1%}",
        f"- 问题 {outcome.findings} 个，落在合法案件上的 {len(outcome.on_clean)} 个，占 {outcome.clean_share:.1%}",
        f"- 用时 {seconds:.0f} 秒",
        "",
        "预设问题以外、但确实违法的后果（如没有告知就决定，听取意见的期间当然也没有结束）算作正确；"
        "要求补登事实的“待核实”不计入。",
        "",
        "| 规则 | 正确 | 错误 | 精确率 | 预设 | 找到 | 召回率 |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *map(_row, outcome.rules),
    ]
    if outcome.missed:
        lines += ["", "没有找到：" + "、".join(f"{label.kind}（{label.organ}）" for label in outcome.missed)]
    for title, found in (("落在合法案件上", outcome.on_clean), ("落在别的问题上", outcome.wrong)):
        if found:
            lines += [
                "",
                f"{title}：",
                *(f"- {one.alert}：{one.message}（{'、'.join(one.scripts[:3])}）" for one in found[:40]),
            ]
    return "\n".join(lines) + "\n"


def _row(rule: Measured) -> str:
    return (
        f"| {rule.alert} | {rule.right} | {rule.wrong} | {_share(rule.precision)} "
        f"| {rule.planted} | {rule.found} | {_share(rule.recall)} |"
    )


def as_rules(outcome: Outcome, cases: Mapping[str, int]) -> str:
    """For the page of rules: what was measured of each, as data."""
    lines = ["# 由 python -m bench.supervision --write 写成，不要手改：每条监督规则在标注数据上的精确率和召回率。", ""]
    for rule in outcome.rules:
        lines += ["[[measured]]", f'code = "{rule.alert}"', 'status = "configured"']
        lines += [
            f"right = {rule.right}",
            f"wrong = {rule.wrong}",
            f"planted = {rule.planted}",
            f"found = {rule.found}",
            "",
        ]
    return "\n".join(lines)
