"""One token, checked: its form, its signature, whom it is for, and its times. Nothing here remembers anything.

Source: CDS Hooks 2.0.1 "Trusting CDS Clients"; RFC 7515; RFC 7519; RFC 8725 (best current practices).
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

import jwt

from cds.record import is_list, is_object
from cds.web.trust.keys import PublicKey
from cds.web.trust.registry import Client, Registry

LEEWAY = 60
"""Seconds by which the EHR's clock and ours may differ."""

MAX_LIFETIME = 3600
_MAX_LENGTH, _MAX_JTI = 8192, 512
_LATEST = 1e11
_FORM = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_SIGNATURES = jwt.PyJWS(algorithms=["ES256", "ES384", "RS256", "RS384", "PS384"])  # neither `none` nor a shared secret
_UNREADABLE = (jwt.PyJWTError, ValueError, TypeError, KeyError, RecursionError, ArithmeticError)

FindPublished = Callable[[str, str], PublicKey | None]
"""Gives the key of a listed address and a kid."""


class Reason(StrEnum):
    """Why a token was refused: for our log and numbers only, never for the caller."""

    MISSING = "missing"
    FORM = "form"
    ALGORITHM = "algorithm"
    ISSUER = "issuer"
    TENANT = "tenant"
    JKU = "jku"
    KEY = "key"
    SIGNATURE = "signature"
    AUDIENCE = "audience"
    TIME_CLAIMS = "time-claims"
    LIFETIME = "lifetime"
    EXPIRED = "expired"
    NOT_YET = "not-yet"
    JTI = "jti"
    REPLAYED = "replayed"


class TokenRefused(Exception):
    """A token that we do not take; says which client it claimed to be of, if that is one of ours."""

    def __init__(self, reason: Reason, client: str = "") -> None:
        super().__init__(reason.value)
        self.reason, self.client = reason, client


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token whose signature and claims hold."""

    client: Client
    jti: str
    good_until: datetime


def read_token(written: str, registry: Registry, audience: str, now: datetime, find_published: FindPublished) -> Token:
    """The token, verified.

    Takes:  written — compact, as it came; audience — the address that was called, as our EHRs know it.
    Raises: TokenRefused.
    """
    if len(written) > _MAX_LENGTH or not _FORM.fullmatch(written):
        raise TokenRefused(Reason.FORM)
    header, claims = _opened(written)
    issuer, tenant = claims.get("iss"), claims.get("tenant")
    client = registry.find(issuer, tenant)
    if client is None:
        raise TokenRefused(Reason.TENANT if registry.knows(issuer) else Reason.ISSUER)
    try:
        _verify(written, header, client, find_published)
        _check_audience(claims, {audience, *client.audiences})
        return Token(client=client, jti=_jti(claims), good_until=_good_until(claims, now.timestamp()))
    except TokenRefused as refused:
        raise TokenRefused(refused.reason, client.id) from None


def _opened(written: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Header and claims, of which nothing is to be believed yet."""
    try:
        parts = _SIGNATURES.decode_complete(written, options={"verify_signature": False})
        claims = json.loads(parts["payload"])
    except _UNREADABLE:
        raise TokenRefused(Reason.FORM) from None
    header = parts["header"]
    if not is_object(header) or not is_object(claims):
        raise TokenRefused(Reason.FORM)
    if str(header.get("typ", "")).upper() != "JWT" or "crit" in header:
        raise TokenRefused(Reason.FORM)
    return header, claims


def _verify(written: str, header: Mapping[str, Any], client: Client, find_published: FindPublished) -> None:
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in client.signs_with:
        raise TokenRefused(Reason.ALGORITHM)
    if not isinstance(kid, str) or not kid:
        raise TokenRefused(Reason.KEY)
    key = _find_key(client, kid, header, find_published)
    if algorithm not in key.algorithms:
        raise TokenRefused(Reason.ALGORITHM)
    try:
        _SIGNATURES.decode_complete(written, key.key, algorithms=[cast(str, algorithm)])
    except _UNREADABLE:
        raise TokenRefused(Reason.SIGNATURE) from None


def _find_key(client: Client, kid: str, header: Mapping[str, Any], find_published: FindPublished) -> PublicKey:
    """Our own copy first; else from a listed address. Keys inside of the token (`jwk`, `x5u`, `x5c`) are not looked at."""
    for key in client.keys:
        if key.kid == kid:
            return key
    jku = header.get("jku")
    if jku is not None and jku not in client.jku:
        raise TokenRefused(Reason.JKU)
    for address in client.jku if jku is None else (jku,):
        if found := find_published(address, kid):
            return found
    raise TokenRefused(Reason.KEY)


def _check_audience(claims: Mapping[str, Any], expected: set[str]) -> None:
    stated = claims.get("aud")
    named = cast(list[Any], stated) if is_list(stated) else [stated]
    if not any(isinstance(one, str) and one in expected for one in named):
        raise TokenRefused(Reason.AUDIENCE)


def _jti(claims: Mapping[str, Any]) -> str:
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= _MAX_JTI:
        raise TokenRefused(Reason.JTI)
    return jti


def _good_until(claims: Mapping[str, Any], now: float) -> datetime:
    """The moment after which the token is refused anyway."""
    expires, issued = _seconds(claims.get("exp")), _seconds(claims.get("iat"))
    if not 0 < expires - issued <= MAX_LIFETIME:
        raise TokenRefused(Reason.LIFETIME)
    if now >= expires + LEEWAY:
        raise TokenRefused(Reason.EXPIRED)
    if issued > now + LEEWAY or ("nbf" in claims and _seconds(claims["nbf"]) > now + LEEWAY):
        raise TokenRefused(Reason.NOT_YET)
    return datetime.fromtimestamp(expires + LEEWAY, UTC)


def _seconds(claim: object) -> float:
    if isinstance(claim, bool) or not isinstance(claim, int | float) or not 0 <= claim <= _LATEST:
        raise TokenRefused(Reason.TIME_CLAIMS)  # NaN fails every comparison
    return float(claim)
