"""What was wrong with what was received, in words about elements and never about the patient."""

from dataclasses import dataclass, field
from typing import NamedTuple

from cds.record.model import Problem

MAX_PROBLEMS = 100
_ONE_MORE = Problem(reference="", problem="more was wrong than is listed here; the first problems come first")


@dataclass(slots=True)
class Problems:
    """Collects each problem once, and not without end: a request can be wrong in a million places."""

    found: dict[Problem, None] = field(default_factory=dict[Problem, None])

    def add(self, reference: str, words: str) -> None:
        """Note a problem of the resource that `reference` names."""
        if len(self.found) < MAX_PROBLEMS:
            self.found[Problem(reference=reference, problem=words)] = None
        else:
            self.found[_ONE_MORE] = None

    def listed(self) -> tuple[Problem, ...]:
        """All of them, in the order found."""
        return tuple(self.found)


class Place(NamedTuple):
    """Where in which resource we are reading; what is wrong there is told to its `problems`.

    A tuple, because one is made for every element that is read, and tuples are made three times as fast.
    """

    problems: Problems
    reference: str
    element: str = ""

    def within(self, name: str) -> "Place":
        """The same resource, at a member of this element."""
        element = f"{self.element}.{name}" if self.element else name
        return Place(self.problems, self.reference, element)

    def add(self, words: str) -> None:
        """Note that this element `words`: 'is not a number and was left out'."""
        self.problems.add(self.reference, f"{self.element} {words}".lstrip())
