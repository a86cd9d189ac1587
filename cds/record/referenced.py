"""What lies behind the references of a resource: medicines and their ingredients, devices, reasons.

A resource that many refer to is read once; what is made of what may go in circles; both are bounded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from cds.record.elements import NO_CONCEPT, read_code, read_concept, read_concepts
from cds.record.kinds import DEVICE, MEDICATION
from cds.record.model import Concept, Kind
from cds.record.problems import Place, Problems
from cds.record.references import Library, Shelf
from cds.record.repair import Shape, concept
from cds.record.shapes import Json, as_list, as_object, as_text, clean_text
from cds.record.systems import is_coded

_CODED = Shape({"code": concept})  # a Condition or an Observation that is somebody's reason
_MAX_MEDICATIONS = 30  # a kit holds products, a product substances; beyond this it is an attack


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One resource as received, where it came from, and where its references may lead."""

    kind: Kind
    reference: str
    resource: Json
    shelf: Shelf
    library: Library
    problems: Problems

    @property
    def place(self) -> Place:
        """Where problems of this resource are told."""
        return Place(self.problems, self.reference)

    def name(self, reference: object) -> str | None:
        """A reference of this resource as `Type/id`."""
        return self.library.name(reference, self.shelf)


@dataclass(frozen=True, slots=True)
class _Ingredient:
    concept: Concept | None
    reference: object


@dataclass(frozen=True, slots=True)
class _Composition:
    """A Medication as read: what it is, its dose form, what it is made of."""

    code: Concept | None
    form: Concept | None
    ingredients: tuple[_Ingredient, ...]


def read_medicines(r4: Json, source: Source) -> tuple[tuple[Concept, ...], Concept | None]:
    """The concepts of the medication and of its ingredients, and its dose form.

    A concept and a reference side by side are both read: which of them has the codes differs by EHR. When none of it has
    a code that a value set could hold, the display of the reference is read too: it may be the only name that is known.

    Source: medication[x]; Medication.code, .form, .ingredient.item[x].
    """
    stated = _concept_or_none(r4.get("medicationCodeableConcept"))
    reference = r4.get("medicationReference")
    found = list(_medications(reference, source.resource, source, set()))
    medicines = [stated] if stated else []
    medicines += [medicine for medicine, _ in found]
    form = next((form for _, form in found if form is not None), None)
    if not any(map(is_coded, medicines)):
        medicines += _named_by_display(reference)
    return tuple(dict.fromkeys(medicines)), form


def read_device(name: str, stated: object, reference: object, source: Source) -> tuple[Concept, str | None]:
    """What device is meant, and the status of the Device that is referred to.

    Takes:  name — the member with the reference; stated — a CodeableConcept beside it, which comes first.
    Source: DeviceRequest.code[x], DeviceUseStatement.device, CarePlan.activity.detail.product[x]; Device.type, else
            .deviceName; else the display of the reference.
    """
    target = source.library.find(reference, source.resource, source.shelf)
    place = Place(source.problems, source.reference, name)
    device: Json = DEVICE.project(target.resource, place) if target else {}
    candidates = [_concept_or_none(stated), what_device(device), *_named_by_display(reference)]
    return next(filter(None, candidates), NO_CONCEPT), read_code(device.get("status"))


def what_device(device: Json) -> Concept | None:
    """Device.type, else the first name of the device."""
    names = [as_text(as_object(entry).get("name")) for entry in as_list(device.get("deviceName"))]
    return _concept_or_none(device.get("type")) or next((Concept(text=name) for name in names if name), None)


def read_reasons(r4: Json, source: Source) -> tuple[Concept, ...]:
    """reasonCode, then the code of what each reasonReference leads to, else the display of the reference."""
    reasons = list(read_concepts(r4.get("reasonCode")))
    met: set[int] = set()
    for reference in as_list(r4.get("reasonReference")):
        target = source.library.find(reference, source.resource, source.shelf)
        if target is not None and id(target.resource) in met:
            continue
        code = None
        if target is not None:
            met.add(id(target.resource))
            read = partial(_read_code, target.resource, Place(source.problems, source.reference, "reasonReference"))
            code = source.library.remember(target.resource, "code", read)
        reasons += [code] if code else _named_by_display(reference)
    return tuple(reasons)


def read_performers(r4: Json, source: Source) -> tuple[str, ...]:
    """The names of who is to give or dispense the drug: of each reference its display, and what it leads to is called.

    Source: MedicationRequest.performer, .performerType, .dispenseRequest.performer; Organization.name, .type.
    """
    names = [read_concept(r4.get("performerType")).label]
    for reference in (r4.get("performer"), as_object(r4.get("dispenseRequest")).get("performer")):
        names += [one.text for one in _named_by_display(reference)]
        target = source.library.find(reference, source.resource, source.shelf)
        if target is not None:
            names.append(clean_text(target.resource.get("name")))
            names += [one.label for one in read_concepts(target.resource.get("type"))]
    return tuple(dict.fromkeys(filter(None, names)))


def read_payors(references: object, source: Source) -> tuple[tuple[str, ...], bool]:
    """What the payors are called, and whether there is one of whom nothing says it.

    Source: Coverage.payor, its display; Organization.name, .alias of what it leads to.
    """
    names, nameless = list[str](), False
    for reference in as_list(references):
        called = [one.text for one in _named_by_display(reference)]
        target = source.library.find(reference, source.resource, source.shelf)
        if target is not None:
            called += [clean_text(one) for one in (target.resource.get("name"), *as_list(target.resource.get("alias")))]
        called = list(filter(None, called))
        names += called
        nameless = nameless or not called
    return tuple(dict.fromkeys(names)), nameless


def _medications(
    reference: object, holder: Json, source: Source, met: set[int]
) -> Iterator[tuple[Concept, Concept | None]]:
    """The concept of a referenced Medication, then those of its ingredients, each with the Medication's form."""
    target = source.library.find(reference, holder, source.shelf)
    if target is None or id(target.resource) in met or len(met) >= _MAX_MEDICATIONS:
        return
    met.add(id(target.resource))
    read = partial(_read_composition, target.resource, Place(source.problems, source.reference, "medicationReference"))
    made_of = source.library.remember(target.resource, "composition", read)
    if made_of.code:
        yield made_of.code, made_of.form
    for ingredient in made_of.ingredients:
        if ingredient.concept:
            yield ingredient.concept, made_of.form
        inner = list(_medications(ingredient.reference, target.holder, source, met))
        yield from inner
        if not ingredient.concept and not inner:
            yield from ((named, made_of.form) for named in _named_by_display(ingredient.reference))


def _read_composition(resource: Json, place: Place) -> _Composition:
    r4 = MEDICATION.project(resource, place)
    ingredients = [as_object(entry) for entry in as_list(r4.get("ingredient"))[:_MAX_MEDICATIONS]]
    return _Composition(
        code=_concept_or_none(r4.get("code")),
        form=_concept_or_none(r4.get("form")),
        ingredients=tuple(
            _Ingredient(_concept_or_none(one.get("itemCodeableConcept")), one.get("itemReference"))
            for one in ingredients
            if one.get("isActive") is not False  # the others are excipients, not medicines
        ),
    )


def _read_code(resource: Json, place: Place) -> Concept | None:
    return _concept_or_none(_CODED.project(resource, place).get("code"))


def _concept_or_none(value: object) -> Concept | None:
    read = read_concept(value)
    return None if read is NO_CONCEPT else read


def _named_by_display(reference: object) -> list[Concept]:
    display = as_text(as_object(reference).get("display"))
    return [Concept(text=display)] if display else []
