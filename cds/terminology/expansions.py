"""What a site's terminology server lists below the `is-a` members of value sets, kept in files across restarts.

A rulebook never changes while it is in use. So what is kept when the service starts is used, like the expansions that a
site writes by hand; start-up waits a little for what is not kept yet, and what comes later is there for the next start.
An old answer is used until a newer one comes: a server that fails takes nothing away. Only codes leave the house.

Source: FHIR R4 ValueSet/$expand; "is-a" includes the concept itself.
"""

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import structlog

from cds.hooks import JsonObject
from cds.record import canonical_system
from cds.rulebook import SYSTEMS, Match, Rulebook, ValueSetConcept, below, expanded
from cds.terminology.cache import KNOWN, AnswerCache
from cds.terminology.server import TerminologyServer

SNOMED = SYSTEMS["snomed"]
FOR_ONE = 10.0
"""Seconds for one expansion: nobody waits for it at an order."""

_MOST, _WORKERS = 50_000, 4
_log = structlog.get_logger(__name__)


class KeptExpansions:
    """One JSON file for each SNOMED CT code, with the codes and names below it. What cannot be read is not there."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder, self._clock = folder, clock

    def get(self, code: str) -> Sequence[tuple[str, str]] | None:
        """What stands below a code, as it was last told."""
        document = self._read(code)
        return None if document is None else [(str(one[0]), str(one[1])) for one in document["below"]]

    def is_fresh(self, code: str) -> bool:
        """Whether it was told within the last month."""
        document = self._read(code)
        return document is not None and document["asked"] > self._clock() - KNOWN

    def put(self, code: str, below: Iterable[tuple[str, str]]) -> None:
        """Keep it, whole or not at all. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        written = self._folder / f".{code}.{os.getpid()}"
        written.write_text(json.dumps({"asked": self._clock(), "below": [*below]}), encoding="utf-8")
        written.replace(self._folder / f"{code}.json")

    def _read(self, code: str) -> Mapping[str, Any] | None:
        try:
            document: Any = json.loads((self._folder / f"{code}.json").read_text(encoding="utf-8"))
            told = document["below"]
            if isinstance(document["asked"], float) and all(len(one) == 2 and one[0].isdigit() for one in told):
                return cast(Mapping[str, Any], document)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            pass
        return None


class ServerExpansions:
    """Asks a server for what is not kept, behind the start, and adds what is kept to a rulebook.

    Takes:  url — the FHIR base address; folder — where answers are kept; what another address told is not used.
    """

    def __init__(self, url: str, folder: Path, *, for_one: float = FOR_ONE) -> None:
        self._kept = KeptExpansions(folder / hashlib.sha256(url.encode()).hexdigest()[:12])
        self._url, self._for_one = url, for_one
        self._stopped, self._counting = threading.Event(), threading.Lock()
        self._asking: threading.Thread | None = None
        self._about: dict[str, int] = {"members": 0, "used": 0, "late": 0, "failed": 0}

    def add_to(self, rulebook: Rulebook, *, within: float = 0.0) -> Rulebook:
        """The rulebook with what is kept below its `is-a` members, under a digest of its own.

        Takes:  within — seconds to wait for what is not kept; asking goes on behind. 0 asks nobody.
        Raises: nothing.
        """
        parents = _parents(rulebook)
        self._about["members"] = len(parents)
        if within > 0:
            self._ask([code for code in parents if not self._kept.is_fresh(code)], within)
        kept = {code: found for code in parents if (found := self._kept.get(code)) is not None}
        self._about["used"] = len(kept)
        return _with(rulebook, kept)

    def about(self) -> JsonObject:
        """What /readyz tells: is-a members, how many are expanded, came after the start, could not be had."""
        return dict(self._about)

    def close(self) -> None:
        """Stop asking; what is under way is not waited for."""
        self._stopped.set()

    def _ask(self, codes: Sequence[str], within: float) -> None:
        if not codes:
            return
        self._asking = threading.Thread(target=self._ask_all, args=(codes, within), name="expansions", daemon=True)
        self._asking.start()
        self._asking.join(within)

    def _ask_all(self, codes: Sequence[str], within: float) -> None:
        until = time.monotonic() + within
        server = TerminologyServer(self._url, AnswerCache(None), timeout=self._for_one)  # its failures stay its own
        with ThreadPoolExecutor(_WORKERS, thread_name_prefix="expansion") as workers:
            wait([workers.submit(self._ask_one, server, code, until) for code in codes])
        server.close()
        _log.info("value sets expanded by the terminology server", **self._about)

    def _ask_one(self, server: TerminologyServer, code: str, until: float) -> None:
        if self._stopped.is_set():
            return
        found = server.expand(_is_a(code), within=self._for_one)
        codes = {one.code: one.display for one in found or () if canonical_system(one.system) == SNOMED}
        outcome = "late" if time.monotonic() > until else ""
        if code not in codes or len(codes) > _MOST or not all(one.isdigit() for one in codes):
            outcome = "failed"  # no answer, a page of it, or the answer to something else
        else:
            try:
                self._kept.put(code, sorted(codes.items()))
            except OSError as error:
                _log.warning("an expansion could not be kept", code=code, error=type(error).__name__)
                outcome = "failed"
        if outcome:
            with self._counting:
                self._about[outcome] += 1


def _is_a(code: str) -> JsonObject:
    below = {"system": SNOMED, "filter": [{"property": "concept", "op": "is-a", "value": code}]}
    return {"resourceType": "ValueSet", "status": "active", "compose": {"include": [below]}}


def _parents(rulebook: Rulebook) -> list[str]:
    """The SNOMED CT codes that stand for what is below them, too."""
    members = (concept for one in rulebook.value_sets.values() for concept in one.concepts)
    return sorted({str(one.code) for one in members if one.match is Match.IS_A and one.system == "snomed"})


def _with(rulebook: Rulebook, kept: Mapping[str, Sequence[tuple[str, str]]]) -> Rulebook:
    if not kept:
        return rulebook
    sets = dict(rulebook.value_sets)
    for name, value_set in rulebook.value_sets.items():
        parents = [one for one in value_set.concepts if one.match is Match.IS_A and str(one.code) in kept]
        more: list[ValueSetConcept] = []
        for parent in sorted(parents, key=lambda one: -len(kept[str(one.code)])):  # the nearest comes last, and wins
            more += below([parent], kept[str(parent.code)], "expansion of the terminology server")
        sets[name] = expanded(value_set, more)
    told = json.dumps(sorted((code, list(found)) for code, found in kept.items()))
    digest = hashlib.sha256(f"{rulebook.digest}\0{told}".encode()).hexdigest()
    return replace(rulebook, value_sets=sets, digest=digest)
