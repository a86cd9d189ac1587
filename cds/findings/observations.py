"""Observations: which results count, and whether the latest (or any) keeps a threshold or gives an answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from cds.findings.conditions import dated_since_onset
from cds.findings.dates import bounded, is_to_come, may_be_within, newest
from cds.findings.finding import Finding, Input, false, input_of, not_loaded, true, unknown
from cds.findings.logic import all_hold, any_holds
from cds.findings.members import Wanted, has_properties
from cds.findings.quantities import has_limits, in_words, interval_of, within_limits
from cds.findings.units import SCORE, canonical_unit, convert
from cds.findings.view import View
from cds.record import Component, Concept, Kind, Observation, Quantity, Range, Span, Value, canonical_system
from cds.rulebook import SYSTEMS, ObservationClause
from cds.terminology import Member, Words, lexicon, tokens_of

_FINAL = {"final", "amended", "corrected"}
_LOW = {"L", "LL", "<"}
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


def _findings_as_answers(names: tuple[str, ...], view: View) -> Iterator[Result]:
    """What is answered with a code in the value sets, whatever was asked: the finding is the answer itself."""
    for observation in view.record.observations:
        when = observation.effective
        if not is_final(observation) or (when and is_to_come(when, view.now)):
            continue
        for part in (Component(code=observation.code, value=observation.value), *observation.components):
            if isinstance(part.value, Concept):
                for member in view.terminology.members_of(names, part.value)[:1]:
                    yield Result(observation=observation, member=member, code=part.value, value=None, when=when)


def observation_label(names: tuple[str, ...], view: View, role: str | None = None, where: Wanted | None = None) -> str:
    """How a missing observation is named: `Observation 85354-9`, by the first code of the sets."""
    for name in names:
        value_set = view.rulebook.value_sets.get(name)
        for concept in value_set.concepts if value_set else ():
            wanted = role in {None, concept.properties.get("role")} and has_properties(concept, where)
            if concept.code and not concept.match.excludes and wanted:
                return f"{Kind.OBSERVATION} {concept.code}"
    return str(Kind.OBSERVATION)


def observations_not_loaded(names: tuple[str, ...], view: View) -> list[str]:
    """The wanted observation, when Observations were not loaded whole."""
    return [observation_label(names, view)] if not_loaded(view.record, Kind.OBSERVATION) else []


def number_of(result: Result, view: View) -> Quantity | Range | None:
    """The number a result gives: measured, written as text, or scored by an answer (property `ordinal`).

    An answer is known by its code, or by exactly the words of one in the value set that the code names as `answers`.
    None when it gives none, or lies outside the `scale` that the value set states for its code (`0-10`, or
    `read-unit`: several are in use, so a bare number says nothing).
    """
    found = _as_mass(_plain_number(result.value, view), result) or _scored_in_words(result, view)
    scale = result.member.concept.properties.get("scale")
    if scale is None or not isinstance(found, Quantity) or canonical_unit(found.unit) != SCORE:
        return found
    low, parted, high = str(scale).partition("-")
    if not (parted and low.isdigit() and high.isdigit()):
        return found if "10" in found.unit else None
    return found if Decimal(low) <= found.value <= Decimal(high) else None


def _as_mass(value: Quantity | Range | None, result: Result) -> Quantity | Range | None:
    """An amount of substance as a mass, by the analyte's property `grams_per_mole`; anything else as it is."""
    per_mole = result.member.concept.properties.get("grams_per_mole")
    if per_mole is None or value is None:
        return value
    if isinstance(value, Range):
        low, high = (_as_mass(end, result) if end else None for end in (value.low, value.high))
        ends_known = not isinstance(low, Range) and not isinstance(high, Range)
        return Range(low=low, high=high) if ends_known else value  # type: ignore[arg-type]
    moles = convert(value, "mol/L")
    return value if moles is None else replace(value, value=moles * Decimal(str(per_mole)), unit="g/L")


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


