"""The edges of HTTP that no well-behaved client shows: bodies that never end, and clients that are gone."""

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any

from starlette.types import Message, Receive, Scope, Send
from structlog.testing import capture_logs

from cds.caller import Caller
from cds.hooks import Feedback, HookRequest, HookResponse, Service
from cds.web import create_app
from cds.web.guard import Guard


class Nothing:
    """Offers one service and never gets as far as using it."""

    services = (Service(hook="patient-view", title="t", description="d", id="s"),)

    def respond(self, service_id: str, request: HookRequest, caller: Caller) -> HookResponse:
        raise NotImplementedError

    def save_feedback(self, items: Iterable[Feedback]) -> None:
        raise NotImplementedError

    def degraded(self) -> tuple[str, ...]:
        return ()


def scope(path: str = "/cds-services/s") -> Scope:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "query_string": b"",
        "headers": [(b"content-type", b"application/json"), (b"content-length", b"7")],
    }


def run(app: Any, messages: Iterator[Message]) -> list[Message]:
    """What the application sends when it is fed these messages."""
    sent: list[Message] = []

    async def receive() -> Message:
        return next(messages)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope(), receive, send))
    return sent


def test_no_more_is_read_than_the_limit_whatever_content_length_says() -> None:
    chunks = 0

    def endless() -> Iterator[Message]:
        nonlocal chunks
        while True:
            chunks += 1
            yield {"type": "http.request", "body": b"x" * 100, "more_body": True}

    app = create_app(Nothing(), Nothing(), max_body_bytes=1000)
    start, _ = run(app, endless())
    assert start["status"] == 413
    assert chunks == 11


def test_a_client_that_is_gone_is_not_an_error() -> None:
    messages: list[Message] = [
        {"type": "http.request", "body": b"{", "more_body": True},
        {"type": "http.disconnect"},
    ]
    with capture_logs() as logs:
        assert run(create_app(Nothing(), Nothing()), iter(messages)) == []
    assert logs == []


def test_a_failure_after_the_answer_began_is_logged_and_let_no_further() -> None:
    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("Jane Marker")

    with capture_logs() as logs:
        [start] = run(Guard(failing), iter(()))
    assert start["status"] == 200
    assert [entry["error"] for entry in logs] == ["RuntimeError"]
    assert "Marker" not in str(logs)


def test_other_protocols_pass_unchanged() -> None:
    seen: list[Scope] = []

    async def remember(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    lifespan: Scope = {"type": "lifespan"}
    asyncio.run(Guard(remember)(lifespan, None, None))  # type: ignore[arg-type]
    assert seen == [lifespan]
