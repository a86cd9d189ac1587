"""The seam to the native engine: what went over it, and faults wherever a test wants one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from cds.engine.matcher import NATIVE


@dataclass
class Call:
    """One call of a native function. `result` may be changed in `Wire.after`."""

    function: str
    arguments: tuple[Any, ...]
    result: Any = None


@dataclass
class Wire:
    """The real native module; each call is written down and may be disturbed before it or after it."""

    calls: list[Call] = field(default_factory=list)
    before: Callable[[Call], None] = lambda call: None
    after: Callable[[Call], None] = lambda call: None

    def __getattr__(self, function: str) -> Callable[..., Any]:
        native = getattr(NATIVE, function)

        def call(*arguments: Any) -> Any:
            made = Call(function, arguments)
            self.before(made)
            made.result = native(*arguments)
            self.calls.append(made)
            self.after(made)
            return made.result

        return call

    def fail_at(self, number: int, moment: str, error: Exception) -> None:
        """Raise `error` once, before or after the call of this number from now on."""
        left = number + 1

        def count(_call: Call) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                raise error

        setattr(self, moment, count)


@pytest.fixture
def wire() -> Wire:
    return Wire()
