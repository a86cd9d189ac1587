"""Deciding: which orders rules are asked about, what is shared between them, and what is not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from cds.decide import Decider
from cds.engine import Firing, RuleBase, oracle
from cds.errors import EngineFault
from cds.findings import Readings
from cds.hooks import Indicator
from cds.matching import Matching, Outcome, State, SubjectKind
from cds.record import Concept, Condition, Given, Kind, MedicationUse, PatientRecord, Problem, TherapyOrder
from cds.rulebook import SYSTEMS, Family, Hook, Rule, ValueSet
from tests.unit.findings.builders import (
    FAMILY,
    KETAMINE,
    NOW,
    READINGS,
    RXNORM,
    concept,
    condition,
    dosage,
    medication_order,
    named,
    patient,
    record,
    snomed,
    therapy_order,
    when,
)

SIGN, SELECT, VIEW = Hook.ORDER_SIGN, Hook.ORDER_SELECT, Hook.PATIENT_VIEW

# --- a small rulebook -------------------------------------------------------------------------------------


def value_set(name: str, system: str, code: str, display: str, **more: Any) -> ValueSet:
    member = {"system": system, "code": code, "display": display, "verified": True, "source": "test", **more}
    return ValueSet.model_validate({"id": name, "title": name, "concepts": [member]})


VALUE_SETS = (
    value_set("benzodiazepines", "rxnorm", "596", "alprazolam", match="ingredient", names=["alprazolam"]),
    value_set("opioids", "rxnorm", "4337", "fentanyl", match="ingredient", names=["fentanyl"]),
    value_set("lights", "light", "pbm-led-red", "Red light", properties={"device_class": "led-red"}),
)
LIGHT_FAMILY = Family.model_validate(
    FAMILY.model_dump(by_alias=True)
    | {
        "id": "infrared",
        "kinds": ["ServiceRequest", "DeviceRequest"],
        "running_in": ["CarePlan", "DeviceUseStatement"],
        "in": ["lights"],
        "patient_view_cap": "warning",
        "other_drafts_count": False,
        "devices": [{"name": "led-red", "words": ["red light"], "bands": ["visible"], "heats": "no"}],
    }
)

PREGNANT = {"condition": "active", "in": "pregnancy", "as": "pregnancy"}
BENZODIAZEPINE = {"medication": "exposed", "in": "benzodiazepines"}
INTRAVENOUS = {"order": "at-hand", "route": "intravenous"}


def tier(*when: dict[str, Any], indicator: str = "critical", **more: Any) -> dict[str, Any]:
    return {"indicator": indicator, "when": when, "summary": "s", "detail": "d", **more}


def rule(rule_id: str, *tiers: dict[str, Any], **more: Any) -> Rule:
    family = "infrared" if rule_id.startswith("IR") else "ketamine"
    written = {
        "id": rule_id,
        "family": family,
        "title": rule_id,
        "class": "contraindication",
        "version": "1.0.0",
        "status": "active",
        "hooks": ["order-select", "order-sign", "patient-view"],
        "about": {"order": family},
        "tiers": tiers,
        "overrides": ["specialist-agreed"],
        "evidence": ["E1"],
        "review": {"owner": "nobody", "due": "2027-01-01"},
    }
    return Rule.model_validate(written | more)


KET_PREG = rule("KET-CI-PREG", tier(PREGNANT, derives=["contraindicated"]))
KET_IV = rule("KET-CI-IV", tier(INTRAVENOUS, derives=["contraindicated"]))
KET_BENZO = rule("KET-DDI-BENZO", tier(BENZODIAZEPINE, indicator="warning"), both_ways=True, **{"class": "interaction"})
KET_NOTE = rule(
    "KET-EL-NOTE",
    tier(
        {"order": "at-hand", "in": "ketamine"}, indicator="info", unless=[{"derived": "contraindicated"}]
    ),
    **{"class": "evidence-note"},
)  # fmt: skip
IR_PREG = rule("IR-CI-PREG", tier(PREGNANT))
IR_PATCH = rule(
    "IR-IX-PATCH", tier({"medication": "exposed", "in": "opioids"}), both_ways=True, **{"class": "interaction"}
)
PROPOSAL = {
    "resourceType": "MedicationRequest",
    "status": "draft",
    "intent": "proposal",
    "medicationCodeableConcept": {"coding": [{"system": RXNORM, "code": "6130"}]},
}
KET_OFFER = rule(
    "KET-EL-OFFER",
    tier({"patient": "age", "at_least": 18}, indicator="info", unless=[{"derived": "contraindicated"}]),
    about={"patient": True, "proposes": "ketamine", "proposal": PROPOSAL},
    **{"class": "suggestion"},
)


class Oracle:
    """Matches atoms in plain Python."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base

    def evaluate(self, atoms: Iterable[str]) -> Firing:
        return oracle(self.base, atoms)


