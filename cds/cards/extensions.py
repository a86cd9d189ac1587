"""What our answers say beside CDS Hooks; `org.kir-cds` names are those that the public contract gives."""

RULES = "org.kir-cds.rules"
"""Of a card: every rule that speaks on it, strongest first."""

ASSOCIATED = "org.kir-cds.associated-resource"
"""Of a card: the order that it is about."""

DECISION = "org.kir-cds.decision"
"""Of a response: the rulebook, what was not evaluated, what could not be used."""

CONTENT_TYPE = "com.epic.cdshooks.card.detail.content-type"
"""Of a card: that its detail is not Markdown. Epic's, for want of one that is everybody's."""
