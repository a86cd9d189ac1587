"""What became of our cards, as the EHR reports it (CDS Hooks 2.0.1, "Feedback").

One bad item does not cost the good ones. Card ids need not be UUIDs, and Epic's spelling of override reasons is
read as well.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, cast

from pydantic import BeforeValidator, Field, ValidationError

from cds.errors import HookRequestInvalid
from cds.hooks.card import Coding
from cds.hooks.json import JsonObject, read_json_object
from cds.hooks.reading import Text, WireModel, first_complaint, without_blanks


class Outcome(StrEnum):
    """What the clinician did with a card."""

    ACCEPTED = "accepted"
    OVERRIDDEN = "overridden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One card's outcome; the comment is free text that may be about the patient: never for a log."""

    card: str
    outcome: Outcome
    outcome_timestamp: datetime
    accepted_suggestions: tuple[str, ...] = ()
    override_reason: Coding | None = None
    user_comment: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackBatch:
    """The items that could be read, and what is wrong with each that could not."""

    items: tuple[Feedback, ...]
    problems: tuple[HookRequestInvalid, ...]


def read_feedback(body: bytes) -> FeedbackBatch:
    """Read a report about cards, item by item.

    Takes:  body — as received.
    Gives:  the items in the order sent, duplicates included, and one problem per unreadable item.
    Raises: HookRequestInvalid — the body is no object with an array `feedback`.
    Source: CDS Hooks 2.0.1 "Feedback" and its invariants cds-fb-1 to cds-fb-3. The specification has no answer
            for a partly bad report; taking the good items is ours.
    """
    reports = read_json_object(body).get("feedback")
    if not isinstance(reports, list):
        raise HookRequestInvalid("`feedback` is missing or no array; send an array of card outcomes", "feedback")
    items: list[Feedback] = []
    problems: list[HookRequestInvalid] = []
    for index, report in enumerate(cast(list[object], reports)):
        try:
            items.append(_read_report(report, f"feedback[{index}]"))
        except HookRequestInvalid as problem:
            problems.append(problem)
    return FeedbackBatch(items=tuple(items), problems=tuple(problems))


def _to_utc(value: object) -> object:
    """RFC 3339 text as a moment in UTC."""
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004 — pydantic takes this one as a complaint, a TypeError as a crash
    try:
        moment = datetime.fromisoformat(value.strip())
        if moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError from None


class _SuggestionReport(WireModel):
    id: Text


class _ReasonReport(WireModel):
    code: Text
    system: Text
    display: Text | None = None


class _OverrideReport(WireModel):
    reason: _ReasonReport | None = None
    user_comment: Text | None = None
    extension: Any = None


class _Report(WireModel):
    card: Text = Field(description="the uuid of the card")
    outcome: Outcome = Field(description="`accepted` or `overridden`")
    outcome_timestamp: Annotated[datetime, BeforeValidator(_to_utc)] = Field(
        description="the moment as RFC 3339 text with a zone, such as `2026-11-20T09:30:00Z`"
    )
    accepted_suggestions: tuple[_SuggestionReport, ...] = Field(
        default=(), description="the accepted suggestions, each as an object with its `id`"
    )
    override_reason: _OverrideReport | None = Field(
        default=None, description="an object with a `reason` (code and system), a `userComment`, or both"
    )


def _read_report(document: object, place: str) -> Feedback:
    if not isinstance(document, dict):
        raise HookRequestInvalid(f"`{place}` is no object; send a card outcome", place)
    members = without_blanks(cast(JsonObject, document))
    if isinstance(override := members.get("overrideReason", members.get("overrideReasons")), dict):
        override = without_blanks(cast(JsonObject, override))
    try:
        report = _Report.from_wire(members | {"overrideReason": override})
    except ValidationError as invalid:
        raise first_complaint(_Report, invalid.errors(include_input=False), f"{place}.") from None
    accepted = tuple(suggestion.id for suggestion in report.accepted_suggestions)
    if report.outcome is Outcome.ACCEPTED and not accepted:
        where = f"{place}.acceptedSuggestions"
        raise HookRequestInvalid(f"`{where}` is missing or empty; send the suggestions that were accepted", where)
    reason, comment = _read_override(report.override_reason, f"{place}.overrideReason")
    return Feedback(
        card=report.card,
        outcome=report.outcome,
        outcome_timestamp=report.outcome_timestamp,
        accepted_suggestions=accepted,
        override_reason=reason,
        user_comment=comment,
    )


def _read_override(override: _OverrideReport | None, where: str) -> tuple[Coding | None, str]:
    if override is None:
        return None, ""
    reason = override.reason
    coding = Coding(code=reason.code, system=reason.system, display=reason.display or "") if reason else None
    coding = coding or _epic_reason(override.extension)
    if coding is None and not override.user_comment:
        raise HookRequestInvalid(f"`{where}` is empty; send a `reason`, a `userComment`, or leave it out", where)
    return coding, override.user_comment or ""


_EPIC_REASON = "com.epic.cdshooks.feedback.overrideReason."


def _epic_reason(extension: object) -> Coding | None:
    """A reason of Epic's own list: it comes as a category number in an extension."""
    if not isinstance(extension, dict):
        return None
    members = cast(JsonObject, extension)
    category, display, title = (
        str(members.get(_EPIC_REASON + name) or "").replace("\0", "").strip()
        for name in ("reasonCategory", "reasonDisplay", "reasonTitle")
    )
    if not (category or display or title):
        return None
    return Coding(code=category or display or title, system=f"{_EPIC_REASON}reasonCategory", display=display or title)
