"""Everything put together by hand."""

import gc
import os
import uuid

from fastapi import FastAPI

from cds.decide import Decider
from cds.engine import ShadowedMatcher
from cds.findings import Readings
from cds.hooks import HookRequest, HookResponse
from cds.respond import DecisionLog, Responder
from cds.rulebook import Rulebook, load_rulebook
from cds.settings import Settings
from cds.store import CardGiven, DecisionMade, Store
from cds.web import create_app


def make_responder(settings: Settings, rulebook: Rulebook | None = None, log: DecisionLog | None = None) -> Responder:
    """A responder over the rules of the settings.

    Raises: RulebookInvalid.
    """
    readings = Readings(rulebook or load_rulebook(settings.rule_folders()))
    return Responder(
        readings,
        lambda: Decider(readings, ShadowedMatcher),
        clock=settings.clock,
        pool=os.cpu_count() or 1,
        log=log,
    )


class _StoredDecisions:
    """Hands decisions to the store, which writes them behind the answer."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings

    def save_decision(self, service_id: str, request: HookRequest, response: HookResponse, digest: str) -> None:
        """Keep rule ids and card uuids; nothing about the patient."""
        cards = tuple(
            CardGiven(uuid=card.uuid, rules=tuple(entry["id"] for entry in card.extension["org.kir-cds.rules"]))
            for card in response.cards
        )
        decision = DecisionMade(
            id=str(uuid.uuid4()),
            made_at=self._settings.clock(),
            service=service_id,
            hook_instance=request.instance_digest,
            rulebook=digest,
            cards=cards,
        )
        self._store.save_decision(decision)


def make_app(settings: Settings) -> FastAPI:
    """The service, ready to be served.

    Raises: RulebookInvalid; SQLAlchemyError, when the database cannot be used.
    """
    store = Store(settings.database_url, now=settings.clock)
    store.create_schema()
    responder = make_responder(settings, log=_StoredDecisions(store, settings))
    rulebook = responder.rulebook
    app = create_app(
        responder,
        store,
        cors_origins=settings.cors_origins,
        about={"rulebook": {"version": rulebook.version, "digest": rulebook.digest}},
    )
    gc.collect()
    gc.freeze()  # the rulebook lives as long as the process; the collector need not walk it on the way of an answer
    gc.set_threshold(50_000, 20, 20)
    return app
