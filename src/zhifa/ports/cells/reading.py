"""Opens cells: nothing is read before the signature, the checkpoint and the digest of every file fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zhifa.core.journal.checkpoint import Checkpoint, read_note, read_signature
from zhifa.ports.cells.layout import KEY, MANIFEST, SIGNATURE, BadCell, Manifest, Unit, read_manifest
from zhifa.ports.cells.writing import digest
from zhifa.ports.signing import PublicKey, trusts


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell whose every byte fits its signature."""

    folder: Path
    manifest: Manifest
    key: PublicKey
    known_key: bool
    """Signed with a key that came from elsewhere, not only with the one lying beside it."""
    checkpoint: Checkpoint | None

    def files(self, year: int | None = None) -> list[Path]:
        """Its files of rows, or those of one year."""
        return [self.folder / part.path for part in self.manifest.parts if year in (None, part.year)]


def open_cell(folder: Path, *, keys: Sequence[PublicKey] = ()) -> Cell:
    """The cell in a folder; BadCell where anything is missing, changed or signed by somebody else.

    Without keys from elsewhere the one beside it is taken, and the cell says so.
    """
    manifest, key = _signed(folder, keys)
    held = _checkpoint(folder, manifest, key)
    for part in manifest.parts:
        path = folder / part.path
        if not path.is_file():
            raise BadCell("清单里的文件不见了", str(path))
        if path.stat().st_size != part.bytes or digest(path) != part.sha256:
            raise BadCell("文件内容与清单里的摘要不符，可能被改动过", str(path))
    return Cell(folder, manifest, key, bool(keys), held)


def together(cells: Sequence[Cell]) -> list[Unit]:
    """The organs of several cells in order; BadCell where two of them hold the same organ, which would count twice."""
    seen: dict[str, Cell] = {}
    units: dict[str, Unit] = {}
    for cell in cells:
        for organ in sorted({part.organ for part in cell.manifest.parts}):
            if organ in seen and seen[organ] is not cell:
                raise BadCell(f"机关“{organ}”也在 {seen[organ].folder} 里，合在一起会重复计数", str(cell.folder))
            seen[organ] = cell
        for unit in sorted(cell.manifest.units, key=lambda unit: unit.path):
            units.setdefault(unit.code, unit)
    return list(units.values())


def _signed(folder: Path, keys: Sequence[PublicKey]) -> tuple[Manifest, PublicKey]:
    place = folder / MANIFEST
    try:
        content = place.read_bytes()
        signature = read_signature((folder / SIGNATURE).read_text(encoding="utf-8").rstrip("\n"))
        candidates = list(keys) or [PublicKey.read((folder / KEY).read_text(encoding="utf-8"))]
    except FileNotFoundError as error:
        raise BadCell("不是统计导出的目录：缺少清单、签名或者公钥", str(error.filename)) from None
    except ValueError:
        raise BadCell("签名或者公钥读不懂", str(folder)) from None
    for key in candidates:
        mine = (key.name, key.key_id) == (signature.name, signature.key_id)
        if mine and key.verify(content, signature.signature):
            return read_manifest(content.decode(errors="replace"), str(place)), key
    why = "签名与给出的公钥都不符" if keys else "签名不符，清单可能被改动过"
    raise BadCell(why, str(place))


def _checkpoint(folder: Path, manifest: Manifest, key: PublicKey) -> Checkpoint | None:
    if not manifest.checkpoint:
        return None
    try:
        note = read_note(manifest.checkpoint)
    except ValueError as error:
        raise BadCell(str(error), str(folder / MANIFEST)) from None
    if not trusts(key)(note) or note.checkpoint.origin != manifest.origin:
        raise BadCell("所附日志检查点不是同一单位签名的", str(folder / MANIFEST))
    return note.checkpoint
