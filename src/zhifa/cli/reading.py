"""Dates and numbers as the command line gives them: read once, in one way, or complained of."""

from __future__ import annotations

import re
from datetime import date

from zhifa.cli.output import complain
from zhifa.config import errors
from zhifa.core.values import read_date

_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")


def read_day(text: str, where: str) -> date | None:
    """A date, or None after a complaint."""
    try:
        return read_date(text)
    except ValueError:
        complain(f"“{text}”不是日期", where=where, mend="写作 2026-09-30")
        return None


def unusable(error: Exception) -> str:
    """Why a file could not be used, in Chinese where the system says it in English."""
    if not isinstance(error, OSError):
        return "不是 UTF-8 文本" if isinstance(error, UnicodeDecodeError) else str(error)
    why = errors.why(error)
    return f"{error.filename}：{why}" if error.filename else why


def named_organ(text: str, where: str) -> str | None:
    """The code of the organ whose code or name was given, or None after a complaint; Django stands already."""
    from zhifa.store.readers.statistics import organ_list, organ_named

    organ = organ_named(text, reach=("",))
    if organ is None:
        known = "、".join(f"{short}（{code}）" for code, short in organ_list(reach=("",)))
        mend = f"可用的机关：{known}" if known else "先运行 zhifa init 或 zhifa demo"
        complain(f"没有代码或者名称为“{text[:40]}”的机关，或者同名的不止一个", where=where, mend=mend)
    return organ


def read_number(text: str, where: str, *, least: int | None = None) -> int | None:
    """A whole number of at most nine digits, or None after a complaint."""
    if not _WHOLE.fullmatch(text.strip()):
        complain(f"“{text}”不是整数，或者太大", where=where, mend="写作阿拉伯数字，如 7")
        return None
    number = int(text)
    if least is not None and number < least:
        complain(f"“{text}”小于 {least}", where=where, mend=f"写作 {least} 以上的整数")
        return None
    return number
