"""Defects of durable-rules that our protocol stays clear of: all still broken in 2.0.28.

Each canary uses the native module as one would innocently do, in a process of its own that may die. A canary that
fails here is good news: the defect seems to be gone. Then read what upstream changed, and see whether the precaution
in `cds/engine/matcher.py` can go too.
"""

import os
import signal
import subprocess
import sys

import pytest

INNOCENT = """
import json, resource
import durable_rules_engine as native

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_CPU, (1, 2))  # seconds of work, not of waiting: a hang ends in SIGXCPU

def ruleset(**rules):
    return native.create_ruleset("canary", json.dumps({name: {"all": rules[name]} for name in rules}))

def put(handle, **fact):
    return native.assert_fact(handle, json.dumps({"sid": "s", **fact}))

def fire(handle, state, on_rule=lambda name: None):
    names = []
    started = native.start_action_for_state(handle, state)
    action = started and started[1]
    while action:
        [name] = json.loads(action)
        names.append(name)
        on_rule(name)
        action = native.complete_and_start_action(handle, state)
    return names

def says(right):
    print("right" if right else "wrong")
"""

CANARIES = {
    "D1 comparing two facts reads past the end of an array": """
def fires(others):  # more rules, another place in the heap
    padding = {f"O{n}": [{"m": {"k": n + 3}}] for n in range(others)}
    pair = ruleset(R=[{"f": {"k": 1}}, {"m": {"$and": [{"k": 2}, {"$gt": {"v": {"f": "v"}}}]}}], **padding)
    put(pair, id="1", k=1, v=2)
    code, state = put(pair, id="2", k=2, v=1)
    return fire(pair, state)

says(not any(fires(others) for others in range(100)))
""",
    "D2 two session names with one hash share a session": """
both = ruleset(R=[{"f": {"k": 1}}, {"m": {"k": 2}}])
put(both, sid="Patient/208789", id="1", k=1)
code, state = put(both, sid="Patient/1021284", id="2", k=2)
says(fire(both, state) == [])
""",
    "D3 an empty batch answers with a session from uninitialised memory": """
one = ruleset(R=[{"m": {"k": 1}}])
for session in range(9):  # leaves on the stack what the empty batch then reads, whatever the build laid there
    put(one, sid=str(session), id=str(session), k=2)
code, state = native.assert_facts(one, "[]")
says(state == 0)
""",
    "D4 one unreadable fact in a batch silently drops the rest": """
two = ruleset(R=[{"m": {"k": 1}}], S=[{"m": {"k": 2}}])
batch = [{"sid": "s", "id": str(n), "k": k} for n, k in enumerate((1, 0.00001, 2))]
try:
    code, state = native.assert_facts(two, json.dumps(batch))
    says(fire(two, state) == ["R", "S"])
except native.error:
    says(True)
""",
    "D6 touching the 1,025th open session is fatal": """
one = ruleset(R=[{"m": {"k": 1}}])
for session in range(1026):
    try:
        put(one, sid=str(min(session, 1024)), id=str(session), k=1)
    except MemoryError:
        pass
says(True)
""",
    "D7 deleting a session in which no action completed frees an uninitialised pointer": """
both = ruleset(R=[{"f": {"k": 1}}, {"m": {"k": 2}}])
put(both, id="1", k=1)
native.delete_state(both, "s")
says(True)
""",
    "D9 dividing by zero kills the process": """
ratio = ruleset(R=[{"m": {"$gt": {"k": {"$div": {"$l": {"$m": "a"}, "$r": {"$m": "b"}}}}}}])
try:
    put(ratio, id="1", k=1, a=1, b=0)
except native.error:
    pass
says(True)
""",
    "D13 512 literals on one field hang the first assert": """
many = ruleset(**{f"R{n}": [{"m": {"k": n}}] for n in range(512)})
code, state = put(many, id="1", k=1)
says(fire(many, state) == ["R1"])
""",
    "D14 a pattern about what is absent is satisfied by the session's own state": """
lacking = ruleset(R=[{"m": {"$nex": {"k": 1}}}])
code, state = put(lacking, id="1", other=1)
says(fire(lacking, state) == ["R"])
""",
    "D17 two fact ids with one hash are one fact": """
both = ruleset(R=[{"f": {"k": 1}}, {"m": {"k": 2}}])
put(both, id="Observation/958859", k=1)
code, state = put(both, id="Observation/1077102", k=2)
says(fire(both, state) == ["R"])
""",
    "D20 a fact that passes 65 tests on one field is refused": """
bounds = ruleset(**{f"R{n}": [{"m": {"$gt": {"k": n}}}] for n in range(65)})
try:
    code, state = put(bounds, id="1", k=100)
    says(len(fire(bounds, state)) == 65)
except native.error:
    says(False)
""",
    "D22 17 patterns in a rule compile and fail when a fact arrives": """
try:
    long = ruleset(R=[{f"m{n}": {"k": n}} for n in range(17)])
except native.error:
    says(True)
else:
    try:
        for n in range(17):
            code, state = put(long, id=str(n), k=n)
        says(fire(long, state) == ["R"])
    except native.error:
        says(False)
""",
    "NOT a negated fact that arrives last does not stop the rule": """
def fires(alias):
    rule = ruleset(R=[{"f": {"k": 1}}, {alias + "$not": {"k": 2}}])
    put(rule, id="1", k=1)
    code, state = put(rule, id="2", k=2)
    return fire(rule, state)

says(not any(fires(alias) for alias in ("first", "none", "o", "override", "u0")))
""",
    "NOT a negated fact derived while rules fire does not stop the rule": """
def fires(alias):
    rules = {
        "D": {"pri": 1, "all": [{"go": {"go": 1}}, {"w0": {"k": 1}}]},
        "R": {"pri": 2, "all": [{"go": {"go": 1}}, {"w0": {"k": 1}}, {alias + "$not": {"k": 2}}]},
    }
    handle = native.create_ruleset("canary", json.dumps(rules))
    put(handle, id="1", k=1)
    code, state = put(handle, id="go", go=1)
    return fire(handle, state, on_rule=lambda name: name == "D" and put(handle, id="2", k=2))

says(all(fires(alias) == ["D"] for alias in ("first", "none", "o", "override", "u0")))
""",
}

