"""HTTP in and out; the web framework stops here."""

from cds.web.app import create_app
from cds.web.body import MAX_BODY_BYTES
from cds.web.metrics import Metrics
from cds.web.ports import FeedbackStore, Responder, TokenStore

__all__ = ["MAX_BODY_BYTES", "FeedbackStore", "Metrics", "Responder", "TokenStore", "create_app"]
