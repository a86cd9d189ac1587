"""The web application: routes, guard and CORS put together."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from cds import __version__
from cds.caller import ANYBODY, Caller
from cds.web.body import BODY_SECONDS, MAX_BODY_BYTES
from cds.web.errors import http_error_response
from cds.web.guard import Guard
from cds.web.hard_stop import ANSWER_SECONDS, HardStop
from cds.web.health import health_routes
from cds.web.hooks import hook_routes
from cds.web.metrics import Metrics, metrics_routes
from cds.web.ports import FeedbackStore, Responder
from cds.web.trust import Gate


def create_app(
    responder: Responder,
    store: FeedbackStore,
    *,
    gate: Gate | None = None,
    anybody: Caller = ANYBODY,
    cors_origins: Sequence[str] = (),
    max_body_bytes: int = MAX_BODY_BYTES,
    body_seconds: float = BODY_SECONDS,
    answer_seconds: float = ANSWER_SECONDS,
    about: Mapping[str, Any] | None = None,
    terminology: Callable[[], Mapping[str, Any]] | None = None,
    metrics: Metrics | None = None,
    on_close: Callable[[], None] | None = None,
) -> FastAPI:
    """The service over HTTP, ready to be served.

    Takes:  responder — answers the hooks it offers; store — keeps feedback;
            gate — which EHRs it lets in; None lets everybody in, which is for the demo on loopback;
            anybody — who calls where no token is needed, with the profile that is then good;
            cors_origins — origins of browser clients, such as `https://sandbox.cds-hooks.org`, or `*`;
            body_seconds — within which a body must come; answer_seconds — after which a hook call ends without advice;
            about — what /version tells beside name and version, such as the rulebook;
            terminology — gives what /readyz tells of terminology now;
            metrics — what /metrics tells;
            on_close — called once when the server stops, after its last answer.
    Source: CDS Hooks 2.0.1 "HTTP Status Codes", "Cross-Origin Resource Sharing". Credentials are not allowed
            across origins: tokens come in the Authorization header.
    """

    hard_stop = HardStop(answer_seconds)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        yield
        hard_stop.close()
        if on_close is not None:
            on_close()

    app = FastAPI(
        lifespan=lifespan,
        title="KIR-CDS",
        version=__version__,
        description="Clinical decision support for ketamine and light therapy over CDS Hooks 2.0.1.",
        docs_url=None,  # both pages load scripts from elsewhere, which a hospital network does not
        redoc_url=None,
    )
    metrics = metrics or Metrics()
    app.include_router(
        hook_routes(
            responder,
            store,
            metrics,
            gate,
            hard_stop,
            anybody=anybody,
            max_body_bytes=max_body_bytes,
            body_seconds=body_seconds,
        )
    )
    app.include_router(health_routes(store, about or {}, terminology))
    app.include_router(metrics_routes(metrics))
    app.add_exception_handler(HTTPException, http_error_response)
    app.add_middleware(Guard)
    app.add_middleware(  # the last one added is the outermost
        CORSMiddleware,
        allow_origins=tuple(cors_origins),
        allow_methods=("GET", "POST", "OPTIONS"),
        allow_headers=("Authorization", "Content-Type", "Accept"),
    )
    return app
