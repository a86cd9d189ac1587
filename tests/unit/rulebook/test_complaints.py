"""What an analyst may get wrong: each mistake is told with file, line and column, and with what was probably meant."""

import pytest

from cds.engine.rules import MAX_CONDITIONS
from cds.rulebook import SYSTEMS
from cds.rulebook.check import MOST_CONDITIONS
from tests.unit.rulebook.rule_folder import NOTE, PATH, RULE, RuleFolder


def at(place: str, message: str) -> str:
    return f"{PATH}:{place}: {message}"


def test_a_rule_without_mistakes_has_no_complaints(rules: RuleFolder) -> None:
    assert rules.complaints() == []
    assert list(rules.load().rules) == ["KET-CI-TEST"]


# --- one file ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("    derives:", "    derive:", at("11:5", "`derive` is not known here; did you mean `derives`?")),
        ("title: A", "tilte: x\ntitle: A", at("1:1", "`tilte` is not known here; did you mean `title`?")),
        ("title: A test rule\n", "", at("1:1", "`title` is missing")),
        ("        in: ket-obs-bp\n", "", at("16:9", "`in` is missing")),
        (
            "indicator: critical",
            "indicator: crtical",
            at("8:16", "`crtical` is not one of 'info', 'warning', 'critical'; did you mean `critical`?"),
        ),
        (
            "blood_pressure: latest",
            "blood_pressure: lastest",
            at("16:25", "`lastest` is not one of 'latest', 'twice'; did you mean `latest`?"),
        ),
        (
            "systolic_above: 180 mm[Hg]",
            "systolic_above: 180",
            at("19:25", "systolic_above: a threshold is written with its unit, like `180 mm[Hg]` or `4 {score}`"),
        ),
        (
            "within: 24 hours",
            "within: 24h",
            at("18:17", "within: a duration is written like `28 days`, `24 hours` or `12 months`"),
        ),
        ("status: active", "status: active\nstatus: silent", at("5:1", "`status` stands twice; keep one")),
        (
            "in: ket-cond-psychosis,",
            "in: ket-cond-psychosis, in: ket-cond-osa,",
            at("10:53", "`in` stands twice; keep one"),
        ),
        (
            "version: 1.0.0",
            "version: v1.0.0-beta",
            at("3:10", "version: String should match pattern '^\\d+\\.\\d+\\.\\d+$'"),
        ),
        (
            "about: {order: ketamine}",
            "about: {}",
            at("6:8", "about: is about `order: <family>`, about `patient: true`, or about both"),
        ),
        (
            "    create:\n      resourceType",
            "    delete: order\n    create:\n      resourceType",
            at("24:5", "suggestions: a suggestion has exactly one of `delete`, `update`, `create`"),
        ),
        (
            "indicator: critical",
            "indicator: info",
            at("8:3", "tiers: stand strongest first: critical, warning, info"),
        ),
        (
            "due: 2027-01-01",
            "due: soon",
            at("32:30", "due: Input should be a valid date or datetime, input is too short"),
        ),
    ],
)
def test_a_mistake_is_told_where_it_stands(rules: RuleFolder, old: str, new: str, complaint: str) -> None:
    rules.edit(old, new)
    assert rules.complaints() == [complaint]


def test_an_unknown_kind_of_fact_is_told_with_all_that_are_known(rules: RuleFolder) -> None:
    rules.edit("blood_pressure: latest", "blod_pressure: latest")
    [complaint] = rules.complaints()
    assert complaint.startswith(at("16:9", "`blod_pressure` starts with no known kind of fact; known: order, light,"))
    assert complaint.endswith("; did you mean `blood_pressure`?")


def test_a_member_of_a_clause_that_is_not_known_stands_in_its_own_line(rules: RuleFolder) -> None:
    rules.edit("        within: 24 hours", "        withn: 24 hours")
    assert rules.complaints() == [
        at("16:9", "`within` is missing"),
        at("18:9", "`withn` is not known here; did you mean `within`?"),
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", at("1:1", "is not a mapping; start with `title: …`")),
        ("- title", at("1:1", "is not a mapping; start with `title: …`")),
        ("title: [a, b", at("2:1", "is not YAML: did not find expected ',' or ']'")),
        ("title: a\n---\ntitle: b", at("2:1", "is not YAML: but found another document")),
        ("title: \x00", at("1:1", "is not YAML: unacceptable character #x0000: control characters are not allowed")),
        ("title: {{a}}", at("1:9", "a key is a word; put a text that starts with { or [ into quotes")),
        ("title: &t [*t]", at("1:8", "is part of itself; write it out")),
        ("title: " + "[" * 2000, at("1:1007", "is not YAML: exceeded maximum nesting depth")),
    ],
)
def test_a_file_that_is_no_mapping_of_yaml_is_told_so(rules: RuleFolder, text: str, complaint: str) -> None:
    rules.write(PATH, text)
    assert rules.complaints() == [complaint]


