"""For analysts: scenarios without Python, checks, explanations."""

from cds.analyst.run import run_scenarios

__all__ = ["run_scenarios"]
