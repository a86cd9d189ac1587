"""Complaints about members of files: collected with the line and column at which the member stands."""

from collections.abc import Mapping
from typing import Protocol

from cds.errors import Complaint
from cds.rulebook.yaml_file import place_of

Path = tuple[str | int, ...]
"""The way to a member: `("tiers", 0, "summary")`."""

Texts = Mapping[str, tuple[str, str]]
"""By `Model/id`: the name of the file and its text."""


class Complain(Protocol):
    """Takes a complaint about a member of a file; `word` is a value to look for inside the member."""

    def __call__(self, model: str, name: str, path: Path, message: str, word: str | None = None) -> None: ...


class Complaints:
    """What was complained about so far."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self.found: list[Complaint] = []

    def complain(self, model: str, name: str, path: Path, message: str, word: str | None = None) -> None:
        """Add one, at the place of the member; see `Complain`."""
        file, text = self._texts[f"{model}/{name}"]
        self.found.append(Complaint(file, *place_of(text, path, word), message))

    def sorted(self) -> list[Complaint]:
        """Each complaint once, by file and line."""
        return sorted(set(self.found))
