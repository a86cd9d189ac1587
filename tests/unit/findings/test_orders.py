"""Orders of light: what belongs to the family, what runs, and what the order at hand says of itself."""

from dataclasses import replace
from typing import Any

import pytest

from cds.findings.finding import Answer, Finding
from cds.findings.orders import (
    belongs_to,
    find_draft,
    find_hook,
    find_order,
    matched_by_name,
    may_run,
    running_orders,
)
from cds.record import Concept, Encounter, Kind, Order, Parameter, TherapyOrder
from tests.unit.findings.builders import (
    ICD,
    RXNORM,
    clause,
    concept,
    dosage,
    medication_order,
    named,
    quantity,
    record,
    references,
    therapy_order,
)
from tests.unit.findings.builders import view as ketamine_view
from tests.unit.findings.light import (
    FAMILY,
    HEAT_LAMP,
    NIR_BELT,
    RED_LED,
    icd,
    light,
    light_order,
    parameter,
    view,
)

NAPROXEN = concept(RXNORM, "7258", "naproxen")
DEVICE = {"kind": Kind.DEVICE_REQUEST, "reference": "DeviceRequest/1"}


# --- the family -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        (light_order(HEAT_LAMP), Answer.TRUE),
        (light_order(NIR_BELT, **DEVICE), Answer.TRUE),
        (light_order("infrared lamp"), Answer.TRUE),
        (light_order("laser"), Answer.TRUE),
        (light_order("infrared thermometer"), Answer.FALSE),
        (light_order("MRI of the knee"), Answer.FALSE),
        (light_order(""), Answer.FALSE),
        (light_order(HEAT_LAMP, do_not_perform=True), Answer.FALSE),
        (light_order("", **DEVICE), Answer.UNKNOWN),
        (light_order("", kind=Kind.DEVICE_USE), Answer.UNKNOWN),
        (light_order(HEAT_LAMP, kind=Kind.CARE_PLAN), Answer.TRUE),
        (light_order("infrared lamp at home", kind=Kind.CARE_PLAN), Answer.TRUE),
        (light_order("walking", kind=Kind.CARE_PLAN), Answer.FALSE),
        (light_order("", kind=Kind.CARE_PLAN), Answer.FALSE),
        (medication_order(medicine=named("infrared cream")), Answer.FALSE),
    ],
)
def test_what_belongs_to_light(order: Order, answer: Answer) -> None:
    assert belongs_to(FAMILY, order, view(record())) is answer


@pytest.mark.parametrize(
    ("code", "by_name"), [(HEAT_LAMP, False), (named("infrared lamp"), True), (light("x", text="laser"), True)]
)
def test_an_order_known_by_its_words_only_is_matched_by_name(code: Concept, by_name: bool) -> None:
    order = light_order(code.text) if not code.codings else light_order(code)
    assert matched_by_name(order, view(record(), order)) is by_name


# --- what runs ------------------------------------------------------------------------------------------


def runs(**more: Any) -> bool:
    order = therapy_order(HEAT_LAMP, **more)
    return order in list(running_orders(FAMILY, view(record(orders=(order,)))))


@pytest.mark.parametrize("intent", ["order", "original-order", "filler-order", None])
def test_an_active_order_runs(intent: str | None) -> None:
    assert runs(intent=intent)
    assert runs(intent=intent, kind=Kind.DEVICE_REQUEST)


@pytest.mark.parametrize("intent", ["proposal", "plan", "option"])
def test_a_plan_does_not_run(intent: str) -> None:
    assert not runs(intent=intent)


@pytest.mark.parametrize("status", ["on-hold", "revoked", "completed", "entered-in-error", "draft", "unknown", None])
def test_an_order_of_another_status_does_not_run(status: str | None) -> None:
    assert not runs(status=status)


@pytest.mark.parametrize(
    ("status", "running"), [("active", True), (None, True), ("inactive", False), ("entered-in-error", False)]
)
def test_a_device_that_was_handed_back_does_not_run(status: str | None, running: bool) -> None:
    assert runs(kind=Kind.DEVICE_REQUEST, device_status=status) is running


