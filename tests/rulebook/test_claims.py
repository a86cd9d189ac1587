"""Claims: every one of the catalogue is judged, and what is not carried is refused in words while its denial is not."""

import re
from pathlib import Path

import pytest
import yaml

from cds.rulebook import Claim, Verdict
from cds.rulebook.wording import asserted

RULES = Path(__file__).parents[2] / "rules"
NOTES = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in (RULES / "evidence").glob("*.yaml")}
CLAIMS = {
    file.stem: Claim.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")) | {"id": file.stem})
    for file in sorted((RULES / "claims").glob("*.yaml"))
}
NOT_CARRIED = {Verdict.UNSUPPORTED, Verdict.CONTRADICTED}

each_claim = pytest.mark.parametrize("claim", [pytest.param(claim, id=name) for name, claim in CLAIMS.items()])

VERDICTS = {
    "supported": {
        *("KET-A1", "KET-A3", "KET-A19", "KET-A20", "KET-A21", "KET-A26", "KET-A27", "KET-A28"),
        *("IR-A1", "IR-A35b", "IR-A37", "IR-A39"),
    },
    "partly": {
        *("KET-A2", "KET-A4", "KET-A6", "KET-A8", "KET-A12", "KET-A13", "KET-A15", "KET-A16", "KET-A17", "KET-A22"),
        *("IR-A2", "IR-A6", "IR-A11", "IR-A13", "IR-A16", "IR-A21", "IR-A23", "IR-A24", "IR-A25", "IR-A29", "IR-A30"),
        *("IR-A34", "IR-A38"),
    },
    "unsupported": {
        *("KET-A7", "KET-A9", "KET-A11", "KET-A14", "KET-A18", "KET-A23", "KET-A25", "KET-A29"),
        *("IR-A7", "IR-A8", "IR-A9", "IR-A10", "IR-A12", "IR-A13a", "IR-A14", "IR-A18", "IR-A26", "IR-A27", "IR-A31"),
        *("IR-A32", "IR-A33", "IR-A35", "IR-A35a", "IR-A36", "IR-A40"),
    },
    "contradicted": {
        *("KET-A5", "KET-A10", "KET-A24"),
        *("IR-A3", "IR-A4", "IR-A5", "IR-A15", "IR-A17", "IR-A19", "IR-A20", "IR-A22", "IR-A28"),
    },
}


def test_every_claim_of_the_catalogue_is_judged() -> None:
    ketamine = {f"KET-A{number}" for number in range(1, 30)}
    light = {f"IR-A{number}" for number in range(1, 41)} | {"IR-A13a", "IR-A35a", "IR-A35b"}
    assert set(CLAIMS) == ketamine | light


def test_the_verdicts_are_those_of_the_catalogue() -> None:
    judged = {verdict: {name for name, claim in CLAIMS.items() if claim.verdict == verdict} for verdict in VERDICTS}
    assert judged == VERDICTS


@each_claim
def test_its_evidence_exists(claim: Claim) -> None:
    for citation in claim.evidence:
        note, _, point = citation.partition(".")
        assert note in NOTES
        assert not point or point in NOTES[note]["points"]


@each_claim
def test_a_claim_without_evidence_says_why(claim: Claim) -> None:
    assert claim.evidence or re.search(
        r"not reviewed|not about an effect|by definition", claim.certainty_reason, re.IGNORECASE
    )


@each_claim
def test_it_names_its_source_by_what_it_is(claim: Claim) -> None:
    assert not re.search(r"\.(txt|md|pdf)\b|/", claim.source)
    assert claim.seeds
    assert set(claim.seeds) <= {"000", "001", "002", "003", "004"}


@each_claim
def test_what_is_not_carried_is_refused_in_words(claim: Claim) -> None:
    is_about_treatment = claim.nuance != "irrelevant to treatment"
    assert bool(claim.refuses) or claim.verdict not in NOT_CARRIED or not is_about_treatment


@each_claim
def test_a_claim_that_is_judged_has_a_certainty_unless_it_is_about_no_effect(claim: Claim) -> None:
    assert claim.certainty or re.search(r"not about|not a question|not reviewed", claim.certainty_reason, re.IGNORECASE)


