"""Observations: which results count, and whether the latest (or any) keeps a threshold or gives an answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cds.findings.dates import is_to_come, may_be_within, newest
from cds.findings.finding import Finding, Input, false, input_of, not_loaded, true, unknown
from cds.findings.logic import all_hold, any_holds
from cds.findings.quantities import has_limits, in_words, within_limits
from cds.findings.units import SCORE, canonical_unit
from cds.findings.view import View
from cds.record import Component, Concept, Kind, Observation, Quantity, Range, Span, Value, canonical_system
from cds.rulebook import SYSTEMS, Match, ObservationClause
from cds.terminology import Member, Words, tokens_of

_FINAL = {"final", "amended", "corrected"}
_EXCLUDED = {Match.EXCLUDE, Match.EXCLUDE_PREFIX}
_NUMBER = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_STANDARD = set(SYSTEMS.values())
_NEGATIONS = {"not", "no", "non", "without", "denies", "never", "neither"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A final value of a wanted code: an Observation's own, or one of its components. `when` is None if untimed."""

    observation: Observation
    member: Member
    code: Concept
    value: Value | None
    when: Span | None

    @property
    def role(self) -> str | None:
        """What the value set says the code is for: `systolic`, `quantitative`."""
        role = self.member.concept.properties.get("role")
        return None if role is None else str(role)

    def as_input(self, value: str | None = None) -> Input:
        """The datum, with its value and unit as recorded."""
        shown = value or in_words(self.value)
        return input_of(self.observation.reference, self.member, self.code, self.when, value=shown)


def is_final(observation: Observation) -> bool:
    """Whether a result stands: preliminary, registered, cancelled and entered-in-error never count.

    Source: FHIR Observation.status.
    """
    return observation.status in _FINAL


def results(names: tuple[str, ...], view: View, *, planned: bool = False) -> Iterator[Result]:
    """Every final value of a code in the value sets, dated in the past or not at all (`planned`: in the future too).

    A value that was not given (dataAbsentReason) is no result; a panel without its own value counts when one of its
    components has one.
    """
    for observation in view.record.observations:
        when = observation.effective
        if not is_final(observation) or (when and not planned and is_to_come(when, view.now)):
            continue
        own = Component(code=observation.code, value=observation.value)
        panel = any(component.value is not None for component in observation.components)
        for part in (own, *observation.components):
            member = next(iter(view.terminology.members_of(names, part.code)), None)
            if member and (part.value is not None or (part is own and panel)):
                yield Result(observation=observation, member=member, code=part.code, value=part.value, when=when)


def observation_label(names: tuple[str, ...], view: View, role: str | None = None) -> str:
    """How a missing observation is named: `Observation 85354-9`, by the first code of the sets."""
    for name in names:
        value_set = view.rulebook.value_sets.get(name)
        for concept in value_set.concepts if value_set else ():
            if concept.code and concept.match not in _EXCLUDED and role in {None, concept.properties.get("role")}:
                return f"{Kind.OBSERVATION} {concept.code}"
    return str(Kind.OBSERVATION)


def observations_not_loaded(names: tuple[str, ...], view: View) -> list[str]:
    """The wanted observation, when Observations were not loaded whole."""
    return [observation_label(names, view)] if not_loaded(view.record, Kind.OBSERVATION) else []


def number_of(result: Result, view: View) -> Quantity | Range | None:
    """The number a result gives: measured, written as text, or scored by a coded answer (property `ordinal`).

    None when it gives none, or lies outside the `scale` that the value set states for its code (`0-10`, or
    `read-unit`: several are in use, so a bare number says nothing).
    """
    found = _plain_number(result.value, view)
    scale = result.member.concept.properties.get("scale")
    if scale is None or not isinstance(found, Quantity) or canonical_unit(found.unit) != SCORE:
        return found
    low, parted, high = str(scale).partition("-")
    if not (parted and low.isdigit() and high.isdigit()):
        return found if "10" in found.unit else None
    return found if Decimal(low) <= found.value <= Decimal(high) else None


def _plain_number(value: Value | None, view: View) -> Quantity | Range | None:
    if isinstance(value, Quantity | Range):
        return value
    if isinstance(value, Concept):
        for member in view.terminology.members(value):
            ordinal = member.concept.properties.get("ordinal")
            if ordinal is not None:
                return Quantity(value=Decimal(str(ordinal)), unit=SCORE)
    text = _words_of(value) if isinstance(value, Concept) else value
    written = _NUMBER.fullmatch(text) if isinstance(text, str) else None
    return Quantity(value=Decimal(written[1]), unit=SCORE) if written else None


