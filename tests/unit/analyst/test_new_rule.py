"""`kir new-rule`: what it writes passes as a draft; what it cannot write is told with the remedy."""

from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from yaml import safe_load

from cds.analyst.check import check_everything
from cds.analyst.new_rule import new_rule
from cds.analyst.run import run_scenarios
from cds.analyst.schemas import schema_of
from cds.errors import InputUnreadable
from cds.rulebook import Certainty, Status, load_rulebook
from cds.settings import CONTENT

OURS = [CONTENT / "rules"]
TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(("rule", "family"), [("KET-CAU-NEWS", "ketamine"), ("IR-CAU-NEWS", "infrared")])
def test_what_it_writes_passes_as_it_is(tmp_path: Path, rule: str, family: str) -> None:
    site = tmp_path / "site"
    made = new_rule(rule, family, site, OURS, TODAY)
    assert [str(one.relative_to(site)) for one in made.files] == [
        f"rules/{family}/{rule}.yaml",
        f"rules/evidence/{rule}-SOURCE.yaml",
        f"features/{family}/{rule}.feature",
    ]
    report = check_everything([*OURS, site / "rules"], [CONTENT / "features", site / "features"], TODAY)
    assert report.complaints == ()
    assert run_scenarios([site / "features"], [site / "rules"]) == 0


def test_it_is_a_draft_that_says_what_nobody_has_read(tmp_path: Path) -> None:
    new_rule("KET-CAU-NEWS", "ketamine", tmp_path, OURS, TODAY)
    rulebook = load_rulebook([*OURS, tmp_path / "rules"])
    rule, note = rulebook.rules["KET-CAU-NEWS"], rulebook.evidence["KET-CAU-NEWS-SOURCE"]
    assert rule.status is Status.DRAFT
    assert rule.id not in rulebook.signatures
    assert (note.certainty, note.checked) == (Certainty.NOT_GRADED, False)
    assert (rule.review.due, note.read_on) == (date(2027, 11, 25), TODAY)


def test_it_cannot_be_put_into_use_as_it_is(tmp_path: Path) -> None:
    rule, *_ = new_rule("KET-CAU-NEWS", "ketamine", tmp_path, OURS, TODAY).files
    rule.write_text(rule.read_text(encoding="utf-8").replace("status: draft", "status: active"), encoding="utf-8")
    complaints = check_everything([*OURS, tmp_path / "rules"], [CONTENT / "features"], TODAY).complaints
    assert [str(one) for one in complaints] == [
        f"{rule}:26:12: `KET-CAU-NEWS-SOURCE` is not graded, and this rule is active; grade it, or keep the rule a draft"
    ]


def test_an_editor_finds_the_schemas(tmp_path: Path) -> None:
    rule, note, _ = new_rule("KET-CAU-NEWS", "ketamine", tmp_path, OURS, TODAY).files
    for file, name in ((rule, "rule"), (note, "evidence")):
        first, *_ = file.read_text(encoding="utf-8").splitlines()
        schema = (file.parent / first.partition("$schema=")[2]).resolve()
        assert schema == (tmp_path / "rules" / "schemas" / f"{name}.json").resolve()
        assert safe_load(schema.read_text(encoding="utf-8")) == schema_of(name)
        content = {key: str(value) if isinstance(value, date) else value for key, value in _read(file).items()}
        content |= {"review": {**content["review"], "due": "2027-11-25"}} if name == "rule" else {}
        assert list(Draft202012Validator(schema_of(name)).iter_errors(content)) == []


def _read(file: Path) -> dict[str, object]:
    return safe_load(file.read_text(encoding="utf-8"))


def test_two_drafts_of_a_site_do_not_stand_in_each_others_way(tmp_path: Path) -> None:
    for rule in ("KET-CAU-ONE", "KET-CAU-TWO"):
        new_rule(rule, "ketamine", tmp_path, OURS, TODAY)
    features = [CONTENT / "features", tmp_path / "features"]
    assert check_everything([*OURS, tmp_path / "rules"], features, TODAY).complaints == ()


@pytest.mark.parametrize(
    ("rule", "family", "message"),
    [
        (
            "ket-cau-news",
            "ketamine",
            "`ket-cau-news` is no id of a rule: write capitals and digits in two or more parts, like KET-CI-PREG",
        ),
        (
            "KET-CI-PREG",
            "ketamine",
            (
                f"KET-CI-PREG is there already, in {CONTENT / 'rules/ketamine/KET-CI-PREG.yaml'}; edit that file, "
                "or choose another id"
            ),
        ),
        ("KET-CAU-NEWS", "ketamin", "`ketamin` is no family of orders; did you mean `ketamine`?"),
        ("KET-CAU-NEWS", "botox", "`botox` is no family of orders; there are infrared, ketamine"),
    ],
)
def test_what_cannot_be_is_told_with_the_remedy(tmp_path: Path, rule: str, family: str, message: str) -> None:
    with pytest.raises(InputUnreadable) as caught:
        new_rule(rule, family, tmp_path / "site", OURS, TODAY)
    assert str(caught.value) == message
    assert not (tmp_path / "site").exists()


def test_a_rule_of_the_site_is_not_written_over(tmp_path: Path) -> None:
    rule, *_ = new_rule("KET-CAU-NEWS", "ketamine", tmp_path, OURS, TODAY).files
    with pytest.raises(InputUnreadable) as caught:
        new_rule("KET-CAU-NEWS", "ketamine", tmp_path, OURS, TODAY)
    assert str(caught.value) == f"KET-CAU-NEWS is there already, in {rule}; edit that file, or choose another id"


def test_a_feature_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    feature = tmp_path / "features" / "ketamine" / "KET-CAU-NEWS.feature"
    feature.parent.mkdir(parents=True)
    feature.write_text("mine", encoding="utf-8")
    with pytest.raises(InputUnreadable) as caught:
        new_rule("KET-CAU-NEWS", "ketamine", tmp_path, OURS, TODAY)
    assert str(caught.value) == f"{feature} exists already; edit it, or choose another id"
    assert not (tmp_path / "rules").exists()
