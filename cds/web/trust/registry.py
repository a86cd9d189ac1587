"""KIR_CLIENTS: the EHRs that we trust, each with its keys, its tenant and its limits, as an operator writes them down."""

import re
from collections.abc import Collection, Iterator
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema, model_validator

from cds.errors import Complaint, InputUnreadable
from cds.profiles import Algorithm, ChosenProfile, find_profile
from cds.rulebook.yaml_file import did_you_mean, place_of, read_model
from cds.web.body import MAX_BODY_BYTES
from cds.web.trust.keys import PublicKey, read_key

_MAX_FILE = 1024 * 1024


def _https(written: str) -> str:
    try:
        parts = urlsplit(written)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("is no address") from None
    if not host or parts.username is not None or parts.fragment or not re.fullmatch(r"[!-~]+", written):
        raise ValueError("is no address without name and password")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise ValueError("is not https; http is for this machine only")
    return written


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _keeps_its_key(written: str) -> str:
    """Not the public sandbox: its private key is published with its code, and anybody can sign in its name."""
    if "sandbox.cds-hooks.org" in written.lower():
        raise ValueError(
            "is the public sandbox, whose private key everybody can read, so its tokens prove nothing; "
            "show it the demo: `KIR_PROFILE=sandbox kir serve --demo`"
        )
    return written


def _base(written: str) -> str:
    if "?" in written:
        raise ValueError("is no address without a query")
    return _https(written).rstrip("/")


Https = Annotated[str, AfterValidator(_https)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Exact = Annotated[str, Field(min_length=1, max_length=1000)]
Key = Annotated[PublicKey, PlainValidator(read_key), WithJsonSchema({})]


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(_Written):
    """How much one EHR may ask, per worker process."""

    requests_per_minute: int = Field(default=600, ge=1, le=1_000_000)
    body_bytes: int = Field(default=MAX_BODY_BYTES, ge=1_000, le=MAX_BODY_BYTES)


class Client(_Written):
    """One EHR, or one tenant of an EHR that serves several."""

    id: Name
    issuer: Annotated[Exact, AfterValidator(_keeps_its_key)]
    tenant: Exact | None = None
    profile: ChosenProfile = Field(default_factory=partial(find_profile, "generic"))
    audiences: tuple[Exact, ...] = ()
    algorithms: tuple[Algorithm, ...] | None = Field(default=None, min_length=1)
    keys: tuple[Key, ...] = ()
    jku: tuple[Annotated[Https, AfterValidator(_keeps_its_key)], ...] = ()
    replay: Literal["refused", "allowed"] = "refused"
    limits: Limits = Limits()

    @property
    def signs_with(self) -> tuple[Algorithm, ...]:
        """The algorithms that its tokens may have: those written down, else those of EHRs of its kind."""
        return self.algorithms or self.profile.algorithms

    @model_validator(mode="after")
    def _has_keys(self) -> Self:
        if not self.keys and not self.jku:
            raise ValueError("no token can be verified; give `keys`, or `jku`")
        kids = [key.kid for key in self.keys]
        if len(set(kids)) < len(kids):
            raise ValueError("two keys have the same `kid`; keep one of them")
        return self


class Registry(_Written):
    """All of them, and the address under which they know us."""

    address: Annotated[str, AfterValidator(_base)]
    discovery: Literal["open", "required"] = "open"
    clients: tuple[Client, ...] = Field(min_length=1)

    def find(self, issuer: object, tenant: object) -> Client | None:
        """The client of exactly this issuer and tenant (None: without one)."""
        return next((one for one in self.clients if one.issuer == issuer and one.tenant == tenant), None)

    def knows(self, issuer: object) -> bool:
        """Whether any client has this issuer."""
        return any(one.issuer == issuer for one in self.clients)


def read_registry(file: Path, orders: Collection[str] | None = None) -> Registry:
    """The registry.

    Takes:  orders, the texts of what suggestions create, to know those that profiles give codes for; None takes any.
    Raises: InputUnreadable, with every complaint at its file, line and column.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputUnreadable(f"KIR_CLIENTS: {file} cannot be read ({type(error).__name__})") from None
    if len(text) > _MAX_FILE:
        raise InputUnreadable(f"KIR_CLIENTS: {file} is over {_MAX_FILE} characters")
    if not text.strip():
        raise InputUnreadable(f"{file}:1:1: is empty; start with `address: https://…`")
    registry, complaints = read_model(str(file), text, Registry)
    if registry is not None:
        complaints = [*complaints, *_doubles(str(file), text, registry), *_unknown_orders(file, text, registry, orders)]
    if registry is None or complaints:
        raise InputUnreadable("\n".join(str(one) for one in sorted(complaints)))
    return registry


def _unknown_orders(file: Path, text: str, registry: Registry, orders: Collection[str] | None) -> Iterator[Complaint]:
    """Codes for what nothing creates: a slip of the pen would keep a suggestion from ever being offered."""
    for index, client in enumerate(registry.clients):
        for name in client.profile.orders:
            if orders is not None and name not in orders:
                place = place_of(text, ("clients", index, "profile", "orders", name))
                near = did_you_mean(name, list(orders))
                yield Complaint(str(file), *place, f"no suggestion creates `{name}`{near}")


def _doubles(file: str, text: str, registry: Registry) -> list[Complaint]:
    """Clients that a token or a log line could not tell apart."""
    found = list[Complaint]()
    for index, client in enumerate(registry.clients):
        earlier = registry.clients[:index]
        if any(one.id == client.id for one in earlier):
            found.append(Complaint(file, *place_of(text, ("clients", index, "id")), f"`{client.id}` stands twice"))
        if any((one.issuer, one.tenant) == (client.issuer, client.tenant) for one in earlier):
            place = place_of(text, ("clients", index, "issuer"))
            found.append(Complaint(file, *place, "an earlier client has this issuer; tell them apart by `tenant`"))
    return found
