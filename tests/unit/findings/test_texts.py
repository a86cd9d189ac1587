"""Texts: whole words, said by a resource that stands, in its time; a denial in the same text says nothing."""

from typing import Any

import pytest

from cds.findings.finding import Answer, Finding
from cds.findings.texts import find_text
from cds.record import Concept, Condition, Given, Kind, Observation, Procedure, Reaction, Value
from cds.terminology import MatchedBy
from tests.unit.findings.builders import (
    allergy,
    clause,
    condition,
    named,
    observation,
    procedure,
    quantity,
    record,
    references,
    snomed,
    therapy_order,
    view,
)
from tests.unit.findings.light import HEAT_LAMP, icd, light_order
from tests.unit.findings.light import view as light_view

NUMB = {
    "text": ["Observation", "Condition"],
    "words": ["monofilament abnormal", "insensate", "numb*"],
    "absent": ["no", "not", "denies", "absent"],
    "within": "365 days",
}
EXERCISE = {"text": ["Procedure", "ServiceRequest"], "words": ["exercis*", "physical therapy"], "absent": ["declined"]}


def ask(written: dict[str, Any], order: Any = None, **resources: Any) -> Finding:
    return find_text(clause(**written), view(record(**resources), order))


def test_is_always_marked_as_matched_by_name() -> None:
    finding = ask(NUMB, conditions=(condition(named("Insensate feet"), recorded="2026-10-01"),))
    assert finding.answer is Answer.TRUE
    (one,) = finding.inputs
    assert (one.reference, one.display, one.value) == ("Condition/1", "Insensate feet", "insensate")
    assert (one.matched_by, one.code, one.date) == (MatchedBy.NAME, None, "2026-10-01")


@pytest.mark.parametrize(
    "code", [named("Numbness of feet"), named("NUMB toes"), snomed("44077006", "Numbness"), named("foot: insensate")]
)
def test_reads_whole_words_of_text_and_display(code: Concept) -> None:
    assert ask(NUMB, conditions=(condition(code, recorded="2026-10-01"),)).answer is Answer.TRUE


@pytest.mark.parametrize("text", ["benumbed", "Not numb", "Denies numbness", "sensate", ""])
def test_part_of_a_word_or_a_denial_says_nothing(text: str) -> None:
    assert ask(NUMB, conditions=(condition(named(text), recorded="2026-10-01"),)).answer is Answer.FALSE


@pytest.mark.parametrize(
    ("name", "value", "answer"),
    [
        ("10 g monofilament", "abnormal", Answer.TRUE),
        ("10 g monofilament", named("Abnormal"), Answer.TRUE),
        ("10 g monofilament", "normal", Answer.FALSE),
        ("Numbness", "absent", Answer.FALSE),  # name and answer are one text
        ("Numbness", False, Answer.FALSE),
        ("Numbness", True, Answer.TRUE),
        ("Feet", "patient says both are numb", Answer.TRUE),
    ],
)
def test_reads_a_result_together_with_what_was_asked(name: str, value: Value, answer: Answer) -> None:
    assert ask(NUMB, observations=(observation(named(name), value),)).answer is answer


def test_reads_notes_each_on_its_own() -> None:
    noted = observation(named("Foot check"), "done", texts=("no ulcer", "left foot insensate"))
    assert ask(NUMB, observations=(noted,)).answer is Answer.TRUE


@pytest.mark.parametrize("status", ["preliminary", "registered", "entered-in-error", "cancelled"])
def test_an_observation_must_stand(status: str) -> None:
    assert ask(NUMB, observations=(observation(named("Feet"), "numb", status=status),)).answer is Answer.FALSE


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ({"verification_status": "refuted"}, Answer.FALSE),
        ({"verification_status": "entered-in-error"}, Answer.FALSE),
        ({"clinical_status": "resolved"}, Answer.FALSE),
        ({"verification_status": "provisional"}, Answer.TRUE),
    ],
)
def test_a_condition_must_not_be_taken_back(more: dict[str, Any], answer: Answer) -> None:
    finding = ask(NUMB, conditions=(condition(named("numb feet"), recorded="2026-10-01", **more),))
    assert finding.answer is answer
    assert bool(finding.weak) is (more.get("verification_status") == "provisional")


@pytest.mark.parametrize(
    ("at", "answer"),
    [
        ("2025-11-24T12:00:00Z", Answer.TRUE),
        ("2025-11-24T11:59:59Z", Answer.FALSE),
        ("2025", Answer.TRUE),
        ("2027-01-01", Answer.FALSE),
        (None, Answer.UNKNOWN),
    ],
)
def test_walks_the_window(at: str | None, answer: Answer) -> None:
    finding = ask(NUMB, observations=(observation(named("Feet"), "numb", at=at),))
    assert finding.answer is answer
    assert finding.missing == (("Observation time",) if at is None else ())


