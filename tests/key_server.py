"""A server that publishes key sets, for tests: real HTTP on loopback, with answers and manners that a test sets."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import serving_http


class KeyHost:
    """What it was asked, and how it behaves."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.keys: list[dict[str, Any]] = []
        self.status = 200
        self.raw: bytes | None = None
        self.is_endless = False
        self.released = threading.Event()
        self.released.set()
        self.url = ""

    def respond(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        self.released.wait(10)
        body = json.dumps({"keys": self.keys}).encode() if self.raw is None else self.raw
        handler.send_response(self.status)
        handler.send_header("Content-Type", "application/json")
        if self.status in {301, 302, 307}:
            handler.send_header("Location", f"{self.url}?elsewhere")
        handler.end_headers()
        handler.wfile.write(body)
        while self.is_endless:
            handler.wfile.write(b" " * 65536)


@contextmanager
def serving_keys() -> Iterator[KeyHost]:
    """A server that runs as long as the block."""
    found = KeyHost()
    with serving_http(found.respond) as address:
        found.url = f"{address}/jwks.json"
        try:
            yield found
        finally:
            found.is_endless = False
            found.released.set()
