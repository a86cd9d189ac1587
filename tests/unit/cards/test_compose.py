"""Cards: one safety and one info card for each order, strongest first, explained, and nothing said twice."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cds.findings import Input
from cds.hooks import Card, HookResponse, Indicator, SelectionBehavior
from cds.matching import Outcome, SubjectKind
from cds.record import Concept, Kind, TherapyOrder
from cds.rulebook import Hook, Signature
from tests.unit.cards.building import (
    CRITICAL,
    GENERAL,
    INFO,
    NOTICE,
    OWN,
    RULEBOOK,
    UNAPPROVED,
    WARNING,
    about,
    cards_of,
    datum,
    not_evaluated,
    order,
    rule,
    silent,
    speaks,
    spoken,
    tier,
)

VIEW = Hook.PATIENT_VIEW


def one(*outcomes: Outcome, **more: Any) -> Card:
    """The only card."""
    [card] = cards_of(*outcomes, **more)
    return card


def parts(card: Card) -> list[str]:
    """The paragraphs of a card's detail."""
    return card.detail.split("\n\n")


def evidence(card: Card) -> list[str]:
    """The lines about evidence."""
    return next((part.split("\n")[1:] for part in parts(card) if part.startswith("**Evidence:**")), [])


def unknown(card: Card) -> list[str]:
    """The lines about what was not evaluated."""
    return next((part.split("\n")[1:] for part in parts(card) if part.startswith("**Not evaluated:**")), [])


# --- which cards ------------------------------------------------------------------------------------------


def test_when_nothing_speaks_there_are_no_cards() -> None:
    assert cards_of(silent(rule("KET-A-1")), not_evaluated(rule("KET-A-2"), "Condition")) == ()


def test_an_order_has_one_safety_card_and_one_info_card() -> None:
    cards = cards_of(
        speaks(rule("KET-A-1"), WARNING),
        speaks(rule("KET-A-2"), INFO),
        speaks(rule("KET-A-3"), CRITICAL),
        speaks(rule("KET-A-4"), INFO),
    )
    assert [(card.indicator, spoken(card)) for card in cards] == [
        (CRITICAL, ["KET-A-3", "KET-A-1"]),
        (INFO, ["KET-A-2", "KET-A-4"]),
    ]


def test_rules_are_merged_by_severity_then_class_then_id() -> None:
    card = one(
        speaks(rule("KET-B-1", "contraindication"), WARNING),
        speaks(rule("KET-C-1", "dosing"), CRITICAL),
        speaks(rule("KET-Z-1", "interaction"), CRITICAL),
        speaks(rule("KET-A-9", "interaction"), CRITICAL),
        speaks(rule("KET-A-1", "red-flag"), WARNING),
    )
    assert spoken(card) == ["KET-A-9", "KET-Z-1", "KET-C-1", "KET-A-1", "KET-B-1"]
    assert card.source.topic is not None
    assert (card.source.topic.code, card.source.topic.display) == ("KETA9", "KET-A-9")
    assert card.source.label == "Test rulebook 1.2.3"


def test_cards_stand_strongest_first_whatever_order_they_are_about() -> None:
    first, second = about(order("MedicationRequest/1")), about(order("MedicationRequest/2"))
    cards = cards_of(
        speaks(rule("KET-A-1"), INFO, first),
        speaks(rule("KET-A-2"), WARNING, first),
        speaks(rule("KET-A-3"), CRITICAL, second),
        speaks(rule("KET-A-4"), INFO, second),
    )
    assert [spoken(card) for card in cards] == [["KET-A-3"], ["KET-A-2"], ["KET-A-1"], ["KET-A-4"]]


def test_each_order_has_its_own_cards() -> None:
    same = rule("KET-A-1")
    cards = cards_of(
        speaks(same, None, about(order("ServiceRequest/1"))), speaks(same, None, about(order("ServiceRequest/2")))
    )
    assert [card.extension["org.kir-cds.associated-resource"] for card in cards] == [
        [{"reference": "ServiceRequest/1"}],
        [{"reference": "ServiceRequest/2"}],
    ]
    assert len({card.uuid for card in cards}) == 2


