"""HTTP in and out; the web framework stops here."""

from cds.web.app import MAX_BODY_BYTES, create_app
from cds.web.metrics import Metrics
from cds.web.ports import FeedbackStore, Responder

__all__ = ["MAX_BODY_BYTES", "FeedbackStore", "Metrics", "Responder", "create_app"]
