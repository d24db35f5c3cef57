"""What an image is made of, its content key and its labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.images.catalogue import Image
from tools.images.keys import content_key, digest_of
from tools.images.programs import HC, GoProgram, program_key

RECIPES_FOLDER = Path(__file__).with_name("recipes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """
    An image of Go programs and nothing else.

    Attributes:
        program: Module whose binaries go in.
        binaries: Those of its binaries that the image needs.
        revision: Version of the module that they are built from.
        pages: Prometheus's web pages go in as well.
        certificates: It opens HTTPS connections and has to know whom to trust.
    """

    name: str
    program: GoProgram
    binaries: tuple[str, ...]
    revision: str
    pages: bool = False
    certificates: bool = False

    @property
    def dockerfile(self) -> Path:
        """The file that puts the image together."""
        return RECIPES_FOLDER / f"{self.name}.Dockerfile"

    @property
    def programs(self) -> tuple[GoProgram, ...]:
        """Every Go module that has to be built first."""
        return (self.program, HC)


def labels(image: Image, *, revision: str) -> dict[str, str]:
    """Return the Open Containers labels of *image*."""
    return {
        "org.opencontainers.image.title": image.title,
        "org.opencontainers.image.source": image.source,
        "org.opencontainers.image.version": image.version,
        "org.opencontainers.image.revision": revision,
        "org.opencontainers.image.licenses": image.licence,
        # Tells a built image, which has /bin/hc, from an official one.
        "pharos.recipe": image.recipe or "",
    }


def account_files(image: Image) -> dict[str, str]:
    """Return ``passwd`` and ``group`` with root and the account of the image."""
    name = "nobody" if image.uid == 65534 else "pharos"
    account = f"{name}:x:{image.uid}:{image.gid}:{image.title}:/:/sbin/nologin\n"
    return {
        "passwd": f"root:x:0:0:root:/:/sbin/nologin\n{account}",
        "group": f"root:x:0:\n{name}:x:{image.gid}:\n",
    }


def recipe_key(
    recipe: Recipe, image: Image, *, machine: str, parts: Mapping[str, str]
) -> str:
    """
    Return the content key of the image that *recipe* makes.

    Args:
        parts: Name of the cached folder, or digest of the file, by part; whatever
            goes in besides the Go programs.
    """
    inputs = {
        "dockerfile": digest_of(recipe.dockerfile.read_bytes()),
        "binaries": ",".join(recipe.binaries),
        "labels": repr(sorted(labels(image, revision=recipe.revision).items())),
        "accounts": repr(account_files(image)),
        **{f"program {p.name}": program_key(p, machine) for p in recipe.programs},
        **parts,
    }
    return content_key("image", inputs)
