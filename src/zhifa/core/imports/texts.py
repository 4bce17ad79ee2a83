"""Words and numbers as cells of a list: names, numbers of documents, by what persons and organisations are known."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from unicodedata import normalize

from zhifa.core.facts import YEARS
from zhifa.core.imports.checkdigits import citizen_fault, credit_fault
from zhifa.core.values import show_date

_NUL_SHOWN: Final = "␀"
GARBLED: Final = "锟斤拷"
"""What U+FFFD, which stands for bytes nobody could decode, becomes when it is written as UTF-8 and read as GBK."""
_DASHES: Final = dict.fromkeys((0x2013, 0x2014, 0x2212), "-")
_ROUNDED: Final = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_SHOWN_FAULT: Final = re.compile(r"#(?:N/A|[A-Z0/]+[!?])|#{3,}", re.IGNORECASE)
_YEAR: Final = re.compile(r"[〔\[［【﹝（(]\s*\d{4}\s*[〕\]］】﹞）)]")
_DATE: Final = re.compile(r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s.*)?")


class BadCell(ValueError):
    """A cell that cannot be read."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


def storable(raw: str) -> str:
    """A cell as it is kept with a row put aside: PostgreSQL keeps no NUL, and nobody would see one."""
    return raw.replace("\0", _NUL_SHOWN)


def text(raw: str, *, limit: int) -> str:
    """Words, as they stand."""
    if len(raw) > limit:
        raise BadCell(f"共 {len(raw)} 字，超过 {limit} 字", "删节，或者核对是否错栏")
    if raw[0] == "=":
        raise BadCell("是公式，不是内容", "把公式换成它的结果再导入")
    if not raw.isprintable():
        for sign in raw:
            if not sign.isprintable() and sign not in "\n\t\r\u3000\xa0":
                raise BadCell(f"含有不能显示的字符 U+{ord(sign):04X}", "删去该字符")
    if "\ufffd" in raw or GARBLED in raw or _NUL_SHOWN in raw:
        raise BadCell("含有乱码（� 或者 ␀）", "从原系统重新导出，编码用 UTF-8 或者 GB18030")
    return raw


def name(raw: str, *, limit: int) -> str:
    """What somebody is called: words, and not what stands in the columns beside."""
    said = text(raw, limit=limit)
    if said.isalpha():
        return said
    if not any(map(str.isalnum, said)):
        raise BadCell("只有符号，不是名称", "写明名称")
    if "\n" in said or "\r" in said:
        raise BadCell("名称里有换行", "删去换行；写了几个名称的，每件一行")
    if _DATE.fullmatch(said):
        raise BadCell("是日期，不是名称", "核对是否错栏")
    if not citizen_fault(said):
        raise BadCell("是公民身份号码，不是名称", "核对是否错栏")
    return said


def number(raw: str, *, limit: int) -> str:
    """The number of a document: by it a row is known when it comes again, so it must be the document's alone."""
    said = text(raw, limit=limit)
    if _ROUNDED.fullmatch(said):
        raise _rounded()
    if "*" in said or "×" in said:
        raise BadCell("文号被遮盖", "写完整的文号")
    if not any(map(str.isnumeric, said)):
        raise BadCell("文号里没有数字", "写文书上的文号；没有文号的，写原系统的编号")
    if len(_YEAR.findall(said)) > 1:
        raise BadCell("写了不止一个文号", "每件一行，各写各的文号")
    return said


def citizen(raw: str, *, today: date) -> str:
    """A citizen's number; the letter at its end is a capital."""
    said = raw.replace(" ", "").upper()
    if citizen_fault(said) and (fault := citizen_fault(said := _bare(said))):
        raise BadCell(fault, "核对身份证件；不是公民身份号码的，填到别的栏")
    born = f"公民身份号码里的出生日期 {said[6:14]} "
    if int(said[6:10]) < YEARS[0]:
        raise BadCell(f"{born}早于 {YEARS[0]} 年", "核对身份证件")
    if int(said[6:10]) >= today.year and said[6:14] > today.strftime("%Y%m%d"):
        raise BadCell(f"{born}晚于今天 {show_date(today)}", "核对身份证件")
    return said


def credit(raw: str) -> str:
    """A unified social credit code, in capitals."""
    said = raw.replace(" ", "").upper()
    if credit_fault(said) and (fault := credit_fault(said := _bare(said))):
        raise BadCell(fault, "核对营业执照、法人证书")
    return said


def shown_fault(raw: str) -> BadCell | None:
    """What a spreadsheet shows where it could not work a cell out or had no room for it."""
    if _SHOWN_FAULT.fullmatch(raw):
        return BadCell("是表格的错误值，不是内容", "在表格里改正公式、放宽这一栏，再导出")
    return None


def narrow(said: str) -> str:
    """Wide digits and dashes as a keyboard has them."""
    return normalize("NFKC", said).translate(_DASHES)


def _bare(said: str) -> str:
    """A number in narrow signs, without what kept it text; one the spreadsheet rounded cannot be got back."""
    if _ROUNDED.fullmatch(said):
        raise _rounded()
    return narrow(said).strip("'=\"")


def _rounded() -> BadCell:
    return BadCell("被表格当作数字，后面几位已经丢失", "把这一栏设成文本，从原系统重新导出；不要在表格里补")
