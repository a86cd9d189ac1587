"""Conditions: which entries stand, since when, and where."""

from typing import Any

import pytest

from cds.findings.conditions import State, find_condition, standing
from cds.findings.finding import Answer, Finding
from cds.record import Coding, Concept, Condition, Given, Kind, Order
from tests.unit.findings.builders import CAUTIOUS_FAMILY, FAMILY, clause, condition, named, record, references, snomed
from tests.unit.findings.builders import view as ketamine_view
from tests.unit.findings.light import HEAT_LAMP, icd, light_order, view

POLYNEUROPATHY = icd("G62.9", "Polyneuropathy")
FOOT_NUMB = snomed("309538000", "Numbness of foot")
ENCOUNTER_DIAGNOSIS = (Concept(codings=(Coding(system="x", code="encounter-diagnosis"),)),)


def ask(*conditions: Condition, at_hand: Order | None = None, given: Given = Given.COMPLETE, **more: Any) -> Finding:
    written = {"condition": "active", "in_": ["neuropathy", "numbness", "chronic"], **more}
    seen = view(record(conditions=conditions, given={Kind.CONDITION: given}), at_hand)
    return find_condition(clause(**written), seen)


def answer(*conditions: Condition, **more: Any) -> Answer:
    return ask(*conditions, **more).answer


# --- status ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("active", State.ACTIVE),
        ("recurrence", State.ACTIVE),
        ("relapse", State.ACTIVE),
        ("remission", State.REMISSION),
        ("inactive", State.REMISSION),
        ("resolved", State.RESOLVED),
        ("unknown", State.UNKNOWN),
    ],
)
def test_the_clinical_status_tells_how_an_entry_stands(status: str, state: State) -> None:
    assert standing(condition(POLYNEUROPATHY, clinical_status=status), view(record())).state is state


@pytest.mark.parametrize("status", ["refuted", "entered-in-error"])
def test_what_was_refuted_or_a_mistake_never_counts(status: str) -> None:
    entry = condition(POLYNEUROPATHY, verification_status=status)
    for asked in ("active", "remission", "ever"):
        assert answer(entry, condition=asked) is Answer.FALSE


@pytest.mark.parametrize("status", ["unconfirmed", "provisional", "differential"])
def test_what_is_uncertain_is_weak_and_says_why(status: str) -> None:
    finding = ask(condition(POLYNEUROPATHY, verification_status=status))
    assert (finding.answer, finding.weak) == (Answer.TRUE, f"the entry is {status}")


@pytest.mark.parametrize("status", ["confirmed", None])
def test_what_is_confirmed_or_silent_counts_in_full(status: str | None) -> None:
    assert ask(condition(POLYNEUROPATHY, verification_status=status)).weak is None


def test_a_certain_entry_comes_before_a_weak_one() -> None:
    weak = condition(POLYNEUROPATHY, verification_status="provisional")
    certain = condition(icd("E11.42"), reference="Condition/2")
    finding = ask(weak, certain)
    assert references(finding) == ["Condition/2", "Condition/1"]
    assert finding.weak is None


@pytest.mark.parametrize(
    ("asked", "counts"),
    [("active", {"active"}), ("remission", {"remission"}), ("ever", {"active", "remission", "resolved"})],
)
def test_each_question_has_its_states(asked: str, counts: set[str]) -> None:
    found = {
        status
        for status in ("active", "remission", "resolved")
        if answer(condition(POLYNEUROPATHY, clinical_status=status), condition=asked) is Answer.TRUE
    }
    assert found == counts


@pytest.mark.parametrize("abatement", ["2026-11-01", "2020", "2026-11-24T11:59:00Z"])
def test_an_end_in_the_past_resolves_whatever_the_status(abatement: str) -> None:
    assert answer(condition(POLYNEUROPATHY, abatement=abatement)) is Answer.FALSE


@pytest.mark.parametrize("abatement", ["2026-12-01", "2026-11-24"])
def test_an_end_that_may_be_to_come_does_not(abatement: str) -> None:
    assert answer(condition(POLYNEUROPATHY, abatement=abatement)) is Answer.TRUE