def decider(*rules: Rule, evaluator: Callable[[RuleBase], Any] = Oracle) -> Decider:
    book = replace(
        READINGS.rulebook,
        rules={one.id: one for one in rules},
        families={"infrared": LIGHT_FAMILY, "ketamine": FAMILY},
        value_sets={one.id: one for one in (*READINGS.rulebook.value_sets.values(), *VALUE_SETS)},
    )
    return Decider(Readings(book), evaluator)


def decide(of: PatientRecord, *rules: Rule, hook: Hook = SIGN) -> Matching:
    return decider(*rules).decide(of, hook, NOW)


# --- records ----------------------------------------------------------------------------------------------


def draft(reference: str = "MedicationRequest/ket", medicine: Concept = KETAMINE, **more: Any) -> MedicationUse:
    written = {"draft": True, "selected": True, "reference": reference, **more}
    return medication_order(medicine=medicine, **written)


ALPRAZOLAM, FENTANYL = concept(RXNORM, "596", "alprazolam"), concept(RXNORM, "4337", "fentanyl")
RED_LIGHT = concept(SYSTEMS["light"], "pbm-led-red", "Red light")


def benzodiazepine(**more: Any) -> MedicationUse:
    return draft("MedicationRequest/benzo", ALPRAZOLAM, **more)


def patch(**more: Any) -> MedicationUse:
    return draft("MedicationRequest/patch", FENTANYL, **more)


def light(**more: Any) -> TherapyOrder:
    written = {"reference": "ServiceRequest/light", "status": "draft", "draft": True, "selected": True, **more}
    return therapy_order(RED_LIGHT, **written)


def running(reference: str = "MedicationRequest/run", medicine: Concept = KETAMINE, **more: Any) -> MedicationUse:
    return medication_order(
        medicine=medicine, reference=reference, authored="2026-11-20", **{"status": "active", **more}
    )


def pregnancy(**more: Any) -> Condition:
    return condition(snomed("77386006", "Pregnant"), recorded="2026-11-01", **more)


ADULT = patient()


# --- what was decided -------------------------------------------------------------------------------------


def said(matching: Matching, state: State = State.SPEAKS) -> list[tuple[str, str, str]]:
    """Which rule speaks about which kind of subject, and the order its card is about."""
    return [
        (one.rule.id, one.subject.kind.value, one.subject.card_order.reference if one.subject.card_order else "")
        for one in matching.outcomes()
        if one.state is state
    ]


def subjects(matching: Matching) -> list[tuple[str, str]]:
    """What rules were asked about: the kind, and the order they read."""
    return [
        (trace.subject.kind.value, trace.subject.order.reference if trace.subject.order else "")
        for trace in matching.subjects
    ]


def only(matching: Matching) -> Outcome:
    [outcome] = matching.outcomes()
    return outcome


# --- drafts -----------------------------------------------------------------------------------------------


def test_each_selected_draft_of_a_family_is_asked_about() -> None:
    orders = (draft("MedicationRequest/1"), draft("MedicationRequest/2"), draft("MedicationRequest/3", selected=False))
    assert subjects(decide(record(drafts=orders), KET_PREG, hook=SELECT)) == [
        ("draft", "MedicationRequest/1"),
        ("draft", "MedicationRequest/2"),
    ]


@pytest.mark.parametrize(
    "other",
    [
        draft(medicine=FENTANYL),
        draft(medicine=named("Dr. Miller's cream")),
        draft(do_not_perform=True),
        therapy_order(snomed("52052004", "Rehabilitation"), draft=True, selected=True),
    ],
    ids=["another drug", "another text", "a prohibition", "another service"],
)
def test_a_draft_of_no_family_is_not_asked_about(other: MedicationUse | TherapyOrder) -> None:
    assert subjects(decide(record(drafts=(other,)), KET_PREG, IR_PREG)) == []


