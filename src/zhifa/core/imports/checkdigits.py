"""Check digits of the numbers by which persons and organisations are known."""

from __future__ import annotations

from datetime import date
from operator import mul
from typing import Final

_CITIZEN: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11643-1999: the weights of the seventeen digits; the check digit follows modulo 11 (ISO 7064)."""
_CITIZEN_SIGNS: Final = "10X98765432"
_ZEROS: Final = ord("0") * sum(_CITIZEN)
"""What seventeen noughts weigh as letters: digits are weighed as they are written."""
_CREDIT_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: the signs a unified social credit code may have; I, O, S, V and Z are not among them."""
_CREDIT: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_VALUE: Final = {sign: value for value, sign in enumerate(_CREDIT_SIGNS)}


def citizen_fault(number: str) -> str:
    """What is wrong with a citizen's number of eighteen places; empty when nothing is."""
    if len(number) != 18:
        return f"公民身份号码应为 18 位，现为 {len(number)} 位"
    if not number[:17].isascii() or not number[:17].isdigit():
        return "公民身份号码前 17 位应为数字"
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return f"公民身份号码里的出生日期 {number[6:14]} 不存在"
    if citizen_check(number[:17]) != number[17].upper():
        return "公民身份号码的校验位不对"
    return ""


def citizen_check(first: str) -> str:
    """The check digit of seventeen digits."""
    return _CITIZEN_SIGNS[(sum(map(mul, first.encode("ascii"), _CITIZEN)) - _ZEROS) % 11]


def credit_fault(code: str) -> str:
    """What is wrong with a unified social credit code; empty when nothing is."""
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现为 {len(code)} 位"
    values = [_VALUE.get(sign, -1) for sign in code]
    if -1 in values:
        return f"统一社会信用代码里不会有“{code[values.index(-1)]}”"
    if not any(values):
        return "统一社会信用代码不会全是 0"  # though its check digit is right
    if (31 - sum(map(int.__mul__, values, _CREDIT)) % 31) % 31 != values[17]:
        return "统一社会信用代码的校验位不对"
    return ""


def credit_check(first: str) -> str:
    """The check sign of seventeen signs."""
    return _CREDIT_SIGNS[(31 - sum(map(int.__mul__, (_VALUE[sign] for sign in first), _CREDIT)) % 31) % 31]
