"""Images: found or pulled, read, removed."""

from collections.abc import Mapping
from typing import Any

from plugins.docker.engine import Api, APIError, Engine, NotFound, translated
from plugins.docker.errors import ImageMissing
from plugins.docker.kinds import Values
from plugins.docker.resource import Made, Situation


class Images:
    """Images of one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, inputs: Values, situation: Situation) -> Made:
        """Find the image by its name, or pull it."""
        name = str(inputs["name"])
        with translated(f"get image {name}"):
            report = find_or_pull(
                self._engine.api, name, str(inputs.get("platform") or "")
            )
        return _made(report, inputs)

    def read(self, identity: str, recorded: Values) -> Made | None:
        """Return the image that has the name now; None when none has."""
        name = str(recorded.get("name") or identity)
        with translated(f"read image {name}"):
            try:
                report = self._engine.api.inspect_image(name)
            except NotFound:
                return None
        return _made(report, {**recorded, "name": name})

    def update(
        self, identity: str, recorded: Values, inputs: Values, situation: Situation
    ) -> Values:
        """Look the image up again, as its name may mean another by now."""
        return self.create(inputs, situation).outputs

    def delete(self, identity: str, recorded: Values, situation: Situation) -> None:
        """Remove the image, unless ``keepLocally`` says to leave it."""
        if recorded.get("keepLocally"):
            return
        name, force = str(recorded["name"]), bool(recorded.get("forceRemove"))
        with translated(f"remove image {name}"):
            try:
                self._engine.api.remove_image(name, force=force)
            except NotFound:
                return


def find_or_pull(api: Api, name: str, platform: str = "") -> dict[str, Any]:
    """
    Return the engine's report of the image *name*, pulled where it is missing.

    Raises:
        ImageMissing: When it is not there and no registry gives it.
    """
    try:
        return _inspected(api, name)
    except NotFound:
        pass
    if name.startswith("sha256:"):
        raise ImageMissing(
            f"the engine has no image {name}; an image named by its id has to be "
            "built or loaded before the update"
        )
    try:
        _pull(api, name, platform)
        return _inspected(api, name)
    except APIError as error:
        raise ImageMissing(
            f"the engine has no image {name} and cannot pull it: "
            f"{str(error.explanation or error).strip()}. Check the name, log in to "
            "the registry, or build or load the image before the update"
        ) from error


def _inspected(api: Api, name: str) -> dict[str, Any]:
    report: dict[str, Any] = api.inspect_image(name)
    return report


def _pull(api: Api, name: str, platform: str) -> None:
    repository, tag = split(name)
    # Its return value is a log; what went wrong shows when the image is looked up.
    api.pull(repository, tag=tag, platform=platform or None)


def split(name: str) -> tuple[str, str]:
    """Return repository and tag or digest of the image *name*."""
    repository, found, digest = name.partition("@")
    if found:
        return repository, digest
    head, slash, last = name.rpartition("/")
    last, _, tag = last.partition(":")
    return f"{head}{slash}{last}", tag or "latest"


def _made(report: Mapping[str, Any], inputs: Values) -> Made:
    name = str(inputs["name"])
    found: Values = {
        **inputs,
        "imageId": report["Id"],
        "repoDigest": repo_digest(name, report.get("RepoDigests") or []),
    }
    # The official plugin's id, so that both read each other's state.
    return Made(f"{report['Id']}{name}", found)


def repo_digest(name: str, digests: list[str]) -> str:
    """Return the one of *digests* that belongs to the repository of *name*."""
    repository = split(name)[0]
    for digest in digests:
        if digest.partition("@")[0] == repository:
            return digest
    return digests[0] if digests else ""
