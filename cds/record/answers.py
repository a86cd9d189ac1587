"""What was given for each query, and so how much of each kind is known."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from cds.record.model import Given, Kind
from cds.record.shapes import Json

_RANK = (Given.UNKNOWN, Given.PARTIAL, Given.COMPLETE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was given for one prefetch key, or fetched in its place.

    `kind` is the kind that the key asks for; None for a key we did not ask for, and for what was read because something
    refers to it: such resources may raise a fact, but prove nothing absent. `resources` are all resources of the
    answer, of whatever kind; `full_urls` are their Bundle fullUrls, one for each ('' for none), or empty. `problem`
    says why nothing, or not everything, was given.
    """

    key: str = ""
    kind: Kind | None
    given: Given
    resources: tuple[Json, ...] = ()
    full_urls: tuple[str, ...] = ()
    problem: str | None = None

    def placed(self) -> Iterator[tuple[Json, str]]:
        """Each resource with its fullUrl, '' for none."""
        return zip(self.resources, chain(self.full_urls, repeat("")), strict=False)


def how_much_was_given(answers: Sequence[Answer], met: Iterable[Kind], lost: Iterable[Kind]) -> dict[Kind, Given]:
    """How much is known of each kind.

    Takes:  met — the kinds of which a resource was given, wherever; lost — those of which one had to be left out.
    Gives:  COMPLETE for a kind when every key that asks for it is answered whole and nothing was lost; a key that is
            answered again counts by its better answer. A kind without a key is PARTIAL when something of it was met.
    """
    best: dict[tuple[Kind, str], Given] = {}
    for answer in answers:
        if answer.kind is not None:
            key = answer.kind, answer.key
            best[key] = max(best.get(key, Given.UNKNOWN), answer.given, key=_RANK.index)
    given: dict[Kind, Given] = {}
    for kind in {kind for kind, _ in best}:
        answered = {how_much for (of, _), how_much in best.items() if of is kind}
        given[kind] = answered.pop() if len(answered) == 1 else Given.PARTIAL
    for kind in met:
        if given.get(kind, Given.UNKNOWN) is Given.UNKNOWN:
            given[kind] = Given.PARTIAL
    for kind in lost:
        if given.get(kind) is Given.COMPLETE:
            given[kind] = Given.PARTIAL
    return given