def test_a_rule_that_speaks_twice_of_an_order_is_told_once_at_its_strongest() -> None:
    """One draft beside two running orders."""
    same = rule("KET-DDI-X")
    beside = [about(kind=SubjectKind.PARTNER, order=order(f"MedicationRequest/r{n}", draft=False)) for n in (1, 2)]
    card = one(speaks(same, WARNING, beside[0]), speaks(same, CRITICAL, beside[1]))
    assert spoken(card) == ["KET-DDI-X"]
    assert card.indicator is CRITICAL


def test_what_is_about_the_patient_names_no_order() -> None:
    card = one(speaks(rule("KET-A-1"), INFO, about(None, SubjectKind.PATIENT)))
    assert "org.kir-cds.associated-resource" not in card.extension
    assert not card.detail.startswith("**Order:**")


@pytest.mark.parametrize("status", ["silent", "draft", "retired"])
def test_a_rule_that_is_not_active_is_on_no_card_in_no_way(status: str) -> None:
    quiet = rule("KET-SILENT-1", status=status, evidence=["E9"], overrides=["own-9"])
    assert cards_of(speaks(quiet)) == ()
    for outcome in (speaks(quiet), not_evaluated(quiet, "Condition"), silent(quiet, suppressed=True)):
        text = json.dumps(one(speaks(rule("KET-A-1")), outcome).to_json())
        assert "KET-SILENT-1" not in text
        assert "E9" not in text
        assert "own-9" not in text


# --- tiers that never stand alone -------------------------------------------------------------------------


LINE = rule("KET-LINE-1", tiers=[tier(INFO, alone=False)])


def test_a_line_alone_is_no_card() -> None:
    assert cards_of(speaks(LINE)) == ()
    assert cards_of(speaks(LINE), silent(rule("KET-A-1"))) == ()


def test_a_line_joins_the_safety_card_of_its_order() -> None:
    assert spoken(one(speaks(rule("KET-A-1"), WARNING), speaks(LINE))) == ["KET-A-1", "KET-LINE-1"]


def test_a_line_joins_the_info_card_where_there_is_one() -> None:
    cards = cards_of(speaks(rule("KET-A-1"), WARNING), speaks(rule("KET-B-1"), INFO), speaks(LINE))
    assert [spoken(card) for card in cards] == [["KET-A-1"], ["KET-B-1", "KET-LINE-1"]]


def test_a_line_never_leads_a_card() -> None:
    first = rule("KET-A-0", tiers=[tier(INFO, alone=False)])
    assert spoken(one(speaks(first), speaks(rule("KET-B-1"), INFO))) == ["KET-B-1", "KET-A-0"]


def test_a_line_never_joins_the_card_of_another_order() -> None:
    card = one(speaks(rule("KET-A-1")), speaks(LINE, None, about(order("MedicationRequest/2"))))
    assert spoken(card) == ["KET-A-1"]


# --- patient-view -----------------------------------------------------------------------------------------


def test_an_opened_chart_shows_two_cards_at_most_the_strongest() -> None:
    outcomes = [
        speaks(
            rule(f"KET-A-{n}"),
            WARNING if n == 3 else INFO,
            about(order(f"MedicationRequest/{n}", draft=False), SubjectKind.RUNNING),
        )
        for n in range(1, 5)
    ]
    assert [spoken(card) for card in cards_of(*outcomes, hook=VIEW)] == [["KET-A-3"], ["KET-A-1"]]
    assert len(cards_of(*outcomes)) == 4