ASSERTED = [
    ("KET-A2", "NMDA receptors transmit the pain signals to the brain."),
    ("KET-A2", "Depression also activates the NMDA receptors."),
    ("KET-A4", "Consider ketamine after opioids fail."),
    ("KET-A4", "Try opioids before ketamine."),
    ("KET-A4", "Opioids first, then ketamine."),
    ("KET-A4", "Ketamine works where opioids fail."),
    ("KET-A5", "Ketamine eliminates chronic pain."),
    ("KET-A5", "Many have near-complete pain relief."),
    ("KET-A5", "An infusion significantly reduces pain."),
    ("KET-A5", "Many become pain-free."),
    ("KET-A6", "It lifts mood through serotonin."),
    ("KET-A7", "Ketamine can reset your brain's response to pain."),
    ("KET-A7", "It rewires the brain."),
    ("KET-A9", "Severity of pain determines how long relief lasts."),
    ("KET-A9", "In severe pain relief may last only a few days."),
    ("KET-A10", "In fibromyalgia one infusion gives relief for days."),
    ("KET-A10", "Relief for 3-7 days."),
    ("KET-A11", "Six infusions in chronic pain are usual."),
    ("KET-A11", "Relief of up to 3 months is possible."),
    ("KET-A11", "Relief can last for months."),
    ("KET-A13", "Maintenance infusions extend relief."),
    ("KET-A14", "70 to 80 % of people respond."),
    ("KET-A14", "Approximately 70-80% experience some relief."),
    ("KET-A14", "Most patients with pain respond."),
    ("KET-A15", "Age predicts who responds."),
    ("KET-A16", "The side effects are temporary."),
    ("KET-A17", "Ketamine combines well with other drugs."),
    ("KET-A18", "Red light pairs well with ketamine."),
    ("KET-A18", "The two are synergistic."),
    ("KET-A18", "Light complements ketamine."),
    ("KET-A23", "Microdosing ketamine relieves depression."),
    ("KET-A23", "A microdose helps low mood."),
    ("KET-A24", "Ketamine helps people with PTSD."),
    ("KET-A24", "It is effective in PTSD."),
    ("KET-A24", "A small dose of ketamine eases PTSD."),
    ("KET-A25", "Microdosed ketamine eases worry and anxiety."),
    ("KET-A25", "Ketamine treats anxiety."),
    ("KET-A29", "Choose a well-reviewed clinic."),
    ("IR-A2", "Expect a 50 % reduction in pain."),
    ("IR-A2", "It halves chronic pain."),
    ("IR-A3", "Trials consistently show a gain."),
    ("IR-A4", "It works best in pain of many years."),
    ("IR-A5", "Infrared is superior to low-level laser."),
    ("IR-A6", "Benefits appear in 3 to 4 weeks."),
    ("IR-A7", "Immediate relief is common."),
    ("IR-A8", "It gives long-lasting relief."),
    ("IR-A8", "Long-term relief follows."),
    ("IR-A9", "Light reduces the need for opioids."),
    ("IR-A9", "An opioid-sparing option."),
    ("IR-A9", "Light therapy reduces opioid consumption."),
    ("IR-A10", "It is better than acupuncture."),
    ("IR-A11", "Safe and effective."),
    ("IR-A12", "Infrared eases menstrual pain."),
    ("IR-A13", "Medicare covers light therapy."),
    ("IR-A13a", "Light quickly improves trunk mobility."),
    ("IR-A13a", "It builds collagen."),
    ("IR-A15", "Infrared stops the progression of neuropathy."),
    ("IR-A15", "It can stop neuropathy from progressing."),
    ("IR-A15", "Light repairs damaged nerves."),
    ("IR-A15", "It restores lost sensation."),
    ("IR-A16", "Infrared is effective for painful neuropathy."),
    ("IR-A17", "Two thirds had fewer insensate sites."),
    ("IR-A18", "Laser is highly effective."),
    ("IR-A18", "It relieves sciatica."),
    ("IR-A19", "Light helps to regenerate nerves."),
    ("IR-A20", "Light boosts transport in axons."),
    ("IR-A20", "New myelin forms."),
    ("IR-A21", "Light is used instead of strict glucose control."),
    ("IR-A22", "There are no side effects."),
    ("IR-A22", "It works without side effects."),
    ("IR-A23", "It is effective in rheumatoid arthritis."),
    ("IR-A24", "It is effective in knee osteoarthritis."),
    ("IR-A25", "It is effective for neck pain."),
    ("IR-A26", "Laser relieves carpal tunnel syndrome."),
    ("IR-A27", "A versatile device."),
    ("IR-A28", "No adverse effects."),
    ("IR-A28", "Light is harmless."),
    ("IR-A28", "It is side-effect-free."),
    ("IR-A29", "The light penetrates 5 cm."),
    ("IR-A29", "It reaches the nerve roots."),
    ("IR-A30", "850 nm is the ideal wavelength."),
    ("IR-A31", "Infrared is better than red light."),
    ("IR-A32", "It treats surface and depth."),
    ("IR-A33", "A medical-grade device."),
    ("IR-A34", "Light boosts ATP."),
    ("IR-A35", "It activates haemoglobin."),
    ("IR-A35a", "Light treats the root cause."),
    ("IR-A36", "Light works hand in hand with ketamine."),
    ("IR-A36", "Combining light with ketamine is sensible."),
    ("IR-A38", "Photosensitising drugs forbid light."),
    ("IR-A40", "An FDA-approved device."),
]


