"""What the EHR gave for each prefetch key: present, known to be empty, or unknown. Missing is not absent."""

from collections.abc import Mapping, Sequence
from typing import Any

from cds.record import Answer, Given, Held, Kind, is_list, is_object, kind_of, read_held

# Reads by id; every other query is a search, for which one bare resource may not be all there is.
_READS = frozenset({Kind.PATIENT, Kind.ENCOUNTER})
_HARMLESS = frozenset({"information", "warning", "success"})

_FAILED = "the query failed in the EHR; its log says why"


def read_prefetch(prefetch: Mapping[str, Any] | None, keys: Mapping[str, Kind]) -> list[Answer]:
    """One Answer for every key that we asked for, in that order, then one for every other key.

    Takes:  prefetch — `prefetch` of the hook request; keys — the key of each of our queries, with the kind it asks for.
    Gives:  for a key of ours: COMPLETE when the query was answered whole, be it with nothing; PARTIAL when there is
            or may be more; UNKNOWN when the key is absent or the query failed. Somebody else's key is PARTIAL: its
            resources may raise a fact, but prove nothing absent. What cannot be read is an Answer with a problem.
    Raises: nothing.
    Source: CDS Hooks 2.0.1, prefetch; FHIR R4 Bundle.link, .total, .entry.search.mode; OperationOutcome.issue.severity.
    """
    given = prefetch or {}
    asked = [_read_answer(key, kind, given) for key, kind in keys.items()]
    others = [_answer(key, None, Given.PARTIAL, _split(value)[0]) for key, value in given.items() if key not in keys]
    return asked + others


def _read_answer(key: str, kind: Kind, prefetch: Mapping[str, object]) -> Answer:
    if key not in prefetch:
        return _answer(key, kind, Given.UNKNOWN)
    value = prefetch[key]
    if is_object(value) and "response" in value and "resourceType" not in value:
        # How answers were wrapped before CDS Hooks 1.0: {"response": {"status": "200 OK"}, "resource": ...}.
        if not _succeeded(value):
            return _answer(key, kind, Given.UNKNOWN, problem=_FAILED)
        value = value.get("resource")
    if value is None:
        return _answer(key, kind, Given.COMPLETE)
    held, outcomes, unreadable = _split(value)
    of_kind = [entry for entry in held if kind_of(entry.resource.get("resourceType")) is kind]
    failed = not all(map(_is_harmless, outcomes)) or (outcomes and not _is_container(value))
    if not of_kind and failed:
        return _answer(key, kind, Given.UNKNOWN, held, _FAILED)
    if not of_kind and (held or unreadable or not _is_container(value)):
        return _answer(key, kind, Given.UNKNOWN, held, f"holds no {kind}; send the answer to the query for it")
    doubt = _doubt(value, kind, of_kind)
    if failed or unreadable:
        doubt = "a part of it failed or could not be read; the EHR's log says why"
    return _answer(key, kind, Given.PARTIAL if doubt else Given.COMPLETE, held, doubt)


def _answer(key: str, kind: Kind | None, given: Given, held: Sequence[Held] = (), problem: str | None = None) -> Answer:
    return Answer(
        key=key,
        kind=kind,
        given=given,
        resources=tuple(entry.resource for entry in held),
        full_urls=tuple(entry.full_url for entry in held),
        problem=problem,
    )


def _doubt(value: object, kind: Kind, of_kind: Sequence[Held]) -> str | None:
    """Why this may not be all there is."""
    if not is_object(value):
        return None
    if not _is_container(value):
        return None if kind in _READS else "is one resource where a Bundle was asked for; there may be more"
    if next_link(value) is not None:
        return "is one page of several; send the others too, or let them be fetched"
    total = value.get("total")
    matches = [entry for entry in of_kind if entry.mode != "include"]
    if isinstance(total, int) and total > len(matches):
        return "holds fewer entries than its total; send the others too, or let them be fetched"
    return None


def next_link(page: Mapping[str, object]) -> object:
    """Where the next page of a Bundle is, as written; None when this is the last one. Source: Bundle.link."""
    links = page.get("link")
    for link in links if is_list(links) else [links]:
        if is_object(link) and link.get("relation") == "next":
            return link.get("url", "")
    return None


def _split(value: object) -> tuple[list[Held], list[Held], int]:
    """The resources, the OperationOutcomes among them, and the number of entries that could not be read."""
    held, unreadable = read_held(value)
    outcomes = [entry for entry in held if _is_outcome(entry)]
    return [entry for entry in held if not _is_outcome(entry)], outcomes, unreadable


def _is_container(value: object) -> bool:
    """Whether a value can hold several resources, or none, and still be an answer."""
    return is_list(value) or (is_object(value) and ("entry" in value or value.get("resourceType") == "Bundle"))


def _is_outcome(entry: Held) -> bool:
    return entry.resource.get("resourceType") == "OperationOutcome"


def _is_harmless(outcome: Held) -> bool:
    """Whether an OperationOutcome only informs: Epic's normal 'no results found' is a warning (code 4101)."""
    issues = outcome.resource.get("issue")
    severities = [issue.get("severity") for issue in (issues if is_list(issues) else [issues]) if is_object(issue)]
    return bool(severities) and all(isinstance(one, str) and one in _HARMLESS for one in severities)


def _succeeded(wrapped: Mapping[str, object]) -> bool:
    """Whether a wrapped answer has a status of success, `200` or `"200 OK"`; without a status, its resource decides."""
    response = wrapped["response"]
    status = response.get("status") if is_object(response) else None
    return wrapped.get("resource") is not None if status is None else str(status).startswith("2")
