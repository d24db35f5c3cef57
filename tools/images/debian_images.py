"""Images of one of Debian's packages: a root with it, and the account that runs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.images.assemble import fill_context
from tools.images.base import Root, base_folder
from tools.images.catalogue import Image
from tools.images.keys import content_key, digest_of
from tools.images.recipe import RECIPES_FOLDER, account_files, labels


@dataclass(frozen=True, slots=True, kw_only=True)
class DebianImage:
    """
    A package with what it needs.

    Attributes:
        key: Of the image catalogue.
    """

    key: str
    root: Root

    @property
    def dockerfile(self) -> Path:
        """The file that puts the image together."""
        return RECIPES_FOLDER / f"{self.key}.Dockerfile"


POSTGRES = DebianImage(
    key="postgres",
    root=Root(
        name="postgres",
        packages=("usr-is-merged", "postgresql-15", "tzdata"),
        # It compiles queries for itself, which a database of this size never gains by;
        # the compiler is four times the size of the rest.
        removed=(
            "usr/lib/llvm*",
            "usr/lib/*-linux-gnu/libLLVM*",
            "usr/lib/*-linux-gnu/libz3*",
            "usr/lib/postgresql/15/lib/bitcode",
            "usr/lib/postgresql/15/lib/llvmjit*",
            "var/lib/postgresql/*",
            "etc/postgresql",
            "etc/ssl/private/*",
        ),
        # The data is made in a volume, by the user who runs it.
        essential_hooks=(
            'mkdir -p "$1"/etc/postgresql-common && echo "create_main_cluster = false"'
            ' > "$1"/etc/postgresql-common/createcluster.conf',
        ),
    ),
)
DEBIAN_IMAGES: Mapping[str, DebianImage] = {POSTGRES.key: POSTGRES}


def debian_image_key(
    debian: DebianImage, image: Image, *, cache: Path, machine: str
) -> str:
    """Return the content key of the image."""
    root = base_folder(cache=cache, machine=machine, root=debian.root)
    inputs = {
        "root": root.name,
        "dockerfile": digest_of(debian.dockerfile.read_bytes()),
        "labels": repr(sorted(labels(image, revision=root.name).items())),
        "accounts": repr(account_files(image)),
    }
    return content_key("debian", inputs)


def debian_filler(debian: DebianImage, image: Image) -> Callable[[Path], None]:
    """Return what writes the build context."""

    def fill(context: Path) -> None:
        fill_context(context, image, dockerfile=debian.dockerfile, binaries=())

    return fill
