"""Facts without a code: whole words in the texts of a resource, always marked as matched by name."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from cds.findings.allergies import stands, without_denied
from cds.findings.conditions import State, dated_since_onset, standing
from cds.findings.dates import is_to_come, may_be_within, newest
from cds.findings.finding import Finding, Input, false, not_loaded, true, unknown
from cds.findings.observations import is_final, said_plainly, texts_of, words_of
from cds.findings.order_site import site_of_order
from cds.findings.quantities import in_words
from cds.findings.sites import Overlap, Site
from cds.findings.view import View
from cds.record import Component, Concept, Kind, Observation, Quantity, Span, TherapyOrder, Value
from cds.rulebook import TextClause
from cds.terminology import MatchedBy, Words, lexicon, tokens_of

_GRADE = re.compile(r"\s*(?:grade |M)?([0-5](?:\.\d+)?)\s*([+-]?)\s*(?:/\s*5)?\s*", re.IGNORECASE)
_DONE = {"completed", "in-progress"}
_ORDERED = {"active", "completed"}
_NOT_ORDERED = {"proposal", "plan", "option"}
_READ = {
    Kind.OBSERVATION,
    Kind.CONDITION,
    Kind.PROCEDURE,
    Kind.SERVICE_REQUEST,
    Kind.DEVICE_REQUEST,
    Kind.ALLERGY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What one resource says in words: each text on its own, and when."""

    kind: Kind
    reference: str
    name: str
    texts: tuple[str, ...]
    when: Span | None
    sites: tuple[Concept, ...] = ()
    weak: str | None = None


def find_text(clause: TextClause, view: View) -> Finding:
    """Whether a resource of the kinds says one of the words.

    Takes:  whole words, a trailing * for any ending; a text that also has one of the `absent` words says nothing. A
            result is read together with the name of what was asked, so `foot drop: absent` is one text.
    Gives:  unknown when the only text found has no date that the window needs, or a kind was not loaded whole.
    Source: decision 13: facts without codes are read by whole words, flagged as matched by name.
    """
    words, absent = lexicon(clause.words), lexicon(clause.absent or ())
    found: list[Input] = []
    undated: list[str] = []
    if clause.fell_within is not None:
        return _find_fall(clause, clause.fell_within, words, view)
    if clause.since_onset_of:
        undated += not_loaded(view.record, Kind.CONDITION)
    for said in _all_said(clause.text, view):
        phrases = [phrase for text in said.texts for phrase in said_plainly(text, words, absent)]
        if not phrases or not _fits_site(clause, said, view):
            continue
        since = _is_since(clause, said, view, undated)
        if clause.within and said.when is None:
            undated.append(f"{said.kind} time")
        elif since and (not clause.within or (said.when and may_be_within(said.when, clause.within, view.now))):
            found.append(_as_input(said, phrases))
    if found:
        return true(found, f"Found in words: {found[0].display}.")
    unread = [str(kind) for kind in clause.text if kind not in _READ]
    missing = not_loaded(view.record, *clause.text) + unread + undated
    if missing:
        return unknown(missing, "Not every text could be read, and none that was read says it.")
    return false("No text says it.")


def _is_since(clause: TextClause, said: _Said, view: View, undated: list[str]) -> bool | None:
    """Whether it is dated since the conditions of the sets began; what cannot be told is named in `undated`."""
    since, missing = dated_since_onset(clause.since_onset_of or (), said.when, said.kind, view)
    undated += missing
    return since


def _fits_site(clause: TextClause, said: _Said, view: View) -> bool:
    """Whether it is where the light goes: by its body site, else by the place that its words name."""
    if clause.site is None:
        return True
    where = view.readings.sites.overlap(_site_of(said, view), site_of_order(view))
    return where is (Overlap.YES if clause.site == "overlaps" else Overlap.UNKNOWN)


def _site_of(said: _Said, view: View) -> Site:
    sites = view.readings.sites
    read = [sites.of_concept(concept, view.terminology) for concept in said.sites]
    read += [sites.of_text(text) for text in said.texts]
    return next((site for site in read if site.known), Site())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Graded:
    """A result that gives a number: of whom it is told by its name and side."""

    one: Observation
    name: tuple[str, ...]
    written: str
    number: Decimal | None
    when: Span | None


def _find_fall(clause: TextClause, before: timedelta, words: Words, view: View) -> Finding:
    """Whether the latest number of a name is lower than one measured up to `before` earlier.

    Takes:  results of which the name says one of the words; only those of the same name and side are compared.
    Gives:  unknown when a number cannot be read, or results were not given whole.
    """
    graded = [made for made in _graded(words, view) if made.when and not is_to_come(made.when, view.now)]
    found: list[Input] = []
    unread: list[str] = []
    for name in dict.fromkeys(one.name for one in graded):
        same = [(one, one.when) for one in graded if one.name == name and one.when]
        latest = newest(same, lambda pair: pair[1])
        fresh = [pair for pair in latest if clause.within and may_be_within(pair[1], clause.within, view.now)]
        for one, when in fresh:
            earlier = [(old, seen) for old, seen in same if seen.latest < when.earliest]
            earlier = [(old, seen) for old, seen in earlier if may_be_within(seen, before, when.earliest)]
            higher = [old for old, _ in earlier if old.number and one.number is not None and old.number > one.number]
            if higher:
                best = max(higher, key=lambda old: old.number or 0)
                found += [_fallen(one, f"{one.written}, was {best.written}"), _fallen(best, best.written)]
            elif earlier and any(each.number is None for each in (one, *(old for old, _ in earlier))):
                unread.append(f"the value of {one.one.reference}")
    if found:
        return true(found, f"{found[0].display}: {found[0].value}.")
    missing = not_loaded(view.record, Kind.OBSERVATION) + unread
    if missing:
        return unknown(missing, "Not every result could be compared, and none that was fell.")
    return false("No such result fell.")


