"""Request bodies: JSON only, never more than we are ready to hold, and not drop by drop."""

import asyncio
import re

from starlette.requests import Request

from cds.errors import BodyTooSlow, RequestTooLarge, UnsupportedMediaType

MAX_BODY_BYTES = 5 * 1024 * 1024
BODY_SECONDS = 10.0
_JSON = re.compile(r"application/([^/;\s]+\+)?json", re.IGNORECASE)


async def read_json_body(request: Request, max_bytes: int, seconds: float) -> bytes:
    """The body as received.

    Raises: UnsupportedMediaType — not said to be JSON;
            RequestTooLarge — more than max_bytes came, whatever Content-Length said;
            BodyTooSlow — its end had not come after so many seconds.
    """
    if not _JSON.fullmatch(request.headers.get("content-type", "").partition(";")[0].strip()):
        raise UnsupportedMediaType("The body is not said to be JSON; send Content-Type: application/json")
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > max_bytes:
                    raise RequestTooLarge(f"The body is over {max_bytes} bytes; send fewer resources in prefetch")
    except TimeoutError:
        raise BodyTooSlow(f"The body did not come within {seconds:g} s; send it at once") from None
    return bytes(body)