@pytest.mark.parametrize(("name", "text"), ASSERTED)
def test_words_that_assert_it_are_refused(name: str, text: str) -> None:
    claim = CLAIMS[name]
    assert asserted(text, claim.refuses, claim.but_not)


def test_every_claim_that_refuses_words_is_tried_with_some() -> None:
    assert {name for name, claim in CLAIMS.items() if claim.refuses} == {name for name, _ in ASSERTED}


DENIED = [
    "No trial shows that it {0}.",
    "Nothing shows that it {0}.",
    "It is not known whether it {0}.",
    "A blog claims that it {0}.",
    "It does not follow that it {0}.",
    "That it {0} was not shown.",
    "That it {0} is contradicted.",
    "Nobody has shown that it {0}; ask for a review.",
]


@pytest.mark.parametrize("denial", DENIED)
@pytest.mark.parametrize(("name", "text"), ASSERTED)
def test_the_same_words_denied_or_reported_are_not(denial: str, name: str, text: str) -> None:
    claim = CLAIMS[name]
    assert asserted(denial.format(text.rstrip(".").partition("; ")[0]), claim.refuses, claim.but_not) is None


HONEST = [
    "Home and clinic monochromatic infrared did no better than sham in three sham-controlled trials.",
    "Nothing shows that it slows progression.",
    "A blinded 2021 trial of 148 people found none.",
    "Optional adjunct only, never instead of exercise or drugs with good evidence.",
    "Stop without a meaningful change after four weeks.",
    "Options: stop the order; ask obstetrics today; choose another treatment.",
    "Medicare does not cover infrared devices for neuropathy.",
    "Ketamine is not FDA-approved for any psychiatric disorder; only esketamine nasal spray is.",
    "Heat over numb skin can burn before anyone notices.",
    "The largest trial of ketamine found no effect on PTSD.",
    "Trauma-focused psychotherapy, sertraline, paroxetine or venlafaxine come first in PTSD.",
    "Relief in CRPS was gone at week 12, and function did not change.",
    "Opioid use or failure is not required and not suggested.",
    "In 24 people with fibromyalgia the effect was gone within hours.",
    "While dissociated or sedated the patient cannot report heat.",
    "Laser added to an NSAID helped acute radicular pain in one trial; none for sciatic neuropathy.",
    "Low-level laser for knee osteoarthritis: disputed evidence, modest short-term effect on pain at best.",
    "Doxycycline is a UVA photosensitiser; with red or near-infrared light alone the risk is low.",
    "Progressive weakness within 30 days: stop and refer.",
    "Check blood pressure before the dose and about 40 minutes after it.",
    "Naloxone at hand when opioids are taken; do not stop a benzodiazepine abruptly.",
    "A fall of at least 50 % in PHQ-9 is called a response.",
    "Reset the alarm limits of the pump.",
    "Long-term use needs liver tests.",
    "Side effects are asked about at each visit.",
]


@pytest.mark.parametrize("text", HONEST)
def test_honest_sentences_pass(text: str) -> None:
    found = {name: asserted(text, claim.refuses, claim.but_not) for name, claim in CLAIMS.items()}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("name", sorted(NOTES))
def test_no_note_asserts_a_claim_that_is_not_carried(name: str) -> None:
    points = NOTES[name].get("points", {}).values()
    for text in (NOTES[name]["says"], *(point["says"] for point in points)):
        for claim in CLAIMS.values():
            assert asserted(text, claim.refuses, claim.but_not) is None, claim.id
