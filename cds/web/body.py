"""Request bodies: JSON only, and never more than we are ready to hold."""

import re

from starlette.requests import Request

from cds.errors import RequestTooLarge, UnsupportedMediaType

MAX_BODY_BYTES = 5 * 1024 * 1024
_JSON = re.compile(r"application/([^/;\s]+\+)?json", re.IGNORECASE)


async def read_json_body(request: Request, max_bytes: int) -> bytes:
    """The body as received.

    Raises: UnsupportedMediaType — not said to be JSON;
            RequestTooLarge — more than max_bytes came, whatever Content-Length said.
    """
    if not _JSON.fullmatch(request.headers.get("content-type", "").partition(";")[0].strip()):
        raise UnsupportedMediaType("The body is not said to be JSON; send Content-Type: application/json")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            raise RequestTooLarge(f"The body is over {max_bytes} bytes; send fewer resources in prefetch")
    return bytes(body)