PLAN: dict[str, Any] = {"kind": Kind.CARE_PLAN, "intent": "plan", "plan_status": "active", "status": "in-progress"}
USE: dict[str, Any] = {"kind": Kind.DEVICE_USE, "intent": None}


@pytest.mark.parametrize(
    ("more", "running"),
    [
        ({}, True),
        ({"intent": "order"}, True),
        ({"intent": None}, True),
        ({"intent": "proposal"}, False),
        ({"intent": "option"}, False),
        ({"do_not_perform": True}, False),
        ({"device_status": "inactive"}, False),
        *(({"status": status}, False) for status in ("active", "scheduled", "on-hold", "not-started", "completed", "unknown", None)),
        *(({"plan_status": status}, False) for status in ("draft", "on-hold", "revoked", "completed", "entered-in-error", "unknown", None)),
    ],
)  # fmt: skip
def test_an_activity_runs_while_it_is_in_progress_and_its_plan_is_active(more: dict[str, Any], running: bool) -> None:
    assert runs(**{**PLAN, **more}) is running


@pytest.mark.parametrize(
    ("more", "running"),
    [
        ({}, True),
        ({"device_status": "active"}, True),
        ({"device_status": "unknown"}, True),
        ({"device_status": "inactive"}, False),
        ({"device_status": "entered-in-error"}, False),
        *(({"status": status}, False) for status in ("completed", "stopped", "on-hold", "intended", "entered-in-error", None)),
    ],
)  # fmt: skip
def test_a_device_in_use_runs_unless_it_was_handed_back(more: dict[str, Any], running: bool) -> None:
    assert runs(**{**USE, **more}) is running


@pytest.mark.parametrize(
    ("code", "more", "missing"),
    [
        (HEAT_LAMP, {}, []),
        (HEAT_LAMP, {"status": "unknown"}, ["the status of ServiceRequest/1"]),
        (HEAT_LAMP, {"status": None}, ["the status of ServiceRequest/1"]),
        (HEAT_LAMP, {"status": "unknown", "intent": "plan"}, []),
        (HEAT_LAMP, {"status": "unknown", "kind": Kind.DEVICE_REQUEST, "device_status": "inactive"}, []),
        (HEAT_LAMP, {**PLAN, "status": "unknown"}, ["the status of ServiceRequest/1"]),
        (HEAT_LAMP, {**PLAN, "plan_status": "unknown"}, ["the status of ServiceRequest/1"]),
        (HEAT_LAMP, {**PLAN, "plan_status": "unknown", "status": "completed"}, []),
        (HEAT_LAMP, {**PLAN, "plan_status": "completed", "status": "unknown"}, []),
        (HEAT_LAMP, {**USE, "status": None}, ["the status of ServiceRequest/1"]),
        (named(""), USE, ["what ServiceRequest/1 is"]),
        (named(""), {**USE, "status": None}, ["what ServiceRequest/1 is"]),
        (named(""), {**USE, "status": "stopped"}, []),
        (named(""), {"kind": Kind.DEVICE_REQUEST}, ["what ServiceRequest/1 is"]),
        (named(""), {}, []),
        (named("physiotherapy"), {"status": "unknown"}, []),
    ],
)
def test_what_may_run_as_light_is_told(code: Concept, more: dict[str, Any], missing: list[str]) -> None:
    order = therapy_order(code, **more)
    assert may_run(FAMILY, view(record(orders=(order,)))) == missing


REQUEST = therapy_order(HEAT_LAMP, Kind.DEVICE_REQUEST, reference="DeviceRequest/1", body_sites=(named("left knee"),))