def _words_of(concept: Concept) -> str:
    """What an answer says in words; a bare code says nothing, and is never taken for a number."""
    return concept.text or next((coding.display for coding in concept.codings if coding.display), "")


def answer_roles(value: Value | None, names: tuple[str, ...], view: View) -> frozenset[str]:
    """What an answer means by the value sets' `role`: a code decides; where none is known, whole words.

    Words that name two roles, or a positive one beside a negation, mean nothing: `not positive` is no answer we read.
    """
    if isinstance(value, bool):
        return frozenset({"positive" if value else "negative"})
    if isinstance(value, Concept):
        members = view.terminology.members_of(names, value)
        if members:
            return frozenset(str(member.concept.properties.get("role", "")) for member in members)
        return _roles_in_text(_words_of(value), names, view)
    return _roles_in_text(value, names, view) if isinstance(value, str) else frozenset()


def _roles_in_text(text: str, names: tuple[str, ...], view: View) -> frozenset[str]:
    phrases = _phrases(names, view)
    found = Words(phrases).find(text)
    roles = frozenset(phrases[phrase] for phrase in found)
    left = set(tokens_of(text)) - {word for phrase in found for word in tokens_of(phrase)}
    return roles if len(roles) == 1 and not left & _NEGATIONS else frozenset()


def _phrases(names: tuple[str, ...], view: View) -> dict[str, str]:
    """The words of each answer, and its role: names, and the display without its bracketed tag."""
    return {
        phrase: str(concept.properties.get("role", ""))
        for name in names
        for concept in view.rulebook.value_sets[name].concepts
        for phrase in (*concept.names, _BRACKETS.sub("", concept.display))
    }


def find_observation(clause: ObservationClause, view: View) -> Finding:
    """Whether the latest result in the window (or any) keeps the thresholds and gives the answer.

    Takes:  a clause without thresholds and answers asks whether there is a result at all.
    Gives:  unknown when the deciding result has a unit or answer that cannot be read, when the only results carry no
            time, or when Observations were not loaded whole and nothing seen settles it.
    Source: FHIR Observation.status, effective[x], value[x], dataAbsentReason.
    """
    found = list(results(clause.in_, view))
    timed = [(one, one.when) for one in found if one.when and may_be_within(one.when, clause.within, view.now)]
    asked = newest(timed, lambda pair: pair[1]) if clause.observation == "latest" else timed
    judged = [(one, _holds(one, clause, view)) for one, _ in asked]
    answer = any_holds(holds for _, holds in judged)
    label = observation_label(clause.in_, view)
    if answer:
        inputs = [one.as_input() for one, holds in judged if holds]
        return true(inputs, f"{inputs[0].display}: {inputs[0].value or 'recorded'}, as asked.")
    if answer is None:
        unread = tuple(one.as_input() for one, holds in judged if holds is None)
        return unknown([f"{label} value"], "The value cannot be read against what is asked.", unread)
    missing = observations_not_loaded(clause.in_, view)
    if missing:
        return unknown(missing, "Observations were not given whole, and none that was given settles it.")
    if not timed and any(one.when is None for one in found):
        return unknown([f"{label} time"], "The only result carries no time.")
    if not timed:
        return false("There is no final result in the time asked for.")
    return false("The result is not as asked.", tuple(one.as_input() for one, _ in judged))


def _holds(result: Result, clause: ObservationClause, view: View) -> bool | None:
    """Whether one result is as asked; None when it cannot be read."""
    answers: list[bool | None] = []
    if has_limits(clause):
        value = number_of(result, view)
        answers.append(None if value is None else within_limits(value, clause))
    if clause.answers is not None:
        answers.append(_gives_answer(result, clause.answers, clause.role, view))
    return all_hold(answers)


def _gives_answer(result: Result, names: tuple[str, ...], roles: tuple[str, ...] | None, view: View) -> bool | None:
    """A known answer outside the sets is no; words and local codes that mean nothing to us are unknown."""
    found = answer_roles(result.value, names, view)
    if found:
        return roles is None or bool(found & set(roles))
    codings = result.value.codings if isinstance(result.value, Concept) else ()
    return False if any(canonical_system(coding.system) in _STANDARD for coding in codings) else None
