"""From what rules say to what a clinician reads: composing cards, and the last look before they are sent."""

from cds.cards.adapt import adapt_cards
from cds.cards.compose import TOPICS, compose_cards
from cds.cards.extensions import ASSOCIATED, DECISION, RULES
from cds.cards.fingerprint import fingerprints
from cds.cards.lint import lint_response

__all__ = ["ASSOCIATED", "DECISION", "RULES", "TOPICS", "adapt_cards", "compose_cards", "fingerprints", "lint_response"]
