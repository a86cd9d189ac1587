"""Tables beside the YAML: products and brand names, and what a site adds: concept maps and expansions.

products/rxnorm.tsv      product RxCUI, what it holds, its routes; made by scripts/build_product_pack.py
products/brands.tsv      brand name, what it holds; made with it
concept-maps/*.tsv|json  a site's own codes and NDCs, each with the RxNorm ingredients it holds
expansions/<id>.txt|json a licensed site's SNOMED CT codes below the `is-a` members of a value set
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias, cast

from cds.errors import Complaint
from cds.record import canonical_code, canonical_system
from cds.rulebook.value_set import SYSTEMS, Match, ValueSet, ValueSetConcept
from cds.rulebook.words import Route
from cds.rulebook.yaml_file import did_you_mean

FOLDERS: Mapping[str, tuple[str, ...]] = {
    "products": (".tsv",),
    "concept-maps": (".tsv", ".json"),
    "expansions": (".txt", ".json"),
}
_UNRELATED = {"unmatched", "disjoint", "not-related-to"}
_RXNORM, _SNOMED = SYSTEMS["rxnorm"], SYSTEMS["snomed"]

ConceptMap: TypeAlias = dict[tuple[str, str], frozenset[str]]
"""RxNorm codes by the system and code of the site."""


@dataclass(frozen=True, slots=True)
class Product:
    """What a product holds: RxNorm ingredient codes, or names where no value set has a code; and how it is given."""

    ingredients: frozenset[str]
    routes: frozenset[Route]


@dataclass(frozen=True, slots=True)
class Tables:
    """Every table of the rule folders, merged."""

    products: dict[str, Product] = field(default_factory=dict[str, Product])
    brands: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    concept_map: ConceptMap = field(default_factory=dict[tuple[str, str], frozenset[str]])
    expansions: dict[str, list[ValueSetConcept]] = field(default_factory=dict[str, list[ValueSetConcept]])
    """SNOMED CT members by value set, not yet merged."""


def tables_below(folders: Sequence[Path]) -> dict[str, Path]:
    """Every table of the rule folders by its path inside them; of two with the same path the later folder's wins."""
    return {
        file.relative_to(folder).as_posix(): file
        for folder in folders
        for name, endings in FOLDERS.items()
        for file in sorted((folder / name).glob("*"))
        if file.suffix in endings and not file.name.startswith(".")
    }


def read_table(tables: Tables, path: str, file: str, text: str, value_sets: Mapping[str, ValueSet]) -> list[Complaint]:
    """One table, added to those already read. Gives: complaints."""
    reader = _Reader(tables, file, text)
    parts = PurePosixPath(path)
    match parts.parts[0], parts.suffix:
        case "products", _:
            (reader.brands if parts.name == "brands.tsv" else reader.products)()
        case "concept-maps", ".tsv":
            reader.map_rows()
        case "concept-maps", _:
            reader.map_resource()
        case _:
            reader.expansion(parts.stem, value_sets)
    return reader.complaints


def expanded(value_set: ValueSet, more: Iterable[ValueSetConcept]) -> ValueSet:
    """A value set with the members of a site's expansion that it does not list itself, in whatever way."""
    listed = {(concept.system, concept.code) for concept in value_set.concepts}
    added = {(one.system, one.code): one for one in more if (one.system, one.code) not in listed}
    return value_set.model_copy(update={"concepts": (*value_set.concepts, *added.values())}) if added else value_set


def below(
    above: Sequence[ValueSetConcept], members: Iterable[tuple[str, str]], source: str
) -> Iterator[ValueSetConcept]:
    """Codes, each with its display, as members that are what the `is-a` members above them are."""
    for code, display in members:
        yield ValueSetConcept(
            system="snomed",
            code=code,
            display=display or code,
            ingredient=above[0].ingredient if len(above) == 1 else None,
            properties=above[0].properties,
            expansion=True,
            verified=True,
            source=source,
        )


