"""Whatever is sent, reading ends soon and raises nothing but the refusals that it means."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds.record import Kind, PatientRecord
from cds.record.kinds import MEDICATION, OLDER_TYPES, SHAPES
from cds.record.problems import MAX_PROBLEMS
from cds.record.repair import Shape
from tests.unit.record.building import ICD, OURS, RXNORM, about_p, answer, problems, read, record_of

WHO = "Jane Doe 1980-01-01"

_words = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        [
            WHO,
            "2026-03-05",
            "2026-13-45",
            "Patient/p",
            "#c",
            "urn:uuid:x",
            "active",
            "ordered",
            RXNORM,
            "\ud800",
            "\x00",
            "\u202ex",
        ]
    ),
)
_atoms = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    _words,
    st.sampled_from([10**400, -(10**40), "1e999", "NaN", 0, -1]),
)
_names = st.sampled_from(
    ["coding", "code", "system", "display", "text", "value", "unit", "reference", "concept", "start", "end", "low", "high",
     "numerator", "denominator", "repeat", "event", "extension", "url", "valueCode", "doseAndRate", "type", "parameter"]
)  # fmt: skip
_json = st.recursive(
    _atoms,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(_names, st.text(max_size=3)), inner, max_size=4)
    ),
    max_leaves=8,
)


def _member_names(shape: Shape) -> list[str]:
    older = [name for names in shape.renamed.values() for name in names]
    return [*shape.members, *older]


_OTHER_NAMES = [
    "id", "contained", "modifierExtension", "meta", "reason", "medication", "product", "ingredient", "notGiven", "wasNotTaken",
    "taken", "adherence", "abatementBoolean", "onsetString", "abatementString", "performedString", "serviceRequested", "status",
]  # fmt: skip


def _resources(kind: Kind) -> st.SearchStrategy[dict[str, Any]]:
    names = st.sampled_from([*_member_names(SHAPES[kind]), *_OTHER_NAMES])
    types = st.sampled_from([kind.value, *(older for older, of in OLDER_TYPES.items() if of is kind)])
    members = st.dictionaries(names, _json, max_size=8)
    subjects = st.one_of(st.just(OURS), st.just("Patient/p"))
    return st.builds(
        lambda resource_type, subject, rest: {"subject": subject, **rest, "resourceType": resource_type},
        types,
        subjects,
        members,
    )


def _assert_is_text_alone(record: PatientRecord) -> None:
    assert WHO not in " ".join(problems(record))
    repr(record).encode()  # no lone surrogate anywhere


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.PATIENT])
@settings(max_examples=50, derandomize=True, deadline=None)
@given(st.data())
def test_wrong_types_anywhere_raise_nothing(kind: Kind, data: st.DataObject) -> None:
    resource = data.draw(_resources(kind))
    _assert_is_text_alone(record_of(answer(kind, resource)))
    _assert_is_text_alone(record_of(drafts=resource))


@settings(max_examples=50, derandomize=True, deadline=None)
@given(_resources(Kind.PATIENT))
def test_wrong_types_in_a_patient_raise_nothing(resource: dict[str, Any]) -> None:
    _assert_is_text_alone(record_of(answer(Kind.PATIENT, {**resource, "id": "p"})))


@settings(max_examples=50, derandomize=True, deadline=None)
@given(st.dictionaries(st.sampled_from(_member_names(MEDICATION) + _OTHER_NAMES), _json, max_size=5))
def test_wrong_types_in_a_medication_raise_nothing(medication: dict[str, Any]) -> None:
    _assert_is_text_alone(
        read(
            about_p("MedicationRequest", medicationReference={"reference": "Medication/m"}),
            {**medication, "resourceType": "Medication", "id": "m"},
        )
    )


@settings(max_examples=80, derandomize=True, deadline=None)
@given(_json, st.one_of(st.none(), st.lists(_words, max_size=2)))
def test_anything_for_drafts_raises_nothing(drafts: Any, selections: list[str] | None) -> None:
    _assert_is_text_alone(record_of(drafts=drafts, selections=selections))


# --- size


def _nested(depth: int) -> dict[str, Any]:
    innermost: dict[str, Any] = {}
    value = innermost
    for _ in range(depth):
        value = {"coding": [value], "extension": [value], "entry": [value], "resource": value, "contained": [value]}
    return value


def _within(seconds: float, *resources: dict[str, Any]) -> PatientRecord:
    started = time.process_time()
    record = record_of(answer(Kind.MEDICATION_REQUEST, *resources), drafts={"entry": list(resources[:50])})
    assert time.process_time() - started < seconds
    return record


def test_a_megabyte_of_text_is_cut() -> None:
    record = _within(
        2, about_p("Condition", code={"text": "x" * 10**6, "coding": [{"system": "s" * 10**6, "code": "c" * 10**6}]})
    )
    concept = record.conditions[0].code
    assert (len(concept.text), len(concept.codings[0].code)) == (1_000, 64)
    assert problems(record) == ["code.text is longer than 1000 characters and was cut"]


def test_ten_thousand_codings_are_capped_and_told() -> None:
    record = _within(2, about_p("Condition", code={"coding": [{"system": ICD, "code": str(n)} for n in range(10_000)]}))
    assert len(record.conditions[0].code.codings) == 50
    assert problems(record) == ["code.coding has more than 50 entries; those beyond were left out"]


def test_deep_nesting_is_not_followed() -> None:
    deep = _nested(2_000)
    record = _within(
        2,
        about_p("Condition", code=deep, bodySite=[deep], extension=[deep], contained=[deep], modifierExtension=[deep]),
    )
    assert len(record.conditions) == 1
    assert record_of(drafts=deep).drafts == ()


@pytest.mark.parametrize("name", ["resource", "entry", "contained", "coding"])
def test_wrappings_without_end_are_not_unwrapped(name: str) -> None:
    deep: Any = about_p("MedicationRequest")
    for _ in range(5_000):
        deep = {name: deep}
    record = record_of(answer(None, {**about_p("Condition"), name: deep}), drafts=deep)
    assert record.drafts == ()


def test_invisible_characters_are_gone_and_white_space_is_single() -> None:
    record = read(about_p("Condition", code={"text": "\ufeffKeta\x00mine \u202enim\u2066 \n\t\ud800 \x85 x"}))
    assert record.conditions[0].code.text == "Ketamine nim x"


def test_medications_that_branch_without_end_cost_little() -> None:
    def medication(number: int) -> dict[str, Any]:
        children = [{"itemReference": {"reference": f"Medication/{number * 20 + child}"}} for child in range(20)]
        return {"resourceType": "Medication", "id": str(number), "code": {"text": str(number)}, "ingredient": children}

    requests = [
        {**about_p("MedicationRequest", medicationReference={"reference": f"Medication/{number}"}), "id": f"r{number}"}
        for number in range(1, 300)
    ]
    record = _within(4, *requests, *map(medication, range(1, 3_000)))
    assert all(len(use.medicines) <= 30 for use in record.medications)


def test_ten_thousand_references_to_one_large_resource_cost_little() -> None:
    codings = [{"system": ICD, "code": f"F{number}"} for number in range(100)]
    condition = about_p("Condition", code={"coding": codings})
    reasons = [{"reference": "Condition/r1"}] * 100
    requests = [{**about_p("MedicationRequest", reasonReference=reasons), "id": f"m{number}"} for number in range(100)]
    assert len(_within(4, condition, *requests).medications) == 51  # the others are drafts


def test_a_thousand_problems_are_not_a_thousand_lines() -> None:
    theirs = [{"resourceType": "Condition", "id": f"c{n}", "subject": {"reference": "Patient/q"}} for n in range(1_000)]
    record = record_of(answer(Kind.CONDITION, *theirs))
    assert len(record.problems) == MAX_PROBLEMS + 1
    assert record.problems[-1].problem == "more was wrong than is listed here; the first problems come first"


def test_a_thousand_resources_that_no_rule_wants_cost_little() -> None:
    def laboratory(number: int) -> dict[str, Any]:
        code = {
            "coding": [{"system": "http://loinc.org", "code": f"{number % 200}-1", "display": "Something"}],
            "text": "Something",
        }
        return {
            **about_p("Observation", status="final", code=code, valueQuantity={"value": number, "unit": "mg"}),
            "id": f"o{number}",
        }

    given = answer(Kind.OBSERVATION, *map(laboratory, range(1_000)))
    started = time.process_time()
    record = record_of(given, wanted=False)
    assert time.process_time() - started < 0.2  # about 5 ms; the margin is for slow machines
    assert record.observations == ()
