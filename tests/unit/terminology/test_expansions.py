"""Expansions by a terminology server over real HTTP: right, slow, wrong and dead. They add members, never take any."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from cds.findings import Readings
from cds.record import Coding, Concept
from cds.rulebook import SYSTEMS, Rulebook, load_rulebook
from cds.terminology.expansions import KeptExpansions, ServerExpansions
from tests.terminology_server import Remote, expansion, serving

RULEBOOK = load_rulebook([Path(__file__).parents[3] / "rules"])
OSA, SEVERE_OSA = "78275009", "1101000119107"
OPERATION = "ValueSet/$expand"


@pytest.fixture
def remote() -> Iterator[Remote]:
    with serving() as found:
        yield found


def expansions(remote: Remote, folder: Path, **more: Any) -> ServerExpansions:
    return ServerExpansions(remote.url, folder, **more)


def added(rulebook: Rulebook, name: str) -> list[str]:
    return [str(one.code) for one in rulebook.value_sets[name].concepts if one.expansion]


def finished(asking: ServerExpansions) -> ServerExpansions:
    if asking._asking is not None:
        asking._asking.join(20)
        assert not asking._asking.is_alive()
    return asking


def test_what_the_server_lists_below_a_member_counts(remote: Remote, tmp_path: Path) -> None:
    remote.answers[OPERATION, OSA] = expansion(OSA, SEVERE_OSA)
    made = expansions(remote, tmp_path)
    rulebook = made.add_to(RULEBOOK, within=20)
    assert added(rulebook, "ket-cond-osa") == [SEVERE_OSA]
    concept = Concept(codings=(Coding(system=SYSTEMS["snomed"], code=SEVERE_OSA),))
    assert "ket-cond-osa" in {one.value_set for one in Readings(rulebook).terminology.members(concept)}
    assert rulebook.digest != RULEBOOK.digest
    assert made.about()["used"] == 1


def test_it_is_kept_for_the_next_start_and_asked_for_once(remote: Remote, tmp_path: Path) -> None:
    remote.answers[OPERATION, OSA] = expansion(OSA, SEVERE_OSA)
    first = expansions(remote, tmp_path).add_to(RULEBOOK, within=20)
    remote.asked.clear()
    second = expansions(remote, tmp_path).add_to(RULEBOOK, within=20)
    assert second.digest == first.digest
    assert OSA not in json.dumps(remote.asked)
    remote.asked.clear()
    assert expansions(remote, tmp_path).add_to(RULEBOOK).digest == first.digest
    assert remote.asked == [], "without time nobody is asked"


def test_only_a_code_leaves_the_house(remote: Remote, tmp_path: Path) -> None:
    expansions(remote, tmp_path).add_to(RULEBOOK, within=20)
    kinds = {one["name"] for _, asked in remote.asked for one in asked["parameter"]}
    assert kinds == {"valueSet"}
    assert {operation for operation, _ in remote.asked} == {OPERATION}


def test_a_slow_server_delays_the_start_a_little_and_serves_the_next(remote: Remote, tmp_path: Path) -> None:
    remote.answers[OPERATION, OSA] = expansion(OSA, SEVERE_OSA)
    remote.delay = 0.05
    made = expansions(remote, tmp_path)
    start = time.perf_counter()
    rulebook = made.add_to(RULEBOOK, within=0.02)
    assert time.perf_counter() - start < 2
    assert added(rulebook, "ket-cond-osa") == []
    assert rulebook.digest == RULEBOOK.digest
    finished(made)
    assert made.about()["late"] == 1
    assert added(expansions(remote, tmp_path).add_to(RULEBOOK), "ket-cond-osa") == [SEVERE_OSA]


@pytest.mark.parametrize(
    "answer",
    [
        expansion("11111111"),  # not what was asked for
        expansion(OSA, "not-a-code"),
        expansion(OSA, "11111111", total=500),  # a page of it
        expansion(OSA, system="http://example.org"),
        {"resourceType": "Parameters"},
        {"resourceType": "ValueSet"},
        [],
    ],
)
def test_a_wrong_answer_changes_nothing(remote: Remote, tmp_path: Path, answer: Any) -> None:
    remote.answers[OPERATION, OSA] = answer
    made = expansions(remote, tmp_path)
    assert made.add_to(RULEBOOK, within=20) is RULEBOOK
    assert finished(made).about()["failed"] == made.about()["members"]


@pytest.mark.parametrize("trouble", [{"status": 500}, {"raw": b"\x00 not json"}, {"content_type": "text/html"}])
def test_a_failing_server_changes_nothing(remote: Remote, tmp_path: Path, trouble: dict[str, Any]) -> None:
    for name, value in trouble.items():
        setattr(remote, name, value)
    with capture_logs() as logs:
        assert expansions(remote, tmp_path).add_to(RULEBOOK, within=20) is RULEBOOK
    assert 1 <= len([one for one in logs if one["log_level"] == "warning"]) < 12, "the breaker keeps the log short"


def test_a_dead_server_changes_nothing_and_takes_nothing_away(remote: Remote, tmp_path: Path) -> None:
    remote.answers[OPERATION, OSA] = expansion(OSA, SEVERE_OSA)
    before = expansions(remote, tmp_path).add_to(RULEBOOK, within=20)
    for file in tmp_path.glob("*/*.json"):  # told long ago
        file.write_text(json.dumps(json.loads(file.read_text()) | {"asked": 0.0}))
    remote.status = 503
    after = finished(made := expansions(remote, tmp_path)).add_to(RULEBOOK, within=20)
    assert after.digest == before.digest
    finished(made)
    dead = ServerExpansions("http://127.0.0.1:1/fhir", tmp_path)
    assert dead.add_to(RULEBOOK, within=20) is RULEBOOK, "what another address told is not used"


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"asked": 1.0, "below": [["x", "y"]]}', '{"asked": 1.0, "below": 7}', "\x00"]
)
def test_a_damaged_file_is_as_if_it_were_not_there(tmp_path: Path, content: str) -> None:
    (tmp_path / f"{OSA}.json").write_text(content)
    assert KeptExpansions(tmp_path).get(OSA) is None
    assert not KeptExpansions(tmp_path).is_fresh(OSA)


def test_a_folder_that_cannot_be_written_changes_nothing(remote: Remote, tmp_path: Path) -> None:
    remote.answers[OPERATION, OSA] = expansion(OSA, SEVERE_OSA)
    (tmp_path / "file").write_text("in the way")
    assert expansions(remote, tmp_path / "file").add_to(RULEBOOK, within=20) is RULEBOOK


def test_what_a_set_lists_or_excludes_stays_what_it_is(remote: Remote, tmp_path: Path) -> None:
    remote.answers[OPERATION, "57054005"] = expansion("57054005", "1755008")
    rulebook = expansions(remote, tmp_path).add_to(RULEBOOK, within=20)
    assert added(rulebook, "ket-cond-acute-coronary") == []


def test_of_two_members_the_nearer_one_says_what_a_code_is(remote: Remote, tmp_path: Path) -> None:
    """Both list it; the one with fewer codes below it is below the other, or nearer."""
    parents = [
        one for one in RULEBOOK.value_sets["ket-cond-raised-iop"].concepts if one.match == "is-a" and one.properties
    ]
    wide, near = next((a, b) for a in parents for b in parents if a.properties != b.properties)
    remote.answers[OPERATION, str(wide.code)] = expansion(str(wide.code), "11111111", "22222222", "33333333")
    remote.answers[OPERATION, str(near.code)] = expansion(str(near.code), "22222222")
    rulebook = expansions(remote, tmp_path).add_to(RULEBOOK, within=20)
    kinds = {one.code: one.properties for one in rulebook.value_sets["ket-cond-raised-iop"].concepts if one.expansion}
    assert kinds == {"11111111": wide.properties, "22222222": near.properties, "33333333": wide.properties}