def _scored_in_words(result: Result, view: View) -> Quantity | None:
    """`Several days` as its score; a longer text that holds these words may say anything, and a standard code decides."""
    answers = view.rulebook.value_sets.get(str(result.member.concept.properties.get("answers")))
    codings = result.value.codings if isinstance(result.value, Concept) else ()
    words = _words_of(result.value) if isinstance(result.value, Concept) else result.value
    coded = any(canonical_system(coding.system) in _STANDARD for coding in codings)
    if answers is None or coded or not isinstance(words, str):
        return None
    said = tokens_of(words)
    scores = [one.properties.get("ordinal") for one in answers.concepts if tokens_of(one.display) == said]
    return next((Quantity(value=Decimal(str(one)), unit=SCORE) for one in scores if one is not None), None)


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
    found = lexicon(tuple(phrases)).find(text)
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
    named = [*results(clause.in_, view), *(_findings_as_answers(clause.in_, view) if clause.as_answer else ())]
    found = [one for one in named if has_properties(one.member.concept, clause.where)]
    if clause.observation == "none":
        return _find_none(clause, found, view)
    timed = [(one, one.when) for one in found if one.when and may_be_within(one.when, clause.within, view.now)]
    asked = newest(timed, lambda pair: pair[1]) if clause.observation == "latest" else timed
    judged = [(one, _holds(one, clause, view)) for one, _ in asked]
    answer = any_holds(holds for _, holds in judged)
    label = observation_label(clause.in_, view, where=clause.where)
    if answer:
        inputs = [_as_input(one, clause) for one, holds in judged if holds]
        return true(inputs, f"{inputs[0].display}: {inputs[0].value or 'recorded'}, as asked.")
    if answer is None:
        open_ones = [one for one, holds in judged if holds is None]
        missing = [what for one in open_ones for what in _missing(one, clause, label, view)]
        unread = tuple(one.as_input() for one in open_ones)
        return unknown(missing, "The value cannot be read against what is asked.", unread)
    if not_loaded(view.record, Kind.OBSERVATION):
        return unknown([label], "Observations were not given whole, and none that was given settles it.")
    if not timed and any(one.when is None for one in found):
        return unknown([f"{label} time"], "The only result carries no time.")
    if not timed:
        return false("There is no final result in the time asked for.")
    return false("The result is not as asked.", tuple(one.as_input() for one, _ in judged))


def _find_none(clause: ObservationClause, found: list[Result], view: View) -> Finding:
    """Whether no result is surely or possibly in the window; one without a time is none, and the card says so."""
    if any(one.when and may_be_within(one.when, clause.within, view.now) for one in found):
        return false("There is a result in the time asked for.")
    label = observation_label(clause.in_, view, where=clause.where)
    if not_loaded(view.record, Kind.OBSERVATION):
        return unknown([label], "Observations were not given whole, and none that was given is in time.")
    untimed = any(one.when is None for one in found)
    made = Input(
        reference=f"Patient/{view.record.patient_id}",
        display=_name_of(clause, view),
        code=label.rpartition(" ")[2],
        value=f"none within {_length(clause.within)}" + (" (one without a time does not count)" if untimed else ""),
    )
    return true([made], f"No result within {_length(clause.within)}.")


def _name_of(clause: ObservationClause, view: View) -> str:
    """The display of the first code that is asked for."""
    concepts = [one for name in clause.in_ for one in view.rulebook.value_sets[name].concepts]
    wanted = (one for one in concepts if not one.match.excludes and has_properties(one, clause.where))
    return next((one.display for one in wanted), str(Kind.OBSERVATION))


def _length(time: timedelta) -> str:
    return f"{time.days} days" if time.days > 1 else f"{int(time.total_seconds() // 3600)} hours"


def _missing(result: Result, clause: ObservationClause, label: str, view: View) -> list[str]:
    """What would tell what a result says."""
    words = _unclear_words(result, clause, view)
    if words:
        return [f"{label} without {words[0]}"]
    kind = Kind.OBSERVATION
    since, missing = dated_since_onset(clause.since_onset_of or (), result.when, kind, view)
    not_given = not_loaded(view.record, Kind.CONDITION) if since is None else []
    return missing or not_given or [f"{label} value"]


def _unclear_words(result: Result, clause: ObservationClause, view: View) -> list[str]:
    """The words for which a result cannot be read: its own, or those of another result near it in time."""
    if not clause.unclear_words or clause.unclear_within is None or result.when is None:
        return []
    words, absent = lexicon(clause.unclear_words), lexicon(clause.unclear_absent or ())
    first = bounded(result.when).earliest - clause.unclear_within
    last = bounded(result.when).latest + clause.unclear_within
    near = [
        one
        for one in view.record.observations
        if one is result.observation
        or (is_final(one) and one.effective and first <= one.effective.latest and one.effective.earliest <= last)
    ]
    texts = [text for one in near for text in texts_of(one)]
    return [phrase for text in texts for phrase in said_plainly(text, words, absent)]