@pytest.mark.parametrize(
    ("code", "more", "told"),
    [
        (HEAT_LAMP, USE, ["DeviceRequest/1"]),
        (HEAT_LAMP, PLAN, ["DeviceRequest/1"]),
        (HEAT_LAMP, {**USE, "body_sites": (named("left knee"),)}, ["DeviceRequest/1"]),
        (HEAT_LAMP, {**USE, "body_sites": (named("right knee"),)}, ["DeviceRequest/1", "ServiceRequest/1"]),
        (HEAT_LAMP, {**USE, "body_sites": (named("knee"),)}, ["DeviceRequest/1", "ServiceRequest/1"]),
        (HEAT_LAMP, {**USE, "body_sites": (named("neck"),)}, ["DeviceRequest/1", "ServiceRequest/1"]),
        (named("red light"), USE, ["DeviceRequest/1", "ServiceRequest/1"]),
        (named("red light"), {**USE, "based_on": ("DeviceRequest/1",)}, ["DeviceRequest/1"]),
        (named("red light"), {**USE, "based_on": ("DeviceRequest/2",)}, ["DeviceRequest/1", "ServiceRequest/1"]),
        (HEAT_LAMP, {"body_sites": (named("left knee"),)}, ["DeviceRequest/1", "ServiceRequest/1"]),
    ],
)  # fmt: skip
def test_what_is_done_of_an_order_is_no_further_order(code: Concept, more: dict[str, Any], told: list[str]) -> None:
    orders = (therapy_order(code, **more), REQUEST)
    found = [order.reference for order in running_orders(FAMILY, view(record(orders=orders)))]
    assert sorted(found) == told


def test_the_place_of_use_adds_to_an_order_without_one() -> None:
    anywhere = therapy_order(HEAT_LAMP, Kind.DEVICE_REQUEST, reference="DeviceRequest/1")
    used = therapy_order(HEAT_LAMP, **USE, body_sites=(named("neck"),))
    assert len(list(running_orders(FAMILY, view(record(orders=(anywhere, used)))))) == 2


def test_what_is_used_by_an_order_that_runs_leaves_nothing_open() -> None:
    unnamed = therapy_order(named(""), **USE, based_on=("DeviceRequest/1",))
    assert may_run(FAMILY, view(record(orders=(REQUEST, unnamed)))) == []
    assert may_run(FAMILY, view(record(orders=(replace(REQUEST, status="completed"), unnamed)))) == [
        "what ServiceRequest/1 is"
    ]


def test_words_alone_name_the_same_thing_in_whatever_case() -> None:
    lamp = therapy_order(named("Infrared lamp"), Kind.DEVICE_REQUEST, reference="DeviceRequest/1")
    used = therapy_order(named("infrared lamp"), **USE)
    other = therapy_order(named("infrared lamp, small"), **USE)
    assert [one.reference for one in running_orders(FAMILY, view(record(orders=(lamp, used))))] == ["DeviceRequest/1"]
    assert len(list(running_orders(FAMILY, view(record(orders=(lamp, other)))))) == 2


def test_other_orders_do_not_run_as_light() -> None:
    order = therapy_order(named("physiotherapy"))
    assert list(running_orders(FAMILY, view(record(orders=(order,))))) == []


# --- filters --------------------------------------------------------------------------------------------


def ask(order: Order | None, **written: Any) -> Finding:
    return find_order(clause(order="at-hand", **written), view(record(), order))


def answer(code: Concept | str, *parameters: Parameter, more: dict[str, Any] | None = None, **written: Any) -> Answer:
    return ask(light_order(code, *parameters, **(more or {})), **written).answer


def test_without_an_order_at_hand_every_filter_is_false() -> None:
    assert ask(None, site_known=True).answer is Answer.FALSE


def test_a_clause_without_filters_holds() -> None:
    finding = ask(light_order(HEAT_LAMP))
    assert (finding.answer, references(finding)) == (Answer.TRUE, ["ServiceRequest/draft"])
    assert finding.inputs[0].more == {"device": "heat-lamp", "heats": "yes"}


@pytest.mark.parametrize(
    ("code", "asked", "found"),
    [
        (HEAT_LAMP, ["yes", "unknown"], Answer.TRUE),
        ("infrared", ["yes", "unknown"], Answer.TRUE),
        (NIR_BELT, ["yes", "unknown"], Answer.FALSE),
        (NIR_BELT, "no", Answer.TRUE),
        ("infrared", "no", Answer.FALSE),
    ],
)
def test_heats(code: Concept | str, asked: Any, found: Answer) -> None:
    assert answer(code, heats=asked) is found


