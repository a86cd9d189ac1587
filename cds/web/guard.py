"""Around every request: addresses as clients mistype them, headers that every answer has, and no error let out."""

import re

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cds.web.errors import error_response


class Guard:
    """ASGI middleware, to be put inside of CORS so that a browser can read our errors, too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_head = scope["method"] == "HEAD"
        has_begun = False

        async def send_guarded(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-store")
                headers["X-Content-Type-Options"] = "nosniff"
            elif is_head:
                message = {**message, "body": b""}
            await send(message)

        routed = dict(scope) | {"path": _tidy(scope["path"]), "method": "GET" if is_head else scope["method"]}
        try:
            await self._app(routed, receive, send_guarded)
        except ClientDisconnect:
            return  # nobody is left to answer
        except Exception as error:  # noqa: BLE001 — whatever it is, the EHR gets an OperationOutcome
            response = error_response(error)
            if not has_begun:
                await response(routed, receive, send_guarded)


def _tidy(path: str) -> str:
    """Clients append to the address that was typed in, which may end in a slash: `/cds-services//id`."""
    if "/cds-services" not in path:
        return path
    return re.sub("/{2,}", "/", path).rstrip("/")
