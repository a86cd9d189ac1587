"""Answers to our queries and the drafts of the hook, read into one PatientRecord.

Each resource goes the same way: known patient? → wanted by any rule? → projected and repaired → validated → frozen.
What leaves that way early is either wanted by no rule, or reported; and a kind of which something was lost is no longer
COMPLETE, because nothing may be concluded to be absent from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cds.errors import HookRequestInvalid
from cds.record.answers import Answer, how_much_was_given
from cds.record.build import Entry, build_entry
from cds.record.bundles import Held, read_held
from cds.record.kinds import SHAPES, kind_of
from cds.record.model import (
    Allergy,
    Appointment,
    CarePlan,
    Condition,
    Coverage,
    Device,
    Encounter,
    Given,
    Kind,
    MedicationUse,
    Observation,
    Order,
    Patient,
    PatientRecord,
    Procedure,
    TherapyOrder,
)
from cds.record.problems import Problems
from cds.record.referenced import Source
from cds.record.references import Library, Shelf, is_fhir_id, normal_address, safe_id, shelve
from cds.record.relevance import IsRelevant, Relevance, stays_visible
from cds.record.resources import validated
from cds.record.shapes import Json, as_text
from cds.record.subjects import Subject, Whose, bare_id

_ORDER_KINDS = frozenset({Kind.MEDICATION_REQUEST, Kind.SERVICE_REQUEST, Kind.DEVICE_REQUEST})
_MEDICATION_KINDS = frozenset({Kind.MEDICATION_REQUEST, Kind.MEDICATION_STATEMENT, Kind.MEDICATION_ADMINISTRATION})
_NO_DRAFT = frozenset({"cancelled", "entered-in-error", "stopped", "completed"})


def draft_reference(resource: Json, number: int) -> str:
    """What a draft order is called: `Type/id` in its own words, `Type/draft-2` for the second entry if it has no id.

    The type is the one it came with (`MedicationOrder/7` from a DSTU2 EHR): the EHR must find it again by this name.
    """
    return f"{as_text(resource.get('resourceType'))}/{safe_id(resource.get('id')) or f'draft-{number}'}"


def read_record(
    *,
    patient_id: str,
    answers: Sequence[Answer],
    drafts: Mapping[str, Any] | None,
    selections: Sequence[str] | None,
    encounter_id: str | None,
    is_relevant: IsRelevant,
) -> PatientRecord:
    """One patient, from what was given.

    Takes:  patient_id — of the hook's context; a `Patient/` or an absolute URL before it is tolerated.
            answers — one for each prefetch key, several for the same key when a fetch completed it.
            drafts — `context.draftOrders`: a Bundle or one resource; selections — `context.selections`, None when the
            hook has none: then every draft counts as selected.
            is_relevant — whether a rule may want a resource with these concepts.
    Gives:  the record. Medications, the patient and encounters are always in it, the rest when it is relevant or
            carries no code that a value set could hold.
    Raises: HookRequestInvalid — the Patient given or the subject of a draft is not the patient of the context.
    Source: CDS Hooks 2.0.1 context.patientId, context.draftOrders (whose orders may be other than draft when they are
            signed again: only what is over is left out), context.selections.
    """
    held, unreadable = read_held(drafts)
    draft_shelf = shelve((draft.resource, draft.full_url) for draft in held)
    shelves = [shelve(answer.placed()) for answer in answers]
    library = Library((draft_shelf, *shelves))
    reading = _Reading(
        subject=Subject(bare_id(patient_id), library),
        library=library,
        relevance=Relevance(is_relevant),
        encounter_id=bare_id(encounter_id) if encounter_id else "",
    )
    if unreadable:
        reading.problems.add("", "context.draftOrders has entries that hold no resource; they were left out")
    chosen = None if selections is None else frozenset(normal_address(as_text(one)) for one in selections)
    for number, draft in enumerate(held, start=1):
        reading.read_draft(draft, number, draft_shelf, chosen)
    for answer, shelf in zip(answers, shelves, strict=True):
        reading.read_answer(answer, shelf)
    return reading.record(answers)


def read_medications(bundle: object) -> tuple[MedicationUse, ...]:
    """Every medication in a Bundle, whoever's it is and whatever its state, in the order it stands there.

    Takes:  what `read_held` can look into. For reports on codes; a decision reads a whole record.
    """
    held, _ = read_held(bundle)
    shelf = shelve((one.resource, one.full_url) for one in held)
    library, uses = Library((shelf,)), list[MedicationUse]()
    for number, one in enumerate(held, start=1):
        kind = kind_of(one.resource.get("resourceType"))
        if kind not in _MEDICATION_KINDS or kind is None:
            continue
        own_id = safe_id(one.resource.get("id"))
        source = Source(
            kind=kind,
            reference=f"{kind}/{own_id}" if own_id else one.full_url or f"{kind}/entry-{number}",
            resource=one.resource,
            shelf=shelf,
            library=library,
            problems=Problems(),
        )
        use = build_entry(SHAPES[kind].project(one.resource, source.place), source)
        if isinstance(use, MedicationUse):
            uses.append(use)
    return tuple(uses)


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What was read so far."""

    subject: Subject
    library: Library
    relevance: Relevance
    encounter_id: str
    problems: Problems = field(default_factory=Problems)
    drafts: list[Order] = field(default_factory=list[Order])
    entries: list[Entry] = field(default_factory=list[Entry])
    seen: set[str] = field(default_factory=set[str])
    lost: set[Kind] = field(default_factory=set[Kind])
    met: set[Kind] = field(default_factory=set[Kind])

    def read_draft(self, draft: Held, number: int, shelf: Shelf, chosen: frozenset[str] | None) -> None:
        """One entry of the draft orders; Medications among them are only what references lead to."""
        resource = draft.resource
        kind = kind_of(resource.get("resourceType"))
        if kind not in _ORDER_KINDS or kind is None:
            return
        if self.subject.whose(resource, shelf) is Whose.ANOTHERS:
            raise HookRequestInvalid(
                "a draft order names another patient than context.patientId; send the orders of one patient",
                where="context.draftOrders",
            )
        own_id = safe_id(resource.get("id"))
        source = Source(
            kind=kind,
            reference=draft_reference(resource, number),
            resource=resource,
            shelf=shelf,
            library=self.library,
            problems=self.problems,
        )
        r4 = SHAPES[kind].project(resource, source.place)
        r4 = validated(kind, r4, source.place) or r4  # an order about to be signed is judged, whatever is wrong with it
        _note_oddities(source)
        order = build_entry(r4, source)
        if not isinstance(order, MedicationUse | TherapyOrder) or order.status in _NO_DRAFT:
            return
        if own_id:
            self.seen.add(source.reference)
        named = {source.reference, f"{kind}/{own_id}", own_id, draft.full_url, normal_address(draft.full_url)}
        self.drafts.append(replace(order, draft=True, selected=chosen is None or not chosen.isdisjoint(named)))

    def read_answer(self, answer: Answer, shelf: Shelf) -> None:
        """All resources of one answer."""
        if answer.problem:
            about = f"prefetch {answer.key}" if answer.kind else "resources that are only referred to"
            self.problems.add("", f"{about}: {answer.problem}")
        patients = [one for one in answer.resources if one.get("resourceType") == Kind.PATIENT]
        if answer.kind is Kind.PATIENT and patients and not any(map(self._may_be_patient, patients)):
            raise HookRequestInvalid(
                "the Patient given is not the one of context.patientId; send the patient of the hook",
                where=f"prefetch.{answer.key or 'patient'}",
            )
        for resource in answer.resources:
            kind = kind_of(resource.get("resourceType"))
            if kind is not None:
                self.met.add(kind)
                self._read(kind, resource, shelf, asked=answer.kind)

    def record(self, answers: Sequence[Answer]) -> PatientRecord:
        """Everything read, by kind."""
        patient = next((entry for entry in self.entries if isinstance(entry, Patient)), None)
        encounters = tuple(entry for entry in self.entries if isinstance(entry, Encounter))
        given = how_much_was_given(answers, self.met, self.lost)
        if patient is None:
            given[Kind.PATIENT] = Given.UNKNOWN  # somebody is the patient: an empty answer is no answer
        return PatientRecord(
            patient_id=self.subject.patient_id,
            patient=patient,
            conditions=tuple(entry for entry in self.entries if isinstance(entry, Condition)),
            medications=tuple(entry for entry in self.entries if isinstance(entry, MedicationUse)),
            allergies=tuple(entry for entry in self.entries if isinstance(entry, Allergy)),
            observations=tuple(entry for entry in self.entries if isinstance(entry, Observation)),
            procedures=tuple(entry for entry in self.entries if isinstance(entry, Procedure)),
            encounters=encounters,
            orders=tuple(order for entry in self.entries for order in _orders_of(entry)),
            devices=tuple(entry for entry in self.entries if isinstance(entry, Device)),
            appointments=tuple(entry for entry in self.entries if isinstance(entry, Appointment)),
            coverages=tuple(entry for entry in self.entries if isinstance(entry, Coverage)),
            drafts=tuple(self.drafts),
            encounter=next((one for one in encounters if one.reference == f"Encounter/{self.encounter_id}"), None),
            given=given,
            problems=self.problems.listed(),
        )

    def _read(self, kind: Kind, resource: Json, shelf: Shelf, asked: Kind | None) -> None:
        own_id = safe_id(resource.get("id"))
        reference = f"{as_text(resource.get('resourceType'))}/{own_id or '?'}"
        if own_id and reference in self.seen:
            return
        self.seen.add(reference)
        if not self._is_ours(kind, resource, reference, shelf, asked):
            return
        if self.relevance.is_unwanted(kind, resource):
            return
        source = Source(
            kind=kind,
            reference=reference,
            resource=resource,
            shelf=shelf,
            library=self.library,
            problems=self.problems,
        )
        entry = self._build(resource, source)
        if entry is None:
            return
        _note_oddities(source)
        self.entries.append(entry)

    def _build(self, resource: Json, source: Source) -> Entry | None:
        """The entry, or None when no rule wants it or it cannot be used."""
        r4 = SHAPES[source.kind].project(resource, source.place)
        entry = build_entry(r4, source)
        if not self.relevance.is_wanted(source.kind, entry):
            return entry if stays_visible(entry) else None
        checked = validated(source.kind, r4, source.place)
        if checked is None:
            source.place.add("could not be repaired into valid FHIR R4; it was left out")
            self.lost.add(source.kind)
            return None
        return entry if checked is r4 else build_entry(checked, source)

    def _is_ours(self, kind: Kind, resource: Json, reference: str, shelf: Shelf, asked: Kind | None) -> bool:
        if kind is Kind.PATIENT:
            return self.subject.is_patient(resource) or (asked is kind and resource.get("id") is None)
        whose = self.subject.whose(resource, shelf)
        if whose is Whose.NOBODYS and kind is Kind.ENCOUNTER and safe_id(resource.get("id")) == self.encounter_id:
            return True  # it was asked for by its own id
        if whose is not Whose.OURS:
            self.problems.add(reference, f"{whose}; it was left out")
            self.lost.add(kind)
        return whose is Whose.OURS

    def _may_be_patient(self, resource: Json) -> bool:
        return self.subject.is_patient(resource) or resource.get("id") is None


def _orders_of(entry: Entry) -> tuple[TherapyOrder, ...]:
    if isinstance(entry, CarePlan):
        return entry.activities
    return (entry,) if isinstance(entry, TherapyOrder) else ()


def _note_oddities(source: Source) -> None:
    if not is_fhir_id(source.resource.get("id")):
        source.place.add("id is missing or none that FHIR allows; the resource was read all the same")
    if source.resource.get("modifierExtension"):
        source.place.add("modifierExtension was not understood; the resource may mean something else")
