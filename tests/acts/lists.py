"""Lists of cases as tests write them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

HEAD = (
    "行政处罚决定书文号", "程序", "行政相对人名称", "行政相对人类别", "公民身份号码", "统一社会信用代码", "事项代码",
    "违法行为类型", "违法事实", "处罚依据", "处罚类别", "罚款金额（元）", "违法日期", "立案日期", "法制审核日期",
    "处罚决定日期", "送达日期", "执法人员",
)  # fmt: skip
FINE: Mapping[str, str] = {
    "程序": "简易程序",
    "行政相对人名称": "罗成",
    "行政相对人类别": "自然人",
    "公民身份号码": "11010519491231002X",
    "违法行为类型": "不按交通信号灯通行",
    "违法事实": "机动车不按交通信号灯通行",
    "处罚依据": "《道路交通安全法》第九十条",
    "处罚类别": "罚款",
    "罚款金额（元）": "200",
    "违法日期": "2026-03-01",
    "处罚决定日期": "2026-03-05",
    "执法人员": "王立、李明",
}
"""A row nothing is wrong with."""


def row(number: int, **changed: str) -> dict[str, str]:
    """A good row with its own number; `changed` by the titles of columns."""
    return {**FINE, "行政处罚决定书文号": f"渝北公交决〔2026〕{number}号", **changed}


def write(path: Path, rows: Sequence[Mapping[str, str]], head: Sequence[str] = HEAD) -> Path:
    """A list as CSV."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows([one.get(title, "") for title in head] for one in rows)
    return path


INSPECTION_HEAD = (
    "检查编号", "检查对象", "是否涉企", "检查内容", "检查日期", "认定结果日期", "检查结果",
    "检查后处罚决定书文号", "检查人员",
)  # fmt: skip


def inspection(number: int, **changed: str) -> dict[str, str]:
    """A good inspection with its own number; `changed` by the titles of columns."""
    return {
        "检查编号": f"渝洛碛检字〔2026〕{number}号", "检查对象": "示例百货店", "是否涉企": "是", "检查内容": "消防安全",
        "检查日期": "2026-03-01", "认定结果日期": "2026-03-01", "检查结果": "发现涉嫌违法行为",
        "检查人员": "王立、李明",
        **changed,
    }  # fmt: skip
