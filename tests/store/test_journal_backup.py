"""Backup, restore, verify and prove as a person runs them, on both databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.store.journal_sites import Site, empty_database, opened, site_of
from zhifa.core.journal.checkpoint import read_note
from zhifa.ports.signing import signer
from zhifa.store import journal

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Installation:
    site: Site
    data: Path

    def zhifa(self, *words: object, data: Path | None = None) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "ZHIFA_DATA": str(data or self.data),
            "DJANGO_SETTINGS_MODULE": "zhifa.config.settings",
        }
        environment.pop("ZHIFA_DATABASE_URL", None)
        if data is None:
            environment["ZHIFA_DATABASE_URL"] = self.site.url
        command = [sys.executable, "-m", "zhifa.cli.main", *map(str, words)]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)

    def told(self, *words: object, data: Path | None = None) -> tuple[int, dict[str, object]]:
        done = self.zhifa(*words, "--json", data=data)
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: object) -> Iterator[Installation]:
    with django_db_blocker.unblock(), site_of(request.param, tmp_path / "db") as site:  # type: ignore[attr-defined]
        data = tmp_path / "data"
        (data / "files" / "ab").mkdir(parents=True)
        (data / "files" / "ab" / "abcd").write_bytes("扫描件".encode() * 1000)
        for case in ("a", "b", "a", "b", "a"):
            site.write(case, 2, name="张三，\t'\\N'\n换行 😀")
        yield Installation(site, data)


def test_a_backup_restores_to_an_installation_that_verifies(place: Installation, tmp_path: Path) -> None:
    saved = tmp_path / "saved.zip"
    call_command("migrate", database=place.site.alias, verbosity=0)
    assert place.zhifa("backup", saved).returncode == 0
    again = place.zhifa("backup", saved)
    assert again.returncode == 1
    assert "已经存在" in again.stderr
    names = zipfile.ZipFile(saved).namelist()
    assert "files/ab/abcd" in names
    assert not any(name.endswith(".pem") or "secret" in name for name in names), "private keys stay behind"

    into = tmp_path / "new"
    with empty_database(place.site.vendor) as url:
        database = ["--database", url] if url else []
        status, told = place.told("restore", saved, "--into", into, *database, data=tmp_path / "unused")
        assert (status, told["valid"], told["events"]) == (0, True, 10)
        assert (into / "files" / "ab" / "abcd").read_bytes() == "扫描件".encode() * 1000
        refused = place.zhifa("restore", saved, "--into", into, *database)
        assert refused.returncode == 1
        assert "不是空的" in refused.stderr
        restored = Site(place.site.alias, url or f"sqlite:///{into / 'zhifa.sqlite3'}", place.site.vendor)
        assert streams(restored) == streams(place.site)
        verified = Installation(restored, into).zhifa("verify", "--json")
        assert verified.returncode == 0, verified.stdout
        # The next event continues behind the last one: ids and sequences were restored too.
        with_more(restored)
        assert Installation(restored, into).zhifa("verify").returncode == 0


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_backup_written_before_migrations_were_replaced_restores(place: Installation, tmp_path: Path) -> None:
    saved, earlier, newer = tmp_path / "saved.zip", tmp_path / "earlier.zip", tmp_path / "newer.zip"
    call_command("migrate", database=place.site.alias, verbosity=0)
    assert place.zhifa("backup", saved).returncode == 0
    rewrite(saved, earlier, lambda known: [one for one in known if "_squashed_" not in one[1]])
    rewrite(saved, newer, lambda known: [*known, ["casework", "9999_not_written_yet"]])
    into = tmp_path / "new"
    with empty_database("postgresql") as url:
        refused = place.zhifa("restore", newer, "--into", into, "--database", url)
        assert (refused.returncode, into.exists()) == (1, False)
        assert "casework.9999_not_written_yet" in refused.stderr
        status, told = place.told("restore", earlier, "--into", into, "--database", url)
        assert (status, told["valid"], told["events"]) == (0, True, 10)
        restored = Site(place.site.alias, url, "postgresql")
        assert streams(restored) == streams(place.site)
        assert Installation(restored, into).zhifa("init").returncode == 0


def rewrite(saved: Path, into: Path, change: Callable[[list[list[str]]], list[list[str]]]) -> None:
    """The same backup under other migrations."""
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(into, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "manifest.json":
                manifest = json.loads(data)
                data = json.dumps(manifest | {"migrations": change(manifest["migrations"])}).encode()
            new.writestr(name, data)


def streams(site: Site) -> list[object]:
    with opened(site.url, site.vendor) as same:
        found = journal.read_streams("case", ["a", "b"], using=same.alias)
    return [[(event.version, event.hash, event.payload) for event in found[name]] for name in ("a", "b")]


def with_more(site: Site) -> None:
    with opened(site.url, site.vendor) as same:
        same.write("c", 3, name="李四")
        assert same.sequence() == 3


def test_a_damaged_backup_is_refused_and_leaves_nothing(place: Installation, tmp_path: Path) -> None:
    saved, damaged = tmp_path / "saved.zip", tmp_path / "damaged.zip"
    assert place.zhifa("backup", saved).returncode == 0
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name, data.replace("扫描件".encode(), "扫瞄件".encode(), 1) if name.startswith("files") else data
            )
    with empty_database(place.site.vendor) as url:
        database = ["--database", url] if url else []
        done = place.zhifa("restore", damaged, "--into", tmp_path / "new", *database)
    assert done.returncode == 1
    assert "files/ab/abcd" in done.stderr
    assert not (tmp_path / "new").exists()
    (tmp_path / "text.zip").write_text("not a backup")
    assert place.zhifa("restore", tmp_path / "text.zip", "--into", tmp_path / "new").returncode == 1


def test_verify_tells_the_first_bad_event_and_fails(place: Installation) -> None:
    status, told = place.told("verify")
    assert (status, told["events"], told["valid"], told["first_bad"]) == (0, 10, True, None)
    place.site.sequence()
    place.site.tamper("UPDATE journal_event SET actor = 'x' WHERE stream_id = 'b' AND version = 3")
    status, told = place.told("verify")
    assert (status, told["valid"]) == (1, False)
    bad = told["first_bad"]
    assert isinstance(bad, dict)
    assert (bad["stream_id"], bad["version"], bad["position"]) == ("b", 3, 6)
    assert "事件被改动" in place.zhifa("verify").stdout


def test_a_kept_checkpoint_is_compared(place: Installation, tmp_path: Path) -> None:
    assert place.zhifa("backup", tmp_path / "saved.zip").returncode == 0
    kept = tmp_path / "kept.txt"
    kept.write_text((place.data / "checkpoints" / "latest.txt").read_text())
    assert place.zhifa("verify", "--checkpoint", kept).returncode == 0
    forged = tmp_path / "forged.txt"
    forged.write_text(kept.read_text().replace("\n10\n", "\n11\n"))
    done = place.zhifa("verify", "--checkpoint", forged)
    assert done.returncode == 1
    assert "签名不符" in done.stderr


def test_the_checkpoint_laid_out_for_others_is_compared_too(place: Installation) -> None:
    """Who cuts the journal in the database must also find the file beside it."""
    assert place.zhifa("backup", place.data / "saved.zip").returncode == 0
    laid_out = place.data / "checkpoints" / "latest.txt"
    assert place.zhifa("verify").returncode == 0
    laid_out.write_text(laid_out.read_text().replace("\n10\n", "\n11\n"))
    done = place.zhifa("verify", "--json")
    assert (done.returncode, "latest.txt" in done.stderr) == (1, True)


def test_a_damaged_database_is_named_and_the_backup_offered(place: Installation) -> None:
    if place.site.vendor != "sqlite":
        pytest.skip("a file of one's own")
    place.site.ask("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(place.site.url.removeprefix("sqlite:///"))
    file.write_bytes(b"x" * 100 + file.read_bytes()[100:])
    status, told = place.told("verify")
    assert (status, told["valid"]) == (1, False)
    assert "restore" in place.zhifa("verify").stderr


def test_an_exported_proof_stands_without_the_database(place: Installation, tmp_path: Path) -> None:
    file, elsewhere = tmp_path / "proof.json", tmp_path / "elsewhere"
    assert place.zhifa("verify", "--prove", "case/b", "--out", file).returncode == 0
    assert "张三" not in file.read_text(), "personal values are shown only when asked for"
    key = next((place.data / "keys").glob("*.pub"))
    status, told = place.told("verify", "--proof", file, "--key", key, data=elsewhere)
    assert (status, told["events"], told["valid"]) == (0, 4, True)
    changed = tmp_path / "changed.json"
    changed.write_text(file.read_text().replace("同意第3号", "同意第4号"))
    status, told = place.told("verify", "--proof", changed, "--key", key, data=elsewhere)
    assert status == 1
    assert told["first_bad"]["event"] == 3  # type: ignore[index]
    assert place.zhifa("verify", "--prove", "case/nobody").returncode == 1
    assert not elsewhere.exists() or not (elsewhere / "zhifa.sqlite3").exists()


def test_a_proof_signed_with_another_key_fails(place: Installation, tmp_path: Path) -> None:
    file, other = tmp_path / "proof.json", tmp_path / "other.pub"
    assert place.zhifa("verify", "--prove", "case/a", "--out", file, "--with-personal").returncode == 0
    assert "张三" in file.read_text()
    other.write_text(signer(tmp_path / "k" / "other.pem", "zhifa/journal").public.text())
    status, told = place.told("verify", "--proof", file, "--key", other)
    assert (status, told["valid"]) == (1, False)


def test_checkpoints_of_a_demonstration_carry_its_own_time(place: Installation, tmp_path: Path) -> None:
    (place.data / "demo.json").write_text(json.dumps({"shift_seconds": -400 * 86_400}), encoding="utf-8")
    call_command("migrate", database=place.site.alias, verbosity=0)
    last_year = datetime.now(UTC) - timedelta(days=400)
    for words in (("backup", tmp_path / "saved.zip"), ("verify", "--prove", "case/a", "--out", tmp_path / "a.proof")):
        (place.data / "checkpoints" / "latest.txt").unlink(missing_ok=True)
        assert place.zhifa(*words).returncode == 0
        note = read_note((place.data / "checkpoints" / "latest.txt").read_text(encoding="utf-8"))
        assert abs(note.checkpoint.at - last_year) < timedelta(minutes=5), words
