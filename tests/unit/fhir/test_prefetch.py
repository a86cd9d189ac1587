"""Present, known to be empty, or unknown: what each prefetch value means."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds.fhir import read_prefetch
from cds.record import Answer, Given, Kind

KEYS = {"conditions": Kind.CONDITION}
ONE = {"resourceType": "Condition", "id": "c"}
ANOTHER = {"resourceType": "Condition", "id": "d"}
WARNING = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "warning", "details": {"coding": [{"code": "4101"}]}}],
}
FAILURE = {"resourceType": "OperationOutcome", "issue": [{"severity": "warning"}, {"severity": "error"}]}


def searchset(*resources: object, **members: Any) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in resources], **members}


def conditions(value: object) -> Answer:
    (answer,) = read_prefetch({"conditions": value}, KEYS)
    assert (answer.key, answer.kind) == ("conditions", Kind.CONDITION)
    return answer


# --- the seven ways


def test_1_resources_are_present() -> None:
    answer = conditions(searchset(ONE, ANOTHER))
    assert (answer.given, answer.resources, answer.problem) == (Given.COMPLETE, (ONE, ANOTHER), None)


def test_2_null_is_known_to_be_empty() -> None:
    answer = conditions(None)
    assert (answer.given, answer.resources, answer.problem) == (Given.COMPLETE, (), None)


@pytest.mark.parametrize("prefetch", [{}, None, {"others": None}])
def test_3_an_absent_key_is_unknown(prefetch: dict[str, Any] | None) -> None:
    answer = read_prefetch(prefetch, KEYS)[0]
    assert (answer.given, answer.resources, answer.problem) == (Given.UNKNOWN, (), None)


@pytest.mark.parametrize("empty", [searchset(), searchset(total=0), {"resourceType": "Bundle"}, {"entry": []}, []])
def test_4_a_search_without_results_is_known_to_be_empty(empty: object) -> None:
    answer = conditions(empty)
    assert (answer.given, answer.problem) == (Given.COMPLETE, None)


@pytest.mark.parametrize("outcome", [WARNING, FAILURE])
def test_5_an_outcome_instead_of_an_answer_is_unknown(outcome: dict[str, Any]) -> None:
    answer = conditions(outcome)
    assert (answer.given, answer.resources) == (Given.UNKNOWN, ())
    assert answer.problem == "the query failed in the EHR; its log says why"


def test_6_a_search_that_only_informs_is_known_to_be_empty() -> None:
    answer = conditions(searchset(WARNING, total=0))
    assert (answer.given, answer.resources, answer.problem) == (Given.COMPLETE, (), None)


@pytest.mark.parametrize(
    "outcome",
    [
        FAILURE,
        {"resourceType": "OperationOutcome", "issue": [{"severity": "fatal"}]},
        {"resourceType": "OperationOutcome", "issue": {"severity": "error"}},
        {"resourceType": "OperationOutcome", "issue": [{}]},
        {"resourceType": "OperationOutcome", "issue": [{"severity": ["warning"]}]},
        {"resourceType": "OperationOutcome"},
    ],
)
def test_6_a_search_that_failed_is_unknown(outcome: dict[str, Any]) -> None:
    answer = conditions(searchset(outcome))
    assert (answer.given, answer.resources) == (Given.UNKNOWN, ())


@pytest.mark.parametrize(
    "link", [[{"relation": "self"}, {"relation": "next", "url": "https://x"}], {"relation": "next"}]
)
def test_7_a_page_is_not_all(link: object) -> None:
    answer = conditions(searchset(ONE, link=link))
    assert (answer.given, answer.resources) == (Given.PARTIAL, (ONE,))
    assert answer.problem == "is one page of several; send the others too, or let them be fetched"


# --- between all and nothing


def test_fewer_entries_than_the_total_are_not_all() -> None:
    assert conditions(searchset(ONE, total=2)).given is Given.PARTIAL
    assert conditions(searchset(total=2)).given is Given.PARTIAL


@pytest.mark.parametrize("total", [1, 0, "2", None, True, [7]])
def test_a_total_that_is_reached_or_no_number_says_nothing(total: object) -> None:
    assert conditions(searchset(ONE, total=total)).given is Given.COMPLETE


def test_what_came_along_does_not_count_towards_the_total() -> None:
    included = {"resource": ANOTHER, "search": {"mode": "include"}}
    bundle = {"resourceType": "Bundle", "total": 2, "entry": [{"resource": ONE, "search": {"mode": "match"}}, included]}
    assert conditions(bundle).given is Given.PARTIAL


def test_results_beside_a_warning_are_all() -> None:
    answer = conditions(searchset(ONE, WARNING))
    assert (answer.given, answer.resources) == (Given.COMPLETE, (ONE,))


def test_results_beside_a_failure_are_not_all() -> None:
    assert conditions(searchset(ONE, FAILURE)).given is Given.PARTIAL


def test_an_entry_that_cannot_be_read_may_have_been_one_more() -> None:
    assert conditions(searchset(ONE, 7)).given is Given.PARTIAL
    assert conditions(searchset(7)).given is Given.UNKNOWN


def test_one_resource_where_a_search_was_asked_may_not_be_all() -> None:
    answer = conditions(ONE)
    assert (answer.given, answer.resources) == (Given.PARTIAL, (ONE,))


def test_one_resource_where_one_was_asked_is_all() -> None:
    patient = {"resourceType": "Patient", "id": "p"}
    for given_patient in (patient, searchset(patient), {"response": {"status": "200 OK"}, "resource": patient}):
        (answer,) = read_prefetch({"patient": given_patient}, {"patient": Kind.PATIENT})
        assert (answer.given, answer.resources) == (Given.COMPLETE, (patient,))


def test_a_list_of_resources_is_all() -> None:
    answer = conditions([ONE, ANOTHER])
    assert (answer.given, answer.resources) == (Given.COMPLETE, (ONE, ANOTHER))


@pytest.mark.parametrize(
    "wrong", ["", "x", 7, True, {}, {"a": 1}, {"resourceType": 7}, [7], {"entry": 7}, {"resourceType": "Patient"}]
)
def test_what_is_no_answer_is_unknown(wrong: object) -> None:
    answer = conditions(wrong)
    assert answer.given is Given.UNKNOWN
    assert answer.problem == "holds no Condition; send the answer to the query for it"


def test_resources_of_another_kind_are_no_answer_but_may_be_read() -> None:
    procedure = {"resourceType": "Procedure", "id": "r"}
    answer = conditions(searchset(procedure))
    assert (answer.given, answer.resources) == (Given.UNKNOWN, (procedure,))


# --- the wrapping of before CDS Hooks 1.0


@pytest.mark.parametrize("status", ["200 OK", "200", 200, None])
def test_a_wrapped_answer(status: object) -> None:
    assert conditions({"response": {"status": status}, "resource": searchset(ONE)}).resources == (ONE,)
    assert conditions({"response": {"status": status}, "resource": searchset()}).given is Given.COMPLETE
    assert conditions({"response": {"status": status}}).given is (Given.COMPLETE if status else Given.UNKNOWN)


@pytest.mark.parametrize("status", ["404 Not Found", "500", 403, []])
def test_a_wrapped_failure_is_unknown(status: object) -> None:
    assert conditions({"response": {"status": status}, "resource": searchset(ONE)}).given is Given.UNKNOWN


# --- keys, addresses


def test_one_answer_for_every_key_asked_for_then_the_others() -> None:
    prefetch = {"other": searchset(ONE), "conditions": None}
    answers = read_prefetch(prefetch, {"observations": Kind.OBSERVATION, "conditions": Kind.CONDITION})
    assert [(answer.key, answer.kind, answer.given) for answer in answers] == [
        ("observations", Kind.OBSERVATION, Given.UNKNOWN),
        ("conditions", Kind.CONDITION, Given.COMPLETE),
        ("other", None, Given.PARTIAL),
    ]
    assert answers[2].resources == (ONE,)


def test_resources_keep_the_full_url_they_came_under() -> None:
    answer = conditions({"entry": [{"fullUrl": "urn:uuid:1", "resource": ONE}, {"resource": ANOTHER}]})
    assert answer.full_urls == ("urn:uuid:1", "")


def test_medications_that_came_along_can_be_referred_to() -> None:
    medication = {"resourceType": "Medication", "id": "m"}
    answer = conditions({"entry": [{"resource": ONE}, {"resource": medication, "search": {"mode": "include"}}]})
    assert (answer.given, answer.resources) == (Given.COMPLETE, (ONE, medication))


_json = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.text(max_size=4),
        st.sampled_from(["Condition", "Bundle", "next", "error"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "resourceType",
                    "entry",
                    "resource",
                    "response",
                    "status",
                    "link",
                    "relation",
                    "total",
                    "search",
                    "mode",
                    "issue",
                    "fullUrl",
                ]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(_json)
def test_anything_raises_nothing_and_only_an_answer_is_complete(value: object) -> None:
    answer = conditions(value)
    if isinstance(value, bool | int | str):
        assert answer.given is Given.UNKNOWN
    read_prefetch({"other": value}, KEYS)