def test_a_file_that_is_not_utf_8_is_told_so(rules: RuleFolder) -> None:
    (rules.folder / PATH).write_bytes(b"title: x\nnote: K\xf6nig\n")
    assert rules.complaints() == [at("2:8", "is not UTF-8; save it as UTF-8")]


def test_a_text_that_starts_with_a_slot_needs_quotes(rules: RuleFolder) -> None:
    rules.edit('"{psychosis.display} recorded"', "{psychosis.display} recorded")
    assert rules.complaints() == [at("12:34", "is not YAML: did not find expected key")]


def test_a_byte_order_mark_and_windows_line_ends_are_read(rules: RuleFolder) -> None:
    (rules.folder / PATH).write_bytes(b"\xef\xbb\xbf" + RULE.replace("\n", "\r\n").encode())
    assert rules.complaints() == []


def test_a_device_class_is_one_that_a_family_names(rules: RuleFolder) -> None:
    rules.edit("{condition: active, in: ket-cond-psychosis,", "{order: at-hand, device: led-green,")
    assert any("`led-green` is no known device class" in one for one in rules.complaints())


def test_yes_no_and_on_stay_words(rules: RuleFolder) -> None:
    rules.edit("title: A test rule", "title: on")
    rules.edit("{condition: active, in: ket-cond-psychosis,", "{order: at-hand, heats: [yes, no],")
    rule = rules.load().rules["KET-CI-TEST"]
    assert rule.title == "on"
    assert rule.tiers[0].when[0].heats == ("yes", "no")


def test_only_true_and_false_are_booleans(rules: RuleFolder) -> None:
    rules.edit("title: A test rule", "title: True")
    assert rules.load().rules["KET-CI-TEST"].title == "True"
    rules.edit("title: True", "title: true")
    assert rules.complaints() == [at("1:8", "title: Input should be a valid string")]


