"""The files of published drafts: written from the journal, which is the truth of them, and put right by it."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from zhifa.ports.rules import published_folder
from zhifa.store.catalogue.models import Shelf
from zhifa.store.readers.rule_drafts import published_contents

LOG = logging.getLogger(__name__)
ASIDE = ".unknown"
"""Added to the name of a file the journal does not know, so that it is read no more and nothing is lost."""


@dataclass(frozen=True, slots=True)
class Laid:
    """How the folder of published rules stands beside the journal, by file name."""

    folder: Path
    right: tuple[str, ...]
    missing: tuple[str, ...]
    different: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return not (self.missing or self.different or self.unknown)


def compare() -> Laid:
    """The folder beside the journal; nothing is changed."""
    place, wanted = published_folder(), published_contents()
    there = {path.name: path for path in sorted(place.glob("*.toml"))} if place.is_dir() else {}
    right = [name for name in wanted if name in there and _says(there[name], wanted[name])]
    return Laid(
        place,
        tuple(right),
        tuple(name for name in wanted if name not in there),
        tuple(name for name in wanted if name in there and name not in right),
        tuple(name for name in there if name not in wanted),
    )


def _says(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode()
    except OSError:
        return False


def write_out() -> Laid:
    """Bring the folder into line with the journal; what stands there without being published is put aside.

    One at a time, or one process would put aside what another has just published. A folder that cannot be written is
    logged and reported, not raised: what was published stays published.
    """
    with transaction.atomic():
        lock_catalogue()
        laid = compare()
        if not laid.agrees:
            _mend(laid, published_contents())
        return compare()


def lock_catalogue() -> None:
    """Everybody who writes at the catalogue, one after the other, until the transaction ends."""
    Shelf.objects.get_or_create(pk=1)
    Shelf.objects.select_for_update().get(pk=1)


def _mend(laid: Laid, wanted: Mapping[str, str]) -> None:
    try:
        laid.folder.mkdir(parents=True, exist_ok=True)
        for name in laid.unknown:
            (laid.folder / name).replace(laid.folder / f"{name}{ASIDE}")
        for name in (*laid.missing, *laid.different):
            _put(laid.folder / name, wanted[name])
        _settle(laid.folder)
    except OSError as error:
        LOG.error("公布的规则没有写成文件（%s）：改好权限后运行 zhifa rules published --write", error)


def _put(place: Path, text: str) -> None:
    """Write a file whole: a reader sees the old one or the new one, never a part."""
    draft = place.with_name(f".{place.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as out:
            out.write(text.encode())
            out.flush()
            os.fsync(out.fileno())
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Have the names of the files on disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