class _Reader:
    """Reads one table, with a complaint for every row that says nothing clear."""

    def __init__(self, tables: Tables, file: str, text: str) -> None:
        self._tables, self._file, self._text = tables, file, text
        self.complaints: list[Complaint] = []
        self._holds: dict[str, frozenset[str]] = {}  # thousands of rows hold the same: one object for all
        self._routes: dict[str, frozenset[Route]] = {"": frozenset()}

    def _complain(self, line: int, message: str) -> None:
        self.complaints.append(Complaint(self._file, line, 1, message))

    def _rows(self, least: int) -> Iterator[tuple[int, list[str]]]:
        for number, line in enumerate(self._text.splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            columns = [column.strip() for column in line.split("\t")]
            if len(columns) < least:
                self._complain(number, f"has {len(columns)} columns, {least} are needed; part them with tabs")
            else:
                yield number, columns

    def _held(self, written: str) -> frozenset[str]:
        if written not in self._holds:
            self._holds[written] = frozenset(one.strip() for one in written.split("|") if one.strip())
        return self._holds[written]

    def _routed(self, number: int, written: str) -> frozenset[Route]:
        if written not in self._routes:
            try:
                self._routes[written] = frozenset(Route(one) for one in written.split("|"))
            except ValueError:
                known = [route.value for route in Route]
                self._complain(number, f"`{written}` is no route: {', '.join(known)}{did_you_mean(written, known)}")
                return frozenset()
        return self._routes[written]

    def products(self) -> None:
        for number, (code, holds, *rest) in self._rows(2):
            if not code.isdigit():
                self._complain(number, f"`{code}` is no RxCUI")
            elif not self._held(holds):
                self._complain(number, f"product {code} holds nothing; name its ingredients")
            else:
                self._tables.products[code] = Product(self._held(holds), self._routed(number, "".join(rest[:1])))

    def brands(self) -> None:
        for number, (brand, holds, *_) in self._rows(2):
            if self._held(holds):
                self._tables.brands[brand] = self._held(holds)
            else:
                self._complain(number, f"`{brand}` holds nothing; name its ingredients")

    def map_rows(self) -> None:
        """Columns: code system (a URI or a short name), code, RxNorm codes with `|` between them; what follows is
        for people."""
        for number, (system, code, holds, *_) in self._rows(3):
            if (system.lower(), code.lower()) == ("system", "code"):
                continue
            codes = self._held(holds)
            if not code or not codes or not all(one.isdigit() for one in codes):
                self._complain(number, f"`{holds}` are no RxNorm codes; write numbers with | between them")
            else:
                self._map(SYSTEMS.get(system, system), code, codes)

    def map_resource(self) -> None:
        """A FHIR R4 ConceptMap whose targets are RxNorm codes."""
        resource = self._json("ConceptMap")
        for group in _objects(resource, "group"):
            if canonical_system(_text(group, "target")) != _RXNORM:
                self._complain(1, f"maps to `{_text(group, 'target')}`; only maps to RxNorm ({_RXNORM}) are read")
                continue
            for element in _objects(group, "element"):
                codes = frozenset(
                    _text(target, "code")
                    for target in _objects(element, "target")
                    if not {_text(target, "equivalence"), _text(target, "relationship")} & _UNRELATED
                )
                if codes - {""} and _text(element, "code"):
                    self._map(_text(group, "source"), _text(element, "code"), codes - {""})

    def _map(self, system: str, code: str, codes: frozenset[str]) -> None:
        system = canonical_system(system)
        self._tables.concept_map[system, canonical_code(system, code)] = codes

    def expansion(self, stem: str, value_sets: Mapping[str, ValueSet]) -> None:
        """A FHIR ValueSet with its expansion, or lines of `code` and `display`. The stem is the id of a value set;
        behind a dot may stand which of its `is-a` members is expanded: the new members then are what that one is."""
        name, _, parent = stem.partition(".")
        value_set = value_sets.get(name)
        if value_set is None:
            self._complain(1, f"`{name}` is no value set{did_you_mean(name, list(value_sets))}")
            return
        above = [one for one in value_set.concepts if one.match is Match.IS_A and parent in {"", one.code}]
        if not above:
            self._complain(1, f"`{name}` has no `is-a` member{' ' + parent if parent else ''} to expand")
        elif any(one.properties != above[0].properties for one in above):
            codes = ", ".join(f"{name}.{one.code}" for one in above)
            self._complain(1, f"the members of `{name}` differ in their properties; one file for each: {codes}")
        else:
            members = self._contained() if self._file.endswith(".json") else self._listed()
            source = f"expansion of the site: {Path(self._file).name}"
            self._tables.expansions.setdefault(name, []).extend(below(above, members, source))

    def _listed(self) -> Iterator[tuple[str, str]]:
        for number, line in enumerate(self._text.splitlines(), 1):
            code, _, display = line.strip().replace("\t", " ").replace("|", " ").partition(" ")
            if code.isdigit():
                yield code, display.strip(" |")
            elif code and not code.startswith("#"):
                self._complain(number, f"`{code}` is no SNOMED CT code; write one code a line, its display behind it")

    def _contained(self) -> Iterator[tuple[str, str]]:
        resource = self._json("ValueSet")
        waiting = [*_objects(_object(resource, "expansion"), "contains")]
        while waiting:
            one = waiting.pop(0)
            waiting += _objects(one, "contains")
            system, code = canonical_system(_text(one, "system")), _text(one, "code")
            if system == _SNOMED and code and one.get("abstract") is not True:
                yield code, _text(one, "display")

    def _json(self, kind: str) -> dict[str, Any]:
        try:
            made: Any = json.loads(self._text)
        except (ValueError, RecursionError) as error:
            line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
            self._complain(line, f"is not JSON: {error}")
            return {}
        if not isinstance(made, dict) or cast(dict[str, Any], made).get("resourceType") != kind:
            self._complain(1, f"is no FHIR {kind}")
            return {}
        return cast(dict[str, Any], made)


def _object(of: Mapping[str, Any], name: str) -> dict[str, Any]:
    made = of.get(name)
    return cast(dict[str, Any], made) if isinstance(made, dict) else {}


def _objects(of: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    made = of.get(name)
    entries = cast(list[Any], made) if isinstance(made, list) else []
    return [cast(dict[str, Any], one) for one in entries if isinstance(one, dict)]


def _text(of: Mapping[str, Any], name: str) -> str:
    made = of.get(name)
    return made.strip() if isinstance(made, str) else ""
