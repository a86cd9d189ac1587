"""Evidence notes: each is complete, admits its doubts, names what contradicts it and sells nothing."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from cds.rulebook import Certainty, Direction, Evidence

FOLDER = Path(__file__).parents[2] / "rules" / "evidence"

NOTES = {
    file.stem: Evidence.model_validate({"id": file.stem} | yaml.safe_load(file.read_text(encoding="utf-8")))
    for file in sorted(FOLDER.glob("*.yaml"))
}

EVERY_WAY = {
    f"{name}.{point}".rstrip("."): note.at(point) for name, note in NOTES.items() for point in ("", *note.points)
}
"""Each note, and each point of it as a card tells it."""

each_note = pytest.mark.parametrize("note", [pytest.param(note, id=name) for name, note in NOTES.items()])
each_statement = pytest.mark.parametrize("note", [pytest.param(note, id=name) for name, note in EVERY_WAY.items()])

SELLING = re.compile(
    r"\b(safe|safely|proven|heal|heals|healing|effective|effectively|stops|reverses|outperforms|no side effects"
    r"|excellent|impressive|remarkable|dramatic|powerful|promising|significant|significantly|highly|breakthrough)\b",
    re.IGNORECASE,
)
"""Words that sell. Numbers and study sizes stand in their place."""

NOT_READ = re.compile(r"\bstill to be\b|\bread as an abstract\b", re.IGNORECASE)
NO_NUMBER = re.compile(r"\bnumber\b.*\bnot on file\b")


def test_there_are_notes() -> None:
    assert NOTES


@each_note
def test_its_id_can_stand_on_a_card(note: Evidence) -> None:
    assert re.fullmatch(r"[A-Z0-9-]+", note.id)


@each_statement
def test_it_says_one_thing_in_one_sentence_that_fits_a_card(note: Evidence) -> None:
    assert len(note.says) <= 220
    assert note.says.endswith(".")
    assert not re.search(r"[.!?] [A-Z]", note.says), "one sentence"


@each_statement
def test_it_sells_nothing(note: Evidence) -> None:
    told = " ".join([note.title, note.says, note.effect or "", note.certainty_reason, note.contrary])
    assert not SELLING.search(told)


@each_statement
def test_it_names_what_contradicts_it(note: Evidence) -> None:
    assert note.contrary.endswith(".")
    cited = re.findall(r"\b(?:E\d{1,2}|[A-Z]{2,}(?:-[A-Z0-9]+)*-(?:20\d\d|NG59)(?:-[A-Z]+)?)\b", note.contrary)
    assert [name for name in cited if name not in NOTES] == []
    if not cited:
        assert re.search(
            r"\b(none|no|other|different|early|opposite|hold)\b", note.contrary, re.IGNORECASE
        ) or re.search(r"\d", note.contrary), "a study with its size, or that none was found"


@each_statement
def test_its_certainty_has_a_reason(note: Evidence) -> None:
    assert note.certainty in Certainty
    assert len(note.certainty_reason) > 10


@each_statement
def test_what_was_not_read_in_full_says_so(note: Evidence) -> None:
    if not note.checked:
        assert NOT_READ.search(f"{note.certainty_reason} {note.citation}")


@each_note
def test_it_was_read_and_will_be_read_again_within_a_year(note: Evidence) -> None:
    assert note.read_on == date(2026, 11, 24)
    assert note.read_on < note.review_by <= date(2027, 11, 24)


@each_note
def test_a_number_of_participants_belongs_to_a_study(note: Evidence) -> None:
    studies = {"trial", "systematic-review", "observational"}
    if note.kind.value not in studies:
        assert note.participants is None
    elif note.participants is None:
        assert NO_NUMBER.search(note.population or ""), "a study whose size nobody has written down says so"


@each_note
def test_an_interval_is_never_without_an_effect(note: Evidence) -> None:
    assert note.effect or not note.interval


@pytest.mark.parametrize("positive", ["GALE-2006", "HUANG-2015", "GLAZOV-2016"])
def test_every_hopeful_back_pain_study_names_the_blinded_trial_that_found_nothing(positive: str) -> None:
    assert "GUIMARAES-2021" in NOTES[positive].contrary


def test_no_study_of_infrared_pads_hides_the_positive_one() -> None:
    for name in ("CLIFFT-2005", "LAVERY-2008", "NAWFAR-2011"):
        assert "Leonard 2004" in NOTES[name].contrary


def test_identifiers_are_well_formed() -> None:
    for name, note in NOTES.items():
        assert note.doi is None or re.fullmatch(r"10\.\d{4,9}/\S+", note.doi), name
        assert note.pmid is None or re.fullmatch(r"\d{7,8}", note.pmid), name


@each_note
def test_a_study_says_which_way_it_points(note: Evidence) -> None:
    assert note.direction is not None


@each_note
def test_several_points_are_of_different_topics(note: Evidence) -> None:
    said = [point.says for point in note.points.values()]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("null", ["GUIMARAES-2021", "CLIFFT-2005", "LAVERY-2008", "NAWFAR-2011", "E22", "E26", "E28"])
def test_trials_that_found_nothing_say_so(null: str) -> None:
    assert NOTES[null].direction is Direction.NO_DIFFERENCE
