"""The measurement of each hand as data that is kept, and of all hands as a table and as figures of the rules' page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.supervision.measuring import Measured, Outcome
from bench.supervision.phrases import PHRASES

HERE = Path(__file__).parent
HANDS: Mapping[str, str] = {"first": "第一手：演示所用的写法", "second": "第二手：另一人的写法"}
SHOWN = 60


def as_data(outcome: Outcome, cases: Mapping[str, int], seconds: float) -> dict[str, Any]:
    """For a program; kept beside it for each hand."""
    return {
        "cases": dict(cases),
        "seconds": round(seconds),
        "planted": outcome.planted,
        "found": outcome.found,
        "found_share": round(outcome.found_share, 4),
        "findings": outcome.findings,
        "on_clean": len(outcome.on_clean),
        "clean_share": round(outcome.clean_share, 4),
        "missed": [f"{label.kind} {label.organ}" for label in outcome.missed],
        "rules": {rule.alert: [rule.right, rule.wrong, rule.planted, rule.found] for rule in outcome.rules},
        "clean_wrong": [
            f"{one.alert}：{one.message}（{'、'.join(one.scripts[:3])}）" for one in outcome.on_clean[:SHOWN]
        ],
        "wrong": [f"{one.alert}：{one.message}（{'、'.join(one.scripts[:3])}）" for one in outcome.wrong[:SHOWN]],
    }


def keep(hand: str, data: Mapping[str, Any]) -> None:
    """Beside the program, so that one hand can be measured again without the other."""
    (HERE / f"{hand}.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def kept() -> dict[str, dict[str, Any]]:
    """What was measured last, hand by hand."""
    found = {hand: HERE / f"{hand}.json" for hand in HANDS}
    return {hand: json.loads(path.read_text(encoding="utf-8")) for hand, path in found.items() if path.exists()}


def together(all_data: Mapping[str, Mapping[str, Any]]) -> list[Measured]:
    """Every rule over all hands."""
    sums: dict[str, list[int]] = {}
    for data in all_data.values():
        for alert, figures in data["rules"].items():
            sums[alert] = [a + b for a, b in zip(sums.get(alert, [0] * 4), figures, strict=True)]
    return [Measured(alert, *sums[alert]) for alert in sorted(sums)]


def report(all_data: Mapping[str, Mapping[str, Any]]) -> str:
    """For people."""
    lines = ["# 监督规则的测量", ""]
    lines += [
        "标签写在数据库以外的文件里，规则看过以后才读。预设问题以外、但确实违法的后果（如没有告知就决定，听取意见的期间"
        "当然也没有结束）算作正确；要求补登事实的“待核实”只计入它自己的规则，不计入问题的总数。",
    ]
    for hand, data in all_data.items():
        lines += ["", *_of_hand(hand, data)]
    lines += ["", "## 按要看住的事情（各手合计）", "", *_by_phrase(together(all_data))]
    lines += [
        "",
        "## 每条规则（各手合计）",
        "",
        "| 规则 | 正确 | 错误 | 精确率 | 预设 | 找到 | 召回率 |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *map(_row, together(all_data)),
    ]
    return "\n".join(lines) + "\n"


def _by_phrase(rules: Sequence[Measured]) -> Iterator[str]:
    """What has to be watched over, the rules that do, and how well they do it together."""
    known = {rule.alert: rule for rule in rules}
    yield "| 事情 | 规则 | 正确 | 错误 | 预设 | 找到 |"
    yield "| --- | --- | ---: | ---: | ---: | ---: |"
    for phrase, codes in PHRASES.items():
        mine = [known[code] for code in codes if code in known]
        sums = [sum(getattr(rule, name) for rule in mine) for name in ("right", "wrong", "planted", "found")]
        unmet = [f"{code}（未测）" for code in codes if code not in known]
        named = "、".join([*(rule.alert for rule in mine), *unmet])
        yield f"| {phrase} | {named} | {' | '.join(map(str, sums))} |"


def _of_hand(hand: str, data: Mapping[str, Any]) -> Sequence[str]:
    cases = data["cases"]
    lines = [
        f"## {HANDS[hand]}",
        "",
        f"{cases['organs']} 个机关，{cases['clean']} 个合法案件（其中有期限最后一天、依法例外的），"
        f"{cases['faulty']} 个有问题的案件，{cases['acts']} 次办理，{cases['recorded']} 步是事后登记的；"
        f"{data['planted']} 处预设问题。",
        "",
        f"- 找到 {data['found']} 处，占 {data['found_share']:.1%}",
        f"- 问题 {data['findings']} 个，落在合法案件上的 {data['on_clean']} 个，占 {data['clean_share']:.1%}",
        f"- 用时 {data['seconds']} 秒",
    ]
    if data["missed"]:
        lines += ["", "没有找到：" + "、".join(data["missed"])]
    for title, found in (("落在合法案件上", data["clean_wrong"]), ("落在别的问题上", data["wrong"])):
        if found:
            lines += ["", f"{title}：", *(f"- {one}" for one in found)]
    return lines


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def _row(rule: Measured) -> str:
    return (
        f"| {rule.alert} | {rule.right} | {rule.wrong} | {_share(rule.precision)} "
        f"| {rule.planted} | {rule.found} | {_share(rule.recall)} |"
    )


def as_rules(all_data: Mapping[str, Mapping[str, Any]]) -> str:
    """For the page of rules: what was measured of each, as data."""
    lines = ["# 由 python -m bench.supervision --write 写成，不要手改：每条监督规则在标注数据上的精确率和召回率。", ""]
    for rule in together(all_data):
        lines += ["[[measured]]", f'code = "{rule.alert}"', 'status = "configured"']
        lines += [
            f"right = {rule.right}",
            f"wrong = {rule.wrong}",
            f"planted = {rule.planted}",
            f"found = {rule.found}",
            "",
        ]
    return "\n".join(lines)
