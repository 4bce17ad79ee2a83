"""A language model on the site's own network as a second opinion of matching.

The learned signs choose the likely matters; the model says which of them a text is nearest to in meaning. Any server
that speaks the common `/embeddings` form will do. Nothing leaves the site: an address outside private networks is
refused. When the model does not answer in time, the learned signs answer alone.
"""

from __future__ import annotations

import ipaddress
import json
import socket
from collections import OrderedDict
from collections.abc import Sequence
from math import exp, log, sqrt
from typing import Final
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import structlog

from zhifa.core.matching import Likely, Reader, Subjects

_CANDIDATES: Final = 20
_SECONDS: Final = 2.0
_KEPT: Final = 20_000
"""So many texts keep their vectors; the catalogue's own sentences are asked for once."""
_LARGEST: Final = 64 * 1024 * 1024
_WEIGHT: Final = 0.5
"""How much the model's opinion counts beside the learned signs."""
_SHARPNESS: Final = 20.0

_log = structlog.get_logger(__name__)


class Unsuitable(ValueError):
    """The address of the model cannot be used; the message says why and what to write."""


def usable(address: str) -> str:
    """The address without a slash at its end; Unsuitable where it is none or lies outside the site's own network."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unsuitable(f"ZHIFA_MATCHING_URL“{address}”不是地址：写作 http://127.0.0.1:8080/v1")
    try:
        found = {item[4][0] for item in socket.getaddrinfo(parts.hostname, parts.port or 80, type=socket.SOCK_STREAM)}
    except OSError as error:
        raise Unsuitable(f"ZHIFA_MATCHING_URL 的主机“{parts.hostname}”找不到：{error}") from error
    if public := sorted(str(one) for one in found if not ipaddress.ip_address(str(one).partition("%")[0]).is_private):
        raise Unsuitable(f"ZHIFA_MATCHING_URL 指向本单位网络以外（{public[0]}）：案情不得送出，用内网的模型服务")
    return address.rstrip("/")


class Embedded:
    """Reads a text by learned signs, and lets the model's nearness in meaning speak on the likely matters."""

    def __init__(self, signs: Reader, address: str, model: str) -> None:
        self._signs, self._address, self._model = signs, usable(address), model
        self._vectors: OrderedDict[str, tuple[float, ...]] = OrderedDict()
        self._open = build_opener(ProxyHandler({}))

    def likely(self, text: str, among: Subjects, limit: int) -> Sequence[Likely]:
        found = self._signs.likely(text, among, max(limit, _CANDIDATES))
        asked = [item for item in found if item.code in among]
        try:
            near = self._nearness(text, [among[item.code].texts for item in asked])
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.warning("matching_model_silent", address=self._address, error=str(error))
            return found[:limit]
        return _blended(found, dict(zip((item.code for item in asked), near, strict=True)))[:limit]

    def why(self, text: str, code: str, among: Subjects) -> Sequence[str]:
        return self._signs.why(text, code, among)

    def _nearness(self, text: str, told: Sequence[Sequence[str]]) -> list[float]:
        """For each matter how near its nearest sentence is, between -1 and 1."""
        self._fetch(list(dict.fromkeys([text, *(sentence for texts in told for sentence in texts)])))
        mine = self._vectors[text]
        return [max((_cosine(mine, self._vectors[one]) for one in texts), default=0.0) for texts in told]

    def _fetch(self, texts: Sequence[str]) -> None:
        missing = [text for text in texts if text not in self._vectors]
        if missing:
            body = json.dumps({"model": self._model, "input": missing}).encode()
            asked = Request(f"{self._address}/embeddings", body, {"Content-Type": "application/json"})
            with self._open.open(asked, timeout=_SECONDS) as answer:
                rows = json.loads(answer.read(_LARGEST))["data"]
            if len(rows) != len(missing):
                raise ValueError(f"asked for {len(missing)} vectors, got {len(rows)}")
            for number, row in enumerate(rows):
                self._vectors[missing[int(row.get("index", number))]] = tuple(map(float, row["embedding"]))
        for text in texts:
            self._vectors.move_to_end(text)
        while len(self._vectors) > _KEPT:
            self._vectors.popitem(last=False)


def beside(signs: Reader, address: str, model: str) -> Reader:
    """The signs with the model beside them; the signs alone, and a line in the log, where it cannot be used."""
    try:
        return Embedded(signs, address, model)
    except Unsuitable as error:
        _log.warning("matching_model_unusable", error=str(error))
        return signs


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    size = sqrt(sum(part * part for part in one)) * sqrt(sum(part * part for part in other))
    return sum(left * right for left, right in zip(one, other, strict=True)) / (size or 1.0)


def _blended(found: Sequence[Likely], near: dict[str, float]) -> list[Likely]:
    """The shares of the likely matters, moved toward those that are nearest in meaning; their sum stays."""
    whole = sum(item.share for item in found)
    scores = [
        log(item.share + 1e-9) * (1 - _WEIGHT) + _WEIGHT * _SHARPNESS * near.get(item.code, 0.0) for item in found
    ]
    most = max(scores, default=0.0)
    parts = [exp(score - most) for score in scores]
    total = sum(parts) or 1.0
    moved = [Likely(item.code, whole * part / total) for item, part in zip(found, parts, strict=True)]
    return sorted(moved, key=lambda item: (-item.share, item.code))
