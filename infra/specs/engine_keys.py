"""The engine's keys that exist from the start, and the files that hold them."""

from infra.specs.workload import SecretFile

KEYS_FOLDER = "/run/secrets"
# Each who has one, by the scope that the engine gives it.
HOLDERS = ("collector", "alertmanager", "prometheus", "remediation", "console")


def secret_key(holder: str) -> str:
    """Return the secret's name in the stack's file of secrets."""
    return f"engine-key-{holder}"


# Read at each change, by the engine and by the collector.
SERVED = tuple(
    SecretFile(name=holder, key=secret_key(holder), polled=True) for holder in HOLDERS
)


def held(holder: str, *, polled: bool = True) -> SecretFile:
    """Return the key as its *holder* mounts it."""
    return SecretFile(name="engine-key", key=secret_key(holder), polled=polled)


ENGINE_KEY_PATH = f"{KEYS_FOLDER}/engine-key"
