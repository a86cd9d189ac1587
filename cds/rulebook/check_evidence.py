"""What a rule says and what it rests on must fit: how loud it is, and how sure anybody is."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cds.hooks import Indicator
from cds.rulebook.complaints import Complain
from cds.rulebook.evidence import Certainty, Evidence, EvidenceKind, note_and_point
from cds.rulebook.rule import Rule, Status
from cds.rulebook.words import RuleClass

if TYPE_CHECKING:
    from cds.rulebook.rulebook import Rulebook

_SAY_WHAT_TO_DO = {EvidenceKind.LABEL, EvidenceKind.GUIDELINE, EvidenceKind.REGULATOR, EvidenceKind.POLICY}
_OFFERS = {RuleClass.SUGGESTION, RuleClass.OPTIONS}
_ORDER = list(Certainty)


def check_graded(rule: Rule, rulebook: "Rulebook", complain: Complain) -> None:
    """Only a draft or a retired rule may rest on evidence that nobody has graded."""
    if rule.status not in {Status.ACTIVE, Status.SILENT}:
        return
    for citation, note in _cited(rule, rulebook):
        if note.certainty is Certainty.NOT_GRADED:
            message = f"`{citation}` is not graded, and this rule is {rule.status}; grade it, or keep the rule a draft"
            complain("Rule", rule.id, ("evidence",), message, citation)


def check_weight(rule: Rule, rulebook: "Rulebook", complain: Complain) -> None:
    """How loud a rule is against how sure its notes are: nothing critical on very little, no suggestion that warns, and
    no option that is surer than what it cites."""
    notes = [note for _, note in _cited(rule, rulebook)]
    for index, tier in enumerate(rule.tiers):
        path = ("tiers", index, "indicator")
        if tier.indicator is Indicator.CRITICAL and all(map(_is_very_little, notes)):
            message = "`critical` rests on very low certainty alone, and on no label, guideline, regulator or policy"
            complain("Rule", rule.id, path, f"{message}; lower it, or cite what carries it")
        if rule.class_ in _OFFERS and tier.indicator is not Indicator.INFO:
            message = f"a rule of class `{rule.class_}` offers something: its tiers are `info`; what must be heeded is of another class"
            complain("Rule", rule.id, path, message)
    if rule.option and notes:
        surest = min((note.certainty for note in notes), key=_ORDER.index)
        if _ORDER.index(rule.option.certainty) < _ORDER.index(surest):
            message = f"`{rule.option.certainty}` is surer than every note it cites; the surest is `{surest}`"
            complain("Rule", rule.id, ("option", "certainty"), message)


def _is_very_little(note: Evidence) -> bool:
    return note.certainty in {Certainty.VERY_LOW, Certainty.NOT_GRADED} and note.kind not in _SAY_WHAT_TO_DO


def _cited(rule: Rule, rulebook: "Rulebook") -> Iterator[tuple[str, Evidence]]:
    """Each citation and what it leads to; one that leads nowhere has its own complaint."""
    for citation in rule.evidence:
        name, point = note_and_point(citation)
        note = rulebook.evidence.get(name)
        if note and (not point or point in note.points):
            yield citation, note.at(point)
