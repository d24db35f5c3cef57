"""`make images`: resolve, build again, or bring one in from a tarball."""

from tools.bootstrap.context import Context
from tools.bootstrap.image_step import bring_in


def run(context: Context) -> int:
    """Resolve the images as the stack's settings say."""
    if context.arguments.file:
        bring_in(context.where, context.arguments.file)
    with context.prepared() as preparation:
        preparation.rebuild = context.arguments.rebuild
        preparation.run_tools()
    resolved = preparation.resolved
    assert resolved is not None
    for key, image in resolved.images.items():
        print(f"{key:<14} {image.source:<9} {image.name:<36} {image.reference}")
    for key, reason in resolved.missing.items():
        print(f"{key:<14} missing   {reason}")
    return 0
