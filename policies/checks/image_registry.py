"""Images come from registries that somebody has chosen."""

from collections.abc import Iterator

from policies.model import CONTAINER, Resource, ResourcePolicy

# docker.io is where a reference without a host points.
ALLOWED = ("docker.io", "ghcr.io", "quay.io", "registry.k8s.io")


def registry(image: str) -> str:
    """Return the registry of *image*; "" for the id of a local build."""
    if image.startswith("sha256:"):
        return ""
    host, slash, _ = image.partition("/")
    is_host = slash and ("." in host or ":" in host or host == "localhost")
    return host if is_host else "docker.io"


def check(container: Resource, allowed: tuple[str, ...] = ALLOWED) -> Iterator[str]:
    """Yield a sentence when the image comes from elsewhere."""
    image = str(container.inputs.get("image", ""))
    found = registry(image)
    if found and found not in allowed:
        yield (
            f"image {image!r} comes from {found}; allowed are {', '.join(allowed)}"
            " (policies/checks/image_registry.py), or exempt it with a reason"
        )


POLICY = ResourcePolicy(
    name="image-registry",
    description="Images come from the allowed registries only.",
    types=(CONTAINER,),
    check=check,
)
