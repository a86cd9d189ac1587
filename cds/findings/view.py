"""What a clause may look at: the record, one order at hand, the moment, and the shared readings of its family."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cds.findings.finding import Finding
from cds.findings.readings import Readings
from cds.record import Concept, Order, PatientRecord
from cds.rulebook import Family, Hook, Rulebook
from cds.terminology import Medicine, Terminology


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """`order` is the order the rule is about: a draft, a running order, or one that a suggestion proposes.

    It is None for rules about the patient. `partner` is the draft that made a rule speak both ways: a draft of the
    interacting drug beside a running order. `proposed` tells that nobody has ordered it: a suggestion would lead to it.
    """

    record: PatientRecord
    readings: Readings
    family: Family
    hook: Hook
    now: datetime
    order: Order | None = None
    partner: Order | None = None
    proposed: bool = False
    resolved: dict[tuple[Concept, ...], Medicine] = field(default_factory=dict[tuple[Concept, ...], Medicine])
    """Medicines of this call that were resolved already: shared by all views of one call, and by no other."""
    graded: dict[tuple[str, str], Finding] = field(default_factory=dict[tuple[str, str], Finding])
    """What gives points in a score, by family and key: several scores ask the same; shared like `resolved`."""

    @property
    def terminology(self) -> Terminology:
        """Codes and names of the rulebook, compiled."""
        return self.readings.terminology

    @property
    def rulebook(self) -> Rulebook:
        """The content."""
        return self.readings.rulebook

    def resolve(self, concepts: Sequence[Concept]) -> Medicine:
        """A medication through every layer of the terminology, each once a call."""
        key = tuple(concepts)
        medicine = self.resolved.get(key)
        if medicine is None:
            medicine = self.resolved[key] = self.terminology.resolve(key)
        return medicine
