"""Real keys, and releases that they have signed."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from tools.release import signing

IMAGE = "sha256:" + 64 * "a"
MANIFEST = {
    "version": "1.2.0",
    "images": {"app": {"reference": IMAGE, "name": "pharos/app:1", "source": "built"}},
}


def a_key(folder, name="release", key=None, password=None):
    key = key or ed25519.Ed25519PrivateKey.generate()
    how = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    private = folder / f"{name}.pem"
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how
        )
    )
    (folder / f"{name}.pub").write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM,
            serialization.PublicFormat.SubjectPublicKeyInfo,
        )
    )
    return private


def released(folder, key, manifest=MANIFEST):
    (folder / "dist").mkdir(exist_ok=True)
    path = folder / "dist" / "release.dsse.json"
    path.write_text(signing.envelope(manifest, key, {}))
    return path
