"""Membership by code: systems under any of their names, exact codes, prefixes, and what a set excludes."""

from typing import Any

import pytest

from cds.record import Coding, Concept
from cds.rulebook import SYSTEMS, ValueSet
from cds.terminology import MatchedBy, Terminology

ICD, SNOMED, ATC = SYSTEMS["icd-10-cm"], SYSTEMS["snomed"], SYSTEMS["atc"]


def value_set(name: str, *concepts: dict[str, Any]) -> ValueSet:
    written = [{"verified": True, "source": "test", "display": one["code"], **one} for one in concepts]
    return ValueSet.model_validate({"id": name, "title": name, "concepts": written})


def icd(code: str, match: str = "exact", **more: Any) -> dict[str, Any]:
    return {"system": "icd-10-cm", "code": code, "match": match, **more}


def snomed(code: str, match: str = "exact") -> dict[str, Any]:
    return {"system": "snomed", "code": code, "match": match}


TERMINOLOGY = Terminology(
    [
        value_set("psychosis", icd("F20", "prefix"), icd("F25", "prefix"), snomed("69322001")),
        value_set("psychosis-alone", icd("F20", "prefix"), icd("F20.5", "exclude-prefix"), icd("F20.81", "exclude")),
        value_set("head-injury", icd("S06", "prefix", exclude_suffix=["S"])),
        value_set("pregnant", snomed("77386006", "is-a"), snomed("10231000132102", "exclude"), icd("O09", "prefix")),
        value_set("ended", icd("Z37.0")),
        value_set("anaesthetics", {"system": "atc", "code": "N01A", "match": "prefix"}),
    ]
)


def member_of(system: str, code: str, display: str = "") -> list[str]:
    concept = Concept(codings=(Coding(system=system, code=code, display=display),))
    return [member.value_set for member in TERMINOLOGY.members(concept)]


@pytest.mark.parametrize(
    ("system", "code", "sets"),
    [
        (SNOMED, "69322001", ["psychosis"]),
        ("urn:oid:2.16.840.1.113883.6.96", "69322001", ["psychosis"]),
        ("http://snomed.info/sct/731000124108", " 69322001 ", ["psychosis"]),
        (ICD, "Z37.0", ["ended"]),
        (ICD, "Z37.01", []),  # exact is exact
        (ICD, "Z37", []),
        ("http://hl7.org/fhir/sid/icd-10", "Z37.0", []),  # the WHO's edition is another code system
        (ICD, "", []),
        ("", "69322001", []),
    ],
)
def test_an_exact_code_counts_under_any_name_of_its_system(system: str, code: str, sets: list[str]) -> None:
    assert member_of(system, code) == sets


@pytest.mark.parametrize("code", ["F25", "F25.0", "F250", "f25.0", "F25.89"])
@pytest.mark.parametrize("system", [ICD, "urn:oid:2.16.840.1.113883.6.90", "ICD10CM"])
def test_a_prefix_counts_with_and_without_its_dot(system: str, code: str) -> None:
    assert member_of(system, code) == ["psychosis"]


@pytest.mark.parametrize("code", ["F2", "F24", "F52.5"])
def test_a_prefix_counts_from_the_beginning_only(code: str) -> None:
    assert member_of(ICD, code) == []


@pytest.mark.parametrize(
    ("code", "is_member"),
    [("F20.0", True), ("F20", True), ("F20.5", False), ("F20.59", False), ("F20.81", False), ("F20.89", True)],
)
def test_what_a_set_excludes_is_no_member_of_it(code: str, is_member: bool) -> None:
    assert ("psychosis-alone" in member_of(ICD, code)) is is_member
    assert "psychosis" in member_of(ICD, code)  # an exclusion speaks for its own set only


def test_an_excluded_code_is_no_member_however_else_it_counts() -> None:
    assert member_of(SNOMED, "77386006") == ["pregnant"]
    assert member_of(SNOMED, "10231000132102") == []


@pytest.mark.parametrize(("code", "is_member"), [("S06.0X0A", True), ("S06.0X0D", True), ("S06.0X0S", False)])
def test_an_excluded_ending_is_no_member(code: str, is_member: bool) -> None:
    assert bool(member_of(ICD, code)) is is_member


def test_a_prefix_belongs_to_its_own_code_system() -> None:
    assert member_of(ATC, "N01AX03") == ["anaesthetics"]
    assert member_of(ICD, "N01A") == []
    assert member_of(ATC, "F20") == []


def test_displays_are_never_compared() -> None:
    assert member_of(SNOMED, "1", "Psychotic disorder 69322001") == []
    assert member_of(SNOMED, "69322001", "Fracture of femur") == ["psychosis"]


def test_every_coding_of_a_concept_counts() -> None:
    codings = (Coding(system="urn:local", code="7"), Coding(system=ICD, code="O09.1"), Coding(system=ICD, code="F20.0"))
    sets = {member.value_set for member in TERMINOLOGY.members(Concept(codings=codings))}
    assert sets == {"pregnant", "psychosis", "psychosis-alone"}


def test_a_member_says_the_code_as_sent_and_the_words_of_the_record() -> None:
    coding = Coding(system=ICD, code="F20.0")
    [member] = TERMINOLOGY.members_of(["psychosis"], Concept(codings=(coding,), text="Paranoid schizophrenia"))
    assert (member.matched_by, member.code, member.display) == (MatchedBy.CODE, "F20.0", "Paranoid schizophrenia")
    [unnamed] = TERMINOLOGY.members_of(["psychosis"], Concept(codings=(coding,)))
    assert unnamed.display == "F20"  # as the value set calls it, where the record says nothing


def test_only_the_sets_that_are_asked_for_are_given() -> None:
    concept = Concept(codings=(Coding(system=ICD, code="F20.0"),))
    assert [one.value_set for one in TERMINOLOGY.members_of(["psychosis-alone"], concept)] == ["psychosis-alone"]
    assert TERMINOLOGY.members_of([], concept) == ()
