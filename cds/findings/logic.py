"""Three-valued and / or: None is unknown, and never turns into a yes or a no by itself."""

from collections.abc import Iterable


def all_hold(answers: Iterable[bool | None]) -> bool | None:
    """Every one holds: one no decides, then one unknown."""
    seen = list(answers)
    if any(answer is False for answer in seen):
        return False
    return None if any(answer is None for answer in seen) else True


def any_holds(answers: Iterable[bool | None]) -> bool | None:
    """At least one holds: one yes decides, then one unknown."""
    seen = list(answers)
    if any(seen):
        return True
    return None if any(answer is None for answer in seen) else False