def test_beyond_five_cards_notes_are_left_out_and_no_warning_is() -> None:
    def spoken_of(warnings: int, notes: int) -> list[Indicator]:
        outcomes = [
            speaks(rule("KET-A-1"), WARNING if n < warnings else INFO, about(order(f"MedicationRequest/{n:02}")))
            for n in range(warnings + notes)
        ]
        return [card.indicator for card in cards_of(*outcomes)]

    assert spoken_of(2, 3) == [WARNING] * 2 + [INFO] * 3
    assert spoken_of(2, 9) == [WARNING] * 2 + [INFO] * 3
    assert spoken_of(7, 4) == [WARNING] * 7


# --- the summary ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("indicator", "word"), [(CRITICAL, "Critical"), (WARNING, "Warning"), (INFO, "Note")])
def test_the_summary_says_the_severity_in_words(indicator: Indicator, word: str) -> None:
    assert one(speaks(rule("KET-A-1"), indicator)).summary == f"{word}: a thing was found"


@pytest.mark.parametrize(("count", "tail"), [(1, ""), (2, " (+1 more)"), (12, " (+11 more)")])
def test_the_summary_says_how_many_more_there_are(count: int, tail: str) -> None:
    card = one(*(speaks(rule(f"KET-A-{n:02}")) for n in range(count)))
    assert card.summary == f"Critical: a thing was found{tail}"


@pytest.mark.parametrize("count", [1, 2, 12])
@pytest.mark.parametrize("display", ["long " * 60, "x" * 500, "血" * 500, "a\nb " * 100, "<b>" * 90])
def test_a_long_text_of_the_record_is_cut_and_the_count_stays(count: int, display: str) -> None:
    told = rule(
        "KET-A-00", tiers=[tier(summary="{it.display} and {it.display} were recorded; look at both of them closely")]
    )
    outcomes = [
        speaks(told, inputs=(("it", datum(display=display)),)),
        *(speaks(rule(f"KET-A-{n:02}")) for n in range(1, count)),
    ]
    summary = one(*outcomes).summary
    assert len(summary) <= 139
    assert "…" in summary
    assert "\n" not in summary
    assert summary.endswith(f" (+{count - 1} more)") is (count > 1)


# --- the detail -------------------------------------------------------------------------------------------


def test_a_card_tells_order_reason_advice_evidence_and_its_limits_in_this_order() -> None:
    assert parts(one(speaks(rule("KET-A-1")))) == [
        "**Order:** ketamine 50 mg (MedicationRequest/1)",
        "**Why:** Psychosis (Condition/c1).",
        "Do something.",
        "**Evidence:**\n- E1 says so. Certainty: low ⊕⊕◯◯. Against: E1 has a critic. Source: Journal E1 (E1).",
        f"{NOTICE} {UNAPPROVED}",
    ]


def test_merged_rules_are_told_apart() -> None:
    card = one(speaks(rule("KET-A-1")), speaks(rule("KET-B-1", tiers=[tier(WARNING, "another thing", "Do another.")])))
    assert parts(card)[1:7] == [
        "**Critical: a thing was found** (KET-A-1)",
        "**Why:** Psychosis (Condition/c1).",
        "Do something.",
        "**Warning: another thing** (KET-B-1)",
        "**Why:** the data above.",
        "Do another.",
    ]


def test_a_datum_of_several_rules_is_told_once() -> None:
    inputs = (("it", datum()), ("more", datum("Condition/c2", "Mania")))
    card = one(speaks(rule("KET-A-1")), speaks(rule("KET-B-1"), inputs=inputs))
    assert parts(card)[5] == "**Why:** Mania (Condition/c2); the data above."
    assert [len(entry["inputs"]) for entry in card.extension["org.kir-cds.rules"]] == [1, 2]


def test_an_approved_rule_does_not_say_that_it_is_not() -> None:
    by = Signature(by="Dr. A", role="r", signed=date(2026, 1, 1), version="1.0.0", digest="sha256:" + "0" * 64)
    signed = replace(RULEBOOK, signatures={"KET-A-1": (by,)})
    assert parts(one(speaks(rule("KET-A-1")), rulebook=signed))[-1] == NOTICE
    assert parts(one(speaks(rule("KET-A-1")), speaks(rule("KET-A-2")), rulebook=signed))[-1] == f"{NOTICE} {UNAPPROVED}"


