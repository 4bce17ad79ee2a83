"""The rulebook: versions, the days they hold, the digest, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhifa.core.rulebook import Problem, Rulebook, compile_rules, load

FACT = '[fact."decision.fine"]\nlabel = "罚款金额"\ntype = "money"\n'


def threshold(value: int, start: str = "", end: str = "", **more: str) -> str:
    lines = ["[[threshold]]", 'code = "fine"', f"value = {value}"]
    lines += [f'from = "{start}"'] if start else []
    lines += [f'to = "{end}"'] if end else []
    lines += [f'{key} = "{text}"' for key, text in more.items()]
    return "\n".join(lines) + "\n"


def compiled(**sources: str) -> Rulebook:
    book = compile_rules({f"{name}.toml": text for name, text in sources.items()})
    assert isinstance(book, Rulebook), [str(problem) for problem in book]
    return book


def problems(**sources: str) -> list[Problem]:
    book = compile_rules({f"{name}.toml": text for name, text in sources.items()})
    assert isinstance(book, list), "should not compile"
    return book


def value_on(book: Rulebook, day: str) -> int | None:
    entry = book.as_of(date.fromisoformat(day)).entry("threshold", "fine")
    return None if entry is None else int(entry.data["value"])


def test_each_day_has_its_own_version_first_and_last_day_included() -> None:
    book = compiled(a=threshold(100, "2020-01-01", "2021-07-14"), b=threshold(200, "2021-07-15", "2023-12-31"), c=FACT)
    assert value_on(book, "2019-12-31") is None
    assert value_on(book, "2020-01-01") == value_on(book, "2021-07-14") == 100
    assert value_on(book, "2021-07-15") == value_on(book, "2023-12-31") == 200
    assert value_on(book, "2024-01-01") is None


@given(st.lists(st.integers(1, 400), min_size=1, max_size=6), st.integers(-5, 2500))
def test_days_between_two_changes_share_one_object_and_agree_with_a_plain_search(gaps: list[int], ahead: int) -> None:
    start, texts, spans = date(2020, 1, 1), [], []
    for number, gap in enumerate(gaps):
        end = start + timedelta(days=gap - 1)
        spans.append((start, end, number))
        texts.append(threshold(number, start.isoformat(), end.isoformat()))
        start = end + timedelta(days=1)
    book = compiled(all="".join(texts))
    day = date(2020, 1, 1) + timedelta(days=ahead)
    wanted = next((number for first, last, number in spans if first <= day <= last), None)
    assert value_on(book, day.isoformat()) == wanted
    for first, last, _ in spans:
        assert book.as_of(first) is book.as_of(last)


def test_versions_that_overlap_are_named_with_both_files() -> None:
    (found,) = problems(a=threshold(1, "2020-01-01", "2021-01-01"), b=threshold(2, "2021-01-01"))
    assert "有效期重叠" in found.message
    assert "a.toml" in found.message
    assert (found.path, found.where) == ("b.toml", "threshold fine")


def test_a_gap_between_versions_names_its_first_and_last_day() -> None:
    (found,) = problems(a=threshold(1, "2020-01-01", "2020-12-31"), b=threshold(2, "2021-03-01"))
    assert "2021-01-01" in found.message
    assert "2021-03-01" in found.message
    assert "after_gap" in found.message


def test_a_gap_may_be_declared() -> None:
    book = compiled(
        a=threshold(1, "2020-01-01", "2020-12-31"), b=threshold(2, "2021-03-01", after_gap="旧规定废止后没有规定")
    )
    assert value_on(book, "2021-02-01") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[threshold]\ncode=1", "不是合法的 TOML"),
        ("[[threshold]]\nvalue = 1\n", "缺 code"),
        (threshold(1, "2021-02-30"), "不是日期"),
        (threshold(1, "2022-01-01", "2021-01-01"), "起止颠倒"),
        (threshold(1, status="sure"), "status 只能是"),
        ("top = 1", "顶层只能是表"),
        ('[fact."a.b"]\nlabel = "甲"\ntype = "number"\n', "未知的类型"),
        ('[fact."a.b"]\nlabel = "甲"\ntype = "choice"\n', "options"),
        ('[fact."a.b"]\ntype = "text"\n', "label"),
    ],
)
def test_a_bad_file_is_named_with_its_entry(text: str, said: str) -> None:
    found = problems(bad=text, good=threshold(5))
    assert any(said in problem.message for problem in found), [str(problem) for problem in found]
    assert all(problem.where for problem in found)


def test_every_problem_is_told_at_once() -> None:
    found = problems(a=threshold(1, "2020-99-01"), b="not toml =", c=threshold(2, status="x"))
    assert {problem.path for problem in found} == {"a.toml", "b.toml", "c.toml"}


def test_the_digest_depends_on_what_is_said_and_on_nothing_else() -> None:
    first = compiled(a=threshold(1), b=FACT)
    again = compiled(b="# 注释\n" + FACT, a=threshold(1).replace("value = 1", "value   =   1"))
    other = compiled(a=threshold(2), b=FACT)
    assert first.digest == again.digest
    assert first.digest != other.digest


def test_dump_and_load_give_the_same_rules() -> None:
    book = compiled(a=threshold(1, "2020-01-01", "2021-07-14"), b=threshold(2, "2021-07-15"), c=FACT)
    back = load(book.dump())
    assert back.digest == book.digest
    assert back.dump() == book.dump()
    assert value_on(back, "2021-07-14") == 1
    assert back.vocabulary.label("decision.fine") == "罚款金额"
    with pytest.raises(ValueError, match="请重新编译规则"):
        load('{"format": 99, "digest": "", "entries": []}')


def test_one_entry_written_for_several_procedures_belongs_to_each() -> None:
    text = '[[step]]\nprocedure = ["a", "b"]\ncode = "pay"\ntitle = "缴款"\n'
    book = compiled(a=text)
    assert [entry.key for entry in book.section("step")] == ["a/pay", "b/pay"]
    assert [entry.data["procedure"] for entry in book.section("step")] == ["a", "b"]


def test_the_shipped_rules_round_trip() -> None:
    from zhifa.ports.rules import compiled as shipped

    book = shipped()
    back = load(book.dump())
    assert back.digest == book.digest
    for day in (date(2020, 1, 1), date(2022, 6, 1), date(2026, 11, 20)):
        for section in book.sections():
            assert dict(back.as_of(day).entries(section)) == dict(book.as_of(day).entries(section))
