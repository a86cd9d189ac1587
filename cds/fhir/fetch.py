"""Completing what came with the hook from the EHR's FHIR server, with the token that came with it.

Every query that was not answered whole is asked again, all at once; then what is only referred to is read. One deadline
ends it all: what is there by then counts, the rest stays unknown and says why. Nothing that goes wrong here is an error
of the call.

Source: CDS Hooks 2.0.1 "FHIR Resource Access".
"""

import re
import threading
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import structlog

from cds.fhir.client import Call, FhirClient
from cds.fhir.queries import Query, reads, searches, what_was_read
from cds.fhir.servers import AllowedServers, plain_address
from cds.hooks import FhirAuthorization, HookRequest
from cds.record import Answer, Given

DEADLINE = 2.5
"""Seconds for everything that one call has to fetch."""

_MAX_READS, _MAX_ROUNDS = 50, 4
"""Resources that one call reads because something refers to them, and how far: an order, its product, parts of parts."""
_CALLS = 24
"""Calls that may fetch at once: the others answer from what they were given, and the hooks keep threads to run in."""
_TOKEN = re.compile(r"[!-~]+")

_log = structlog.get_logger(__name__)


class FhirReader:
    """Asks the FHIR servers of EHRs; used from several threads at once.

    Takes:  servers — beginnings of the addresses that may be asked; deadline — seconds for one call.
    """

    def __init__(self, servers: Sequence[str], *, deadline: float = DEADLINE) -> None:
        self._deadline = deadline
        self._allowed = AllowedServers(servers)
        self._client = FhirClient(self._allowed, deadline)
        self._room = threading.BoundedSemaphore(_CALLS)

    def complete(
        self,
        answers: Sequence[Answer],
        request: HookRequest,
        templates: Mapping[str, str],
        referred: Callable[[Sequence[Answer]], Iterable[str]],
    ) -> list[Answer]:
        """The answers, one more for every key that was not answered whole and could be asked, one for all that was read.

        Takes:  templates — the query of each key, as in discovery; referred — given all answers so far, the references
                that lead nowhere in them. What they lead to on the server of the hook is read, and asked about again.
        Gives:  what was given stays; a problem that the fetch solved is no longer told. Where nothing may be fetched,
                or nothing came, the problem of the answer says so.
        Raises: nothing, except for a defect of ours.
        """
        if request.fhir_server is None:
            return list(answers)
        base = plain_address(request.fhir_server) or ""
        lacking = [one for one in answers if one.kind is not None and one.given is not Given.COMPLETE]
        searched, read = searches(lacking, templates, request.context), list[Query]()
        if not searched and not _further(referred(answers), base, read):
            return list(answers)
        with self._call(base, request) as call:
            begun = time.monotonic()
            self._ask(call, searched)
            completed = found = _completed(answers, searched)
            for _ in range(_MAX_ROUNDS):
                batch = _further(referred(completed), base, read)
                if not batch:
                    break
                self._ask(call, batch)
                read += batch
                completed = [*found, what_was_read(read)]
        _log.info(
            "fetched from the EHR",
            queries=len(searched) + len(read),
            whole=sum(query.problem is None for query in (*searched, *read)),
            refused=call if isinstance(call, str) else None,
            milliseconds=round(1000 * (time.monotonic() - begun), 1),
        )
        return completed

    def close(self) -> None:
        """Stop asking, and hang up."""
        self._client.close()

    @contextmanager
    def _call(self, base: str, request: HookRequest) -> Generator[Call | str]:
        """A call to the server of the hook; where none may be made, why."""
        entry, authorization = self._allowed.entry_of(base), request.fhir_authorization
        if entry is None:
            yield "the FHIR server of the hook is not one that this service may ask"
            return
        if authorization is None:
            yield "no token was given"
            return
        if (obstacle := _obstacle(authorization, request.context.patient_id)) is not None:
            yield obstacle
            return
        if not self._room.acquire(blocking=False):
            yield "too much is being fetched at this moment"
            return
        try:
            server = self._client.server(entry)
            if not server.breaker.may_try():
                yield "the FHIR server gave no answer a moment ago"
                return
            token = authorization.access_token.get_secret_value()
            ends = time.monotonic() + min(self._deadline, authorization.expires_in)
            call = Call(server, base, {"Authorization": f"Bearer {token}"}, ends)
            yield call
            if call.answered:
                server.breaker.succeeded()
            else:
                server.breaker.failed()
        finally:
            self._room.release()

    def _ask(self, call: Call | str, queries: Sequence[Query]) -> None:
        """Ask what may be asked; to the others it is told why they are not."""
        if isinstance(call, str):
            for query in queries:
                query.refusal = call
        elif asked := [query for query in queries if query.refusal is None]:
            self._client.ask(call, asked)


def _further(references: Iterable[str], base: str, read: Sequence[Query]) -> list[Query]:
    """What is to be read beside what was read; what would be too much is refused."""
    queries = reads(references, base, {query.address for query in read})
    for query in queries[max(0, _MAX_READS - len(read)) :]:
        query.refusal = f"more than {_MAX_READS} resources are referred to"
    return queries


def _completed(answers: Iterable[Answer], searched: Iterable[Query]) -> list[Answer]:
    """What was given, each followed by what was fetched in its place."""
    fetched, completed = {query.key: query.answer() for query in searched}, list[Answer]()
    for answer in answers:
        found = fetched.get(answer.key) if answer.kind is not None else None
        is_mended = found is not None and found.given is Given.COMPLETE
        completed.append(replace(answer, problem=None) if is_mended else answer)
        if found is not None:
            completed.append(found)
    return completed


def _obstacle(authorization: FhirAuthorization, patient_id: str) -> str | None:
    """Why nothing may be asked with this token."""
    if authorization.expires_in <= 0:
        return "the token has expired"
    if authorization.patient not in (None, patient_id):
        return "the token is for another patient"
    if not _TOKEN.fullmatch(authorization.access_token.get_secret_value()):
        return "the token is none that HTTP can carry"
    return None
