"""The closed vocabulary of clauses: one model per kind of fact.

A clause names one fact by its first key and narrows it; all filters of a clause must hold together. Clauses are
answered true, false or unknown in `findings`; nothing here looks at a patient. Adding a filter here needs its unit
test in `findings` and its line in the vocabulary page.
"""
