"""What a site changes in our rules without touching our files: overlays and switches."""

from pathlib import Path

import pytest

from cds.errors import RulebookInvalid
from cds.rulebook import Status, load_rulebook
from tests.unit.rulebook.rule_folder import RuleFolder

BP = """\
reason: Cardiology decided it on 12 November.
changes:
  - {tier: 2, clause: blood_pressure, set: systolic_above, from: "180 mm[Hg]", to: "170 mm[Hg]"}
  - {tier: 2, set: summary, from: high pressure recorded, to: pressure above 170 recorded}
"""


@pytest.fixture
def site(rules: RuleFolder, tmp_path: Path) -> RuleFolder:
    """The folder of a site, which comes after ours."""
    return _Site(rules, tmp_path / "site")


class _Site(RuleFolder):
    def __init__(self, rules: RuleFolder, folder: Path) -> None:
        self.folder, self._rules = folder, rules

    def load(self, *more: Path):  # type: ignore[no-untyped-def]
        return load_rulebook([self._rules.folder, self.folder, *more])


def test_a_threshold_and_a_wording_are_changed_and_nothing_else(rules: RuleFolder, site: RuleFolder) -> None:
    site.write("overlays/KET-CI-TEST.yaml", BP)
    ours, theirs = rules.load().rules["KET-CI-TEST"], site.load().rules["KET-CI-TEST"]
    tier = theirs.tiers[1]
    assert tier.summary == "pressure above 170 recorded"
    assert tier.when[0].systolic_above.value == 170  # type: ignore[union-attr]
    assert tier.when[0].diastolic_above == ours.tiers[1].when[0].diastolic_above  # type: ignore[union-attr]
    assert theirs.tiers[0] == ours.tiers[0]
    assert theirs.suggestions == ours.suggestions


def test_the_version_of_a_changed_rule_tells_so_and_changes_with_the_overlay(site: RuleFolder) -> None:
    site.write("overlays/KET-CI-TEST.yaml", BP)
    first = site.load().rules["KET-CI-TEST"].version
    assert first.startswith("1.0.0+site.")
    site.edit("170 mm[Hg]", "175 mm[Hg]", "overlays/KET-CI-TEST.yaml")
    assert site.load().rules["KET-CI-TEST"].version != first


def test_a_change_is_told_in_words(site: RuleFolder) -> None:
    site.write("overlays/KET-CI-TEST.yaml", BP)
    rulebook = site.load()
    [overlay] = rulebook.changes(rulebook.rules["KET-CI-TEST"])
    assert [change.in_words for change in overlay.changes] == [
        "tier 2, blood_pressure, systolic above: 180 mm[Hg] → 170 mm[Hg]",
        "tier 2, summary: high pressure recorded → pressure above 170 recorded",
    ]


def test_a_definition_is_changed_for_every_rule_that_refers_to_it(rules: RuleFolder, site: RuleFolder) -> None:
    rules.add_rule(
        "KET-CI-OTHER", ("{condition: active, in: ket-cond-psychosis, as: psychosis}", "{is: bp-severe-twice}")
    )
    rules.edit('"{psychosis.display} recorded"', "twice", "ketamine/KET-CI-OTHER.yaml")
    site.write(
        "overlays/bp-severe-twice.yaml",
        'reason: Stricter.\nchanges: [{clause: bp, number: 1, set: systolic_above, from: "180 mm[Hg]", to: "170 mm[Hg]"}]\n',
    )
    rulebook = site.load()
    assert str(rulebook.definitions["bp-severe-twice"].any_[0].systolic_above) == "170 mm[Hg]"  # type: ignore[union-attr]
    assert [one.id for one in rulebook.changes(rulebook.rules["KET-CI-OTHER"])] == ["bp-severe-twice"]
    assert rulebook.changes(rulebook.rules["KET-CI-TEST"]) == ()


