"""Medications that are only referred to: what has to be read before anybody can say which drug is meant."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cds.record.answers import Answer
from cds.record.bundles import read_held
from cds.record.elements import read_concept
from cds.record.kinds import MEDICATION, kind_of
from cds.record.model import Kind
from cds.record.problems import Place, Problems
from cds.record.references import Library, Shelf, address_of, shelve, type_and_id
from cds.record.releases import upgrade_medication_use
from cds.record.repair import Shape, concept, reference
from cds.record.shapes import Json, as_list, as_object
from cds.record.systems import is_coded

_USES = frozenset(
    {Kind.MEDICATION_REQUEST, Kind.MEDICATION_STATEMENT, Kind.MEDICATION_ADMINISTRATION, Kind.MEDICATION_DISPENSE}
)
_PRODUCTS = frozenset({"Medication", "Substance"})
_MEDICATION_OF = Shape(
    {"medicationCodeableConcept": concept, "medicationReference": reference}, upgrade=upgrade_medication_use
)


def dangling_medications(answers: Sequence[Answer], drafts: Mapping[str, Any] | None) -> list[str]:
    """The addresses, as written, of products and ingredients that were not given: those of the drafts first.

    Only where they matter: a reference beside a code that a value set could hold is left alone.

    Source: medication[x], Medication.ingredient.item[x].
    """
    held, _ = read_held(drafts)
    placed = [[(one.resource, one.full_url) for one in held], *(list(answer.placed()) for answer in answers)]
    shelves = [shelve(resources) for resources in placed]
    library, found, met = Library(shelves), dict[str, None](), set[int]()
    for resources, shelf in zip(placed, shelves, strict=True):
        for resource, _ in resources:
            if kind_of(resource.get("resourceType")) in _USES:
                found |= dict.fromkeys(_dangling(resource, shelf, library, met))
    return list(found)


def _dangling(use: Json, shelf: Shelf, library: Library, met: set[int]) -> Iterator[str]:
    """Follow the references of a medication and of its products as far as they lead; `met` are those followed before."""
    ahead = [(use, use)]
    while ahead:
        resource, holder = ahead.pop()
        if id(resource) in met:
            continue
        met.add(id(resource))
        for named in _named_by(resource):
            target = library.find(named, holder, shelf)
            if target is not None:
                ahead.append((target.resource, target.holder))
            elif (type_and_id(address_of(named)) or ("",))[0] in _PRODUCTS:
                yield address_of(named)


def _named_by(resource: Json) -> Iterator[object]:
    """The references that alone can tell what a medication is, or what it is made of."""
    nowhere = Place(Problems(), "")
    if resource.get("resourceType") == "Medication":
        r4 = MEDICATION.project(resource, nowhere)
        if not is_coded(read_concept(r4.get("code"))):
            for ingredient in map(as_object, as_list(r4.get("ingredient"))):
                if not is_coded(read_concept(ingredient.get("itemCodeableConcept"))):
                    yield ingredient.get("itemReference")
    else:
        r4 = _MEDICATION_OF.project(resource, nowhere)
        if not is_coded(read_concept(r4.get("medicationCodeableConcept"))):
            yield r4.get("medicationReference")
