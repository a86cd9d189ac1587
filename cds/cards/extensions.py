"""What our answers say beside CDS Hooks, by the names that the public contract gives."""

RULES = "org.kir-cds.rules"
"""Of a card: every rule that speaks on it, strongest first."""

ASSOCIATED = "org.kir-cds.associated-resource"
"""Of a card: the order that it is about."""

DECISION = "org.kir-cds.decision"
"""Of a response: the rulebook, what was not evaluated, what could not be used."""
