"""Value sets of the rulebook as FHIR R4 ValueSet resources, for terminology servers and other integrators."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fhir.resources.R4B.valueset import ValueSet as FhirValueSet

from cds.hooks import JsonObject
from cds.rulebook import SYSTEMS, Match, ValueSet, ValueSetConcept

CANONICAL = "https://kir-cds.org/fhir/ValueSet/"
UNVERIFIED = "https://kir-cds.org/fhir/StructureDefinition/unverified-code"
"""Extension: nobody has confirmed this code yet."""
BY_NAME = "https://kir-cds.org/fhir/StructureDefinition/member-by-name"
"""Extension: a member that has no code; it is found by its name."""

_BY_INGREDIENT = {Match.INGREDIENT, Match.PRODUCT}


def export_value_sets(value_sets: Iterable[ValueSet], version: str, folder: Path) -> int:
    """Write each as `ValueSet-<id>.json`, the same bytes for the same content; gives how many.

    Raises: OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for value_set in value_sets:
        text = json.dumps(to_fhir(value_set, version), ensure_ascii=False, indent=2)
        (folder / f"ValueSet-{value_set.id}.json").write_text(text + "\n", encoding="utf-8")
        count += 1
    return count


def to_fhir(value_set: ValueSet, version: str) -> JsonObject:
    """A value set as a valid R4 ValueSet.

    A prefix is a filter by regular expression on the code, is-a a filter on the hierarchy: a server expands both. A
    product of a listed RxNorm ingredient counts too, which a compose cannot say; the description does.
    """
    words = [value_set.note] if value_set.note else []
    if any(concept.match in _BY_INGREDIENT for concept in value_set.concepts):
        words.append("An RxNorm ingredient stands for every product that holds it.")
    nameless = [concept.display for concept in value_set.concepts if concept.match is Match.NAME]
    document: JsonObject = {
        "resourceType": "ValueSet",
        "id": value_set.id,
        "extension": [{"url": BY_NAME, "valueString": name} for name in nameless],
        "url": CANONICAL + value_set.id,
        "version": version,
        "name": "".join(word.capitalize() for word in re.split(r"[^A-Za-z0-9]+", value_set.id)),
        "title": value_set.title,
        "status": "draft",  # no clinician has approved it
        "publisher": "KIR-CDS",
        "description": " ".join(words),
        "compose": _compose(value_set),
    }
    document = {name: value for name, value in document.items() if value}
    FhirValueSet.model_validate(document)
    return document


def _compose(value_set: ValueSet) -> JsonObject:
    include = [part for system in SYSTEMS for part in _parts(value_set, system, excluded=False)]
    exclude = [part for system in SYSTEMS for part in _parts(value_set, system, excluded=True)]
    if not include:
        return {}
    return {"include": include} | ({"exclude": exclude} if exclude else {})


def _parts(value_set: ValueSet, system: str, *, excluded: bool) -> list[JsonObject]:
    """The codes of one system: one list of concepts, then a part for every filter (filters of one part are anded)."""
    of_system = [concept for concept in value_set.concepts if concept.system == system]
    listed: list[JsonObject] = []
    parts: list[JsonObject] = []
    for concept in of_system:
        if concept.match.excludes is excluded:
            written = _filter(concept)
            if written is None:
                listed.append(_listed(concept))
            else:
                parts.append({"system": SYSTEMS[system], "filter": [written]} | _mark(concept))
        if excluded:
            parts += [{"system": SYSTEMS[system], "filter": [by_suffix]} for by_suffix in _suffixes(concept)]
    if listed:
        parts.insert(0, {"system": SYSTEMS[system], "concept": listed})
    return parts


def _listed(concept: ValueSetConcept) -> JsonObject:
    words: JsonObject = {} if concept.system == "cpt" else {"display": concept.display}  # CPT's words are licensed
    return {"code": concept.code} | words | _mark(concept)


def _filter(concept: ValueSetConcept) -> JsonObject | None:
    match concept.match:
        case Match.PREFIX | Match.EXCLUDE_PREFIX:
            return {"property": "code", "op": "regex", "value": f"{re.escape(str(concept.code))}.*"}
        case Match.IS_A:
            return {"property": "concept", "op": "is-a", "value": concept.code}
        case _:
            return None


def _suffixes(concept: ValueSetConcept) -> list[dict[str, Any]]:
    return [
        {"property": "code", "op": "regex", "value": f"{re.escape(str(concept.code))}.*{re.escape(suffix)}"}
        for suffix in concept.exclude_suffix
    ]


def _mark(concept: ValueSetConcept) -> JsonObject:
    return {} if concept.verified else {"extension": [{"url": UNVERIFIED, "valueBoolean": True}]}
