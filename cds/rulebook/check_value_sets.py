"""Value sets that contradict themselves: a member that stands twice, that the set excludes, or that it calls a near miss.

A near miss is a code that looks as if it belonged; a set names its own in its note, behind `Near miss:`.
"""

import re
from typing import TYPE_CHECKING

from cds.rulebook.complaints import Complain
from cds.rulebook.value_set import Match, ValueSet, ValueSetConcept

if TYPE_CHECKING:
    from cds.rulebook.rulebook import Rulebook

_CODE = re.compile(r"\b(?:[A-TV-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?|\d{5,18})\b")


def check_value_sets(rulebook: "Rulebook", complain: Complain) -> None:
    """Every set by itself. What a site's expansion adds is not judged."""
    for one in rulebook.value_sets.values():
        _check_members(one, complain)


def _check_members(value_set: ValueSet, complain: Complain) -> None:
    barred = [one for one in value_set.concepts if one.match.excludes]
    missed = _CODE.findall((value_set.note or "").partition("Near miss")[2])
    first: dict[tuple[str | None, str, bool], int] = {}
    for index, concept in enumerate(value_set.concepts):
        if concept.code is None or concept.expansion:
            continue
        path = ("concepts", index, "code")
        told, is_member = f"{concept.system} {concept.code}", not concept.match.excludes
        earlier = first.setdefault((concept.system, concept.code, is_member), index)
        if earlier != index:
            complain("ValueSet", value_set.id, path, f"`{told}` stands as entry {earlier + 1} already; keep one")
        by = next((one for one in barred if is_member and _excludes(one, concept)), None)
        if by is not None:
            message = f"`{told}` is a member, and `{by.match}` {by.code} of this set excludes it; remove one of the two"
            complain("ValueSet", value_set.id, path, message)
        near = next((code for code in missed if is_member and _brings_in(concept, code)), None)
        if near is not None:
            message = f"`{told}` brings in {near}, which the set's note calls a near miss; remove one of the two"
            complain("ValueSet", value_set.id, path, message)


def _brings_in(concept: ValueSetConcept, code: str) -> bool:
    return code == concept.code or (concept.match is Match.PREFIX and code.startswith(concept.code or code))


def _excludes(barred: ValueSetConcept, concept: ValueSetConcept) -> bool:
    if barred.system != concept.system or barred.code is None or concept.code is None:
        return False
    if barred.match is Match.EXCLUDE_PREFIX:
        return concept.code.startswith(barred.code)
    return concept.code == barred.code
