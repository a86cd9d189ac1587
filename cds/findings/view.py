"""What a clause may look at: the record, one order at hand, the moment, and the shared readings of its family."""

from dataclasses import dataclass
from datetime import datetime

from cds.findings.readings import Readings
from cds.record import Order, PatientRecord
from cds.rulebook import Family, Hook, Rulebook
from cds.terminology import Terminology


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """`order` is the order the rule is about: a draft, a running order, or one that a suggestion proposes.

    It is None for rules about the patient. `partner` is the draft that made a rule speak both ways: a draft of the
    interacting drug beside a running order.
    """

    record: PatientRecord
    readings: Readings
    family: Family
    hook: Hook
    now: datetime
    order: Order | None = None
    partner: Order | None = None

    @property
    def terminology(self) -> Terminology:
        """Codes and names of the rulebook, compiled."""
        return self.readings.terminology

    @property
    def rulebook(self) -> Rulebook:
        """The content."""
        return self.readings.rulebook
