"""Whom the service answers. J*: trust in clients by signed tokens, as numbered in CDS Hooks 2.0.1 "Trusting CDS Clients".

The refusals are sent over HTTP with real keys, and each is checked to be refused for its own reason: a token that is
wrong in two ways would prove nothing.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient
from structlog.testing import capture_logs
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from cds.store import Store
from cds.web import Metrics, create_app
from cds.web.trust import Gate, KeyServers, read_registry
from tests.contract.test_feedback import ACCEPTED
from tests.key_server import KeyHost, serving_keys
from tests.tokens import ADDRESS, ISSUER, NOW, SERVICE, claims, forged, jwk, pem, signed

CLIENT: dict[str, Any] = {
    "id": "general",
    "issuer": ISSUER,
    "keys": [jwk("ehr-1"), {"kid": "rsa+/=", "pem": pem("rsa+/=")}],
}


class Ticks:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class House:
    """Builds the service with a registry; every worker is one more of it, on the same database."""

    def __init__(self, folder: Path, responder: Any, doors: ExitStack) -> None:
        self._folder, self._responder, self._doors = folder, responder, doors
        self.clock = NOW
        self.ticks = Ticks()
        self.database = folder / "kir.sqlite3"

    def __call__(self, *clients: dict[str, Any], tokens: Any = None, **registry: Any) -> TestClient:
        file = self._folder / "clients.yaml"
        file.write_text(yaml.safe_dump({"address": ADDRESS, "clients": list(clients or (CLIENT,)), **registry}))
        store = Store(f"sqlite:///{self.database}", now=lambda: self.clock)
        store.create_schema()
        self._doors.callback(store.close)
        metrics = Metrics()
        gate = Gate(
            read_registry(file),
            tokens or store,
            now=lambda: self.clock,
            key_servers=KeyServers(timeout=0.5, ticks=self.ticks),
            ticks=self.ticks,
            count=metrics.not_admitted,
            count_unchecked=metrics.replay_unchecked,
        )
        self._doors.callback(gate.close)
        return TestClient(create_app(self._responder, store, gate=gate, metrics=metrics))


@pytest.fixture
def house(tmp_path: Path, responder: Any) -> Iterator[House]:
    with ExitStack() as doors:
        yield House(tmp_path, responder, doors)


@pytest.fixture
def keys() -> Iterator[KeyHost]:
    with serving_keys() as found:
        yield found


@pytest.fixture
def call(order_sign: dict[str, Any]) -> Callable[..., Any]:
    def ask(service: TestClient, token: str | None, path: str = "/cds-services/kir-order-sign", **more: Any) -> Any:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        return service.post(path, **({"json": order_sign, "headers": headers} | more))

    return ask


def reasons(service: TestClient) -> list[str]:
    """Why callers were not let in so far."""
    lines = [line for line in service.get("/metrics").text.splitlines() if line.startswith("kir_not_admitted_total")]
    return [line.split('"')[1] for line in lines for _ in range(int(float(line.split()[-1])))]


def check_refused(response: Any) -> None:
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    text = "Not authorized; send a valid token as Authorization: Bearer"
    assert [issue["details"]["text"] for issue in response.json()["issue"]] == [text]
    assert response.headers["cache-control"] == "no-store"


# --- who may call what ------------------------------------------------------------------------------------


@pytest.mark.requirement("J1", "J2", "J3", "J4", "J10")
@pytest.mark.parametrize("key", ["ehr-1", "rsa+/="])
def test_a_trusted_ehr_gets_its_cards(house: House, call: Any, key: str) -> None:
    service = house()
    assert call(service, signed(key, sub="whatever Epic puts here")).json()["cards"]
    assert reasons(service) == []


@pytest.mark.requirement("J1", "J11")
@pytest.mark.parametrize(
    "path", ["/cds-services/kir-order-sign", "/cds-services/kir-order-sign/feedback", "/cds-services/x"]
)
def test_nobody_else_gets_anything(house: House, call: Any, responder: Any, path: str) -> None:
    service = house()
    check_refused(call(service, None, path))
    assert responder.seen == []
    assert reasons(service) == ["missing"]


@pytest.mark.requirement("J1")
def test_feedback_needs_a_token_for_its_own_address(house: House, call: Any) -> None:
    service, path = house(), "/cds-services/kir-order-sign/feedback"
    check_refused(call(service, signed(), path, json={"feedback": [ACCEPTED]}))
    assert call(service, signed(aud=f"{SERVICE}/feedback"), path, json={"feedback": [ACCEPTED]}).status_code == 200


@pytest.mark.requirement("D14", "J1", "J6")
def test_discovery_is_open_unless_the_registry_closes_it(house: House) -> None:
    assert house().get("/cds-services").status_code == 200
    service = house(discovery="required")
    check_refused(service.get("/cds-services"))
    token = signed(aud=f"{ADDRESS}/cds-services")
    assert service.get("/cds-services", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert service.get("/healthz").status_code == 200


@pytest.mark.requirement("F12", "J3", "J6")
def test_a_client_like_the_sandbox_signs_feedback_for_its_address(house: House, call: Any) -> None:
    service, path = house(CLIENT | {"profile": "sandbox"}), "/cds-services/kir-order-sign/feedback"
    feedback = {"json": {"feedback": [ACCEPTED]}}
    assert call(service, signed(aud=f"{SERVICE}/feedback"), path, **feedback).status_code == 200
    check_refused(call(service, signed("rsa+/=", aud=f"{SERVICE}/feedback"), path, **feedback))
    assert reasons(service) == ["algorithm"]


@pytest.mark.requirement("J2")
def test_the_token_for_the_fhir_server_is_no_token_for_us(house: House, call: Any, order_sign: Any) -> None:
    order_sign["fhirServer"] = "https://fhir.hospital.example"
    order_sign["fhirAuthorization"] = {
        "access_token": signed(),
        "token_type": "Bearer",
        "expires_in": 300,
        "scope": "x",
        "subject": "y",
    }
    check_refused(call(house(), None))


@pytest.mark.requirement("J2", "J11")
@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "Bearer a.b",
        "Bearer a.b.c",
        "Bearer a.b.c.d",
        "Bearer é.b.c",
        "Bearer " + "a" * 9000 + ".b.c",
    ],
)
def test_what_is_no_bearer_token_is_refused(house: House, call: Any, value: str) -> None:
    check_refused(call(house(), None, headers={"Authorization": value.encode("latin-1")}))


@pytest.mark.requirement("J2")
def test_two_authorization_headers_are_refused(house: House, call: Any) -> None:
    headers = [("Authorization", f"Bearer {signed()}"), ("Authorization", f"Bearer {signed()}")]
    check_refused(call(house(), None, headers=headers))


@pytest.mark.requirement("J2")
def test_the_word_bearer_may_be_written_in_any_case(house: House, call: Any) -> None:
    assert call(house(), None, headers={"Authorization": f"bEARER {signed()}"}).status_code == 200


# --- form, algorithm and key ------------------------------------------------------------------------------


def with_secret(algorithm: str, key: bytes) -> str:
    """A token signed with a shared secret."""
    signed_part = forged({"alg": algorithm, "typ": "JWT", "kid": "rsa+/="}, json.dumps(claims()).encode()).rstrip(".")
    digest = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}[algorithm]
    signature = hmac.new(key, signed_part.encode(), digest).digest()
    return signed_part + "." + base64.urlsafe_b64encode(signature).rstrip(b"=").decode()


@pytest.mark.requirement("J3", "J12")
@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_our_public_key_is_no_shared_secret(house: House, call: Any, algorithm: str) -> None:
    service = house()
    for key in (
        pem("rsa+/=").encode(),
        pem("rsa+/=").strip().encode(),
        json.dumps(jwk("rsa+/=")).encode(),
        b"",
        b"secret",
    ):
        check_refused(call(service, with_secret(algorithm, key)))
    assert reasons(service) == ["algorithm"] * 5


@pytest.mark.requirement("J3")
@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", "", None, 5, ["ES384"], "RS512", "EdDSA"])
def test_other_algorithms_are_refused(house: House, call: Any, algorithm: Any) -> None:
    service = house()
    header = {"alg": algorithm, "typ": "JWT", "kid": "ehr-1"}
    for signature in (b"", b"x" * 96):
        check_refused(call(service, forged(header, json.dumps(claims()).encode(), signature)))
    assert set(reasons(service)) <= {"algorithm", "form"}


@pytest.mark.requirement("J3")
def test_an_algorithm_that_is_not_agreed_with_this_client_is_refused(house: House, call: Any) -> None:
    service = house()
    check_refused(call(service, signed("rsa+/=", alg="RS256")))
    check_refused(call(service, signed("rsa+/=", alg="PS384")))
    assert reasons(service) == ["algorithm"] * 2
    service = house(CLIENT | {"algorithms": ["RS256", "PS384"]})
    assert call(service, signed("rsa+/=", alg="RS256")).status_code == 200
    assert call(service, signed("rsa+/=", alg="PS384")).status_code == 200
    check_refused(call(service, signed("rsa+/=")))


@pytest.mark.requirement("J3", "J12")
def test_a_key_is_good_for_its_own_kind_only(house: House, call: Any) -> None:
    service = house(
        CLIENT
        | {"keys": [jwk("p256"), jwk("rsa-s", alg="RS384"), jwk("ehr-1")], "algorithms": ["ES384", "ES256", "RS256"]}
    )
    assert call(service, signed("p256")).status_code == 200
    check_refused(call(service, signed("rsa-s", alg="RS256")))
    check_refused(call(service, signed("rsa-s", alg="RS256", header={"kid": "ehr-1"})))
    assert reasons(service) == ["algorithm"] * 2


@pytest.mark.requirement("J4")
@pytest.mark.parametrize("header", [{"typ": "JWS"}, {"typ": None}, {"crit": ["b64"], "b64": False}, {"crit": []}])
def test_a_header_without_its_members_is_refused(house: House, call: Any, header: dict[str, Any]) -> None:
    made = {"alg": "ES384", "kid": "ehr-1", "typ": "JWT"} | header
    made = {name: value for name, value in made.items() if value is not None}
    service = house()
    check_refused(call(service, forged(made, json.dumps(claims()).encode(), b"x" * 96)))
    assert reasons(service) == ["form"]


@pytest.mark.requirement("J4", "J5")
@pytest.mark.parametrize("kid", ["ehr-2", "EHR-1", "ehr-1 ", "../ehr-1", "", "0", "' OR 1=1 --", "rsa%2B/="])
def test_an_unknown_kid_is_refused(house: House, call: Any, kid: str) -> None:
    service = house()
    check_refused(call(service, signed(header={"kid": kid})))
    assert reasons(service) == ["key"]


@pytest.mark.requirement("J5", "J12")
def test_a_key_inside_of_the_token_is_not_looked_at(house: House, call: Any, keys: KeyHost) -> None:
    keys.keys = [jwk("thief")]
    service = house()
    for brought in ({"jwk": jwk("thief")}, {"x5u": keys.url}, {"x5c": ["MIIB"]}):
        check_refused(call(service, signed("thief", header={"kid": "ehr-1", **brought})))
        check_refused(call(service, signed("thief", header=brought)))
    assert sorted(reasons(service)) == ["key"] * 3 + ["signature"] * 3
    assert keys.asked == []


@pytest.mark.requirement("J3", "J11")
def test_a_changed_token_is_refused(house: House, call: Any) -> None:
    service = house()
    head, _, signature = signed().split(".")
    body = forged({}, json.dumps(claims(sub="changed")).encode()).split(".")[1]
    check_refused(call(service, f"{head}.{body}.{signature}"))
    assert reasons(service) == ["signature"]


@pytest.mark.requirement("J11")
@pytest.mark.parametrize(
    "payload", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 5000, b'{"exp": ' + b"9" * 5000 + b"}", b'"x"']
)
def test_claims_that_cannot_be_read_are_refused(house: House, call: Any, payload: bytes) -> None:
    check_refused(call(house(), forged({"alg": "ES384", "typ": "JWT", "kid": "ehr-1"}, payload, b"x" * 96)))


# --- claims -----------------------------------------------------------------------------------------------


@pytest.mark.requirement("J6")
@pytest.mark.parametrize(
    "issuer",
    [
        "https://ehr.hospital.example/",
        "https://ehr.hospital.example.evil.example",
        "HTTPS://ehr.hospital.example",
        "",
        None,
        5,
        [ISSUER],
        {"a": 1},
    ],
)
def test_another_issuer_is_refused(house: House, call: Any, issuer: Any) -> None:
    service = house()
    check_refused(call(service, signed(iss=issuer)))
    assert reasons(service) == ["issuer"]


@pytest.mark.requirement("J6")
@pytest.mark.parametrize("audience", [SERVICE, [SERVICE], ["https://other.example", SERVICE], "typed-by-hand"])
def test_an_audience_that_names_us(house: House, call: Any, audience: Any) -> None:
    assert call(house(CLIENT | {"audiences": ["typed-by-hand"]}), signed(aud=audience)).status_code == 200


@pytest.mark.requirement("J6")
@pytest.mark.parametrize(
    "audience",
    [
        None,
        "",
        [],
        5,
        {"a": SERVICE},
        [[SERVICE]],
        ADDRESS,
        f"{ADDRESS}/",
        f"{ADDRESS}/cds-services",
        f"{SERVICE}/",
        f"{SERVICE}x",
        f"{SERVICE}?x",
        f"{SERVICE}#",
        f"{SERVICE}.evil.example",
        SERVICE[:-1],
        f"x{SERVICE}",
        f" {SERVICE}",
        SERVICE.upper(),
        SERVICE.replace("https", "http"),
        f"{ADDRESS}/cds-services/kir-order-select",
        f"{SERVICE}/feedback",
        f"https://evil.example/{SERVICE}",
        f"{ADDRESS}.evil.example/cds-services/kir-order-sign",
        f"{ADDRESS}@evil.example/cds-services/kir-order-sign",
        "sand_man",
        [f"{SERVICE} "],
    ],
)
def test_an_audience_that_does_not_name_us_is_refused(house: House, call: Any, audience: Any) -> None:
    service = house()
    check_refused(call(service, signed(aud=audience)))
    assert reasons(service) == ["audience"]


@pytest.mark.requirement("J6")
def test_who_we_are_is_not_for_the_caller_to_say(house: House, call: Any) -> None:
    """A token that another service was given, and a Host header that says that we are it."""
    token = signed(aud="https://other.example/cds-services/kir-order-sign")
    headers = {"Authorization": f"Bearer {token}", "Host": "other.example", "X-Forwarded-Host": "other.example"}
    check_refused(call(house(), None, headers=headers))


@pytest.mark.requirement("J6", "T2")
@pytest.mark.parametrize("trusts_proxies", [True, False])
@pytest.mark.parametrize("rightful", [True, False])
def test_nothing_that_a_proxy_says_changes_who_we_are(
    house: House, call: Any, trusts_proxies: bool, rightful: bool
) -> None:
    """Forwarding headers that anybody may send, also where the server in front of the service believes them."""
    service = house()
    if trusts_proxies:
        believing: Any = ProxyHeadersMiddleware(service.app, trusted_hosts="*")  # type: ignore[arg-type]
        service = TestClient(believing)
    token = signed() if rightful else signed(aud="http://other.example/kir/cds-services/kir-order-sign")
    headers = {
        "Authorization": f"Bearer {token}",
        "Forwarded": "for=10.0.0.1;host=other.example;proto=http",
        "X-Forwarded-For": "10.0.0.1",
        "X-Forwarded-Host": "other.example",
        "X-Forwarded-Port": "80",
        "X-Forwarded-Prefix": "/kir",
        "X-Forwarded-Proto": "http",
        "X-Original-URL": "/kir/cds-services/kir-order-sign",
        "X-SSL-Client-Verify": "SUCCESS",
    }
    answer = call(service, None, headers=headers)
    if rightful:
        assert answer.status_code == 200
    else:
        check_refused(answer)
        assert reasons(service) == ["audience"]


@pytest.mark.requirement("T2")
def test_a_client_certificate_that_a_proxy_verified_replaces_no_token(house: House, call: Any) -> None:
    headers = {"X-SSL-Client-Verify": "SUCCESS", "X-SSL-Client-S-DN": "CN=general-hospital", "X-Client-Cert": "x"}
    check_refused(call(house(), None, headers=headers))


@pytest.mark.requirement("J7")
@pytest.mark.parametrize(
    ("times", "reason"),
    [
        ({"iat": -300, "exp": 1}, None), ({"iat": -300, "exp": -59}, None), ({"iat": -300, "exp": -60}, "expired"),
        ({"iat": -300, "exp": -61}, "expired"), ({"iat": 60}, None), ({"iat": 61}, "not-yet"), ({"nbf": -300}, None),
        ({"nbf": 60}, None), ({"nbf": 61}, "not-yet"), ({"exp": 3600}, None), ({"exp": 3601}, "lifetime"),
        ({"exp": 0}, "lifetime"), ({"iat": 200, "exp": 100}, "lifetime"), ({"exp": None}, "time-claims"),
        ({"iat": None}, "time-claims"), ({"exp": "tomorrow"}, "time-claims"), ({"exp": True}, "time-claims"),
        ({"iat": False}, "time-claims"), ({"exp": float("nan")}, "time-claims"), ({"exp": float("inf")}, "time-claims"),
        ({"exp": 10**400}, "time-claims"), ({"exp": [1]}, "time-claims"), ({"nbf": "now"}, "time-claims"),
    ],
)  # fmt: skip
def test_a_token_is_good_for_its_time_only(house: House, call: Any, times: dict[str, Any], reason: str | None) -> None:
    service = house()
    response = call(service, signed(**times))
    if reason is None:
        assert response.status_code == 200
    else:
        check_refused(response)
        assert reasons(service) == [reason]


# --- once only --------------------------------------------------------------------------------------------


@pytest.mark.requirement("J8")
@pytest.mark.parametrize("jti", [None, "", 5, ["a"], "x" * 513])
def test_a_token_without_a_name_is_refused(house: House, call: Any, jti: Any) -> None:
    service = house()
    check_refused(call(service, signed(jti=jti)))
    assert reasons(service) == ["jti"]


@pytest.mark.requirement("J8")
def test_the_same_token_twice_is_refused(house: House, call: Any) -> None:
    service, token = house(), signed()
    assert call(service, token).status_code == 200
    check_refused(call(service, token))
    check_refused(
        call(service, signed("rsa+/=", jti="one", aud="x"))
    )  # refused for its audience: its name is still free
    assert call(service, signed("rsa+/=", jti="one")).status_code == 200
    check_refused(call(service, signed(jti="one")))
    assert sorted(reasons(service)) == ["audience", "replayed", "replayed"]


@pytest.mark.requirement("J8")
def test_another_worker_refuses_it_too(house: House, call: Any) -> None:
    first, second, token = house(), house(), signed()
    assert call(first, token).status_code == 200
    check_refused(call(second, token))
    assert reasons(second) == ["replayed"]


@pytest.mark.requirement("J8")
def test_it_is_refused_for_as_long_as_it_is_good(house: House, call: Any) -> None:
    token = signed(exp=300)
    assert call(house(), token).status_code == 200
    for seconds, reason in ((359, "replayed"), (360, "expired"), (100_000, "expired")):
        house.clock = NOW + timedelta(seconds=seconds)
        service = house()
        check_refused(call(service, token))
        assert reasons(service) == [reason]


@pytest.mark.requirement("J8")
def test_two_ehrs_may_use_the_same_name(house: House, call: Any) -> None:
    other = {"id": "other", "issuer": "https://other.example", "keys": [jwk("other")]}
    service = house(CLIENT, other)
    assert call(service, signed(jti="1")).status_code == 200
    assert call(service, signed("other", iss="https://other.example", jti="1")).status_code == 200


@pytest.mark.requirement("J8")
def test_a_client_may_be_allowed_to_repeat_its_tokens(house: House, call: Any) -> None:
    service, token = house(CLIENT | {"replay": "allowed"}), signed()
    assert [call(service, token).status_code for _ in range(2)] == [200, 200]
    check_refused(call(service, signed(jti=None)))


class Away:
    """A database that does not answer."""

    def save_token(self, digest: str, good_until: datetime) -> bool:
        raise OperationalError("INSERT", {}, OSError("gone"))


@pytest.mark.requirement("J8")
def test_cards_come_while_the_database_is_away(house: House, call: Any) -> None:
    service, token = house(tokens=Away()), signed()
    with capture_logs() as logs:
        assert call(service, token).json()["cards"]
        check_refused(call(service, token))
    assert {"event": "tokens of other workers not known", "error": "OperationalError", "log_level": "error"} in logs
    assert "kir_replay_unchecked_total 1.0" in service.get("/metrics").text


# --- published keys ---------------------------------------------------------------------------------------


def publishing(keys: KeyHost, **more: Any) -> dict[str, Any]:
    return {"id": "general", "issuer": ISSUER, "jku": [keys.url], **more}


@pytest.mark.requirement("J5")
@pytest.mark.parametrize("names_it", [True, False])
def test_keys_come_from_a_listed_address_and_are_kept(house: House, call: Any, keys: KeyHost, names_it: bool) -> None:
    keys.keys = [jwk("ehr-1"), {"kty": "oct", "k": "AAAA", "kid": "x"}, jwk("rsa-enc", use="enc"), "nonsense"]
    service = house(publishing(keys))
    header = {"jku": keys.url} if names_it else {}
    assert [call(service, signed(header=header)).status_code for _ in range(3)] == [200] * 3
    assert keys.asked == ["/jwks.json"]
    check_refused(call(service, signed("rsa-enc", header=header)))


@pytest.mark.requirement("J5")
@pytest.mark.parametrize(
    "change",
    [
        "{url}?x",
        "{url}#",
        "{url}/../jwks.json",
        "{url}.evil",
        "{upper}",
        "file:///etc/passwd",
        "http://169.254.169.254/",
        "",
        "5",
        "[]",
    ],
)
def test_an_address_that_is_not_listed_is_never_asked(house: House, call: Any, keys: KeyHost, change: str) -> None:
    keys.keys = [jwk("thief")]
    written = change.format(url=keys.url, upper=keys.url.upper())
    jku = json.loads(written) if written in {"5", "[]"} else written
    service = house(publishing(keys), CLIENT | {"id": "second", "issuer": "https://second.example"})
    check_refused(call(service, signed("thief", header={"jku": jku})))
    check_refused(
        call(service, signed("thief", header={"jku": keys.url}, iss="https://second.example"))
    )  # listed for another
    assert reasons(service) == ["jku"] * 2
    assert keys.asked == []


@pytest.mark.requirement("J5")
def test_a_new_key_is_taken_and_an_old_one_dropped(house: House, call: Any, keys: KeyHost) -> None:
    keys.keys = [jwk("ehr-1")]
    service = house(publishing(keys))
    assert call(service, signed()).status_code == 200
    keys.keys = [jwk("ehr-2")]
    assert call(service, signed("ehr-2")).status_code == 200
    check_refused(call(service, signed("ehr-1")))
    assert len(keys.asked) == 2


@pytest.mark.requirement("J5")
def test_strangers_cannot_make_us_ask_often(house: House, call: Any, keys: KeyHost) -> None:
    keys.keys = [jwk("ehr-1")]
    service = house(publishing(keys))
    for number in range(10):
        check_refused(call(service, signed("thief", header={"kid": f"unknown {number}"})))
    assert len(keys.asked) == 2
    house.ticks.now = 31
    check_refused(call(service, signed("thief")))
    assert len(keys.asked) == 3
    assert call(service, signed()).status_code == 200


@pytest.mark.requirement("J5")
def test_a_withdrawn_key_ends_with_the_freshness_of_the_set(house: House, call: Any, keys: KeyHost) -> None:
    keys.keys = [jwk("ehr-1")]
    service = house(publishing(keys))
    assert call(service, signed()).status_code == 200
    keys.keys = []
    house.ticks.now = 599
    assert call(service, signed()).status_code == 200
    house.ticks.now = 600
    check_refused(call(service, signed()))


def fail(keys: KeyHost, how: str) -> None:
    match how:
        case "slow":
            keys.released.clear()
        case "huge":
            keys.raw = b'{"keys": [' + b" " * 300_000 + b"]}"
        case "endless":
            keys.is_endless = True
        case "error":
            keys.status = 500
        case "redirect":
            keys.status = 302
        case "no JSON":
            keys.raw = b"<html>"
        case "deep":
            keys.raw = b"[" * 200_000
        case "no set":
            keys.raw = b"[]"
        case "too many keys":
            keys.keys = [{} for _ in range(101)]
        case _:
            raise AssertionError(how)


TROUBLES = ["slow", "huge", "endless", "error", "redirect", "no JSON", "deep", "no set", "too many keys"]


@pytest.mark.requirement("J5", "J11")
@pytest.mark.parametrize("how", TROUBLES)
def test_a_key_server_in_trouble_means_401_and_is_left_alone(house: House, call: Any, keys: KeyHost, how: str) -> None:
    keys.keys = [jwk("ehr-1")]
    service = house(publishing(keys))
    fail(keys, how)
    for _ in range(3):
        check_refused(call(service, signed()))
    assert len(keys.asked) == 1
    assert reasons(service) == ["key"] * 3


@pytest.mark.requirement("J5")
def test_a_dead_key_server_means_401(house: House, call: Any) -> None:
    with serving_keys() as keys:
        service = house(publishing(keys))
    check_refused(call(service, signed()))


@pytest.mark.requirement("J5")
@pytest.mark.parametrize("how", ["slow", "error"])
def test_the_last_keys_stay_good_for_an_hour(house: House, call: Any, keys: KeyHost, how: str) -> None:
    keys.keys = [jwk("ehr-1")]
    service = house(publishing(keys))
    assert call(service, signed()).status_code == 200
    fail(keys, how)
    house.ticks.now = 3599
    assert call(service, signed()).status_code == 200
    house.ticks.now = 3600
    check_refused(call(service, signed()))


@pytest.mark.requirement("J4", "J5")
def test_a_kid_that_stands_twice_names_no_key(house: House, call: Any, keys: KeyHost) -> None:
    keys.keys = [jwk("thief", kid="ehr-1"), jwk("ehr-1")]
    service = house(publishing(keys))
    check_refused(call(service, signed()))
    check_refused(call(service, signed("thief", header={"kid": "ehr-1"})))


# --- tenants and limits -----------------------------------------------------------------------------------

TENANTS = [
    {"id": "north", "issuer": ISSUER, "tenant": "N", "keys": [jwk("north")]},
    {"id": "south", "issuer": ISSUER, "tenant": "S", "keys": [jwk("south")]},
]


@pytest.mark.requirement("J9")
def test_each_tenant_has_its_own_keys(house: House, call: Any, responder: Any) -> None:
    service = house(*TENANTS)
    assert call(service, signed("north", tenant="N")).status_code == 200
    assert call(service, signed("south", tenant="S")).status_code == 200
    assert [caller.tenant for caller in responder.callers] == ["N", "S"]
    check_refused(call(service, signed("north", tenant="S")))
    check_refused(call(service, signed("south", tenant="N")))
    assert reasons(service) == ["key"] * 2


@pytest.mark.requirement("J9")
@pytest.mark.parametrize("tenant", [None, "", "n", "N ", "W", 5, ["N"]])
def test_an_unknown_tenant_is_refused(house: House, call: Any, tenant: Any) -> None:
    service = house(*TENANTS)
    check_refused(call(service, signed("north", tenant=tenant)))
    assert reasons(service) == ["tenant"]


@pytest.mark.requirement("J9")
def test_a_tenant_where_none_is_registered_is_refused(house: House, call: Any) -> None:
    check_refused(call(house(), signed(tenant="N")))


@pytest.mark.requirement("J1")
def test_a_client_has_its_own_rate(house: House, call: Any) -> None:
    service = house(TENANTS[0] | {"limits": {"requests_per_minute": 2}}, TENANTS[1])
    assert [call(service, signed("north", tenant="N")).status_code for _ in range(3)] == [200, 200, 429]
    response = call(service, signed("north", tenant="N"))
    assert response.headers["retry-after"] == "30"
    assert response.headers["content-type"] == "application/fhir+json"
    assert call(service, signed("south", tenant="S")).status_code == 200
    house.ticks.now = 30
    assert [call(service, signed("north", tenant="N")).status_code for _ in range(2)] == [200, 429]
    assert reasons(service) == ["rate"] * 3


@pytest.mark.requirement("J8")
def test_refused_tokens_cost_a_client_nothing(house: House, call: Any) -> None:
    service, token = house(CLIENT | {"limits": {"requests_per_minute": 2}}), signed()
    assert call(service, token).status_code == 200
    for _ in range(5):
        check_refused(call(service, token))
        check_refused(call(service, signed("thief", header={"kid": "ehr-1"})))
    assert call(service, signed()).status_code == 200


@pytest.mark.requirement("J1")
def test_a_client_has_its_own_size(house: House, call: Any, order_sign: Any) -> None:
    service = house(TENANTS[0] | {"limits": {"body_bytes": 2000}}, TENANTS[1])
    order_sign["prefetch"]["pressure"] = {"resourceType": "Observation", "note": "x" * 2000}
    assert call(service, signed("north", tenant="N")).status_code == 413
    assert call(service, signed("south", tenant="S")).status_code == 200


# --- nothing leaks ----------------------------------------------------------------------------------------


@pytest.mark.requirement("J11")
def test_a_token_stands_nowhere(house: House, call: Any) -> None:
    service = house()
    tokens = [
        signed(jti="canary-jti", sub="canary-sub"),
        signed(aud="https://canary-aud.example"),
        signed("thief", header={"kid": "canary-kid"}),
        signed(iss="https://canary-iss.example", tenant="canary-tenant"),
        forged({"alg": "canary-alg", "typ": "JWT"}, json.dumps(claims()).encode()),
        "canary-a.canary-b.canary-c",
    ]
    with capture_logs() as logs:
        answers = [call(service, token) for token in (*tokens, tokens[0])]
    told = json.dumps(logs, default=str) + service.get("/metrics").text
    told += "".join(f"{answer.text} {answer.headers}" for answer in answers[1:])
    kept = b"".join(file.read_bytes() for file in house.database.parent.glob("kir.sqlite3*"))
    for token in tokens:
        for part in filter(None, token.split(".")):
            assert part not in told
            assert part.encode() not in kept
    assert "canary" not in told
    assert b"canary" not in kept
    refused = [entry for entry in logs if entry["event"] == "caller not trusted"]
    assert [entry["reason"] for entry in refused] == ["audience", "key", "issuer", "form", "form", "replayed"]
    assert [entry["client"] for entry in refused] == ["general", "general", "", "", "", "general"]


@pytest.mark.requirement("J11")
def test_every_refusal_looks_the_same(house: House, call: Any) -> None:
    service = house(*TENANTS)
    tokens = [
        None,
        "x",
        signed(),
        signed("north", tenant="N", exp=-100, iat=-200),
        signed("south", tenant="N"),
        signed("north", tenant="N", aud="x"),
    ]
    answers = [call(service, token) for token in tokens]
    assert len({answer.text for answer in answers}) == 1
    assert len({tuple(answer.headers.items()) for answer in answers}) == 1
