"""What changes from one release to another, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.specs.secret_keys import SET
from tools.release.errors import ReleaseError
from tools.release.record import Release


def images(now: Release, then: Release) -> Iterator[str]:
    """Yield each image that changes, or goes or comes."""
    for key in sorted({*now.images, *then.images}):
        before, after = now.images.get(key), then.images.get(key)
        if before is None and after is not None:
            yield f"image {key}: {after.name} comes back"
        elif before is not None and after is None:
            yield f"image {key}: {before.name} is not used any more"
        elif before and after and before.reference != after.reference:
            old, new = before.reference, after.reference
            yield f"image {key}: {short(old)} -> {short(new)} ({after.name})"


def settings(now: Mapping[str, Any], then: Mapping[str, Any]) -> Iterator[str]:
    """Yield each setting that changes; no secret is shown."""
    for key in sorted({*now, *then}):
        before, after = now.get(key), then.get(key)
        if before != after:
            yield f"setting {key}: {_shown(before)} -> {_shown(after)}"


def program(now: Mapping[str, bytes], then: Mapping[str, bytes]) -> Iterator[str]:
    """Yield each file of the program that changes."""
    for name in sorted({*now, *then}):
        if name not in then:
            yield f"file {name}: goes"
        elif name not in now:
            yield f"file {name}: comes back"
        elif now[name] != then[name]:
            yield f"file {name}: as it was"


def refuse_older_schema(now: Release, then: Release) -> None:
    """
    Refuse a shop that would not start on the databases that there are.

    Raises:
        ReleaseError: When the databases may have migrations that *then* lacks.
    """
    unknown = [name for name in now.migrations if name not in then.migrations]
    if unknown:
        raise ReleaseError(
            f"{then} does not know the database migration {', '.join(unknown)} of"
            f" {now}: its shop would refuse to start. Repair forward, or put back a"
            " backup from before it (`make restore FILE=…`)"
        )


def gone(release: Release, present: Mapping[str, bool]) -> None:
    """
    Refuse a release whose images the engine does not have.

    Args:
        present: By reference.

    Raises:
        ReleaseError: Names each image and how it comes back.
    """
    lost = {k: i for k, i in release.images.items() if not present[i.reference]}
    if not lost:
        return
    lines = "\n".join(
        f"  {key}: {image.name} ({short(image.reference)}): {_remedy(release, key)}"
        for key, image in sorted(lost.items())
    )
    raise ReleaseError(f"images of {release} are gone from the engine:\n{lines}")


def short(reference: str) -> str:
    """Return a reference that fits on a line."""
    head, found, digest = reference.partition("sha256:")
    return f"{head}{found}{digest[:12]}"


def _remedy(release: Release, key: str) -> str:
    image = release.images[key]
    if "@sha256:" in image.reference:
        return f"`docker pull {image.reference}`"
    if image.source == "imported":
        return "`make images IMPORT=file` with the tarball that it came from"
    revision = release.revision.partition("+")[0]
    return (
        "`docker load` it from where it was saved; else check"
        f" {revision[:12]} out and run `make up`, which builds it again"
    )


def _shown(value: object) -> str:
    if value is None:
        return "default"
    return SET if isinstance(value, Mapping) else repr(value)
