"""The resources in whatever holds resources: a Bundle, a bare resource, a list of them, the wrapper of before 1.0."""

from dataclasses import dataclass, field
from typing import NamedTuple

from cds.record.shapes import Json, as_object, as_text, is_list, is_object

_MAX_DEPTH = 8  # a Bundle, its entries, an entry, its resource; twice


class Held(NamedTuple):
    """A resource, the fullUrl it was given under ('' for none), and its search mode (`include`, `outcome`, ...)."""

    resource: Json
    full_url: str = ""
    mode: str = ""


def read_held(value: object) -> tuple[list[Held], int]:
    """Every resource in a value, and how many entries of it could not be read.

    Source: Bundle.entry.resource, .fullUrl, .search.mode; CDS Hooks 0.x `{response, resource}`.
    """
    search = _Search()
    search.look_into(value, Held({}), 0)
    return search.held, search.unreadable


@dataclass(slots=True)
class _Search:
    held: list[Held] = field(default_factory=list[Held])
    unreadable: int = 0

    def look_into(self, value: object, around: Held, depth: int) -> None:
        """Take the resources in a value; `around` tells the fullUrl and mode of the entry that it stands in."""
        if value is None:
            return
        if depth > _MAX_DEPTH:
            self.unreadable += 1
        elif is_list(value):
            for entry in value:
                self.look_into(entry, around, depth + 1)
        elif is_object(value):
            self._look_into_object(value, around, depth)
        else:
            self.unreadable += 1

    def _look_into_object(self, value: Json, around: Held, depth: int) -> None:
        if "entry" in value or value.get("resourceType") == "Bundle":
            self.look_into(value.get("entry"), Held({}), depth + 1)
        elif isinstance(value.get("resourceType"), str):
            self.held.append(Held(value, around.full_url, around.mode))
        elif "resource" in value:
            url, mode = as_text(value.get("fullUrl")), as_text(as_object(value.get("search")).get("mode"))
            self.look_into(value["resource"], Held({}, url or around.full_url, mode or around.mode), depth + 1)
        else:
            self.unreadable += 1
