"""The site's language model as a second opinion: asked on the own network only, never waited for long."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from zhifa.core.matching import Likely, Subject, Subjects
from zhifa.ports.embedding import Embedded, Unsuitable, usable

AMONG = Subjects([Subject("dog", "养犬不牵绳", words=("遛狗",)), Subject("fish", "电鱼", words=("电鱼",))])


class Signs:
    """Learned signs that cannot decide."""

    def likely(self, text: str, among: Subjects, limit: int) -> Sequence[Likely]:
        return [Likely("dog", 0.5), Likely("fish", 0.4), Likely("outside/talk", 0.1)][:limit]

    def why(self, text: str, code: str, among: Subjects) -> Sequence[str]:
        return ("电",)


class Model(BaseHTTPRequestHandler):
    """Texts about water point one way, all others another."""

    broken = False
    asked: list[list[str]] = []

    def do_POST(self) -> None:
        texts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
        Model.asked.append(texts)
        rows = [
            {"index": n, "embedding": [1, 0] if set(text) & set("鱼江") else [0, 1]} for n, text in enumerate(texts)
        ]
        body = b"oops" if Model.broken else json.dumps({"data": rows[::-1]}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    Model.broken, Model.asked = False, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/"
    server.shutdown()
    server.server_close()


def test_the_model_moves_what_is_nearest_in_meaning_to_the_front(address: str) -> None:
    reader = Embedded(Signs(), address, "small")
    found = reader.likely("江里有人下电网", AMONG, 3)
    assert [item.code for item in found][0] == "fish"
    assert sum(item.share for item in found) == pytest.approx(1.0)
    assert reader.why("江里", "fish", AMONG) == ("电",)


def test_sentences_of_the_catalogue_are_asked_for_once(address: str) -> None:
    reader = Embedded(Signs(), address, "small")
    reader.likely("江里有人下电网", AMONG, 3)
    reader.likely("公园遛狗没有绳子", AMONG, 3)
    assert Model.asked[1] == ["公园遛狗没有绳子"]


def test_a_silent_or_broken_model_leaves_the_learned_signs(address: str) -> None:
    reader = Embedded(Signs(), address, "small")
    Model.broken = True
    assert reader.likely("江里", AMONG, 2) == Signs().likely("江里", AMONG, 2)
    assert Embedded(Signs(), "http://127.0.0.1:9/v1", "").likely("江里", AMONG, 1) == [Likely("dog", 0.5)]


@pytest.mark.parametrize("wrong", ["", "ftp://127.0.0.1/v1", "127.0.0.1:8080", "http://8.8.8.8/v1"])
def test_only_the_sites_own_network_is_asked(wrong: str) -> None:
    with pytest.raises(Unsuitable, match="ZHIFA_MATCHING_URL"):
        usable(wrong)