def test_said_to_be_over_is_over() -> None:
    assert answer(condition(POLYNEUROPATHY, abated=True)) is Answer.FALSE


def test_a_status_we_do_not_know_leaves_the_answer_open() -> None:
    finding = ask(condition(POLYNEUROPATHY, clinical_status="unknown"))
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, ("the status of Condition/1",))


# --- no status ------------------------------------------------------------------------------------------


def without_status(recorded: str | None, **more: Any) -> Condition:
    return condition(POLYNEUROPATHY, clinical_status=None, recorded=recorded, **more)


@pytest.mark.parametrize(
    ("recorded", "categories", "state"),
    [
        ("2026-08-26", ENCOUNTER_DIAGNOSIS, State.ACTIVE),
        ("2026-08-25", ENCOUNTER_DIAGNOSIS, State.UNKNOWN),
        ("2026-11-01", (), State.UNKNOWN),
        (None, ENCOUNTER_DIAGNOSIS, State.UNKNOWN),
    ],
)
def test_for_light_only_a_recent_encounter_diagnosis_counts(
    recorded: str | None, categories: tuple[Concept, ...], state: State
) -> None:
    entry = without_status(recorded, categories=categories)
    assert standing(entry, view(record())).state is state
    assert standing(entry, ketamine_view(record(), family=CAUTIOUS_FAMILY)).state is state


@pytest.mark.parametrize(
    ("recorded", "state"), [("2025-11-29", State.ACTIVE), ("2025-11-28", State.UNKNOWN), ("2025", State.ACTIVE)]
)
def test_for_ketamine_any_entry_of_twelve_months_counts(recorded: str, state: State) -> None:
    assert standing(without_status(recorded), ketamine_view(record(), family=FAMILY)).state is state


def test_the_onset_stands_in_for_the_record() -> None:
    entry = without_status(None, onset="2026-11-01", categories=ENCOUNTER_DIAGNOSIS)
    assert standing(entry, view(record())).state is State.ACTIVE


@pytest.mark.parametrize(
    ("recorded", "weak"),
    [("2026-10-01", None), ("2020-01-01", "its status is not recorded"), (None, "its status is not recorded")],
)
def test_what_is_lifelong_counts_at_any_age_and_is_weak_after_a_year(recorded: str | None, weak: str | None) -> None:
    stands = standing(without_status(recorded), view(record()), lifelong=True)
    assert (stands.state, stands.weak) == (State.ACTIVE, weak)


# --- codes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (icd("G62.9"), Answer.TRUE),
        (icd("g629"), Answer.TRUE),
        (icd("E11.43"), Answer.FALSE),
        (icd("E11"), Answer.FALSE),
        (icd("I10", display="Polyneuropathy"), Answer.FALSE),
        (named("Polyneuropathy"), Answer.UNKNOWN),
        (Concept(codings=(Coding(system="urn:oid:1.2.276.0.76.5.409", code="G62.9"),)), Answer.UNKNOWN),
    ],
)
def test_codes_compare_and_displays_never_do(code: Concept, found: Answer) -> None:
    assert answer(condition(code)) is found


def test_an_entry_that_cannot_be_compared_hides_no_other() -> None:
    assert answer(condition(named("?")), condition(POLYNEUROPATHY)) is Answer.TRUE


def test_an_excluded_set_takes_codes_away() -> None:
    assert answer(condition(icd("M54.50")), not_in="no-chronic") is Answer.FALSE
    assert answer(condition(icd("M54.59")), not_in="no-chronic") is Answer.TRUE


@pytest.mark.parametrize("given", [Given.PARTIAL, Given.UNKNOWN])
def test_nothing_is_absent_from_a_list_that_was_not_loaded_whole(given: Given) -> None:
    finding = ask(given=given)
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, ("Condition",))
    assert answer(condition(POLYNEUROPATHY), given=given) is Answer.TRUE


