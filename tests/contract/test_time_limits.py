"""How long a call may take: a body that comes drop by drop, advice that does not come in time.

L* latency, H* status. The limits are short here; what is checked is what happens at them.
"""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from cds.caller import Caller
from cds.hooks import HookRequest, HookResponse
from cds.web import create_app
from tests.contract.conftest import FixedResponder, ListStore


class SlowResponder(FixedResponder):
    """Gives no advice for the patient `slow` until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = threading.Event()

    def respond(self, service_id: str, request: HookRequest, caller: Caller) -> HookResponse:
        if request.context.patient_id == "slow":
            self.may_answer.wait(20)
        return super().respond(service_id, request, caller)


@pytest.fixture
def slow() -> Iterator[SlowResponder]:
    found = SlowResponder()
    yield found
    found.may_answer.set()


@pytest.mark.requirement("L1", "H4", "H5", "H6")
def test_advice_that_does_not_come_in_time_is_503_and_never_an_empty_list(
    slow: SlowResponder, order_sign: dict[str, Any]
) -> None:
    client = TestClient(create_app(slow, ListStore(), answer_seconds=0.2))
    order_sign["context"]["patientId"] = "slow"
    with capture_logs() as logs:
        response = client.post("/cds-services/kir-order-sign", json=order_sign)
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert response.headers["content-type"] == "application/fhir+json"
    text = "Decision support took too long and gives no advice; try again in 5 s"
    assert response.json()["issue"] == [{"severity": "error", "code": "timeout", "details": {"text": text}}]
    assert [(entry["error"], entry["log_level"]) for entry in logs] == [("TookTooLong", "error")]
    assert 'kir_hook_calls_total{outcome="late",service="kir-order-sign"} 1.0' in client.get("/metrics").text


@pytest.mark.requirement("L1", "H4")
def test_another_patient_is_answered_meanwhile(slow: SlowResponder, order_sign: dict[str, Any]) -> None:
    client = TestClient(create_app(slow, ListStore(), answer_seconds=5))
    late = {**order_sign, "context": {**order_sign["context"], "patientId": "slow"}}
    waiting = threading.Thread(target=client.post, args=("/cds-services/kir-order-sign",), kwargs={"json": late})
    waiting.start()
    assert client.post("/cds-services/kir-order-sign", json=order_sign).json()["cards"]
    slow.may_answer.set()
    waiting.join()


# --- bodies: over a real connection, since who drips must be hung up on ------------------------------------


@contextmanager
def served(app: Any) -> Iterator[Callable[[bytes], bytes]]:
    """The application behind the server that `kir serve` uses; gives what sends bytes and reads until it hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, timeout_keep_alive=60))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()

        def send(content: bytes) -> bytes:
            with socket.create_connection(listening.getsockname(), timeout=20) as connection:
                connection.sendall(content)
                answer = b""
                while piece := connection.recv(65536):
                    answer += piece
            return answer

        try:
            yield send
        finally:
            server.should_exit = True
            thread.join()


@pytest.mark.requirement("L1", "H4", "H5")
@pytest.mark.parametrize("path", ["kir-order-sign", "kir-order-sign/feedback"])
@pytest.mark.parametrize("length", ["Content-Length: 1000", "Transfer-Encoding: chunked"])
def test_a_body_that_does_not_come_is_408_and_the_end(path: str, length: str) -> None:
    with served(create_app(FixedResponder(), ListStore(), body_seconds=0.2)) as send:
        head = f"POST /cds-services/{path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{length}\r\n\r\n"
        answer = send(head.encode() + b'4\r\n{"ho\r\n')
    head, _, body = answer.decode().partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 408 ")
    assert "connection: close" in head.lower()
    text = "The body did not come within 0.2 s; send it at once"
    assert json.loads(body)["issue"] == [{"severity": "error", "code": "timeout", "details": {"text": text}}]


@pytest.mark.requirement("R14", "H4")
def test_a_body_that_is_too_large_is_413_and_the_end() -> None:
    with served(create_app(FixedResponder(), ListStore(), max_body_bytes=1000)) as send:
        head = "POST /cds-services/kir-order-sign HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        answer = send(f"{head}Content-Length: 9000000\r\n\r\n".encode() + b" " * 1001)
    assert answer.startswith(b"HTTP/1.1 413 ")
