"""Prefetch: what the rules of a hook read, asked for in queries that every EHR must support."""

from pathlib import Path

import pytest

from cds.fhir import KEYS, prefetch_keys, prefetch_templates
from cds.hooks import Service
from cds.hooks.discovery import service_complaints
from cds.rulebook import Hook, load_rulebook
from cds.settings import CONTENT
from tests.unit.rulebook.rule_folder import RuleFolder

SIGN, VIEW = Hook.ORDER_SIGN, Hook.PATIENT_VIEW
CONDITION = "{condition: active, in: ket-cond-psychosis, as: psychosis}"
PRESSURES = ["http://loinc.org|8462-4", "http://loinc.org|8480-6", "http://loinc.org|85354-9"]


@pytest.fixture
def rules(tmp_path: Path) -> RuleFolder:
    """One rule on order-sign: a condition, or a blood pressure; its family stands down for anaesthesia."""
    return RuleFolder(tmp_path / "rules")


def alone(rules: RuleFolder, clause: str) -> None:
    """The rule asks for this one thing, and stands down nowhere."""
    rules.edit("tiers:", "stand_down: []\ntiers:")
    rules.edit(CONDITION, clause)
    text = (rules.folder / "ketamine/KET-CI-TEST.yaml").read_text()
    rules.edit(text[text.index("  - indicator: warning") : text.index("suggestions:")], "")
    rules.edit('"{psychosis.display} recorded"', "recorded")


def template(rules: RuleFolder, key: str, hook: Hook = SIGN) -> str | None:
    return prefetch_templates(rules.load(), hook).get(key)


# --- our own content --------------------------------------------------------------------------------------


@pytest.mark.parametrize("hook", [VIEW, Hook.ORDER_SELECT, SIGN])
def test_every_client_can_resolve_what_we_ask_for(hook: Hook) -> None:
    prefetch = prefetch_templates(load_rulebook([CONTENT / "rules"]), hook)
    assert service_complaints([Service(hook=hook, title="t", description="d", id="s", prefetch=prefetch)]) == []


@pytest.mark.parametrize("hook", [VIEW, Hook.ORDER_SELECT, SIGN])
def test_every_key_has_its_template_and_one_kind(hook: Hook) -> None:
    rulebook = load_rulebook([CONTENT / "rules"])
    keys = prefetch_keys(rulebook, hook)
    assert list(keys) == list(prefetch_templates(rulebook, hook))
    assert {key: kind for kind, key in KEYS.items()}.items() >= keys.items()


# --- which keys -------------------------------------------------------------------------------------------


def test_the_patient_is_always_asked_for(rules: RuleFolder) -> None:
    assert prefetch_templates(rules.load(), Hook.APPOINTMENT_BOOK) == {"patient": "Patient/{{context.patientId}}"}


def test_only_what_a_clause_reads_is_asked_for(rules: RuleFolder) -> None:
    alone(rules, CONDITION)
    assert prefetch_templates(rules.load(), SIGN) == {
        "patient": "Patient/{{context.patientId}}",
        "conditions": "Condition?patient={{context.patientId}}",
    }


def test_what_a_family_stands_down_for_is_asked_for_too(rules: RuleFolder) -> None:
    assert set(prefetch_keys(rules.load(), SIGN)) == {
        "patient",
        "encounter",
        "conditions",
        "observations",
        "procedures",
        "serviceRequests",
    }


