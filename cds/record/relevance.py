"""Which resources a rule may want. Most of a long record is wanted by none, so that must be cheap to see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from cds.record.build import Entry, concepts_of, names_of
from cds.record.elements import NO_CONCEPT, read_concept
from cds.record.model import Allergy, CarePlan, Concept, Kind, MedicationUse
from cds.record.shapes import MAX_CODINGS, MAX_ENTRIES, Json, as_list, as_object, is_object
from cds.record.systems import is_coded

IsRelevant: TypeAlias = Callable[[Sequence[Concept]], bool]

_BY_CODE = frozenset({Kind.CONDITION, Kind.OBSERVATION, Kind.PROCEDURE, Kind.SERVICE_REQUEST})
_IN_WORDS = ("valueString", "valueCodeableConcept", "note", "comment", "comments")
_ALWAYS = (Kind.PATIENT, Kind.ENCOUNTER, Kind.APPOINTMENT, Kind.COVERAGE)
_TEXT_OR_NONE = frozenset({str, type(None)})


@dataclass(frozen=True, slots=True)
class Relevance:
    """What `is_relevant` says, asked as seldom as possible."""

    is_relevant: IsRelevant
    _unwanted: set[tuple[object, ...]] = field(default_factory=set[tuple[object, ...]])

    def is_unwanted(self, kind: Kind, resource: Json) -> bool:
        """Whether a glance at the code of a resource as received is enough to know that no rule wants it."""
        words = _code_as_written(kind, resource)
        if words is not None and words in self._unwanted:
            return True
        seen = _glance(kind, resource)
        if not seen or not is_coded(seen[0]) or self.is_relevant(seen):
            return False
        if words is not None:
            self._unwanted.add(words)
        return True

    def is_wanted(self, kind: Kind, entry: Entry) -> bool:
        """Whether a rule may want an entry; the patient, encounters, appointments and coverages are always wanted."""
        return kind in _ALWAYS or self.is_relevant(concepts_of(entry))


def stays_visible(entry: Entry) -> bool:
    """Whether an entry that no rule wants stays in the record: every medicine and allergy, and what has no known code.

    What a product holds is asked later, of slower layers. A medicine that nobody can resolve and a diagnosis in words
    must be seen, or their absence would be concluded. Of a plan one activity in words is enough.
    """
    if isinstance(entry, CarePlan):
        return not all(is_coded(activity.code) for activity in entry.activities)
    return isinstance(entry, MedicationUse | Allergy) or not any(map(is_coded, names_of(entry)))


def _code_as_written(kind: Kind, resource: Json) -> tuple[object, ...] | None:
    """All that `_glance` would read, unread, to know it again: the same codes come back in every laboratory report."""
    code = resource.get("code")
    if not is_object(code) or "component" in resource or _answers_in_words(kind, resource):
        return None
    words: list[object] = [kind, code.get("text")]
    for entry in as_list(code.get("coding"))[:MAX_CODINGS]:
        coding = as_object(entry)
        words += (coding.get("system"), coding.get("code"), coding.get("display"))
    return tuple(words) if _TEXT_OR_NONE.issuperset(map(type, words[1:])) else None


def _glance(kind: Kind, resource: Json) -> list[Concept]:
    """What a resource is, seen at a glance; [] when it takes a closer look to say."""
    if kind not in _BY_CODE:
        return []
    if kind is Kind.SERVICE_REQUEST and ("orderDetail" in resource or "extension" in resource):
        return []
    code = read_concept(resource.get("code"))
    if code is NO_CONCEPT or _answers_in_words(kind, resource):
        return []
    components = as_list(resource.get("component"))[:MAX_ENTRIES]
    return [code, *(read_concept(as_object(component).get("code")) for component in components)]


def _answers_in_words(kind: Kind, resource: Json) -> bool:
    """Whether the code of an observation is not all it says: what was found may stand in words that a rule looks for."""
    if kind is not Kind.OBSERVATION:
        return False
    parts = (resource, *map(as_object, as_list(resource.get("component"))[:MAX_ENTRIES]))
    return any(name in part for part in parts for name in _IN_WORDS)