def test_an_order_recognised_from_free_text_says_so() -> None:
    card = one(speaks(rule("KET-A-1"), None, about(by_name=True)))
    assert parts(card)[0] == "**Order:** ketamine 50 mg (MedicationRequest/1; identified from free text, verify)"


def test_a_datum_recognised_from_free_text_says_so() -> None:
    card = one(speaks(rule("KET-A-1"), inputs=(("it", datum(matched_by="name")),)))
    assert parts(card)[1] == "**Why:** Psychosis (Condition/c1; matched by name, verify)."


def test_a_datum_found_by_code_and_by_name_is_told_once() -> None:
    found = (("it", datum(code="F20.0")), ("it", datum(value="psychosis", matched_by="name")))
    card = one(speaks(rule("KET-A-1"), inputs=found))
    assert parts(card)[1] == "**Why:** Psychosis (Condition/c1)."


def visit(based_on: str) -> TherapyOrder:
    """A visit in which a drug is given."""
    return TherapyOrder(
        kind=Kind.SERVICE_REQUEST,
        reference="ServiceRequest/v",
        code=Concept(text="visit"),
        based_on=(based_on,),
        draft=True,
    )


@pytest.mark.parametrize(
    ("based_on", "seen", "cards"),
    [
        ("MedicationRequest/1", datum(), 1),
        ("MedicationRequest/2", datum(), 2),
        ("MedicationRequest/1", datum("Condition/c2"), 2),
    ],
    ids=["belongs to the drug", "belongs to another", "for another reason"],
)
def test_what_is_said_of_a_drug_is_not_said_again_of_its_visit(based_on: str, seen: Input, cards: int) -> None:
    said = rule("KET-A-1")
    drug = speaks(said, inputs=(("it", datum()),))
    assert len(cards_of(drug, speaks(said, None, about(visit(based_on)), inputs=(("it", seen),)))) == cards


def test_a_running_order_says_so() -> None:
    card = one(speaks(rule("KET-A-1"), None, about(order(draft=False), SubjectKind.RUNNING)))
    assert parts(card)[0] == "**Order:** ketamine 50 mg (already running) (MedicationRequest/1)"


def test_a_draft_beside_an_order_names_both() -> None:
    subject = about(order("MedicationRequest/9", "oxycodone"), SubjectKind.PARTNER, order=order(draft=False))
    assert parts(one(speaks(rule("KET-A-1"), None, subject)))[:2] == [
        "**Order:** oxycodone (MedicationRequest/9)",
        "**Beside:** ketamine 50 mg (MedicationRequest/1)",
    ]


def test_the_order_itself_is_no_reason_unless_it_says_a_value() -> None:
    itself = datum("MedicationRequest/1", "ketamine 50 mg")
    assert parts(one(speaks(rule("KET-A-1"), inputs=(("it", itself),))))[1] == "Do something."
    dosed = replace(itself, value="500 mg/kg")
    assert parts(one(speaks(rule("KET-A-1"), inputs=(("it", dosed),))))[1] == (
        "**Why:** ketamine 50 mg, 500 mg/kg (MedicationRequest/1)."
    )


def test_many_reasons_are_counted() -> None:
    inputs = tuple(("it", datum(f"Condition/c{n}")) for n in range(9))
    assert parts(one(speaks(rule("KET-A-1"), inputs=inputs)))[1].endswith("Psychosis (Condition/c5) and 3 more.")


def test_a_lowered_tier_says_why() -> None:
    card = one(speaks(rule("KET-A-1"), WARNING, weak="the entry is not confirmed"))
    assert "Shown one step lower because the entry is not confirmed." in parts(card)


def test_what_is_not_known_and_would_raise_it_is_said() -> None:
    card = one(speaks(rule("KET-A-1"), WARNING, raised_by=("Observation 85354-9", "<b>")))
    assert "Not known, and could make this stronger: Observation 85354-9; ‹b›." in parts(card)


