"""What no address may hold, asked before any page looks at it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


def whole_addresses(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A null character is in no name, number or word; PostgreSQL would refuse it as a fault, so it is a bad request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or b"\x00" in unquote_to_bytes(request.META.get("QUERY_STRING", "")):
            raise BadRequest("a null character in the address")
        return respond(request)

    return middleware