def test_class_4() -> None:
    assert answer(light("laser-class4"), class4=True) is Answer.TRUE
    assert answer(NIR_BELT, class4=True) is Answer.FALSE
    assert answer(NIR_BELT, class4=False) is Answer.TRUE


@pytest.mark.parametrize(
    ("code", "asked", "found"),
    [
        (RED_LED, ["visible"], Answer.TRUE),
        (light("pbm-dual-650-850"), ["visible"], Answer.TRUE),
        (NIR_BELT, ["visible", "uv"], Answer.FALSE),
        (HEAT_LAMP, ["visible"], Answer.FALSE),
        (HEAT_LAMP, ["visible", "unknown"], Answer.TRUE),
    ],
)
def test_emits(code: Concept, asked: list[str], found: Answer) -> None:
    assert answer(code, emits=asked) is found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (NIR_BELT, Answer.TRUE),
        (light("pbm-dual-650-850"), Answer.FALSE),
        (HEAT_LAMP, Answer.FALSE),
    ],
)
def test_only(code: Concept, found: Answer) -> None:
    assert answer(code, only="nir") is found


@pytest.mark.parametrize(
    ("nm", "found"),
    [("699 nm", Answer.FALSE), ("700 nm", Answer.TRUE), ("800 nm", Answer.TRUE), ("801 nm", Answer.FALSE)],
)
def test_a_range_of_wavelengths_holds_its_ends(nm: str, found: Answer) -> None:
    stated = parameter("wavelength", quantity(nm))
    assert answer(NIR_BELT, stated, wavelength_from=700, wavelength_to=800) is found


def test_a_range_that_touches_is_enough() -> None:
    assert answer(NIR_BELT, wavelength_from=700, wavelength_to=800) is Answer.TRUE  # 701 to 1100 by its class
    assert answer(NIR_BELT, wavelength_from=1100) is Answer.TRUE
    assert answer(NIR_BELT, wavelength_to=700) is Answer.FALSE


def test_a_wavelength_that_is_not_known_may_be_any() -> None:
    finding = ask(light_order(HEAT_LAMP), wavelength_to=619)
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, ("the wavelength of ServiceRequest/draft",))


@pytest.mark.parametrize(
    ("site", "asked", "found"),
    [
        ("left foot", "limb", Answer.TRUE),
        ("foot", ["lumbopelvic", "back"], Answer.FALSE),
        ("low back", ["lumbopelvic", "back"], Answer.TRUE),
        ("back", ["lumbopelvic", "back"], Answer.TRUE),
        ("back", "lumbopelvic", Answer.UNKNOWN),
        ("", "limb", Answer.UNKNOWN),
    ],
)
def test_site(site: str, asked: Any, found: Answer) -> None:
    assert answer(HEAT_LAMP, more={"body_sites": (named(site),)}, site=asked) is found


def test_whether_the_site_is_known() -> None:
    known = {"body_sites": (named("knee"),)}
    assert answer(HEAT_LAMP, more=known, site_known=True) is Answer.TRUE
    assert answer(HEAT_LAMP, site_known=True) is Answer.FALSE
    assert answer(HEAT_LAMP, site_known=False) is Answer.TRUE


@pytest.mark.parametrize(
    ("reasons", "found"),
    [
        ((icd("E11.42"),), Answer.TRUE),
        ((icd("I10"), icd("G62.9")), Answer.TRUE),
        ((icd("I10"),), Answer.FALSE),
        ((named("tingling feet"),), Answer.UNKNOWN),
        ((named("tingling feet"), icd("G62.9")), Answer.TRUE),
        ((), Answer.UNKNOWN),
    ],
)
def test_a_reason_in_words_cannot_be_compared(reasons: tuple[Concept, ...], found: Answer) -> None:
    assert answer(HEAT_LAMP, more={"reasons": reasons}, reason="neuropathy") is found