# --- dates ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        ({"recorded": "2026-11-14"}, Answer.TRUE),
        ({"recorded": "2026-11-13"}, Answer.FALSE),
        ({"recorded": "2026-11"}, Answer.TRUE),
        ({"onset": "2026-11-20"}, Answer.TRUE),
        ({"recorded": "2026-11-20", "onset": "2020-01-01"}, Answer.TRUE),
        ({}, Answer.UNKNOWN),
    ],
)
def test_recorded_in_a_window(dates: dict[str, str], found: Answer) -> None:
    assert answer(condition(POLYNEUROPATHY, **dates), recorded_within="10 days") is found


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        ({"onset": "2026-09-01"}, Answer.TRUE),  # 84 days: the day counts whole
        ({"onset": "2026-09-01T23:00:00Z"}, Answer.TRUE),
        ({"onset": "2026-09-02"}, Answer.FALSE),
        ({"onset": "2019"}, Answer.TRUE),
        ({"onset": "2026"}, Answer.UNKNOWN),
        ({"onset": "2026-09"}, Answer.UNKNOWN),
        ({"recorded": "2026-01-01"}, Answer.TRUE),
        ({"recorded": "2026-01-01", "onset": "2026-11-01"}, Answer.FALSE),
        ({}, Answer.UNKNOWN),
    ],
)
def test_since_at_least(dates: dict[str, str], found: Answer) -> None:
    assert answer(condition(POLYNEUROPATHY, **dates), since_at_least="84 days") is found


def test_the_date_shown_is_the_onset() -> None:
    [shown] = ask(condition(POLYNEUROPATHY, onset="2020-03", recorded="2026-01-01")).inputs
    assert shown.date == "2020-03"


# --- site -----------------------------------------------------------------------------------------------


def aimed(text: str) -> Order:
    return light_order(HEAT_LAMP, body_sites=(named(text),) if text else ())


@pytest.mark.parametrize(
    ("entry", "light_to", "asked", "found"),
    [
        (condition(FOOT_NUMB), "left foot", "overlaps", Answer.TRUE),
        (condition(FOOT_NUMB), "left foot", "unknown", Answer.FALSE),
        (condition(FOOT_NUMB), "neck", "overlaps", Answer.FALSE),
        (condition(FOOT_NUMB), "", "unknown", Answer.TRUE),
        (condition(icd("R20.0")), "left foot", "unknown", Answer.TRUE),
        (condition(icd("R20.0")), "left foot", "overlaps", Answer.FALSE),
        (condition(icd("R20.0"), body_sites=(named("left foot"),)), "right foot", "overlaps", Answer.FALSE),
        (condition(icd("R20.0"), body_sites=(named("left foot"),)), "both feet", "overlaps", Answer.TRUE),
        (condition(icd("G82.20")), "knee", "overlaps", Answer.TRUE),
    ],
)
def test_where_it_is_against_where_the_light_goes(entry: Condition, light_to: str, asked: str, found: Answer) -> None:
    assert answer(entry, at_hand=aimed(light_to), site=asked) is found


# --- properties of members ------------------------------------------------------------------------------


def ketamine_answer(*conditions: Condition, **more: Any) -> Answer:
    written = {"condition": "active", **more}
    return find_condition(clause(**written), ketamine_view(record(conditions=conditions))).answer


@pytest.mark.parametrize(
    ("code", "storm", "mere"),
    [
        (icd("E05.01"), Answer.TRUE, Answer.FALSE),
        (icd("E05.00"), Answer.FALSE, Answer.TRUE),
        (icd("E05"), Answer.FALSE, Answer.TRUE),
        (snomed("34486009"), Answer.FALSE, Answer.TRUE),
        (snomed("29028009"), Answer.TRUE, Answer.FALSE),
        (icd("E03.9"), Answer.FALSE, Answer.FALSE),
    ],
)
def test_the_closest_member_says_what_a_code_is(code: Concept, storm: Answer, mere: Answer) -> None:
    entry = condition(code)
    assert ketamine_answer(entry, in_="thyrotoxicosis", where={"storm": True}) is storm
    assert ketamine_answer(entry, in_="thyrotoxicosis", where={"storm": False}) is mere


