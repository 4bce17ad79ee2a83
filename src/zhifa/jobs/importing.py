"""Takes in the lists that wait in the queue, one by one, in processes of their own, and says how far they are."""

from __future__ import annotations

from threading import Event
from typing import Final

import structlog
from django.db import InterfaceError, OperationalError

from zhifa.acts.importing import Imported, import_cases
from zhifa.acts.importqueue import Claimed, claim_import, give_up, put_back, report_import
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.jobs.entering import Helpers
from zhifa.jobs.helping import processors

log = structlog.get_logger("zhifa.importing")
EVERY_SECONDS: Final = 2
WORKERS: Final = max(1, min(3, processors() - 1))
"""So many processes; one processor stays for whoever works with the pages."""


class Stopped(Exception):
    """The background work is to end: the list waits for the next one."""


def run_once(stop: Event | None = None) -> int:
    """Take in everything that waits; how many lists were."""
    done = 0
    while not (stop and stop.is_set()) and (claimed := claim_import()):
        try:
            _take(claimed, stop)
        except Stopped:
            put_back(claimed.run)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("import.failed", run=claimed.run)
            give_up(claimed.run, bad_input("没有导完", "请系统管理员查看后台工作的日志", place="file"))
        done += 1
    return done


def _take(claimed: Claimed, stop: Event | None) -> None:
    def heard(done: Imported) -> None:
        report_import(claimed.run, done)
        if stop and stop.is_set():
            raise Stopped

    with Helpers(WORKERS) as helpers:
        found = import_cases(claimed.order, actor=claimed.actor, heard=heard, working=helpers)
    if isinstance(found, Refusal):
        give_up(claimed.run, found)


def run(stop: Event) -> None:
    """Wait for lists until told to stop; a database that is away for a while is waited for."""
    while not stop.is_set():
        try:
            if done := run_once(stop):
                log.info("import.done", number=done)
        except (OperationalError, InterfaceError) as error:
            log.warning("import.waits", error=type(error).__name__)
        stop.wait(EVERY_SECONDS)
