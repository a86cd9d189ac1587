"""What suggestions create, by the words that a site gives its own codes for."""

from collections.abc import Iterable

from cds.hooks import JsonObject
from cds.rulebook import Rule

_CODES = ("code", "codeCodeableConcept", "medicationCodeableConcept")


def order_code(resource: JsonObject) -> tuple[str, JsonObject]:
    """The name of the element that says what a resource orders, and its content; ('', {}) where there is none."""
    for name in _CODES:
        if name in resource:
            return name, resource[name]
    return "", {}


def orders_of(rules: Iterable[Rule]) -> dict[str, str]:
    """The FHIR type of everything that suggestions of these rules create, by the text of its code."""
    created = (suggestion.create for rule in rules for suggestion in rule.suggestions if suggestion.create)
    coded = ((order_code(resource)[1], str(resource["resourceType"])) for resource in created)
    return {code["text"]: type_ for code, type_ in coded if code.get("text")}
