"""The registry of trusted EHRs: what it takes, and what it complains about, with the place."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from cds.errors import InputUnreadable
from cds.profiles import find_profile
from cds.web.trust import Registry, read_registry
from tests.tokens import ADDRESS, ISSUER, jwk, pem, secret

ORDERS = ["Body weight", "Urine pregnancy test"]
"""What suggestions create."""


def read(folder: Path, text: str) -> Registry:
    file = folder / "clients.yaml"
    file.write_text(text)
    return read_registry(file, ORDERS)


def complaint(folder: Path, text: str) -> str:
    with pytest.raises(InputUnreadable) as refused:
        read(folder, text)
    return str(refused.value).replace(f"{folder}/", "")


def with_client(**changes: Any) -> str:
    client = {"id": "one", "issuer": ISSUER, "keys": [jwk("ehr-1")]} | changes
    return yaml.safe_dump({"address": ADDRESS, "clients": [client]}, sort_keys=False)


def test_a_registry_is_read(tmp_path: Path) -> None:
    keys = [jwk("ehr-1"), {"kid": "rsa-1", "pem": pem("rsa-1")}]
    registry = read(tmp_path, with_client(keys=keys, tenant="N", jku=["https://e.example/k"], audiences=["x"]))
    found = registry.find(ISSUER, "N")
    assert found is not None
    assert [(key.kid, sorted(key.algorithms)) for key in found.keys] == [
        ("ehr-1", ["ES384"]),
        ("rsa-1", ["PS384", "RS256", "RS384"]),
    ]
    assert (registry.find(ISSUER, None), registry.find("x", "N")) == (None, None)
    assert (registry.discovery, found.signs_with, found.replay) == ("open", ("ES384", "RS384"), "refused")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "clients.yaml:1:1: is empty"),
        ("- id: one", "clients.yaml:1:1: is not a mapping; start with `address: …`"),
        ("address: [", "clients.yaml:2:1: is not YAML"),
        (f"address: {ADDRESS}\n", "clients.yaml:1:1: `clients` is missing"),
        (f"address: {ADDRESS}\nclients: []\n", "clients.yaml:2:10: clients:"),
        ("address: http://kir.example\nclients: []\n", "clients.yaml:1:10: address: is not https"),
        (f"address: {ADDRESS}\nclients:\n  - id: one\n    isuer: x\n", "clients.yaml:4:5: `isuer` is not known here; did you mean `issuer`?"),
        (f"address: {ADDRESS}\nclients:\n  - id: one\n    issuer: x\n", "clients.yaml:3:5: "),
    ],
)  # fmt: skip
def test_a_complaint_has_its_place(tmp_path: Path, text: str, words: str) -> None:
    assert words in complaint(tmp_path, text)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"algorithms": ["HS256"]}, "`HS256` is not one of"),
        ({"algorithms": ["none"]}, "`none` is not one of"),
        ({"algorithms": []}, "algorithms:"),
        ({"jku": ["http://ehr.example/k"]}, "is not https"),
        ({"jku": ["http://127.0.0.1.evil.example/k"]}, "is not https"),
        ({"jku": ["https://a:b@ehr.example/k"]}, "without name and password"),
        ({"jku": ["file:///etc/passwd"]}, "is no address"),
        ({"keys": [], "jku": []}, "no token can be verified"),
        ({"keys": [jwk("ehr-1"), jwk("ehr-2", kid="ehr-1")]}, "two keys have the same `kid`"),
        ({"keys": [jwk("ehr-1", kid=7)]}, "has no `kid`"),
        ({"keys": [jwk("ehr-1", use="enc")]}, "not for signatures"),
        ({"keys": [jwk("ehr-1", alg="ES256")]}, "does not fit its `alg`"),
        ({"keys": [{"kty": "oct", "kid": "x", "k": "AAAA"}]}, "holds a secret"),
        ({"keys": [{"kty": "OKP", "kid": "x", "crv": "Ed25519", "x": "AAAA"}]}, "neither RSA nor EC"),
        ({"keys": [{"kid": "x", "pem": "-----BEGIN CERTIFICATE-----"}]}, "is a certificate"),
        ({"keys": [{"kid": "x", "pem": "nonsense"}]}, "is no public key in PEM"),
        ({"keys": [{"kty": "EC", "kid": "x", "crv": "P-384", "x": "AAAA", "y": "AAAA"}]}, "is no readable JWK"),
        ({"keys": ["x"]}, "is no key"),
        ({"limits": {"requests_per_minute": 0}}, "requests_per_minute:"),
        ({"replay": "maybe"}, "`maybe` is not one of"),
        ({"id": "General Hospital"}, "id:"),
        ({"profile": "epci"}, "clients.yaml:11:12: profile: `epci` is no profile; known: "),
        ({"profile": "epci"}, "; did you mean `epic`?"),
        ({"profile": {"base": "epci"}}, "clients.yaml:12:5: profile: `epci` is no profile"),
        ({"profile": {"selection": "any"}}, "profile: is neither a name nor a mapping with a `base`"),
        ({"profile": 7}, "profile: is neither a name nor a mapping with a `base`"),
        (
            {"profile": {"base": "epic", "selectoin": "any"}},
            "clients.yaml:13:5: `selectoin` is not known here; did you mean `selection`?",
        ),
        ({"profile": {"base": "epic", "selection": "all"}}, "clients.yaml:13:16: `all` is not one of"),
        ({"profile": {"base": "generic", "orders": {"Body weight": "1"}}}, "give `order_system`"),
        (
            {"profile": {"base": "epic", "orders": {"Body wieght": "1"}}},
            "clients.yaml:14:20: no suggestion creates `Body wieght`; did you mean `Body weight`?",
        ),
        (
            {"issuer": "https://sandbox.cds-hooks.org"},
            "clients.yaml:4:11: issuer: is the public sandbox, whose private key everybody can read",
        ),
        ({"issuer": "HTTPS://Sandbox.CDS-Hooks.org/"}, "issuer: is the public sandbox"),
        ({"jku": ["https://sandbox.cds-hooks.org/.well-known/jwks.json"]}, "jku: is the public sandbox"),
    ],
)
def test_what_cannot_be_trusted_is_refused(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    assert words in complaint(tmp_path, with_client(**changes))


@pytest.mark.parametrize(
    ("written", "profile", "algorithms"),
    [
        ({}, "generic", ("ES384", "RS384")),
        ({"profile": "epic"}, "epic", ("RS384",)),
        ({"profile": "sandbox"}, "sandbox", ("ES384",)),
        ({"profile": "epic", "algorithms": ["ES256"]}, "epic", ("ES256",)),
        ({"profile": {"base": "epic", "algorithms": ["PS384"]}}, "epic", ("PS384",)),
    ],
)
def test_a_client_signs_as_ehrs_of_its_kind_unless_told_otherwise(
    tmp_path: Path, written: dict[str, Any], profile: str, algorithms: tuple[str, ...]
) -> None:
    [client] = read(tmp_path, with_client(**written)).clients
    assert (client.profile.name, client.signs_with) == (profile, algorithms)


def test_a_site_changes_single_lines_of_a_profile(tmp_path: Path) -> None:
    changes = {"base": "epic", "orders": {"Body weight": "7"}, "override_reasons": "false"}
    [client] = read(tmp_path, with_client(profile=changes)).clients
    expected = find_profile("epic").model_copy(update={"orders": {"Body weight": "7"}, "override_reasons": False})
    assert client.profile == expected


def test_weak_and_strange_keys_are_refused(tmp_path: Path) -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()  # noqa: S505
    strange = ec.generate_private_key(ec.SECP521R1()).public_key()
    found = complaint(tmp_path, with_client(keys=[{**RSAAlgorithm.to_jwk(weak, as_dict=True), "kid": "w"}]))
    assert "is too short" in found
    found = complaint(tmp_path, with_client(keys=[{**ECAlgorithm.to_jwk(strange, as_dict=True), "kid": "s"}]))
    assert "RSA, P-256 or P-384" in found
    written = strange.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    assert "RSA, P-256 or P-384" in complaint(tmp_path, with_client(keys=[{"kid": "s", "pem": written}]))


def test_a_secret_key_is_refused_and_not_repeated(tmp_path: Path) -> None:
    private = ECAlgorithm.to_jwk(secret("ehr-1"), as_dict=True)
    found = complaint(tmp_path, with_client(keys=[{**private, "kid": "x"}]))
    assert "holds a secret" in found
    assert private["d"] not in found
    written = secret("ehr-1").private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    found = complaint(tmp_path, with_client(keys=[{"kid": "x", "pem": written}]))
    assert "holds a secret" in found
    assert written.splitlines()[1] not in found


def test_two_clients_are_told_apart(tmp_path: Path) -> None:
    one = {"id": "one", "issuer": ISSUER, "keys": [jwk("ehr-1")]}
    text = yaml.safe_dump({"address": ADDRESS, "clients": [one, one]}, sort_keys=False)
    found = complaint(tmp_path, text)
    assert "`one` stands twice" in found
    assert "an earlier client has this issuer" in found
