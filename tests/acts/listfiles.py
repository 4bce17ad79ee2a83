"""Tables of power lists as offices send them: the list of a police bureau by its published sums, and untidy ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import xlsxwriter

SUMS = {"许可": 125, "处罚": 613, "强制": 36, "确认": 86, "奖励": 7, "检查": 11, "公共服务": 16, "便民服务": 5}
"""What a police bureau published of its list: 899 items in eight kinds."""
NAMES = {"许可": "行政许可", "处罚": "行政处罚", "强制": "行政强制", "确认": "行政确认", "奖励": "行政奖励",
         "检查": "行政检查"}  # fmt: skip
HEAD = ("序号", "事项名称", "职权类型", "设定依据", "实施主体", "实施层级", "行使方式")
BASIS = "《中华人民共和国治安管理处罚法》第{}条"


def csv_of(rows: Sequence[Sequence[object]], coding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(coding)


def xlsx_of(rows: Sequence[Sequence[object]], merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """Cells as given; `merged` are ranges of rows and columns, both ends included."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("清单")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    for top, left, bottom, right in merged:
        sheet.merge_range(top, left, bottom, right, rows[top][left])
    book.close()
    return out.getvalue()


def bureau(organ: str = "示例区公安分局") -> list[list[object]]:
    """A list of 899 items in eight kinds, each with an article."""
    rows: list[list[object]] = [["示例区公安分局权责清单"], list(HEAD)]
    for kind, many in SUMS.items():
        for number in range(many):
            name, basis = f"{kind}事项之{number + 1}", BASIS.format(26 + number % 90)
            rows.append([len(rows) - 1, name, NAMES.get(kind, kind), basis, organ, "区县级", "法定"])
    sums = "、".join(f"{NAMES.get(kind, kind)}{many}项" for kind, many in SUMS.items())
    rows.append(["合计", f"{sum(SUMS.values())}项，其中{sums}"])
    return rows
