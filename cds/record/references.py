"""References between resources: what they name, and the resource they lead to.

Order of search: contained, the same Bundle, the drafts, everything else that was given. The last resort, the display
text, is taken by those who ask (`build.py`), so that it stays visible as text without a code.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cds.record.shapes import MAX_CODE, MAX_URI, Json, as_list, as_object, as_text, clean_text, is_object

T = TypeVar("T")

_TYPE_AND_ID = re.compile(r"(?:^|/)(?P<type>[A-Z][A-Za-z]{2,40})/(?P<id>[^/?#|\s]+)(?:/_history/[^/]*)?/?(?:[?#|].*)?$")
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_FHIR_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
_URN = re.compile(r"urn:(?:uuid|oid):(?P<id>[A-Za-z0-9.-]{1,64})", re.IGNORECASE)
_UUID_LENGTH = 36
_MAX_CONTAINED = 200


def type_and_id(address: str) -> tuple[str, str] | None:
    """`("Patient", "7")` of `Patient/7`, of `https://ehr.example/fhir/Patient/7` and of a versioned reference."""
    match = _TYPE_AND_ID.search(address[:MAX_URI])
    return (match["type"], match["id"]) if match else None


def id_of_urn(address: str) -> str | None:
    """The id in `urn:uuid:…` or `urn:oid:…`, in lower case."""
    match = _URN.fullmatch(address[:MAX_URI])
    return match["id"].lower() if match else None


def normal_address(address: str) -> str:
    """A reference as `Type/id` where it has that form, `urn:uuid:` in lower case, anything else as it is."""
    found = type_and_id(address)
    if found:
        return f"{found[0]}/{found[1]}"
    urn_id = id_of_urn(address)
    return f"urn:uuid:{urn_id}" if urn_id else address.strip()[:MAX_URI]


def address_of(reference: object) -> str:
    """The address in a Reference, also where it stands bare; '' when there is none."""
    return as_text(reference) or as_text(as_object(reference).get("reference"))


def safe_id(value: object) -> str | None:
    """A resource's id if it can be shown and put into a URL: FHIR's characters and the underscore, 64 at most. A number will do."""
    written = value if isinstance(value, str) else clean_text(value, MAX_CODE + 1)
    return written if _SAFE_ID.fullmatch(written) else None


def is_fhir_id(value: object) -> bool:
    """Whether FHIR allows this id."""
    return isinstance(value, str) and _FHIR_ID.fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The resources of one Bundle (or one answer) by every address that may name them."""

    resources: dict[str, Json] = field(default_factory=dict[str, Json])

    def put(self, resource: Json, full_url: str = "") -> None:
        """Make a resource findable by `Type/id`, by its fullUrl, and by its id as a `urn:uuid`."""
        resource_type, resource_id = as_text(resource.get("resourceType")), safe_id(resource.get("id"))
        if resource_id:
            self.resources.setdefault(f"{resource_type}/{resource_id}", resource)
            if len(resource_id) == _UUID_LENGTH:
                self.resources.setdefault(f"urn:uuid:{resource_id.lower()}", resource)
        if full_url:
            self.resources.setdefault(full_url, resource)
            if not resource_id or full_url.startswith("urn:"):
                self.resources.setdefault(normal_address(full_url), resource)


def shelve(resources: Iterable[tuple[Json, str]]) -> Shelf:
    """A shelf of resources, each with its fullUrl ('' for none)."""
    shelf = Shelf()
    for resource, full_url in resources:
        shelf.put(resource, full_url)
    return shelf


@dataclass(frozen=True, slots=True)
class Target:
    """A resource that a reference leads to, and the one whose `contained` its own `#` references mean."""

    resource: Json
    holder: Json


@dataclass(frozen=True, slots=True)
class Library:
    """All shelves of one request: the drafts first, then the answers in their order."""

    shelves: Sequence[Shelf]
    _memory: dict[tuple[int, str], Any] = field(default_factory=dict[tuple[int, str], Any])

    def find(self, reference: object, holder: Json, own: Shelf) -> Target | None:
        """The resource that a reference leads to.

        Takes:  reference — a Reference or a bare address; holder — the resource it stands in, whose `contained` are
                meant by `#`; own — the Bundle that resource came in.
        Gives:  None when it leads nowhere in what was given.
        """
        address = address_of(reference)
        if not address:
            return None
        if address.startswith("#"):
            contained = _contained(holder, address[1:])
            return None if contained is None else Target(contained, holder)
        for shelf in self._nearest_first(own):
            found = shelf.resources.get(address) or shelf.resources.get(normal_address(address))
            if found is not None:
                return Target(found, found)
        return None

    def name(self, reference: object, own: Shelf) -> str | None:
        """A reference as `Type/id`, looked up when it is a `urn:uuid`; as it is when it leads nowhere."""
        address = address_of(reference)
        if not address:
            return None
        if type_and_id(address) is None:
            found = self.find(reference, {}, own)
            resource_id = safe_id(found.resource.get("id")) if found else None
            if found and resource_id:
                return f"{as_text(found.resource.get('resourceType'))}/{resource_id}"
        return normal_address(address)

    def remember(self, resource: Json, what: str, read: Callable[[], T]) -> T:
        """What was read of a referenced resource, once: ten thousand references to it cost one reading.

        Takes:  what — names the thing that `read` reads of the resource.
        """
        key = id(resource), what  # the shelves keep the resource alive, so that its id stays its own
        if key not in self._memory:
            self._memory[key] = read()
        return self._memory[key]

    def _nearest_first(self, own: Shelf) -> Iterable[Shelf]:
        yield own
        yield from (shelf for shelf in self.shelves if shelf is not own)


def _contained(holder: Json, wanted: str) -> Json | None:
    entries = as_list(holder.get("contained")) or [holder.get("contained")]
    for entry in entries[:_MAX_CONTAINED]:
        if is_object(entry) and clean_text(entry.get("id"), MAX_CODE).removeprefix("#") == wanted:
            return entry
    return None
