"""Signs a manifest: an in-toto statement in a DSSE envelope."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from policies.attestation import PAYLOAD_TYPE, statement
from tools.release.errors import ReleaseError

PASSWORD = "PHAROS_RELEASE_KEY_PASSWORD"  # noqa: S105 - a name, no secret


def envelope(
    manifest: Mapping[str, Any], key: Path, env: Mapping[str, str] = os.environ
) -> str:
    """
    Return the text of the envelope that says, signed by *key*, what *manifest* says.

    Args:
        key: A private key as PEM (PKCS #8): ed25519, or ECDSA P-256 as cosign's.

    Raises:
        ReleaseError: When the key cannot be used.
    """
    from securesystemslib.dsse import Envelope

    payload = json.dumps(statement(manifest), sort_keys=True).encode()
    signed = Envelope(payload, PAYLOAD_TYPE, {})
    signed.sign(_signer(key, env.get(PASSWORD)))
    return json.dumps(signed.to_dict(), indent=2) + "\n"


def _signer(path: Path, password: str | None) -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from securesystemslib import signer

    try:
        key = load_pem_private_key(
            path.read_bytes(), password.encode() if password else None
        )
        return signer.CryptoSigner(key)
    except OSError as error:
        raise ReleaseError(
            f"the key {path} cannot be read: {error.strerror}"
        ) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ReleaseError(
            f"{path} is no private key as PEM that can be used ({error}); make one with"
            " `openssl genpkey -algorithm ed25519 -out file.pem`; the password of an"
            f" encrypted one goes into {PASSWORD}"
        ) from error
