"""Versions that a site publishes end the one they take the place of, and only published ones do."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhifa.core.rulebook import Entry, Rulebook, compile_rules

CODE = "city.pile"
DAY = date(2024, 1, 1)


def version(first: date, last: date | None = None, *, title: str = "甲") -> str:
    until = f'to = "{last}"\n' if last else ""
    return f'[[matter]]\ncode = "{CODE}"\ntitle = "{title}"\nkind = "处罚"\nfrom = "{first}"\n{until}'


def book(**files: str) -> Rulebook:
    made = compile_rules({name.replace("__", "/") + ".toml": text for name, text in files.items()})
    assert isinstance(made, Rulebook), made
    return made


def spans(made: Rulebook) -> list[tuple[date | None, date | None]]:
    return sorted(
        ((e.validity.start, e.validity.end) for e in made.versions("matter", CODE)), key=lambda span: str(span[0])
    )


def test_a_published_version_ends_the_one_before_it() -> None:
    made = book(matters__city=version(DAY), site__published__0001=version(date(2026, 3, 1), title="乙"))
    assert spans(made) == [(DAY, date(2026, 2, 28)), (date(2026, 3, 1), None)]
    assert [made.as_of(day).entries("matter")[CODE].data["title"] for day in (date(2026, 2, 28), date(2026, 3, 1))] == [
        "甲", "乙",
    ]  # fmt: skip
    assert made.versions("matter", CODE)[0].data["to"] == "2026-02-28"


def test_elsewhere_an_overlap_is_an_error() -> None:
    made = compile_rules({"matters/a.toml": version(DAY), "site/matters/b.toml": version(date(2026, 3, 1))})
    assert isinstance(made, list)
    assert "重叠" in made[0].message


def test_two_published_versions_of_one_day_are_an_error() -> None:
    day = date(2026, 3, 1)
    made = compile_rules(
        {
            "matters/a.toml": version(DAY),
            "site/published/0001.toml": version(day),
            "site/published/0002.toml": version(day, title="丙"),
        }
    )
    assert isinstance(made, list)


def test_a_new_code_ends_nothing() -> None:
    made = book(matters__city=version(DAY).replace(CODE, "city.other"), site__published__0001=version(date(2026, 3, 1)))
    assert spans(made) == [(date(2026, 3, 1), None)]


def test_a_version_published_before_a_known_later_one_lasts_until_it() -> None:
    made = book(
        matters__city=version(DAY, date(2026, 8, 14)),
        matters__code=version(date(2026, 8, 15), title="法典"),
        site__published__0001=version(date(2026, 3, 1), title="乙"),
    )
    assert spans(made) == [
        (DAY, date(2026, 2, 28)), (date(2026, 3, 1), date(2026, 8, 14)), (date(2026, 8, 15), None),
    ]  # fmt: skip


def test_the_last_published_statement_about_a_law_stands_for_all() -> None:
    law = '[[instrument]]\ntitle = "甲法"\nversions = [{{ label = "{}", from = "{}" }}]\n'
    made = book(
        laws__a=law.format("2020", "2020-01-01"),
        site__published__0001=law.format("2024", "2024-01-01"),
        site__published__0002=law.format("2026", "2026-01-01"),
    )
    assert [entry.data["versions"][0]["label"] for entry in made.section("instrument")] == ["2026"]


@given(
    starts=st.lists(st.integers(1, 2000), min_size=1, max_size=6, unique=True),
    bound=st.one_of(st.none(), st.integers(2001, 3000)),
)
def test_published_versions_follow_one_another_without_gap_or_overlap(starts: list[int], bound: int | None) -> None:
    """Each published version ends exactly one other, in whatever order they were published."""
    last = DAY + timedelta(bound) if bound else None
    files = {"matters/a.toml": version(DAY, last)}
    for number, after in enumerate(starts, 1):
        files[f"site/published/{number:04d}.toml"] = version(DAY + timedelta(after), title=str(after))
    made = compile_rules(files)
    assert isinstance(made, Rulebook), made
    days = [DAY + timedelta(after) for after in sorted(starts)]
    firsts = [DAY, *days]
    ends = [day - timedelta(1) for day in days]
    assert [first for first, _ in spans(made)] == firsts
    assert [end for _, end in spans(made)][: len(ends)] == ends
    step = compile_rules({name: text for name, text in files.items() if not name.startswith("site")})
    for name in sorted(name for name in files if name.startswith("site")):
        assert isinstance(step, Rulebook)
        step = compile_rules({name: files[name]}, step)
    assert isinstance(step, Rulebook), step
    assert spans(step) == spans(made)


@given(st.integers(0, 2100))
def test_every_day_has_one_rule(after: int) -> None:
    made = book(
        matters__city=version(DAY),
        site__published__0001=version(DAY + timedelta(700), title="乙"),
        site__published__0002=version(DAY + timedelta(1400), title="丙"),
    )
    day = DAY + timedelta(after)
    standing: list[Entry] = [e for e in made.versions("matter", CODE) if e.validity.contains(day)]
    assert [e.data["title"] for e in standing] == ["甲" if after < 700 else "乙" if after < 1400 else "丙"]
