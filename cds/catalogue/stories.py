"""The scenarios of each rule as people read them, with what became of them when they ran."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Ran(StrEnum):
    """What became of a scenario."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One scenario: the heading it stands under, its title, its steps, its example rows, and what became of it."""

    file: str
    line: int
    heading: str
    title: str
    steps: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    ran: Ran = Ran.NOT_RUN


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many scenarios of a rule there are and how they ran."""

    passed: int
    failed: int
    not_run: int

    @classmethod
    def of(cls, stories: Iterable[Story]) -> "Tally":
        """Count them."""
        ran = [story.ran for story in stories]
        return cls(passed=ran.count(Ran.PASSED), failed=ran.count(Ran.FAILED), not_run=ran.count(Ran.NOT_RUN))

    @property
    def in_words(self) -> str:
        """`12 passed, 1 failed`."""
        counts = {"passed": self.passed, "failed": self.failed, "not run": self.not_run}
        return ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "none"


Stories = Mapping[str, Sequence[Story]]
"""By rule id."""


def under_headings(stories: Sequence[Story]) -> Iterator[tuple[str, list[Story]]]:
    """The stories in their order, those under one heading together."""
    heading, together = "", list[Story]()
    for story in stories:
        if story.heading != heading and together:
            yield heading, together
            together = []
        heading = story.heading
        together.append(story)
    if together:
        yield heading, together
