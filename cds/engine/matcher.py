"""durable-rules behind one door: the only module that imports it, and the only way of using it that we trust.

durable-rules 2.0.28 is fast, and unsafe when used as documented. What is broken, each reproduced (canary tests watch
whether most of it still is), and how this protocol stays clear of it:

D1   comparing two facts reads past the end of an array, often fatally   rules never compare facts
D2   two session names with the same 32-bit hash share one session       one live session, its name a constant
D3   an unreadable batch of facts leaves the process to crash            facts go one at a time
D4   one unreadable fact in a batch silently drops the rest              facts go one at a time
D5   background threads of its Host touch freed sessions                 no Host: we call the C module ourselves
D6   the 1,025th open session fails, and touching it again is fatal      a session is deleted in `finally`
D7   deleting a session in which no action completed frees an            every session opens with a fact whose rule
     uninitialised pointer                                               completes; else it is never deleted
D9   dividing by zero in a rule kills the process                        no arithmetic
D13  512 literals tested on one field hang the first assert              an atom is two bytes: bucket and place
D14  a pattern that the session's own state satisfies fires unbidden     every pattern asks for a field of ours
D17  two fact ids with the same 32-bit hash are one fact                 ids from a small set with no such pair
D20  a fact that passes more than 64 tests on one field is refused       only equality with small ints
D21  257 rules on one pattern do not compile, 256 overrun a list         at most 200 rules to a ruleset
D22  the 17th pattern of a rule fails when a fact arrives                at most 14 conditions, checked at load
D24  two threads in one session lose actions                             second entry is a fault
D26  a reused session remembers the last patient                         a new session for every evaluation
D28  deleting a ruleset that has sessions leaks them                     sessions first
NOT  a negated fact that comes after the positive ones does not stop     a trigger is the first pattern and comes
     the rule                                                            last, when all that is negated is known

Only the type or code of an error leaves this module, never its text: texts may quote facts.
"""

import json
import threading
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Protocol, cast

import durable_rules_engine

from cds.engine.rules import EngineRule, Firing, RuleBase
from cds.errors import EngineFault


class Native(Protocol):
    """The six calls we make. Each runs under the GIL from start to end."""

    def create_ruleset(self, name: str, definition: str, /) -> int: ...
    def delete_ruleset(self, handle: int, /) -> None: ...
    def assert_fact(self, handle: int, fact: str, /) -> tuple[int, int]: ...
    def start_action_for_state(self, handle: int, session: int, /) -> tuple[str, str] | None: ...
    def complete_and_start_action(self, handle: int, session: int, /) -> str | None: ...
    def delete_state(self, handle: int, name: str, /) -> None: ...


NATIVE = cast(Native, durable_rules_engine)

_SESSION = "s"
_BUCKET = 256


def _fact(identity: str, **fields: int) -> str:
    return json.dumps({"sid": _SESSION, "id": identity, **fields})


_OPEN = _fact("open", open=1)


def _go(stratum: int) -> str:
    return _fact(f"go{stratum}", go=stratum)


