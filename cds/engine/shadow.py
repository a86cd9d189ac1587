"""The matcher that production uses: every answer is checked against the oracle before it is given."""

import threading
from collections.abc import Callable, Iterable

from cds.engine.matcher import NATIVE, Matcher, Native, entered_once, only_engine_faults
from cds.engine.oracle import oracle
from cds.engine.rules import Firing, RuleBase
from cds.errors import EngineFault


class ShadowedMatcher:
    """A Matcher and its oracle. One per thread, made after any fork.

    `faults` counts what went wrong; each fault also replaces the Matcher, so the next evaluation starts clean.
    """

    def __init__(
        self,
        base: RuleBase,
        native: Native = NATIVE,
        second_opinion: Callable[[RuleBase, Iterable[str]], Firing] = oracle,
    ) -> None:
        self.faults = 0
        self._base = base
        self._native = native
        self._second_opinion = second_opinion
        self._matcher = Matcher(base, native)
        self._owner = threading.Lock()

    def evaluate(self, atoms: Iterable[str]) -> Firing:
        """What fires when exactly `atoms` are given; engine and oracle agree on it.

        Raises: EngineFault when they do not or anything fails, never an empty answer; no atom is in its text.
        """
        given = frozenset(atoms)
        with entered_once(self._owner), only_engine_faults():
            try:
                return self._checked(given)
            except Exception:
                self.faults += 1
                self._replace_matcher()
                raise

    def close(self) -> None:
        """Give the native memory back. Raises EngineFault during an evaluation."""
        with entered_once(self._owner):
            self._matcher.close()

    def _checked(self, given: frozenset[str]) -> Firing:
        firing = self._matcher.evaluate(given)
        expected = self._second_opinion(self._base, given)
        if firing != expected:
            rules = sorted(set(firing.fired) ^ set(expected.fired)) or ["(the same rules fired)"]
            raise EngineFault(f"durable-rules and the oracle disagree: {', '.join(rules)}")
        return firing

    def _replace_matcher(self) -> None:
        # The new one first: when it cannot be made, the old one stays, spent, and the next evaluation tries again.
        old, self._matcher = self._matcher, Matcher(self._base, self._native)
        old.close()
