"""Counting what nothing could name: by systems that have a name of ours, never by what the record calls them."""

from cds.record import Coding, Concept
from cds.rulebook import SYSTEMS
from cds.terminology.counters import NO_CODE, OTHER, UnmappedMedications


def concept(*systems: str, text: str = "") -> Concept:
    return Concept(codings=tuple(Coding(system=one, code="Jane Marker", display="x") for one in systems), text=text)


def test_one_medication_counts_once_for_each_of_its_systems() -> None:
    counts = UnmappedMedications()
    counts.add([concept(SYSTEMS["rxnorm"], SYSTEMS["rxnorm"]), concept(SYSTEMS["ndc"])])
    counts.add([concept(SYSTEMS["ndc"])])
    assert counts.by_system() == {"rxnorm": 1, "ndc": 2}


def test_what_the_record_says_is_no_name_of_a_system() -> None:
    counts = UnmappedMedications()
    counts.add([concept("urn:oid:1.2.3", "Jane Marker's pills", "")])
    counts.add([concept(text="Jane Marker's pills")])
    assert counts.by_system() == {OTHER: 1, NO_CODE: 1}
