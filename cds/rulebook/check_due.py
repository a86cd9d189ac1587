"""What must be read again by now. Nothing is wrong with it: it is only no longer known to be right."""

from datetime import date
from typing import TYPE_CHECKING

from cds.rulebook.complaints import Complain
from cds.rulebook.rule import Status

if TYPE_CHECKING:
    from cds.rulebook.rulebook import Rulebook


def check_due(rulebook: "Rulebook", today: date, complain: Complain) -> None:
    """Rules and evidence notes whose day of review is past; drafts and what is retired wait for nobody."""
    for rule in rulebook.rules.values():
        if rule.review.due < today and rule.status in {Status.ACTIVE, Status.SILENT}:
            message = f"was to be reviewed by {rule.review.due}, by {rule.review.owner}; review it, then set a new day"
            complain("Rule", rule.id, ("review", "due"), message)
    for note in rulebook.evidence.values():
        if note.review_by < today:
            message = f"was to be read again by {note.review_by}; look for newer evidence, then set a new day"
            complain("Evidence", note.id, ("review_by",), message)
