"""The two database profiles: an SQLite file (one PC, nothing to install) and PostgreSQL (a district's server)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from zhifa.config.errors import Unusable

# A writer waits this long for another writer before it gives up, in seconds.
LOCK_WAIT = 20


def default_url(folder: Path) -> str:
    """The database of an installation that names none: a file in its data directory."""
    return f"sqlite:///{folder / 'zhifa.sqlite3'}"


def database(url: str) -> dict[str, object]:
    """Django's description of the database at `url` (sqlite:///path or postgresql://…).

    Raises Unusable for any other form; the address itself is not repeated, it may hold a password.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return _sqlite(unquote(rest[1:]))
    if scheme in {"postgresql", "postgres"}:
        return _postgresql(url)
    raise Unusable(
        f"数据库地址看不懂（{scheme}）" if "://" in url else "数据库地址看不懂",
        where="ZHIFA_DATABASE_URL",
        mend="写成 sqlite:///文件路径 或 postgresql://用户:口令@主机:端口/库名",
    )


def _sqlite(path: str) -> dict[str, object]:
    """WAL lets readers go on beside the one writer; FULL makes a committed act survive a power cut; IMMEDIATE
    takes the write lock at the beginning, so that two acts queue instead of failing half-way."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "timeout": LOCK_WAIT,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA secure_delete=ON; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
        },
    }


def _postgresql(url: str) -> dict[str, object]:
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError as error:
        raise Unusable("主机或端口写得不对", where="ZHIFA_DATABASE_URL", mend="端口是 1 到 65535 的数字") from error
    options = dict(parse_qsl(parts.query))
    # A socket directory cannot stand in the host part of an address, so it arrives as ?host=/run/postgresql.
    host = options.pop("host", parts.hostname or "")
    options.setdefault("application_name", "zhifa")
    options.setdefault("options", f"-c lock_timeout={LOCK_WAIT}s")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
