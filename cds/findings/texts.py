"""Facts without a code: whole words in the texts of a resource, always marked as matched by name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cds.findings.conditions import State, began_on, standing
from cds.findings.dates import may_be_within
from cds.findings.finding import Finding, Input, false, not_loaded, true, unknown
from cds.findings.logic import all_hold
from cds.findings.observations import is_final
from cds.findings.quantities import in_words
from cds.findings.view import View
from cds.record import Component, Concept, Condition, Kind, Span, TherapyOrder
from cds.rulebook import TextClause
from cds.terminology import MatchedBy, Words

_DONE = {"completed", "in-progress"}
_ORDERED = {"active", "completed"}
_NOT_ORDERED = {"proposal", "plan", "option"}
_READ = {Kind.OBSERVATION, Kind.CONDITION, Kind.PROCEDURE, Kind.SERVICE_REQUEST, Kind.DEVICE_REQUEST}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What one resource says in words: each text on its own, and when."""

    kind: Kind
    reference: str
    name: str
    texts: tuple[str, ...]
    when: Span | None
    weak: str | None = None


def find_text(clause: TextClause, view: View) -> Finding:
    """Whether a resource of the kinds says one of the words.

    Takes:  whole words, a trailing * for any ending; a text that also has one of the `absent` words says nothing. A
            result is read together with the name of what was asked, so `foot drop: absent` is one text.
    Gives:  unknown when the only text found has no date that the window needs, or a kind was not loaded whole.
    Source: decision 13: facts without codes are read by whole words, flagged as matched by name.
    """
    words, absent = Words(clause.words), Words(clause.absent or ())
    found: list[Input] = []
    undated: list[str] = []
    if clause.since_onset_of:
        undated += not_loaded(view.record, Kind.CONDITION)
    for said in _all_said(clause.text, view):
        phrases = [phrase for text in said.texts if not absent.find(text) for phrase in words.find(text)]
        if not phrases:
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
    """Whether it is dated on or after the day on which each condition of the sets began; what cannot be told is
    named in `undated`."""
    if not clause.since_onset_of:
        return True
    if not_loaded(view.record, Kind.CONDITION):
        return None
    answers: list[bool | None] = []
    for one in view.record.conditions:
        if standing(one, view, lifelong=True).state in {State.NONE, State.RESOLVED}:
            continue
        if view.terminology.members_of(clause.since_onset_of, one.code):
            answers.append(_is_after(said.when, one, view))
            if said.when is None:
                undated.append(f"{said.kind} time")
            elif answers[-1] is None:
                undated.append(f"when {one.reference} began")
    return all_hold(answers)


def _is_after(when: Span | None, condition: Condition, view: View) -> bool | None:
    """By whole days. Of a condition that only says when it was recorded, nothing earlier can be said."""
    began = began_on(condition, view)
    if when is None or began is None:
        return None
    if when.earliest.date() >= began.latest.date():
        return True
    return False if condition.onset is not None and when.latest.date() < began.earliest.date() else None


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
    if Kind.PROCEDURE in wanted:
        yield from _procedures(view)
    yield from (said for said in _orders(view) if said.kind in wanted)


def _words_of(concept: Concept) -> list[str]:
    return [text for text in (concept.text, *(coding.display for coding in concept.codings)) if text]


def _observations(view: View) -> Iterator[_Said]:
    for one in view.record.observations:
        if is_final(one):
            parts = (Component(code=one.code, value=one.value), *one.components)
            texts = [text for part in parts for text in _statements(part)]
            yield _Said(
                kind=Kind.OBSERVATION,
                reference=one.reference,
                name=one.code.label,
                texts=(*texts, *one.texts),
                when=one.effective,
            )


def _statements(part: Component) -> Iterator[str]:
    """Each name of what was asked, with each wording of the answer; what was answered with a plain no is not said."""
    if part.value is False:
        return
    answers = _words_of(part.value) if isinstance(part.value, Concept) else [in_words(part.value) or ""]
    for name in _words_of(part.code) or [""]:
        for answer in answers or [""]:
            yield f"{name}: {answer}" if answer else name


def _conditions(view: View) -> Iterator[_Said]:
    for one in view.record.conditions:
        stands = standing(one, view)
        if stands.state in {State.ACTIVE, State.UNKNOWN}:
            yield _Said(
                kind=Kind.CONDITION,
                reference=one.reference,
                name=one.code.label,
                texts=tuple(_words_of(one.code)),
                when=one.recorded or one.onset,
                weak=stands.weak,
            )


def _procedures(view: View) -> Iterator[_Said]:
    for one in view.record.procedures:
        if one.status in _DONE:
            yield _Said(
                kind=Kind.PROCEDURE,
                reference=one.reference,
                name=one.code.label,
                texts=tuple(_words_of(one.code)),
                when=one.performed,
            )


def _orders(view: View) -> Iterator[_Said]:
    """Orders given out, and other drafts of the request; the order at hand speaks through its own clause."""
    at_hand = view.order.reference if view.order else None
    placed = [one for one in view.record.orders if one.status in _ORDERED and one.intent not in _NOT_ORDERED]
    drafts = [one for one in view.record.drafts if isinstance(one, TherapyOrder)]
    for one in (*placed, *drafts):
        if one.reference != at_hand and not one.do_not_perform:
            named = [text for concept in (one.code, *one.details) for text in _words_of(concept)]
            yield _Said(
                kind=one.kind,
                reference=one.reference,
                name=one.code.label,
                texts=(*named, *one.texts),
                when=one.authored or one.starts or (_today(view) if one.draft else None),
            )


def _today(view: View) -> Span:
    """A draft is being written now, whatever it says."""
    return Span(earliest=view.now, latest=view.now, text=view.now.date().isoformat(), precise=True)
