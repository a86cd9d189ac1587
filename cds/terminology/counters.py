"""How many medications no layer could name, by code system: what an operator maps first."""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping

from cds.record import Concept, canonical_system
from cds.rulebook import SYSTEMS

NO_CODE, OTHER = "none", "other"
"""A medication in words only; one in a code system that is not ours to name, of which there could be any number."""

_SHORT = {address: name for name, address in SYSTEMS.items()}


class UnmappedMedications:
    """Counts since the start of the process; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock, self._counts = threading.Lock(), Counter[str]()

    def add(self, medicines: Iterable[Concept]) -> None:
        """Count one medication, once for each of its code systems."""
        systems = {
            _SHORT.get(canonical_system(coding.system), OTHER) for concept in medicines for coding in concept.codings
        }
        with self._lock:
            self._counts.update(systems or {NO_CODE})

    def by_system(self) -> Mapping[str, int]:
        """The counts by the short name of the system."""
        with self._lock:
            return dict(self._counts)
