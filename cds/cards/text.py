"""Words of a card: slots filled, patient text made harmless, lengths kept."""

import re
from collections.abc import Mapping, Sequence

from cds.findings import Input
from cds.hooks import Indicator
from cds.rulebook import SLOT

SUMMARY_LIMIT = 139
"""CDS Hooks 2.0.1: a summary is under 140 characters."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_SPACES = re.compile(r"\s+")
_HARMLESS = str.maketrans(
    {"<": "‹", ">": "›", "`": "'", "[": "(", "]": ")", "*": "·", "_": " ", "|": "/", "\\": "/", "#": " "}
)
_WORD = {Indicator.CRITICAL: "Critical", Indicator.WARNING: "Warning", Indicator.INFO: "Note"}


def harmless(text: str, limit: int = 80) -> str:
    """Text of the record as it may stand in a card: one line, no markup, no links, no direction marks, cut to length.

    Some EHRs draw raw HTML and links in Markdown, so patient text must be able to form neither.
    """
    plain_unit = text.replace("mm[Hg]", "mmHg")
    line = _SPACES.sub(" ", _CONTROL.sub(" ", plain_unit)).strip().translate(_HARMLESS)
    line = line.replace("&", "＆").replace("://", ": //").replace("www.", "www ")
    return cut(line, limit)


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def severity_word(indicator: Indicator) -> str:
    """The severity in words: clients show it by colour only."""
    return _WORD[indicator]


def day(text: str | None) -> str:
    """A date or time as a person reads it: `2026-11-01`, `2026-11-01 10:30`."""
    return harmless((text or "").partition("/")[0][:16].replace("T", " "))


def fill(template: str, inputs: Sequence[tuple[str, Input]]) -> str:
    """A text with its slots filled from the first input of each name; a slot without a value reads `not recorded`."""
    values: dict[str, Mapping[str, str]] = {}
    for slot, one in inputs:
        filled = {
            "display": harmless(one.display),
            "date": day(one.date),
            "value": harmless(one.value or ""),
            "reference": one.reference,
            "code": one.code or "",
            **{name: harmless(word) for name, word in one.more.items()},
        }
        values.setdefault(slot, filled)
    return SLOT.sub(lambda slot: values.get(slot[1], {}).get(slot[2]) or "not recorded", template)


def why(one: Input) -> str:
    """One datum in words: what, its value, its date, where it stands."""
    parts = [harmless(one.display)]
    if one.value:
        parts.append(harmless(one.value))
    if one.date:
        parts.append(day(one.date))
    words = ", ".join(part for part in parts if part)
    marks = [one.reference] + (["matched by name, verify"] if one.matched_by == "name" else [])
    return f"{words} ({'; '.join(marks)})"
