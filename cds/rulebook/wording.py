"""What a text asserts: phrases of whole words, unless the same sentence denies or reports them.

This reads no meaning. A sentence that denies one thing and asserts another in one breath passes, and an unusual denial
is refused; an analyst then says it in two sentences, or the claim lists the wording under `but_not`.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise

GAP = " ... "
_BREAK = re.compile(r"(?<=[.;!?])\s+|,? \bbut\b|,? \bhowever\b|, and\b", re.IGNORECASE)
_DENIED_BEFORE = re.compile(
    r"\b(?:no(?! (?:doubt|question|wonder|longer|matter)\b)|not(?! (?:only|just|merely)\b)|nothing(?! but\b)|never|none"
    r"|neither|nor|nobody|cannot|whether|if|unproven|unknown|unclear|doubtful|lacks?|failed|claims?|claimed|advertis\w+"
    r"|said to)\b|n't\b|n’t\b",
    re.IGNORECASE,
)
_SHOWN = "(?:shown|proven|proved|tested|known|supported|established|demonstrated|confirmed|true|studied|found|seen)"
_DENIED_AFTER = re.compile(
    rf"\b(?:not|never)(?: (?:been|yet))* {_SHOWN}\b"
    r"|\b(?:is|are|was|were|remains?|stays?) (?:unsupported|contradicted|unproven|untested|unknown|unclear|false|wrong"
    r"|refuted|doubtful|disputed|a claim)\b",
    re.IGNORECASE,
)


def asserted(text: str, phrases: Iterable[str], but_not: Collection[str] = ()) -> str | None:
    """The first words of a text that assert one of the phrases; none when it asserts none.

    Takes:  phrases, whole words, a trailing * for any ending, ` ... ` for anything between within the sentence;
            but_not, phrases whose presence in the sentence excuses it.
    """
    lowered = text.lower()
    near = [phrase for phrase in phrases if longest_word(phrase) in lowered]  # spares most of the reading
    if not near:
        return None
    for sentence in _sentences(text):
        for phrase in near:
            for found in _pattern(phrase).finditer(sentence):
                if not _is_denied(sentence, found) and not any(_pattern(one).search(sentence) for one in but_not):
                    return found[0]
    return None


@lru_cache(maxsize=16)  # one text is asked about many claims in a row
def _sentences(text: str) -> Sequence[str]:
    return [part for part in _BREAK.split(text) if part]


def _is_denied(sentence: str, found: re.Match[str]) -> bool:
    """Whether a denial stands before the phrase, in its gaps, or right of it; a `no` of the phrase itself is none."""
    around = [found.start(), *(place for group in range(1, found.re.groups + 1) for place in found.span(group))]
    gaps = [sentence[start:end] for start, end in list(pairwise(around))[1::2]]
    before = " ".join([sentence[: found.start()], *gaps])
    return bool(_DENIED_BEFORE.search(before) or _DENIED_AFTER.search(sentence[found.end() :]))


@cache
def longest_word(phrase: str) -> str:
    """The longest word of a phrase, in small letters: a text without it asserts nothing, and need not be read."""
    return max(re.findall(r"[^\W_]+", phrase.lower()), key=len)


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    parts = [r"[\s‐-―-]+".join(map(_word, part.split())) for part in phrase.replace(" %", "%").split(GAP)]
    return re.compile("(.*?)".join(parts), re.IGNORECASE | re.DOTALL)


def _word(word: str) -> str:
    letters = re.escape(word.removesuffix("*")).replace("%", r"\s*%")
    ending = r"\w*" if word.endswith("*") else ""
    start, end = (r"\b" if word[0].isalnum() else ""), (r"\b" if word[-1].isalnum() or ending else "")
    return f"{start}{letters}{ending}{end}"
