"""Routes: how a drug is given, from the coded route, else the words of dosage, form and name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cds.record import Concept, MedicationUse, canonical_system
from cds.rulebook import SYSTEMS, Product, Route, Routes
from cds.terminology import Terminology, Words

if TYPE_CHECKING:
    from cds.findings.view import View


_RXNORM = SYSTEMS["rxnorm"]


class RouteReader:
    """The rulebook's routes compiled."""

    def __init__(self, routes: Routes, products: Mapping[str, Product] | None = None) -> None:
        self._sets = routes.in_
        self._products = products or {}
        self._phrases = {word: route for route, words in routes.words.items() for word in words}
        self._words = Words(self._phrases)

    def of_text(self, text: str) -> frozenset[Route]:
        """The routes that a text names."""
        return frozenset(self._phrases[phrase] for phrase in self._words.find(text))

    def of_concept(self, concept: Concept, terminology: Terminology) -> frozenset[Route]:
        """A route concept: codes decide, words where no code answers."""
        coded = frozenset(
            Route(str(member.concept.properties["route"]))
            for member in terminology.members_of(self._sets, concept)
            if "route" in member.concept.properties
        )
        return coded or self.of_text(" ".join([concept.text, *(coding.display for coding in concept.codings)]))

    def of_use(self, use: MedicationUse, terminology: Terminology) -> frozenset[Route]:
        """The routes of a medication; empty when nothing tells, which rules read as systemic.

        The coded route of the dosage decides; else the form; else what the product pack knows of the product; else the
        words of its name and of the order.
        """
        for concepts in ([dosage.route for dosage in use.dosages], [use.form]):
            found = frozenset[Route]().union(*(self.of_concept(one, terminology) for one in concepts if one))
            if found:
                return found
        codings = [
            coding for one in use.medicines for coding in one.codings if canonical_system(coding.system) == _RXNORM
        ]
        products = [self._products[coding.code] for coding in codings if coding.code in self._products]
        if any(product.routes for product in products):
            return frozenset[Route]().union(*(product.routes for product in products))
        names = [text for one in use.medicines for text in (one.text, *(coding.display for coding in one.codings))]
        for texts in (names, use.texts):
            found = frozenset[Route]().union(*(self.of_text(text) for text in texts))
            if found:
                return found
        return frozenset()


def routes_of(use: MedicationUse, view: View) -> frozenset[Route]:
    """The routes of a medication; empty when nothing tells."""
    return view.readings.routes.of_use(use, view.terminology)
