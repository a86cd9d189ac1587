"""Members of value sets by what the set says of them: their properties."""

from collections.abc import Iterable, Mapping

from cds.rulebook import Match, ValueSetConcept
from cds.terminology import Member

Wanted = Mapping[str, tuple[str | bool | int, ...]]
"""Property names, each with the values that fit."""

_EXPANDED = 1000


def has_properties(concept: ValueSetConcept, where: Wanted | None) -> bool:
    """Whether a concept has one of the wanted values of every property."""
    return all(concept.properties.get(name) in values for name, values in (where or {}).items())


def members_where(members: Iterable[Member], where: Wanted | None) -> list[Member]:
    """The members with these properties.

    Takes:  every member that some codings are. Where one set lists a code in several ways, the closest says what it
            is: the code itself, the longest prefix, then what an expansion adds. So a thyroid storm is no mere case of
            its category.
    """
    found = list(members)
    if not where:
        return found
    closest: dict[tuple[str, str], int] = {}
    for one in found:
        place = (one.value_set, one.code)
        closest[place] = min(closest.get(place, _EXPANDED), _distance(one))
    near = (one for one in found if _distance(one) == closest[one.value_set, one.code])
    return [one for one in near if has_properties(one.concept, where)]


def _distance(member: Member) -> int:
    if member.concept.expansion:
        return _EXPANDED
    return _EXPANDED - len(member.concept.code or "") if member.concept.match is Match.PREFIX else 0
