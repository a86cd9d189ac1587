"""What a scenario sends, and what an answer is held against."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from cds.analyst.answer import Answer, ScenarioFailed
from cds.analyst.phrases import PhraseInvalid
from cds.analyst.scenario import Scenario
from cds.analyst.service import ServiceUnderTest
from cds.analyst.steps_patient import read_bundle
from cds.analyst.steps_record import add_blood_pressure, add_condition, add_medication
from cds.rulebook import Hook, Rulebook, load_rulebook
from cds.settings import CONTENT

PREFETCH = {
    "patient": "Patient/{{context.patientId}}",
    "encounter": "Encounter/{{context.encounterId}}",
    "conditions": "Condition?patient={{context.patientId}}",
    "medications": "MedicationRequest?patient={{context.patientId}}&status=active,on-hold",
    "observations": "Observation?patient={{context.patientId}}&code=http://loinc.org|85354-9,http://loinc.org|8480-6",
}
SILENT: dict[str, Any] = {"cards": []}


def card(rule: str, indicator: str) -> dict[str, Any]:
    entry = {"id": rule, "indicator": indicator, "evidence": ["E15"]}
    return {
        "uuid": "0b8f1a52-6f3c-5e0c-9a53-3c2b6a2f7d10",
        "summary": "Critical: something",
        "indicator": indicator,
        "source": {"label": "KIR-CDS", "topic": {"code": "KETCIBP", "system": "https://kir-cds.org/rules"}},
        "extension": {"org.kir-cds.rules": [entry]},
    }


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook([CONTENT / "rules"])


@dataclass
class FakeService:
    """Answers what the test says, and remembers what it was asked."""

    rulebook: Rulebook
    answers: list[dict[str, Any]] = field(default_factory=lambda: [SILENT])
    asked: list[dict[str, Any]] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)

    def of_hook(self, hook: Hook) -> dict[str, Any]:
        return {"id": f"kir-{hook}", "hook": hook.value, "prefetch": PREFETCH}

    def post(self, service_id: str, request: dict[str, Any], moment: datetime) -> tuple[int, dict[str, Any]]:
        self.asked.append(json.loads(json.dumps(request)))
        self.moments.append(moment)
        return 200, self.answers[min(len(self.asked), len(self.answers)) - 1]


@pytest.fixture
def service(rulebook: Rulebook) -> FakeService:
    return FakeService(rulebook)


@pytest.fixture
def scenario(service: FakeService) -> Scenario:
    return Scenario(cast(ServiceUnderTest, service))


SCHIZOPHRENIA = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F20.9"}], "text": "schizophrenia"}


def test_what_is_not_said_is_known_to_be_empty(scenario: Scenario, service: FakeService) -> None:
    scenario.call(Hook.PATIENT_VIEW)
    (request,) = service.asked
    assert request["prefetch"]["conditions"] == {"resourceType": "Bundle", "type": "searchset", "total": 0}
    assert request["prefetch"]["encounter"] is None
    assert request["prefetch"]["patient"]["birthDate"] == "1981-05-22"
    assert set(request["prefetch"]) == set(PREFETCH)
    assert "draftOrders" not in request["context"]


def test_what_was_not_loaded_is_left_out_and_what_failed_is_an_error(scenario: Scenario, service: FakeService) -> None:
    scenario.not_loaded = {"Condition"}
    scenario.failed = {"Observation"}
    scenario.paged = {"MedicationRequest"}
    scenario.call(Hook.ORDER_SIGN)
    prefetch = service.asked[0]["prefetch"]
    assert "conditions" not in prefetch
    assert prefetch["observations"]["resourceType"] == "OperationOutcome"
    assert prefetch["medications"]["link"][0]["relation"] == "next"
    assert prefetch["medications"]["total"] == 1


def test_dates_and_the_clock_follow_the_service_date(scenario: Scenario, service: FakeService) -> None:
    scenario.set_moment(datetime(2030, 1, 10, 12, tzinfo=UTC))
    add_condition(scenario, SCHIZOPHRENIA, ())
    scenario.call(Hook.ORDER_SIGN)
    sent = service.asked[0]["prefetch"]["conditions"]["entry"][0]["resource"]
    assert sent["recordedDate"] == "2029-12-11T12:00:00+00:00"
    assert service.moments == [datetime(2030, 1, 10, 12, tzinfo=UTC)]


def test_the_clock_stands_once_facts_are_told(scenario: Scenario) -> None:
    add_condition(scenario, SCHIZOPHRENIA, ())
    with pytest.raises(PhraseInvalid, match="before any fact"):
        scenario.set_moment(datetime(2030, 1, 10, tzinfo=UTC))


def test_the_same_scenario_sends_the_same_bytes(rulebook: Rulebook) -> None:
    services = FakeService(rulebook), FakeService(rulebook)
    for one in services:
        told = Scenario(cast(ServiceUnderTest, one))
        add_condition(told, SCHIZOPHRENIA, ())
        told.call(Hook.ORDER_SIGN)
    assert services[0].asked == services[1].asked


def test_a_second_call_sends_only_what_discovery_asks_for(scenario: Scenario, service: FakeService) -> None:
    add_medication(scenario, {"text": "lorazepam"}, ("stopped",))
    add_medication(scenario, {"text": "oxycodone"}, ())
    add_blood_pressure(scenario, "150/90 mmHg", ())
    scenario.call(Hook.ORDER_SIGN)
    everything, narrow = (request["prefetch"] for request in service.asked)
    assert everything["medications"]["total"] == 2
    assert [entry["resource"]["status"] for entry in narrow["medications"]["entry"]] == ["active"]
    assert narrow["observations"] == everything["observations"]


def test_a_query_that_hides_what_a_rule_needs_fails_the_scenario(scenario: Scenario, service: FakeService) -> None:
    service.answers = [{"cards": [card("KET-CI-BP", "critical")]}, SILENT]
    add_medication(scenario, {"text": "lorazepam"}, ("stopped",))
    with pytest.raises(ScenarioFailed, match="a query hides what a rule needs"):
        scenario.call(Hook.ORDER_SIGN)


def test_resources_of_one_name_are_found_by_it(scenario: Scenario) -> None:
    add_condition(scenario, SCHIZOPHRENIA, ())
    assert [fact.reference for fact in scenario.named("schizophrenia")] == ["Condition/condition-1"]
    assert [fact.reference for fact in scenario.named("the patient")] == ["Patient/patient-1"]
    with pytest.raises(PhraseInvalid, match='no step of this scenario tells of "mania"; they tell of "schizophrenia"'):
        scenario.named("mania")


def test_a_patient_bundle_gives_patient_record_and_drafts(
    scenario: Scenario, service: FakeService, tmp_path: Path
) -> None:
    resources = [
        {"resourceType": "Patient", "id": "mary", "gender": "female"},
        {"resourceType": "Encounter", "id": "v", "class": {"code": "AMB"}, "subject": {"reference": "Patient/mary"}},
        {"resourceType": "Condition", "id": "c1", "code": SCHIZOPHRENIA, "subject": {"reference": "Patient/mary"}},
        {"resourceType": "MedicationRequest", "id": "m1", "status": "draft", "subject": {"reference": "Patient/mary"}},
    ]
    bundle = {"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]}
    (tmp_path / "mary.json").write_text(json.dumps(bundle), encoding="utf-8")
    folder = tmp_path / "features" / "ketamine"
    read_bundle(scenario, "mary.json", folder)
    scenario.call(Hook.ORDER_SIGN)
    (request,) = service.asked
    assert request["prefetch"]["patient"] == {"resourceType": "Patient", "id": "patient-1", "gender": "female"}
    condition = request["prefetch"]["conditions"]["entry"][0]["resource"]
    assert (condition["id"], condition["subject"]) == ("c1", {"reference": "Patient/patient-1"})
    assert request["context"]["draftOrders"]["entry"][0]["resource"]["id"] == "m1"
    assert request["context"]["encounterId"] == "v"


def test_a_patient_bundle_that_is_not_there_is_named(scenario: Scenario, tmp_path: Path) -> None:
    with pytest.raises(PhraseInvalid, match=r"mary\.json: there is no such file"):
        read_bundle(scenario, "mary.json", tmp_path)


def answer(rulebook: Rulebook, document: dict[str, Any], status: int = 200) -> Answer:
    return Answer(Hook.ORDER_SIGN, status, document, [], rulebook)


def test_an_answer_that_breaks_cds_hooks_fails_whatever_was_asked(rulebook: Rulebook) -> None:
    with pytest.raises(ScenarioFailed, match="breaks CDS Hooks"):
        answer(rulebook, {"cards": [], "extension": {}}).check_sound()


def test_an_error_fails_with_what_it_says(rulebook: Rulebook) -> None:
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "diagnostics": "no Patient"}]}
    with pytest.raises(ScenarioFailed, match="HTTP 412: no Patient"):
        answer(rulebook, outcome, 412).check_sound()


def test_silence_of_a_rule_that_is_not_asked_proves_nothing(rulebook: Rulebook) -> None:
    with pytest.raises(PhraseInvalid, match="KET-CI-BPP is no rule of the rulebook; did you mean `KET-CI-BP`"):
        answer(rulebook, SILENT).check_rule("KET-CI-BPP")
    with pytest.raises(PhraseInvalid, match="IR-EL-CLBP is not asked on order-sign"):
        answer(rulebook, SILENT).check_rule("IR-EL-CLBP")


def test_a_site_may_activate_a_silent_rule_and_no_other(scenario: Scenario) -> None:
    scenario.activate("KET-EL-CRPS")
    assert scenario.activated == {"KET-EL-CRPS"}
    with pytest.raises(PhraseInvalid, match="KET-EL-CRP is no rule of the rulebook; did you mean `KET-EL-CRPS`"):
        scenario.activate("KET-EL-CRP")
    with pytest.raises(PhraseInvalid, match="KET-CI-BP is active; only a silent rule or a draft"):
        scenario.activate("KET-CI-BP")


def test_the_service_with_other_active_rules_is_made_once_and_says_so(rulebook: Rulebook, tmp_path: Path) -> None:
    shipped = ServiceUnderTest(rulebook, [CONTENT / "rules"], tmp_path / "decisions.sqlite3")
    activated = shipped.with_active(frozenset({"KET-EL-CRPS"}))
    assert activated is shipped.with_active(frozenset({"KET-EL-CRPS"}))
    assert activated.rulebook.rules["KET-EL-CRPS"].status == "active"
    assert shipped.rulebook.rules["KET-EL-CRPS"].status == "silent"
    assert activated.rulebook.digest != shipped.rulebook.digest