def _fallen(graded: _Graded, value: str) -> Input:
    one = graded.one
    when = graded.when.text if graded.when else None
    return Input(reference=one.reference, display=one.code.label, value=value, date=when, matched_by=MatchedBy.NAME)


def _graded(words: Words, view: View) -> Iterator[_Graded]:
    for one in view.record.observations:
        if not is_final(one):
            continue
        sides = tuple(sorted(view.readings.sites.of_text(site.label).side or "" for site in one.body_sites))
        for part in (Component(code=one.code, value=one.value), *one.components):
            names = words_of(part.code)
            if part.value is None or not any(words.find(name) for name in names):
                continue
            name = (*tokens_of(part.code.label), *sides)
            yield _Graded(
                one=one, name=name, written=_written(part.value), number=_grade(part.value), when=one.effective
            )


def _written(value: Value) -> str:
    return value.label if isinstance(value, Concept) else in_words(value) or ""


def _grade(value: Value) -> Decimal | None:
    """A number, or a grade as clinicians write it: `4/5`, `4+/5`, `4-`; a plus or minus is less than half a grade."""
    if isinstance(value, Quantity):
        return None if value.comparator else value.value
    written = _GRADE.fullmatch(_written(value))
    if written is None:
        return None
    return Decimal(written[1]) + {"+": Decimal("0.3"), "-": Decimal("-0.3")}.get(written[2], Decimal(0))


def _as_input(said: _Said, phrases: list[str]) -> Input:
    whole = [phrase for phrase in phrases if not phrase.endswith("*")]  # a stem says nothing that the name does not
    return Input(
        reference=said.reference,
        display=said.name or phrases[0],
        value=", ".join(dict.fromkeys(whole)) or None,
        date=said.when.text if said.when else None,
        matched_by=MatchedBy.NAME,
        weak=said.weak,
    )


def _all_said(kinds: Iterable[Kind], view: View) -> Iterator[_Said]:
    wanted = set(kinds)
    if Kind.OBSERVATION in wanted:
        yield from _observations(view)
    if Kind.CONDITION in wanted:
        yield from _conditions(view)
    if Kind.ALLERGY in wanted:
        yield from _allergies(view)
    if Kind.PROCEDURE in wanted:
        yield from _procedures(view)
    yield from (said for said in _orders(view) if said.kind in wanted)


def _observations(view: View) -> Iterator[_Said]:
    for one in view.record.observations:
        if is_final(one):
            yield _Said(
                kind=Kind.OBSERVATION,
                reference=one.reference,
                name=one.code.label,
                texts=tuple(texts_of(one)),
                when=one.effective,
                sites=one.body_sites,
            )


def _conditions(view: View) -> Iterator[_Said]:
    for one in view.record.conditions:
        stands = standing(one, view)
        if stands.state in {State.ACTIVE, State.UNKNOWN}:
            yield _Said(
                kind=Kind.CONDITION,
                reference=one.reference,
                name=one.code.label,
                texts=tuple(words_of(one.code)),
                when=one.recorded or one.onset,
                sites=one.body_sites,
                weak=stands.weak,
            )


def _allergies(view: View) -> Iterator[_Said]:
    """What an entry that stands is about. Reactions are not read: they would tell of light-headedness as of light."""
    for one in view.record.allergies:
        if not stands(one):
            continue
        substances = [one.code, *(reaction.substance for reaction in one.reactions if reaction.substance)]
        yield _Said(
            kind=Kind.ALLERGY,
            reference=one.reference,
            name=one.code.label,
            texts=tuple(name for substance in substances for name in words_of(without_denied(substance))),
            when=one.recorded,
        )


def _procedures(view: View) -> Iterator[_Said]:
    for one in view.record.procedures:
        if one.status in _DONE:
            yield _Said(
                kind=Kind.PROCEDURE,
                reference=one.reference,
                name=one.code.label,
                texts=tuple(words_of(one.code)),
                when=one.performed,
                sites=one.body_sites,
            )


def _orders(view: View) -> Iterator[_Said]:
    """Orders given out, and other drafts of the request; the order at hand speaks through its own clause."""
    at_hand = view.order.reference if view.order else None
    placed = [one for one in view.record.orders if one.status in _ORDERED and one.intent not in _NOT_ORDERED]
    drafts = [one for one in view.record.drafts if isinstance(one, TherapyOrder)]
    for one in (*placed, *drafts):
        if one.reference != at_hand and not one.do_not_perform:
            named = [text for concept in (one.code, *one.details) for text in words_of(concept)]
            yield _Said(
                kind=one.kind,
                reference=one.reference,
                name=one.code.label,
                texts=(*named, *one.texts),
                when=one.authored or one.starts or (_today(view) if one.draft else None),
                sites=one.body_sites,
            )


def _today(view: View) -> Span:
    """A draft is being written now, whatever it says."""
    return Span(earliest=view.now, latest=view.now, text=view.now.date().isoformat(), precise=True)
