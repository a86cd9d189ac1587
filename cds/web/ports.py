"""What the web layer needs from below, as it needs it; the composition in `app` hands it in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cds.caller import Caller
from cds.hooks import Feedback, HookRequest, HookResponse, Service


class Responder(Protocol):
    """Answers hook calls. `respond` is called from several threads at once."""

    @property
    def services(self) -> Sequence[Service]:
        """What is offered now."""
        ...

    def respond(self, service_id: str, request: HookRequest, caller: Caller) -> HookResponse:
        """The answer of a service of ours to who calls, fit to be sent; raises CdsError when there is none to give."""
        ...


class TokenStore(Protocol):
    """Remembers tokens for all workers."""

    def save_token(self, digest: str, good_until: datetime) -> bool:
        """Keep the digest of a token until then; whether it was not there yet. Raises when it cannot."""
        ...


class FeedbackStore(Protocol):
    """Keeps feedback. Both methods are called from several threads at once."""

    def save_feedback(self, items: Sequence[Feedback]) -> None:
        """Keep these for good; raises FeedbackNotKept when it cannot."""
        ...

    def degraded(self) -> Sequence[str]:
        """What does not work as it should, in words for an operator; answers at once."""
        ...
