"""Completing what came with the hook from the EHR's FHIR server, with the token that came with it.

Every query that was not answered whole is asked again, all at once, and one deadline ends them all: what is there by
then counts, the rest stays unknown and says why. Nothing that goes wrong here is an error of the call.

One event loop in a thread of its own asks for all threads that answer hooks. With threads instead, a server that drips
would hold seventeen of them past the deadline, each with the token; a task of a loop ends when it is told to.

Source: CDS Hooks 2.0.1 "FHIR Resource Access"; FHIR R4 RESTful API, Bundle.link, search by _count.
"""

import asyncio
import logging
import re
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import wait
from dataclasses import dataclass, field, replace
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import quote

import httpx2
import structlog

from cds.breaker import CircuitBreaker
from cds.errors import HookRequestInvalid
from cds.fhir.prefetch import next_link, read_prefetch
from cds.fhir.servers import AllowedServers, plain_address
from cds.hooks import FhirAuthorization, HookContext, HookRequest, JsonObject, read_json_object
from cds.record import Answer, Given, Kind, is_list

DEADLINE = 2.5
"""Seconds for everything that one call has to fetch."""

_PAGE_SIZE, _MAX_PAGES = 200, 20
_MAX_PAGE, _MAX_CALL = 4 * 1024 * 1024, 16 * 1024 * 1024
"""Bytes of one answer, and of all answers of a call."""
_CALLS, _CONNECTIONS = 24, 64
"""Calls that may fetch at once: the others answer from what they were given, and the hooks keep threads to run in."""
_FAILURES, _PAUSE = 2, 10.0

_TEMPLATE = re.compile(
    r"Patient/\{\{context\.patientId\}\}|Encounter/\{\{context\.encounterId\}\}|"
    r"[A-Za-z]+\?patient=\{\{context\.patientId\}\}(?:&[^?{}]*)?"
)
"""What we fetch: the patient, the encounter of the hook, and what is in the compartment of the patient."""
_ID = re.compile(r"(?!\.+$)[A-Za-z0-9._-]{1,128}")
"""A FHIR id, more generous in length: nothing that a search would take for an `or`, or a path for a step."""
_TOKEN = re.compile(r"[!-~]+")

_TOO_LATE = "the FHIR server gave no answer in time"
_log = structlog.get_logger(__name__)


class _Unusable(Exception):
    """An answer that cannot be used; its text says why, without a word of the answer."""


@dataclass(slots=True)
class _Query:
    """A query under way; `trouble` says what is wrong as long as something is."""

    key: str
    kind: Kind
    address: str
    read_id: str | None
    pages: list[JsonObject] = field(default_factory=list[JsonObject])
    trouble: str | None = _TOO_LATE

    def take(self, page: JsonObject) -> None:
        """Keep one page. Raises _Unusable, when it is none."""
        named = page.get("resourceType")
        if not isinstance(named, str):
            raise _Unusable("the FHIR server answered no resource")
        if self.read_id is not None and (named, page.get("id")) != (str(self.kind), self.read_id):
            raise _Unusable("the FHIR server answered another resource than the one asked for")
        if self.pages and named != "Bundle":
            raise _Unusable("the FHIR server answered no Bundle for a further page")
        self.pages.append(page)

    def answer(self) -> Answer:
        """What is there by now, read as if the EHR had sent it."""
        trouble, pages = self.trouble, list(self.pages)  # in this order: without trouble, every page is there
        if not pages:
            return Answer(key=self.key, kind=self.kind, given=Given.UNKNOWN, problem=f"could not be fetched: {trouble}")
        whole = (
            pages[0] if len(pages) == 1 else {**pages[0], "entry": [one for page in pages for one in _entries(page)]}
        )
        if trouble is None:
            whole = {name: value for name, value in whole.items() if name != "link"}
        answer = read_prefetch({self.key: whole}, {self.key: self.kind})[0]
        if trouble is not None and answer.given is not Given.UNKNOWN:
            return replace(answer, given=Given.PARTIAL, problem=f"could be fetched in part only: {trouble}")
        return replace(answer, problem=answer.problem and f"as fetched: {answer.problem}")


@dataclass(slots=True)
class _Server:
    """A server of the list, with its connections."""

    entry: str
    client: httpx2.AsyncClient
    breaker: CircuitBreaker


@dataclass(slots=True)
class _Call:
    """What all queries of one call share. The token is in `headers`, and nowhere else."""

    server: _Server
    base: str
    headers: Mapping[str, str]
    room: int = _MAX_CALL
    answered: bool = False


