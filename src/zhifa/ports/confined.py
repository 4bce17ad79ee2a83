"""Files strangers send are opened by a process of its own, which may hold so much memory and work so long.

A workbook of a kilobyte may say that its second cell stands in the last row and column of the sheet; the library then
asks for the memory of the whole grid and ends its process when there is none. That must not be the server.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

MEMORY: Final = 3 << 29
"""Bytes: a list of a million rows fits."""
SECONDS: Final = 300
"""Of a processor: ten times what a list of a million rows takes."""


class Overcome(Exception):
    """The process ended without saying that it was done: the file is too large, too deep or broken."""


def told_by(module: str, *words: str | Path) -> Iterator[Any]:
    """What a reader, a module that ends in `tell`, says of a file, one thing after another; Overcome if it breaks off.

    Whoever stops listening ends the reader.
    """
    command = [sys.executable, "-m", module, *map(str, words)]
    reader = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8")
    assert reader.stdout is not None
    try:
        for line in reader.stdout:
            if line == "\n":
                return
            with suppress(ValueError):  # half a line: the next look at the stream finds its end
                yield json.loads(line)
        raise Overcome
    finally:
        reader.kill()
        reader.stdout.close()
        reader.wait()


def tell(said: Callable[[], Iterator[Any]]) -> None:
    """The reader's part: set the limits, then say each thing in a line of its own, an empty line when all is said."""
    with suppress(ImportError, ValueError, OSError):  # systems without such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    write = sys.stdout.write
    for thing in said():
        write(json.dumps(thing, ensure_ascii=False, separators=(",", ":")) + "\n")
    write("\n")
