"""Numbers as statutes write them: 五十八, 一百一十九, 二万五千."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
_VALUES = {**{d: i for i, d in enumerate(DIGITS)}, "〇": 0, "两": 2, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def chinese_number(number: int) -> str:
    """An integer from 0 to 99,999,999 as statutes write it: 一百一十九, 十五, 二万五千."""
    if not 0 <= number < 10**8:
        raise ValueError(f"{number} 超出可写作汉字的范围")
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        gap = "零" if low and low < 1000 else ""
        return chinese_number(high) + "万" + gap + (_below_ten_thousand(low) if low else "")
    said = _below_ten_thousand(number)
    return said[1:] if 10 <= number < 20 else said


def _below_ten_thousand(number: int) -> str:
    if number == 0:
        return "零"
    said, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            said += ("零" if gap else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = bool(said)
    return said


def number_of(text: str) -> int:
    """The integer a statute writes as 一百一十九, 〇 or 120; ValueError when it is no number."""
    if text.isascii() and text.isdigit():
        return int(text)
    total = section = digit = 0
    for character in text:
        if character in _VALUES:
            digit = _VALUES[character]
        elif character in _UNITS:
            section += (digit or 1) * _UNITS[character]
            digit = 0
        elif character == "万":
            total, section, digit = (section + digit) * 10**4, 0, 0
        else:
            raise ValueError(f"“{text}”不是数字")
    if not text:
        raise ValueError("缺数字")
    return total + section + digit
