"""For operators: is it up, can it work, and what is it."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from cds import __version__
from cds.hooks import SPECIFICATION_VERSION
from cds.web.ports import FeedbackStore


def health_routes(
    store: FeedbackStore, about: Mapping[str, Any], terminology: Callable[[], Mapping[str, Any]] | None = None
) -> APIRouter:
    """The routes for operators; `about` is added to what /version tells, `terminology` gives what /readyz tells of it."""
    router = APIRouter(tags=["operation"])

    @router.get("/healthz", summary="The process answers")
    async def health() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @router.get("/readyz", summary="The service can work, and what is degraded")
    def readiness() -> JSONResponse:
        """Always 200: cards need neither the database nor the spool, and taking every worker away for one of them would
        take decision support away from the clinic."""
        troubles = store.degraded()
        told: dict[str, Any] = {"status": "degraded", "degraded": list(troubles)} if troubles else {"status": "ready"}
        return JSONResponse(told | ({"terminology": terminology()} if terminology else {}))

    @router.get("/version", summary="What is running")
    async def version() -> JSONResponse:
        return JSONResponse({"name": "kir-cds", "version": __version__, "cdsHooks": SPECIFICATION_VERSION, **about})

    return router