def test_a_member_is_added_and_taken_away(site: RuleFolder) -> None:
    site.write(
        "overlays/KET-CI-TEST.yaml",
        "reason: r\nchanges:\n"
        "  - {set: patient_view_cap, to: info}\n"
        "  - {set: both_ways, to: true}\n  - {tier: 1, set: derives, from: [contraindicated]}\n",
    )
    rule = site.load().rules["KET-CI-TEST"]
    assert rule.patient_view_cap == "info"
    assert rule.both_ways
    assert rule.tiers[0].derives == ()


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            '"180 mm[Hg]"',
            '"190 mm[Hg]"',
            (
                "3:66: `systolic_above` is `180 mm[Hg]` now, not `190 mm[Hg]`; look at our rule again, "
                "then write what it says as `from`"
            ),
        ),
        ("tier: 2, clause", "tier: 3, clause", "3:12: there is no tier 3; the rule has 2"),
        (
            "clause: blood_pressure",
            "clause: blood_presure",
            "3:23: no condition is named `blood_presure` there; did you mean `blood_pressure`?; there are: blood_pressure",
        ),
        (
            "set: systolic_above",
            "set: systolic_abov",
            "3:44: there is no `systolic_abov` to change; did you mean `systolic_above`?; leave `from` out to add it",
        ),
        (
            '"170 mm[Hg]"',
            '"170"',
            "3:84: gives no sound rule: a threshold is written with its unit, like `180 mm[Hg]` or `4 {score}`",
        ),
        ('"170 mm[Hg]"', '"180 mm[Hg]"', "3:5: changes: `from` and `to` are the same, so nothing changes"),
        (
            'from: "180 mm[Hg]", to: "170 mm[Hg]"',
            'from: "180 mm[Hg]"',
            "3:5: gives no sound rule: `systolic_above` is missing",
        ),
        (
            "tier: 2, set: summary, from: high pressure recorded",
            "tier: 2, set: colour",
            "4:32: gives no sound rule: `colour` is not known there",
        ),
        (
            "tier: 2, set: summary, from: high pressure recorded, to: pressure above 170 recorded",
            "set: status, from: active, to: retired",
            "4:5: changes: `status` is not changed here: switch the rule in switches.yaml",
        ),
        ("reason: Cardiology decided it on 12 November.\n", "", "1:1: `reason` is missing"),
        ("from: high", "form: high", "4:29: `form` is not known here; did you mean `from`?"),
    ],
    ids=[
        "ours says something else",
        "tier",
        "clause",
        "member",
        "value",
        "taken away",
        "added",
        "status",
        "no change",
        "no reason",
        "misspelt",
    ],
)
def test_a_change_that_does_not_fit_is_told_at_its_place(site: RuleFolder, old: str, new: str, complaint: str) -> None:
    site.write("overlays/KET-CI-TEST.yaml", BP)
    site.edit(old, new, "overlays/KET-CI-TEST.yaml")
    assert complaint in [one.removeprefix("overlays/KET-CI-TEST.yaml:") for one in site.complaints()]


def test_two_conditions_of_one_name_need_the_tier(rules: RuleFolder, site: RuleFolder) -> None:
    rules.edit(
        "{condition: active, in: ket-cond-psychosis, as: psychosis}",
        "{condition: active, in: ket-cond-psychosis, as: blood_pressure}",
    )
    rules.edit('"{psychosis.display} recorded"', "x")
    site.write("overlays/KET-CI-TEST.yaml", BP.replace("tier: 2, clause", "clause"))
    [complaint] = site.complaints()
    assert complaint.endswith("there are 2 of the name `blood_pressure`; say which by `tier` and `number`")


def test_an_overlay_of_nothing_is_told(site: RuleFolder) -> None:
    site.write("overlays/KET-CI-TESTS.yaml", BP)
    [complaint] = site.complaints()
    assert complaint == (
        "overlays/KET-CI-TESTS.yaml:1:1: `KET-CI-TESTS`, from the file's name, is no rule and no definition; "
        "did you mean `KET-CI-TEST`?"
    )


def test_what_an_overlay_breaks_elsewhere_is_a_complaint_too(site: RuleFolder) -> None:
    site.write("overlays/KET-CI-TEST.yaml", "reason: r\nchanges: [{set: evidence, from: [E15], to: [E999]}]\n")
    with pytest.raises(RulebookInvalid, match="`E999` is no known evidence note"):
        site.load()


# --- switches ---------------------------------------------------------------------------------------------


def test_a_site_switches_rules(rules: RuleFolder, site: RuleFolder) -> None:
    rules.add_rule("KET-CI-OTHER")
    site.write("switches.yaml", "rules: {KET-CI-TEST: silent, KET-CI-OTHER: retired}\n")
    rulebook = site.load()
    assert {name: rule.status for name, rule in rulebook.rules.items()} == {
        "KET-CI-TEST": Status.SILENT,
        "KET-CI-OTHER": Status.RETIRED,
    }
    assert rulebook.shows_cards
    assert rulebook.digest != rules.load().digest


def test_a_site_shows_no_cards_at_first(site: RuleFolder) -> None:
    site.write("switches.yaml", "mode: silent\n")
    assert not site.load().shows_cards


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("rules: {KET-CI-TESTS: silent}", "1:23: `KET-CI-TESTS` is no rule; did you mean `KET-CI-TEST`?"),
        ("rules: {KET-CI-TEST: off}", "1:22: `off` is not one of 'draft', 'silent', 'active', 'retired'"),
        ("mode: quiet", "1:7: `quiet` is not one of 'active', 'silent'"),
    ],
    ids=["rule", "status", "mode"],
)
def test_a_switch_that_switches_nothing_is_told(site: RuleFolder, text: str, complaint: str) -> None:
    site.write("switches.yaml", text)
    assert site.complaints() == [f"switches.yaml:{complaint}"]
