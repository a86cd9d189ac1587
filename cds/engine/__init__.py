"""durable-rules behind one door, with a plain-Python oracle beside it."""

from cds.engine.matcher import Matcher
from cds.engine.oracle import oracle
from cds.engine.rules import EngineRule, Firing, RuleBase
from cds.engine.shadow import ShadowedMatcher

__all__ = ["EngineRule", "Firing", "Matcher", "RuleBase", "ShadowedMatcher", "oracle"]