def test_orders_of_two_families_are_asked_their_own_rules() -> None:
    found = decide(record(drafts=(draft(), light()), conditions=(pregnancy(),)), KET_PREG, IR_PREG)
    assert said(found) == [
        ("IR-CI-PREG", "draft", "ServiceRequest/light"),
        ("KET-CI-PREG", "draft", "MedicationRequest/ket"),
    ]


@pytest.mark.parametrize("medicines", [(), (Concept(),), (concept(RXNORM, "99"),), (concept("urn:local", "K7"),)])
def test_a_draft_that_names_no_drug_yet_is_not_evaluated_and_says_so(medicines: tuple[Concept, ...]) -> None:
    unnamed = replace(draft(), medicines=medicines)
    found = decide(record(drafts=(unnamed,), conditions=(pregnancy(),)), KET_PREG, KET_IV)
    assert [(one.rule.id, one.state, one.missing) for one in found.outcomes()] == [
        ("KET-CI-PREG", State.NOT_EVALUATED, ("the medication of MedicationRequest/ket",)),
        ("KET-CI-IV", State.NOT_EVALUATED, ("the medication of MedicationRequest/ket",)),
    ]


def test_a_draft_recognised_by_its_words_says_so() -> None:
    assert only(decide(record(drafts=(draft(medicine=named("ketamine troche")),)), KET_PREG)).subject.by_name
    assert not only(decide(record(drafts=(draft(),)), KET_PREG)).subject.by_name


def test_a_rule_is_asked_on_its_own_hooks_only() -> None:
    signing = rule("KET-CI-SIGN", tier(PREGNANT), hooks=["order-sign"])
    of = record(drafts=(draft(),), conditions=(pregnancy(),))
    assert said(decide(of, signing, hook=SIGN)) != []
    assert decide(of, signing, hook=SELECT).subjects == ()


def test_a_hook_without_rules_still_tells_what_was_wrong_with_the_record() -> None:
    problem = Problem(reference="Condition/1", problem="could not be read")
    assert decide(record(problems=(problem,)), KET_PREG, hook=Hook.APPOINTMENT_BOOK).problems == (problem,)


@pytest.mark.parametrize(
    ("status", "is_asked"), [("active", True), ("silent", True), ("draft", False), ("retired", False)]
)
def test_silent_rules_are_asked_too_and_drafts_are_not(status: str, is_asked: bool) -> None:
    found = decide(record(drafts=(draft(),)), rule("KET-CI-X", tier(PREGNANT), status=status))
    assert bool(tuple(found.outcomes())) is is_asked


# --- running orders ---------------------------------------------------------------------------------------


def test_on_an_opened_chart_the_running_orders_are_asked_about() -> None:
    of = record(
        medications=(
            running(),
            running("MedicationRequest/over", status="completed"),
            running("MedicationRequest/b", ALPRAZOLAM),
        ),
        orders=(therapy_order(RED_LIGHT, reference="ServiceRequest/run"),),
        conditions=(pregnancy(),),
    )
    assert said(decide(of, KET_PREG, IR_PREG, hook=VIEW)) == [
        ("IR-CI-PREG", "running", "ServiceRequest/run"),
        ("KET-CI-PREG", "running", "MedicationRequest/run"),
    ]


def test_while_ordering_a_running_order_alone_is_not_asked_about() -> None:
    assert subjects(decide(record(medications=(running(),)), KET_PREG)) == []


@pytest.mark.parametrize("given", [Given.PARTIAL, Given.UNKNOWN])
def test_running_orders_that_were_not_loaded_whole_leave_the_rule_not_evaluated(given: Given) -> None:
    found = decide(record(given={Kind.MEDICATION_REQUEST: given}), KET_PREG, hook=VIEW)
    assert only(found).state is State.NOT_EVALUATED
    assert only(found).missing == ("MedicationRequest",)


def test_what_runs_is_still_asked_about_when_there_may_be_more() -> None:
    of = record(medications=(running(),), conditions=(pregnancy(),), given={Kind.MEDICATION_REQUEST: Given.PARTIAL})
    assert said(decide(of, KET_PREG, hook=VIEW)) == [("KET-CI-PREG", "running", "MedicationRequest/run")]


PLAN: dict[str, Any] = {"kind": Kind.CARE_PLAN, "intent": "plan", "plan_status": "active", "status": "in-progress"}
USE: dict[str, Any] = {"kind": Kind.DEVICE_USE, "intent": None}