@pytest.mark.parametrize(
    ("clause", "key", "expected"),
    [
        ("{allergy: active, in: ket-drug-racemic}", "allergies", "AllergyIntolerance?patient={{context.patientId}}"),
        ("{order: at-hand, setting: home}", "encounter", "Encounter/{{context.encounterId}}"),
        (
            "{sessions: given, in: ket-drug-racemic, within: 28 days, at_least: 1}",
            "medicationAdministrations",
            "MedicationAdministration?patient={{context.patientId}}",
        ),
        (
            "{medication: exposed, in: ket-ddi-opioids}",
            "medications",
            "MedicationRequest?patient={{context.patientId}}&status=active",
        ),
        (
            "{medication: exposed, in: ket-ddi-opioids}",
            "medicationStatements",
            "MedicationStatement?patient={{context.patientId}}",
        ),
        (
            "{medication: exposed, in: vs-ir-pdt-agent, washout: from-set}",
            "medications",
            "MedicationRequest?patient={{context.patientId}}&status=active,on-hold,completed,stopped",
        ),
        (
            "{medication: extended, in: vs-ir-pdt-agent}",
            "medications",
            "MedicationRequest?patient={{context.patientId}}&status=active,on-hold,completed,stopped",
        ),
        (
            "{dose: ordered, times_previous: 10, same: ket-drug-racemic}",  # the previous order may be over
            "medications",
            "MedicationRequest?patient={{context.patientId}}&status=active,on-hold,completed,stopped",
        ),
        (
            "{text: ServiceRequest, words: exercise}",
            "serviceRequests",
            "ServiceRequest?patient={{context.patientId}}&status=active,completed",
        ),
        (
            "{text: Observation, words: insensate}",  # by its words only: there is no code to ask for
            "observations",
            "Observation?patient={{context.patientId}}",
        ),
        (  # what stands beside a result has no code to ask for
            "{observation: latest, in: ket-obs-weight, within: 1 day, unclear_words: clothed, unclear_within: 1 hour}",
            "observations",
            "Observation?patient={{context.patientId}}",
        ),
        (  # a finding that any question may have for an answer
            "{observation: any, in: ket-obs-weight, within: 1 day, as_answer: true}",
            "observations",
            "Observation?patient={{context.patientId}}",
        ),
        (
            "{points: certain, at_least: 1, items: [{name: numb, one: [{text: Observation, words: insensate}]}]}",
            "observations",
            "Observation?patient={{context.patientId}}",
        ),
        (
            "{observation: none, in: ket-obs-weight, within: 90 days}",
            "observations",
            "Observation?patient={{context.patientId}}&code=http://loinc.org|29463-7,http://loinc.org|3141-9",
        ),
        (
            "{dose: ordered, above: 4.5 mg/kg, weight: ket-obs-weight, weight_within: 90 days}",
            "observations",
            "Observation?patient={{context.patientId}}&code=http://loinc.org|29463-7,http://loinc.org|3141-9",
        ),
        (
            "{coverage: active, words: Medicare}",
            "coverages",
            "Coverage?patient={{context.patientId}}&status=active",
        ),
    ],
)
def test_each_kind_is_asked_for_in_its_way(rules: RuleFolder, clause: str, key: str, expected: str) -> None:
    alone(rules, clause)
    assert template(rules, key) == expected


def test_supplies_are_asked_for_where_the_family_counts_them(rules: RuleFolder) -> None:
    alone(rules, "{medication: exposed, in: ket-ddi-opioids}")
    assert template(rules, "medicationDispenses") is None
    rules.edit("other_drafts_count", "dispenses_count: true\nother_drafts_count", "families/ketamine.yaml")
    assert template(rules, "medicationDispenses") == "MedicationDispense?patient={{context.patientId}}&status=completed"


def test_observations_are_asked_for_by_their_codes(rules: RuleFolder) -> None:
    assert (
        template(rules, "observations") == f"Observation?patient={{{{context.patientId}}}}&code={','.join(PRESSURES)}"
    )


def test_results_that_are_read_in_words_are_not_hidden_by_a_query_by_code(rules: RuleFolder) -> None:
    rules.add_rule("KET-CI-WORDS", (CONDITION, "{text: [Observation, Condition], words: insensate, as: psychosis}"))
    assert template(rules, "observations") == "Observation?patient={{context.patientId}}"


def test_a_rule_with_a_new_observation_changes_the_query(rules: RuleFolder) -> None:
    rules.add_rule(
        "KET-CI-WEIGHT",
        (CONDITION, "{observation: latest, in: ket-obs-weight, within: 90 days, above: 1 kg, as: psychosis}"),
    )
    codes = (template(rules, "observations") or "").partition("&code=")[2].split(",")
    assert set(codes) > set(PRESSURES)
    assert "http://loinc.org|29463-7" in codes


def test_a_code_that_a_set_excludes_is_not_asked_for(rules: RuleFolder) -> None:
    added = '  - {system: loinc, code: "8478-0", display: Mean, match: exclude, verified: true, source: test}\n'
    rules.edit("concepts:\n", f"concepts:\n{added}", "value-sets/ket-obs-bp.yaml")
    assert "8478-0" not in (template(rules, "observations") or "")


# --- which rules ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "is_asked_for"), [("active", True), ("silent", True), ("draft", False), ("retired", False)]
)
def test_rules_that_are_not_evaluated_ask_for_nothing(rules: RuleFolder, status: str, is_asked_for: bool) -> None:
    rules.edit("status: active", f"status: {status}")
    assert ("conditions" in prefetch_keys(rules.load(), SIGN)) is is_asked_for