def test_without_a_window_no_date_is_needed() -> None:
    assert ask(EXERCISE, procedures=(procedure(named("Exercise class"), at=None),)).answer is Answer.TRUE


@pytest.mark.parametrize(
    ("status", "answer"),
    [("completed", Answer.TRUE), ("in-progress", Answer.TRUE), ("not-done", Answer.FALSE), ("stopped", Answer.FALSE)],
)
def test_a_procedure_is_done_or_being_done(status: str, answer: Answer) -> None:
    assert ask(EXERCISE, procedures=(procedure(named("Exercise therapy"), status=status),)).answer is answer


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ({}, Answer.TRUE),
        ({"status": "completed"}, Answer.TRUE),
        ({"status": "revoked"}, Answer.FALSE),
        ({"status": "draft"}, Answer.FALSE),  # a draft of the record, not of this request
        ({"intent": "proposal"}, Answer.FALSE),
        ({"intent": "plan"}, Answer.FALSE),
        ({"do_not_perform": True}, Answer.FALSE),
        ({"texts": ("patient declined exercise",), "code": named("Referral")}, Answer.FALSE),
        ({"details": (named("physical therapy twice a week"),), "code": named("Referral")}, Answer.TRUE),
    ],
)
def test_an_order_was_given_out(more: dict[str, Any], answer: Answer) -> None:
    written = {"code": named("Exercise programme"), **more}
    assert ask(EXERCISE, orders=(therapy_order(**written),)).answer is answer


def test_another_draft_of_the_request_counts_and_the_order_at_hand_does_not() -> None:
    draft = therapy_order(named("Exercise programme"), status="draft", draft=True, authored=None)
    assert ask(EXERCISE | {"within": "30 days"}, drafts=(draft,)).answer is Answer.TRUE
    assert ask(EXERCISE, draft, drafts=(draft,)).answer is Answer.FALSE


def test_only_the_kinds_that_were_asked_for() -> None:
    assert ask(EXERCISE, conditions=(condition(named("Exercise intolerance")),)).answer is Answer.FALSE
    device = therapy_order(named("Exercise bicycle"), kind=Kind.DEVICE_REQUEST)
    assert ask(EXERCISE, orders=(device,)).answer is Answer.FALSE


def test_a_kind_whose_texts_are_not_read_is_unknown_and_not_false() -> None:
    assert ask({"text": "Encounter", "words": ["exercise"]}).missing == ("Encounter",)


@pytest.mark.parametrize("given", [Given.UNKNOWN, Given.PARTIAL])
def test_not_loaded_is_unknown_unless_a_hit_settles_it(given: Given) -> None:
    unread = {Kind.PROCEDURE: given}
    assert ask(EXERCISE, given=unread).missing == ("Procedure",)
    assert ask(EXERCISE, procedures=(procedure(named("Exercise")),), given=unread).answer is Answer.TRUE
    assert ask(EXERCISE, orders=(therapy_order(named("Exercise")),), given=unread).answer is Answer.TRUE


def test_names_each_resource_once() -> None:
    entry = observation(named("Numb feet"), "numb, numbness", texts=("numb",), reference="Observation/9")
    finding = ask(NUMB, observations=(entry,))
    assert references(finding) == ["Observation/9"]


# --- after a condition began ----------------------------------------------------------------------------

REPAIR = {"text": "Procedure", "words": "aneurysm ... repair", "since_onset_of": "aneurysm"}


def aneurysm(**more: Any) -> Condition:
    return condition(icd("I71.40"), **{"onset": "2020-05-10", **more})


def repaired(at: str | None, **more: Any) -> Procedure:
    return procedure(named("Endovascular aneurysm repair"), at, **more)


@pytest.mark.parametrize(
    ("entry", "at", "answer"),
    [
        (aneurysm(), "2021-01-01", Answer.TRUE),
        (aneurysm(), "2020-05-10", Answer.TRUE),
        (aneurysm(), "2020-05-09", Answer.FALSE),
        (aneurysm(), "2020", Answer.UNKNOWN),
        (aneurysm(), "2019", Answer.FALSE),
        (aneurysm(), None, Answer.UNKNOWN),
        (aneurysm(onset="2020"), "2020-05-10", Answer.UNKNOWN),
        (aneurysm(onset="2020"), "2020-12-31", Answer.TRUE),
        (aneurysm(onset=None, recorded="2020-05-10"), "2021-01-01", Answer.TRUE),
        (aneurysm(onset=None, recorded="2020-05-10"), "2015-01-01", Answer.UNKNOWN),
        (aneurysm(onset=None), "2021-01-01", Answer.UNKNOWN),
    ],
)
def test_dated_after_a_condition_began(entry: Condition, at: str | None, answer: Answer) -> None:
    assert ask(REPAIR, conditions=(entry,), procedures=(repaired(at),)).answer is answer