@pytest.mark.parametrize("more", [PLAN, USE])
def test_light_runs_without_an_order_too(more: dict[str, Any]) -> None:
    of = record(orders=(therapy_order(RED_LIGHT, reference="Light/1", **more),), conditions=(pregnancy(),))
    assert said(decide(of, IR_PREG, hook=VIEW)) == [("IR-CI-PREG", "running", "Light/1")]
    assert said(decide(replace(of, drafts=(patch(),)), IR_PATCH)) == [
        ("IR-IX-PATCH", "partner", "MedicationRequest/patch")
    ]


@pytest.mark.parametrize("kind", [Kind.CARE_PLAN, Kind.DEVICE_USE])
def test_plans_and_devices_in_use_that_were_not_loaded_leave_the_rule_not_evaluated(kind: Kind) -> None:
    found = only(decide(record(given={kind: Given.UNKNOWN}), IR_PREG, hook=VIEW))
    assert (found.state, found.missing) == (State.NOT_EVALUATED, (kind.value,))
    assert subjects(decide(record(given={kind: Given.UNKNOWN}), KET_PREG, hook=VIEW)) == []


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({**PLAN, "status": "unknown"}, "the status of Light/1"),
        ({**USE, "status": None}, "the status of Light/1"),
        ({"code": Concept(), **USE}, "what Light/1 is"),
    ],
)
def test_light_that_may_run_leaves_the_rule_not_evaluated(more: dict[str, Any], missing: str) -> None:
    written: dict[str, Any] = {"code": RED_LIGHT, "reference": "Light/1", **more}
    order = therapy_order(**written)
    found = only(decide(record(orders=(order,)), IR_PREG, hook=VIEW))
    assert (found.state, found.missing) == (State.NOT_EVALUATED, (missing,))


def test_a_drafted_device_that_is_only_referred_to_is_not_evaluated() -> None:
    unnamed = replace(light(kind=Kind.DEVICE_REQUEST), code=Concept())
    found = only(decide(record(drafts=(unnamed,)), IR_PREG))
    assert (found.state, found.missing) == (State.NOT_EVALUATED, ("the device of ServiceRequest/light",))


@pytest.mark.parametrize(
    ("cap", "shown"),
    [(None, Indicator.INFO), ("warning", Indicator.WARNING)],
    ids=["the family's cap", "the rule's own"],
)
def test_an_opened_chart_never_shows_more_than_the_cap(cap: str | None, shown: Indicator) -> None:
    capped = rule("KET-CI-X", tier(PREGNANT), patient_view_cap=cap)
    of = record(medications=(running(),), drafts=(draft(),), conditions=(pregnancy(),))
    assert only(decide(of, capped, hook=VIEW)).indicator is shown
    assert only(decide(of, capped, hook=SIGN)).indicator is Indicator.CRITICAL


# --- partners ---------------------------------------------------------------------------------------------


def test_a_draft_sees_the_interacting_drug_that_runs() -> None:
    found = decide(record(drafts=(draft(),), medications=(running("MedicationRequest/b", ALPRAZOLAM),)), KET_BENZO)
    assert said(found) == [("KET-DDI-BENZO", "draft", "MedicationRequest/ket")]
    assert [one.reference for _, one in only(found).inputs] == ["MedicationRequest/b"]


def test_a_draft_of_the_interacting_drug_sees_the_order_that_runs() -> None:
    found = decide(record(drafts=(benzodiazepine(),), medications=(running(),)), KET_BENZO)
    assert said(found) == [("KET-DDI-BENZO", "partner", "MedicationRequest/benzo")]
    assert only(found).subject.order is not None
    assert only(found).subject.order.reference == "MedicationRequest/run"


def test_a_rule_that_does_not_speak_both_ways_is_not_asked_about_the_other_draft() -> None:
    one_way = rule("KET-DDI-BENZO", tier(BENZODIAZEPINE), **{"class": "interaction"})
    assert subjects(decide(record(drafts=(benzodiazepine(),), medications=(running(),)), one_way)) == []


@pytest.mark.parametrize(
    ("ketamine_selected", "other_selected", "about"),
    [
        (True, True, ["MedicationRequest/ket"]),
        (True, False, ["MedicationRequest/ket"]),
        (False, True, ["MedicationRequest/benzo"]),
        (False, False, []),
    ],
)
def test_of_two_drafts_that_interact_exactly_one_order_has_the_card(
    ketamine_selected: bool, other_selected: bool, about: list[str]
) -> None:
    drafts = (draft(selected=ketamine_selected), benzodiazepine(selected=other_selected))
    assert [card for _, _, card in said(decide(record(drafts=drafts), KET_BENZO, hook=SELECT))] == about


