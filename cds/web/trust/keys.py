"""Public keys as people and servers write them, each good for the algorithms of its kind only.

A key that fits one kind of algorithm can never be tried with another: a public RSA key is no secret of an HMAC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from jwt import PyJWTError
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from cds.record import is_list, is_object

MAX_KEYS = 100
_MIN_RSA_BITS = 2048
_CURVES = {"secp256r1": frozenset({"ES256"}), "secp384r1": frozenset({"ES384"})}
_RSA = frozenset({"RS256", "RS384", "PS384"})
_UNREADABLE = (PyJWTError, ValueError, TypeError, KeyError, ArithmeticError)

CryptoKey: TypeAlias = RSAPublicKey | EllipticCurvePublicKey


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """One key of an EHR, with the algorithms that it may be used with."""

    kid: str
    algorithms: frozenset[str]
    key: CryptoKey


def read_key(written: object) -> PublicKey:
    """A key from a JWK, or from a mapping of `kid` and `pem`. Raises ValueError, which quotes nothing of the key."""
    if not is_object(written):
        raise ValueError("is no key; write a JWK, or `kid` and `pem`")
    kid = written.get("kid")
    if not isinstance(kid, str) or not kid:
        raise ValueError("has no `kid`; give the one that the EHR puts into its tokens, in quotes")
    if {"d", "p", "q", "k"} & set(written):
        raise ValueError("holds a secret; give the public key only, and take the secret one out of use")
    if written.get("use", "sig") != "sig":
        raise ValueError("is not for signatures; its `use` is not `sig`")
    operations = written.get("key_ops")
    if operations is not None and not (is_list(operations) and "verify" in operations):
        raise ValueError("is not for verifying; its `key_ops` lacks `verify`")
    key, algorithms = _sound(_from_pem(written) if "pem" in written else _from_jwk(written))
    stated = written.get("alg")
    if stated is not None:
        algorithms &= {str(stated)}
    if not algorithms:
        raise ValueError(
            "does not fit its `alg`: RSA goes with RS256, RS384, PS384; P-256 with ES256; P-384 with ES384"
        )
    return PublicKey(kid=kid, algorithms=algorithms, key=key)


def read_key_set(document: object) -> dict[str, PublicKey]:
    """The usable keys of a JWKS by their kid; a kid that stands twice names no key.

    Raises: ValueError — it is no JWKS, or has more keys than anybody needs.
    """
    listed: Any = document.get("keys") if is_object(document) else None
    if not is_list(listed) or len(listed) > MAX_KEYS:
        raise ValueError("is no key set")
    found, doubtful = dict[str, PublicKey](), set[str]()
    for one in listed:
        try:
            key = read_key(one)
        except ValueError:
            continue  # a key for something else, or of a kind that we do not take
        if key.kid in found:
            doubtful.add(key.kid)
        found[key.kid] = key
    return {kid: key for kid, key in found.items() if kid not in doubtful}


def _from_pem(written: Mapping[str, Any]) -> object:
    pem = str(written["pem"])
    if "PRIVATE" in pem:
        raise ValueError("holds a secret; give the public key only, and take the secret one out of use")
    if "CERTIFICATE" in pem:
        raise ValueError("is a certificate; take its key: openssl x509 -pubkey -noout -in FILE")
    try:
        return load_pem_public_key(pem.encode())
    except _UNREADABLE:
        raise ValueError("is no public key in PEM; it starts with -----BEGIN PUBLIC KEY-----") from None


def _from_jwk(written: Mapping[str, Any]) -> object:
    reader = {"RSA": RSAAlgorithm, "EC": ECAlgorithm}.get(str(written.get("kty")))
    if reader is None:
        raise ValueError("is of no kind that we take; its `kty` is neither RSA nor EC")
    try:
        return reader.from_jwk(dict(written))
    except _UNREADABLE:
        raise ValueError("is no readable JWK; copy it whole") from None


def _sound(key: object) -> tuple[CryptoKey, frozenset[str]]:
    """A key that is strong enough, and what it may be used with."""
    if isinstance(key, RSAPublicKey):
        if key.key_size < _MIN_RSA_BITS:
            raise ValueError(f"is too short; RSA needs {_MIN_RSA_BITS} bits or more")
        return key, _RSA
    if isinstance(key, EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return key, _CURVES[key.curve.name]
    raise ValueError("is of no kind that we take: RSA, P-256 or P-384")
