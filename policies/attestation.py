"""
A signed release: an in-toto statement in a DSSE envelope, verified with a public key.

What cosign signs with a key pair (ECDSA P-256) is verified just the same.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "urn:pharos:release:1"
# What reading another document than one of these raises.
_MALFORMED = (ValueError, KeyError, TypeError, AttributeError)


class AttestationError(Exception):
    """A release's signature, key or content is not what it has to be."""


def verified(envelope: Path, key: Path) -> Mapping[str, Any]:
    """
    Return the manifest in *envelope*, once a signature by *key* is found good.

    Args:
        key: A public key as PEM: ed25519, ECDSA or RSA.

    Raises:
        AttestationError: Says what is wrong and what helps.
    """
    # Only here: a stack that asks for no signature needs no cryptography.
    from securesystemslib.dsse import Envelope
    from securesystemslib.exceptions import FormatError, UnverifiedSignatureError
    from securesystemslib.signer import Signature

    public = _public_key(key)
    try:
        found = Envelope.from_dict(json.loads(envelope.read_text()))
    except FileNotFoundError as error:
        raise AttestationError(
            f"{envelope} is missing; `make release KEY=file.pem` writes one"
        ) from error
    except (OSError, *_MALFORMED, FormatError) as error:
        raise AttestationError(
            f"{envelope} is no DSSE envelope ({type(error).__name__}: {error});"
            " `make release KEY=file.pem` writes one"
        ) from error
    for signature in found.signatures.values():
        try:
            # Whatever id it carries: cosign's have none.
            ours = Signature(public.keyid, signature.signature)
            public.verify_signature(ours, found.pae())
        except UnverifiedSignatureError:
            continue
        return _manifest(found.payload_type, found.payload, envelope)
    raise AttestationError(
        f"{envelope} has no signature by {key}; sign it with the key that the stack"
        " trusts: `make release KEY=file.pem`"
    )


def statement(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return the in-toto statement about the images of *manifest*."""
    return {
        "_type": STATEMENT,
        "subject": [
            {
                "name": image["name"],
                "digest": {"sha256": image["reference"].rpartition("sha256:")[2]},
            }
            for _, image in sorted(manifest["images"].items())
            if "sha256:" in image["reference"]
        ],
        "predicateType": PREDICATE,
        "predicate": dict(manifest),
    }


def _public_key(path: Path) -> Any:
    from cryptography.hazmat.primitives.serialization import load_pem_public_key
    from securesystemslib import signer

    try:
        return signer.SSlibKey.from_crypto(load_pem_public_key(path.read_bytes()))
    except OSError as error:
        raise AttestationError(
            f"pharos:releaseKey: {path} cannot be read ({error.strerror}); name the"
            " public key as a PEM file, relative to the checkout"
        ) from error
    except ValueError as error:
        raise AttestationError(
            f"pharos:releaseKey: {path} is no public key as PEM ({error}); a private"
            " one gives it: `openssl pkey -in file.pem -pubout`"
        ) from error


def _manifest(kind: str, payload: bytes, envelope: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(payload)
        if (kind, document["_type"], document["predicateType"]) == (
            PAYLOAD_TYPE,
            STATEMENT,
            PREDICATE,
        ):
            found: Mapping[str, Any] = document["predicate"]
            return found
    except _MALFORMED:
        pass
    raise AttestationError(
        f"{envelope} is signed, but is no statement about a release of this platform"
    )