# --- between files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "ket-cond-psychosis",
            "ket-cond-psychoses",
            at("10:33", "`ket-cond-psychoses` is no known value set; did you mean `ket-cond-psychosis`?"),
        ),
        (
            "evidence: [E15]",
            "evidence: [E15, E155]",
            at("31:17", "`E155` is no known evidence note; did you mean `E15`?"),
        ),
        (
            "[specialist-agreed]",
            "[specialist-agrees]",
            at("30:13", "`specialist-agrees` is no known override reason; did you mean `specialist-agreed`?"),
        ),
        ("order: ketamine", "order: ketamin", at("6:16", "`ketamin` is no known family; did you mean `ketamine`?")),
        (
            "about: {order: ketamine}",
            "about: {order: ketamine}\nstand_down: topical-rout",
            at("7:13", "`topical-rout` is no known definition; did you mean `topical-route`?"),
        ),
        (
            "      - {condition",
            "      - {is: ketamine-at-hom}\n      - {condition",
            at("10:14", "`ketamine-at-hom` is no known definition; did you mean `ketamine-at-home`?"),
        ),
        (
            "    derives:",
            "    unless:\n      - {derived: contra-indicated}\n    derives:",
            at("12:19", "`contra-indicated` is no known derived fact; did you mean `contraindicated`?"),
        ),
        (
            "{condition: active, in: ket-cond-psychosis, as: psychosis}",
            "{medication: exposed, in: vs-ir-pdt-agent, where: {wash_out: 1}, as: psychosis}",
            at("10:59", "`wash_out` is no known property of these value sets; did you mean `washout_days`?"),
        ),
        (
            "{condition: active, in: ket-cond-psychosis, as: psychosis}",
            "{condition: active, in: vs-ir-pdt-agent, where: {wash_out: 1}, as: psychosis}",
            at("10:57", "`wash_out` is no known property of these value sets; did you mean `washout_days`?"),
        ),
        (
            "{condition: active, in: ket-cond-psychosis, as: psychosis}",
            "{observation: latest, in: vs-ir-pdt-agent, where: {wash_out: 1}, within: 1 day, as: psychosis}",
            at("10:59", "`wash_out` is no known property of these value sets; did you mean `washout_days`?"),
        ),
        (
            "{psychosis.display}",
            "{psychoses.display}",
            at("12:14", "{psychoses.display} names no fact of this tier's `when`; did you mean `psychosis`?"),
        ),
        (
            "{psychosis.display}",
            "{psychosis.displya}",
            at("12:14", "{psychosis.displya}: `psychosis` has no `displya`; did you mean `display`?"),
        ),
        (
            "{psychosis.display}",
            "{psychosis.washout_end}",  # only medicines have one
            at("12:14", "{psychosis.washout_end}: `psychosis` has no `washout_end`"),
        ),
        (
            "label: Refer to psychiatry",
            'label: "Refer for {pain.value}"',
            at("24:12", "{pain.value} names no fact of this tier's `when`"),
        ),
        ("detail: Stop.", "detail: It is proven.", at("13:13", "`proven` claims more than is known")),
        ("label: Refer", "label: Guaranteed. Refer", at("24:12", "`Guaranteed` claims more than is known")),
        ('"{psychosis.display} recorded"', '"two\\nlines"', at("12:14", "the summary is one line")),
        (
            "      code: {text: Psychiatry}",
            "      code: {txt: Psychiatry}",
            at("29:19", "is not valid FHIR R4: Extra inputs are not permitted"),
        ),
        (
            "resourceType: ServiceRequest",
            "resourceType: ServiceReqest",
            at(
                "26:7",
                "is not valid FHIR R4: ServiceReqest is not a valid FHIR Model",
            ),
        ),
        (
            "code: {text: Psychiatry}",
            'code: {text: "Psychiatry for {psychosis.display}"}',
            at("26:7", "nothing fills {psychosis.display} here: only `label`, `set` and `append` have slots"),
        ),
        (
            "status: active\n",
            "status: active\npatient_view_cap: critical\n",
            at("5:19", "patient-view never shows `critical`"),
        ),
    ],
)
def test_what_does_not_agree_is_told_where_it_stands(rules: RuleFolder, old: str, new: str, complaint: str) -> None:
    rules.edit(old, new)
    assert rules.complaints() == [complaint]


@pytest.mark.parametrize(
    ("citation", "complaint"),
    [
        ("LABEL", None),
        ("LABEL.pregnancy", None),
        ("LABEL.blood-pressure", None),
        ("LABEL.pregancy", "`LABEL` has no point `pregancy`; did you mean `pregnancy`?"),
        ("LABEL.weather", "`LABEL` has no point `weather`; it has: pregnancy, blood-pressure"),
        ("LABEL.", "`LABEL` has no point ``; it has: pregnancy, blood-pressure"),
        ("LABEL.pregnancy.more", "`LABEL` has no point `pregnancy.more`; did you mean `pregnancy`?"),
        ("LABLE.pregnancy", "`LABLE.pregnancy` is no known evidence note; did you mean `LABEL`?"),
    ],
)
def test_a_point_of_a_note_is_known_or_told(rules: RuleFolder, citation: str, complaint: str | None) -> None:
    rules.write("evidence/LABEL.yaml", NOTE)
    rules.edit("evidence: [E15]", f"evidence: [E15, {citation}]")
    assert rules.complaints() == ([at("31:17", complaint)] if complaint else [])


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("  pregnancy: {says: Not in pregnancy.}", "  pregnancy: {say: x}", "12:15: `say` is not known here"),
        ("  pregnancy:", "  Pregnancy loss:", "12:19: Pregnancy loss: String should match pattern"),
        ("Other countries differ.", "It is proven.", "15:15: `proven` claims more than is known"),
        ("Not in pregnancy.", "It cures.", "12:21: `cures` claims more than is known"),
    ],
)
def test_a_point_is_read_as_strictly_as_a_note(rules: RuleFolder, old: str, new: str, complaint: str) -> None:
    rules.write("evidence/LABEL.yaml", NOTE)
    rules.edit(old, new, "evidence/LABEL.yaml")
    assert any(one.startswith(f"evidence/LABEL.yaml:{complaint}") for one in rules.complaints()), rules.complaints()