def test_a_filter_that_does_not_hold_comes_before_one_that_is_open() -> None:
    assert answer(NIR_BELT, heats="yes", site="limb") is Answer.FALSE


def test_in() -> None:
    assert answer(HEAT_LAMP, in_="order-heat") is Answer.TRUE
    assert answer(HEAT_LAMP, in_="order-pbm") is Answer.FALSE


def test_a_treatment_has_no_route() -> None:
    assert answer(HEAT_LAMP, route="oral") is Answer.FALSE
    assert answer(HEAT_LAMP, not_route="oral") is Answer.TRUE


def test_light_filters_of_an_order_that_is_none_are_false() -> None:
    order = medication_order(medicine=NAPROXEN)
    assert ask(order, heats="no").answer is Answer.FALSE


@pytest.mark.parametrize(
    ("text", "found"), [("heat lamp for home", Answer.TRUE), ("heat lamp for homework", Answer.FALSE)]
)
def test_words_are_whole(text: str, found: Answer) -> None:
    assert answer(text, words=["home", "rent*"]) is found


# --- other drafts, and the hook -------------------------------------------------------------------------


def other(*drafts: Order, at_hand: Order | None = None) -> Finding:
    asked = clause(draft="other", in_="analgesics")
    return find_draft(asked, view(record(drafts=drafts), at_hand))


def test_another_draft_is_found_and_the_one_at_hand_is_not() -> None:
    naproxen: TherapyOrder | Any = medication_order(medicine=NAPROXEN)
    assert other(naproxen).answer is Answer.TRUE
    assert other(naproxen, at_hand=naproxen).answer is Answer.FALSE
    assert other(light_order(HEAT_LAMP)).answer is Answer.FALSE
    assert other().answer is Answer.FALSE


def test_a_draft_that_nobody_can_name_leaves_the_answer_open() -> None:
    finding = other(medication_order(medicine=named("the blue ones")))
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, ("what MedicationRequest/draft is",))


def test_the_hook() -> None:
    assert find_hook(clause(hook="order-sign"), view(record())).answer is Answer.TRUE
    assert find_hook(clause(hook=["patient-view", "order-select"]), view(record())).answer is Answer.FALSE


@pytest.mark.parametrize(
    ("site", "asked", "found"),
    [
        ("left foot", "lower-limb", Answer.TRUE),
        ("left foot", "neck", Answer.FALSE),
        ("leg", "foot", Answer.FALSE),
        ("", "foot", Answer.UNKNOWN),
    ],
)
def test_the_site_lies_within(site: str, asked: str, found: Answer) -> None:
    assert answer(HEAT_LAMP, more={"body_sites": (named(site),)}, site_within=asked) is found


@pytest.mark.parametrize(
    ("reasons", "found"),
    [
        ((named("Oral mucositis"),), Answer.TRUE),
        ((icd("K12.31", "Oral mucositis (ulcerative)"),), Answer.TRUE),
        ((named("no mucosa seen"),), Answer.FALSE),
        ((), Answer.FALSE),
    ],
)
def test_words_of_the_reason(reasons: tuple[Concept, ...], found: Answer) -> None:
    assert answer(HEAT_LAMP, more={"reasons": reasons}, reason_words=["mucositis"]) is found


# --- reasons, and who is admitted -------------------------------------------------------------------------


def said_of(order: Order, encounter: Encounter | None = None, **asked: Any) -> Answer:
    of = record(encounter=encounter, encounters=(encounter,) if encounter else ())
    return find_order(clause(order="at-hand", **asked), ketamine_view(of, order)).answer


@pytest.mark.parametrize(
    ("reasons", "stated", "for_depression"),
    [
        ((concept(ICD, "F33.1"),), Answer.TRUE, Answer.TRUE),
        ((concept(ICD, "M79.7"),), Answer.TRUE, Answer.FALSE),
        ((named("low mood"),), Answer.TRUE, Answer.UNKNOWN),
        ((), Answer.FALSE, Answer.FALSE),  # only a stated reason is asked for
    ],
)
def test_whether_a_reason_is_stated(reasons: tuple[Concept, ...], stated: Answer, for_depression: Answer) -> None:
    order = medication_order(reasons=reasons)
    assert said_of(order, reason_stated=True) is stated
    assert said_of(order, reason_stated=False) is Answer.of(stated is Answer.FALSE)
    assert said_of(order, reason_stated=True, reason="depression") is for_depression


