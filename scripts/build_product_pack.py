"""Build the shipped product pack from RxNorm names: rules/products/rxnorm.tsv and rules/products/brands.tsv.

    python -m scripts.build_product_pack SOURCE.tsv            write them
    python -m scripts.build_product_pack SOURCE.tsv --check    write nothing; exit status 1 when they would change
    python -m scripts.build_product_pack SOURCE.tsv --doubts   say which names were not understood

SOURCE has the columns `rxcui` and `name`: normalised names of RxNorm (SAB=RXNORM), any term type. A name is read as
RxNorm writes it: ` / ` between ingredients, then strengths and the form, `[Brand]` last, packs as `{2 (…) / 4 (…) }`.
An ingredient counts only when the whole name, without its salt, is one that a value set has. Never a part of a word.
A name that is not understood is left out: the product then stays unknown, and no rule concludes from it.
"""

import csv
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cds.rulebook import Rulebook, load_rulebook
from cds.terminology import Words, ingredient_key, is_ingredient

RULES = Path(__file__).resolve().parent.parent / "rules"
PRODUCTS, BRANDS = RULES / "products" / "rxnorm.tsv", RULES / "products" / "brands.tsv"

LICENCE = (
    "This product uses publicly available data courtesy of the U.S. National Library of Medicine (NLM), National"
    " Institutes of Health, Department of Health and Human Services; NLM is not responsible for the product and does"
    " not endorse or recommend this or any other product."
)
HOW = "Made by scripts/build_product_pack.py from names of RxNorm; do not edit. Rebuild it when a value set names more."

SALTS = frozenset(
    [
        "acetate",
        "anhydrous",
        "arginate",
        "aspartate",
        "besylate",
        "bisulfate",
        "bitartrate",
        "bromide",
        "calcium",
        "carbonate",
        "chloride",
        "citrate",
        "decanoate",
        "dihydrate",
        "dihydrochloride",
        "dimesylate",
        "dipotassium",
        "disodium",
        "enacarbil",
        "enanthate",
        "esylate",
        "ethanolate",
        "extract",
        "fumarate",
        "furoate",
        "gluconate",
        "glucuronate",
        "hemifumarate",
        "hemihydrate",
        "hyclate",
        "hydrate",
        "hydrobromide",
        "hydrochloride",
        "hydroiodide",
        "iodide",
        "lactate",
        "lysine",
        "magnesium",
        "malate",
        "maleate",
        "meglumine",
        "mesylate",
        "modified",
        "monohydrate",
        "mucate",
        "napsylate",
        "nitrate",
        "oxalate",
        "palmitate",
        "pamoate",
        "pentahydrate",
        "phosphate",
        "polacrilex",
        "polygalacturonate",
        "polistirex",
        "potassium",
        "propionate",
        "resinate",
        "saccharate",
        "sesquihydrate",
        "sodium",
        "stearate",
        "succinate",
        "sulfate",
        "tannate",
        "tartrate",
        "terephthalate",
        "tosylate",
        "trihydrate",
        "tromethamine",
        "usp",
        "valerate",
        "xinafoate",
        "zinc",
    ]
)
FORMS = (  # the first that stands in a name tells the route; injections and groups such as `Pill` do not tell one
    (r"sublingual", "sublingual"),
    (r"buccal|oral lozenge|oral transmucosal", "buccal"),
    (r"ophthalmic|otic|intravitreal|inhal\w*|rectal|vaginal|urethral|periodontal|dental|mouthwash|toothpaste", "local"),
    (r"nasal", "nasal"),
    (r"transdermal|medicated patch|24 hr patch", "transdermal"),
    (r"topical|cream|ointment|lotion|shampoo|soap|medicated pad|medicated tape", "topical"),
    (r"inject\w*|injection|prefilled syringe|cartridge|auto-injector|pen injector|implant", ""),
    (r"oral|chewable|disintegrating|effervescent", "oral"),
)
ORDINARY = frozenset({"pain relief", "fever reducer", "cold relief", "sleep aid", "today", "ease", "calm", "balance"})
"""Brands that are words of everyday speech: in a text they name nothing."""

