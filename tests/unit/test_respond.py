"""Responding: a hook request in, cards out; the same for the same request, and never an empty answer for a failure."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cds.caller import Caller
from cds.decide import Decider
from cds.engine import Firing, RuleBase, oracle
from cds.errors import EngineFault, HookRequestInvalid, RecordUnavailable, ResponseInvalid, UnknownService
from cds.findings import Readings
from cds.hooks import Card, HookRequest, HookResponse, JsonObject
from cds.hooks.discovery import service_complaints
from cds.hooks.request import OrderSelectContext, OrderSignContext, PatientViewContext
from cds.respond import Responder, Spoken
from tests.unit.rulebook.rule_folder import RuleFolder

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SIGN = "kir-order-sign"
PATIENT = {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1990-06-01"}
PSYCHOSIS = {
    "resourceType": "Condition",
    "id": "c1",
    "subject": {"reference": "Patient/p"},
    "clinicalStatus": {"coding": [{"code": "active"}]},
    "verificationStatus": {"coding": [{"code": "confirmed"}]},
    "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F20.0", "display": "Schizophrenia"}]},
}
KETAMINE = {
    "resourceType": "MedicationRequest",
    "id": "ket",
    "status": "draft",
    "intent": "order",
    "subject": {"reference": "Patient/p"},
    "medicationCodeableConcept": {
        "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "6130", "display": "ketamine"}]
    },
}


class Oracle:
    """Matches atoms in plain Python."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base

    def evaluate(self, atoms: Iterable[str]) -> Firing:
        return oracle(self.base, atoms)


class Broken(Oracle):
    """An engine that fails."""

    def evaluate(self, atoms: Iterable[str]) -> Firing:
        raise EngineFault("the rule engine failed")


