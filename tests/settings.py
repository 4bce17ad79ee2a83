"""Settings under test: a throw-away data directory, quick passwords, and the database ZHIFA_TEST_DB asks for.

ZHIFA_TEST_DB=sqlite (default) uses a file, so that locks behave as in use; ZHIFA_TEST_DB=postgresql starts one private
server for the whole session, which all workers share, each with a database of its own.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tools.postgres import start

if "ZHIFA_TEST_DATA" not in os.environ:  # workers inherit the directory and the server of their session
    os.environ["ZHIFA_TEST_DATA"] = tempfile.mkdtemp(prefix="zhifa-test-")
    atexit.register(shutil.rmtree, os.environ["ZHIFA_TEST_DATA"], ignore_errors=True)

KIND = os.environ.get("ZHIFA_TEST_DB", "sqlite")
if KIND not in {"sqlite", "postgresql"}:
    raise ValueError(f"ZHIFA_TEST_DB is {KIND!r}; use sqlite or postgresql")
if KIND == "postgresql" and "ZHIFA_TEST_POSTGRESQL" not in os.environ:
    os.environ["ZHIFA_TEST_POSTGRESQL"] = start()

_DATA = Path(os.environ["ZHIFA_TEST_DATA"]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
_DATA.mkdir(exist_ok=True)
os.environ["ZHIFA_DATA"] = str(_DATA)
os.environ["ZHIFA_DATABASE_URL"] = (
    os.environ["ZHIFA_TEST_POSTGRESQL"] if KIND == "postgresql" else f"sqlite:///{_DATA / 'zhifa.sqlite3'}"
)

from zhifa.config.settings import *  # noqa: E402, F403 - the environment has to be set first
from zhifa.config.settings import DATABASES  # noqa: E402

if KIND == "sqlite":
    DATABASES["default"]["TEST"] = {"NAME": str(_DATA / "test.sqlite3")}

# A command that a test starts as a process names its own installation (fixture `installation`).
del os.environ["ZHIFA_DATA"], os.environ["ZHIFA_DATABASE_URL"]

# Argon2 takes a fifth of a second by design.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
