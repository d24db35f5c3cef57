"""Hands pip's settings (mirror, certificates) to uv, which does not read them."""

import configparser
import os
from collections.abc import Mapping
from pathlib import Path

# uv's variable by pip's key.
_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}


def uv_environment(venv: Path, env: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables that make uv ask where pip would ask."""
    found: dict[str, str] = {}
    for path in _files(venv, env):
        found |= settings_of(path)
    for key in _NAMES:
        if chosen := env.get("PIP_" + key.upper().replace("-", "_")):
            found[key] = chosen
    return {_NAMES[key]: value for key, value in found.items()}


def settings_of(path: Path) -> dict[str, str]:
    """Return what one pip.conf says of the keys that matter here."""
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read(path)
    except configparser.Error:
        return {}
    return {
        key: " ".join(parser[section][key].split())
        for section in ("global", "install")
        if parser.has_section(section)
        for key in _NAMES
        if key in parser[section]
    }


def _files(venv: Path, env: Mapping[str, str]) -> list[Path]:
    if chosen := env.get("PIP_CONFIG_FILE"):
        return [Path(chosen)]
    home = Path(env.get("HOME") or Path.home())
    config = Path(env.get("XDG_CONFIG_HOME") or home / ".config")
    return [
        Path("/etc/pip.conf"),
        home / ".pip" / "pip.conf",
        config / "pip" / "pip.conf",
        venv / "pip.conf",
    ]
