"""Cells: what was written is read again, and nothing that was changed afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from zhifa.core.journal.checkpoint import Checkpoint
from zhifa.ports.cells import BadCell, CellWriter, Unit, open_cell, together
from zhifa.ports.signing import Ed25519Signer, note_signer, signer

pytest.importorskip("pyarrow", reason="cells are Parquet: zhifa[columns]")
parquet = pytest.importorskip("pyarrow.parquet")

AT = datetime(2025, 1, 20, tzinfo=UTC)


def row(organ: str, day: str, code: str = "penalty.decided") -> tuple[object, ...]:
    return (organ, day, code, 1, 20_000, 1, "penalty.simple", "city.litter", "罚款", "", 0, 0, "c1", "p1", 3)


ROWS = [row("a", "2023-12-31"), row("a", "2024-01-01"), row("a", "2024-05-06"), row("b/机关", "2024-02-29")]


@pytest.fixture
def key(tmp_path: Path) -> Ed25519Signer:
    return signer(tmp_path / "keys" / "one.pem", "town/journal")


def written(place: Path, key: Ed25519Signer, rows: list[tuple[object, ...]] = ROWS) -> Path:
    held = Checkpoint(key.public.name, 12, b"\x01" * 32, "sha256", AT)
    organs = sorted({str(row[0]) for row in rows})
    with CellWriter.at(place) as writer:
        for one in rows:
            writer.add([one])
        writer.finish(
            origin=key.public.name,
            exported_at="2025-01-20T00:00:00.000000Z",
            rules="r",
            checkpoint=note_signer(key)(held).text(),
            beyond=0,
            units=[Unit(organ, organ, organ, f"{organ}/") for organ in organs],
            signer=key,
        )
    return place


@pytest.fixture
def cell(tmp_path: Path, key: Ed25519Signer) -> Iterator[Path]:
    return written(tmp_path / "cell", key)


def test_rows_lie_by_year_and_organ_and_come_back(cell: Path, key: Ed25519Signer) -> None:
    opened = open_cell(cell, keys=[key.public])
    assert [(part.organ, part.year, part.rows) for part in opened.manifest.parts] == [
        ("a", 2023, 1),
        ("a", 2024, 2),
        ("b/机关", 2024, 1),
    ]
    assert opened.known_key
    assert opened.checkpoint is not None
    assert opened.checkpoint.size == 12
    read = [tuple(one.values()) for path in opened.files() for one in parquet.read_table(path).to_pylist()]
    assert read == [(one[0], date.fromisoformat(str(one[1])), *one[2:]) for one in ROWS]
    assert len(opened.files(2024)) == 2


def test_the_key_beside_a_cell_proves_nothing_and_the_cell_says_so(cell: Path) -> None:
    assert not open_cell(cell).known_key


def change_rows(cell: Path) -> None:
    path = next(cell.rglob("*.parquet"))
    table = parquet.read_table(path)
    parquet.write_table(table.slice(0, 0), path)


def flip_a_byte(cell: Path) -> None:
    path = next(cell.rglob("*.parquet"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def drop_a_file(cell: Path) -> None:
    next(cell.rglob("*.parquet")).unlink()


def drop_a_part(cell: Path) -> None:
    place = cell / "cell.json"
    data = json.loads(place.read_text(encoding="utf-8"))
    data["parts"].pop()
    place.write_text(json.dumps(data), encoding="utf-8")


def another_checkpoint(cell: Path) -> None:
    place = cell / "cell.json"
    place.write_text(place.read_text(encoding="utf-8").replace("\\n12\\n", "\\n99\\n"), encoding="utf-8")


def no_signature(cell: Path) -> None:
    (cell / "cell.sig").unlink()


def a_spoilt_signature(cell: Path) -> None:
    (cell / "cell.sig").write_text("x", encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [change_rows, flip_a_byte, drop_a_file, drop_a_part, another_checkpoint, no_signature, a_spoilt_signature],
)
def test_whatever_is_changed_is_refused(cell: Path, key: Ed25519Signer, change: Callable[[Path], None]) -> None:
    open_cell(cell, keys=[key.public])
    change(cell)
    with pytest.raises(BadCell):
        open_cell(cell, keys=[key.public])
    with pytest.raises(BadCell):
        open_cell(cell)


def test_a_cell_signed_anew_by_somebody_else_is_refused(tmp_path: Path, key: Ed25519Signer) -> None:
    other = signer(tmp_path / "other" / "one.pem", "town/journal")
    forged = written(tmp_path / "forged", other)
    with pytest.raises(BadCell, match="给出的公钥"):
        open_cell(forged, keys=[key.public])


def test_a_later_layout_is_refused_and_says_what_to_do(tmp_path: Path, key: Ed25519Signer) -> None:
    cell = written(tmp_path / "later", key)
    place = cell / "cell.json"
    said = place.read_text(encoding="utf-8").replace('"version": 1', '"version": 2')
    place.write_text(said, encoding="utf-8")
    from zhifa.core.journal.checkpoint import Signature

    line = Signature(key.public.name, key.public.key_id, key.sign(said.encode())).line()
    (cell / "cell.sig").write_text(line, encoding="utf-8")
    with pytest.raises(BadCell, match="升级程序"):
        open_cell(cell, keys=[key.public])


def test_an_organ_in_two_cells_would_count_twice(tmp_path: Path, key: Ed25519Signer) -> None:
    first, second = written(tmp_path / "1", key), written(tmp_path / "2", key, [row("c", "2024-01-01")])
    assert [unit.code for unit in together([open_cell(first), open_cell(second)])] == ["a", "b/机关", "c"]
    with pytest.raises(BadCell, match="重复计数"):
        together([open_cell(first), open_cell(written(tmp_path / "3", key, [row("a", "2022-01-01")]))])


def test_half_a_cell_is_never_met(tmp_path: Path, key: Ed25519Signer) -> None:
    def broken_off() -> None:
        with CellWriter.at(tmp_path / "cell") as writer:
            writer.add(ROWS)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert [path.name for path in tmp_path.iterdir() if "cell" in path.name] == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(BadCell, match="空的目录"), CellWriter.at(tmp_path):
        pass
