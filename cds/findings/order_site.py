"""The treated site of the order at hand, and the recorded site of a condition."""

from cds.findings.light_parameters import parameter
from cds.findings.sites import Site
from cds.findings.view import View
from cds.record import Concept, Condition, TherapyOrder


def site_of_order(view: View) -> Site:
    """Where the light is aimed.

    Order of belief: bodySite, the parameter `treatment-site`, site words in the code's text, the site that the reason
    carries; else not known.
    """
    order = view.order
    if not isinstance(order, TherapyOrder):
        return Site()
    sites, terminology = view.readings.sites, view.terminology
    stated = parameter(order, "treatment-site")
    concepts = [*order.body_sites, *([stated] if isinstance(stated, Concept) else [])]
    read = [sites.of_concept(concept, terminology) for concept in concepts]
    read.append(sites.of_text(" ".join([order.code.text, *(coding.display for coding in order.code.codings)])))
    read += [sites.of_condition(reason, terminology) for reason in order.reasons]
    read += [sites.of_text(reason.text) for reason in order.reasons]
    return next((site for site in read if site.known), Site())


def site_of_condition(condition: Condition, view: View) -> Site:
    """Condition.bodySite, else what the condition's own code carries."""
    sites, terminology = view.readings.sites, view.terminology
    read = [sites.of_concept(concept, terminology) for concept in condition.body_sites]
    read.append(sites.of_condition(condition.code, terminology))
    return next((site for site in read if site.known), Site())