@pytest.mark.parametrize(
    ("light_selected", "other_selected", "about"),
    [
        (True, True, ["ServiceRequest/light"]),
        (True, False, ["ServiceRequest/light"]),
        (False, True, ["MedicationRequest/patch"]),
        (False, False, []),
    ],
)
def test_so_it_is_where_a_draft_is_no_exposure_yet(
    light_selected: bool, other_selected: bool, about: list[str]
) -> None:
    """For light a draft is no exposure, but the two would begin together."""
    drafts = (light(selected=light_selected), patch(selected=other_selected))
    assert [card for _, _, card in said(decide(record(drafts=drafts), IR_PATCH, hook=SELECT))] == about


def test_a_prohibition_is_no_partner() -> None:
    of = record(drafts=(benzodiazepine(do_not_perform=True),), medications=(running(),))
    assert said(decide(of, KET_BENZO)) == []


def test_a_draft_of_an_unrelated_drug_is_no_partner() -> None:
    assert subjects(decide(record(drafts=(patch(),), medications=(running(),)), KET_BENZO)) == []


IV = dosage(route=snomed("47625008"))
OPIOID = {"medication": "exposed", "in": "opioids"}


def test_beside_a_draft_only_the_rules_about_its_drug_speak() -> None:
    """An opioid that is taken anyway is no reason to stop the benzodiazepine that is ordered now."""
    opioid_rule = rule("KET-DDI-OPIOID", tier(OPIOID), both_ways=True, **{"class": "interaction"})
    taken = (running(), running("MedicationRequest/f", FENTANYL))
    found = decide(record(drafts=(benzodiazepine(),), medications=taken), KET_BENZO, opioid_rule)
    assert said(found) == [("KET-DDI-BENZO", "partner", "MedicationRequest/benzo")]
    not_given = {Kind.MEDICATION_REQUEST: Given.UNKNOWN}
    found = decide(record(drafts=(benzodiazepine(),), given=not_given), KET_BENZO, opioid_rule)
    assert said(found, State.NOT_EVALUATED) == [("KET-DDI-BENZO", "partner", "MedicationRequest/benzo")]


def test_a_draft_that_its_own_rule_leaves_out_is_no_reason_to_speak() -> None:
    systemic = rule("KET-DDI-B", tier({**BENZODIAZEPINE, "not_route": "intravenous"}), both_ways=True)
    taken = (running(), running("MedicationRequest/b", ALPRAZOLAM))
    left_out = replace(benzodiazepine(), dosages=(IV,))
    assert said(decide(record(drafts=(left_out,), medications=taken), systemic)) == []
    assert said(decide(record(drafts=(benzodiazepine(),), medications=taken), systemic)) != []


def test_orders_that_were_not_loaded_leave_the_other_direction_not_evaluated() -> None:
    found = decide(record(drafts=(benzodiazepine(),), given={Kind.MEDICATION_REQUEST: Given.UNKNOWN}), KET_BENZO)
    assert said(found, State.NOT_EVALUATED) == [("KET-DDI-BENZO", "partner", "MedicationRequest/benzo")]


# --- proposals --------------------------------------------------------------------------------------------


def offer(matching: Matching) -> Outcome:
    [outcome] = [one for one in matching.outcomes() if one.rule.id == "KET-EL-OFFER"]
    return outcome


def test_a_suggestion_speaks_when_nothing_stands_against_what_it_would_lead_to() -> None:
    found = decide(record(patient=ADULT), KET_PREG, KET_OFFER, hook=VIEW)
    assert offer(found).state is State.SPEAKS
    assert offer(found).subject.card_order is None


def test_a_contraindication_of_what_it_would_lead_to_keeps_a_suggestion_silent() -> None:
    found = decide(record(patient=ADULT, conditions=(pregnancy(),)), KET_PREG, KET_OFFER, hook=VIEW)
    assert (offer(found).state, offer(found).suppressed) == (State.SILENT, True)
    assert said(found) == []  # the contraindication itself speaks of no order that there is


KET_SHOWN = rule(
    "KET-CI-PREG",
    tier(PREGNANT, {"order": "at-hand", "in": "ketamine"}, derives=["contraindicated"]),
    hooks=["order-sign"],
    shown_for_suggestions=["patient-view"],
    patient_view_cap="warning",
)
CHILD = patient(birth="2015-06-01")


