"""durable-rules behind one door, with a plain-Python oracle beside it, and rules compiled for both."""

from cds.engine.matcher import Matcher
from cds.engine.oracle import oracle
from cds.engine.program import Evaluator, Program
from cds.engine.rules import EngineRule, Firing, RuleBase
from cds.engine.shadow import ShadowedMatcher

__all__ = ["EngineRule", "Evaluator", "Firing", "Matcher", "Program", "RuleBase", "ShadowedMatcher", "oracle"]
