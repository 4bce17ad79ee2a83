"""What conditions may ask of the laws a text cites."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from zhifa.core.citations import Index
from zhifa.core.lawbook import index_of
from zhifa.core.quotations import dead, names_of, quoted, unregistered
from zhifa.core.values import Moment

if TYPE_CHECKING:
    from zhifa.core.procedure.scope import Scope


def _index(scope: Scope) -> Index:
    book = scope.state.context.book
    return book.kept("index", lambda: index_of(book))


def in_force(scope: Scope, said: Any) -> bool:
    """Whether every article a text quotes was law when the act happened or is law on the day of the step."""
    happened = scope.fact("case.happened_on")
    happened = happened.day if isinstance(happened, Moment) else happened
    days = (happened, scope.day) if isinstance(happened, date) else (scope.day,)
    return not dead(str(said), _index(scope), days)


def rests_on(scope: Scope, said: Any, applied: Any) -> bool:
    """Whether a text that quotes articles quotes one of the laws that were applied; one that quotes none is left."""
    index = _index(scope)
    named, meant = ({index.canonical(cite).title for cite in quoted(str(text))} for text in (said, applied))
    return not named or not meant or bool(named & meant)


def registered(scope: Scope, endings: Any, said: Any) -> bool:
    """Whether every law of which a text quotes an article is in the index, if only by name; `endings` is the list of
    what the names of laws end in."""
    book, entry = scope.state.context.book, scope.state.context.rules(scope.day).entry("list", endings)
    names = book.kept("law names", lambda: names_of(_index(scope)))
    return not entry or not unregistered(str(said), names, entry.data["items"])
