"""The rulebook compiled for reading records: value sets, body sites, routes, light devices. Made once at start-up."""

from collections.abc import Iterator, Sequence

from cds.findings.devices import DeviceReader
from cds.findings.routes import RouteReader
from cds.findings.sites import SiteReader
from cds.rulebook import (
    DeviceClause,
    DraftClause,
    LinkedClause,
    ObservationClause,
    OrderClause,
    PointsClause,
    Rulebook,
    TextClause,
)
from cds.terminology import GAP, IngredientLayer, Terminology, shipped_layers


class Readings:
    """Everything a finding needs that does not depend on the patient.

    Takes:  layers — further layers that know ingredients, asked after the shipped ones: an imported RxNorm release, a
            terminology server.
    """

    def __init__(self, rulebook: Rulebook, layers: Sequence[IngredientLayer] = ()) -> None:
        self.rulebook = rulebook
        self.terminology = Terminology(
            rulebook.value_sets.values(),
            _words_of(rulebook),
            layers=(*shipped_layers(rulebook), *layers),
            brands=rulebook.tables.brands,
        )
        self.sites = SiteReader(rulebook.body_sites)
        self.routes = RouteReader(rulebook.routes, rulebook.tables.products)
        self.devices = {family.id: DeviceReader(family) for family in rulebook.families.values()}


def _words_of(rulebook: Rulebook) -> Iterator[str]:
    """Every word that a rule or a family looks for in a text."""
    for family in rulebook.families.values():
        for device in family.devices:
            yield from device.words
    for rule in rulebook.rules.values():
        for clause in rulebook.clauses(rule):
            for part in clause.parts() if isinstance(clause, PointsClause) else (clause,):
                if isinstance(part, TextClause | OrderClause | DraftClause | LinkedClause | DeviceClause):
                    for phrase in part.words or ():
                        yield from phrase.split(GAP)  # the name of a test stands apart from its result
                if isinstance(part, OrderClause):
                    yield from part.reason_words or ()
                if isinstance(part, ObservationClause):
                    for phrase in part.unclear_words or ():
                        yield from phrase.split(GAP)