def test_deep_inside_a_group_the_place_is_still_that_of_the_word(rules: RuleFolder) -> None:
    rules.edit(
        "      - {condition: active, in: ket-cond-psychosis, as: psychosis}\n",
        """\
      - any:
          - {condition: active, in: ket-cond-psychosis, as: psychosis}
          - all:
              - {patient: age, at_least: 18}
            unless:
              - condition: active
                in: [ket-cond-osa, ket-cond-oas]
""",
    )
    assert rules.complaints() == [at("16:36", "`ket-cond-oas` is no known value set; did you mean `ket-cond-osa`?")]


SETS_A_DOSE = """\
    update: order
    set:
      dosageInstruction: [{text: 5 mg}]
"""
CREATES_A_DOSE = """\
    create:
      resourceType: MedicationRequest
      status: draft
      intent: order
      medicationCodeableConcept: {text: ketamine}
      dosageInstruction: [{text: 5 mg}]
"""
CONTAINS_A_DOSE = """\
    create:
      resourceType: ServiceRequest
      status: draft
      intent: order
      contained:
        - resourceType: MedicationStatement
          status: active
          subject: {reference: Patient/p}
          medicationCodeableConcept: {text: ketamine}
          dosage: [{text: 5 mg}]
"""


CLAIM = """\
claim: Ketamine resets the brain.
source: a blog
verdict: unsupported
nuance: as worded
says: No trial looked.
evidence: [E15]
certainty: very low
certainty_reason: A metaphor.
refuses: [reset* ... brain]
but_not: [in mice]
"""
JUDGED = "asserts claim KET-A7, which is judged unsupported (as worded)"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("title: A test rule", "title: Resets the brain", "1:8"),
        ('"{psychosis.display} recorded"', "ketamine resets the brain", "12:14"),
        ("detail: Stop.", "detail: It is new. It resets the brain.", "13:13"),
        ("label: Refer to psychiatry", "label: Refer to reset the brain", "24:12"),
        ("{text: Psychiatry}", "{text: Resets the brain}", "29:20"),
        ("      status: draft", "      status: draft\n      note: [{text: Resets the brain}]", "28:21"),
        ("      status: draft", "      status: draft\n      patientInstruction: Resets the brain", "28:27"),
    ],
)
def test_no_text_of_a_rule_asserts_a_claim_that_the_evidence_does_not_carry(
    rules: RuleFolder, old: str, new: str, place: str
) -> None:
    rules.write("claims/KET-A7.yaml", CLAIM)
    assert rules.complaints() == []
    rules.edit(old, new)
    [complaint] = rules.complaints()
    assert complaint.startswith(f"{PATH}:{place}: `")
    assert complaint.endswith(JUDGED)


@pytest.mark.parametrize(
    "detail",
    ["No trial shows that it resets the brain.", "It did not reset the brain.", "It resets the brain in mice."],
)
def test_a_text_may_deny_report_or_be_excused(rules: RuleFolder, detail: str) -> None:
    rules.write("claims/KET-A7.yaml", CLAIM)
    rules.edit("detail: Stop.", f"detail: {detail}")
    assert rules.complaints() == []


def test_no_note_and_no_point_asserts_such_a_claim(rules: RuleFolder) -> None:
    rules.write("claims/KET-A7.yaml", CLAIM)
    rules.write("evidence/LABEL.yaml", NOTE.replace("Several things.", "It resets the brain."))
    assert rules.complaints() == [f"evidence/LABEL.yaml:4:7: `resets the brain` {JUDGED}"]
    rules.write("evidence/LABEL.yaml", NOTE.replace("Not in pregnancy.", "It resets the brain."))
    assert rules.complaints() == [f"evidence/LABEL.yaml:12:21: `resets the brain` {JUDGED}"]
    rules.write("evidence/LABEL.yaml", NOTE.replace("None found.", "Others hold that it resets the brain."))
    assert rules.complaints() == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("[E15]", "[E155]", "6:12: `E155` is no known evidence note; did you mean `E15`?"),
        ("[E15]", "[E15.more]", "6:12: `E15` has no point `more`"),
        (
            "refuses:",
            "acts_in: [KET-CI-TST]\nrefuses:",
            "9:11: `KET-CI-TST` is no known rule; did you mean `KET-CI-TEST`?",
        ),
        ("verdict: unsupported", "verdict: unsuported", "3:10: `unsuported` is not one of"),
        ("verdict: unsupported", "verdict: supported", "1:1: a supported claim refuses no words"),
        ("[reset* ... brain]", "['*']", "9:11: refuses: String should match pattern"),
        ("claim: Ketamine", "clam: Ketamine", "1:1: `clam` is not known here; did you mean `claim`?"),
    ],
)
def test_a_claim_is_read_strictly(rules: RuleFolder, old: str, new: str, complaint: str) -> None:
    rules.write("claims/KET-A7.yaml", CLAIM)
    rules.edit(old, new, "claims/KET-A7.yaml")
    assert any(one.startswith(f"claims/KET-A7.yaml:{complaint}") for one in rules.complaints()), rules.complaints()


