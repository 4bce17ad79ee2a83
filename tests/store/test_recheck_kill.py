"""Kill -9 in the middle of a full recheck: taken up again it goes on behind the last case, and leaves nothing out."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tests.acts.lists import row, write
from tests.store.test_import_kill import ROOT, python

ROWS = 900
SWEEP = (sys.executable, "-m", "zhifa.cli.main", "sweep", "--full", "--json")
WRONG = "写错了"


def asked(site: Mapping[str, str], what: str) -> str:
    """What some lines of Python say of an installation."""
    lines = f"import django; django.setup()\nfrom zhifa.store.casework.models import Case\n{what}"
    done = subprocess.run(
        [sys.executable, "-c", lines], cwd=ROOT, env=site | {"DJANGO_SETTINGS_MODULE": "zhifa.config.settings"},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return done.stdout.strip()


def test_a_recheck_that_was_killed_goes_on_where_it_was(installation: dict[str, str], tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", [row(n) for n in range(ROWS)])
    python(installation, "tests.store.import_site", "make")
    python(installation, "zhifa.cli.main", "import", "cases", str(path), "--organ", "lq", "--json")
    asked(installation, f"Case.objects.update(title='{WRONG}')")
    place = Path(installation["ZHIFA_DATA"]) / "recheck.json"
    killed = subprocess.Popen(SWEEP, cwd=ROOT, env=installation, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    until = time.monotonic() + 120
    while not place.exists() and killed.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    killed.kill()
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL, "it was over before it could be killed"
    before = json.loads(place.read_text(encoding="utf-8"))
    assert 0 < before["cases"] < ROWS
    mended = int(asked(installation, f"print(Case.objects.exclude(title='{WRONG}').count())"))
    assert mended >= before["cases"], "what it says it did is there"

    first = asked(installation, "print(Case.objects.order_by('id').first().pk)")
    asked(installation, f"Case.objects.filter(pk='{first}').update(title='{WRONG}')")
    last = subprocess.run(SWEEP, cwd=ROOT, env=installation, capture_output=True, text=True, check=False, timeout=300)
    assert json.loads(last.stdout)["cases"] == ROWS
    assert f"已核对 {before['cases']:,} / {ROWS:,} 件" in last.stderr
    assert "还要" in last.stderr
    assert asked(installation, f"print(*Case.objects.filter(title='{WRONG}').values_list('pk', flat=True))") == first
    assert not place.exists()
