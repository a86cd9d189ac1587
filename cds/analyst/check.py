"""`kir check`: the content and its scenarios, every complaint at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cds.analyst.check_features import Told, check_looked
from cds.analyst.check_units import check_units
from cds.analyst.features import feature_files
from cds.analyst.looking import look_at
from cds.errors import Complaint, RulebookInvalid
from cds.rulebook import Rulebook, Status
from cds.rulebook.check_due import check_due
from cds.rulebook.check_evidence import check_weight
from cds.rulebook.check_shadows import check_shadows
from cds.rulebook.check_value_sets import check_value_sets
from cds.rulebook.complaints import Complain, Complaints
from cds.rulebook.load import load_with_texts

_KINDS = {
    "speaks": ("is shown", "speaks as"),
    "stays silent": ("stays silent", "no cards are shown"),
    "is not evaluated": ("is not evaluated",),
}
"""What every rule in use must be shown to do, and the words of a step that show it."""

_ACTIVATED = 'the site has activated the rule "{rule}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Every complaint, what must be read again by now, and one line about what was checked."""

    complaints: tuple[Complaint, ...]
    due: tuple[Complaint, ...] = ()
    summary: str = ""


def check_everything(
    rule_folders: Sequence[Path], features: Sequence[Path], today: date, memory: Path | None = None
) -> Report:
    """Rules, value sets, evidence and features.

    Takes:  today — the day that reviews are due by; memory — where to remember what feature files show, None to look
            at each of them again.
    Gives:  complaints with file, line and column, sorted; none when all is well.
    """
    try:
        rulebook, texts = load_with_texts(rule_folders)
    except RulebookInvalid as invalid:
        return Report(complaints=invalid.complaints)
    of_rules, due = Complaints(texts), Complaints(texts)
    _check_rules(rulebook, of_rules.complain)
    check_due(rulebook, today, due.complain)
    complaints = of_rules.sorted()
    scenarios: list[Told] = []
    for file, looked in look_at(feature_files(features), memory):
        complaints += check_looked(file, looked, rulebook)
        scenarios += looked.scenarios
    complaints += _check_kinds(scenarios, rulebook)
    summary = (
        f"{len(rulebook.rules)} rules, {len(rulebook.value_sets)} value sets, {len(rulebook.evidence)} evidence notes, "
        f"{len(rulebook.claims)} claims, {len(scenarios)} scenarios: no complaints (rulebook {rulebook.version}, {rulebook.digest[:12]})"
    )
    return Report(complaints=tuple(sorted(complaints)), due=tuple(due.sorted()), summary=summary)


def _check_rules(rulebook: Rulebook, complain: Complain) -> None:
    """What a service could start with, and an analyst should not leave."""
    for rule in rulebook.rules.values():
        check_weight(rule, rulebook, complain)
    check_shadows(rulebook, complain)
    check_value_sets(rulebook, complain)
    check_units(rulebook, complain)


def _check_kinds(scenarios: Sequence[Told], rulebook: Rulebook) -> Iterator[Complaint]:
    """Every rule in use is shown to speak, to stay silent and to be not evaluated; a silent one as if it were active."""
    for rule in rulebook.rules.values():
        if rule.status not in {Status.ACTIVE, Status.SILENT}:
            continue
        told = [one.steps for one in scenarios if rule.id in one.tags]
        if rule.status is Status.SILENT and rule.id not in rulebook.switches:
            told = [texts for texts in told if _ACTIVATED.format(rule=rule.id) in texts]
        steps = [step for texts in told for step in texts]
        for what, words in _KINDS.items():
            if not any(word in step for step in steps for word in words):
                yield Complaint(f"rules/{rule.family}/{rule.id}.yaml", 0, 0, f"no scenario shows that {rule.id} {what}")