def test_what_is_unknown_about_the_order_in_time_is_named() -> None:
    undated = ask(REPAIR, conditions=(aneurysm(onset=None),), procedures=(repaired("2021-01-01"),))
    assert undated.missing == ("when Condition/1 began",)
    assert ask(REPAIR, conditions=(aneurysm(),), procedures=(repaired(None),)).missing == ("Procedure time",)


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ({"clinical_status": "resolved"}, Answer.TRUE),
        ({"verification_status": "refuted"}, Answer.TRUE),
        ({"clinical_status": None}, Answer.FALSE),
        ({}, Answer.FALSE),
    ],
)
def test_every_condition_that_is_not_over_must_have_begun_before(more: dict[str, Any], answer: Answer) -> None:
    newer = aneurysm(onset="2024-01-01", reference="Condition/2", **more)
    assert ask(REPAIR, conditions=(aneurysm(), newer), procedures=(repaired("2021-01-01"),)).answer is answer


@pytest.mark.parametrize("given", [Given.PARTIAL, Given.UNKNOWN])
def test_without_the_conditions_it_is_not_known_since_when(given: Given) -> None:
    finding = ask(REPAIR, procedures=(repaired("2021-01-01"),), given={Kind.CONDITION: given})
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, ("Condition",))


# --- where ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sites", "to", "asked", "found"),
    [
        ("Botox injection", ("left knee",), "left knee", "overlaps", Answer.TRUE),
        ("Botox injection", ("left knee",), "right knee", "overlaps", Answer.FALSE),
        ("Botox injection, left knee", (), "left knee", "overlaps", Answer.TRUE),
        ("Botox injection, left knee", ("neck",), "left knee", "overlaps", Answer.FALSE),
        ("Botox injection", (), "left knee", "unknown", Answer.TRUE),
        ("Botox injection", ("left knee",), "", "unknown", Answer.TRUE),
        ("Botox injection", ("left knee",), "left knee", "unknown", Answer.FALSE),
    ],
)
def test_where_it_is_against_where_the_light_goes(
    name: str, sites: tuple[str, ...], to: str, asked: str, found: Answer
) -> None:
    done = procedure(named(name), body_sites=tuple(map(named, sites)))
    order = light_order(HEAT_LAMP, body_sites=(named(to),) if to else ())
    asked_for = clause(text="Procedure", words=["botox"], site=asked)
    assert find_text(asked_for, light_view(record(procedures=(done,)), order)).answer is found


# --- a fall ---------------------------------------------------------------------------------------------

STRENGTH = {"text": "Observation", "words": ["muscle strength", "motor power"], "within": "30 days"}
STRENGTH["fell_within"] = "90 days"


def grade(value: Value, at: str | None, name: str = "Muscle strength, right foot", **more: Any) -> Observation:
    return observation(named(name), value, at=at, reference=f"Observation/{at}", **more)


@pytest.mark.parametrize(
    ("first", "then", "answer"),
    [
        ("5/5", "4/5", Answer.TRUE),
        ("4/5", "4-/5", Answer.TRUE),
        ("4+/5", "4/5", Answer.TRUE),
        ("grade 5", "M3", Answer.TRUE),
        (quantity("5 {score}"), quantity("3 {score}"), Answer.TRUE),
        (named("5/5"), named("3/5"), Answer.TRUE),
        ("3/5", "4/5", Answer.FALSE),
        ("4/5", "4/5", Answer.FALSE),
        ("normal", "4/5", Answer.UNKNOWN),
        ("5/5", "weaker", Answer.UNKNOWN),
    ],
)
def test_a_later_grade_that_is_lower_is_a_fall(first: Value, then: Value, answer: Answer) -> None:
    finding = ask(STRENGTH, observations=(grade(first, "2026-10-01"), grade(then, "2026-11-20")))
    assert finding.answer is answer


