"""Allergies: entries of the allergy list that stand, by substance, product or name, and by what the reaction was."""

import re
from collections.abc import Iterator
from dataclasses import replace

from cds.findings.finding import Finding, Input, false, input_of, not_loaded, true, unknown
from cds.findings.members import has_properties
from cds.findings.view import View
from cds.record import Allergy, Concept, Kind, Reaction
from cds.rulebook import AllergyClause
from cds.terminology import Member, Words, lexicon, tokens_of

_NEVER = {"refuted", "entered-in-error"}
_UNCERTAIN = {"unconfirmed", "presumed"}
_BETWEEN = {"and", "or", "mild", "moderate", "severe", "transient"}
_TAG = re.compile(r"\s*\([^()]*\)")
# "No known allergy to X" names X and denies it; only this stretch of the text is left out, never what follows it.
_DENIED = re.compile(
    r"\b(?:no known(?: [\w-]+){0,3}? (?:allerg\w*|intolerance|hypersensitivity)|no allerg\w* to|not allergic to|denies allerg\w* to)"
    r"[^,;:.()\n]*?(?=\bexcept|\bbut\b|[,;:.()\n]|$)",
    re.IGNORECASE,
)


def find_allergy(clause: AllergyClause, view: View) -> Finding:
    """Whether an entry that stands names a member of the value sets.

    Takes:  code and reaction substance, each by code, product, or whole-word name; an unconfirmed entry counts in full
            and says so.
    Gives:  unknown when an entry names nothing at all, or when the list was not loaded whole and nothing matches; free
            text that names another substance is an answer.
    Source: FHIR AllergyIntolerance.code, .reaction.substance, .verificationStatus, .clinicalStatus, .type.
    """
    if clause.in_ is None:
        return _none_recorded(view)
    found: list[Input] = []
    nameless: list[str] = []
    for allergy in view.record.allergies:
        if not stands(allergy):
            continue
        hit, reactions = _match(allergy, clause, view)
        if hit and _reaction_fits(allergy, reactions, clause):
            found.append(_as_input(allergy, hit, reactions))
        elif not hit and not any(_says_something(concept) for concept in _substances(allergy)):
            nameless.append(f"{Kind.ALLERGY} code")
    if found:
        doubt = f" ({found[0].more['verification']})" if "verification" in found[0].more else ""
        return true(found, f"The allergy list names {found[0].display}{doubt}.")
    missing = not_loaded(view.record, Kind.ALLERGY) + nameless
    if missing:
        return unknown(missing, "The allergy list could not be read whole.")
    return false("No such allergy is on the list.")


def _none_recorded(view: View) -> Finding:
    """Whether the list holds nothing at all: an entry that is over was reviewed too, one made in error never was."""
    entries = [one for one in view.record.allergies if one.verification_status not in _NEVER]
    if entries:
        return false("The allergy list has entries.")
    missing = not_loaded(view.record, Kind.ALLERGY)
    if missing:
        return unknown(missing, "The allergy list was not given whole.")
    who = f"Patient/{view.record.patient_id}"
    words = "nothing recorded, not even that no allergy is known"
    return true([Input(reference=who, display="Allergy list", value=words)], "The allergy list is empty.")


def stands(allergy: Allergy) -> bool:
    """Whether an entry counts: neither refuted nor entered in error, and active or without a clinical status."""
    return allergy.verification_status not in _NEVER and allergy.clinical_status in {"active", None}


def _substances(allergy: Allergy) -> Iterator[Concept]:
    yield allergy.code
    yield from (reaction.substance for reaction in allergy.reactions if reaction.substance)


def _says_something(concept: Concept) -> bool:
    return bool(concept.codings or concept.text)


def _match(allergy: Allergy, clause: AllergyClause, view: View) -> tuple[Member | None, tuple[Reaction, ...]]:
    """The member that the entry names, and the reactions that speak of it: all, or those to the substance alone."""
    hit = _member(allergy.code, clause, view)
    if hit:
        return hit, allergy.reactions
    to_it = [
        (member, reaction)
        for reaction in allergy.reactions
        if reaction.substance and (member := _member(reaction.substance, clause, view))
    ]
    return (to_it[0][0] if to_it else None), tuple(reaction for _, reaction in to_it)


def _member(concept: Concept, clause: AllergyClause, view: View) -> Member | None:
    members = view.resolve([without_denied(concept)]).members
    wanted = [
        member
        for member in members
        if member.value_set in (clause.in_ or ()) and has_properties(member.concept, clause.where)
    ]
    return min(wanted, key=lambda member: not member.by_code, default=None)


def without_denied(concept: Concept) -> Concept:
    """A concept without what its words deny: `no known allergy to latex`."""
    codings = tuple(replace(one, display=_DENIED.sub(" ", one.display)) for one in concept.codings)
    return replace(concept, codings=codings, text=_DENIED.sub(" ", concept.text))


def _reaction_fits(allergy: Allergy, reactions: tuple[Reaction, ...], clause: AllergyClause) -> bool:
    if clause.reaction == "any":
        return True
    expected = _is_pharmacological(allergy, reactions, clause.manifestations or ())
    return expected if clause.reaction == "pharmacological-only" else not expected


def _is_pharmacological(allergy: Allergy, reactions: tuple[Reaction, ...], words: tuple[str, ...]) -> bool:
    """An intolerance with at least one manifestation, and each of them a known effect of the drug and no more."""
    shown = [one for reaction in reactions for one in reaction.manifestations]
    known = lexicon(tuple(words))
    return allergy.type == "intolerance" and bool(shown) and all(_says_only(one, known) for one in shown)


def _says_only(concept: Concept, known: Words) -> bool:
    """Whether every name of it is made of known words: `nausea and anaphylaxis` is not."""
    names = [_TAG.sub("", name) for name in (concept.text, *(one.display for one in concept.codings)) if name]
    return bool(names) and all(
        found and not set(tokens_of(name)) - _BETWEEN - {word for phrase in found for word in tokens_of(phrase)}
        for name in names
        for found in [known.find(name)]
    )


def _as_input(allergy: Allergy, hit: Member, reactions: tuple[Reaction, ...]) -> Input:
    shown = [one.label for reaction in reactions for one in reaction.manifestations if one.label]
    doubt = allergy.verification_status if allergy.verification_status in _UNCERTAIN else None
    said = ", ".join(dict.fromkeys([*shown, *([doubt] if doubt else [])])) or None
    made = input_of(allergy.reference, hit, allergy.code, allergy.recorded, value=said)
    return replace(made, more={**made.more, "verification": doubt}) if doubt else made
