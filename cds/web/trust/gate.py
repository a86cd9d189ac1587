"""The gate before the services: who calls, and whether not too often."""

import hashlib
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from cds.caller import Caller
from cds.errors import ClientNotTrusted, TooManyRequests
from cds.web.ports import TokenStore
from cds.web.trust.key_server import KeyServers
from cds.web.trust.rate import Rate
from cds.web.trust.registry import Registry
from cds.web.trust.replay import Replays
from cds.web.trust.token import Reason, Token, TokenRefused, read_token

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Who was let in, and the largest body that it may send."""

    caller: Caller
    body_bytes: int


class Gate:
    """Lets trusted EHRs in; safe to use from several threads.

    Takes:  store — remembers tokens for all workers; now — the clock; ticks — a clock that never goes back;
            count — told the reason of every refusal; count_unchecked — told of every token let in although the
            database could not say whether another worker has seen it.
    """

    def __init__(
        self,
        registry: Registry,
        store: TokenStore,
        *,
        now: Callable[[], datetime],
        key_servers: KeyServers | None = None,
        ticks: Callable[[], float] = time.monotonic,
        count: Callable[[str], None] = lambda _: None,
        count_unchecked: Callable[[], None] = lambda: None,
    ) -> None:
        self._registry, self._now, self._count = registry, now, count
        self._key_servers = key_servers or KeyServers(ticks=ticks)
        self._replays = Replays(store, now, count_unchecked=count_unchecked)
        self._rates = {one.id: Rate(one.limits.requests_per_minute, ticks) for one in registry.clients}

    @property
    def guards_discovery(self) -> bool:
        """Whether discovery, too, is for trusted EHRs only."""
        return self._registry.discovery == "required"

    def admit(self, authorization: Sequence[str], path: str) -> Admission:
        """Who calls, by the values of its Authorization header and the path that it calls.

        Raises: ClientNotTrusted, which tells nothing; TooManyRequests.
        """
        try:
            token = self._read(authorization, path)
        except TokenRefused as refused:
            self._count(refused.reason.value)
            _log.warning("caller not trusted", reason=refused.reason.value, client=refused.client)
            raise ClientNotTrusted from None
        wait = self._rates[token.client.id].take()
        if wait:
            self._count("rate")
            _log.warning("caller over its rate", client=token.client.id)
            raise TooManyRequests(seconds=math.ceil(wait))
        client = token.client
        caller = Caller(client=client.id, tenant=client.tenant or "", profile=client.profile)
        return Admission(caller=caller, body_bytes=client.limits.body_bytes)

    def close(self) -> None:
        """Let go of connections and threads."""
        self._key_servers.close()
        self._replays.close()

    def _read(self, authorization: Sequence[str], path: str) -> Token:
        if len(authorization) != 1:
            raise TokenRefused(Reason.FORM if authorization else Reason.MISSING)
        scheme, _, written = authorization[0].partition(" ")
        if scheme.lower() != "bearer":
            raise TokenRefused(Reason.MISSING)
        audience = self._registry.address + path
        token = read_token(written.strip(" "), self._registry, audience, self._now(), self._key_servers.find)
        client = token.client
        digest = hashlib.sha256(f"{client.issuer}\0{token.jti}".encode("utf-8", "surrogatepass")).hexdigest()
        if client.replay == "refused" and not self._replays.is_first(digest, token.good_until):
            _log.warning("token seen before", client=client.id, token=digest[:16])
            raise TokenRefused(Reason.REPLAYED, client.id)
        return token
