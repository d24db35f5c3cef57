"""Where a stack trusts a key, it runs the images of a release signed by it."""

from collections.abc import Iterator

from policies.model import CONTAINER, Finding, Stack, StackPolicy

_RELEASE = "release"


def check(stack: Stack) -> Iterator[Finding]:
    """Yield a finding per image that is not of the signed release, or one for all."""
    if stack.release is None:
        return
    if stack.release.problem:
        yield Finding(_RELEASE, stack.release.problem)
        return
    for container in stack.of_type(CONTAINER):
        image = str(container.inputs.get("image", ""))
        if image not in stack.release.images:
            yield Finding(
                container.name,
                f"image {image!r} is not of the signed release"
                f" {stack.release.version}; deploy what was released"
                " (`make promote`), or release this (`make release KEY=file.pem`)",
            )


POLICY = StackPolicy(
    name="release-signed",
    description="A stack that trusts a key runs the images of a release signed by it.",
    check=check,
)
