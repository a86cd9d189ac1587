"""A site's imported RxNorm release as a layer: products, packs, brands, precise ingredients and NDCs to ingredients."""

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cds.errors import InputUnreadable
from cds.record import Coding, canonical_code, canonical_system
from cds.rulebook import SYSTEMS

SCHEMA_VERSION = "1"
RXNORM, NDC = SYSTEMS["rxnorm"], SYSTEMS["ndc"]
_LONGEST_CODE = 9  # digits; SQLite would take longer ones, RxNorm has none
_CACHED = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Which release was imported: `sha256` is that of the zip file, `imported` the moment, ISO 8601 in UTC."""

    name: str
    sha256: str
    imported: str

    def to_document(self) -> dict[str, str]:
        """As /readyz and `kir terminology verify` tell it."""
        return {"release": self.name, "sha256": self.sha256, "imported": self.imported}


@dataclass(frozen=True, slots=True, kw_only=True)
class RxNormConcept:
    """One concept of the release; `names` are the preferred name, then its synonyms."""

    code: str
    term_type: str
    names: tuple[str, ...]
    retired: bool


class RxNormLayer:
    """Look-ups in an imported release; read-only, safe to use from several threads.

    The file is opened once: a later import is seen after a restart, like new rules.
    Takes:  path — the SQLite file that `kir terminology import-rxnorm` made.
    Raises: InputUnreadable, when it is not one.
    """

    name = "imported RxNorm"

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        try:
            self._connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            meta = {key: value for key, value in self._rows("SELECT key, value FROM meta")}  # noqa: C416
        except sqlite3.Error:
            raise InputUnreadable(
                f"{path}: is not an imported RxNorm release; import one with `kir terminology import-rxnorm FILE`"
            ) from None
        if meta.get("schema") != SCHEMA_VERSION:
            raise InputUnreadable(
                f"{path}: was imported by another version of kir; import the release again with "
                "`kir terminology import-rxnorm FILE`"
            )
        self.release = Release(name=meta["release"], sha256=meta["sha256"], imported=meta["imported"])
        self._of_rxcui = lru_cache(_CACHED)(self._read_rxcui)
        self._of_ndc = lru_cache(_CACHED)(self._read_ndc)

    def ingredients(self, coding: Coding) -> frozenset[str] | None:
        """The ingredients of an RxNorm code or an NDC; None when the release does not know them."""
        system = canonical_system(coding.system)
        try:
            if system == RXNORM:
                code = coding.code.strip()
                return self._of_rxcui(code) if _is_rxcui(code) else None
            if system == NDC:
                return self._of_ndc(canonical_code(NDC, coding.code))
        except sqlite3.Error:  # the file was damaged since it was opened
            return None
        return None

    def concept(self, code: str) -> RxNormConcept | None:
        """The concept of a code, retired ones included; None when the release does not have it."""
        if not _is_rxcui(code):
            return None
        for term_type, name, retired in self._rows("SELECT tty, name, retired FROM concept WHERE rxcui = ?", int(code)):
            synonyms = [synonym for (synonym,) in self._rows("SELECT name FROM synonym WHERE rxcui = ?", int(code))]
            return RxNormConcept(code=code, term_type=term_type, names=(name, *synonyms), retired=bool(retired))
        return None

    def display(self, code: str) -> str | None:
        """The preferred name of a code."""
        concept = self.concept(code)
        return concept.names[0] if concept else None

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _read_rxcui(self, code: str) -> frozenset[str] | None:
        return _codes(self._rows("SELECT ingredient FROM ingredient WHERE rxcui = ?", int(code)))

    def _read_ndc(self, code: str) -> frozenset[str] | None:
        return _codes(
            self._rows("SELECT ingredient FROM ndc JOIN ingredient ON ingredient.rxcui = ndc.rxcui WHERE ndc = ?", code)
        )

    def _rows(self, query: str, *values: str | int) -> Sequence[tuple[str, ...]]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()


def _is_rxcui(code: str) -> bool:
    return code.isascii() and code.isdigit() and len(code) <= _LONGEST_CODE


def _codes(rows: Sequence[tuple[str, ...]]) -> frozenset[str] | None:
    return frozenset(str(code) for (code,) in rows) or None
