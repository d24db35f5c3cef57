"""The variables with which Pulumi runs, in `make` and after `eval "$(make env)"`."""

import hashlib
import os
import shlex
from collections.abc import Iterable, Mapping, MutableMapping
from pathlib import Path

from tools.bootstrap.places import Places

# Says which variables of a shell are `make env`'s own, each with a digest of its value:
# they are one stack's, and what `make` does for another one must not take them for
# the user's wish.
MARK = "PHAROS_ENV"
_OF_ONE_STACK = (
    "PULUMI_BACKEND_URL",
    "PULUMI_CONFIG_PASSPHRASE_FILE",
    "PULUMI_CREDENTIALS_PATH",
    "PULUMI_HOME",
    "PULUMI_STACK",
)
_SETTINGS = ("PULUMI_", "PHAROS_", "AWS_")


def pulumi_variables(
    where: Places,
    *,
    stack: str,
    url: str,
    folders: Iterable[Path],
    passphrase: Mapping[str, str],
    env: Mapping[str, str] = os.environ,
) -> dict[str, str]:
    """
    Return what has to be set on top of *env*.

    Args:
        folders: Of Pulumi and of the resource plugin.
        passphrase: The variables that give it.
    """
    variables = {
        "PATH": path_with([where.venv / "bin", *folders], env.get("PATH", os.defpath)),
        "PULUMI_HOME": str(where.pulumi_home),
        "PULUMI_BACKEND_URL": url,
        "PULUMI_STACK": stack,
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PHAROS_HOME": str(where.home),
        "PHAROS_CACHE": str(where.cache),
        **passphrase,
    }
    if env.get("DOCKER_HOST"):
        variables["DOCKER_HOST"] = env["DOCKER_HOST"]
    user = Path(env.get("PULUMI_HOME") or Path(env.get("HOME", "/")) / ".pulumi")
    if url.startswith("https:") and (user / "credentials.json").exists():
        # A login at Pulumi Cloud was done with the user's own PULUMI_HOME.
        variables["PULUMI_CREDENTIALS_PATH"] = env.get(
            "PULUMI_CREDENTIALS_PATH", str(user)
        )
    return variables


def path_with(folders: Iterable[Path], path: str) -> str:
    """Return *path* with *folders* first, each once."""
    words = [*map(str, folders), *path.split(os.pathsep)]
    return os.pathsep.join(dict.fromkeys(word for word in words if word))


def marked(
    variables: Mapping[str, str], env: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Return *variables* with the mark of those that *env* does not say already."""
    own = [
        f"{name}={_digest(variables[name])}"
        for name in _OF_ONE_STACK
        if name in variables and env.get(name) != variables[name]
    ]
    return {**variables, MARK: " ".join(own)}


def forget_marked(env: MutableMapping[str, str] = os.environ) -> None:
    """Take away what `make env` has set in this shell and nobody has changed."""
    for word in env.pop(MARK, "").split():
        name, _, digest = word.partition("=")
        if name in env and _digest(env[name]) == digest:
            del env[name]


def forget_unset(env: MutableMapping[str, str] = os.environ) -> None:
    """Take away what GitHub sets to nothing: secrets and variables that it lacks."""
    if env.get("GITHUB_ACTIONS") != "true":
        return
    for name in [name for name, value in env.items() if not value]:
        # An empty passphrase would encrypt nothing.
        if name.startswith(_SETTINGS):
            del env[name]


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:16]


def export_lines(variables: Mapping[str, str]) -> str:
    """Return the lines that a shell evaluates."""
    return "\n".join(
        f"export {name}={shlex.quote(value)}" for name, value in variables.items()
    )