def test_two_codes_of_an_entry_both_say_something() -> None:
    both = Concept(codings=(*icd("E05.01").codings, *snomed("34486009").codings))
    for storm in (True, False):
        assert ketamine_answer(condition(both), in_="thyrotoxicosis", where={"storm": storm}) is Answer.TRUE


def test_a_property_that_no_member_has_fits_none() -> None:
    assert ketamine_answer(condition(icd("E05.01")), in_="thyrotoxicosis", where={"kind": "goitre"}) is Answer.FALSE


@pytest.mark.parametrize(
    ("region", "found"),
    [("lower-limb", Answer.TRUE), (["upper-limb", "lower-limb"], Answer.TRUE), ("back", Answer.FALSE)],
)
def test_only_members_with_a_property(region: Any, found: Answer) -> None:
    entry = condition(snomed("61685007", "Lower limb"))
    assert answer(entry, in_="limb-sites", where={"region": region}) is found


def test_of_two_codes_the_one_with_the_property_counts() -> None:
    both = Concept(codings=(*snomed("72696002").codings, *snomed("56459004", "Foot").codings))
    finding = ask(condition(both), in_="limb-sites", where={"region": "foot"})
    assert [one.code for one in finding.inputs] == ["56459004"]


# --- when it began --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        ({"onset": "2026-10-13"}, Answer.TRUE),  # 42 days: the day counts whole
        ({"onset": "2026-10-13T00:30:00Z"}, Answer.TRUE),
        ({"onset": "2026-10-12"}, Answer.FALSE),
        ({"onset": "2026-10"}, Answer.TRUE),
        ({"onset": "2026"}, Answer.TRUE),
        ({"onset": "2025"}, Answer.FALSE),
        ({"onset": "2026-10-01/"}, Answer.FALSE),
        ({"recorded": "2026-11-01"}, Answer.TRUE),
        ({"recorded": "2026-11-01", "onset": "2019"}, Answer.FALSE),
        ({"recorded": "2019-01-01", "onset": "2026-11-01"}, Answer.TRUE),
        ({"recorded": "2019-01-01", "clinical_status": "recurrence"}, Answer.TRUE),
        ({"recorded": "2019-01-01", "clinical_status": "relapse"}, Answer.TRUE),
        ({"clinical_status": "recurrence"}, Answer.TRUE),
        ({"onset": "2027-01-01", "recorded": "2019-01-01"}, Answer.FALSE),
        ({"onset": "2027-01-01"}, Answer.UNKNOWN),
        ({}, Answer.UNKNOWN),
    ],
)
def test_began_within(dates: dict[str, str], found: Answer) -> None:
    assert answer(condition(POLYNEUROPATHY, **dates), began_within="42 days") is found


@pytest.mark.parametrize(
    ("onset", "said"), [("2026-10-13", None), ("2026-10-31", None), ("2026-10", "date imprecise"), ("2026-11", None)]
)
def test_a_date_that_may_lie_outside_is_called_imprecise(onset: str, said: str | None) -> None:
    [shown] = ask(condition(POLYNEUROPATHY, onset=onset), began_within="42 days").inputs
    assert shown.value == said


@pytest.mark.parametrize(
    ("dates", "dated"),
    [
        ({"onset": "2026-10"}, True),
        ({"recorded": "2026-10-01"}, True),
        ({"onset": "2027-01-01", "recorded": "2026-10-01"}, True),
        ({"onset": "2027-01-01"}, False),
        ({}, False),
    ],
)
def test_whether_its_beginning_is_told(dates: dict[str, str], dated: bool) -> None:
    entry = condition(POLYNEUROPATHY, **dates)
    assert answer(entry, dated=True) is (Answer.TRUE if dated else Answer.FALSE)
    finding = ask(entry, dated=False)
    assert finding.answer is (Answer.FALSE if dated else Answer.TRUE)
    assert [one.value for one in finding.inputs] == ([] if dated else ["date unknown"])


# --- episodes -------------------------------------------------------------------------------------------


def manic(**more: Any) -> Condition:
    return condition(icd("F31.12"), **{"recorded": "2019-03-01", **more})