_BRAND = re.compile(r"\[([^\]]*)\]")
_REFORMULATED = re.compile(r" Reformulated .*$", re.IGNORECASE)
_IN_PACK = re.compile(r"\d+ \(")
_HOURS = re.compile(r"^(?:(?:\d+(?:\.\d+)? hr|smoking cessation|abuse-deterrent|once-daily|twice-daily) )+")
_STRENGTH = re.compile(
    r" (?:\d[\d.,]*(?:-\d[\d.,]*)?) (?:mg|mcg|g|ml|unt|meq|mmol|%|hr|actuat|mci|cells|pfu|iu|bau|au|amb|ir|kiu)\b.*$"
)
_FORM = re.compile(
    r" (?:(?:extended|delayed) release |chewable |disintegrating |12 hr |24 hr |enteric coated )*"
    r"(?:oral|topical|nasal|ophthalmic|otic|injectable|inhalant|rectal|vaginal|sublingual|buccal|transdermal|mucosal|"
    r"dental|pill|pack|kit|tablet|capsule|cream|ointment|gel|lotion)\b.*$"
)


@dataclass(frozen=True, slots=True)
class Read:
    """A name as it was read: ingredients, by key where a value set has them; the brand; the route, `` if none tells."""

    ingredients: frozenset[str]
    brand: str
    route: str
    whole: bool
    """Every part was an ingredient with a strength, so nothing else is in it."""


