"""An image of ours around the program of an official image that cannot run as it is."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.images.assemble import certificates, fill_context
from tools.images.catalogue import Image
from tools.images.keys import content_key, digest_of
from tools.images.recipe import RECIPES_FOLDER, account_files, labels
from tools.images.recipes import RECIPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """
    An official image that the engine holds.

    Attributes:
        reference: What was pulled.
    """

    reference: str
    id: str


def dockerfile(image: Image) -> Path:
    """Return the file that puts the image together."""
    return RECIPES_FOLDER / f"{image.recipe}.pulled.Dockerfile"


def revision(image: Image) -> str:
    """Return the version of the sources of the program, as the recipe names it."""
    return RECIPES[image.recipe or ""].revision


def repackaged_key(
    image: Image, *, reference: str, base_id: str, health_check: str
) -> str:
    """
    Return the content key of the image.

    Args:
        reference: What is pulled, with the mirror that it is pulled from.
        base_id: Id of the image that it is built on.
        health_check: Key of the health check.
    """
    return content_key(
        "repackaged",
        {
            "reference": reference,
            "program": image.program or "",
            "dockerfile": digest_of(dockerfile(image).read_bytes()),
            "labels": repr(sorted(labels(image, revision=revision(image)).items())),
            "accounts": repr(account_files(image)),
            "certificates": digest_of(certificates().read_bytes()),
            "base": base_id,
            "health check": health_check,
        },
    )


def context_filler(image: Image, *, health_check: Path) -> Callable[[Path], None]:
    """Return what writes the build context."""

    def fill(context: Path) -> None:
        binaries = [health_check / "hc"]
        fill_context(context, image, dockerfile=dockerfile(image), binaries=binaries)
        shutil.copyfile(certificates(), context / "ca-certificates.crt")

    return fill
