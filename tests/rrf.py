"""Small synthetic RxNorm releases: zips of RRF files with made-up concepts in the columns of the real ones.

`SMALL` has one of each thing that leads from a code to its ingredients, and of what must not. Codes of ingredients are
real where value sets name them; all products are invented.
"""

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from cds.terminology.rxnorm import RxNormLayer
from cds.terminology.rxnorm_import import import_rxnorm

LINE_ENDS = {"RXNCONSO": 18, "RXNREL": 16, "RXNSAT": 13, "RXNATOMARCHIVE": 16, "RXNSAB": 25}
"""How many columns each table has."""


@dataclass(frozen=True)
class Rrf:
    """A release. `concepts`: (rxcui, tty, name) or with a source other than RXNORM as the fourth and SUPPRESS as the
    fifth; `relations`: (source, rela, target), read `source rela target`; `ndcs`: (ndc, rxcui);
    `merged`: (old, new, tty, name); `extra`: raw lines by table, put at its end."""

    concepts: tuple[tuple[str, ...], ...] = ()
    relations: tuple[tuple[str, ...], ...] = ()
    ndcs: tuple[tuple[str, ...], ...] = ()
    merged: tuple[tuple[str, str, str, str], ...] = ()
    version: str = "RXNORM_26AB_261102F"
    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def plus(self, **more: tuple[tuple[str, ...], ...]) -> "Rrf":
        """The same with more rows."""
        return replace(self, **{name: (*getattr(self, name), *rows) for name, rows in more.items()})

    def tables(self) -> dict[str, str]:
        """The content of each RRF file."""
        rows: dict[str, Iterable[str]] = {
            "RXNCONSO": (_concept(*one) for one in self.concepts),
            "RXNREL": (_relation(*one) for one in self.relations),
            "RXNSAT": (_ndc(*one) for one in self.ndcs),
            "RXNSAB": [_row("RXNSAB", {0: "C1", 1: "C2", 2: self.version, 3: "RXNORM"})] if self.version else [],
        }
        if self.merged:
            rows["RXNATOMARCHIVE"] = (_merged(*one) for one in self.merged)
        return {
            name: "".join(f"{line}\n" for line in (*lines, *self.extra.get(name, ()))) for name, lines in rows.items()
        }

    def write(self, path: Path, *, folder: str = "rrf/", leave_out: Iterable[str] = ()) -> Path:
        """The release as a zip file."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("Readme.txt", "Synthetic; no real release.")
            for name, content in self.tables().items():
                if name not in set(leave_out):
                    archive.writestr(f"{folder}{name}.RRF", content)
        return path


def _row(table: str, columns: Mapping[int, str]) -> str:
    return "".join(f"{columns.get(number, '')}|" for number in range(LINE_ENDS[table]))


def _concept(rxcui: str, tty: str, name: str, source: str = "RXNORM", suppress: str = "N") -> str:
    atom = f"{rxcui}{tty}"
    return _row(
        "RXNCONSO",
        {0: rxcui, 1: "ENG", 7: atom, 9: rxcui, 11: source, 12: tty, 13: rxcui, 14: name, 16: suppress, 17: "4096"},
    )


def _relation(source: str, rela: str, target: str, of: str = "RXNORM") -> str:
    return _row("RXNREL", {0: target, 2: "CUI", 3: "RO", 4: source, 6: "CUI", 7: rela, 8: "1", 10: of})


def _ndc(ndc: str, rxcui: str, source: str = "RXNORM") -> str:
    return _row("RXNSAT", {0: rxcui, 4: "AUI", 5: rxcui, 8: "NDC", 9: source, 10: ndc, 11: "N"})


def _merged(old: str, new: str, tty: str, name: str) -> str:
    return _row("RXNATOMARCHIVE", {0: "9", 2: name, 12: old, 13: "RXNORM", 14: tty, 15: new})


SMALL = Rrf(
    concepts=(
        ("6130", "IN", "ketamine"),
        ("2119365", "IN", "esketamine"),
        ("6470", "IN", "lorazepam"),
        ("5489", "IN", "hydrocodone"),
        ("161", "IN", "acetaminophen"),
        ("7804", "IN", "oxycodone"),
        ("900001", "PIN", "ketamine hydrochloride"),
        ("900002", "MIN", "acetaminophen / hydrocodone"),
        ("900003", "BN", "Imaginol"),  # one brand name, of products with different ingredients
        ("900011", "SCDC", "acetaminophen 325 MG"),
        ("900012", "SCDC", "hydrocodone bitartrate 5 MG"),
        ("900013", "SCDC", "lorazepam 1 MG"),
        ("900014", "SCDC", "ketamine hydrochloride 50 MG/ML"),
        ("900015", "SCDC", "oxycodone hydrochloride 5 MG"),
        ("900021", "SCD", "acetaminophen 325 MG / hydrocodone bitartrate 5 MG Oral Tablet"),
        ("900021", "SY", "APAP 325 MG / hydrocodone 5 MG Oral Tablet"),
        ("900021", "PSN", "hydrocodone 5 MG and acetaminophen 325 MG tablet"),
        ("900022", "SCD", "lorazepam 1 MG Oral Tablet"),
        ("900023", "SCD", "ketamine hydrochloride 50 MG/ML Injectable Solution"),
        ("900024", "SCD", "oxycodone hydrochloride 5 MG Oral Tablet"),
        ("900031", "SBD", "acetaminophen 325 MG / hydrocodone bitartrate 5 MG Oral Tablet [Imaginol]"),
        ("900032", "SBDC", "lorazepam 1 MG [Imaginol]"),
        ("900033", "SBD", "lorazepam 1 MG Oral Tablet [Imaginol]"),
        ("900041", "SCDF", "lorazepam Oral Tablet"),
        ("900042", "SCDG", "lorazepam Pill"),
        ("900051", "GPCK", "{10 (lorazepam 1 MG Oral Tablet) / 5 (oxycodone hydrochloride 5 MG Oral Tablet)} Pack"),
        ("900052", "BPCK", "{10 (lorazepam 1 MG Oral Tablet [Imaginol])} Pack [Imaginol Kit]"),
        ("900061", "SCD", "unheard-of 1 MG Oral Tablet"),  # its component leads nowhere
        ("900062", "SCDC", "unheard-of 1 MG"),
        ("900063", "GPCK", "{1 (unheard-of 1 MG Oral Tablet) / 1 (lorazepam 1 MG Oral Tablet)} Pack"),
        ("900071", "SCD", "esketamine 28 MG Nasal Spray", "RXNORM", "O"),  # retired, and still with its relations
        ("900081", "DF", "Oral Tablet"),
        ("161", "SU", "ACETAMINOPHEN", "MTHSPL"),
        ("900099", "DP", "Not of RxNorm", "MTHSPL"),
    ),
    relations=(
        ("900001", "form_of", "6130"),
        ("900002", "has_part", "161"),
        ("900002", "has_part", "5489"),
        ("900003", "tradename_of", "161"),
        ("900003", "tradename_of", "5489"),
        ("900003", "tradename_of", "6470"),
        ("900011", "has_ingredient", "161"),
        ("900012", "has_ingredient", "5489"),
        ("900013", "has_ingredient", "6470"),
        ("900014", "has_precise_ingredient", "900001"),
        ("900015", "has_ingredient", "7804"),
        ("900021", "consists_of", "900011"),
        ("900021", "consists_of", "900012"),
        ("900021", "has_ingredients", "900002"),
        ("900021", "has_dose_form", "900081"),
        ("900022", "consists_of", "900013"),
        ("900023", "consists_of", "900014"),
        ("900024", "consists_of", "900015"),
        ("900031", "tradename_of", "900021"),
        ("900031", "has_ingredient", "900003"),
        ("900032", "tradename_of", "900013"),
        ("900033", "tradename_of", "900022"),
        ("900033", "consists_of", "900032"),
        ("900033", "has_ingredient", "900003"),
        ("900041", "has_ingredient", "6470"),
        ("900042", "has_ingredient", "6470"),
        ("900051", "contains", "900022"),
        ("900051", "contains", "900024"),
        ("900052", "contains", "900033"),
        ("900052", "tradename_of", "900051"),
        ("900051", "tradename_of", "900052"),  # a circle, which a release should not have
        ("900061", "consists_of", "900062"),
        ("900063", "contains", "900061"),
        ("900063", "contains", "900022"),
        ("900071", "has_ingredient", "2119365"),
        ("6470", "constitutes", "900013"),
        ("6470", "has_ingredient", "161", "MTHSPL"),
    ),
    ndcs=(
        ("00000111122", "900021"),
        ("50458-0028-02", "900071"),  # with hyphens, as some sources write it
        ("99999999999", "161", "MTHSPL"),
    ),
    merged=(
        ("900101", "900022", "SCD", "lorazepam 1 MG Tab"),
        ("900102", "900101", "SCD", "lorazepam 1 MG Tabs"),  # merged twice
        ("900103", "", "SCD", "withdrawn 5 MG Oral Tablet"),
        ("900021", "900022", "SCD", "an older name of a code that is in use"),
        ("900104", "6130", "IN", "ketamine, old"),
    ),
)


def imported(folder: Path, release: Rrf = SMALL) -> RxNormLayer:
    """A release as a layer."""
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    import_rxnorm(release.write(folder / "release.zip"), folder / "rxnorm.sqlite3", now=now)
    return RxNormLayer(folder / "rxnorm.sqlite3")
