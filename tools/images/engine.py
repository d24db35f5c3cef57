"""The Docker engine as this package uses it: what it holds, load, pull, tag."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.images.engine_socket import list_over_socket, socket_of
from tools.images.errors import EngineUnavailable, ImageMissing, RegistryError


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """
    What the engine holds, read in one query.

    Attributes:
        ids: Ids of all images.
        names: Image id by ``repository:tag`` and ``repository@digest``.
    """

    ids: frozenset[str]
    names: Mapping[str, str] = field(default_factory=dict)

    def find(self, reference: str) -> str | None:
        """Return the id of *reference*, be it an id or a name; None if absent."""
        return reference if reference in self.ids else self.names.get(reference)


def read_holdings(images: list[dict[str, Any]]) -> Holdings:
    """Turn the engine's list of images into what can be looked up."""
    names = {}
    for image in images:
        for name in [*(image.get("RepoTags") or ()), *(image.get("RepoDigests") or ())]:
            names[name] = image["Id"]
    return Holdings(ids=frozenset(image["Id"] for image in images), names=names)


class Engine:
    """A thin shell around docker-py, connected when it is first used."""

    def __init__(self) -> None:
        self._api: Any = None

    @property
    def api(self) -> Any:
        """The low-level client; typed loosely, as docker-py is."""
        if self._api is None:
            # Importing docker-py takes longer than asking the engine.
            import docker

            try:
                self._api = docker.from_env(timeout=600).api
                self._api.ping()
            except docker.errors.DockerException as error:
                self._api = None
                raise EngineUnavailable(
                    f"no Docker engine answers ({error}). Start it, or set DOCKER_HOST"
                ) from error
        return self._api

    def holdings(self) -> Holdings:
        """List the images."""
        listed = list_over_socket(socket_of(os.environ))
        return read_holdings(self.api.images(all=True) if listed is None else listed)

    def machine(self) -> str:
        """Return the engine's architecture as ``uname -m`` says it."""
        return str(self.api.info()["Architecture"])

    def go_architecture(self) -> str:
        """Return the engine's architecture in Go's words, as images name it."""
        return str(self.api.version()["Arch"])

    def inspect(self, reference: str) -> dict[str, Any]:
        """Return what the engine knows of an image."""
        return dict(self.api.inspect_image(reference))

    def save(self, image_id: str, target: Path) -> None:
        """Write the archive of one image."""
        with target.open("wb") as out:
            for chunk in self.api.get_image(image_id, chunk_size=1 << 20):
                out.write(chunk)

    def load(self, archive: Path) -> tuple[str, ...]:
        """
        Load an archive.

        Returns:
            The names, or where it has none the ids, of what was in it.

        Raises:
            ImageMissing: It holds no image.
        """
        marks = ("Loaded image ID: ", "Loaded image: ")
        found = []
        with archive.open("rb") as stream:
            for event in self.api.load_image(stream):
                if "error" in event:
                    raise ImageMissing(
                        f"{archive}: the engine refuses it: {event['error']}"
                    )
                line = str(event.get("stream", "")).strip()
                found += [line.removeprefix(m) for m in marks if line.startswith(m)]
        if not found:
            raise ImageMissing(
                f"{archive} holds no image; make it with `docker save IMAGE -o FILE`"
            )
        return tuple(found)

    def remove(self, reference: str) -> None:
        """Remove one image or name; one that is gone or in use is left alone."""
        import docker

        try:
            self.api.remove_image(reference)
        except docker.errors.APIError:
            return

    def tag(self, image_id: str, name: str) -> None:
        """Give an image another name."""
        repository, _, tag = name.rpartition(":")
        self.api.tag(image_id, repository, tag, force=True)

    def pull(self, reference: str) -> str:
        """
        Pull *reference*, a name with a tag or a digest.

        Returns:
            The image id.

        Raises:
            RegistryError: Repeats what the engine or the registry said.
        """
        import docker

        name, tag = split_for_pull(reference)
        try:
            for event in self.api.pull(name, tag=tag, stream=True, decode=True):
                if "error" in event:
                    raise RegistryError(f"pulling {reference}: {event['error']}")
            return str(self.api.inspect_image(reference)["Id"])
        except docker.errors.APIError as error:
            raise RegistryError(f"pulling {reference}: {error.explanation}") from error


def split_for_pull(reference: str) -> tuple[str, str]:
    """Return repository and tag or digest, as the engine's pull wants them."""
    name, at, digest = reference.partition("@")
    if at:
        return name, digest
    repository, _, tag = name.rpartition(":")
    return repository, tag