def test_what_was_not_known_and_did_not_silence_it_is_said() -> None:
    card = one(speaks(rule("KET-A-1"), missing=("Procedure",)))
    assert "Said although not known: Procedure." in parts(card)


HOSTILE = "<img src=x>[a](http://e.example)![i](x) **b** `c` | # \u202ed\x00\n- e"


def test_no_text_of_the_record_can_form_markup_anywhere_on_a_card() -> None:
    hostile = datum(display=HOSTILE, value=HOSTILE, date=HOSTILE, code=HOSTILE, more={"drug": HOSTILE})
    told = rule(
        "KET-A-1",
        tiers=[tier(summary="{it.display} {it.code}", detail="{it.display} {it.value} {it.date} {it.code} {it.drug}")],
        suggestions=[{"label": "Refer for {it.display}", "create": REFERRAL}],
    )
    subject = about(
        order("MedicationRequest/1", HOSTILE), SubjectKind.PARTNER, order=order("MedicationRequest/2", HOSTILE)
    )
    outcome = speaks(told, WARNING, subject, inputs=(("it", hostile),), raised_by=(HOSTILE,), missing=(HOSTILE,))
    card = one(outcome, not_evaluated(rule("KET-A-2"), HOSTILE, subject=subject))
    for text in (card.summary, card.detail, card.suggestions[0].label, card.suggestions[0].actions[0].description):
        for sign in ("<", "](", "![", "http://", "`", "\u202e", "\x00", "\n- e"):
            assert sign not in text


# --- evidence ---------------------------------------------------------------------------------------------


def test_evidence_says_how_sure_we_are_what_contradicts_it_and_what_is_unread() -> None:
    unread = "UNREAD; primary source still to be read"
    assert evidence(one(speaks(rule("KET-A-1", evidence=["SURE", "UNREAD"])))) == [
        "- SURE says so. Certainty: high ⊕⊕⊕⊕. Against: SURE has a critic. Source: Journal SURE (SURE).",
        f"- UNREAD says so. Certainty: very low ⊕◯◯◯. Against: UNREAD has a critic. Source: Journal UNREAD ({unread}).",
    ]


def test_a_rule_that_cites_one_point_of_a_note_tells_only_that_point() -> None:
    card = one(speaks(rule("KET-A-1", evidence=["LABEL.age", "LABEL.dose", "E1"])))
    assert evidence(card) == [
        "- Not below 18. Certainty: low ⊕⊕◯◯. Against: LABEL has a critic. Source: Journal LABEL (LABEL).",
        "- At most 84 mg. Certainty: high ⊕⊕⊕⊕. Against: Nobody. Source: Journal LABEL (LABEL).",
        "- E1 says so. Certainty: low ⊕⊕◯◯. Against: E1 has a critic. Source: Journal E1 (E1).",
    ]


def test_machines_read_the_note_once_whichever_of_its_points_are_cited() -> None:
    card = one(speaks(rule("KET-A-1", evidence=["LABEL.age", "E1", "LABEL.dose", "LABEL"])))
    assert card.extension["org.kir-cds.rules"][0]["evidence"] == ["LABEL", "E1"]


def test_two_rules_with_different_points_of_a_note_tell_both_and_the_same_point_once() -> None:
    card = one(
        speaks(rule("KET-A-1", evidence=["LABEL.age"])), speaks(rule("KET-A-2", evidence=["LABEL.age", "LABEL.dose"]))
    )
    assert [line.partition(" Certainty")[0] for line in evidence(card)] == ["- Not below 18.", "- At most 84 mg."]


def test_a_rule_alone_tells_four_notes() -> None:
    card = one(speaks(rule("KET-A-1", evidence=["E2", "E3", "E4", "E5", "E6"])))
    assert [line.rpartition("(")[2] for line in evidence(card)] == ["E2).", "E3).", "E4).", "E5)."]