@pytest.mark.parametrize(
    ("category", "visit", "answer"),
    [
        ("inpatient", None, Answer.TRUE),
        ("inpatient", "AMB", Answer.TRUE),
        ("outpatient", "IMP", Answer.FALSE),  # the category decides
        ("discharge", "IMP", Answer.FALSE),
        (None, "IMP", Answer.TRUE),
        (None, "ACUTE", Answer.TRUE),
        (None, "NONAC", Answer.TRUE),
        (None, "AMB", Answer.FALSE),
        (None, "OBSENC", Answer.FALSE),
        ("chemotherapy", "IMP", Answer.TRUE),  # a category that tells of no place
        (None, None, Answer.UNKNOWN),
    ],
)
def test_whether_it_is_for_an_inpatient(category: str | None, visit: str | None, answer: Answer) -> None:
    categories = (concept("http://example.org/category", category),) if category else ()
    encounter = Encounter(reference="Encounter/1", class_code=visit) if visit else None
    order = medication_order(categories=categories)
    assert said_of(order, encounter, inpatient=True) is answer
    opposite = {Answer.TRUE: Answer.FALSE, Answer.FALSE: Answer.TRUE}.get(answer, answer)
    assert said_of(order, encounter, inpatient=False) is opposite


# --- drafted or running ---------------------------------------------------------------------------------


@pytest.mark.parametrize("drafted", [True, False])
def test_a_draft_is_told_from_what_runs(drafted: bool) -> None:
    assert ask(light_order(HEAT_LAMP), drafted=drafted).answer is Answer.of(drafted)
    assert ask(therapy_order(HEAT_LAMP), drafted=drafted).answer is Answer.of(not drafted)


# --- what a drug order says of its weight, and since when it runs -----------------------------------------


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ({"dose": "0.5 mg/kg"}, Answer.TRUE),
        ({"rate": "0.3 mg/kg/h"}, Answer.TRUE),
        ({"dose": "40 mg", "rate": "5 ug/kg/min"}, Answer.TRUE),
        ({"text": "0.5 mg/kg over 40 minutes"}, Answer.TRUE),
        ({"dose": "40 mg"}, Answer.FALSE),
        ({"rate": "10 mg/h"}, Answer.FALSE),
        ({}, Answer.FALSE),
    ],
)
def test_tells_whether_a_dose_is_per_kilogram(written: dict[str, Any], answer: Answer) -> None:
    order = medication_order(dosage(**written))
    assert find_order(clause(order="at-hand", per_kg=True), ketamine_view(record(), order)).answer is answer


@pytest.mark.parametrize(
    ("authored", "answer"),
    [
        ("2026-08-25", Answer.TRUE),
        ("2026-08-26", Answer.FALSE),
        ("2026-08", Answer.TRUE),
        (None, Answer.UNKNOWN),
    ],
)
def test_tells_how_long_ago_an_order_was_written(authored: str | None, answer: Answer) -> None:
    order = medication_order(status="active", authored=authored)
    asked = clause(order="at-hand", ordered_at_least="91 days")
    assert find_order(asked, ketamine_view(record(), order)).answer is answer


def test_a_draft_is_written_now() -> None:
    order = medication_order(authored="2026-01-01", draft=True)
    asked = clause(order="at-hand", ordered_at_least="91 days")
    assert find_order(asked, ketamine_view(record(), order)).answer is Answer.FALSE


def test_an_order_without_a_reason_says_so() -> None:
    finding = find_order(clause(order="at-hand", reason_stated=False), ketamine_view(record(), medication_order()))
    assert (finding.answer, finding.inputs[0].value) == (Answer.TRUE, "no reason stated")