def test_a_contraindication_may_be_shown_for_the_suggestion_that_it_keeps_silent() -> None:
    of = record(patient=ADULT, conditions=(pregnancy(),))
    found = decide(of, KET_SHOWN, KET_OFFER, hook=VIEW)
    assert said(found) == [("KET-CI-PREG", "proposal", "")]
    assert next(one for one in found.outcomes() if one.rule is KET_SHOWN).indicator is Indicator.WARNING


@pytest.mark.parametrize(
    ("of", "rules", "hook"),
    [
        (record(patient=CHILD, conditions=(pregnancy(),)), (KET_SHOWN, KET_OFFER), VIEW),
        (record(patient=ADULT), (KET_SHOWN, KET_OFFER), VIEW),
        (record(patient=ADULT, conditions=(pregnancy(),)), (KET_SHOWN,), VIEW),
        (record(patient=ADULT, conditions=(pregnancy(),)), (KET_SHOWN, KET_OFFER), SELECT),
        (record(patient=ADULT, conditions=(pregnancy(),), medications=(running(),)), (KET_SHOWN,), VIEW),
    ],
    ids=["nothing to suggest", "nothing against it", "no suggestion", "another hook", "an order that runs"],
)
def test_it_is_shown_for_no_other_reason(of: PatientRecord, rules: tuple[Rule, ...], hook: Hook) -> None:
    assert ("KET-CI-PREG", "proposal", "") not in said(decide(of, *rules, hook=hook))


def test_a_contraindication_that_may_be_leaves_a_suggestion_not_evaluated() -> None:
    of = record(patient=ADULT, given={Kind.CONDITION: Given.PARTIAL})
    found = decide(of, KET_PREG, KET_OFFER, hook=VIEW)
    assert offer(found).state is State.NOT_EVALUATED
    assert offer(found).missing == ("whether the order is contraindicated",)


@pytest.mark.parametrize(
    ("change", "speaks"),
    [
        ({"hooks": ["order-sign"]}, False),
        ({"status": "silent"}, False),
        ({"status": "draft"}, True),
        ({"class": "caution"}, False),  # delirium stands under a caution
        ({"tiers": [tier(PREGNANT)]}, True),
    ],
    ids=["on another hook", "silent", "not evaluated", "of another class", "derives nothing"],
)
def test_contraindications_stand_against_it_whatever_hook_they_speak_on(change: dict[str, Any], speaks: bool) -> None:
    tiers = change.get("tiers", [tier(PREGNANT, derives=["contraindicated"])])
    against = rule("KET-CI-X", *tiers, **{name: value for name, value in change.items() if name != "tiers"})
    found = decide(record(patient=ADULT, conditions=(pregnancy(),)), against, KET_OFFER, hook=VIEW)
    assert (offer(found).state is State.SPEAKS) is speaks


BOTH = rule(
    "KET-EL-BOTH",
    tier({"order": "at-hand", "proposed": True}, indicator="info", unless=[{"derived": "contraindicated"}]),
    tier({"order": "at-hand", "proposed": False}, indicator="info", unless=[{"derived": "contraindicated"}]),
    about={"order": "ketamine", "proposes": "ketamine", "proposal": PROPOSAL},
    **{"class": "suggestion"},
)


@pytest.mark.parametrize(
    ("drafts", "hook", "asked"),
    [
        ((draft(),), SIGN, [(SubjectKind.DRAFT, 1)]),
        ((draft(selected=False),), SELECT, [(SubjectKind.PROPOSAL, 0)]),
        ((benzodiazepine(draft=True, selected=True),), SELECT, [(SubjectKind.PROPOSAL, 0)]),
        ((), VIEW, [(SubjectKind.PROPOSAL, 0)]),
    ],
    ids=["it is drafted", "drafted before", "another order", "nothing is ordered"],
)
def test_a_rule_about_an_order_and_its_proposal_is_asked_about_the_draft_if_there_is_one(
    drafts: tuple[MedicationUse, ...], hook: Hook, asked: list[tuple[SubjectKind, int]]
) -> None:
    outcomes = decide(record(drafts=drafts), BOTH, hook=hook).outcomes()
    assert [(one.subject.kind, one.tier_index) for one in outcomes] == asked


def test_what_proposes_an_order_says_nothing_of_orders_that_run() -> None:
    matching = decide(record(medications=(running(),)), BOTH, hook=VIEW)
    assert [one.subject.kind for one in matching.outcomes()] == [SubjectKind.PROPOSAL]


