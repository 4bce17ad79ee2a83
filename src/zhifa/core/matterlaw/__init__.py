"""Whether the articles of a matter say what the matter says: its sums, its kinds, its conditions, its conduct.

That a figure stands somewhere in the article is not enough: a lower end must belong to its upper end, a fine for an
organisation may not be claimed of a person, and the article must be about this conduct. A decision that cites the
neighbouring article is annulled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zhifa.core.lawcheck import Problem
from zhifa.core.matterlaw.conduct import conduct
from zhifa.core.matterlaw.kinds import conditions, kinds
from zhifa.core.matterlaw.model import Articles, read_matter
from zhifa.core.matterlaw.sums import sums
from zhifa.core.rulebook import Entry

__all__ = ["Articles", "check_matter", "check_sides"]


def check_matter(entry: Entry, articles: Articles) -> Iterator[Problem]:
    """What is wrong with a penalty matter; nothing while a text it rests on is not loaded."""
    data = entry.data
    if data.get("kind") != "处罚" or entry.status != "verified" or not data.get("applied"):
        return
    read = read_matter(entry, articles)
    if read is None:
        return
    cited = "；".join(str(cite) for cite in data["applied"])
    for said in (*sums(read), *kinds(read), *conditions(read), *conduct(read)):
        yield Problem(f"{entry.path} · matter {entry.key}", cited, said)


def check_sides(entry: Entry, articles: Articles) -> Iterator[Problem]:
    """Whether the ranges that a comparison of provinces states itself are those of its articles, as pairs."""
    for number, side in enumerate(entry.data.get("sides", ()), 1):
        if not side.get("cite") or side.get("status", entry.status) != "verified":
            continue
        data = {"applied": [side["cite"]], "fines": side.get("fines", ())}
        read = read_matter(replace(entry, data=data), articles)
        for said in sums(read) if read else ():
            yield Problem(f"{entry.path} · crosswalk {entry.key}.sides[{number}]", str(side["cite"]), said)
