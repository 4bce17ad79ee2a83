"""A process that acts until it is killed: `python -m tests.store.acts_writer found | write SEED | check`.

`write` says every act on standard output after its commit: the case and its version. `check` compares the rows of
every case with its journal and says what differs, and the version each case has reached.
"""

from __future__ import annotations

import random
import sys

import django


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def write(seed: str) -> None:
    from bench import town
    from zhifa.acts.work import Recorded
    from zhifa.store import journal

    chance = random.Random(seed)
    names = ("penalty-simple-main", "penalty-ordinary-main", "seize-two-in-one-case", "permit-granted")
    while True:
        player = town.Player(town.scenario(chance.choice(names)))
        for played in player.play():
            if isinstance(played.result, Recorded):
                say(f"{played.result.case_id} {played.result.version}")
        if chance.random() < 0.5:
            journal.sequence()


def check() -> None:
    from zhifa.jobs.rebuild import all_cases, differences
    from zhifa.store.casework.models import Case

    for difference in differences(all_cases()):
        say(f"differs {difference}")
    for case, version in Case.objects.values_list("id", "version"):
        say(f"{case} {version}")


def main() -> None:
    django.setup()
    match sys.argv[1:]:
        case ["found"]:
            from bench import town

            town.found_town()
        case ["write", seed]:
            write(seed)
        case ["check"]:
            check()


if __name__ == "__main__":
    main()