class Reader:
    """Reads names with the ingredients of a rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._keys: dict[str, str] = {}
        for value_set in rulebook.value_sets.values():
            for concept in value_set.concepts:
                if is_ingredient(concept):
                    key = ingredient_key(concept)
                    for name in (concept.display, *(one for one in concept.names if one[0].islower())):
                        if key.isdigit() or name.lower() not in self._keys:
                            self._keys[name.lower()] = key
        self.ours = frozenset(self._keys.values())
        self._words = Words(self._keys)

    def named_in(self, text: str) -> frozenset[str]:
        """Ingredients of value sets whose names stand in a text as whole words."""
        return frozenset(self._keys[phrase] for phrase in self._words.find(text))

    def read(self, name: str) -> Read:
        """One normalised name."""
        brands = _BRAND.findall(name)
        text = _BRAND.sub("", name).lower().strip()
        parts = list(_parts(text))
        read = [self._ingredient(part) for part in parts]
        return Read(
            ingredients=frozenset(one for one, _ in read if one),
            brand=_REFORMULATED.sub("", brands[-1]).strip() if brands else "",
            route=_route(text),
            whole=all(strength for _, strength in read),
        )

    def _ingredient(self, part: str) -> tuple[str, bool]:
        """The key of one ingredient as written, else its name without salts; and whether a strength stands by it."""
        bare = _HOURS.sub("", part)
        name = _STRENGTH.sub("", bare)
        strength = name != bare
        name = name if strength else _FORM.sub("", bare)
        words = name.split()
        while words:
            key = self._keys.get(" ".join(words).rstrip(","))
            if key:
                return key, strength
            if len(words) == 1 or words[-1].strip(",()") not in SALTS:
                break
            words.pop()
        return " ".join(words).rstrip(","), strength


def _parts(text: str) -> Iterator[str]:
    """Ingredients of a product; of a pack, those of every product in it."""
    starts = [match.end() for match in _IN_PACK.finditer(text)]
    if not starts:
        yield from text.split(" / ")
        return
    for start, following in zip(starts, [*starts[1:], len(text)], strict=True):
        inner = text[start:following].rpartition(")")[0] or text[start:following]
        yield from inner.strip().split(" / ")


def _route(text: str) -> str:
    return next((route for form, route in FORMS if re.search(rf"\b(?:{form})\b", text)), "")


def build(names: Iterable[tuple[str, str]], rulebook: Rulebook) -> tuple[str, str, list[str]]:
    """The two tables as text, and the names that hold one of our words without being understood."""
    reader = Reader(rulebook)
    read = {code: (name, reader.read(name)) for code, name in names}
    brands = _brands(read.values(), reader)
    by_name = {brand.lower(): held for brand, held in brands.items()}
    rows, doubts = list[str](), list[str]()
    for code, (name, one) in sorted(read.items(), key=lambda entry: int(entry[0])):
        held = one.ingredients
        if len(held) == 1 and not one.whole:  # `Percocet Pill`: a group is named by its brand
            held = by_name.get(_REFORMULATED.sub("", next(iter(held))), held)
        if held & reader.ours:
            rows.append(f"{code}\t{'|'.join(_sorted(held))}\t{one.route}".rstrip())
        if (reader.named_in(_BRAND.sub(" ", name)) - held) and not held >= reader.named_in(_BRAND.sub(" ", name)):
            doubts.append(f"{code}\t{name}")
    return (
        _table(("rxcui", "ingredients: RxCUI, or name where no value set has a code", "route"), rows),
        _table(
            ("brand", "ingredients"),
            [f"{brand}\t{'|'.join(_sorted(held))}" for brand, held in sorted(brands.items())],
        ),
        doubts,
    )


def _brands(read: Iterable[tuple[str, Read]], reader: Reader) -> dict[str, frozenset[str]]:
    """Brands that hold the same in every product, one of ours among it, and name nothing else."""
    held: dict[str, set[frozenset[str]]] = {}
    for _, one in read:
        if one.brand and one.whole:
            held.setdefault(one.brand, set()).add(one.ingredients)
    learned: dict[str, frozenset[str]] = {}
    for brand, sets in held.items():
        ours = {one & reader.ours for one in sets}
        if len(ours) == 1 and ours != {frozenset()} and brand.lower() not in ORDINARY and len(brand) >= 3:
            in_all = frozenset[str].intersection(*sets)
            if reader.named_in(brand) <= in_all:
                learned[brand] = in_all
    return learned


def _sorted(held: Iterable[str]) -> list[str]:
    return sorted(held, key=lambda one: (not one.isdigit(), int(one) if one.isdigit() else 0, one))


def _table(columns: tuple[str, ...], rows: list[str]) -> str:
    return "\n".join([f"# {HOW}", f"# {LICENCE}", "# " + "\t".join(columns), *rows, ""])


def names_in(source: Path) -> list[tuple[str, str]]:
    """Codes and names of a source file.

    Raises: OSError, KeyError when a column is missing.
    """
    with source.open(encoding="utf-8", newline="") as file:
        return [(row["rxcui"], row["name"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def tables(source: Path) -> tuple[Mapping[Path, str], list[str]]:
    """What the files should say, and what was not understood."""
    products, brands, doubts = build(names_in(source), load_rulebook([RULES]))
    return {PRODUCTS: products, BRANDS: brands}, doubts


def main(arguments: list[str]) -> int:
    """Write or compare the pack."""
    files = [one for one in arguments if not one.startswith("--")]
    if len(files) != 1:
        print(__doc__)
        return 2
    made, doubts = tables(Path(files[0]))
    if "--doubts" in arguments:
        print("\n".join(doubts))
        return 0
    changed = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in changed:
        print(f"changed {path.relative_to(RULES.parent)}")
        if "--check" not in arguments:
            path.parent.mkdir(exist_ok=True)
            path.write_text(made[path], encoding="utf-8")
    rows = {path.name: text.count("\n") - 3 for path, text in made.items()}
    print(f"{rows[PRODUCTS.name]} products, {rows[BRANDS.name]} brands, {len(doubts)} names not understood")
    return 1 if changed and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
