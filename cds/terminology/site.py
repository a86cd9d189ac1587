"""The terminology that a site brings along: an imported RxNorm release, and a server of its own."""

from collections.abc import Sequence
from pathlib import Path

from cds.hooks import JsonObject
from cds.record import Coding
from cds.rulebook import Rulebook
from cds.terminology.layers import IngredientLayer
from cds.terminology.rxnorm import RxNormLayer


class SiteTerminology:
    """Layers in the order they are asked; none of them when the site has none.

    Takes:  database — the imported release, which need not exist; url — of a FHIR terminology server, '' for none.
            The server's answers are kept beside the release; shipped — the layers before ours: a server says which
            product a local code is, they what it holds.
    Raises: InputUnreadable, when the database is something else.
    """

    def __init__(self, database: Path, url: str = "", shipped: Sequence[IngredientLayer] = ()) -> None:
        self.release = RxNormLayer(database) if database.exists() else None
        held = (self.release,) if self.release else ()
        self.layers: Sequence[IngredientLayer] = held
        self._server = self._expansions = None
        if url:
            from cds.terminology.cache import AnswerCache
            from cds.terminology.expansions import ServerExpansions
            from cds.terminology.server import ServerLayer, TerminologyServer

            cache = AnswerCache(database.with_name(f"{database.stem}-answers.sqlite3"))
            self._server = ServerLayer(TerminologyServer(url, cache), cache, (*shipped, *held))
            self._expansions = ServerExpansions(url, database.with_name(f"{database.stem}-expansions"))
            self.layers = (*held, self._server)

    def expand(self, rulebook: Rulebook, *, within: float = 0.0) -> Rulebook:
        """The rulebook with what the server lists below its SNOMED CT members, as far as that is kept.

        Takes:  within — seconds to wait for what is not kept yet; 0 asks nobody.
        """
        return self._expansions.add_to(rulebook, within=within) if self._expansions else rulebook

    def prepare(self, codings: Sequence[Coding], within: float) -> None:
        """Let the server look for codes, in so many seconds at most."""
        if self._server is not None:
            self._server.prepare(codings, within=within)

    def about(self) -> JsonObject:
        """What /readyz tells."""
        told: JsonObject = {"rxnorm": self.release.release.to_document() if self.release else "not imported"}
        return told | ({"expansions": self._expansions.about()} if self._expansions else {})

    def close(self) -> None:
        """Let go of files and connections."""
        if self.release is not None:
            self.release.close()
        if self._server is not None:
            self._server.close()
        if self._expansions is not None:
            self._expansions.close()
