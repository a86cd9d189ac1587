"""Samples stay young: our invented patients carry the day they were written, and every date in them moves with today.

A story like "photodynamic drug thirty days ago" is true on the day it was written only. Moving all dates of a sample
by the same number of whole days keeps it true: distances between dates, hours and ages stay as they were.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol, cast

from cds.caller import Caller
from cds.hooks import HookRequest, HookResponse, JsonObject, Service

MARKER = "org.kir-cds.sample"
"""The extension of a hook request that is a sample: `{"story": "…", "writtenOn": "2026-11-20"}`."""

TAG_SYSTEM = "https://kir-cds.org/fhir/CodeSystem/sample"
"""The system of the `meta.tag` of a Bundle that is a sample; `Bundle.timestamp` is the moment it was written for."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?")
_MONTH = re.compile(r"\d{4}-\d{2}")
_YEAR = re.compile(r"\d{4}")
_DATE_MEMBER = re.compile(
    r".*Date(?:Time)?|date.*|start|end|authoredOn|issued|created|event|onset|lastOccurrence|when.*"
)
"""Elements that hold a date: only there is `2019` a year and not a code."""

_NEVER_DATE = frozenset({"id", "code", "display", "reference", "system", "url", "value", "version"})
"""Elements whose content may look like a date and is a name."""


class HookResponder(Protocol):
    """Answers hook calls."""

    @property
    def services(self) -> Sequence[Service]:
        """What is offered now."""
        ...

    def respond(self, service_id: str, request: HookRequest, caller: Caller) -> HookResponse:
        """The answer of one service."""
        ...


def written_on(document: JsonObject) -> date | None:
    """The day a sample of ours was written; None for every other document.

    Takes:  a hook request, as JSON, or a Bundle.
    """
    extension = document.get("extension")
    if isinstance(extension, dict) and "hook" in document:
        return _marked(cast(JsonObject, extension))
    if document.get("resourceType") == "Bundle" and _is_tagged(document):
        return _day(document.get("timestamp"))
    return None


def redated(document: JsonObject, today: date) -> JsonObject:
    """A sample as if written today; every other document as it is."""
    written = written_on(document)
    return document if written is None else redate(document, written, today)


def redate(document: JsonObject, written_on: date, today: date) -> JsonObject:
    """A copy whose dates are moved by the days from `written_on` to `today`; the document itself stays as it is.

    A date, dateTime or instant moves by whole days: hour and zone stay as written. A month or a year moves as its
    middle would, so it is at most half a month or half a year off; birth dates move too, so that ages stay. A bare
    year or month is a date only in an element that holds one: `6130` as a code is none. A date that would leave the
    calendar stays. Whatever else a text says stays, dates inside of sentences included.
    """
    days = today - written_on
    return {name: _moved(value, name, days) for name, value in document.items()}


class RedatingResponder:
    """Hands requests on, our samples re-dated to today: what the demo answers with.

    Takes:  clock, the moment of a call.
    """

    def __init__(self, responder: HookResponder, clock: Callable[[], datetime]) -> None:
        self._responder, self._clock = responder, clock

    @property
    def services(self) -> Sequence[Service]:
        """What is offered now."""
        return self._responder.services

    def respond(self, service_id: str, request: HookRequest, caller: Caller) -> HookResponse:
        """The answer to a request; to a sample of ours as if it had been written today."""
        written = _marked(request.extension)
        if written is not None:
            request = _redated_request(request, self._clock().astimezone(UTC).date() - written)
        return self._responder.respond(service_id, request, caller)


def _redated_request(request: HookRequest, days: timedelta) -> HookRequest:
    context = {name: _moved(value, name, days) for name, value in request.context if isinstance(value, dict | list)}
    return request.model_copy(
        update={
            "context": request.context.model_copy(update=context),
            "prefetch": _moved(request.prefetch, "", days),
            "extension": _moved(request.extension, "", days),
        }
    )


def _marked(extension: JsonObject) -> date | None:
    marker = extension.get(MARKER)
    return _day(cast(JsonObject, marker).get("writtenOn")) if isinstance(marker, dict) else None


def _is_tagged(bundle: JsonObject) -> bool:
    meta = bundle.get("meta")
    tags = cast(JsonObject, meta).get("tag") if isinstance(meta, dict) else None
    return isinstance(tags, list) and any(
        isinstance(tag, dict) and cast(JsonObject, tag).get("system") == TAG_SYSTEM for tag in cast(list[Any], tags)
    )


def _day(text: object) -> date | None:
    found = _DAY.match(text) if isinstance(text, str) else None
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:  # 30 February
        return None


def _moved(value: Any, name: str, days: timedelta) -> Any:
    if isinstance(value, dict):
        return {inner: _moved(child, inner, days) for inner, child in cast(JsonObject, value).items()}
    if isinstance(value, list):
        return [_moved(child, name, days) for child in cast(list[Any], value)]
    return _moved_text(value, name, days) if isinstance(value, str) else value


def _moved_text(text: str, name: str, days: timedelta) -> str:
    if name in _NEVER_DATE:
        return text
    if _DATE.fullmatch(text):
        return _moved_day(text[:10], days) + text[10:]
    if _DATE_MEMBER.fullmatch(name):
        if _MONTH.fullmatch(text):
            return _moved_day(f"{text}-15", days)[:7]
        if _YEAR.fullmatch(text):
            return _moved_day(f"{text}-07-02", days)[:4]
    return text


def _moved_day(text: str, days: timedelta) -> str:
    try:
        return (date.fromisoformat(text) + days).isoformat()
    except (ValueError, OverflowError):
        return text
