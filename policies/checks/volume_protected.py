"""Volumes outlive a mistake: Pulumi refuses to delete them."""

from collections.abc import Iterator

from policies.model import VOLUME, Resource, ResourcePolicy


def check(volume: Resource) -> Iterator[str]:
    """Yield a sentence when the volume can be deleted by an update."""
    if not volume.protected:
        yield (
            "an update could delete it with its data; set protect"
            " (`make destroy` unprotects after asking)"
        )


POLICY = ResourcePolicy(
    name="volume-protected",
    description="Volumes are protected against deletion.",
    types=(VOLUME,),
    check=check,
)
