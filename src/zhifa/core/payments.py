"""Payments the bank reports, against the fines they are said to pay: which fit, and why the others do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from zhifa.core.values import format_yuan, show_date

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "receipt": ("票据号码", "缴款凭证号", "凭证号", "收据号", "流水号", "交易流水号"),
    "decision": ("决定书文号", "处罚决定书号", "处罚决定书文号", "决定书号", "文书号", "文号"),
    "payer": ("缴款人", "付款人", "缴款人名称", "户名", "姓名"),
    "amount": ("金额", "缴款金额", "实缴金额", "金额（元）", "金额(元)"),
    "paid_on": ("缴款日期", "交易日期", "到账日期", "日期"),
}
"""The columns of a bank's file, by the names banks give them."""
TITLES: Final = {name: titles[0] for name, titles in COLUMNS.items()}
OPTIONAL: Final = ("payer",)


@dataclass(frozen=True, slots=True)
class BankLine:
    """One payment as the bank reports it; `row` is its row in the file."""

    row: int
    receipt: str
    decision: str
    payer: str
    amount_fen: int
    paid_on: date


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that could not be read: where, what it says, why, and what mends it."""

    row: int
    column: str
    value: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A fine as it stands on the day of a payment."""

    party: str
    decided_on: date
    fine_fen: int
    paid_fen: int
    surcharge_fen: int
    """What has been added up to that day, less what was waived."""
    surcharge_paid_fen: int
    instalments: tuple[int, ...] = ()
    """Sums of the instalments not yet paid."""
    annulled: bool = False

    @property
    def fine_left(self) -> int:
        return max(self.fine_fen - self.paid_fen, 0)

    @property
    def surcharge_left(self) -> int:
        return max(self.surcharge_fen - self.surcharge_paid_fen, 0)


@dataclass(frozen=True, slots=True)
class Share:
    """How a payment is divided: the fine first, the rest to what was added for delay."""

    fine_fen: int
    surcharge_fen: int


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why a payment was not recorded. The codes are those of `REASONS`."""

    code: str
    reason: str
    remedy: str


REASONS: Final[Mapping[str, str]] = {
    "recorded": "已记入案件",
    "already": "以前已经记入，没有重复记",
    "unknown": "查不到决定",
    "amount": "金额不符",
    "twice": "重复缴款",
    "settled": "已经缴清",
    "name": "缴款人不符",
    "early": "早于决定",
    "future": "日期未到",
    "annulled": "决定已撤销",
    "refused": "不能记入",
}


def read_lines(rows: Sequence[Sequence[str]]) -> tuple[list[BankLine], list[Fault]]:
    """The payments of a sheet and the rows that cannot be read; the header is the first row that names the columns."""
    head, at = next(((_columns(row), n) for n, row in enumerate(rows[:20]) if len(_columns(row)) >= 3), ({}, -1))
    lacking = [TITLES[name] for name in COLUMNS if name not in head and name not in OPTIONAL]
    if at < 0 or lacking:
        lacks = "、".join(lacking or [TITLES[name] for name in COLUMNS if name not in OPTIONAL])
        return [], [Fault(max(at, 0) + 1, "表头", "", f"没有“{lacks}”栏", "第一行写明各栏的名称")]
    lines: list[BankLine] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows[at + 1 :], at + 2):
        cells = {name: row[column].strip() if column < len(row) else "" for name, column in head.items()}
        if not any(cells.values()) or cells.get("receipt", "").startswith(("合计", "总计", "小计")):
            continue
        found = _line(number, cells)
        (lines if isinstance(found, BankLine) else faults).append(found)  # type: ignore[arg-type]
    return lines, faults


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        name = next((name for name, titles in COLUMNS.items() if cell.strip() in titles), None)
        if name is not None:
            found.setdefault(name, column)
    return found


def _line(number: int, cells: Mapping[str, str]) -> BankLine | Fault:
    for name in ("receipt", "decision"):
        if not cells[name]:
            return Fault(number, TITLES[name], "", f"没有{TITLES[name]}", "向代收机构查明后补上")
    amount = read_fen(cells["amount"])
    if amount is None or amount <= 0:
        return Fault(number, TITLES["amount"], cells["amount"], "不是大于零的金额", "写作 500 或者 500.00")
    day = _day(cells["paid_on"])
    if day is None:
        return Fault(number, TITLES["paid_on"], cells["paid_on"], "不是日期", "写作 2024-03-05")
    return BankLine(number, cells["receipt"], cells["decision"], cells.get("payer", ""), amount, day)


def read_fen(text: str) -> int | None:
    """A sum in yuan as fen; None for what is no sum or has parts of a fen."""
    try:
        fen = Decimal(text.replace(",", "").replace("，", "").removesuffix("元").strip()) * 100
    except InvalidOperation:
        return None
    return int(fen) if fen == fen.to_integral_value() else None


def _day(text: str) -> date | None:
    plain = text.strip().replace("/", "-").replace(".", "-").replace("年", "-").replace("月", "-").rstrip("日")
    parts = plain[:10].split("-") if "-" in plain else [plain[:4], plain[4:6], plain[6:8]]
    try:
        return date(*(int(part) for part in parts))
    except (ValueError, TypeError):
        return None


def match(line: BankLine, owed: Owed, today: date) -> Share | Mismatch:
    """Whether a payment fits a fine, and how it is divided; what was paid before with the same receipt is not asked."""
    if owed.annulled:
        return Mismatch("annulled", "所缴的处罚决定已经撤销", "按规定退还，另行处理")
    if line.paid_on > today:
        return Mismatch("future", f"缴款日期 {show_date(line.paid_on)} 晚于今天", "核对日期")
    if line.paid_on < owed.decided_on:
        said = f"缴款日期 {show_date(line.paid_on)} 早于决定日期 {show_date(owed.decided_on)}"
        return Mismatch("early", said, "核对文号和日期")
    if line.payer and squeezed(line.payer) != squeezed(owed.party):
        return Mismatch("name", "缴款人的名称与当事人不一致", "核对文号；确是代缴的，在案件里登记缴纳")
    if not owed.fine_left and not owed.surcharge_left:
        return Mismatch("settled", "罚款已经缴清", "查明是否多缴，多缴的退还")
    return _divided(line, owed)


def _divided(line: BankLine, owed: Owed) -> Share | Mismatch:
    whole = owed.fine_left + owed.surcharge_left
    if line.amount_fen in (whole, owed.fine_left) or (owed.fine_left and line.amount_fen in owed.instalments):
        fine = min(line.amount_fen, owed.fine_left)
        return Share(fine, line.amount_fen - fine)
    said = f"应缴罚款 {format_yuan(owed.fine_left)} 元"
    if owed.surcharge_left:
        said += f"、加处罚款 {format_yuan(owed.surcharge_left)} 元"
    if owed.instalments:
        said += f"（分期每期 {'、'.join(format_yuan(sum_) for sum_ in dict.fromkeys(owed.instalments))} 元）"
    return Mismatch(
        "amount", f"{said}，实缴 {format_yuan(line.amount_fen)} 元", "核对文号和金额；部分缴纳的在案件里登记"
    )


def squeezed(name: str) -> str:
    """A name without spaces and with one kind of brackets, so that two writings of it are one."""
    return "".join(name.split()).replace("(", "（").replace(")", "）")
