"""Tables as files: a title, a remark, a header and rows, as CSV that opens in a spreadsheet and as XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Written:
    """One table."""

    title: str
    remark: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    widths: Sequence[int] = ()


def _safe(cell: object) -> object:
    """A cell that a spreadsheet takes as text, never as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def csv_bytes(table: Written) -> bytes:
    """UTF-8 with its mark, so that a spreadsheet knows the coding."""
    out = io.StringIO()
    writer = csv.writer(out)
    for line in (table.title, table.remark):
        if line:
            writer.writerow([_safe(line)])
    writer.writerow(table.head)
    writer.writerows([_safe(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(tables: Sequence[Written]) -> bytes:
    """One sheet for each table."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "align": "center", "font_size": 14})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    names: set[str] = set()
    for table in tables:
        sheet = book.add_worksheet(_sheet_name(table.title, names))
        row = 0
        for line, form in ((table.title, bold), (table.remark, None)):
            if line:
                sheet.merge_range(row, 0, row, len(table.head) - 1, line, form)
                row += 1
        for column, name in enumerate(table.head):
            sheet.write_string(row, column, name, head)
        for column, width in enumerate(table.widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(row + 1, 0)
        sheet.repeat_rows(row)
        sheet.set_landscape()
        for number, line_ in enumerate(table.rows, row + 1):
            for column, value in enumerate(line_):
                sheet.write(number, column, value, cell) if isinstance(value, int) else sheet.write_string(
                    number, column, str(value), cell
                )
    book.close()
    return out.getvalue()


def _sheet_name(title: str, names: set[str]) -> str:
    """At most 31 signs, none of those Excel keeps for itself, and each only once."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", title)[:28].strip() or "清单"
    name, more = plain, 2
    while name in names:
        name, more = f"{plain}{more}", more + 1
    names.add(name)
    return name
