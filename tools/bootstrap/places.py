"""Where things lie on this machine; standard library only."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Places:
    """
    Folders of the checkout and outside it.

    Attributes:
        home: What must not be lost: state, passphrases, secrets.
        cache: What can be made again.
    """

    checkout: Path
    home: Path
    cache: Path

    @property
    def venv(self) -> Path:
        """The virtual environment."""
        return self.checkout / ".venv"

    @property
    def backend(self) -> Path:
        """Pulumi's file backend."""
        return self.home / "backend"

    @property
    def pulumi_home(self) -> Path:
        """PULUMI_HOME of every run."""
        return self.home / "pulumi"

    @property
    def bin(self) -> Path:
        """Launcher of the stand-in plugin."""
        return self.home / "bin"

    @property
    def stacks(self) -> Path:
        """The folders of all stacks."""
        return self.home / "stacks"

    def stack(self, name: str) -> Path:
        """Return the folder of one stack: passphrase, secrets, images, files."""
        return self.stacks / name

    def lock(self, name: str) -> Path:
        """Return the lock file of one stack; it outlives the stack's folder."""
        return self.home / "locks" / name

    def settings(self, stack: str) -> Path:
        """Return the settings file of one stack."""
        return self.checkout / f"Pulumi.{stack}.yaml"


def places(env: Mapping[str, str] = os.environ, checkout: Path = CHECKOUT) -> Places:
    """Return where things lie as *env* and the XDG defaults say."""
    return Places(
        checkout=checkout,
        home=_chosen(env, "PHAROS_HOME", "XDG_STATE_HOME", ".local/state"),
        cache=_chosen(env, "PHAROS_CACHE", "XDG_CACHE_HOME", ".cache"),
    )


def _chosen(env: Mapping[str, str], own: str, xdg: str, default: str) -> Path:
    if env.get(own):
        return Path(env[own]).absolute()
    base = env.get(xdg) or Path(env.get("HOME") or Path.home()) / default
    return Path(base) / "pharos"
