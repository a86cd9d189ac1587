"""An EHR that signs tokens, for tests: real keys, and every claim to be spoiled."""

import base64
import json
from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ADDRESS = "https://kir.hospital.example"
ISSUER = "https://ehr.hospital.example"
SERVICE = f"{ADDRESS}/cds-services/kir-order-sign"
_numbers = count()


@cache
def secret(name: str) -> Any:
    """A key of that name; names that begin with `rsa` are RSA keys, `p256` P-256, all others P-384."""
    if name.startswith("rsa"):
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1() if name.startswith("p256") else ec.SECP384R1())


def jwk(name: str, **members: Any) -> dict[str, Any]:
    """The public half as a JWK; its kid is its name."""
    kind = jwt.algorithms.RSAAlgorithm if name.startswith("rsa") else jwt.algorithms.ECAlgorithm
    return {**kind.to_jwk(secret(name).public_key(), as_dict=True), "kid": name, **members}


def pem(name: str) -> str:
    return secret(name).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def claims(**changes: Any) -> dict[str, Any]:
    """Sound claims; a change to None leaves a claim out. Times are given in seconds from now."""
    now = int(NOW.timestamp())
    made = {"iss": ISSUER, "aud": SERVICE, "iat": 0, "exp": 300, "jti": f"token {next(_numbers)}"} | changes
    for name in {"iat", "exp", "nbf"} & set(made):
        if isinstance(made[name], int) and not isinstance(made[name], bool):
            made[name] += now
    return {name: value for name, value in made.items() if value is not None}


def signed(key: str = "ehr-1", alg: str | None = None, header: dict[str, Any] | None = None, **changes: Any) -> str:
    """A token of `claims(**changes)`; `header` changes its header, None leaves a member out."""
    alg = alg or ("RS384" if key.startswith("rsa") else "ES256" if key.startswith("p256") else "ES384")
    headers = {"kid": key, "typ": "JWT", **(header or {})}
    payload = json.dumps(claims(**changes)).encode()
    return jwt.PyJWS().encode(payload, secret(key), algorithm=alg, headers=headers)


def forged(header: dict[str, Any], payload: bytes, signature: bytes = b"") -> str:
    """A token of any bytes."""
    parts = (json.dumps(header).encode(), payload, signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
