"""A FHIR server of an EHR for tests: real HTTP on loopback, with resources and manners that a test sets."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.loopback import serving_http

FHIR = "application/fhir+json; charset=utf-8"


class Ehr:
    """An EHR of the tests: what it holds, what it was asked, and how it behaves.

    `asked` are the addresses that were asked, without the base; `tokens` what stood in Authorization, `cookies` in
    Cookie. A manner (`status`, `raw`, ...) holds for every address that begins with a word of `only`, or for all.
    After `hold` no answer is given, or with `drips` one a byte at a time, until `let_go`, which the end of the block
    calls, too.
    """

    def __init__(self) -> None:
        self.resources: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.tokens: set[str | None] = set()
        self.cookies: set[str | None] = set()
        self.headers: list[dict[str, str]] = []
        self.only: tuple[str, ...] = ("",)
        self.status, self.content_type, self.page_size = 200, FHIR, 1000
        self.raw: bytes | None = None
        self.location = ""
        self.next_link: str | None = None
        self.content_encoding = ""
        self.is_endless = self.has_endless_headers = self.drips = self.pages_end_never = self.sets_cookies = False
        self.together: threading.Barrier | None = None
        self.url = ""
        self._may_answer = threading.Event()
        self._may_answer.set()

    def hold(self) -> None:
        """Give no answer from now on."""
        self._may_answer.clear()

    def let_go(self) -> None:
        """Give the answers that were held back, and all others."""
        self._may_answer.set()

    def respond(self, handler: BaseHTTPRequestHandler) -> None:
        address = handler.path.removeprefix("/fhir").removeprefix("/")
        self.asked.append(address)
        self.headers.append({name.lower(): value for name, value in handler.headers.items()})
        self.tokens.add(handler.headers.get("Authorization"))
        self.cookies.add(handler.headers.get("Cookie"))
        if self.together is not None:
            self.together.wait(timeout=10)
        has_manners = address.startswith(self.only)
        if has_manners and not self.drips:
            self._may_answer.wait(timeout=20)
        status, body, content_type = 200, json.dumps(self._found(address, has_manners)).encode(), FHIR
        if has_manners:
            status, content_type = self.status, self.content_type
            body = body if self.raw is None else self.raw
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        if self.location and has_manners:
            handler.send_header("Location", self.location)
        if self.content_encoding and has_manners:
            handler.send_header("Content-Encoding", self.content_encoding)
        while self.has_endless_headers and has_manners:
            handler.wfile.write(b"X-More: x\r\n" * 1000)
        if self.sets_cookies:
            handler.send_header("Set-Cookie", "session=somebody; Path=/")
        if self.is_endless and has_manners:
            handler.end_headers()
            while True:
                handler.wfile.write(b" " * 65536)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if self.drips and has_manners:
            for place in range(len(body)):
                handler.wfile.write(body[place : place + 1])
                if self._may_answer.wait(timeout=1):
                    return
        handler.wfile.write(body)

    def _found(self, address: str, has_manners: bool) -> dict[str, Any]:
        """The answer to a read or a search, one page of it."""
        path, query = urlsplit(address).path, parse_qs(urlsplit(address).query)
        kind, _, id_ = path.partition("/")
        if id_:
            named = (one for one in self.resources if (one["resourceType"], one["id"]) == (kind, id_))
            return next(named, {"resourceType": "OperationOutcome", "issue": [{"severity": "error"}]})
        found = [one for one in self.resources if one["resourceType"] == kind]
        page = int(query.get("page", ["0"])[0])
        here = found[page * self.page_size : (page + 1) * self.page_size]
        bundle: dict[str, Any] = {"resourceType": "Bundle", "type": "searchset", "total": len(found)}
        bundle["entry"] = [{"fullUrl": f"{self.url}/{kind}/{one['id']}", "resource": one} for one in here]
        is_last = (page + 1) * self.page_size >= len(found)
        if has_manners and self.pages_end_never:
            is_last = False
        if not is_last:
            link = (
                self.next_link if has_manners and self.next_link is not None else f"{self.url}/{kind}?page={page + 1}"
            )
            bundle["link"] = [{"relation": "self", "url": address}, {"relation": "next", "url": link}]
        return bundle


@contextmanager
def serving() -> Iterator[Ehr]:
    """An EHR that runs as long as the block."""
    ehr = Ehr()
    with serving_http(ehr.respond, keeps_connections=True) as address:
        ehr.url = f"{address}/fhir"
        try:
            yield ehr
        finally:
            ehr.let_go()
