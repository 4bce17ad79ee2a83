"""What no request may bring, seen to before any page looks at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse

Respond = Callable[[HttpRequest], HttpResponse]
FROM_ANYBODY: Final = 64 * 1024
"""Bytes: the form to sign in with is the largest that somebody unknown may send."""
FROM_STAFF: Final = 600 * 1024 * 1024
"""Bytes: above the largest recording, with its form."""


def whole_addresses(respond: Respond) -> Respond:
    """A null character is in no name, number or word; PostgreSQL would refuse it as a fault, so it is a bad request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or b"\x00" in unquote_to_bytes(request.META.get("QUERY_STRING", "")):
            raise BadRequest("a null character in the address")
        return respond(request)

    return middleware


def small_bodies(respond: Respond) -> Respond:
    """What is too large is refused before it is read: reading a file writes it to the disk of the server first."""

    def middleware(request: HttpRequest) -> HttpResponse:
        said = str(request.META.get("CONTENT_LENGTH") or "0")
        most = FROM_STAFF if request.user.is_authenticated else FROM_ANYBODY
        if not said.isdecimal() or int(said[:18]) > most:
            raise RequestDataTooBig("the body is too large")
        return respond(request)

    return middleware


def whole_forms(respond: Respond) -> Respond:
    """Nobody can type a null character: one that was posted is left out, and the rest of the form is taken as typed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and any("\x00" in value for values in request.POST.lists() for value in values[1]):
            posted = request.POST.copy()
            for name, values in request.POST.lists():
                posted.setlist(name, [value.replace("\x00", "") for value in values])
            request.POST = posted  # type: ignore[assignment]
        return respond(request)

    return middleware
