"""CDS Hooks over HTTP: discovery, the services and their feedback (CDS Hooks 2.0.1)."""

import hashlib
import re
from http import HTTPStatus
from time import perf_counter

import msgspec
import structlog
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from cds.caller import Caller
from cds.errors import ClientNotTrusted, UnknownService
from cds.hooks import FeedbackBatch, HookRequest, HookResponse, Issue, Service, read_feedback, read_request
from cds.profiles import discovery_for
from cds.web import openapi
from cds.web.body import read_json_body
from cds.web.errors import outcome_response
from cds.web.hard_stop import HardStop
from cds.web.metrics import Metrics
from cds.web.ports import FeedbackStore, Responder
from cds.web.trust import Gate

_log = structlog.get_logger(__name__)


def hook_routes(
    responder: Responder,
    store: FeedbackStore,
    metrics: Metrics,
    gate: Gate | None,
    hard_stop: HardStop,
    *,
    anybody: Caller,
    max_body_bytes: int,
    body_seconds: float,
) -> APIRouter:
    """The routes under /cds-services. Bodies are read as bytes: resources stay out of the web framework.

    Takes:  gate — whom it lets in; None lets everybody in; anybody — who calls where no token is
            needed; hard_stop — ends hook calls that take too long.
    """

    async def admit(request: Request) -> tuple[Caller, int]:
        """Who calls, and how much it may send; nothing of an untrusted caller is read."""
        if gate is None:
            return anybody, max_body_bytes
        admitted = await run_in_threadpool(gate.admit, request.headers.getlist("authorization"), request.scope["path"])
        return admitted.caller, min(max_body_bytes, admitted.body_bytes)

    async def admit_reader(request: Request) -> Caller:
        """Who reads discovery. Where it is open, a token only tells the profile, and one that is not good tells none."""
        is_closed = gate is not None and gate.guards_discovery
        if not is_closed and "authorization" not in request.headers:
            return anybody
        try:
            caller, _ = await admit(request)
        except ClientNotTrusted:
            if is_closed:
                raise
            return anybody
        return caller

    router = APIRouter(tags=["CDS Hooks"], default_response_class=Response)

    @router.get("/cds-services", **openapi.DISCOVERY)
    async def discover(request: Request) -> Response:
        caller = await admit_reader(request)
        content = msgspec.json.encode(discovery_for(caller.profile, responder.services))
        tag = f'"{hashlib.sha256(content).hexdigest()}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Authorization"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(content, media_type="application/json", headers=headers)

    @router.post("/cds-services/{service_id}", **openapi.SERVICE)
    async def call(service_id: str, request: Request) -> Response:
        caller, most = await admit(request)
        service = _find_service(responder, service_id)
        with metrics.call(service.id):
            body = await read_json_body(request, most, body_seconds)
            response, content = await hard_stop.run(_answer, responder, service, body, caller)
        metrics.answered(service.id, response)
        return Response(content, media_type="application/json")

    @router.post("/cds-services/{service_id}/feedback", **openapi.FEEDBACK)
    async def report(service_id: str, request: Request) -> Response:
        _, most = await admit(request)
        service = _find_service(responder, service_id)
        body = await read_json_body(request, most, body_seconds)
        batch = await run_in_threadpool(_keep, store, service, body)
        metrics.reported(batch)
        if not batch.problems:
            return Response()
        status = HTTPStatus.OK if batch.items else HTTPStatus.BAD_REQUEST
        return outcome_response(status, *_issues(batch))

    return router


def _find_service(responder: Responder, service_id: str) -> Service:
    for service in responder.services:
        if service.id == service_id:
            return service
    raise UnknownService("There is no service of this id; GET /cds-services lists those there are")


def _answer(responder: Responder, service: Service, body: bytes, caller: Caller) -> tuple[HookResponse, bytes]:
    begun = perf_counter()
    request = read_request(body, service.hook)
    response = responder.respond(service.id, request, caller)
    content = response.to_bytes()
    _log.info(
        "hook answered",
        service=service.id,
        client=caller.client,
        profile=caller.profile.name,
        stated=_stated(request, caller),
        hook_instance=request.instance_digest,
        cards=len(response.cards),
        milliseconds=round(1000 * (perf_counter() - begun), 1),
        deviations=request.deviations,
    )
    return response, content


def _stated(request: HookRequest, caller: Caller) -> dict[str, str]:
    """What the EHR says of its own call, where it is a number or a short code."""
    told = {name: request.extension.get(name) for name in caller.profile.logged}
    return {
        name: value for name, value in told.items() if isinstance(value, str) and re.fullmatch(r"[A-Z0-9.]{1,8}", value)
    }


def _keep(store: FeedbackStore, service: Service, body: bytes) -> FeedbackBatch:
    batch = read_feedback(body)
    if batch.items:
        store.save_feedback(batch.items)
    _log.info("feedback kept", service=service.id, items=len(batch.items), refused=len(batch.problems))
    return batch


def _issues(batch: FeedbackBatch) -> list[Issue]:
    severity = "warning" if batch.items else "error"
    return [
        Issue(severity=severity, code="invalid", text=str(problem), where=problem.where) for problem in batch.problems
    ]