def test_of_several_rules_the_first_tells_two_notes_the_next_one_each_and_the_rest_is_named() -> None:
    card = one(
        speaks(rule("KET-A-1", evidence=["E1", "E2", "E3"])),
        speaks(rule("KET-A-2", evidence=["E2", "E4", "E5"])),
        speaks(rule("KET-A-3", evidence=["E5"])),
        speaks(rule("KET-A-4", evidence=["E6"])),
        speaks(rule("KET-A-5", evidence=["E7", "E1"])),
    )
    assert [line.rpartition("(")[2] for line in evidence(card)] == [
        "E1).",
        "E2).",
        "E4).",
        "E5).",
        "E6).",
        "- Further: E3, E7.",
    ]
    assert card.extension["org.kir-cds.rules"][1]["evidence"] == ["E2", "E4", "E5"]


def test_a_suggestion_kept_silent_leaves_its_first_note_on_the_contraindications_card() -> None:
    offer = rule("KET-EL-1", "suggestion", evidence=["E7", "E8"])
    safety, info = cards_of(speaks(rule("KET-A-1")), speaks(rule("KET-B-1"), INFO), silent(offer, suppressed=True))
    assert [line.rpartition("(")[2] for line in evidence(safety)] == ["E1).", "E7)."]
    assert [line.rpartition("(")[2] for line in evidence(info)] == ["E1)."]  # nothing is said twice


@pytest.mark.parametrize(
    "outcome",
    [
        silent(rule("KET-EL-1", "suggestion", evidence=["E7"])),
        silent(rule("KET-EL-1", "suggestion", evidence=["E7"]), about(order("MedicationRequest/2")), suppressed=True),
        silent(rule("KET-EL-1", "suggestion", evidence=["E7"]), about(None, SubjectKind.PROPOSAL), suppressed=True),
    ],
    ids=["silent for another reason", "another order", "only proposed"],
)
def test_other_suggestions_leave_no_note(outcome: Outcome) -> None:
    assert "E7" not in one(speaks(rule("KET-A-1")), outcome).detail


# --- what was not known -----------------------------------------------------------------------------------


def test_rules_that_were_not_evaluated_are_listed_once_for_the_order() -> None:
    safety, info = cards_of(
        speaks(rule("KET-A-1")),
        speaks(rule("KET-B-1"), INFO),
        not_evaluated(rule("KET-C-1"), "Observation", "Condition"),
    )
    assert unknown(safety) == ["- KET-C-1: Observation; Condition"]
    assert unknown(info) == []


def test_what_is_missing_is_counted_beyond_four() -> None:
    card = one(speaks(rule("KET-A-1")), not_evaluated(rule("KET-C-1"), *(f"m{n}" for n in range(6))))
    assert unknown(card) == ["- KET-C-1: m0; m1; m2; m3 and 2 more"]


def test_a_rule_that_speaks_is_not_among_them_though_it_could_not_be_asked_of_another_order_beside() -> None:
    same = rule("KET-DDI-X")
    card = one(speaks(same), not_evaluated(same, "MedicationRequest", subject=about(kind=SubjectKind.PARTNER)))
    assert unknown(card) == []


def test_what_was_missing_for_another_order_stays_there() -> None:
    card = one(
        speaks(rule("KET-A-1")), not_evaluated(rule("KET-C-1"), "x", subject=about(order("MedicationRequest/2")))
    )
    assert unknown(card) == []


def test_medicines_that_nobody_could_name_are_counted_and_named() -> None:
    unnamed = {f"MedicationRequest/m{n}": "" for n in range(7)}
    assert (
        "7 medications could not be checked: MedicationRequest/m0, MedicationRequest/m1, MedicationRequest/m2, "
        "MedicationRequest/m3, MedicationRequest/m4 and 2 more."
    ) in parts(one(speaks(rule("KET-A-1")), not_checked=unnamed))
    single = "1 medication could not be checked: Blend no. 7 (MedicationRequest/m0)."
    named = {"MedicationRequest/m0": "Blend no. 7"}
    assert single in parts(one(speaks(rule("KET-A-1")), not_checked=named))


