"""Whether the articles of a matter say what the matter says: its sums, its kinds, its conditions, its conduct.

That a figure stands somewhere in the article is not enough: a lower end must belong to its upper end, a fine for an
organisation may not be claimed of a person, and the article must be about this conduct. A decision that cites the
neighbouring article is annulled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zhifa.core.citations import parse_all
from zhifa.core.lawcheck import Problem
from zhifa.core.matterlaw.conduct import conduct
from zhifa.core.matterlaw.kinds import conditions, kinds
from zhifa.core.matterlaw.model import Articles, read_matter
from zhifa.core.matterlaw.replaced import successor
from zhifa.core.matterlaw.rows import rows
from zhifa.core.matterlaw.sums import sums
from zhifa.core.rulebook import Entry

__all__ = ["Articles", "check_matter", "check_sides", "successor"]


def check_matter(entry: Entry, articles: Articles) -> Iterator[Problem]:
    """What is wrong with a matter; of its sums, kinds and conduct nothing while a text it rests on is not loaded."""
    data = entry.data
    if not _sound(entry):
        return
    yield from _listed(entry)
    if data.get("kind") != "处罚" or entry.status != "verified" or not data.get("applied"):
        return
    read = read_matter(entry, articles)
    if read is None:
        return
    cited = "；".join(str(cite) for cite in data["applied"])
    for said in (*sums(read), *rows(read), *kinds(read), *conditions(read), *conduct(read)):
        yield Problem(f"{entry.path} · matter {entry.key}", cited, said)


def _listed(entry: Entry) -> Iterator[Problem]:
    """The article a paper prints must be one that is applied, and none is applied twice."""
    applied, place = parse_all(entry.data.get("applied")), f"{entry.path} · matter {entry.key}"
    for cite in parse_all(entry.cite) if applied else ():
        if not any(one.contains(cite) or cite.contains(one) for one in applied):
            yield Problem(place, str(cite), "cite 所引的条款不在 applied 之列：核对 applied 的条号")
    for key in ("applied", "violated"):
        cited = parse_all(entry.data.get(key))
        for cite in dict.fromkeys(one for one in cited if cited.count(one) > 1):
            yield Problem(place, str(cite), f"{key} 把同一条款列了两次：核对条号，或者删去一个")


_WHOLE = ("min", "max")


def _sound(entry: Entry) -> bool:
    """Whether the citations can be read and the figures are figures; what is not is named where shapes are checked."""
    data = entry.data
    try:
        for key in ("cite", "applied", "violated"):
            parse_all(data.get(key))
        for row in data.get("fines", ()):
            parse_all(row.get("cite"))
    except (ValueError, AttributeError):
        return False
    rows = [*data.get("fines", ()), *data.get("detentions", ())]
    figures = [row[key] for row in rows for key in _WHOLE if key in row]
    ends = all(any(key in row for key in ("max", "max_times", "max_percent")) for row in rows)
    return ends and all(isinstance(figure, int) and figure >= 0 for figure in figures)


def check_sides(entry: Entry, articles: Articles) -> Iterator[Problem]:
    """Whether the ranges that a comparison of provinces states itself are those of its articles, as pairs."""
    for number, side in enumerate(entry.data.get("sides", ()), 1):
        if not side.get("cite") or side.get("status", entry.status) != "verified":
            continue
        data = {"applied": [side["cite"]], "fines": side.get("fines", ())}
        read = read_matter(replace(entry, data=data), articles)
        for said in sums(read) if read else ():
            yield Problem(f"{entry.path} · crosswalk {entry.key}.sides[{number}]", str(side["cite"]), said)