def said_plainly(text: str, words: Words, absent: Words) -> list[str]:
    """The phrases of a text that nothing in it turns round; most texts have none, so they are looked for first."""
    phrases = words.find(text)
    return [] if phrases and absent.find(text) else phrases


def texts_of(observation: Observation) -> Iterator[str]:
    """Everything it says in words: each name of what was asked with each wording of the answer, then its notes.

    What was answered with a plain no is not said.
    """
    for part in (Component(code=observation.code, value=observation.value), *observation.components):
        if part.value is False:
            continue
        answers = words_of(part.value) if isinstance(part.value, Concept) else [in_words(part.value) or ""]
        for name in words_of(part.code) or [""]:
            for answer in answers or [""]:
                yield f"{name}: {answer}" if answer else name
    yield from observation.texts


def words_of(concept: Concept) -> list[str]:
    """The text of a concept, and the displays of its codings."""
    return [text for text in (concept.text, *(coding.display for coding in concept.codings)) if text]


def _as_input(result: Result, clause: ObservationClause) -> Input:
    """The datum; where its report gave no limit, the one that was taken instead."""
    seen = result.observation
    if clause.above_upper_limit is not None and clause.upper_limit and seen.reference_high is None:
        return result.as_input(f"{in_words(result.value)} (upper limit not given; {clause.upper_limit} taken)")
    if clause.below_lower_limit is not None and clause.lower_limit and not _tells_low(seen):
        return result.as_input(f"{in_words(result.value)} (lower limit not given; {clause.lower_limit} taken)")
    return result.as_input()


def _holds(result: Result, clause: ObservationClause, view: View) -> bool | None:
    """Whether one result is as asked; None when it cannot be read."""
    answers: list[bool | None] = []
    value = number_of(result, view)
    if has_limits(clause):
        answers.append(None if value is None else within_limits(value, clause))
    if clause.above_upper_limit is not None:
        limit = _upper_limit(result, clause)
        answers.append(limit and value and _is_above(value, limit, clause.above_upper_limit))
    if clause.below_lower_limit is not None:
        low = _is_below_range(result, value, clause)
        answers.append(None if low is None else low is clause.below_lower_limit)
    if clause.answers is not None:
        answers.append(_gives_answer(result, clause.answers, clause.role, view))
    if clause.since_onset_of is not None:
        answers.append(dated_since_onset(clause.since_onset_of, result.when, Kind.OBSERVATION, view)[0])
    if _unclear_words(result, clause, view):
        return None
    return all_hold(answers)


def _upper_limit(result: Result, clause: ObservationClause) -> Quantity | None:
    """The upper limit that came with the result, in the result's unit when it states none; else the clause's."""
    own = result.observation.reference_high
    if own is not None and isinstance(result.value, Quantity):
        return replace(own, unit=own.unit or result.value.unit)
    return Quantity(value=clause.upper_limit.value, unit=clause.upper_limit.unit) if clause.upper_limit else None


def _is_above(value: Quantity | Range, limit: Quantity, times: Decimal) -> bool | None:
    read = interval_of(value, limit.unit)
    return read and read.above(limit.value * times)


def _tells_low(observation: Observation) -> bool:
    """Whether the report itself says what is low: by its range, or by marking the result."""
    return observation.reference_low is not None or bool(_LOW & set(observation.interpretations))


def _is_below_range(result: Result, value: Quantity | Range | None, clause: ObservationClause) -> bool | None:
    low = result.observation.reference_low
    if low is None and clause.lower_limit is not None:
        low = Quantity(value=clause.lower_limit.value, unit=clause.lower_limit.unit)
    if _LOW & set(result.observation.interpretations) and (result.observation.reference_low is None or value is None):
        return True
    if low is None or value is None:
        return None
    unit = low.unit or (result.value.unit if isinstance(result.value, Quantity) else "")
    read = interval_of(value, unit)
    reaches = read.at_least(low.value) if read else None
    return None if reaches is None else not reaches


def _gives_answer(result: Result, names: tuple[str, ...], roles: tuple[str, ...] | None, view: View) -> bool | None:
    """A known answer outside the sets is no; words and local codes that mean nothing to us are unknown."""
    found = answer_roles(result.value, names, view)
    if found:
        return roles is None or bool(found & set(roles))
    codings = result.value.codings if isinstance(result.value, Concept) else ()
    return False if any(canonical_system(coding.system) in _STANDARD for coding in codings) else None