def _atom(code: int) -> str:
    return _fact(str(code), b=code // _BUCKET, a=code % _BUCKET)


def _definition(rules: Sequence[EngineRule], code_of: Mapping[str, int]) -> str:
    """A native ruleset; a rule is named by its place, so that no text of ours crosses into C."""

    def holds(atom: str) -> object:
        code = code_of[atom]
        return {"$and": [{"b": code // _BUCKET}, {"a": code % _BUCKET}]}

    native: dict[str, object] = {"open": {"all": [{"m": {"open": 1}}]}}
    for place, rule in enumerate(rules):
        trigger = {"go": {"go": rule.stratum}}
        when = [{f"w{i}": holds(atom)} for i, atom in enumerate(rule.when)]
        unless = [{f"u{i}$not": holds(atom)} for i, atom in enumerate(rule.unless)]
        native[str(place)] = {"all": [trigger, *when, *unless]}
    return json.dumps(native)


class _Shard:
    """One native ruleset and its one session."""

    def __init__(
        self,
        native: Native,
        rules: Sequence[EngineRule],
        code_of: Mapping[str, int],
        derivable: frozenset[str],
    ) -> None:
        self.atoms = frozenset(atom for rule in rules for atom in rule.when + rule.unless)
        self.strata = frozenset(rule.stratum for rule in rules)
        self._rules = rules
        self._to_be_given = [frozenset(rule.when) - derivable for rule in rules]
        self._native = native
        self._handle = native.create_ruleset("shard", _definition(rules, code_of))
        self._session = 0
        self._has_session = False

    def can_fire(self, given: frozenset[str]) -> bool:
        """False when every rule waits for an atom that is not given and that no rule derives."""
        return any(needed <= given for needed in self._to_be_given)

    def open(self) -> None:
        """Start the session, and complete one action in it: only then is deleting it safe (D7)."""
        self._has_session = True
        self._session = self.put(_OPEN)
        if self._complete_actions() != ["open"]:
            raise EngineFault("a session of durable-rules did not open; make a new Matcher")

    def put(self, fact: str) -> int:
        """Assert one fact; gives the number of the session."""
        code, session = self._native.assert_fact(self._handle, fact)
        if code != 0:  # 1: no rule reads it and it was not stored; 2: taken for a duplicate
            raise EngineFault(f"durable-rules refused a fact with code {code}")
        return session

    def fire(self) -> list[EngineRule]:
        """The rules that are ready, in no order to rely on; each is completed and will not come again."""
        return [self._rules[int(name)] for name in self._complete_actions()]

    def end(self) -> None:
        """Delete the session; it must have been opened to the end."""
        self._native.delete_state(self._handle, _SESSION)
        self._has_session = False

    def delete(self) -> None:
        """Delete the ruleset, unless a half-open session remains: leaking it is safer than touching it (D7, D28)."""
        if not self._has_session:
            self._native.delete_ruleset(self._handle)

    def _complete_actions(self) -> list[str]:
        names: list[str] = []
        started = self._native.start_action_for_state(self._handle, self._session)
        action = started[1] if started else None
        while action:
            names += json.loads(action)  # {name: the facts it matched}
            action = self._native.complete_and_start_action(self._handle, self._session)
        return names


class Matcher:
    """Matches atoms with durable-rules. One per thread, made after any fork.

    After a fault it is spent and only raises; make a new one, which takes milliseconds.
    """

    def __init__(self, base: RuleBase, native: Native = NATIVE) -> None:
        """Compile the rules. Raises EngineFault when durable-rules does not take them."""
        code_of = {atom: code for code, atom in enumerate(base.atoms)}
        derivable = frozenset(atom for rule in base.rules for atom in rule.derive)
        self._place_of = {rule.id: place for place, rule in enumerate(base.rules)}
        self._strata = sorted({rule.stratum for rule in base.rules})
        self._fact_of = {atom: _atom(code) for atom, code in code_of.items()}
        with only_engine_faults():
            self._shards = [_Shard(native, rules, code_of, derivable) for rules in base.shards]
        self._owner = threading.Lock()
        self._spent = False

    def evaluate(self, atoms: Iterable[str]) -> Firing:
        """What fires when exactly `atoms` are given; atoms that no rule reads are ignored.

        Raises: EngineFault on any failure, never with an atom in its text; also when entered twice at once, or spent.
        """
        given = frozenset(atoms)
        with entered_once(self._owner), only_engine_faults():
            if self._spent:
                raise EngineFault("this Matcher had a fault or is closed; make a new one")
            self._spent = True  # until all has gone well, whatever is raised
            firing = self._match(given)
            self._spent = False
            return firing

    def close(self) -> None:
        """Give the native memory back. Raises EngineFault during an evaluation."""
        with entered_once(self._owner), only_engine_faults():
            self._spent = True
            while self._shards:
                self._shards.pop().delete()

    def _match(self, given: frozenset[str]) -> Firing:
        fired: list[EngineRule] = []
        known = set(given)
        shards = [shard for shard in self._shards if shard.can_fire(given)]
        with ExitStack() as sessions:
            for shard in shards:
                shard.open()
                sessions.callback(shard.end)
                for atom in sorted(given & shard.atoms):
                    shard.put(self._fact_of[atom])
            for stratum in self._strata:
                acting = [shard for shard in shards if stratum in shard.strata]
                for shard in acting:
                    shard.put(_go(stratum))
                # Atoms are only added and a rule fires once, so this ends.
                while new := [rule for shard in acting for rule in shard.fire()]:
                    fired += new
                    for atom in sorted({atom for rule in new for atom in rule.derive} - known):
                        known.add(atom)
                        for shard in shards:
                            if atom in shard.atoms:
                                shard.put(self._fact_of[atom])
        return self._answer(fired)

    def _answer(self, fired: list[EngineRule]) -> Firing:
        derived: dict[str, list[str]] = {}
        for rule in fired:
            for atom in rule.derive:
                derived.setdefault(atom, []).append(rule.id)
        return Firing(
            fired=tuple(sorted((rule.id for rule in fired), key=self._place_of.__getitem__)),
            derived={atom: tuple(sorted(derived[atom])) for atom in sorted(derived)},
        )


@contextmanager
def entered_once(owner: threading.Lock) -> Generator[None]:
    """Hold `owner`, or raise EngineFault at once when it is held: waiting would hide that two threads share (D24)."""
    if not owner.acquire(blocking=False):
        raise EngineFault("two threads share one matcher; give each its own")
    try:
        yield
    finally:
        owner.release()


@contextmanager
def only_engine_faults() -> Generator[None]:
    """Let no other exception out, and name only its type: the text, of a KeyError for one, may quote a fact."""
    try:
        yield
    except EngineFault:
        raise
    except Exception as error:  # noqa: BLE001 - whatever fails in here is an engine fault
        raise EngineFault(f"the rule engine failed with {type(error).__name__}") from None
