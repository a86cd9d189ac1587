"""Untrusted JSON, narrowed and bounded. Everything that reads a resource goes through here, so nothing else guesses.

None of these functions raises, whatever it is given.
"""

import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TypeAlias, TypeGuard

Json: TypeAlias = Mapping[str, object]

NOTHING: Json = MappingProxyType({})

MAX_TEXT = 1_000  # characters of a free text; a card quotes a few words, never a page
MAX_CODE = 64  # characters of a code or an id; FHIR's own limit for ids
MAX_URI = 500
MAX_CODINGS = 50  # codings of one concept
MAX_ENTRIES = 100  # entries of one list inside a resource

# Control characters that are no white space, bidirectional overrides (they would reorder the words of a card), the
# byte-order mark and lone surrogates (JSON can carry them, UTF-8 cannot).
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

# Digits and exponent of a number a rule could mean; beyond it Decimal arithmetic may take minutes.
_MAX_DIGITS = 40
_MAX_EXPONENT = 30


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Whether it is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Whether it is a JSON array."""
    return isinstance(value, list)


def as_object(value: object) -> Json:
    """The object itself; an empty one for anything else."""
    return value if is_object(value) else NOTHING


def as_list(value: object) -> Sequence[object]:
    """The list itself; an empty one for anything else."""
    return value if is_list(value) else ()


def as_text(value: object) -> str:
    """The string itself; '' for anything else."""
    return value if isinstance(value, str) else ""


def clean_text(value: object, limit: int = MAX_TEXT) -> str:
    """A text fit for people: invisible characters gone, white space single, cut at the limit; numbers as written.

    Gives '' for what is no text: booleans, lists, objects, absurd numbers.
    """
    if isinstance(value, str):
        if len(value) <= limit and value.isascii() and value.isprintable() and "  " not in value:
            return value.strip()  # as nearly all texts are; isprintable refuses all but plain spaces and visible signs
        # A margin, so that a text that begins with white space or invisible characters is not cut to nothing.
        visible = _INVISIBLE.sub("", value[: 4 * limit])
        return " ".join(visible.split())[:limit]
    number = read_number(value)
    if number is None:
        return ""
    return str(int(number)) if number == number.to_integral_value() else str(number)


def read_number(value: object) -> Decimal | None:
    """A JSON number, or a string that is one, exactly as written; None for anything else, NaN and the infinite.

    Floats go by their shortest text, so 0.1 is a tenth and not its binary neighbour.
    """
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, bool):
        return None
    elif isinstance(value, int):
        if value.bit_length() > 4 * _MAX_DIGITS:  # str() of a huge integer is slow, and raises beyond 4,300 digits
            return None
        number = Decimal(value)
    elif isinstance(value, float):
        if not math.isfinite(value):
            return None
        number = Decimal(str(value))
    elif isinstance(value, str) and len(value) <= _MAX_DIGITS and value.isascii() and "_" not in value:
        try:
            number = Decimal(value.strip())
        except InvalidOperation:
            return None
    else:
        return None
    if not number.is_finite() or len(number.as_tuple().digits) > _MAX_DIGITS:
        return None
    return number if abs(number.adjusted()) <= _MAX_EXPONENT else None
