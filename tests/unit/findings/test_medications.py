"""Exposure: what counts as taken, until when, by which route, where on the body, and what is only unclear."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from cds.findings.finding import Answer, Finding
from cds.findings.medications import find_medication, is_running, medicines_not_checked
from cds.findings.view import View
from cds.record import Allergy, Concept, Given, Kind, MedicationUse, Order, Reaction, Timing
from tests.unit.findings.builders import (
    ICD,
    RXNORM,
    administration,
    allergy,
    clause,
    concept,
    dosage,
    maybe,
    medication_order,
    named,
    record,
    references,
    snomed,
    when,
)
from tests.unit.findings.builders import view as ketamine_view
from tests.unit.findings.light import HEAT_LAMP, light_order, site, view

DOXYCYCLINE = concept(RXNORM, "3640", "doxycycline")
PORFIMER = concept(RXNORM, "333848", "porfimer sodium")
PATCH = concept(RXNORM, "245135", "72 HR fentanyl 0.05 MG/HR Transdermal System")
FENTANYL = concept(RXNORM, "4337", "fentanyl")
ORAL, TOPICAL, TRANSDERMAL = snomed("26643006"), snomed("6064005"), snomed("45890007")


def order(medicine: Concept = DOXYCYCLINE, *dosages: Any, **more: Any) -> MedicationUse:
    """An active order of the record, ten days old unless said otherwise."""
    written = {"reference": "MedicationRequest/1", "status": "active", "authored": "2026-11-14", **more}
    return medication_order(*dosages, medicine=medicine, **written)


def until(end: str, **more: Any) -> MedicationUse:
    """An order with the end of its course."""
    return order(more.pop("medicine", DOXYCYCLINE), dosage(timing=Timing(end=when(end))), **more)


def statement(medicine: Concept = DOXYCYCLINE, at: str | None = None, **more: Any) -> MedicationUse:
    written = {"reference": "MedicationStatement/1", "status": "active", **more}
    return MedicationUse(kind=Kind.MEDICATION_STATEMENT, medicines=(medicine,), effective=maybe(at), **written)


def ask(*uses: MedicationUse, at_hand: Order | None = None, partner: Order | None = None, **more: Any) -> Finding:
    """Whether the patient is exposed to a photosensitiser, within its own wash-out unless said otherwise."""
    about = {key: more.pop(key) for key in ("allergies", "drafts", "given") if key in more}
    written = {"in_": "photosensitisers", "washout": "from-set", **more}
    asked = clause(**{"medication": "exposed", **written})
    return find_medication(asked, view(record(medications=uses, **about), at_hand, partner))


def exposed(*uses: MedicationUse, **more: Any) -> bool:
    answer = ask(*uses, **more).answer
    assert answer is not Answer.UNKNOWN
    return answer is Answer.TRUE


# --- orders ---------------------------------------------------------------------------------------------


def test_an_active_order_exposes_now() -> None:
    finding = ask(order())
    assert finding.answer is Answer.TRUE
    assert references(finding) == ["MedicationRequest/1"]
    assert finding.inputs[0].value == "ordered now"


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error", "draft", "unknown", None])
def test_orders_of_other_statuses_never_count(status: str | None) -> None:
    assert not exposed(until("2026-11-23", status=status))


@pytest.mark.parametrize(
    ("intent", "counts"),
    [
        ("order", True),
        ("original-order", True),
        ("reflex-order", True),
        ("filler-order", True),
        ("instance-order", True),
        (None, True),
        ("proposal", False),
        ("plan", False),
        ("option", False),
    ],
)
def test_only_what_is_ordered_counts(intent: str | None, counts: bool) -> None:
    assert exposed(order(intent=intent)) is counts


def test_an_order_not_to_give_never_counts() -> None:
    assert not exposed(order(do_not_perform=True))


@pytest.mark.parametrize("reason", ["Never started", "patient has not started it: not started", "never taken"])
def test_an_order_that_was_never_started_does_not_count(reason: str) -> None:
    assert not exposed(order(status_reasons=(named(reason),)))


def test_another_status_reason_changes_nothing() -> None:
    assert exposed(order(status_reasons=(named("started late"),)))


@pytest.mark.parametrize("status", ["on-hold", "stopped", "completed"])
@pytest.mark.parametrize(("end", "counts"), [("2026-11-19", True), ("2026-11-18", False)])
def test_what_is_over_counts_through_the_wash_out_its_last_day_included(status: str, end: str, counts: bool) -> None:
    assert exposed(until(end, status=status)) is counts


def test_the_last_day_of_a_wash_out_counts_whatever_the_hour() -> None:
    assert exposed(until("2026-11-19T00:00:00Z", status="stopped"))
    assert not exposed(until("2026-11-18T23:59:59Z", status="stopped"))


def test_an_active_order_past_its_end_counts_through_the_wash_out() -> None:
    assert exposed(until("2026-11-20"))
    assert not exposed(until("2026-11-10"))
    assert exposed(until("2026-12-31"))


@pytest.mark.parametrize(
    "more",
    [
        {"supply_end": when("2026-11-20")},
        {"authored": "2026-11-10", "supply_days": 10},
        {"authored": "2026-11-10", "supply_days": 5, "sessions_supplied": 2},
    ],
)
def test_a_supply_tells_the_end_as_well(more: dict[str, Any]) -> None:
    assert exposed(order(status="stopped", **more))


def test_the_latest_of_several_ends_counts() -> None:
    assert exposed(until("2026-11-01", status="stopped", supply_end=when("2026-11-20")))


def test_bounds_given_as_a_length_count_from_the_order() -> None:
    ten_days = dosage(timing=Timing(bounds_days=10))  # type: ignore[arg-type]
    assert exposed(order(DOXYCYCLINE, ten_days, status="completed", authored="2026-11-10"))
    assert not exposed(order(DOXYCYCLINE, ten_days, status="completed", authored="2026-11-01"))


@pytest.mark.parametrize("status", ["on-hold", "stopped", "completed"])
def test_what_is_over_since_an_unknown_day_is_unknown(status: str) -> None:
    finding = ask(order(status=status))
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == ("the last dose of MedicationRequest/1",)


def test_without_a_wash_out_only_the_present_counts() -> None:
    assert not exposed(order(status="stopped"), washout=None)
    assert exposed(order(), washout=None)


def test_an_open_end_is_no_end() -> None:
    assert exposed(until("2026-11-01/"))


# --- stale orders ---------------------------------------------------------------------------------------


def test_an_order_of_more_than_a_year_ago_without_a_sign_of_use_is_unknown_for_light() -> None:
    assert exposed(order(authored="2025-11-24"))
    assert ask(order(authored="2025-11-23")).answer is Answer.UNKNOWN


@pytest.mark.parametrize(("at", "answer"), [("2026-06-01", Answer.TRUE), ("2026-05-20", Answer.UNKNOWN)])
def test_a_statement_of_the_same_drug_in_half_a_year_keeps_it_alive(at: str, answer: Answer) -> None:
    old = order(authored="2024-01-01")
    used = statement(at=at, status="unknown")
    assert ask(old, used).answer is answer


def test_use_of_another_drug_does_not() -> None:
    other = statement(concept(RXNORM, "7258", "naproxen"), at="2026-11-01")
    assert ask(order(authored="2024-01-01"), other).answer is Answer.UNKNOWN


def test_for_ketamine_a_stale_order_does_not_expose() -> None:
    old = medication_order(reference="MedicationRequest/1", status="active", authored="2024-01-01")
    asked = clause(medication="exposed", in_="ketamine")
    assert find_medication(asked, ketamine_view(record(medications=(old,)))).answer is Answer.FALSE


# --- statements -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "at", "answer"),
    [
        ("active", None, Answer.TRUE),
        ("active", "2019-01-01", Answer.TRUE),  # since when, not until when
        ("active", "2026-01-01/", Answer.TRUE),
        ("active", "2026-01-01/2026-11-20", Answer.TRUE),
        ("active", "2026-01-01/2026-11-10", Answer.FALSE),
        ("completed", "2026-11-01/2026-11-20", Answer.TRUE),
        ("completed", "2026-11-20", Answer.TRUE),
        ("stopped", "2026-11-10", Answer.FALSE),
        ("stopped", None, Answer.UNKNOWN),
        ("completed", "2026-11-01/", Answer.UNKNOWN),
        ("on-hold", "2026-11-20", Answer.TRUE),
        ("not-taken", "2026-11-20", Answer.FALSE),
        ("intended", "2026-11-20", Answer.FALSE),
        ("entered-in-error", "2026-11-20", Answer.FALSE),
        (None, "2026-11-20", Answer.FALSE),
    ],
)
def test_a_statement(status: str | None, at: str | None, answer: Answer) -> None:
    assert ask(statement(at=at, status=status)).answer is answer


# --- administrations ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "at", "answer"),
    [
        ("completed", "2026-11-19T23:00:00Z", Answer.TRUE),
        ("completed", "2026-11-18T23:00:00Z", Answer.FALSE),
        ("completed", None, Answer.UNKNOWN),
        ("in-progress", None, Answer.TRUE),
        ("not-done", "2026-11-23", Answer.FALSE),
        ("stopped", "2026-11-23", Answer.FALSE),
        ("entered-in-error", "2026-11-23", Answer.FALSE),
    ],
)
def test_an_administration(status: str, at: str | None, answer: Answer) -> None:
    assert ask(administration(DOXYCYCLINE, at=at, status=status)).answer is answer


def test_an_administration_counts_as_present_as_long_as_the_family_says() -> None:
    asked = clause(medication="exposed", in_="ketamine")
    for hours, answer in (("2026-11-23T12:00:00Z", Answer.TRUE), ("2026-11-23T11:59:59Z", Answer.FALSE)):
        given = record(medications=(administration(at=hours),))
        assert find_medication(asked, ketamine_view(given)).answer is answer


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ("2026-11-24T11:00:00Z", True),
        ("2026-11-21T12:00:00Z", True),  # three days: it comes off now
        ("2026-11-20T12:00:00Z", True),  # a day after it came off
        ("2026-11-20T11:59:59Z", False),
    ],
)
def test_a_patch_that_was_put_on_is_worn_for_its_time(at: str, counts: bool) -> None:
    assert exposed(administration(PATCH, at=at), in_="patches", washout="24 hours") is counts


# --- windows --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("end", "counts"), [("2026-11-23T12:00:00Z", True), ("2026-11-23T11:59:59Z", False)])
def test_a_window_in_hours_is_exact(end: str, counts: bool) -> None:
    assert exposed(until(end, status="stopped"), washout="24 hours") is counts


def test_a_window_of_the_rule_comes_before_that_of_the_set() -> None:
    assert exposed(until("2026-11-04", status="stopped"), washout="20 days")
    assert not exposed(until("2026-11-03", status="stopped"), washout="20 days")


@pytest.mark.parametrize(
    ("at", "hard", "after"),
    [
        ("2026-11-24", True, False),
        ("2026-10-25", True, False),  # day 30
        ("2026-10-24", False, True),
        ("2026-08-26", False, True),  # day 90
        ("2026-08-25", False, False),
    ],
)
def test_the_extended_window_begins_where_the_hard_one_ends(at: str, hard: bool, after: bool) -> None:
    given = administration(PORFIMER, at=f"{at}T09:00:00Z")
    assert exposed(given, in_="photodynamic") is hard
    assert exposed(given, in_="photodynamic", medication="extended") is after


def test_a_drug_without_an_extended_window_has_none() -> None:
    given = administration(concept(RXNORM, "683"), at="2026-11-20T09:00:00Z")
    assert not exposed(given, in_="photodynamic", medication="extended")


def test_an_unknown_day_may_be_in_the_extended_window() -> None:
    given = administration(PORFIMER, at=None)
    assert ask(given, in_="photodynamic", medication="extended").answer is Answer.UNKNOWN


def test_the_words_of_a_card_come_with_it() -> None:
    product = concept(RXNORM, "242166", "porfimer sodium 75 MG Injection")
    [found] = ask(administration(product, at="2026-11-12T09:00:00Z"), in_="photodynamic").inputs
    assert found.more == {
        "drug": "porfimer sodium",
        "days_ago": "12",
        "washout_end": "2026-12-12",
        "start_after": "2026-12-13",
    }
    assert found.display == "porfimer sodium 75 MG Injection"


# --- which drug -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "medicine",
    [
        concept(RXNORM, "197885", "Hydrochlorothiazide 12.5 MG / Lisinopril 10 MG Oral Tablet"),
        named("lisinopril-HCTZ 20-25 mg"),
        named("ZESTORETIC tablets"),
    ],
)
def test_a_combination_counts_by_any_of_its_names(medicine: Concept) -> None:
    assert exposed(order(medicine))


def test_properties_choose_among_the_members() -> None:
    assert exposed(order(), where={"strength": "high"})
    assert not exposed(order(), where={"strength": ["moderate", "low"]})
    assert not exposed(order(), where={"peak_nm": 630})


def test_a_medicine_that_nobody_can_name_leaves_the_answer_open() -> None:
    finding = ask(order(named("water pill")))
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == ("what MedicationRequest/1 is",)


def test_one_that_is_over_does_not() -> None:
    assert not exposed(until("2026-11-01", medicine=named("water pill"), status="stopped"))


def test_what_is_not_checked_is_listed() -> None:
    uses = (order(named("water pill")), order(DOXYCYCLINE, reference="MedicationRequest/2"))
    assert medicines_not_checked(view(record(medications=uses))) == {"MedicationRequest/1": "water pill"}


@pytest.mark.parametrize("kind", [Kind.MEDICATION_REQUEST, Kind.MEDICATION_STATEMENT, Kind.MEDICATION_ADMINISTRATION])
@pytest.mark.parametrize("given", [Given.PARTIAL, Given.UNKNOWN])
def test_nothing_is_absent_from_what_was_not_loaded_whole(kind: Kind, given: Given) -> None:
    finding = ask(given={kind: given})
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, (str(kind),))
    assert ask(order(), given={kind: given}).answer is Answer.TRUE


def test_the_same_drug_twice_is_two_inputs_of_one_answer() -> None:
    finding = ask(order(), statement())
    assert references(finding) == ["MedicationRequest/1", "MedicationStatement/1"]


# --- drafts ---------------------------------------------------------------------------------------------

LAMP = light_order(HEAT_LAMP)


def draft(medicine: Concept = DOXYCYCLINE, **more: Any) -> MedicationUse:
    return medication_order(medicine=medicine, **more)


def test_another_draft_of_the_request_counts() -> None:
    finding = ask(drafts=(LAMP, draft()), at_hand=LAMP)
    assert finding.answer is Answer.TRUE
    assert finding.inputs[0].value == "ordered in the same request"


def test_a_draft_not_to_give_does_not() -> None:
    assert not exposed(drafts=(LAMP, draft(do_not_perform=True)), at_hand=LAMP)


def test_the_order_at_hand_never_counts_as_exposure() -> None:
    mine = draft()
    assert not exposed(drafts=(mine,), at_hand=mine)
    running = order()
    assert not exposed(running, at_hand=running)


def test_the_partner_of_a_running_order_counts() -> None:
    partner = draft()
    assert exposed(drafts=(partner,), at_hand=LAMP, partner=partner)


# --- route and site -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("medicine", "route", "systemic"),
    [
        (DOXYCYCLINE, None, True),
        (DOXYCYCLINE, ORAL, True),
        (DOXYCYCLINE, TOPICAL, False),
        (named("doxycycline dental gel"), None, False),
        (named("doxycycline tablet"), None, True),
    ],
)
def test_an_unknown_route_counts_as_systemic(medicine: Concept, route: Concept | None, systemic: bool) -> None:
    use = order(medicine, dosage(route=route))
    assert exposed(use, not_route=["topical", "local"]) is systemic


def test_one_systemic_route_of_two_is_enough() -> None:
    use = order(DOXYCYCLINE, dosage(route=TOPICAL), dosage(route=ORAL))
    assert exposed(use, not_route=["topical", "local"])


@pytest.mark.parametrize(("route", "counts"), [(TRANSDERMAL, True), (ORAL, False), (None, False)])
def test_a_route_that_is_asked_for_must_be_known(route: Concept | None, counts: bool) -> None:
    use = order(FENTANYL, dosage(route=route))
    assert exposed(use, in_="patch-ingredients", washout=None, route="transdermal") is counts


def where_is(use: MedicationUse, aimed: Order | None) -> list[str]:
    """The readings of its site that hold against where the light goes."""
    asked = {"in_": "patches", "washout": "24 hours"}
    return [
        name
        for name in ("overlaps", "unknown", "on-trunk", "remote")
        if exposed(use, at_hand=aimed, site=name, **asked)
    ]


def patch(text: str = "", **more: Any) -> MedicationUse:
    return order(PATCH, dosage(text=text, **more))


def aimed(text: str) -> Order:
    return light_order(HEAT_LAMP, body_sites=(named(text),))


@pytest.mark.parametrize(
    ("use", "at_hand", "readings"),
    [
        (patch(site=named("lower back")), aimed("low back"), ["overlaps", "on-trunk"]),
        (patch(site=named("left arm")), aimed("right arm"), ["remote"]),
        (patch(site=named("left arm")), aimed("low back"), ["remote"]),
        (patch(site=named("chest")), aimed("low back"), ["on-trunk", "remote"]),
        (patch(site=named("upper back")), aimed("low back"), ["unknown", "on-trunk"]),
        (patch(site=named("where it fits")), aimed("low back"), ["unknown"]),
        (patch(), aimed("low back"), ["unknown"]),
        (patch(site=named("chest")), LAMP, ["unknown"]),
        (patch("1 patch to the upper arm every 72 hours"), aimed("low back"), ["remote"]),
        (patch("1 patch every 72 hours for low back pain"), aimed("left knee"), ["unknown"]),
        (patch("1 patch for back pain, to the upper arm"), aimed("left knee"), ["remote"]),
        (patch("to the chest", site=named("left arm")), aimed("left wrist"), ["remote"]),
        (patch("to the chest", site=named("skin")), aimed("chest"), ["overlaps", "on-trunk"]),
        (patch(site=site("56459004")), aimed("foot"), ["overlaps"]),
    ],
)
def test_where_it_is_against_where_the_light_goes(use: MedicationUse, at_hand: Order, readings: list[str]) -> None:
    assert where_is(use, at_hand) == readings


# --- allergies to it ------------------------------------------------------------------------------------

WORDS = {"words": ["photosens*", "sunburn"]}


def reaction(*manifestations: str, substance: Concept | None = None) -> Reaction:
    return Reaction(substance=substance, manifestations=tuple(map(named, manifestations)))


@pytest.mark.parametrize(
    ("entry", "counts"),
    [
        (allergy(DOXYCYCLINE, reaction("Photosensitivity")), True),
        (allergy(named("Doxycycline"), reaction("severe sunburn")), True),
        (allergy(named("Antibiotics"), reaction("sunburn", substance=DOXYCYCLINE)), True),
        (allergy(DOXYCYCLINE, reaction("sunburn"), clinical_status=None), True),
        (allergy(DOXYCYCLINE, reaction("nausea")), False),
        (allergy(DOXYCYCLINE), False),
        (allergy(concept(RXNORM, "2551"), reaction("sunburn")), False),
        (allergy(DOXYCYCLINE, reaction("sunburn"), clinical_status="resolved"), False),
        (allergy(DOXYCYCLINE, reaction("sunburn"), verification_status="refuted"), False),
        (allergy(DOXYCYCLINE, reaction("sunburn"), verification_status="entered-in-error"), False),
    ],
)
def test_a_reaction_to_the_drug_itself(entry: Allergy, counts: bool) -> None:
    assert exposed(order(), allergies=(entry,), allergic_to_it=WORDS) is counts


def test_without_the_allergy_list_the_answer_is_open() -> None:
    finding = ask(order(), given={Kind.ALLERGY: Given.UNKNOWN}, allergic_to_it=WORDS)
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, ("AllergyIntolerance",))


# --- running --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("use", "running"),
    [
        (order(), True),
        (order(status="stopped"), None),
        (until("2026-11-20", status="stopped"), False),
        (until("2026-11-20"), False),
        (order(status="cancelled"), False),
        (order(intent="plan"), False),
        (order(authored="2024-01-01"), None),
    ],
)
def test_whether_an_order_runs(use: MedicationUse, running: bool | None) -> None:
    seen: View = view(record(medications=(use,)))
    assert is_running(use, seen) is running


# --- since when -----------------------------------------------------------------------------------------

LEVOTHYROXINE = concept(RXNORM, "10582", "levothyroxine")


def started(*uses: MedicationUse, drafts: tuple[Order, ...] = ()) -> Answer:
    asked = clause(medication="exposed", in_="levothyroxine", started_within="42 days")
    return find_medication(asked, ketamine_view(record(medications=uses, drafts=drafts))).answer


def thyroxine(authored: str | None, reference: str = "MedicationRequest/1", **more: Any) -> MedicationUse:
    return order(LEVOTHYROXINE, authored=authored, reference=reference, **more)


@pytest.mark.parametrize(
    ("authored", "answer"),
    [
        ("2026-10-13", Answer.TRUE),  # 42 days: the day counts whole
        ("2026-10-12", Answer.FALSE),
        ("2026-11-24", Answer.TRUE),
        ("2026-10", Answer.FALSE),
        (None, Answer.UNKNOWN),
    ],
)
def test_a_drug_is_new_for_so_long(authored: str | None, answer: Answer) -> None:
    assert started(thyroxine(authored)) is answer


@pytest.mark.parametrize(
    ("earlier", "answer"),
    [
        ({"authored": "2020-01-01", "status": "completed"}, Answer.FALSE),
        ({"authored": "2020-01-01", "status": "stopped"}, Answer.FALSE),
        ({"authored": "2020-01-01", "status": "active"}, Answer.FALSE),  # too old to be taken, and still an earlier use
        ({"authored": "2020-01-01", "status": "cancelled"}, Answer.TRUE),
        ({"authored": "2020-01-01", "status": "entered-in-error"}, Answer.TRUE),
        ({"authored": "2020-01-01", "status": "completed", "intent": "proposal"}, Answer.TRUE),
        ({"authored": None, "status": "completed"}, Answer.UNKNOWN),
        ({"authored": "2020-01-01", "status": "completed", "medicine": DOXYCYCLINE}, Answer.TRUE),
    ],
)
def test_a_renewal_is_no_start(earlier: dict[str, Any], answer: Answer) -> None:
    before = order(**{"medicine": LEVOTHYROXINE, "reference": "MedicationRequest/0", **earlier})
    assert started(before, thyroxine("2026-11-14")) is answer


def test_a_start_that_the_dosage_states_counts() -> None:
    since = dosage(timing=Timing(start=when("2019-01-01")))
    assert started(thyroxine("2026-11-14")) is Answer.TRUE
    assert started(order(LEVOTHYROXINE, since, authored="2026-11-14")) is Answer.FALSE


def test_a_draft_starts_now_unless_the_drug_was_taken_before() -> None:
    draft = medication_order(medicine=LEVOTHYROXINE, draft=True)
    assert started(drafts=(draft,)) is Answer.TRUE
    assert started(thyroxine("2020-01-01", status="stopped"), drafts=(draft,)) is Answer.FALSE


# --- as much and as long as its member says -------------------------------------------------------------

PREDNISONE = concept(RXNORM, "8640", "prednisone")


def steroid(dose: str | None, per_day: int = 1, **more: Any) -> MedicationUse:
    timing = Timing(frequency=Decimal(per_day), period_days=Decimal(1))
    return order(PREDNISONE, dosage(dose, timing=timing), **more)


def long_enough(*uses: MedicationUse) -> Answer:
    return ask(*uses, in_="steroids", dose="from-set").answer


@pytest.mark.parametrize(
    ("use", "answer"),
    [
        (steroid("20 mg", authored="2026-11-10"), Answer.TRUE),
        (steroid("10 mg", 2, authored="2026-11-10"), Answer.TRUE),
        (steroid("19 mg", authored="2026-11-10"), Answer.FALSE),
        (steroid("20 mg", authored="2026-11-11"), Answer.FALSE),
        (steroid(None, authored="2026-11-10"), Answer.UNKNOWN),
        (steroid(None, authored="2026-11-20"), Answer.FALSE),
        (steroid("20 mg", authored=None), Answer.UNKNOWN),
    ],
)
def test_a_dose_rule_of_the_set(use: MedicationUse, answer: Answer) -> None:
    assert long_enough(use) is answer


def test_a_member_without_a_dose_rule_counts_at_any_dose() -> None:
    assert ask(order(), dose="from-set").answer is Answer.TRUE


# --- ever, and what a use says of itself -----------------------------------------------------------------


def ever(*uses: MedicationUse, at_hand: Order | None = None, **more: Any) -> Answer:
    about = {key: more.pop(key) for key in ("drafts", "given") if key in more}
    asked = clause(**{"medication": "ever", "in_": "photosensitisers", **more})
    return find_medication(asked, view(record(medications=uses, **about), at_hand)).answer


def supply(at: str | None = "2020-03-01", status: str = "completed") -> MedicationUse:
    written = {"reference": "MedicationDispense/1", "status": status, "medicines": (DOXYCYCLINE,)}
    return MedicationUse(kind=Kind.MEDICATION_DISPENSE, effective=maybe(at), **written)


@pytest.mark.parametrize(
    "use",
    [
        order(),
        order(authored="2016-01-01"),  # an old order that is still open
        order(status="stopped"),  # when it ended does not matter
        order(status="completed"),
        order(status="on-hold"),
        statement(status="stopped"),
        administration(DOXYCYCLINE, "2016-01-01"),
        administration(DOXYCYCLINE, None),
        supply(),
        supply(None),
    ],
)
def test_what_was_taken_at_any_time(use: MedicationUse) -> None:
    assert ever(use) is Answer.TRUE


@pytest.mark.parametrize(
    "use",
    [
        order(status="cancelled"),
        order(status="entered-in-error"),
        order(status="draft"),
        order(intent="plan"),
        order(do_not_perform=True),
        order(status_reasons=(named("never started"),)),
        statement(status="not-taken"),
        statement(status="intended"),
        administration(DOXYCYCLINE, status="not-done"),
        supply(status="cancelled"),
        order(concept(RXNORM, "6809", "metformin")),
    ],
)
def test_what_was_never_taken(use: MedicationUse) -> None:
    assert ever(use) is Answer.FALSE


def test_a_draft_and_the_order_at_hand_tell_nothing_of_before() -> None:
    assert ever(drafts=(order(reference="MedicationRequest/d", draft=True),)) is Answer.FALSE
    assert ever(order(), at_hand=order()) is Answer.FALSE


def test_an_old_medicine_that_nobody_can_name_may_have_been_it() -> None:
    assert ever(order(named("water pill"), status="stopped")) is Answer.UNKNOWN


@pytest.mark.parametrize("kind", [Kind.MEDICATION_REQUEST, Kind.MEDICATION_DISPENSE])
def test_ever_is_not_never_where_the_record_is_not_whole(kind: Kind) -> None:
    assert ever(given={kind: Given.PARTIAL}) is Answer.UNKNOWN
    assert ever(order(), given={kind: Given.UNKNOWN}) is Answer.TRUE


@pytest.mark.parametrize(
    ("dosages", "standing"),
    [
        ((), True),
        ((dosage("1 mg"),), True),
        ((dosage("1 mg", text="once daily"),), True),
        ((dosage("1 mg", text="Once a day at bedtime"),), True),
        ((dosage("1 mg", text="once, before the scan"),), False),
        ((dosage("1 mg", text="single dose"),), False),
        ((dosage("1 mg", text="one-time dose"),), False),
        ((dosage("1 mg", timing=Timing(count=Decimal(1))),), False),
        ((dosage("1 mg", timing=Timing(count=Decimal(2))),), True),
        ((dosage("1 mg", timing=Timing(bounds_days=Decimal(1))),), False),
        ((dosage("1 mg", timing=Timing(bounds_days=Decimal(2))),), True),
        ((dosage("1 mg", text="once"), dosage("1 mg", text="at night")), True),
    ],
)
def test_an_order_for_one_dose_is_no_standing_one(dosages: tuple[Any, ...], standing: bool) -> None:
    use = order(DOXYCYCLINE, *dosages, authored="2026-11-24")
    assert exposed(use, standing=True) is standing
    assert exposed(use, standing=False) is not standing


def test_a_statement_is_standing_and_a_dose_that_was_given_is_not() -> None:
    assert exposed(statement(), standing=True)
    given = administration(DOXYCYCLINE, "2026-11-24T10:00:00Z")
    assert not exposed(given, standing=True)
    assert exposed(given, standing=False)


def test_only_the_resources_that_are_asked_for_count_and_are_missed() -> None:
    asked = {"resource": "MedicationAdministration", "washout": "2 days"}
    assert not exposed(order(), **asked)
    assert exposed(administration(DOXYCYCLINE, "2026-11-24T10:00:00Z"), **asked)
    assert ask(given={Kind.MEDICATION_REQUEST: Given.UNKNOWN}, **asked).answer is Answer.FALSE
    assert ask(given={Kind.MEDICATION_ADMINISTRATION: Given.UNKNOWN}, **asked).answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    "use",
    [
        order(concept(RXNORM, "3640", "doxycycline rescue kit")),
        order(form=named("Rescue kit")),
        order(DOXYCYCLINE, dosage("1 mg", text="rescue only")),
        order(reasons=(named("rescue"),)),
        order(texts=("Rescue.",)),
    ],
)
def test_words_leave_a_use_out_wherever_they_stand(use: MedicationUse) -> None:
    assert exposed(use)
    assert not exposed(use, not_words=["rescue"])
    assert exposed(use, not_words=["rescued"])


def test_a_use_for_another_reason_is_left_out_and_one_without_a_reason_counts() -> None:
    def counts(*reasons: Concept) -> bool:
        of = record(medications=(order(concept(RXNORM, "36437", "sertraline"), reasons=reasons),))
        asked = clause(medication="exposed", in_="antidepressants", not_reason="depression")
        return find_medication(asked, ketamine_view(of)).answer is Answer.TRUE

    assert not counts(concept(ICD, "F33.1"))
    assert counts(concept(ICD, "M79.2"))
    assert counts(named("low mood"))  # words cannot be compared
    assert counts()


@pytest.mark.parametrize(
    "more",
    [
        {"washout": "2 days"},
        {"site": "overlaps"},
        {"prescriber": "other"},
        {"started_within": "6 weeks"},
        {"dose": "from-set"},
    ],
)
def test_ever_has_no_window(more: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="ever"):
        clause(medication="ever", in_="photosensitisers", **more)