def test_on_an_opened_chart_the_running_orders_are_what_a_rule_is_about(rules: RuleFolder) -> None:
    alone(rules, CONDITION)
    rules.edit("hooks: [order-sign]", "hooks: [order-sign, patient-view]")
    assert set(prefetch_keys(rules.load(), SIGN)) == {"patient", "conditions"}
    assert set(prefetch_keys(rules.load(), VIEW)) == {"patient", "conditions", "medications", "serviceRequests"}


def test_a_rule_that_speaks_both_ways_reads_the_running_orders_everywhere(rules: RuleFolder) -> None:
    alone(rules, CONDITION)
    rules.edit("tiers:", "both_ways: true\ntiers:")
    assert {"medications", "serviceRequests"} <= set(prefetch_keys(rules.load(), SIGN))


LIGHT = ("about: {order: ketamine}", "about: {order: infrared}")
USED = "running_in: [CarePlan, DeviceUseStatement]"
ALSO_USED = {"carePlans", "deviceUseStatements", "devices", "deviceRequests", "serviceRequests"}


@pytest.mark.parametrize(("hook", "both_ways", "expected"), [
    (SIGN, "false", {"devices"}),
    (SIGN, "true", ALSO_USED),
    (VIEW, "false", ALSO_USED),
])  # fmt: skip
def test_light_runs_in_plans_and_devices_too(rules: RuleFolder, hook: Hook, both_ways: str, expected: set[str]) -> None:
    alone(rules, CONDITION)
    family = (rules.folder / "families/infrared.yaml").read_text()
    if USED not in family:
        rules.edit(
            "kinds: [ServiceRequest, DeviceRequest]",
            f"kinds: [ServiceRequest, DeviceRequest]\n{USED}",
            "families/infrared.yaml",
        )
    rules.edit(*LIGHT)
    rules.edit("hooks: [order-sign]", "hooks: [order-sign, patient-view]")
    rules.edit("tiers:", f"both_ways: {both_ways}\ntiers:")
    assert set(prefetch_keys(rules.load(), hook)) == {"patient", "conditions"} | expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("carePlans", "CarePlan?patient={{context.patientId}}&status=active"),
        ("deviceUseStatements", "DeviceUseStatement?patient={{context.patientId}}"),
        ("devices", "Device?patient={{context.patientId}}"),
    ],
)
def test_plans_and_devices_are_asked_for_in_their_way(rules: RuleFolder, key: str, expected: str) -> None:
    test_light_runs_in_plans_and_devices_too(rules, VIEW, "true", ALSO_USED)
    assert template(rules, key, VIEW) == expected


PROPOSES = """\
about:
  patient: true
  proposes: ketamine
  proposal: {resourceType: MedicationRequest, status: draft, intent: proposal, medicationCodeableConcept: {text: ketamine}}
"""


@pytest.mark.parametrize(
    ("change", "is_asked_for"),
    [
        (("title: A test rule", "title: Any other"), True),
        (("status: active", "status: draft"), False),
        (("class: contraindication", "class: caution"), True),
        (("    derives: [contraindicated]\n", ""), False),  # only what others heed can stand against it
        (("order: ketamine", "order: infrared"), False),
    ],
    ids=["contraindication", "draft", "caution", "derives nothing", "another family"],
)
def test_what_could_stand_against_a_proposal_is_asked_for_on_the_hook_of_the_suggestion(
    rules: RuleFolder, change: tuple[str, str], is_asked_for: bool
) -> None:
    alone(rules, CONDITION)
    rules.add_rule(
        "KET-EL-TEST",
        ("about: {order: ketamine}\n", PROPOSES),
        ("hooks: [order-sign]", "hooks: [patient-view]"),
        (CONDITION, "{patient: age, at_least: 18, as: psychosis}"),
        ("tiers:", "stand_down: []\ntiers:"),
        (
            "- blood_pressure: latest\n        in: ket-obs-bp\n        within: 24 hours\n        systolic_above: 180 mm[Hg]\n        diastolic_above: 100 mm[Hg]",
            "- {patient: age, at_least: 70}",
        ),
    )
    rules.edit(*change)
    assert ("conditions" in prefetch_keys(rules.load(), VIEW)) is is_asked_for
