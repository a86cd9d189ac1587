"""Whose resource is it? A record that mixes patients is worse than none, so this comes before anything else."""

from dataclasses import dataclass, field
from enum import StrEnum

from cds.record.references import Library, Shelf, address_of, id_of_urn, type_and_id
from cds.record.shapes import Json, as_list, as_object, as_text, clean_text, is_list


class Whose(StrEnum):
    """What a resource says about its patient; each value ends a sentence about the resource."""

    OURS = "is about this patient"
    ANOTHERS = "names another patient"
    NOBODYS = "names no patient"


def bare_id(patient_id: str) -> str:
    """The id in `x`, `Patient/x`, `https://ehr.example/fhir/Patient/x` and `urn:uuid:x`."""
    found = type_and_id(patient_id)
    return found[1] if found else id_of_urn(patient_id) or patient_id.strip()


@dataclass(frozen=True, slots=True)
class Subject:
    """The patient of the request, and what the resources of the request tell about who is who."""

    patient_id: str
    library: Library
    _known: dict[str, Whose] = field(default_factory=dict[str, Whose])

    def whose(self, resource: Json, shelf: Shelf) -> Whose:
        """Whether a resource is about this patient. Where `subject` and `patient` differ, the other one decides.

        Source: subject, of a Coverage the beneficiary; DSTU2's, and still AllergyIntolerance's, patient;
        Appointment.participant.actor.
        """
        subject = _address(resource.get("subject", resource.get("beneficiary")))
        patient = _address(resource.get("patient"))
        if not subject and not patient and "participant" in resource:
            return self._whose_participants(resource["participant"], shelf)
        if not patient or patient == subject:
            return self._whose_address(subject, shelf)
        answers = (self._whose_address(subject, shelf), self._whose_address(patient, shelf))
        return next(whose for whose in (Whose.ANOTHERS, Whose.OURS, Whose.NOBODYS) if whose in answers)

    def _whose_participants(self, participants: object, shelf: Shelf) -> Whose:
        """An appointment is of the patients who take part in it; that others do, too, says nothing."""
        actors = [_address(as_object(entry).get("actor")) for entry in as_list(participants)]
        answers = [(address, self._whose_address(address, shelf)) for address in actors if address]
        if any(whose is Whose.OURS for _, whose in answers):
            return Whose.OURS
        others = any((type_and_id(address) or ("", ""))[0] == "Patient" for address, _ in answers)
        return Whose.ANOTHERS if others else Whose.NOBODYS

    def is_patient(self, resource: Json) -> bool:
        """Whether a Patient resource is this patient."""
        return clean_text(resource.get("id")) == self.patient_id

    def _whose_address(self, address: str, shelf: Shelf) -> Whose:
        known = self._known.get(address)
        if known is None:
            known = self._known[address] = self._read_address(address, shelf)
        return known

    def _read_address(self, address: str, shelf: Shelf) -> Whose:
        if not address or address.startswith("#"):
            return Whose.NOBODYS  # a contained Patient has no identity outside
        return Whose.OURS if self._is_ours(address, shelf) else Whose.ANOTHERS

    def _is_ours(self, address: str, shelf: Shelf) -> bool:
        found = type_and_id(address)
        if found:
            return found == ("Patient", self.patient_id)
        if address == self.patient_id or id_of_urn(address) == self.patient_id.lower():
            return True
        target = self.library.find(address, {}, shelf)
        return (
            target is not None
            and as_text(target.resource.get("resourceType")) == "Patient"
            and self.is_patient(target.resource)
        )


def _address(reference: object) -> str:
    if reference is None:
        return ""
    return address_of(reference[0] if is_list(reference) and reference else reference)