def later(code: str, **more: Any) -> Condition:
    return condition(icd(code), **{"recorded": "2025-06-01", "reference": "Condition/2", **more})


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (manic(), later("F31.74"), Answer.FALSE),
        (manic(), later("F31.32", clinical_status="resolved"), Answer.FALSE),
        (manic(), later("F31.74", onset="2005"), Answer.FALSE),
        (manic(onset="2005"), later("F31.74"), Answer.FALSE),
        (manic(recorded="2025-06-02", onset="2005"), later("F31.74"), Answer.TRUE),
        (manic(recorded="2025-06-02"), later("F31.74"), Answer.TRUE),
        (manic(recorded="2025-06-01"), later("F31.74"), Answer.TRUE),
        (manic(recorded="2025"), later("F31.74"), Answer.TRUE),
        (manic(recorded=None), later("F31.74"), Answer.TRUE),
        (manic(), later("F31.74", recorded=None), Answer.TRUE),
        (manic(), later("F31.74", recorded="2027-06-01"), Answer.TRUE),
        (manic(clinical_status="recurrence"), later("F31.74"), Answer.TRUE),
        (manic(), later("F31.74", verification_status="refuted"), Answer.TRUE),
        (manic(), later("F31.74", verification_status="provisional"), Answer.TRUE),
        (manic(), later("F31.9"), Answer.TRUE),
        (manic(), later("F31.13", clinical_status="resolved"), Answer.FALSE),
    ],
)
def test_of_episodes_that_follow_each_other_the_last(first: Condition, second: Condition, found: Answer) -> None:
    for entries in ((first, second), (second, first)):
        assert ketamine_answer(*entries, in_="mania", latest_of=["mania", "other-episode"]) is found


@pytest.mark.parametrize(
    ("dates", "onset_told", "dated"),
    [({"onset": "2020"}, True, True), ({"recorded": "2020"}, False, True), ({}, False, False)],
)
def test_whether_it_says_when(dates: dict[str, str], onset_told: bool, dated: bool) -> None:
    entry = condition(POLYNEUROPATHY, **dates)
    assert (answer(entry, onset_told=True) is Answer.TRUE) is onset_told
    assert (answer(entry, onset_told=False) is Answer.FALSE) is onset_told
    assert (answer(entry, dated=True) is Answer.TRUE) is dated
    assert (answer(entry, dated=False) is Answer.FALSE) is dated


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        ({"abatement": "2025-11-24", "recorded": "2010", "onset": "2009"}, Answer.TRUE),
        ({"abatement": "2025-11-23", "recorded": "2010"}, Answer.FALSE),
        ({"recorded": "2025-11-24"}, Answer.TRUE),
        ({"onset": "2025-11-23"}, Answer.FALSE),
        ({}, Answer.UNKNOWN),
    ],
)
def test_dated_within_reads_the_latest_date(dates: dict[str, str], found: Answer) -> None:
    entry = condition(POLYNEUROPATHY, clinical_status="remission", **dates)
    assert answer(entry, condition="remission", dated_within="365 days") is found


def test_what_is_in_remission_stays_so_when_it_says_since_when() -> None:
    entry = condition(POLYNEUROPATHY, clinical_status="remission", abatement="2024-01-01")
    assert standing(entry, view(record())).state is State.REMISSION
    over = condition(POLYNEUROPATHY, clinical_status="inactive", abatement="2024-01-01")
    assert standing(over, view(record())).state is State.RESOLVED


# --- the seventh character ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("T21.24XA", True),
        ("T21.24XD", True),
        ("t2124xd", True),
        ("T21.24XS", False),
        ("T21.24", False),
        ("T21.2A", False),
    ],
)
def test_the_seventh_character_of_a_code_tells_the_encounter(code: str, counts: bool) -> None:
    entry = condition(icd(code, "Burn of second degree of lower back"))
    assert (answer(entry, in_="burns", seventh=["A", "D"]) is Answer.TRUE) is counts


def test_codes_of_other_systems_have_no_seventh_character() -> None:
    assert answer(condition(FOOT_NUMB), seventh=["0"]) is Answer.FALSE
