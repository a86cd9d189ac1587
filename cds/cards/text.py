"""Words of a card: slots filled, patient text made harmless, lengths kept."""

import re
import unicodedata
from collections.abc import Sequence

from cds.findings import Input
from cds.hooks import Indicator
from cds.rulebook import SLOT

SUMMARY_LIMIT = 139
"""CDS Hooks 2.0.1: a summary is under 140 characters."""

_SPACES = re.compile(r"\s+")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_WWW = re.compile(r"\bwww\.", re.IGNORECASE)
_HARMLESS = str.maketrans(
    {
        "<": "‹", ">": "›", "`": "'", "[": "(", "]": ")", "*": "·", "_": " ", "|": "/", "\\": "/", "#": " ", "~": "-",
        "&": "＆", "@": "＠",
    }
)  # fmt: skip
_WORD = {Indicator.CRITICAL: "Critical", Indicator.WARNING: "Warning", Indicator.INFO: "Note"}


def harmless(text: str, limit: int = 80) -> str:
    """Text of the record as it may stand in a card: one line, no markup, no links, no direction marks, cut to length.

    Some EHRs draw raw HTML and links in Markdown, so patient text must be able to form neither.
    """
    plain_unit = text[: 20 * limit].replace("mm[Hg]", "mmHg").replace("[iU]", "IU")
    seen = plain_unit if plain_unit.isprintable() else "".join(map(_seen, plain_unit))
    line = _SPACES.sub(" ", seen.translate(_HARMLESS)).strip()
    line = _WWW.sub("www ", line.replace("://", ": //"))
    return cut(line, limit)


def _seen(sign: str) -> str:
    """A character as it is seen: control characters part words; marks of direction, joiners and tags are not there."""
    if sign.isprintable():
        return sign
    return " " if unicodedata.category(sign) in {"Cc", "Zs", "Zl", "Zp"} else ""


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def plain(markdown: str) -> str:
    """What a card's Markdown says, without its marks. Paragraphs, and lists with a dash, read as they are."""
    return _BOLD.sub(r"\1", markdown)


def severity_word(indicator: Indicator) -> str:
    """The severity in words: clients show it by colour only."""
    return _WORD[indicator]


def day(text: str | None) -> str:
    """A date or time as a person reads it: `2026-11-01`, `2026-11-01 10:30`."""
    return harmless((text or "").partition("/")[0][:16].replace("T", " "))


def fill(template: str, inputs: Sequence[tuple[str, Input]]) -> str:
    """A text with its slots filled from the first input of each name; a slot without a value reads `not recorded`."""
    first: dict[str, Input] = {}
    for slot, one in inputs:
        first.setdefault(slot, one)
    return SLOT.sub(lambda slot: (slot[1] in first and _said(first[slot[1]], slot[2])) or "not recorded", template)


def _said(one: Input, name: str) -> str:
    """What a datum says under the name of a slot's second part."""
    if name in one.more:
        return harmless(one.more[name])
    match name:
        case "display":
            return harmless(one.display)
        case "date":
            return day(one.date)
        case "value":
            return harmless(one.value or "")
        case "code":
            return harmless(one.code or "")
        case "reference":
            return one.reference
        case _:
            return ""


def why(one: Input) -> str:
    """One datum in words: what, its value, its date, where it stands."""
    parts = [harmless(one.display)]
    if one.value:
        parts.append(harmless(one.value))
    if one.date:
        parts.append(day(one.date))
    words = ", ".join(part for part in parts if part)
    marks = [one.reference] + (["matched by name, verify"] if one.matched_by == "name" else [])
    return f"{words} ({'; '.join(marks)})".lstrip()