def test_a_fall_shows_both_and_says_that_it_was_matched_by_name() -> None:
    finding = ask(STRENGTH, observations=(grade("5/5", "2026-10-01"), grade("3/5", "2026-11-20")))
    assert [one.value for one in finding.inputs] == ["3/5, was 5/5", "5/5"]
    assert {one.matched_by for one in finding.inputs} == {MatchedBy.NAME}


@pytest.mark.parametrize(
    ("first", "then", "answer"),
    [
        ("2026-07-28", "2026-10-25", Answer.TRUE),  # 30 days ago, against 89 days earlier
        ("2026-07-26", "2026-10-25T12:00:00Z", Answer.FALSE),
        ("2026-09-01", "2026-10-24", Answer.FALSE),
        ("2026-10-01", "2026-12-24", Answer.FALSE),
        ("2026-10-01", None, Answer.FALSE),
    ],
)
def test_a_fall_has_its_windows(first: str, then: str | None, answer: Answer) -> None:
    finding = ask(STRENGTH, observations=(grade("5/5", first), grade("3/5", then)))
    assert finding.answer is answer


def test_a_fall_that_was_regained_is_none() -> None:
    three = (grade("4/5", "2026-10-01"), grade("2/5", "2026-10-20"), grade("5/5", "2026-11-20"))
    assert ask(STRENGTH, observations=three).answer is Answer.FALSE


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("Muscle strength, left foot", {}),
        ("Grip strength", {}),
        ("Muscle strength, right foot", {"status": "preliminary"}),
    ],
)
def test_only_results_of_one_name_and_side_that_stand_are_compared(name: str, more: dict[str, Any]) -> None:
    two = (grade("5/5", "2026-10-01"), grade("3/5", "2026-11-20", name, **more))
    assert ask(STRENGTH, observations=two).answer is Answer.FALSE


def test_a_side_that_stands_in_the_site_parts_them() -> None:
    sides = {"2026-10-01": named("left foot"), "2026-11-20": named("right foot")}
    seen = light_view(
        record(
            observations=tuple(
                grade(value, at, "Muscle strength", body_sites=(sides[at],))
                for at, value in (("2026-10-01", "5/5"), ("2026-11-20", "3/5"))
            )
        )
    )
    assert find_text(clause(**STRENGTH), seen).answer is Answer.FALSE


def test_results_that_were_not_loaded_leave_it_open() -> None:
    assert ask(STRENGTH, given={Kind.OBSERVATION: Given.PARTIAL}).missing == ("Observation",)


def test_a_fall_is_one_of_observations_with_a_window() -> None:
    for wrong in ({"text": "Condition"}, {"within": None}):
        with pytest.raises(ValueError, match="fell_within"):
            clause(**{key: value for key, value in (STRENGTH | wrong).items() if value is not None})


# --- allergies ------------------------------------------------------------------------------------------

SUN = {"text": ["AllergyIntolerance"], "words": ["sunlight", "light"]}


@pytest.mark.parametrize(
    ("code", "manifestation", "found"),
    [
        (named("Sunlight"), None, True),
        (snomed("418038007", "Sunlight"), "hives", True),
        (named("light"), "photosensitivity", True),
        (named("No known allergy to sunlight"), None, False),
        (named("morphine"), "light-headedness", False),
        (named("doxycycline"), "sensitivity to light", False),
    ],
)
def test_of_an_allergy_the_substance_is_read_and_not_the_reaction(
    code: Concept, manifestation: str | None, found: bool
) -> None:
    reactions = (Reaction(manifestations=(named(manifestation),)),) if manifestation else ()
    assert (ask(SUN, allergies=(allergy(code, *reactions),)).answer is Answer.TRUE) is found


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"clinical_status": None}, True),
        ({"verification_status": "unconfirmed"}, True),
        ({"clinical_status": "resolved"}, False),
        ({"clinical_status": "inactive"}, False),
        ({"verification_status": "refuted"}, False),
        ({"verification_status": "entered-in-error"}, False),
    ],
)
def test_only_an_allergy_that_stands_says_anything(more: dict[str, Any], found: bool) -> None:
    assert (ask(SUN, allergies=(allergy(named("sunlight"), **more),)).answer is Answer.TRUE) is found


def test_the_substance_of_a_reaction_is_read_too() -> None:
    reaction = Reaction(substance=named("sunlight"), manifestations=(named("hives"),))
    assert ask(SUN, allergies=(allergy(named("environment"), reaction),)).answer is Answer.TRUE


def test_without_the_allergy_list_nothing_is_said_of_it() -> None:
    finding = ask(SUN, given={Kind.ALLERGY: Given.PARTIAL})
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, ("AllergyIntolerance",))
