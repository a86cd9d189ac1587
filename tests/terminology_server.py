"""A FHIR terminology server for tests: real HTTP on loopback, with answers and manners that a test sets."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from cds.terminology.rxnorm import RXNORM
from tests.loopback import serving_http

FHIR = "application/fhir+json; charset=utf-8"


def parameters(*listed: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Parameters", "parameter": list(listed)}


def match(code: str, equivalence: str = "equivalent", system: str = RXNORM) -> dict[str, Any]:
    concept = {"name": "concept", "valueCoding": {"system": system, "code": code}}
    return {"name": "match", "part": [{"name": "equivalence", "valueCode": equivalence}, concept]}


def translation(*matches: dict[str, Any]) -> dict[str, Any]:
    return parameters({"name": "result", "valueBoolean": bool(matches)}, *matches)


def described(term_type: str, **relations: str) -> dict[str, Any]:
    told = [("TTY", term_type), *((name, f"CUI:{code}") for name, code in relations.items())]
    return parameters(
        *(
            {"name": "property", "part": [{"name": "code", "valueCode": name}, {"name": "value", "valueString": value}]}
            for name, value in told
        )
    )


def expansion(*codes: str, system: str = "http://snomed.info/sct", **more: Any) -> dict[str, Any]:
    contains = [{"system": system, "code": code, "display": f"kind {code}"} for code in codes]
    return {"resourceType": "ValueSet", "expansion": {"contains": contains, **more}}


class Remote:
    """A FHIR server of the tests: what it was asked, and how it behaves."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[tuple[str, str], Any] = {}
        self.status, self.content_type, self.delay = 200, FHIR, 0.0
        self.raw: bytes | None = None
        self.drips = False
        self.url = ""

    def respond(self, handler: BaseHTTPRequestHandler) -> None:
        asked = json.loads(handler.rfile.read(int(handler.headers["content-length"])))
        operation = handler.path.removeprefix("/fhir/")
        self.asked.append((operation, asked))
        time.sleep(self.delay)
        code = next((one.get("valueCode", "") for one in asked["parameter"] if one["name"] == "code"), "")
        for one in asked["parameter"]:  # an expansion goes by the code whose descendants are asked for
            for part in one.get("resource", {}).get("compose", {}).get("include", ()):
                code = part["filter"][0]["value"]
        found = self.answers.get((operation, code))
        status, body = self.status, json.dumps(found).encode()
        if found is None:
            status, body = (404 if status == 200 else status), b'{"resourceType": "OperationOutcome"}'
        body = body if self.raw is None else self.raw
        handler.send_response(status)
        handler.send_header("Content-Type", self.content_type)
        if status in {301, 302, 307}:
            handler.send_header("Location", "http://127.0.0.1:1/elsewhere")
        if self.drips:
            handler.end_headers()
            while True:
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.02)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@contextmanager
def serving() -> Iterator[Remote]:
    """A server that runs as long as the block."""
    found = Remote()
    with serving_http(found.respond) as address:
        found.url = f"{address}/fhir"
        yield found