def test_what_stands_against_the_proposal_is_asked_of_the_proposal() -> None:
    """A draft is given into a vein; how the proposed order would be given nobody said."""
    found = decide(record(patient=ADULT, drafts=(medication_order(IV, draft=True, selected=True),)), KET_IV, KET_OFFER)
    assert said(found) == [("KET-CI-IV", "draft", "MedicationRequest/draft")]
    assert offer(found).state is State.NOT_EVALUATED


# --- what is shared, and what is not ----------------------------------------------------------------------


def test_a_fact_about_the_patient_is_found_once_for_all_orders() -> None:
    found = decide(record(drafts=(draft("MedicationRequest/1"), draft("MedicationRequest/2"))), KET_PREG, KET_IV)
    first, second = (trace.findings for trace in found.subjects)
    patients, orders = ([key for key in first if key.startswith(kind)] for kind in ("condition", "order"))
    assert [first[key] is second[key] for key in (*patients, *orders)] == [True, False]


def test_nothing_an_order_says_reaches_the_card_of_another() -> None:
    into_a_vein = medication_order(IV, reference="MedicationRequest/1", draft=True, selected=True)
    found = decide(record(drafts=(into_a_vein, draft("MedicationRequest/2"))), KET_IV)
    assert said(found) == [("KET-CI-IV", "draft", "MedicationRequest/1")]
    assert said(found, State.NOT_EVALUATED) == [("KET-CI-IV", "draft", "MedicationRequest/2")]
    for one in found.outcomes():
        assert one.subject.card_order is not None
        assert {datum.reference for _, datum in one.inputs} <= {one.subject.card_order.reference}
        assert all(one.subject.card_order.reference in word for word in one.missing)


def test_what_is_derived_of_an_order_bars_nothing_of_another() -> None:
    into_a_vein = medication_order(IV, reference="MedicationRequest/1", draft=True, selected=True)
    by_mouth = medication_order(
        dosage(route=named("oral troche")), reference="MedicationRequest/2", draft=True, selected=True
    )
    found = decide(record(drafts=(into_a_vein, by_mouth)), KET_IV, KET_NOTE)
    assert said(found) == [
        ("KET-CI-IV", "draft", "MedicationRequest/1"),
        ("KET-EL-NOTE", "draft", "MedicationRequest/2"),
    ]
    [barred] = [one for one in found.outcomes() if one.suppressed]
    assert barred.subject.card_order is into_a_vein


def test_a_family_reads_the_patient_in_its_own_way() -> None:
    """A pregnancy without a status counts for a year with the one, for ninety days with the other."""
    cautious = LIGHT_FAMILY.model_copy(
        update={"missing_status": LIGHT_FAMILY.missing_status.model_copy(update={"within": FAMILY.administered_within})}
    )
    book = decider(KET_PREG, IR_PREG).rulebook
    both = Decider(Readings(replace(book, families={"infrared": cautious, "ketamine": FAMILY})), Oracle)
    of = record(drafts=(draft(), light()), conditions=(pregnancy(clinical_status=None),))
    assert said(both.decide(of, SIGN, NOW)) == [("KET-CI-PREG", "draft", "MedicationRequest/ket")]


def test_the_same_record_gives_the_same_answer() -> None:
    of = record(drafts=(draft(), light(), benzodiazepine()), medications=(running(),), conditions=(pregnancy(),))
    rules = (KET_PREG, KET_IV, KET_BENZO, KET_NOTE, IR_PREG, IR_PATCH)
    one = decider(*rules)
    assert one.decide(of, SIGN, NOW) == one.decide(of, SIGN, NOW) == decide(of, *rules)


# --- what could not be used -------------------------------------------------------------------------------


def test_a_code_and_a_name_that_disagree_are_reported() -> None:
    mixed = draft(medicine=concept(RXNORM, "6130", "esketamine"))
    found = decide(record(drafts=(mixed,), medications=(running(medicine=mixed.medicines[0]),)), KET_PREG)
    problem = "its code and its name mean different medicines; both were used"
    assert found.problems == (
        Problem(reference="MedicationRequest/run", problem=problem),
        Problem(reference="MedicationRequest/ket", problem=problem),
    )