def test_a_claim_counts_for_the_digest(rules: RuleFolder) -> None:
    before = rules.load().digest
    rules.write("claims/KET-A7.yaml", CLAIM)
    assert rules.load().digest != before


@pytest.mark.parametrize(
    ("detail", "is_refused"),
    [
        ("Light is safe.", True),
        ("It is safely given at home.", True),
        ("Safe, and cheap.", True),
        ("No card does not mean safe.", False),
        ("Unknown never reads as safe.", False),
        ("It is unknown whether this is safe.", False),
        ("Options, safest first: ask; wait.", False),
        ("This is unsafe. Ask about safety.", False),
    ],
)
def test_nothing_is_called_safe(rules: RuleFolder, detail: str, is_refused: bool) -> None:
    rules.edit("detail: Stop.", f'detail: "{detail}"')
    assert [one.partition("` ")[2] for one in rules.complaints()] == ["claims more than is known"] * is_refused


@pytest.mark.parametrize("offer", [SETS_A_DOSE, CREATES_A_DOSE, CONTAINS_A_DOSE], ids=["set", "create", "contained"])
def test_a_suggestion_never_carries_a_dose(rules: RuleFolder, offer: str) -> None:
    whole = RULE.partition("  - label: Refer to psychiatry\n")[2].partition("overrides:")[0]
    rules.edit(whole, offer)
    [complaint] = rules.complaints()
    assert complaint.endswith(": a suggestion never carries a dose")


@pytest.mark.parametrize(
    ("path", "old", "new", "complaint"),
    [
        (
            "families/ketamine.yaml",
            "in: [ket-drug-racemic,",
            "in: [ket-drug-racemid,",
            "`ket-drug-racemid` is no known value set; did you mean `ket-drug-racemic`?",
        ),
        (
            "families/ketamine.yaml",
            "nasal_given_there: [ket-drug-esketamine]",
            "nasal_given_there: [ket-drug-esk]",
            "`ket-drug-esk` is no known value set; did you mean `ket-drug-esketamine`?",
        ),
        (
            "families/ketamine.yaml",
            "stand_down: [anaesthesia-scope",
            "stand_down: [anesthesia-scope",
            "`anesthesia-scope` is no known definition; did you mean `anaesthesia-scope`?",
        ),
        ("families/infrared.yaml", "patient_view_cap: warning", "patient_view_cap: critical", "patient-view never shows `critical`"),
        ("definitions/setting-is-home.yaml", "family: ketamine", "family: ketamne", "`ketamne` is no known family; did you mean `ketamine`?"),
        (
            "overrides.yaml",
            "  - {code: specialist-agreed, display: A specialist agreed}",
            "  - {code: specialist-agreed, display: A specialist agreed}\n  - {code: specialist-agreed, display: Agreed}",
            "reasons: `specialist-agreed` stands twice; keep one",
        ),
        ("overrides.yaml", "general: [", "general: [nobody-asked, ", "`nobody-asked` is no known override reason"),
        ("evidence/E15.yaml", "says: ", "says: It cures. ", "`cures` claims more than is known"),
        (
            "value-sets/ket-obs-bp.yaml",
            "system: loinc",
            "system: lonic",
            "system: `lonic` is not one of " + ", ".join(SYSTEMS) + "; did you mean `loinc`?",
        ),
        ("value-sets/ket-obs-bp.yaml", "- system: loinc\n    ", "- ", "concepts: `system` and `code` go together"),
    ],
)  # fmt: skip
def test_the_rest_of_the_content_is_checked_too(
    rules: RuleFolder, path: str, old: str, new: str, complaint: str
) -> None:
    rules.edit(old, new, path)
    [told] = rules.complaints()
    place, _, message = told.partition(": ")
    assert message == complaint
    assert place.startswith(f"{path}:")


