"""Every RxNorm code and name that ships, compared with an imported release."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cds.record import Coding
from cds.rulebook import SYSTEMS, Match, Product, ValueSet
from cds.terminology.rxnorm import RxNormConcept, RxNormLayer

_INGREDIENTS = {"IN", "PIN", "MIN"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedCode:
    """An RxNorm code as our content has it. `holds` is the ingredient that it says a product has."""

    where: str
    code: str
    name: str
    is_ingredient: bool
    holds: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What the release says otherwise; `problem` is absent, retired, name, not-an-ingredient or ingredient."""

    shipped: ShippedCode
    problem: str
    message: str

    def __str__(self) -> str:
        return f"{self.shipped.where}: RxNorm {self.shipped.code} `{self.shipped.name}`: {self.message}"


def shipped_codes(value_sets: Iterable[ValueSet]) -> Iterator[ShippedCode]:
    """The RxNorm codes of value sets."""
    for value_set in value_sets:
        for concept in value_set.concepts:
            if concept.system == "rxnorm" and concept.code:
                yield ShippedCode(
                    where=value_set.id,
                    code=concept.code,
                    name=concept.display,
                    is_ingredient=concept.match is Match.INGREDIENT,
                    holds=concept.ingredient,
                )


def verify(shipped: Iterable[ShippedCode], release: RxNormLayer) -> list[Difference]:
    """What differs, in the order of what ships.

    Names are compared without case, spacing and Tall Man letters; a synonym of the release will do.
    """
    return [difference for code in shipped for difference in _compare(code, release)]


def verify_products(products: Mapping[str, Product], release: RxNormLayer) -> list[Difference]:
    """Where the shipped product pack and the release tell different ingredients of the same product.

    Only ingredients that the pack has a code for are compared: those that rules ask for. What the release does not know
    (retired, or not prescribable) is no difference: such codes stay in charts.
    """
    asked_for = frozenset(one for product in products.values() for one in product.ingredients if one.isdigit())
    found: list[Difference] = []
    for code, product in products.items():
        held = release.ingredients(_coding(code))
        ours, theirs = product.ingredients & asked_for, (held or frozenset()) & asked_for
        if held is not None and ours != theirs:
            shipped = ShippedCode(
                where="products/rxnorm.tsv", code=code, name=release.display(code) or "", is_ingredient=False
            )
            message = f"holds {_listed(theirs, release)} in the release, but {_listed(ours, release)} in the pack"
            found.append(_different(shipped, "ingredient", message))
    return found


def _listed(codes: frozenset[str], release: RxNormLayer) -> str:
    return ", ".join(f"{code} {release.display(code) or ''}".strip() for code in sorted(codes)) or "nothing we ask for"


def _compare(shipped: ShippedCode, release: RxNormLayer) -> Iterator[Difference]:
    concept = release.concept(shipped.code)
    if concept is None:
        yield _different(shipped, "absent", f"is not in the release {release.release.name}")
        return
    if concept.retired:
        yield _different(shipped, "retired", f"is retired{_became(shipped, release)}")
    if _folded(shipped.name) not in {_folded(name) for name in concept.names}:
        yield _different(shipped, "name", f"is `{concept.names[0]}` in the release")
    if shipped.is_ingredient and concept.term_type not in _INGREDIENTS:
        yield _different(shipped, "not-an-ingredient", f"is no ingredient in the release, but {concept.term_type}")
    yield from _compare_ingredient(shipped, concept, release)


def _compare_ingredient(shipped: ShippedCode, concept: RxNormConcept, release: RxNormLayer) -> Iterator[Difference]:
    if shipped.holds is None or concept.retired:
        return
    held = release.ingredients(_coding(shipped.code)) or frozenset()
    ours = release.ingredients(_coding(shipped.holds)) or frozenset({shipped.holds})
    if not ours <= held:
        names = ", ".join(f"{code} {release.display(code)}" for code in sorted(held)) or "nothing that it tells"
        yield _different(shipped, "ingredient", f"does not hold {shipped.holds} in the release, but {names}")


def _became(shipped: ShippedCode, release: RxNormLayer) -> str:
    held = (release.ingredients(_coding(shipped.code)) or frozenset()) - {shipped.code}
    return f"; it holds {', '.join(sorted(held))}" if held else ""


def _coding(code: str) -> Coding:
    return Coding(system=SYSTEMS["rxnorm"], code=code)


def _different(shipped: ShippedCode, problem: str, message: str) -> Difference:
    return Difference(shipped=shipped, problem=problem, message=message)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
