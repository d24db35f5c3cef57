"""Images are named by content: a digest, or the id of a local build."""

import re
from collections.abc import Iterator

from policies.model import CONTAINER, Resource, ResourcePolicy

_BY_CONTENT = re.compile(r"(^|@)sha256:[0-9a-f]{64}$")


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence when the image could change under the same name."""
    image = str(container.inputs.get("image", ""))
    if not _BY_CONTENT.search(image):
        yield (
            f"image {image!r} can change under the same name; give a digest"
            " (`make images-pin` looks it up) or the id of a local build"
        )


POLICY = ResourcePolicy(
    name="image-pinned",
    description="Images are named by digest or by the id of a local build.",
    types=(CONTAINER,),
    check=check,
)
