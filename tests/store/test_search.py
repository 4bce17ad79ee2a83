"""Cases are found by any word in their number, title or party, and by the index only what reading each would find."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import town
from tests.store.test_parity import security_admin
from zhifa.acts.erasure import Erasure, erase_person
from zhifa.core.bigrams import grams, indexed, plain
from zhifa.ports import clock
from zhifa.store.casework import models as rows
from zhifa.store.casework.search import CASES
from zhifa.store.readers import cases
from zhifa.store.readers.cases import CaseFilter, case_page

EVERYWHERE = ("",)


@dataclass(frozen=True, slots=True)
class Known:
    number: str
    title: str
    party: str

    @property
    def sought(self) -> str:
        return "\n".join(map(plain, (self.number, self.title, self.party)))


KNOWN = (
    Known("渝洛碛案〔2024〕950号", "占用人行道堆放物料", "陈大海"),
    Known("渝洛碛案〔2024〕95号", "在耕地上建房", "渝北区Happy超市（个体工商户）"),
    Known("渝洛碛案〔2025〕7号", "擅自砍伐林木", "大海渔业有限公司"),
    Known("", "举报：50%_off \\ '促销'噪声扰民😀", ""),
)


def put(known: Known, number: int) -> None:
    """A case as the projector would leave it, as far as lists and searches look."""
    case = rows.Case.objects.create(
        id=f"case{number}", organ_id="lq", path="500112/lq/", number=known.number, title=known.title,
        party=known.party, sought=known.sought, procedure="penalty.ordinary", kind="penalty",
        opened_on=date(2024, 1, 1) + timedelta(number),
        version=1, head=b"", as_of=date(2024, 1, 1), rules="", recorded_at=datetime(2024, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    rows.CaseGrams.objects.create(case=case, grams=" ".join(sorted(indexed(known.sought))))


@pytest.fixture
def filled(db: None) -> None:
    town.found_town()
    for number, known in enumerate(KNOWN):
        put(known, number)


def found(word: str) -> list[int]:
    page = case_page(CaseFilter(query=word), reach=EVERYWHERE)
    return sorted(int(line.id.removeprefix("case")) for line in page.lines)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("大海", [0, 2]),
        ("耕地", [1]),
        ("海", [0, 2]),
        ("司", [2]),
        ("7", [2]),
        ("噪", [3]),
        ("民", [3]),
        ("龙", []),
        ("〔2024〕95", [0, 1]),
        ("２０２４", [0, 1]),
        ("happy超", [1]),
        ("(个体", [1]),
        ("  陈大海 ", [0]),
        ("海大", []),
        ("物料陈大", []),
        ("50%", [3]),
        ("%", [3]),
        ("5_%", []),
        ("\\", [3]),
        ("'", [3]),
        ('"', []),
        ("😀", [3]),
        ("AND", []),
        ("没有这人", []),
        ("", [0, 1, 2, 3]),
    ],
)
@pytest.mark.usefixtures("filled")
def test_words_are_found_where_they_stand(word: str, expected: list[int]) -> None:
    assert found(word) == expected


WORDS = (
    st.sampled_from(KNOWN)
    .map(lambda k: k.sought)
    .flatmap(
        lambda text: st.tuples(st.integers(0, len(text)), st.integers(0, 8)).map(lambda at: text[at[0] : at[0] + at[1]])
    )
)


@pytest.mark.usefixtures("filled")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=WORDS | st.text(max_size=4), few=st.sampled_from([0, 1, 1000]))
def test_the_index_finds_what_reading_finds(word: str, few: int) -> None:
    word = word.replace("\x00", "")
    expected = [number for number, known in enumerate(KNOWN) if plain(word) in known.sought]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cases, "FEW", few)
        assert found(word) == expected


@pytest.mark.usefixtures("filled")
def test_the_index_forgets_what_rows_forget() -> None:
    rows.CaseGrams.objects.filter(case_id="case0").delete()
    rows.CaseGrams.objects.filter(case_id="case2").update(grams="噪声 声")
    assert found("大海") == []
    assert found("耕地") == [1]


@pytest.mark.usefixtures("filled")
def test_a_site_that_kept_single_characters_is_searched_like_a_new_one() -> None:
    mark, new = "0123456789abcdef", dict(rows.CaseGrams.objects.values_list("case_id", "grams"))
    for row in rows.CaseGrams.objects.select_related("case"):
        row.grams = " ".join([mark, *grams(row.case.sought)])
        row.save()
    import_module("zhifa.store.casework.migrations.0015_fewer_grams").leave_out(apps, None)
    with connection.cursor() as cursor:
        CASES.anew(apps, SimpleNamespace(connection=connection, execute=cursor.execute))  # type: ignore[arg-type]
    held = dict(rows.CaseGrams.objects.values_list("case_id", "grams"))
    assert {key: line.split()[0] for key, line in held.items()} == dict.fromkeys(new, mark)
    assert {key: sorted(line.split()[1:]) for key, line in held.items()} == {k: v.split() for k, v in new.items()}
    assert found("大海") == [0, 2]
    assert found("海") == [0, 2]


@pytest.mark.django_db
def test_an_erased_name_is_found_no_more_and_leaves_the_index() -> None:
    town.found_town()
    player = town.Player(town.scenario("penalty-simple-main"))
    list(player.play())
    assert len(case_page(CaseFilter(query="陈大海"), reach=EVERYWHERE).lines) == 1
    with clock.at(datetime(2024, 6, 1, tzinfo=UTC)):
        done = erase_person(player.case_id, reason="保存期限届满", basis="个人信息保护法#47", actor=security_admin())
    assert isinstance(done, Erasure)
    assert case_page(CaseFilter(query="陈大海"), reach=EVERYWHERE).lines == ()
    assert not rows.CaseGrams.objects.filter(grams__contains="陈大").exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM casework_search_data WHERE instr(block, CAST('陈' AS BLOB))")
            assert cursor.fetchone() == (0,)


def test_the_file_of_sqlite_is_told_to_overwrite_what_is_deleted(tmp_path: Path) -> None:
    from zhifa.config.settings.database import database

    options = database(f"sqlite:///{tmp_path / 'x'}")["OPTIONS"]
    assert "secure_delete=ON" in str(options)
