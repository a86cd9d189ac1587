"""Everything put together by hand.

The web framework and the database are imported where they are needed: `kir try` and `kir check` start without them.
"""

import gc
import os
from typing import TYPE_CHECKING

from cds.caller import Caller
from cds.decide import Decider
from cds.engine import ShadowedMatcher
from cds.errors import InputUnreadable
from cds.findings import Readings
from cds.profiles import find_profile, orders_of
from cds.respond import DecisionLog, EhrReader, Responder
from cds.rulebook import Rulebook, Status, load_rulebook
from cds.settings import Settings
from cds.terminology import shipped_layers
from cds.terminology.counters import UnmappedMedications
from cds.terminology.site import SiteTerminology

if TYPE_CHECKING:
    from fastapi import FastAPI

_FOR_EXPANSIONS = 5.0
"""Seconds that a start waits for a terminology server to list what is below SNOMED CT members."""


def read_content(settings: Settings) -> Rulebook:
    """The rules of the settings; silent are all where the site shows no cards, and where it wants them approved first
    those that nobody has approved.

    Raises: RulebookInvalid.
    """
    rulebook = load_rulebook(settings.rule_folders())
    if not rulebook.shows_cards:
        return rulebook.silenced(rulebook.rules)
    if settings.require_approval:
        return rulebook.silenced([name for name in rulebook.rules if name not in rulebook.signatures])
    return rulebook


def _about(rulebook: Rulebook) -> dict[str, object]:
    """What /version tells of the content, and of what the site did with it."""
    active = [rule.id for rule in rulebook.rules.values() if rule.status is Status.ACTIVE]
    return {
        "rulebook": {"version": rulebook.version, "digest": rulebook.digest},
        "site": {
            "active": len(active),
            "approved": sum(name in rulebook.signatures for name in active),
            "switched": {name: str(rulebook.rules[name].status) for name in sorted(rulebook.switches)},
            "adapted": sorted(rulebook.overlays),
        },
    }


def make_readings(
    settings: Settings, rulebook: Rulebook | None = None, site: SiteTerminology | None = None
) -> Readings:
    """The rules of the settings, with the terminology layers that the site has.

    Raises: RulebookInvalid; InputUnreadable, when KIR_TERMINOLOGY_DB is no imported release.
    """
    rulebook = rulebook or read_content(settings)
    site = site or site_terminology(settings, rulebook)
    return Readings(rulebook, site.layers)


def site_terminology(settings: Settings, rulebook: Rulebook) -> SiteTerminology:
    """What the site brings along. Raises InputUnreadable, when KIR_TERMINOLOGY_DB is no imported release."""
    shipped = shipped_layers(rulebook) if settings.terminology_url else ()
    return SiteTerminology(settings.terminology_db, settings.terminology_url, shipped)


def make_responder(
    settings: Settings,
    rulebook: Rulebook | None = None,
    log: DecisionLog | None = None,
    site: SiteTerminology | None = None,
    unmapped: UnmappedMedications | None = None,
    ehr: EhrReader | None = None,
) -> Responder:
    """A responder over the rules of the settings, with the expansions that are kept; or over a given rulebook.

    Without `ehr`, it knows only what a hook call brings.

    Raises: RulebookInvalid; InputUnreadable, when KIR_TERMINOLOGY_DB is no imported release.
    """
    if rulebook is None:
        rulebook = read_content(settings)
        site = site or site_terminology(settings, rulebook)
        rulebook = site.expand(rulebook)
    site = site or site_terminology(settings, rulebook)
    readings = make_readings(settings, rulebook, site)
    return Responder(
        readings,
        lambda: Decider(readings, ShadowedMatcher),
        clock=settings.clock,
        pool=os.cpu_count() or 1,
        log=log,
        prepare=site.prepare if settings.terminology_url else None,
        count_unmapped=unmapped.add if unmapped else None,
        ehr=ehr,
    )


def make_app(settings: Settings, *, demo: bool = False, rulebook: Rulebook | None = None) -> "FastAPI":
    """The service, ready to be served; in the demo our own samples are re-dated to now.

    Takes:  rulebook — in place of what the folders of the settings hold.
    Raises: RulebookInvalid; InputUnreadable, when KIR_TERMINOLOGY_DB is no imported release, KIR_AUTH=required has no
            readable KIR_CLIENTS, or a setting of the store cannot be used. A database that is away is no error.
    """
    from cds.fhir.fetch import FhirReader
    from cds.record.resources import prepare
    from cds.samples import RedatingResponder
    from cds.store import Store
    from cds.web import Metrics, create_app
    from cds.web.trust import Gate, read_registry

    prepare()
    rulebook = rulebook or read_content(settings)
    registry = None
    if settings.auth == "required":
        if settings.clients is None:
            raise InputUnreadable(
                "KIR_AUTH=required needs KIR_CLIENTS, the registry of trusted EHRs; see docs/trust.md"
            )
        registry = read_registry(settings.clients, orders_of(rulebook.rules.values()))
    store = Store(settings.database_url, spool=settings.spool, comment_key=settings.comment_key, now=settings.clock)
    site = site_terminology(settings, rulebook)
    rulebook = site.expand(rulebook, within=_FOR_EXPANSIONS)
    unmapped = UnmappedMedications()
    ehr = FhirReader(settings.fhir_servers, deadline=settings.fhir_deadline) if settings.fhir_servers else None
    responder = make_responder(settings, rulebook, log=store, site=site, unmapped=unmapped, ehr=ehr)

    metrics = Metrics(unmapped.by_system, lambda: store.lost_decisions, store.feedback_counts)
    gate = None
    if registry is not None:
        gate = Gate(
            registry,
            store,
            now=settings.clock,
            count=metrics.not_admitted,
            count_unchecked=metrics.replay_unchecked,
        )

    def close() -> None:
        if ehr is not None:
            ehr.close()
        if gate is not None:
            gate.close()
        store.close()
        site.close()

    app = create_app(
        RedatingResponder(responder, settings.clock) if demo else responder,
        store,
        gate=gate,
        anybody=Caller(profile=find_profile(settings.profile)),
        cors_origins=settings.cors_origins,
        on_close=close,
        about=_about(rulebook),
        terminology=site.about,
        metrics=metrics,
    )
    gc.collect()
    gc.freeze()  # the rulebook lives as long as the process; the collector need not walk it on the way of an answer
    gc.set_threshold(50_000, 20, 20)
    return app