class FhirReader:
    """Asks the FHIR servers of EHRs; used from several threads at once.

    Takes:  servers — beginnings of the addresses that may be asked; deadline — seconds for one call.
    """

    def __init__(self, servers: Sequence[str], *, deadline: float = DEADLINE) -> None:
        for name in ("httpx2", "httpcore2"):
            logging.getLogger(name).setLevel(logging.WARNING)  # they log addresses, which hold ids of patients
        self._deadline = deadline
        self._allowed = AllowedServers(servers)
        self._servers = {entry: _Server(entry, _client(deadline), _breaker()) for entry in self._allowed.entries}
        self._room = threading.BoundedSemaphore(_CALLS)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def complete(self, answers: Sequence[Answer], request: HookRequest, templates: Mapping[str, str]) -> list[Answer]:
        """The answers, and one more for every key that was not answered whole and could be asked.

        Takes:  templates — the query of each key, as in discovery.
        Gives:  what was given stays; a problem that the fetch solved is no longer told. Where nothing may be fetched,
                or nothing came, the problem of the answer says so.
        Raises: nothing, except for a defect of ours.
        """
        lacking = [one for one in answers if one.kind is not None and one.given is not Given.COMPLETE]
        queries = {query.key: query for query in _queries(lacking, templates, request.context)}
        if not queries or request.fhir_server is None:
            return list(answers)
        found = self._fetched(list(queries.values()), request)
        return [one for answer in answers for one in _completed(answer, found.get(answer.key))]

    def close(self) -> None:
        """Stop asking, and hang up."""
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._hang_up(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    def _fetched(self, queries: Sequence[_Query], request: HookRequest) -> dict[str, Answer]:
        """An answer to every query, by its key."""
        address = plain_address(request.fhir_server or "")
        entry = self._allowed.entry_of(address) if address else None
        if address is None or entry is None:
            return _refused(queries, "the FHIR server of the hook is not one that this service may ask")
        authorization = request.fhir_authorization
        if authorization is None:
            return _refused(queries, "no token was given")
        obstacle = _obstacle(authorization, request.context.patient_id)
        if obstacle is not None:
            return _refused(queries, obstacle)
        server = self._servers[entry]
        if not self._room.acquire(blocking=False):
            return _refused(queries, "too much is being fetched at this moment")
        try:
            if not server.breaker.may_try():
                return _refused(queries, "the FHIR server gave no answer a moment ago")
            token = authorization.access_token.get_secret_value()
            call = _Call(server, address, {"Authorization": f"Bearer {token}"})
            self._run(call, queries, within=min(self._deadline, authorization.expires_in))
        finally:
            self._room.release()
        return {query.key: query.answer() for query in queries}

    def _run(self, call: _Call, queries: Sequence[_Query], within: float) -> None:
        """Ask everything at once, and stop when the time is over."""
        begun = time.monotonic()
        asked = asyncio.run_coroutine_threadsafe(self._ask_all(call, queries), self._running_loop())
        if not wait([asked], timeout=within).done:
            asked.cancel()
        if call.answered:
            call.server.breaker.succeeded()
        else:
            call.server.breaker.failed()
        _log.info(
            "fetched from the EHR",
            queries=len(queries),
            whole=sum(query.trouble is None for query in queries),
            milliseconds=round(1000 * (time.monotonic() - begun), 1),
        )
        if asked.done() and not asked.cancelled():
            asked.result()  # a defect of ours is loud

    async def _ask_all(self, call: _Call, queries: Sequence[_Query]) -> None:
        async with asyncio.TaskGroup() as group:
            for query in queries:
                group.create_task(self._ask(call, query))

    async def _ask(self, call: _Call, query: _Query) -> None:
        """Ask one query, page by page."""
        try:
            address, seen = f"{call.base}/{query.address}", set[str]()
            while address:
                seen.add(address)
                page = await self._get(call, address)
                query.take(page)
                address = self._next(call, page, seen) if query.read_id is None else ""
        except _Unusable as unusable:
            query.trouble = str(unusable)
        except httpx2.TimeoutException:
            query.trouble = _TOO_LATE
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError) as error:
            query.trouble = f"no connection with the FHIR server ({type(error).__name__})"
        else:
            query.trouble = None

    async def _get(self, call: _Call, address: str) -> JsonObject:
        content = bytearray()
        async with call.server.client.stream("GET", address, headers=call.headers) as response:
            call.answered = call.answered or response.status_code < 500
            if response.status_code != 200:
                why = "; redirects are not followed" if response.has_redirect_location else ""
                raise _Unusable(f"the FHIR server answered with status {response.status_code}{why}")
            if not _is_fhir(response.headers):
                raise _Unusable("the FHIR server answered something else than FHIR in JSON")
            async for chunk in response.aiter_raw():  # as it came: nothing small unpacks to something huge
                content += chunk
                call.room -= len(chunk)
                if len(content) > _MAX_PAGE or call.room < 0:
                    raise _Unusable("the FHIR server answered more than this service reads")
        try:
            return read_json_object(bytes(content))
        except HookRequestInvalid:
            raise _Unusable("the FHIR server answered something that is no JSON object") from None

    def _next(self, call: _Call, page: JsonObject, seen: set[str]) -> str:
        """The address of the next page, '' after the last one. Raises _Unusable, when it will not be followed."""
        link = next_link(page)
        if link is None:
            return ""
        address = self._allowed.followed(link, call.base, call.server.entry) if isinstance(link, str) and link else None
        if address is None:
            raise _Unusable("its next page is at an address that this service may not ask")
        if address in seen:
            raise _Unusable("its pages go in a circle")
        if len(seen) >= _MAX_PAGES:
            raise _Unusable(f"it has more than {_MAX_PAGES} pages")
        return address

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        """Started by the first call: a process that was forked before has its own."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="ehr-reader", daemon=True)
                self._thread.start()
            return self._loop

    async def _hang_up(self) -> None:
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        for server in self._servers.values():
            await server.client.aclose()
        await asyncio.get_running_loop().shutdown_asyncgens()


def _client(deadline: float) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(
        headers={"Accept": "application/fhir+json", "Accept-Encoding": "identity"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),  # one user's session is not the next one's
        follow_redirects=False,  # a redirect would take the token to another house
        limits=httpx2.Limits(max_connections=_CONNECTIONS),
        timeout=deadline,
    )


def _breaker() -> CircuitBreaker:
    return CircuitBreaker(failures=_FAILURES, pause=_PAUSE)


def _queries(lacking: Iterable[Answer], templates: Mapping[str, str], context: HookContext) -> Iterable[_Query]:
    """A query for each answer, as far as its template is one that we fetch and the hook names what stands in it."""
    for answer in lacking:
        address = _filled(templates.get(answer.key, ""), context)
        if address is not None and answer.kind is not None:
            search = "?" in address
            read_id = None if search else address.rpartition("/")[2]
            yield _Query(answer.key, answer.kind, f"{address}&_count={_PAGE_SIZE}" if search else address, read_id)


def _filled(template: str, context: HookContext) -> str | None:
    """A prefetch template with the ids of the context, percent-encoded."""
    if not _TEMPLATE.fullmatch(template):
        return None
    for name, value in (("patientId", context.patient_id), ("encounterId", context.encounter_id)):
        token = f"{{{{context.{name}}}}}"
        if token in template:
            if value is None or not _ID.fullmatch(value):
                return None
            template = template.replace(token, quote(value, safe=""))
    return template


def _obstacle(authorization: FhirAuthorization, patient_id: str) -> str | None:
    """Why nothing may be asked with this token."""
    if authorization.expires_in <= 0:
        return "the token has expired"
    if authorization.patient not in (None, patient_id):
        return "the token is for another patient"
    if not _TOKEN.fullmatch(authorization.access_token.get_secret_value()):
        return "the token is none that HTTP can carry"
    return None


def _refused(queries: Iterable[_Query], why: str) -> dict[str, Answer]:
    _log.info("nothing fetched from the EHR", why=why)
    return {
        query.key: Answer(key=query.key, kind=query.kind, given=Given.UNKNOWN, problem=f"was not fetched: {why}")
        for query in queries
    }


def _completed(answer: Answer, fetched: Answer | None) -> Iterable[Answer]:
    """What was given, then what was fetched in its place."""
    if fetched is None or answer.kind is None:
        return (answer,)
    if fetched.given is Given.COMPLETE:
        answer = replace(answer, problem=None)
    return (answer, fetched)


def _entries(page: JsonObject) -> Iterable[object]:
    entries = page.get("entry")
    return entries if is_list(entries) else () if entries is None else (entries,)


def _is_fhir(headers: httpx2.Headers) -> bool:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    is_packed = headers.get("content-encoding", "identity").lower() != "identity"
    return kind in {"application/fhir+json", "application/json"} and not is_packed