def test_a_card_that_suggests_names_them_too() -> None:
    suggestion = rule("KET-A-1", "suggestion", tiers=[tier(INFO)])
    card = one(speaks(suggestion), not_checked={"MedicationRequest/m": "Blend"})
    assert "1 medication could not be checked: Blend (MedicationRequest/m)." in parts(card)


@pytest.mark.parametrize("label", ["<b>x</b>", "[x](http://e.example)", "x\u202ey", "x" * 500])
def test_the_name_of_a_medicine_brings_no_markup_along(label: str) -> None:
    card = one(speaks(rule("KET-A-1")), not_checked={"MedicationRequest/m": label})
    [said] = [part for part in parts(card) if "could not be checked" in part]
    assert not re.search(r"[<>\u202e]|\]\(|://e|x{61}", said)


# --- override reasons -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "offered"),
    [
        ([1], ["own-1", *GENERAL[:4]]),
        ([1, 2, 3], ["own-1", "own-2", "own-3", *GENERAL[:2]]),
        (range(1, 6), OWN[:5]),
        (range(1, 8), OWN[:7]),
        (range(1, 10), OWN[:7]),
    ],
)
def test_a_rules_own_reasons_come_first_filled_to_five_and_seven_at_most(own: list[int], offered: list[str]) -> None:
    card = one(speaks(rule("KET-A-1", overrides=[f"own-{number}" for number in own])))
    assert [reason.code for reason in card.override_reasons] == offered
    assert {reason.display for reason in card.override_reasons} == {f"Reason {code}" for code in offered}


def test_a_general_reason_that_is_a_rules_own_is_offered_once() -> None:
    card = one(speaks(rule("KET-A-1", overrides=["general-2"])))
    assert [reason.code for reason in card.override_reasons] == ["general-2", "general-1", *GENERAL[2:5]]


def test_the_reasons_of_all_rules_are_offered_strongest_rule_first() -> None:
    card = one(
        speaks(rule("KET-A-1", overrides=["own-2"]), WARNING), speaks(rule("KET-B-1", overrides=["own-3", "own-2"]))
    )
    assert [reason.code for reason in card.override_reasons][:3] == ["own-3", "own-2", "general-1"]


# --- what machines read -----------------------------------------------------------------------------------


def test_each_rule_says_its_version_class_indicator_evidence_and_data() -> None:
    inputs = (
        ("it", datum(code="F20.0", value="x", date="2026-11-01", matched_by="code")),
        ("other", datum(code="F20.0", value="x", date="2026-11-01", matched_by="code")),  # the same datum
        ("it", datum("Observation/o1")),
    )
    card = one(speaks(rule("KET-A-1"), WARNING, inputs=inputs))
    assert card.extension["org.kir-cds.rules"] == [
        {
            "id": "KET-A-1",
            "version": "1.0.0",
            "class": "contraindication",
            "indicator": "warning",
            "evidence": ["E1"],
            "inputs": [
                {"reference": "Condition/c1", "code": "F20.0", "value": "x", "date": "2026-11-01", "matchedBy": "code"},
                {"reference": "Observation/o1"},
            ],
        }
    ]


def test_a_rule_without_data_has_no_empty_list_of_them() -> None:
    assert "inputs" not in one(speaks(rule("KET-A-1"), inputs=())).extension["org.kir-cds.rules"][0]


def test_a_card_is_named_alike_for_the_same_call() -> None:
    outcomes = [speaks(rule("KET-A-1")), speaks(rule("KET-B-1"), INFO)]
    first, second = cards_of(*outcomes), cards_of(*reversed(outcomes))
    assert first == second
    assert len({card.uuid for card in first}) == 2


# --- size -------------------------------------------------------------------------------------------------


