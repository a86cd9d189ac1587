"""The visit in which the hook is called."""

from cds.findings.finding import Finding, false, input_of, true, unknown
from cds.findings.view import View
from cds.record import Concept, Kind
from cds.rulebook import EncounterClause


def find_encounter(clause: EncounterClause, view: View) -> Finding:
    """Whether the visit is of one of the classes.

    Gives:  unknown when the hook names no visit, it was not given, or it states no class.
    Source: Encounter.class; context.encounterId.
    """
    visit = view.record.encounter
    if visit is None:
        return unknown([str(Kind.ENCOUNTER)], "The visit was not given.")
    if visit.class_code is None:
        return unknown([f"{Kind.ENCOUNTER} class"], "The visit states no class.")
    if visit.class_code in clause.class_:
        made = input_of(visit.reference, None, Concept(text="Visit"), visit.period, value=visit.class_code)
        return true([made], f"The visit is {visit.class_code}.")
    return false(f"The visit is {visit.class_code}.")
