"""Where Chromium is on this machine, for browser tests."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Where `playwright install chromium` puts its own.
_CACHES = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")


def find() -> Path | None:
    """The program: ZHIFA_CHROMIUM, then the system's, then one that playwright brought; None where there is none."""
    named = os.environ.get("ZHIFA_CHROMIUM")
    if named:
        return Path(named) if os.access(named, os.X_OK) else None
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    brought = (place for cache in _CACHES for place in Path(cache).expanduser().glob("chromium-*/chrome-*/chrome"))
    return next((place for place in (*map(Path, _MAC), *brought) if place.exists()), None)


if __name__ == "__main__":
    raise SystemExit(0 if find() else 1)
