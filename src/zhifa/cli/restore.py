"""`zhifa restore`: a backup becomes a new installation, verified before anybody works in it."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

from zhifa.cli.archive import DATABASE, Manifest, extract, read_manifest
from zhifa.cli.output import complain, emit
from zhifa.cli.reading import unusable

HELP = "恢复：把备份恢复到一个新的目录（PostgreSQL 另需一个空的数据库），并核验账簿"


class Refused(Exception):
    """The restore cannot go on: what is in the way, and how to mend it."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


def configure(parser: argparse.ArgumentParser) -> None:
    """The backup, the new directory and, for PostgreSQL, the empty database."""
    parser.add_argument("file", metavar="FILE", help="zhifa backup 写出的文件")
    parser.add_argument("--into", metavar="DIR", required=True, help="新的数据目录，须不存在或者是空的")
    parser.add_argument("--database", metavar="URL", help="PostgreSQL 备份恢复到哪个空的数据库")


def run(args: argparse.Namespace) -> int:
    """Unpack, load, verify; on failure what was unpacked is removed again."""
    began, into = time.perf_counter(), Path(args.into).resolve()
    try:
        if into.exists() and (not into.is_dir() or any(into.iterdir())):
            raise Refused(f"{into} 不是空的目录", "换一个目录，恢复从不覆盖")
        with zipfile.ZipFile(args.file) as archive:
            manifest = read_manifest(archive)
            _demand_database(manifest, args.database)
            found = _unpack(archive, manifest, into, args.database)
    except Refused as refused:
        complain(str(refused), where="zhifa restore", mend=refused.mend)
        return 1
    except zipfile.BadZipFile:
        complain("不能恢复：不是备份文件，或者已经损坏", where=str(args.file), mend="换一份完好的备份")
        return 1
    except (OSError, ValueError) as error:
        complain(f"不能恢复：{unusable(error)}", where=str(args.file), mend="换一份完好的备份")
        return 1
    seconds = time.perf_counter() - began
    data = {
        "data": into,
        "events": found.events,
        "valid": found.valid,
        "first_bad": found.reason or None,
        "seconds": round(seconds, 3),
    }
    if not found.valid:
        complain(
            f"已恢复到 {into}，但账簿核验不通过：{found.reason}", where="zhifa restore", mend="不要使用，换一份备份"
        )
        emit(args, data, "")
        return 1
    emit(args, data, f"已恢复到 {into}：{found.events} 个事件，账簿完好，用时 {seconds:.1f} 秒")
    return 0


def _demand_database(manifest: Manifest, url: str | None) -> None:
    if manifest.vendor == "postgresql" and not url:
        raise Refused("这是 PostgreSQL 的备份", "用 --database postgresql://… 给出一个空的数据库")
    if manifest.vendor == "sqlite" and url:
        raise Refused("这是 SQLite 的备份，不能恢复到别的数据库", "去掉 --database")


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, into: Path, url: str | None) -> Any:
    """Unpack beside the target and move it there only when every digest agrees and the rows are loaded."""
    into.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=into.parent, prefix=f".{into.name}."))
    try:
        extract(archive, manifest, draft)
        tables = draft / "tables"
        if manifest.vendor == "sqlite":
            (draft / DATABASE).rename(draft / "zhifa.sqlite3")
        (draft / "files").mkdir(exist_ok=True)
        if into.exists():
            into.rmdir()
        draft.rename(into)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    try:
        _open(into, url)
        if url:
            _load(manifest, into / tables.name)
    except BaseException:
        shutil.rmtree(into, ignore_errors=True)
        raise
    shutil.rmtree(into / tables.name, ignore_errors=True)
    return _verify(manifest, into)


def _open(into: Path, url: str | None) -> None:
    """Make the new installation the one this process works with."""
    os.environ["ZHIFA_DATA"] = str(into)
    os.environ.pop("ZHIFA_DATABASE_URL", None)
    if url:
        os.environ["ZHIFA_DATABASE_URL"] = url
    import django

    django.setup()


def _verify(manifest: Manifest, into: Path) -> Any:
    from zhifa.core.journal.checkpoint import read_note
    from zhifa.ports.signing import public_keys, trusts
    from zhifa.store import journal
    from zhifa.store.casework.agreement import bad_row

    keys = public_keys(into)
    kept = [read_note(manifest.checkpoint)] if manifest.checkpoint else []
    return journal.verify(trusted=trusts(*keys) if keys else None, kept=kept, rows=bad_row)


def _load(manifest: Manifest, tables: Path) -> None:
    """Make the tables as they were when the backup was written, fill them, then bring them up to date."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.db.utils import Error

    try:
        if connection.introspection.table_names():
            raise Refused("数据库不是空的", "给出一个刚建立的、没有表的数据库")
        _make_tables({(app, name) for app, name in manifest.migrations})
        with transaction.atomic(), connection.cursor() as cursor:
            for table in manifest.tables:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")
            for table in manifest.tables:
                _fill(cursor, table.name, table.columns, tables / f"{table.name}.copy", table.rows)
        call_command("migrate", verbosity=0, interactive=False)
    except Error as error:
        raise Refused(f"数据库拒绝了恢复：{str(error).strip()[:200]}", "检查地址、权限和版本") from None


def _make_tables(written_under: set[tuple[str, str]]) -> None:
    """Apply the migrations a backup was written under; one that replaces others stands for them if all are there."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.loader import MigrationLoader

    executor = MigrationExecutor(connection)
    executor.loader = loader = MigrationLoader(connection, replace_migrations=False)
    replaced: set[tuple[str, str]] = set()
    for key, one in loader.replacements.items():
        replaced.update(one.replaces)
        if written_under.issuperset(one.replaces):
            written_under.add(key)
            loader.graph.remove_replaced_nodes(key, one.replaces)
        else:
            loader.graph.remove_replacement_node(key, one.replaces)
    if unknown := written_under.difference(loader.disk_migrations, replaced):
        raise Refused(f"备份中有本程序不认识的结构 {'.'.join(min(unknown))}", "换用写这份备份的程序或者更新的程序")
    whole = executor.migration_plan(loader.graph.leaf_nodes(), clean_start=True)
    executor.migrate(None, [step for step in whole if (step[0].app_label, step[0].name) in written_under])


def _fill(cursor: Any, name: str, columns: list[str], path: Path, rows: int) -> None:
    from django.db import connection

    from zhifa.cli.archive import read_chunks
    from zhifa.cli.backup import table_sql

    with cursor.cursor.copy(f"COPY {table_sql(name, columns)} FROM STDIN") as target:
        for chunk in read_chunks(path):
            target.write(chunk)
    quote = connection.ops.quote_name
    cursor.execute(f"SELECT count(*) FROM {quote(name)}")
    if cursor.fetchone()[0] != rows:
        raise Refused(f"表 {name} 应有 {rows} 行", "备份损坏，换一份")
    for owned in connection.introspection.get_sequences(cursor, name):
        column = quote(owned["column"])
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, %s), coalesce(max({column}), 1), max({column}) IS NOT NULL)"
            f" FROM {quote(name)}",
            [quote(name), owned["column"]],
        )
