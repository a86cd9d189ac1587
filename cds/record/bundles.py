"""The resources in whatever holds resources: a Bundle, a bare resource, a list of them, the wrapper of before 1.0."""

from collections.abc import Iterator
from typing import NamedTuple

from cds.record.shapes import Json, as_object, as_text, is_list, is_object

_MAX_DEPTH = 3  # a Bundle within a Bundle within a wrapper


class Held(NamedTuple):
    """A resource, the fullUrl it was given under ('' for none), and its search mode (`include`, `outcome`, ...)."""

    resource: Json
    full_url: str = ""
    mode: str = ""


def read_held(value: object) -> tuple[list[Held], int]:
    """Every resource in a value, and how many entries of it could not be read.

    Source: Bundle.entry.resource, .fullUrl, .search.mode; CDS Hooks 0.x `{response, resource}`.
    """
    read = list(_walk(value, "", "", 0))
    held = [entry for entry in read if entry is not None]
    return held, len(read) - len(held)


def _walk(value: object, full_url: str, mode: str, depth: int) -> Iterator[Held | None]:
    if is_list(value) and depth < _MAX_DEPTH:
        for entry in value:
            yield from _walk(entry, full_url, mode, depth + 1)
    elif is_object(value) and ("entry" in value or value.get("resourceType") == "Bundle"):
        if depth < _MAX_DEPTH:
            yield from _walk_entries(value.get("entry"), depth)
        else:
            yield None
    elif is_object(value) and isinstance(value.get("resourceType"), str):
        yield Held(value, full_url, mode)
    elif is_object(value) and "resource" in value and depth < _MAX_DEPTH:
        resource, url = value["resource"], as_text(value.get("fullUrl")) or full_url
        inner_mode = as_text(as_object(value.get("search")).get("mode")) or mode
        if is_object(resource) and "entry" not in resource and isinstance(resource.get("resourceType"), str):
            yield Held(resource, url, inner_mode)  # nearly always; saves a generator for each entry
        else:
            yield from _walk(resource, url, inner_mode, depth + 1)
    elif value is not None:
        yield None


def _walk_entries(entries: object, depth: int) -> Iterator[Held | None]:
    if entries is None:
        return
    for entry in entries if is_list(entries) else [entries]:
        yield from _walk(entry, "", "", depth + 1)