class Log:
    """Keeps decisions in a list."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, HookRequest, HookResponse, str]] = []
        self.spoken: list[Sequence[Spoken]] = []

    def save_decision(
        self,
        service_id: str,
        request: HookRequest,
        response: HookResponse,
        *,
        caller: Caller,
        digest: str,
        spoken: Sequence[Spoken],
    ) -> None:
        self.kept.append((service_id, request, response, digest))
        self.spoken.append(spoken)


@pytest.fixture
def rules(tmp_path: Path) -> RuleFolder:
    """One rule on order-sign: critical for psychosis, warning for blood pressure."""
    return RuleFolder(tmp_path / "rules")


def responder(rules: RuleFolder, evaluator: Callable[[RuleBase], Any] = Oracle, **more: Any) -> Responder:
    readings = Readings(rules.load())
    return Responder(readings, lambda: Decider(readings, evaluator), clock=lambda: NOW, **{"pool": 1, **more})


def bundle(*resources: JsonObject) -> JsonObject:
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in resources]}


EMPTY = dict.fromkeys(("conditions", "observations", "procedures", "serviceRequests", "medications"))


def request(
    *drafts: JsonObject,
    hook: str = "order-sign",
    instance: str = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
    **prefetch: Any,
) -> HookRequest:
    """A request about patient p, whose record is empty but for what is said."""
    who = {"user_id": "Practitioner/1", "patient_id": "p"}
    contexts = {
        "order-sign": lambda: OrderSignContext(**who, draft_orders=bundle(*drafts)),
        "order-select": lambda: OrderSelectContext(**who, draft_orders=bundle(*drafts)),
        "patient-view": lambda: PatientViewContext(**who),
    }
    given = {"patient": PATIENT, **EMPTY, **prefetch}
    return HookRequest(hook=hook, hook_instance=instance, context=contexts[hook](), prefetch=given)


ILL = request(KETAMINE, conditions=bundle(PSYCHOSIS))


def decision(response: HookResponse) -> JsonObject:
    return response.extension["org.kir-cds.decision"]


def uuids(response: HookResponse) -> list[str]:
    return [uuid for card in response.cards for uuid in (card.uuid, *(one.uuid for one in card.suggestions))]


def only(response: HookResponse) -> Card:
    [card] = response.cards
    return card


# --- services ---------------------------------------------------------------------------------------------


def test_the_services_are_those_of_the_rulebook(rules: RuleFolder) -> None:
    made = responder(rules)
    assert [service.id for service in made.services] == [f"kir-{service.hook}" for service in made.services]
    assert len(made.services) == 9
    assert service_complaints(made.services) == []


def test_an_unknown_service_is_told_with_those_that_are_known(rules: RuleFolder) -> None:
    with pytest.raises(UnknownService, match="kir-patient-view, kir-order-select, kir-order-sign"):
        responder(rules).respond("kir-order-signs", ILL)


# --- what is answered -------------------------------------------------------------------------------------


def test_a_rule_speaks_about_the_draft(rules: RuleFolder) -> None:
    card = only(responder(rules).respond(SIGN, ILL))
    assert card.summary == "Critical: Schizophrenia recorded"
    assert card.extension["org.kir-cds.associated-resource"] == [{"reference": "MedicationRequest/ket"}]


def test_no_cards_and_nothing_unknown_is_said_by_the_rulebook_alone(rules: RuleFolder) -> None:
    rulebook = rules.load()
    response = responder(rules).respond(SIGN, request(KETAMINE))
    assert response.to_document() == {
        "cards": [],
        "extension": {"org.kir-cds.decision": {"rulebook": {"version": rulebook.version, "digest": rulebook.digest}}},
    }


def test_what_was_not_given_is_not_evaluated_and_never_safe(rules: RuleFolder) -> None:
    response = responder(rules).respond(
        SIGN, request(KETAMINE, conditions={"resourceType": "OperationOutcome", "issue": []})
    )
    assert response.cards == ()
    assert decision(response)["notEvaluated"] == [{"rule": "KET-CI-TEST", "missing": ["Condition"]}]


def test_a_rule_that_speaks_is_not_also_not_evaluated(rules: RuleFolder) -> None:
    """It could not be asked about the second draft, and speaks about the first."""
    unnamed = {**KETAMINE, "id": "later", "medicationCodeableConcept": {"coding": [{"code": "7"}]}}
    response = responder(rules).respond(SIGN, request(KETAMINE, unnamed, conditions=bundle(PSYCHOSIS)))
    assert len(response.cards) == 1
    assert "notEvaluated" not in decision(response)


def test_what_could_not_be_used_is_reported(rules: RuleFolder) -> None:
    others = {**PSYCHOSIS, "subject": {"reference": "Patient/somebody"}}
    unnamed = {**KETAMINE, "id": "m1", "status": "active", "medicationCodeableConcept": {"coding": [{"code": "7"}]}}
    response = responder(rules).respond(SIGN, request(KETAMINE, conditions=bundle(others), medications=bundle(unnamed)))
    assert decision(response)["dataQuality"] == [
        {"reference": "Condition/c1", "problem": "names another patient; it was left out"},
        {
            "reference": "MedicationRequest/m1",
            "problem": "could not be checked: neither its code nor its name is known",
        },
    ]


def test_only_drafts_that_the_ehr_can_find_again_are_offered_for_removal(rules: RuleFolder) -> None:
    rules.edit("  - label: Refer", "  - {label: Remove the order, delete: order}\n  - label: Refer")
    made = responder(rules)
    assert only(made.respond(SIGN, ILL)).suggestions[0].actions[0].resource_id == "MedicationRequest/ket"
    nameless = {name: value for name, value in KETAMINE.items() if name != "id"}
    card = only(made.respond(SIGN, request(nameless, conditions=bundle(PSYCHOSIS))))
    assert [one.label for one in card.suggestions] == ["Refer to psychiatry"]


@pytest.mark.parametrize("name", [{}, {"id": "draft-2"}], ids=["without an id", "with the id of another"])
def test_of_two_drafts_that_go_by_one_name_none_is_offered_for_removal(rules: RuleFolder, name: JsonObject) -> None:
    """The second draft without an id is called draft-2, and so may be another one."""
    rules.edit("  - label: Refer", "  - {label: Remove the order, delete: order}\n  - label: Refer")
    other = {**KETAMINE, "id": "draft-2", "medicationCodeableConcept": {"text": "paracetamol"}}
    second = {member: value for member, value in KETAMINE.items() if member != "id"} | name
    card = only(responder(rules).respond(SIGN, request(other, second, conditions=bundle(PSYCHOSIS))))
    assert [one.label for one in card.suggestions] == ["Refer to psychiatry"]


def test_the_moment_is_that_of_the_clock(rules: RuleFolder) -> None:
    rules.edit("as: psychosis}", "recorded_within: 28 days, as: psychosis}")
    noted = request(KETAMINE, conditions=bundle({**PSYCHOSIS, "recordedDate": "2026-11-01"}))
    assert len(responder(rules).respond(SIGN, noted).cards) == 1
    readings = Readings(rules.load())
    later = Responder(readings, lambda: Decider(readings, Oracle), clock=lambda: NOW.replace(year=2027))
    assert later.respond(SIGN, noted).cards == ()


# --- what is refused --------------------------------------------------------------------------------------


OUTCOME = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}


@pytest.mark.parametrize("given", ["absent", OUTCOME])
def test_without_the_patient_there_is_no_answer(rules: RuleFolder, given: Any) -> None:
    asked = request(KETAMINE, patient=given)
    if given == "absent":
        del asked.prefetch["patient"]
    with pytest.raises(RecordUnavailable, match="send the prefetch key `patient`"):
        responder(rules).respond(SIGN, asked)


def test_without_anything_else_there_is_one(rules: RuleFolder) -> None:
    asked = request(KETAMINE)
    asked.prefetch.clear()
    asked.prefetch["patient"] = PATIENT
    [rule] = decision(responder(rules).respond(SIGN, asked))["notEvaluated"]
    assert rule == {"rule": "KET-CI-TEST", "missing": ["Condition", "Observation 85354-9"]}


def test_the_record_of_another_patient_is_refused(rules: RuleFolder) -> None:
    with pytest.raises(HookRequestInvalid, match=r"is not the one of context\.patientId"):
        responder(rules).respond(SIGN, request(KETAMINE, patient={**PATIENT, "id": "q"}))
    with pytest.raises(HookRequestInvalid, match="a draft order names another patient"):
        responder(rules).respond(SIGN, request({**KETAMINE, "subject": {"reference": "Patient/q"}}))


# --- the same again ---------------------------------------------------------------------------------------


def test_the_same_request_gives_the_same_bytes(rules: RuleFolder) -> None:
    made = responder(rules)
    assert made.respond(SIGN, ILL).to_bytes() == made.respond(SIGN, ILL).to_bytes()
    assert responder(rules).respond(SIGN, ILL).to_bytes() == made.respond(SIGN, ILL).to_bytes()


def test_another_call_gives_the_same_cards_under_other_uuids(rules: RuleFolder) -> None:
    made = responder(rules)
    again = request(KETAMINE, instance="6f9619ff-8b86-4011-b42d-00cf4fc964ff", conditions=bundle(PSYCHOSIS))
    first, second = made.respond(SIGN, ILL), made.respond(SIGN, again)
    assert len({*uuids(first), *uuids(second)}) == 2 * len(uuids(first)) == 4
    assert only(first).detail == only(second).detail


def test_another_service_gives_other_uuids(rules: RuleFolder) -> None:
    rules.edit("hooks: [order-sign]", "hooks: [order-sign, order-select]")
    made = responder(rules)
    selected = request(KETAMINE, hook="order-select", conditions=bundle(PSYCHOSIS))
    assert not {*uuids(made.respond(SIGN, ILL))} & {*uuids(made.respond("kir-order-select", selected))}


# --- silent rules -----------------------------------------------------------------------------------------


def test_a_silent_rule_is_decided_and_never_said(rules: RuleFolder) -> None:
    rules.edit("status: active", "status: silent")
    made = responder(rules)
    response, matching = made.answer(SIGN, ILL)
    assert [outcome.state for outcome in matching.outcomes()] == ["speaks"]
    assert response.cards == ()
    unanswered = made.respond(SIGN, request(KETAMINE, conditions=OUTCOME))
    assert "notEvaluated" not in decision(unanswered)
    assert b"KET-CI-TEST" not in response.to_bytes() + unanswered.to_bytes()


# --- failures ---------------------------------------------------------------------------------------------


def test_a_fault_of_the_engine_is_raised_again_and_again_and_never_answered_with_nothing(rules: RuleFolder) -> None:
    made = responder(rules, Broken)
    for _ in range(3):  # the one decider of the pool comes back after a fault
        with pytest.raises(EngineFault):
            made.respond(SIGN, ILL)


def test_a_response_that_breaks_cds_hooks_is_sent_to_nobody(rules: RuleFolder) -> None:
    rules.edit("notice: No card", "notice: <b>No card", "services.yaml")
    with pytest.raises(ResponseInvalid, match=r"cards\[0\]\.detail: raw HTML"):
        responder(rules).respond(SIGN, ILL)


def test_a_decision_is_kept_with_the_digest_of_its_rulebook(rules: RuleFolder) -> None:
    log = Log()
    made = responder(rules, log=log)
    response = made.respond(SIGN, ILL)
    assert log.kept == [(SIGN, ILL, response, rules.load().digest)]
    made.answer(SIGN, ILL)
    assert len(log.kept) == 1  # trying something is not a decision about a patient


NORTH, SOUTH, EAST = (
    Caller(client="ward", tenant="north"),
    Caller(client="ward", tenant="south"),
    Caller(client="clinic", tenant="north"),
)
"""Three houses that may each have a patient `p`, and make up the same ids for calls and orders."""


def test_another_ehr_or_tenant_gets_other_uuids(rules: RuleFolder) -> None:
    made = responder(rules)
    given = [uuids(made.respond(SIGN, ILL, caller)) for caller in (NORTH, SOUTH, EAST)]
    assert len({name for names in given for name in names}) == sum(map(len, given))
    assert uuids(made.respond(SIGN, ILL, NORTH)) == given[0]


def test_the_finding_of_another_ehr_or_tenant_has_another_fingerprint(rules: RuleFolder) -> None:
    assert len({fingerprint(rules, ILL, caller) for caller in (NORTH, SOUTH, EAST)}) == 3


def fingerprint(rules: RuleFolder, asked: HookRequest, caller: Caller = NORTH) -> str:
    """What the decision about one order keeps of its one rule."""
    log = Log()
    responder(rules, log=log).respond(SIGN, asked, caller)
    [[spoken]] = log.spoken
    [print_] = spoken.values()
    return print_


def test_the_same_finding_has_the_same_fingerprint_in_the_next_call(rules: RuleFolder) -> None:
    again = request(KETAMINE | {"id": "another-draft"}, instance="call 2", conditions=bundle(PSYCHOSIS))
    assert fingerprint(rules, again) == fingerprint(rules, ILL)
    assert len(fingerprint(rules, ILL)) == 64


@pytest.mark.parametrize(
    "changed",
    [
        PSYCHOSIS | {"id": "c2"},
        PSYCHOSIS | {"recordedDate": "2026-11-23"},
        PSYCHOSIS | {"code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F25.0"}]}},
        PSYCHOSIS | {"verificationStatus": {"coding": [{"code": "provisional"}]}},
    ],
    ids=["another entry", "another date", "another code", "another tier"],
)
def test_a_changed_finding_has_another_fingerprint(rules: RuleFolder, changed: JsonObject) -> None:
    assert fingerprint(rules, request(KETAMINE, conditions=bundle(changed))) != fingerprint(rules, ILL)


def test_a_new_version_of_a_rule_or_another_drug_has_another_fingerprint(rules: RuleFolder) -> None:
    before = fingerprint(rules, ILL)
    drug = {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "2119365", "display": "esketamine"}
    esketamine = KETAMINE | {"medicationCodeableConcept": {"coding": [drug]}}
    assert fingerprint(rules, request(esketamine, conditions=bundle(PSYCHOSIS))) != before
    rules.edit("version: 1.0.0", "version: 1.0.1")
    assert fingerprint(rules, ILL) != before


def test_what_failed_is_not_kept(rules: RuleFolder) -> None:
    log = Log()
    with pytest.raises(EngineFault):
        responder(rules, Broken, log=log).respond(SIGN, ILL)
    assert log.kept == []


# --- size -------------------------------------------------------------------------------------------------


def test_a_record_of_hundreds_of_unnamed_medicines_still_has_an_answer(rules: RuleFolder) -> None:
    rules.edit(
        "{condition: active, in: ket-cond-psychosis, as: psychosis}",
        "{medication: exposed, in: ket-ddi-opioids, as: psychosis}",
    )
    for number in range(20):
        rules.add_rule(
            f"KET-CI-{number}",
            (
                "{condition: active, in: ket-cond-psychosis, as: psychosis}",
                "{medication: exposed, in: ket-ddi-opioids, as: psychosis}",
            ),
        )
    unnamed = [
        {
            **KETAMINE,
            "id": f"medicine-without-a-name-{n}",
            "status": "active",
            "medicationCodeableConcept": {"coding": [{"code": "7"}]},
        }
        for n in range(500)
    ]
    response = responder(rules).respond(
        SIGN, request(KETAMINE, medications=bundle(*unnamed), medicationStatements=None, medicationAdministrations=None)
    )
    told = decision(response)
    assert len(response.to_bytes()) < 64 * 1024
    assert len(told["notEvaluated"]) == 21
    assert told["notEvaluated"][0]["missing"][-1] == "and 490 more"
    assert told["dataQuality"][-1] == {"reference": "Bundle", "problem": "460 more resources have problems"}