REFERRAL = {"resourceType": "ServiceRequest", "status": "draft", "intent": "order", "code": {"text": "Referral"}}


def _inputs(count: int) -> tuple[tuple[str, Input], ...]:
    return tuple(
        ("it", datum(f"MedicationRequest/{'m' * 50}{n}", "d" * 80, code="c" * 60, value="v" * 80, date="2026-11-01"))
        for n in range(count)
    )


def _everything(orders: int, rules: int) -> Iterator[Outcome]:
    """Every rule speaks of every order, in many words, for many reasons."""
    told = [
        rule(
            f"KET-A-{n:02}",
            tiers=[tier(WARNING if n % 3 else CRITICAL, "s" * 125, "d" * 700)],
            evidence=[f"E{1 + (n + more) % 9}" for more in range(5)],
            overrides=OWN,
            suggestions=[{"label": f"Refer {n}", "create": REFERRAL}],
        )
        for n in range(rules)
    ]
    for number in range(orders):
        subject = about(order(f"MedicationRequest/{number}", "k" * 200))
        yield from (speaks(one, None, subject, inputs=_inputs(100), raised_by=("r" * 80,) * 9) for one in told)
        missing = [f"m{n}" * 20 for n in range(50)]
        yield from (not_evaluated(rule(f"KET-N-{n:02}"), *missing, subject=subject) for n in range(rules))


@pytest.mark.parametrize(("orders", "rules"), [(1, 8), (1, 40), (3, 15), (8, 20), (30, 8)])
def test_all_rules_speaking_of_all_orders_still_fit(orders: int, rules: int) -> None:
    cards = cards_of(*_everything(orders, rules))
    assert len(HookResponse(cards=cards).to_bytes()) < 37 * 1024
    assert all(card.indicator is CRITICAL for card in cards)
    assert all(spoken(card) == spoken(cards[0]) for card in cards)
    assert len(spoken(cards[0])) == rules  # however short a card is, it names every rule


def test_where_not_all_cards_fit_the_first_says_so() -> None:
    cards = cards_of(*_everything(30, 8))
    assert (
        parts(cards[0])[0] == f"{30 - len(cards)} more cards are left out for want of room; sign fewer orders at once."
    )


def test_a_usual_response_is_not_shortened() -> None:
    card = one(*(speaks(rule(f"KET-A-{n}", evidence=["E1", "E2", "E3", "E4"]), inputs=_inputs(30)) for n in range(4)))
    assert len(card.extension["org.kir-cds.rules"][3]["inputs"]) == 20
    assert len(evidence(card)) == 4  # two of the first rule, one each of the next: a fourth rule has none that is new


# --- suggestions on cards ---------------------------------------------------------------------------------


def test_of_several_offers_at_most_one_may_be_taken() -> None:
    offers = [{"label": "Refer", "create": REFERRAL}]
    assert one(speaks(rule("KET-A-1", suggestions=offers))).selection_behavior is SelectionBehavior.AT_MOST_ONE
    assert one(speaks(rule("KET-A-1"))).selection_behavior is None


def test_an_order_without_a_name_is_called_not_named() -> None:
    nameless = replace(order(), medicines=(Concept(),))
    assert parts(one(speaks(rule("KET-A-1"), None, about(nameless))))[0] == "**Order:** not named (MedicationRequest/1)"


def test_an_order_that_is_only_proposed_is_no_datum_of_the_card() -> None:
    offers = rule("KET-EL-1", "suggestion", about={"patient": True, "proposes": "ketamine", "proposal": {}})
    proposed = about(None, SubjectKind.PROPOSAL, order=order("MedicationRequest/proposed"))
    rests_on = (("order", datum("MedicationRequest/proposed")), ("it", datum()))
    [entry] = one(speaks(offers, subject=proposed, inputs=rests_on)).to_json()["extension"]["org.kir-cds.rules"]
    assert [given["reference"] for given in entry["inputs"]] == ["Condition/c1"]
