"""What each kind of EHR is sent. A*: system actions; D*, H*, K*, P*, X*: as elsewhere. Nothing that is said gets lost."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from cds.app import make_app, make_responder
from cds.caller import Caller
from cds.catalogue import install_sheet
from cds.errors import InputUnreadable
from cds.fhir import services_of
from cds.hooks import ActionType, read_request
from cds.profiles import Profile, discovery_for, find_profile, profiles
from cds.settings import Settings
from scripts.golden import HOUR, SAMPLES, request_files, response_file
from tests.tokens import ADDRESS, ISSUER, NOW, jwk, signed

OURS = list(profiles())
WRITTEN = datetime.combine(date(2026, 11, 20), HOUR)
SIGNING = SAMPLES / "requests" / "order-sign" / "ketamine-pregnant.json"
CODES = {"Urine pregnancy test": "4711"}
RELEASE, TRIGGER = "com.epic.cdshooks.request.fhir-version", "com.epic.cdshooks.request.bpa-trigger-action"

each_profile = pytest.mark.parametrize("name", OURS)
each_request = pytest.mark.parametrize("path", request_files(), ids=lambda path: f"{path.parent.name}/{path.stem}")


def settings(**members: Any) -> Settings:
    return Settings(now=WRITTEN, auth="off", terminology_db=Path("none"), _env_file=None, **members)  # type: ignore[call-arg]


@cache
def responder() -> Any:
    return make_responder(settings())


def answer(path: Path, profile: Profile) -> dict[str, Any]:
    """A sample, answered for an EHR of that profile; the linter has seen it."""
    request = read_request(path.read_bytes(), path.parent.name)
    return responder().respond(f"kir-{path.parent.name}", request, Caller(profile=profile)).to_document()


def said(document: dict[str, Any]) -> list[Any]:
    """What the cards state, without how it can be acted on."""
    return [
        (
            card["uuid"],
            card["summary"],
            card["indicator"],
            card["source"],
            [(rule["id"], rule["version"], rule["indicator"]) for rule in card["extension"]["org.kir-cds.rules"]],
            card["extension"].get("org.kir-cds.associated-resource"),
        )
        for card in document["cards"]
    ]


def actions(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [one["actions"] for card in document["cards"] for one in card.get("suggestions", [])]


def of_type(kind: str, document: dict[str, Any]) -> list[dict[str, Any]]:
    return [action for some in actions(document) for action in some if action["type"] == kind]


# --- every sample, to every EHR ---------------------------------------------------------------------------


@pytest.mark.requirement("A1", "A2", "A3", "A4", "K9", "K10", "K14", "K15", "K19")
@each_request
@each_profile
def test_every_ehr_is_told_the_same_and_offered_what_it_can_do(name: str, path: Path) -> None:
    profile = find_profile(name)
    document, generic = answer(path, profile), json.loads(response_file(path).read_text(encoding="utf-8"))

    assert said(document) == said(generic)
    for card, full in zip(document["cards"], generic["cards"], strict=True):
        spoken = card["extension"]["org.kir-cds.rules"]
        assert all(f"({rule['id']})" in card["detail"] for rule in spoken if len(spoken) > 1)
        assert len(card["detail"]) <= len(full["detail"])
        assert ("selectionBehavior" in card) == ("suggestions" in card)
        assert card.get("selectionBehavior", profile.selection) == profile.selection
        offered = {one["uuid"] for one in card.get("suggestions", [])}
        assert offered <= {one["uuid"] for one in full.get("suggestions", [])}
    assert document["extension"]["org.kir-cds.decision"].get("notEvaluated") == generic["extension"][
        "org.kir-cds.decision"
    ].get("notEvaluated")

    assert "systemActions" not in document
    assert "actionSelectionBehavior" not in json.dumps(document)
    assert all(len(some) == 1 for some in actions(document))
    assert {action["type"] for some in actions(document) for action in some} <= set(profile.actions)


@pytest.mark.requirement("K9", "K14")
@each_request
def test_epic_gets_one_fate_of_each_draft(path: Path) -> None:
    document = answer(path, find_profile("epic"))
    removed = [action["resourceId"] for action in of_type("delete", document)]
    assert len(set(removed)) == len(removed)
    assert {reference.partition("/")[0] for reference in removed} <= {"MedicationRequest", "ServiceRequest"}
    assert len(of_type("delete", document)) == len(actions(document)), "nothing is created without codes of the site"


@pytest.mark.requirement("K8")
@each_request
def test_plain_details_hold_no_marks_and_every_word(path: Path) -> None:
    plain = answer(path, find_profile("generic").model_copy(update={"detail": "plain"}))
    full = answer(path, find_profile("generic"))
    for bare, marked in zip(plain["cards"], full["cards"], strict=True):
        assert "**" not in bare["detail"]
        assert bare["detail"].split() == marked["detail"].replace("**", "").split()


def test_the_samples_put_the_profiles_to_the_test() -> None:
    """Suggestions of each kind are among them, so that leaving some out shows."""
    documents = [json.loads(response_file(path).read_text(encoding="utf-8")) for path in request_files()]
    assert all(any(of_type(kind, one) for one in documents) for kind in ActionType)


# --- one EHR each -----------------------------------------------------------------------------------------


@pytest.mark.requirement("K13", "K15")
def test_epic_creates_what_the_site_gave_a_code_for() -> None:
    document = answer(SIGNING, find_profile("epic").model_copy(update={"orders": CODES}))
    [card] = document["cards"]
    assert [one["label"] for one in card["suggestions"]] == ["Remove the ketamine order", "Repeat the pregnancy test"]
    assert card["selectionBehavior"] == "any"
    [created] = of_type("create", document)
    assert created["resource"]["code"]["coding"] == [
        {"system": "urn:com.epic.cdshooks.action.code.system.preference-list-item", "code": "4711"}
    ]
    assert "dosageInstruction" not in created["resource"]


@pytest.mark.requirement("K13", "X2")
@pytest.mark.parametrize(("release", "kinds"), [("R4", {"create", "delete"}), ("STU3", {"delete"})])
def test_epic_in_another_fhir_release_gets_no_resource_of_ours(release: str, kinds: set[str]) -> None:
    body = json.loads(SIGNING.read_text(encoding="utf-8"))
    body["extension"][RELEASE] = release
    request = read_request(json.dumps(body).encode(), "order-sign")
    caller = Caller(profile=find_profile("epic").model_copy(update={"orders": CODES}))
    document = responder().respond("kir-order-sign", request, caller).to_document()
    assert {action["type"] for some in actions(document) for action in some} == kinds


@pytest.mark.requirement("K16", "K17")
@each_request
def test_oracle_health_gets_neither_reasons_nor_links(path: Path) -> None:
    document = answer(path, find_profile("oracle-health"))
    assert not any({"overrideReasons", "links"} & set(card) for card in document["cards"])
    assert not any("resourceId" in action for action in of_type("delete", document))


def test_oracle_health_gets_shorter_cards() -> None:
    charts = [path for path in request_files() if path.parent.name == "patient-view"]

    def length(name: str) -> int:
        return sum(len(card["detail"]) for path in charts for card in answer(path, find_profile(name))["cards"])

    assert length("oracle-health") < 0.9 * length("generic")


@pytest.mark.requirement("K14", "K20")
@each_request
def test_crd_gets_no_delete_alone_and_the_order_by_its_own_name(path: Path) -> None:
    document = answer(path, find_profile("crd-strict"))
    assert of_type("delete", document) == []
    for card in document["cards"]:
        names = ("davinci-crd.associated-resource", "org.kir-cds.associated-resource")
        crd, ours = (card["extension"].get(name) for name in names)
        assert crd == ours
        assert {"code", "system"} <= set(card["source"]["topic"])


# --- discovery --------------------------------------------------------------------------------------------


def offered(name: str) -> list[dict[str, Any]]:
    return discovery_for(find_profile(name), services_of(responder().rulebook))["services"]


@pytest.mark.requirement("D7", "D9", "P13")
def test_each_ehr_finds_the_services_that_it_calls() -> None:
    hooks = {name: [one["hook"] for one in offered(name)] for name in OURS}
    assert len(hooks["generic"]) == len(hooks["cds-hooks-3"]) == 9
    assert hooks["epic"] == hooks["sandbox"] == ["patient-view", "order-select", "order-sign"]
    assert hooks["oracle-health"] == ["patient-view"]
    assert set(hooks["crd-strict"]) == set(find_profile("crd-strict").hooks)
    for name in OURS:
        ids = [one["id"] for one in offered(name)]
        assert len(set(ids)) == len(ids)


@pytest.mark.requirement("D7")
def test_versions_are_stated_where_they_are_asked_for() -> None:
    assert {one["version"] for one in offered("generic")} == {"2.0.1"}
    assert {one["version"] for one in offered("cds-hooks-3")} == {"3.0.0-ballot"}
    assert all("hookVersion" in one for one in offered("cds-hooks-3"))
    assert not any({"version", "hookVersion"} & set(one) for one in offered("oracle-health"))


@pytest.mark.requirement("D11", "D12", "P9", "P10", "P11", "P13")
@each_profile
def test_every_ehr_knows_the_tokens_of_our_prefetch(name: str) -> None:
    full = {one["id"]: one["prefetch"] for one in offered("generic")}
    for service in offered(name):
        assert service["prefetch"] == full[service["id"]], "no profile narrows a query: a fact would be lost"
        tokens = {part.partition("}}")[0] for query in service["prefetch"].values() for part in query.split("{{")[1:]}
        assert tokens <= {"context.patientId", "context.encounterId"}
        assert "encounterId" not in service["prefetch"]["patient"]


@pytest.mark.requirement("D15")
@each_profile
def test_the_install_sheet_holds_what_discovery_says(name: str) -> None:
    profile = find_profile(name)
    text = install_sheet(responder().rulebook, profile, address=ADDRESS, algorithms=profile.algorithms)
    services = offered(name)
    assert text.count("\n- Hook: ") == len(services)
    lines = [line.split(maxsplit=2) for line in text.splitlines()]
    for service in services:
        assert f"- Hook: `{service['hook']}`\n- URL: `{ADDRESS}/cds-services/{service['id']}`\n" in text
        assert f"- When: {service['description']}\n" in text
        for key, query in service["prefetch"].items():
            assert [key, "required" if key == "patient" else "optional", query] in lines
    assert all(f"- {note}\n" in text for note in profile.notes)


# --- over HTTP --------------------------------------------------------------------------------------------


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Callable[..., TestClient]]:
    """The whole service, with a registry of two EHRs unless authentication is off."""
    doors: list[TestClient] = []

    def open_(*, discovery: str = "open", **members: Any) -> TestClient:
        epic = {"id": "epic-site", "issuer": ISSUER, "keys": [jwk("rsa-1"), jwk("ehr-1")]}
        epic["profile"] = {"base": "epic", "orders": CODES}
        crd = {"id": "crd-site", "issuer": "https://crd.example", "keys": [jwk("ehr-1")], "profile": "crd-strict"}
        file = tmp_path / "clients.yaml"
        file.write_text(yaml.safe_dump({"address": ADDRESS, "discovery": discovery, "clients": [epic, crd]}))
        made = Settings(
            **{"now": NOW, "clients": file, "database_url": f"sqlite:///{tmp_path / 'kir.sqlite3'}"} | members,  # type: ignore[arg-type]
            terminology_db=tmp_path / "none",
            _env_file=None,  # type: ignore[call-arg]
        )
        doors.append(TestClient(make_app(made), raise_server_exceptions=False))
        return doors[-1].__enter__()

    yield open_
    for door in doors:
        door.__exit__(None, None, None)


def bearer(key: str, path: str, **members: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {signed(key, aud=ADDRESS + path, **members)}"}


EPIC: dict[str, Any] = {"key": "rsa-1"}
CRD: dict[str, Any] = {"key": "ehr-1", "iss": "https://crd.example"}


def hooks(response: Any) -> set[str]:
    return {one["hook"] for one in response.json()["services"]}


@pytest.mark.requirement("D9", "D14")
def test_discovery_answers_by_the_profile_of_who_reads_it(house: Any) -> None:
    service, path = house(), "/cds-services"
    anybody = service.get(path)
    epic, crd = (service.get(path, headers=bearer(path=path, **one)) for one in (EPIC, CRD))
    assert (len(hooks(anybody)), len(hooks(epic)), len(hooks(crd))) == (9, 3, 5)
    assert len({one.headers["etag"] for one in (anybody, epic, crd)}) == 3
    assert all("Authorization" in one.headers["vary"] for one in (anybody, epic, crd))
    again = service.get(path, headers=bearer(path=path, **EPIC) | {"If-None-Match": epic.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.requirement("D14", "J11")
def test_a_bad_token_on_open_discovery_is_none(house: Any) -> None:
    service = house()
    for headers in ({"Authorization": "Bearer x"}, bearer(path="/cds-services/kir-order-sign", **EPIC)):
        answered = service.get("/cds-services", headers=headers)
        assert (answered.status_code, len(hooks(answered))) == (200, 9)
    closed = house(discovery="required")
    assert closed.get("/cds-services", headers={"Authorization": "Bearer x"}).status_code == 401


@pytest.mark.requirement("J3", "K9")
def test_two_ehrs_of_one_house_get_what_each_can_do(house: Any) -> None:
    service, path, body = house(now=WRITTEN), "/cds-services/kir-order-sign", SIGNING.read_bytes()
    moved = {name: int((WRITTEN - NOW).total_seconds()) + more for name, more in (("iat", 0), ("exp", 300))}
    json_ = {"Content-Type": "application/json"}
    epic, crd = (
        service.post(path, content=body, headers=json_ | bearer(path=path, **one, **moved)).json()
        for one in (EPIC, CRD)
    )
    assert [card["selectionBehavior"] for card in epic["cards"] + crd["cards"]] == ["any", "at-most-one"]
    assert [action["type"] for some in actions(epic) for action in some] == ["delete", "create"]
    assert [action["type"] for some in actions(crd) for action in some] == ["create", "create"]


@pytest.mark.requirement("J3")
def test_epic_signs_as_epic_does(house: Any) -> None:
    service, path = house(), "/cds-services/kir-patient-view"
    assert service.post(path, json={}, headers=bearer("rsa-1", path)).status_code == 400
    assert service.post(path, json={}, headers=bearer("ehr-1", path)).status_code == 401, "ES384 is not Epic's"


@pytest.mark.requirement("X2", "R8")
def test_the_log_says_what_set_epic_off_and_repeats_nothing_else(house: Any) -> None:
    service, path = house(auth="off", profile="epic"), "/cds-services/kir-order-sign"
    body = json.loads(SIGNING.read_text(encoding="utf-8"))
    body["extension"] |= {TRIGGER: "23", RELEASE: "Jane Marker; R4", "com.epic.cdshooks.request.criteria-id": "9"}
    with capture_logs() as logs:
        assert service.post(path, json=body).status_code == 200
    [line] = [one for one in logs if one["event"] == "hook answered"]
    assert (line["profile"], line["stated"]) == ("epic", {TRIGGER: "23"})


@pytest.mark.requirement("D9", "F12", "T3")
def test_the_demo_can_be_shown_to_the_sandbox(house: Any) -> None:
    origin = "https://sandbox.cds-hooks.org"
    service = house(auth="off", profile="sandbox", cors_origins=(origin,))
    found = service.get("/cds-services", headers={"Origin": origin})
    assert hooks(found) == {"patient-view", "order-select", "order-sign"}
    assert {"Authorization", "Origin"} <= {one.strip() for one in found.headers["vary"].split(",")}


def test_an_order_that_nothing_creates_is_told_at_start(tmp_path: Path) -> None:
    file = tmp_path / "clients.yaml"
    file.write_text(
        f"address: {ADDRESS}\nclients:\n  - id: one\n    issuer: {ISSUER}\n    jku: [https://e.example/k]\n"
        "    profile:\n      base: epic\n      orders: {Urine pregnancy tset: '1'}\n"
    )
    made = Settings(clients=file, database_url=f"sqlite:///{tmp_path / 'kir.sqlite3'}", _env_file=None)  # type: ignore[call-arg]
    with pytest.raises(InputUnreadable) as refused:
        make_app(made)
    assert str(refused.value).endswith(
        "clients.yaml:8:38: no suggestion creates `Urine pregnancy tset`; did you mean `Urine pregnancy test`?"
    )
    assert not (tmp_path / "kir.sqlite3").exists()


def test_a_profile_that_does_not_exist_is_told_at_start() -> None:
    with pytest.raises(ValueError, match=r"`sandbx` is no profile; .*did you mean `sandbox`"):
        settings(profile="sandbx")
