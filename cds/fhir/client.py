"""HTTP to the FHIR servers that may be asked: all queries of a call at once, page by page, within bounds of time and size.

One event loop in a thread of its own asks for all threads that answer hooks. With threads instead, a server that drips
would hold seventeen of them past the deadline, each with the token; a task of a loop ends when it is told to.

Source: FHIR R4 RESTful API, Bundle.link.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import wait
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx2

from cds.breaker import CircuitBreaker
from cds.errors import HookRequestInvalid
from cds.fhir.prefetch import next_link
from cds.fhir.queries import TOO_LATE, Query, Unusable
from cds.fhir.servers import AllowedServers
from cds.hooks import JsonObject, read_json_object

_MAX_PAGES = 20
_MAX_PAGE, _MAX_CALL = 4 * 1024 * 1024, 16 * 1024 * 1024
"""Bytes of one answer, and of all answers of a call."""
_CONNECTIONS = 64
_FAILURES, _PAUSE = 2, 10.0


@dataclass(slots=True)
class Server:
    """A server of the list, with its connections."""

    entry: str
    client: httpx2.AsyncClient
    breaker: CircuitBreaker


@dataclass(slots=True)
class Call:
    """What all queries of one call share: the address of the server, and when it ends by the monotonic clock.

    The token is in `headers`, and nowhere else.
    """

    server: Server
    base: str
    headers: Mapping[str, str]
    ends: float
    room: int = _MAX_CALL
    answered: bool = False


class FhirClient:
    """Asks listed servers; used from several threads at once.

    Takes:  allowed — the servers; patience — seconds that a connection waits for anything.
    """

    def __init__(self, allowed: AllowedServers, patience: float) -> None:
        for name in ("httpx2", "httpcore2"):
            logging.getLogger(name).setLevel(logging.WARNING)  # they log addresses, which hold ids of patients
        self._allowed = allowed
        self._servers = {entry: Server(entry, _client(patience), _breaker()) for entry in allowed.entries}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def server(self, entry: str) -> Server:
        """The server of an entry of the list."""
        return self._servers[entry]

    def ask(self, call: Call, queries: Sequence[Query]) -> None:
        """Ask everything at once, and stop when the time is over. Raises nothing, except for a defect of ours."""
        within = call.ends - time.monotonic()
        if within <= 0:
            return
        asked = asyncio.run_coroutine_threadsafe(self._ask_all(call, queries), self._running_loop())
        if not wait([asked], timeout=within).done:
            asked.cancel()
        if asked.done() and not asked.cancelled():
            asked.result()  # a defect of ours is loud

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

    async def _ask_all(self, call: Call, queries: Sequence[Query]) -> None:
        async with asyncio.TaskGroup() as group:
            for query in queries:
                group.create_task(self._ask(call, query))

    async def _ask(self, call: Call, query: Query) -> None:
        """Ask one query, page by page."""
        try:
            address, seen = f"{call.base}/{query.address}", set[str]()
            while address:
                seen.add(address)
                page = await self._get(call, address)
                query.take(page)
                address = self._next(call, page, seen) if query.reads is None else ""
        except Unusable as unusable:
            query.trouble = str(unusable)
        except httpx2.TimeoutException:
            query.trouble = TOO_LATE
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError) as error:
            query.trouble = f"no connection with the FHIR server ({type(error).__name__})"
        else:
            query.trouble = None

    async def _get(self, call: Call, address: str) -> JsonObject:
        content = bytearray()
        async with call.server.client.stream("GET", address, headers=call.headers) as response:
            call.answered = call.answered or response.status_code < 500
            if response.status_code != 200:
                why = "; redirects are not followed" if response.has_redirect_location else ""
                raise Unusable(f"the FHIR server answered with status {response.status_code}{why}")
            if not _is_fhir(response.headers):
                raise Unusable("the FHIR server answered something else than FHIR in JSON")
            async for chunk in response.aiter_raw():  # as it came: nothing small unpacks to something huge
                content += chunk
                call.room -= len(chunk)
                if len(content) > _MAX_PAGE or call.room < 0:
                    raise Unusable("the FHIR server answered more than this service reads")
        try:
            return read_json_object(bytes(content))
        except HookRequestInvalid:
            raise Unusable("the FHIR server answered something that is no JSON object") from None

    def _next(self, call: Call, page: JsonObject, seen: set[str]) -> str:
        """The address of the next page, '' after the last one. Raises Unusable, when it will not be followed."""
        link = next_link(page)
        if link is None:
            return ""
        address = self._allowed.followed(link, call.base, call.server.entry) if isinstance(link, str) and link else None
        if address is None:
            raise Unusable("its next page is at an address that this service may not ask")
        if address in seen:
            raise Unusable("its pages go in a circle")
        if len(seen) >= _MAX_PAGES:
            raise Unusable(f"it has more than {_MAX_PAGES} pages")
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


def _client(patience: float) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(
        headers={"Accept": "application/fhir+json", "Accept-Encoding": "identity"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),  # one user's session is not the next one's
        follow_redirects=False,  # a redirect would take the token to another house
        limits=httpx2.Limits(max_connections=_CONNECTIONS),
        timeout=patience,
    )


def _breaker() -> CircuitBreaker:
    return CircuitBreaker(failures=_FAILURES, pause=_PAUSE)


def _is_fhir(headers: httpx2.Headers) -> bool:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    is_packed = headers.get("content-encoding", "identity").lower() != "identity"
    return kind in {"application/fhir+json", "application/json"} and not is_packed
