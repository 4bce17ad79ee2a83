"""What the bank reports against what a fine stands at: rows read, payments that fit, why the others do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zhifa.core.payments import BankLine, Mismatch, Owed, Share, match, read_fen, read_lines

TODAY = date(2024, 6, 30)
LINE = BankLine(2, "渝财票001", "渝洛碛罚〔2024〕1号", "陈大海", 50_000, date(2024, 4, 2))
OWED = Owed("陈大海", date(2024, 3, 18), 50_000, 0, 0, 0)


def test_a_sheet_is_read_under_whatever_names_the_bank_gives_its_columns() -> None:
    lines, faults = read_lines(
        [
            ["代收罚款明细表", "", "", "", ""],
            ["交易流水号", "处罚决定书号", "付款人", "金额（元）", "交易日期"],
            ["001", "渝洛碛罚〔2024〕1号", "陈大海", "1,500.50", "2024/4/2"],
            ["002", "", "王芳", "300", "2024-04-03"],
            ["003", "渝洛碛罚〔2024〕3号", "王芳", "零", "20240403"],
            ["004", "渝洛碛罚〔2024〕3号", "王芳", "300", "昨天"],
            ["合计", "", "", "1800.50", ""],
        ]
    )
    assert lines == [BankLine(3, "001", "渝洛碛罚〔2024〕1号", "陈大海", 150_050, date(2024, 4, 2))]
    assert [(fault.row, fault.column) for fault in faults] == [(4, "决定书文号"), (5, "金额"), (6, "缴款日期")]


def test_a_sheet_without_the_columns_says_which_it_lacks() -> None:
    lines, faults = read_lines([["票据号码", "金额", "缴款日期"], ["1", "2", "2024-01-01"]])
    assert not lines
    assert "决定书文号" in faults[0].reason


@pytest.mark.parametrize(
    ("text", "fen"), [("500", 50_000), ("0.01", 1), ("1,000元", 100_000), ("0.001", None), ("x", None)]
)
def test_sums_are_read_to_the_fen(text: str, fen: int | None) -> None:
    assert read_fen(text) == fen


def test_a_payment_fits_the_fine_the_fine_with_what_was_added_or_an_instalment() -> None:
    assert match(LINE, OWED, TODAY) == Share(50_000, 0)
    late = replace(OWED, surcharge_fen=9_000)
    assert match(replace(LINE, amount_fen=59_000), late, TODAY) == Share(50_000, 9_000)
    assert match(LINE, late, TODAY) == Share(50_000, 0)
    paid = replace(late, paid_fen=50_000)
    assert match(replace(LINE, amount_fen=9_000), paid, TODAY) == Share(0, 9_000)
    parts = replace(OWED, instalments=(25_000, 25_000))
    assert match(replace(LINE, amount_fen=25_000), parts, TODAY) == Share(25_000, 0)


@pytest.mark.parametrize(
    ("line", "owed", "code"),
    [
        (replace(LINE, amount_fen=49_999), OWED, "amount"),
        (replace(LINE, amount_fen=60_000), OWED, "amount"),
        (replace(LINE, payer="王芳"), OWED, "name"),
        (replace(LINE, paid_on=date(2024, 3, 17)), OWED, "early"),
        (replace(LINE, paid_on=date(2024, 7, 1)), OWED, "future"),
        (LINE, replace(OWED, paid_fen=50_000), "settled"),
        (LINE, replace(OWED, annulled=True), "annulled"),
    ],
)
def test_a_payment_that_does_not_fit_says_why(line: BankLine, owed: Owed, code: str) -> None:
    found = match(line, owed, TODAY)
    assert isinstance(found, Mismatch)
    assert found.code == code
    assert found.remedy


def test_brackets_and_spaces_make_no_other_payer() -> None:
    owed = replace(OWED, party="洛碛（重庆）砂石有限公司")
    assert match(replace(LINE, payer="洛碛(重庆) 砂石有限公司"), owed, TODAY) == Share(50_000, 0)
