"""Engines over Parquet files: DuckDB on one machine, Spark on many. Both answer the statements of `core.statistics`.

Neither belongs to the product itself: `zhifa[columns]` brings DuckDB, `zhifa[cluster]` Spark, which needs Java 17.
Nothing is fetched at run time; DuckDB's extensions would be downloads and are switched off.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from zhifa.core.statistics import OUTCOMES, Engine, Statement
from zhifa.ports.cells.layout import COLUMNS

DUCKDB, SPARK = "duckdb", "spark"
MENDS: Final = {
    DUCKDB: "pip install 'zhifa[columns]'",
    SPARK: "pip install 'zhifa[cluster]'，并安装 Java 17（Debian：apt-get install openjdk-17-jre-headless）",
}
_TYPES: Final = {"text": "VARCHAR", "date": "DATE", "int64": "BIGINT", "int32": "INTEGER", "int16": "SMALLINT"}
_OFFLINE: Final = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
_QUIET: Final = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    # A table has a few dozen groups: the two hundred partitions of the default only cost time.
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.session.timeZone": "Asia/Shanghai",
}


class NoEngine(RuntimeError):
    """The engine asked for is not part of this installation; `mend` says how to get it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"没有安装 {name}")
        self.name, self.mend = name, MENDS[name]


@contextmanager
def engine(name: str, files: Sequence[Path], *, master: str = "") -> Iterator[Engine]:
    """The engine of this name over these files, closed at the end; NoEngine where it is not installed.

    `master` is the Spark cluster, all processors of this machine where none is given.
    """
    if name == SPARK:
        with _spark(files, master or "local[*]") as made:
            yield made
    else:
        with _duckdb(files) as made:
            yield made


class _Duck:
    mark = "?"

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def ask(self, made: Statement) -> list[tuple[Any, ...]]:
        return list(self.connection.execute(made.sql, list(made.params)).fetchall())


@contextmanager
def _duckdb(files: Sequence[Path]) -> Iterator[Engine]:
    if find_spec("duckdb") is None:
        raise NoEngine(DUCKDB)
    import duckdb

    with duckdb.connect(":memory:", config=dict(_OFFLINE)) as connection:
        if files:
            listed = [str(path) for path in files]
            connection.read_parquet(listed, hive_partitioning=False).create_view(OUTCOMES)
        else:
            columns = ", ".join(f'"{name}" {_TYPES[kind]}' for name, kind in COLUMNS)
            connection.execute(f"CREATE TABLE {OUTCOMES} ({columns})")
        yield _Duck(connection)


class _Spark:
    mark = "?"

    def __init__(self, session: Any) -> None:
        self.session = session

    def ask(self, made: Statement) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.session.sql(made.sql, args=list(made.params)).collect()]


@contextmanager
def _spark(files: Sequence[Path], master: str) -> Iterator[Engine]:
    if find_spec("pyspark") is None:
        raise NoEngine(SPARK)
    # Otherwise workers bind whatever address the machine has.
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    try:
        session = running.newSession() if running else _started(SparkSession.builder.appName("zhifa").master(master))
    except (PySparkException, OSError) as error:
        raise NoEngine(SPARK) from error
    try:
        _spark_view(session, files)
        yield _Spark(session)
    finally:
        if running is None:
            session.stop()


def _started(builder: Any) -> Any:
    for key, value in _QUIET.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def _spark_view(session: Any, files: Sequence[Path]) -> None:
    if files:
        # Spark takes a place as written, without the escapes of an address.
        read = session.read.parquet(*(f"file://{path.absolute()}" for path in files))
    else:
        kinds = {"VARCHAR": "STRING"}
        listed = ", ".join(f"`{name}` {kinds.get(_TYPES[kind], _TYPES[kind])}" for name, kind in COLUMNS)
        read = session.createDataFrame([], listed)
    read.createOrReplaceTempView(OUTCOMES)
