"""Everything put together by hand.

The web framework and the database are imported where they are needed: `kir try` and `kir check` start without them.
"""

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

from cds.decide import Decider
from cds.engine import ShadowedMatcher
from cds.findings import Readings
from cds.respond import DecisionLog, Responder
from cds.rulebook import Rulebook, load_rulebook
from cds.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from cds.terminology.rxnorm import RxNormLayer


def open_release(database: Path) -> "RxNormLayer | None":
    """The imported RxNorm release; None when none was imported.

    Raises: InputUnreadable, when the file is something else.
    """
    from cds.terminology.rxnorm import RxNormLayer

    return RxNormLayer(database) if database.exists() else None


def make_readings(settings: Settings, rulebook: Rulebook | None = None) -> Readings:
    """The rules of the settings, with the terminology layers that the site has.

    Raises: RulebookInvalid; InputUnreadable.
    """
    release = open_release(settings.terminology_db)
    layers = [release] if release else []
    return Readings(rulebook or load_rulebook(settings.rule_folders()), layers)


def make_responder(settings: Settings, rulebook: Rulebook | None = None, log: DecisionLog | None = None) -> Responder:
    """A responder over the rules of the settings.

    Raises: RulebookInvalid.
    """
    readings = make_readings(settings, rulebook)
    return Responder(
        readings,
        lambda: Decider(readings, ShadowedMatcher),
        clock=settings.clock,
        pool=os.cpu_count() or 1,
        log=log,
    )


def make_app(settings: Settings, *, demo: bool = False) -> "FastAPI":
    """The service, ready to be served; in the demo our own samples are re-dated to now.

    Raises: RulebookInvalid; SQLAlchemyError, when the database cannot be used.
    """
    from cds.samples import RedatingResponder
    from cds.store import Store
    from cds.web import create_app

    store = Store(settings.database_url, now=settings.clock)
    store.create_schema()
    responder = make_responder(settings, log=store)
    rulebook = responder.rulebook
    app = create_app(
        RedatingResponder(responder, settings.clock) if demo else responder,
        store,
        cors_origins=settings.cors_origins,
        on_close=store.close,
        about={"rulebook": {"version": rulebook.version, "digest": rulebook.digest}},
    )
    gc.collect()
    gc.freeze()  # the rulebook lives as long as the process; the collector need not walk it on the way of an answer
    gc.set_threshold(50_000, 20, 20)
    return app
