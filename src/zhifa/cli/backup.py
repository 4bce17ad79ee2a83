"""`zhifa backup`: one file with the database, the stored files and the checkpoint they stand under."""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from zhifa.cli.archive import DATABASE, Manifest, Table, Writer
from zhifa.cli.output import complain, emit
from zhifa.cli.reading import unusable

HELP = "备份：数据库、文件和检查点写成一个文件；系统可以继续使用"


def configure(parser: argparse.ArgumentParser) -> None:
    """Where the backup goes."""
    parser.add_argument("file", metavar="FILE", help="备份写到哪个文件，不得已经存在")


def run(args: argparse.Namespace) -> int:
    """Write the backup beside its name and give it the name only when it is whole."""
    target = Path(args.file)
    if target.exists():
        complain(f"{target} 已经存在", where="zhifa backup", mend="换一个文件名，备份从不覆盖")
        return 1
    import django

    django.setup()
    from django.db import DatabaseError

    began, draft = time.perf_counter(), target.with_name(f".{target.name}.partial")
    try:
        draft.unlink(missing_ok=True)
        manifest = write(draft)
        draft.rename(target)
    except (OSError, DatabaseError, sqlite3.Error) as error:
        draft.unlink(missing_ok=True)
        complain(f"备份没有完成：{unusable(error).strip()[:200]}", where="zhifa backup", mend="检查磁盘空间和数据库")
        return 1
    size, seconds = target.stat().st_size, time.perf_counter() - began
    data = {"file": target, "bytes": size, "entries": len(manifest.entries), "seconds": round(seconds, 3)}
    emit(args, data, f"已备份到 {target}：{size:,} 字节，{len(manifest.entries)} 项，用时 {seconds:.1f} 秒（不含私钥）")
    return 0


def write(path: Path) -> Manifest:
    """Write the backup of this installation; the private keys stay behind, the public ones go with it."""
    from django.conf import settings
    from django.db import connection

    from zhifa.jobs.sequencer import run_once
    from zhifa.ports import clock

    now = clock.now()
    note = run_once(now=now, sign=True).note
    manifest = Manifest(connection.vendor, now.isoformat(), version("zhifa"), note.text() if note else "")
    writer = Writer(path, manifest)
    if connection.vendor == "sqlite":
        _sqlite(writer, path.parent)
    else:
        _postgresql(writer)
    # After the database: a file is stored before a row refers to it, so all that rows refer to is there.
    data = Path(settings.ZHIFA_DATA)
    folders = [(Path(settings.ZHIFA_FILES), "files", "*"), (data / "keys", "keys", "*.pub")]
    for folder, name, pattern in folders:
        for one in sorted(folder.rglob(pattern)):
            if one.is_file():
                writer.add_file(f"{name}/{one.relative_to(folder).as_posix()}", one)
    writer.close()
    return manifest


def _sqlite(writer: Writer, beside: Path) -> None:
    """The database as it stands at one instant, by SQLite's own backup, while others go on writing."""
    from django.db import connection

    with tempfile.TemporaryDirectory(dir=beside, prefix=".zhifa-backup-") as folder:
        copy = Path(folder) / DATABASE
        source = sqlite3.connect(f"{Path(connection.settings_dict['NAME']).resolve().as_uri()}?mode=ro", uri=True)
        target = sqlite3.connect(copy)
        try:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        finally:
            source.close()
            target.close()
        writer.add_file(DATABASE, copy)


def _postgresql(writer: Writer) -> None:
    """Every table of ours as COPY writes it, all in one snapshot."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        writer.manifest.migrations = [list(row) for row in cursor.fetchall()]
        for name in sorted(connection.introspection.table_names(cursor)):
            if name == "django_migrations":
                continue
            columns = [column.name for column in connection.introspection.get_table_description(cursor, name)]
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
            writer.manifest.tables.append(Table(name, columns, cursor.fetchone()[0]))
            raw: Any = cursor.cursor
            with raw.copy(f"COPY {table_sql(name, columns)} TO STDOUT") as rows:
                writer.add(f"tables/{name}.copy", rows)


def table_sql(name: str, columns: list[str]) -> str:
    """The table with its columns, as COPY wants them."""
    from django.db import connection

    quote = connection.ops.quote_name
    return f"{quote(name)} ({', '.join(quote(column) for column in columns)})"
