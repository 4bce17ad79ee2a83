"""Tables as files: CSV that opens in a spreadsheet, and XLSX."""

from __future__ import annotations

import csv
import io
from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _plain(value: object) -> object:
    """A cell that a spreadsheet takes as text, never as a formula."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def export(title: str, head: Sequence[str], rows: Iterable[Sequence[object]], form: str) -> HttpResponse:
    """A table as a download in CSV or XLSX."""
    content = _xlsx(head, rows) if form == "xlsx" else _csv(head, rows)
    response = HttpResponse(content, content_type=XLSX if form == "xlsx" else "text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{title}.{form}')}"
    return response


def carried(head: Sequence[str], rows: Iterable[Sequence[object]], form: str) -> str:
    """A table as an address that holds the whole file: for what is answered once and not kept."""
    content, kind = (_xlsx(head, rows), XLSX) if form == "xlsx" else (_csv(head, rows), "text/csv;charset=utf-8")
    return f"data:{kind};base64,{b64encode(content).decode()}"


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for column, name in enumerate(head):
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write(number, column, _plain(cell))
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