def test_a_site_of_the_body_map_names_known_value_sets(rules: RuleFolder) -> None:
    rules.write("body-sites.yaml", "regions:\n  - region: knee\n    in: ward-7\n")
    assert rules.complaints() == ["body-sites.yaml:3:9: `ward-7` is no known value set"]


PROPOSES = """\
about:
  patient: true
  proposes: infrared
  proposal:
    resourceType: ServiceRequest
    status: active
    intent: proposal
    code: {text: light}
"""


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "status: active\n    intent",
            "status: completed\n    intent",
            at("11:13", "what is proposed is not over; write `draft`"),
        ),
        ("    intent: proposal\n", "", at("10:5", "is not valid FHIR R4: Value for the field 'intent' is required.")),
        ("  proposes: infrared\n", "", at("7:3", "about: `proposes` and `proposal` go together")),
        (
            "resourceType: ServiceRequest\n    status: active\n    intent: proposal\n    code",
            "resourceType: MedicationRequest\n    status: active\n    intent: proposal\n    medicationCodeableConcept",
            at("10:5", "is no order of the family `infrared`: ServiceRequest, DeviceRequest"),
        ),
    ],
    ids=["over", "invalid", "half", "another kind"],
)
def test_what_a_suggestion_would_lead_to_is_an_order_of_its_family(
    rules: RuleFolder, old: str, new: str, complaint: str
) -> None:
    rules.edit("about: {order: ketamine}\n", PROPOSES)
    assert rules.complaints() == []
    rules.edit(old, new)
    assert rules.complaints() == [complaint]


# --- circles and limits -----------------------------------------------------------------------------------


def test_a_definition_that_names_itself_is_a_circle(rules: RuleFolder) -> None:
    rules.edit("{order: at-hand, setting: home}", "{is: setting-is-home}", "definitions/setting-is-home.yaml")
    circle = "is defined by itself: setting-is-home → setting-is-home"
    assert rules.complaints() == [f"definitions/setting-is-home.yaml:4:10: {circle}"]


def test_a_longer_circle_is_told_once_with_its_way(rules: RuleFolder) -> None:
    written = "family: ketamine\ntitle: x\nany:\n  - {patient: age, below: 18}\n  - all: [{is: NEXT}]\n"
    for name, following in {"a": "b", "b": "c", "c": "a", "outside": "a"}.items():
        rules.write(f"definitions/{name}.yaml", written.replace("NEXT", following))
    rules.edit("      - {condition", "      - {is: outside}\n      - {condition")
    assert rules.complaints() == ["definitions/a.yaml:5:16: is defined by itself: a → b → c → a"]


def test_a_fact_that_keeps_itself_away_is_a_circle(rules: RuleFolder) -> None:
    rules.edit("    derives:", "    unless: [{derived: contraindicated}]\n    derives:")
    circle = "derives `contraindicated`, and stays silent because of it: contraindicated → contraindicated"
    assert rules.complaints() == [at("11:24", circle)]


def test_facts_of_two_rules_that_keep_each_other_away_are_a_circle(rules: RuleFolder) -> None:
    rules.edit("    derives: [contraindicated]", "    unless: [{derived: allowed}]\n    derives: [contraindicated]")
    rules.add_rule(
        "KET-CI-OTHER",
        ("- {condition: active,", "- {derived: contraindicated}\n      - {condition: active,"),
        ("derives: [contraindicated]", "derives: [allowed]"),
    )
    circle = "derives `contraindicated`, and stays silent because of it: contraindicated → allowed → contraindicated"
    assert rules.complaints() == [at("11:24", circle)]


def test_the_absence_of_a_fact_that_others_derive_is_no_circle(rules: RuleFolder) -> None:
    rules.add_rule(
        "KET-EL-OTHER",
        ("class: contraindication", "class: suggestion"),
        ("derives: [contraindicated]", "unless: [{derived: contraindicated}]\n    derives: [suggested]"),
    )
    assert rules.complaints() == []


