"""Client profiles as data: what ours say, how one is found and how a call of another FHIR release changes it."""

from pathlib import Path

import pytest

from cds.hooks import ActionType, Service
from cds.profiles import Profile, discovery_for, find_profile, orders_of, profiles
from tests.unit.cards.building import rule

NAMES = ["cds-hooks-3", "crd-strict", "epic", "generic", "oracle-health", "sandbox"]
DOCUMENT = (Path(__file__).parents[3] / "docs" / "profiles.md").read_text(encoding="utf-8")
SERVICES = [Service(hook=hook, title="t", description="d", id=hook) for hook in ("patient-view", "order-dispatch")]


def test_these_are_ours() -> None:
    assert list(profiles()) == NAMES


def test_the_generic_one_leaves_everything_as_the_specification_has_it() -> None:
    bare = Profile(name="x", title="x")
    assert find_profile("generic").model_dump(exclude={"name", "title", "notes"}) == bare.model_dump(
        exclude={"name", "title", "notes"}
    )


@pytest.mark.parametrize(("word", "name"), [("cerner", "oracle-health"), ("crd", "crd-strict"), ("epic", "epic")])
def test_people_find_them_by_other_names(word: str, name: str) -> None:
    assert find_profile(word).name == name


def test_an_unknown_one_is_told_with_those_that_are_known() -> None:
    with pytest.raises(ValueError, match=r"^`epci` is no profile; known: .*generic.*; did you mean `epic`\?$"):
        find_profile("epci")


@pytest.mark.parametrize("name", NAMES)
def test_the_page_tells_of_each_profile(name: str) -> None:
    assert f"`{name}`" in DOCUMENT


@pytest.mark.parametrize("line", sorted(set(Profile.model_fields) - {"name"}))
def test_each_line_of_a_profile_says_what_it_means_here_and_on_the_page(line: str) -> None:
    assert Profile.model_fields[line].description
    assert f"`{line}`" in DOCUMENT


# --- the FHIR release of a call ---------------------------------------------------------------------------


@pytest.mark.parametrize("release", [None, "R4", "R4B", "4.0.1", ""])
def test_a_call_in_our_fhir_release_gets_everything(release: str | None) -> None:
    epic = find_profile("epic")
    assert epic.for_call({"com.epic.cdshooks.request.fhir-version": release}) is epic


@pytest.mark.parametrize("release", ["STU3", "DSTU2", "R5", 3, ["R4"]])
def test_a_call_in_another_release_gets_no_resource_of_ours(release: object) -> None:
    changed = find_profile("epic").for_call({"com.epic.cdshooks.request.fhir-version": release})
    assert changed.actions == (ActionType.DELETE,)


def test_nobody_else_is_asked_for_the_release() -> None:
    generic = find_profile("generic")
    assert generic.for_call({"": "STU3", "com.epic.cdshooks.request.fhir-version": "STU3"}) is generic


# --- discovery --------------------------------------------------------------------------------------------


def test_discovery_lists_the_hooks_that_are_called_with_the_versions_that_are_asked_for() -> None:
    common = {"title": "t", "description": "d"}
    of = Profile(
        name="x", title="x", hooks=("order-dispatch",), version="3.0.0", hook_versions={"order-dispatch": "1.1"}
    )  # type: ignore[arg-type]
    assert discovery_for(of, SERVICES) == {
        "services": [
            common | {"hook": "order-dispatch", "id": "order-dispatch", "hookVersion": "1.1", "version": "3.0.0"}
        ]
    }


def test_what_suggestions_create_is_known_by_its_text() -> None:
    create = {"resourceType": "ServiceRequest", "status": "draft", "intent": "order", "code": {"text": "Body weight"}}
    device = {"resourceType": "DeviceRequest", "intent": "order", "codeCodeableConcept": {"text": "Goggles"}}
    words = {"resourceType": "CommunicationRequest", "status": "draft", "payload": [{"contentString": "Stop"}]}
    made = [{"label": "x", "create": one} for one in (create, device, words)]
    assert orders_of([rule("A-B-1", suggestions=[*made, {"label": "y", "delete": "order"}])]) == {
        "Body weight": "ServiceRequest",
        "Goggles": "DeviceRequest",
    }
