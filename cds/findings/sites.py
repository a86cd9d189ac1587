"""Body sites: where light is aimed, where a condition or a patch is, and whether the two overlap."""

from dataclasses import dataclass
from enum import StrEnum

from cds.record import Concept, canonical_code
from cds.rulebook import SYSTEMS, BodySites, Region
from cds.terminology import Terminology, Words, tokens_of

_ICD = SYSTEMS["icd-10-cm"]
_LEVEL_OPEN = {Region.BACK, Region.LUMBOPELVIC}


class Side(StrEnum):
    """One side of the body; a side not given matches both."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Site:
    """Regions and a side; no regions is a site that is not known."""

    regions: frozenset[Region] = frozenset()
    side: Side | None = None

    @property
    def known(self) -> bool:
        """Whether anything is known of the site."""
        return bool(self.regions)


class Overlap(StrEnum):
    """Whether two sites overlap; UNKNOWN when either is not known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class SiteReader:
    """The rulebook's body sites compiled: words, codes and ICD families to regions."""

    def __init__(self, body_sites: BodySites) -> None:
        self._inside = {note.region: note.inside for note in body_sites.regions}
        self._phrases = {word: note.region for note in body_sites.regions for word in note.words}
        self._words = Words(self._phrases)
        self._sets = {name: note.region for note in body_sites.regions for name in note.in_}
        self._implied = {name: note.region for note in body_sites.regions for name in note.from_conditions}
        self._icd = [(prefix.replace(".", ""), note.region) for note in body_sites.regions for prefix in note.icd]

    def of_text(self, text: str) -> Site:
        """The regions and the side that a text names."""
        words = set(tokens_of(text))
        sides = [side for side in Side if side.value in words]
        one_side = len(sides) == 1 and not words & {"both", "bilateral"}
        regions = frozenset(self._phrases[phrase] for phrase in self._words.find(text))
        return Site(regions, sides[0] if one_side else None)

    def of_concept(self, concept: Concept, terminology: Terminology) -> Site:
        """A body-site concept: codes decide, words where no code answers; the side always from the words."""
        by_words = self.of_text(" ".join([concept.text, *(coding.display for coding in concept.codings)]))
        regions = frozenset(
            Region(str(member.concept.properties.get("region", self._sets[member.value_set])))
            for member in terminology.members_of(self._sets, concept)
        )
        return Site(regions or by_words.regions, by_words.side)

    def of_condition(self, concept: Concept, terminology: Terminology) -> Site:
        """The site that a condition's own code carries: its ICD family, or a value set that implies one.

        The side is read from the words of the entry; ICD-10-CM displays spell it out.
        """
        regions = {
            region
            for coding in concept.codings
            if coding.system == _ICD
            for prefix, region in self._icd
            if _carries(canonical_code(_ICD, coding.code).replace(".", ""), prefix)
        }
        for member in terminology.members_of(self._implied, concept):
            regions.add(Region(str(member.concept.properties.get("region", self._implied[member.value_set]))))
        return Site(frozenset(regions), self.of_text(concept.label).side)

    def overlap(self, one: Site, other: Site) -> Overlap:
        """Same region, or one inside the other, and not opposite sides.

        A back whose level is left open may be the low back: against that region the answer is UNKNOWN.
        """
        if not one.known or not other.known:
            return Overlap.UNKNOWN
        if one.side and other.side and one.side is not other.side:
            return Overlap.NO
        pairs = [(mine, theirs) for mine in one.regions for theirs in other.regions]
        if any(self._within(mine, theirs) or self._within(theirs, mine) for mine, theirs in pairs):
            return Overlap.YES
        return Overlap.UNKNOWN if any({mine, theirs} == _LEVEL_OPEN for mine, theirs in pairs) else Overlap.NO

    def lies_within(self, one: Site, outer: Site) -> bool | None:
        """Whether every part of a site lies inside the other; None when either is not known."""
        if not one.known or not outer.known:
            return None
        return all(any(self._within(region, other) for other in outer.regions) for region in one.regions)

    def both_on_trunk(self, one: Site, other: Site) -> bool:
        """Whether both have a part on the trunk, be it the same or another."""
        return all(any(self._within(region, Region.TRUNK) for region in site.regions) for site in (one, other))

    def _within(self, region: Region, outer: Region) -> bool:
        here: Region | None = region
        while here is not None:
            if here is outer:
                return True
            here = self._inside.get(here)
        return False


def _carries(code: str, prefix: str) -> bool:
    """ICD prefix; `-` in it stands for any one character (`T21.-2`)."""
    return len(code) >= len(prefix) and all(
        expected in {"-", actual} for expected, actual in zip(prefix, code, strict=False)
    )