# What a defect may look like: a wrong answer, or the signal that ended the process.
SYMPTOMS = {
    "wrong",
    *(s.name for s in (signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE, signal.SIGXCPU)),
}


def outcome(script: str, heap: int) -> str:
    """`right`, `wrong` or a signal. `heap` is a byte that glibc fills fresh memory with, so luck is no help."""
    ran = subprocess.run(
        [sys.executable, "-c", INNOCENT + script],
        env={**os.environ, "MALLOC_PERTURB_": str(heap)},
        capture_output=True,
        text=True,
    )
    if ran.returncode < 0:
        return signal.Signals(-ran.returncode).name
    return ran.stdout.strip() or ran.stderr


def test_innocent_use_that_is_sound_is_found_right() -> None:
    """The harness itself: two facts, one match, one session deleted after its action completed."""
    sound = """
both = ruleset(R=[{"f": {"k": 1}}, {"m": {"k": 2}}])
put(both, id="1", k=1)
code, state = put(both, id="2", k=2)
says(fire(both, state) == ["R"])
native.delete_state(both, "s")
"""
    assert outcome(sound, heap=165) == "right"


@pytest.mark.parametrize("script", [pytest.param(CANARIES[name], id=name) for name in CANARIES])
def test_still_broken_in_2_0_28(script: str) -> None:
    """Broken in at least one of three layouts of the heap."""
    outcomes: list[str] = []
    while len(outcomes) < 3 and SYMPTOMS.isdisjoint(outcomes):
        outcomes.append(outcome(script, heap=(165, 90, 255)[len(outcomes)]))
    assert not SYMPTOMS.isdisjoint(outcomes), f"repaired upstream? see the top of this file: {outcomes}"
