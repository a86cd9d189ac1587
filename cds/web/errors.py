"""From errors to answers: the one table that says which error is which HTTP status.

An error of the caller is told with its own message, which names the member and the remedy. Anything else is our
fault: the answer says only that there is no advice, and gives a reference that stands in the log with the type of
the exception and the line that raised it. Messages and values of such an exception are kept out of both, since
they may be about the patient.
"""

import traceback
from http import HTTPStatus
from uuid import uuid4

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from cds.errors import (
    BodyTooSlow,
    ClientNotTrusted,
    EngineFault,
    FeedbackNotKept,
    HookRequestInvalid,
    RecordUnavailable,
    RequestTooLarge,
    ResponseInvalid,
    TookTooLong,
    TooManyRequests,
    UnknownService,
    UnsupportedMediaType,
)
from cds.hooks import Issue, operation_outcome

_log = structlog.get_logger(__name__)

OUR_FAULT = (HTTPStatus.INTERNAL_SERVER_ERROR, "exception")

ANSWERS: dict[type[Exception], tuple[HTTPStatus, str]] = {
    ClientNotTrusted: (HTTPStatus.UNAUTHORIZED, "login"),
    HookRequestInvalid: (HTTPStatus.BAD_REQUEST, "invalid"),
    UnknownService: (HTTPStatus.NOT_FOUND, "not-found"),
    RecordUnavailable: (HTTPStatus.PRECONDITION_FAILED, "required"),
    BodyTooSlow: (HTTPStatus.REQUEST_TIMEOUT, "timeout"),
    RequestTooLarge: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-long"),
    TooManyRequests: (HTTPStatus.TOO_MANY_REQUESTS, "throttled"),
    FeedbackNotKept: (HTTPStatus.SERVICE_UNAVAILABLE, "transient"),
    UnsupportedMediaType: (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-supported"),
    TookTooLong: (HTTPStatus.SERVICE_UNAVAILABLE, "timeout"),
    EngineFault: OUR_FAULT,
    ResponseInvalid: OUR_FAULT,
}
"""HTTP status and FHIR issue type of each error; whatever is not here is OUR_FAULT."""


def outcome_response(status: int, *issues: Issue) -> Response:
    """An OperationOutcome as an HTTP response."""
    return Response(operation_outcome(issues), status, media_type="application/fhir+json")


def error_response(error: Exception) -> Response:
    """The answer to an error, which is logged here."""
    status, code = ANSWERS.get(type(error), OUR_FAULT)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        reference = str(uuid4())
        _log.error("request failed", reference=reference, error=type(error).__name__, at=_place(error))
        text = f"Decision support failed and gives no advice; the log has more under {reference}"
        return outcome_response(status, Issue(code=code, text=text))
    where = error.where if isinstance(error, HookRequestInvalid) else ""
    tell = _log.error if status >= HTTPStatus.INTERNAL_SERVER_ERROR else _log.info
    tell("request refused", status=int(status), error=type(error).__name__, where=where)
    response = outcome_response(status, Issue(code=code, text=str(error), where=where))
    if isinstance(error, ClientNotTrusted):
        response.headers["WWW-Authenticate"] = "Bearer"
    elif isinstance(error, TooManyRequests | TookTooLong | FeedbackNotKept):
        response.headers["Retry-After"] = str(error.seconds)
    elif isinstance(error, BodyTooSlow | RequestTooLarge):
        response.headers["Connection"] = "close"  # whoever still sends is hung up on
    return response


def _place(error: Exception) -> str:
    """The line that raised the error."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""


async def http_error_response(request: Request, error: Exception) -> Response:
    """The answer when no route takes the request: 404, 405 with `Allow`, or 204 with it to OPTIONS."""
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    if status != HTTPStatus.METHOD_NOT_ALLOWED:
        code = "not-found" if status == HTTPStatus.NOT_FOUND else "processing"
        return outcome_response(status, Issue(code=code, text=status.phrase))
    allowed = {method.strip() for method in (error.headers or {})["Allow"].split(",")}
    allow = ", ".join(sorted(allowed | {"OPTIONS"} | ({"HEAD"} if "GET" in allowed else set())))
    if request.method == "OPTIONS":
        response = Response(status_code=HTTPStatus.NO_CONTENT)
    else:
        response = outcome_response(status, Issue(code="not-supported", text=f"Not this method; use {allow}"))
    response.headers["Allow"] = allow
    return response