def test_medicines_that_nobody_can_name_are_listed_once() -> None:
    unnamed = running("MedicationRequest/x", concept("urn:local", "X1"))
    over = running("MedicationRequest/y", concept("urn:local", "X1"), status="completed")
    found = decide(record(drafts=(draft(), light()), medications=(unnamed, over)), KET_PREG, IR_PREG)
    assert list(found.not_checked) == ["MedicationRequest/x"]


class Broken(Oracle):
    """An engine that fails."""

    def evaluate(self, atoms: Iterable[str]) -> Firing:
        raise EngineFault("the rule engine failed")


def test_a_fault_of_the_engine_is_raised_and_is_no_empty_answer() -> None:
    with pytest.raises(EngineFault):
        decider(KET_PREG, evaluator=Broken).decide(record(drafts=(draft(),)), SIGN, NOW)


def test_a_partial_answer_speaks_at_the_tier_it_can_prove_and_says_what_would_raise_it() -> None:
    graded = rule("KET-CI-GRADED", tier(PREGNANT, INTRAVENOUS), tier(PREGNANT, indicator="warning"))
    outcome = only(decide(record(drafts=(draft(),), conditions=(pregnancy(),)), graded))
    assert (outcome.indicator, outcome.tier_index) == (Indicator.WARNING, 1)
    assert outcome.raised_by == ("the route of MedicationRequest/ket",)


def test_a_weak_entry_counts_one_tier_lower_and_says_why() -> None:
    outcome = only(
        decide(record(drafts=(draft(),), conditions=(pregnancy(verification_status="provisional"),)), KET_PREG)
    )
    assert outcome.indicator is Indicator.WARNING
    assert outcome.weak


def test_proposals_are_found_from_the_rulebook_not_from_the_record() -> None:
    found: Mapping[SubjectKind, str | None] = {
        trace.subject.kind: trace.subject.order.reference if trace.subject.order else None
        for trace in decide(record(patient=ADULT), KET_OFFER, hook=VIEW).subjects
    }
    assert found == {SubjectKind.PROPOSAL: "MedicationRequest/proposed"}


def test_moments_come_from_the_caller() -> None:
    recent = rule("KET-CI-RECENT", tier({**PREGNANT, "recorded_within": "28 days"}))
    of = record(drafts=(draft(),), conditions=(pregnancy(),))
    assert said(decider(recent).decide(of, SIGN, NOW)) != []
    assert said(decider(recent).decide(of, SIGN, when("2027-11-24").earliest)) == []


# --- about the patient and about orders -------------------------------------------------------------------

FLAG = rule(
    "KET-RF-X",
    tier(PREGNANT, derives=["contraindicated"]),
    about={"order": "ketamine", "patient": True},
    **{"class": "red-flag"},
)
PREGNANT_ADULT = record(patient=ADULT, conditions=(pregnancy(),), medications=(running(),))


def test_a_rule_about_both_is_asked_about_each_order_while_ordering() -> None:
    found = decide(replace(PREGNANT_ADULT, drafts=(draft(),)), FLAG)
    assert said(found) == [("KET-RF-X", "draft", "MedicationRequest/ket")]
    assert said(decide(PREGNANT_ADULT, FLAG)) == []


def test_a_rule_about_both_is_asked_once_about_the_patient_when_the_chart_is_opened() -> None:
    found = decide(PREGNANT_ADULT, FLAG, hook=VIEW)
    assert [(rule_id, kind) for rule_id, kind, _ in said(found)] == [("KET-RF-X", "patient")]


@pytest.mark.parametrize("about", [{"order": "ketamine", "patient": True}, {"patient": True}], ids=["both", "patient"])
@pytest.mark.parametrize("hook", [VIEW, SELECT])
def test_a_red_flag_about_the_patient_keeps_suggestions_silent(about: dict[str, Any], hook: Hook) -> None:
    flag = rule("KET-RF-X", tier(PREGNANT, derives=["contraindicated"]), about=about, **{"class": "red-flag"})
    found = decide(PREGNANT_ADULT, flag, KET_OFFER, hook=hook)
    assert (offer(found).state, offer(found).suppressed) == (State.SILENT, True)


def test_a_red_flag_keeps_a_note_on_a_running_order_silent() -> None:
    found = decide(PREGNANT_ADULT, FLAG, KET_NOTE, hook=VIEW)
    assert [rule_id for rule_id, _, _ in said(found)] == ["KET-RF-X"]
    [note] = [one for one in found.outcomes() if one.rule.id == "KET-EL-NOTE"]
    assert (note.state, note.suppressed) == (State.SILENT, True)