def test_a_fact_may_rest_on_itself(rules: RuleFolder) -> None:
    """Then nothing but another reason makes it true."""
    rules.edit("- {condition: active,", "- {derived: contraindicated}\n      - {condition: active,")
    assert rules.complaints() == []


def test_facts_of_another_family_are_not_known_here(rules: RuleFolder) -> None:
    rules.add_rule(
        "IR-CI-OTHER", ("order: ketamine", "order: infrared"), ("contraindicated", "too-bright"), family="infrared"
    )
    rules.edit("    derives:", "    unless: [{derived: too-bright}]\n    derives:")
    assert rules.complaints() == [at("11:24", "`too-bright` is no known derived fact")]


def _ages(count: int) -> str:
    return "".join(f"      - {{patient: age, at_least: {age}}}\n" for age in range(count))


def test_more_conditions_than_the_engine_can_hold_are_told(rules: RuleFolder) -> None:
    stand_down = 2  # the family's
    rules.edit("    derives:", f"    unless:\n{_ages(MOST_CONDITIONS - stand_down)}    derives:")
    message = f"asks {MOST_CONDITIONS + 1} things at once, `stand_down` included; at most {MOST_CONDITIONS} are safe: "
    assert rules.complaints() == [at("8:5", f"{message}put some of them into a definition")]
    assert MOST_CONDITIONS <= MAX_CONDITIONS


def test_in_a_group_they_are_told_too(rules: RuleFolder) -> None:
    rules.edit(
        "      - {condition",
        f"      - all:\n{_ages(MOST_CONDITIONS + 1).replace('      -', '          -')}      - {{condition",
    )
    [complaint] = rules.complaints()
    assert complaint.startswith(at("10:9", f"asks {MOST_CONDITIONS + 1} things at once"))


def test_the_same_condition_twice_counts_once(rules: RuleFolder) -> None:
    rules.edit("    derives:", "    unless:\n" + "      - {patient: age, at_least: 99}\n" * 20 + "    derives:")
    assert rules.complaints() == []


@pytest.mark.parametrize(
    "change",
    [
        ("    derives:", "    unless: [{condition: active, in: ket-cond-psychosis}]\n    derives:"),
        (
            "      - {condition: active",
            "      - {is: topical-route}\n      - {condition: active",
        ),  # the family stands down there
    ],
    ids=["unless", "stand_down"],
)
def test_a_tier_that_bars_what_it_needs_can_never_speak(rules: RuleFolder, change: tuple[str, str]) -> None:
    rules.edit(*change)
    message = "can never hold: the same stands in `when` and in `unless` or `stand_down`"
    assert rules.complaints() == [at("8:5", message)]


# --- all of them ------------------------------------------------------------------------------------------


def test_every_complaint_of_every_file_is_told_at_once_in_the_order_of_places(rules: RuleFolder) -> None:
    rules.edit("indicator: critical", "indicator: grave")
    rules.edit("evidence: [E15]", "evidnce: [E15]")
    rules.edit("general: [", "genral: [", "overrides.yaml")
    rules.write("value-sets/ket-obs-bp.yaml", "title: [")
    told = [":".join(complaint.split(":")[:2]) for complaint in rules.complaints()]
    assert told == [
        f"{PATH}:1",  # `evidence` is missing
        f"{PATH}:8",
        f"{PATH}:31",
        "overrides.yaml:1",
        "overrides.yaml:4",
        "value-sets/ket-obs-bp.yaml:2",
    ]


def test_complaints_between_files_come_all_at_once_too(rules: RuleFolder) -> None:
    rules.edit("evidence: [E15]", "evidence: [X1, X2]")
    rules.edit("ket-cond-psychosis", "ket-x")
    rules.edit("ket-obs-bp", "ket-y")
    assert len(rules.complaints()) == 4


def test_data_that_a_rule_uses_and_nobody_declares_is_told(rules: RuleFolder) -> None:
    rules.edit("      - {condition: active", "      - {patient: age, at_least: 18}\n      - {condition: active")
    rules.edit("  date of birth: Limits of age", "  sexual orientation: Limits of age", path="source-attributes.yaml")
    assert "`uses` does not name date of birth, which KET-CI-TEST uses" in " ".join(map(str, rules.complaints()))
