"""The images of our own Python programs: what goes in, and what they are known by."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.images.assemble import fill_context
from tools.images.cache import MANIFEST
from tools.images.catalogue import Image
from tools.images.keys import content_key, digest_of, file_inputs, sources_below
from tools.images.recipe import RECIPES_FOLDER, account_files
from tools.images.wheels import INSTALLER_LOCK, ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonImage:
    """
    Packages of this repository with the wheels that they need.

    Attributes:
        key: Of the image catalogue, and of the requirements' lock file unless that is
            named *lock*.
        left_out: Folder below the packages that does not run in the container.
        console: The engine's web console goes in as well.
    """

    key: str
    packages: tuple[str, ...]
    lock: str
    left_out: str | None = None
    console: bool = False

    @property
    def dockerfile(self) -> Path:
        """The file that puts the image together."""
        return RECIPES_FOLDER / f"{self.key}.Dockerfile"

    @property
    def lock_file(self) -> Path:
        """Its requirements, with their hashes."""
        return ROOT / "requirements" / f"{self.lock}.txt"

    @property
    def inputs(self) -> tuple[str, ...]:
        """Paths whose last change is the image's revision."""
        return (
            *self.packages,
            f"requirements/{self.lock}.txt",
            "tools/images/pip.txt",
            f"tools/images/recipes/{self.key}.Dockerfile",
        )

    def sources(self, root: Path = ROOT) -> list[Path]:
        """Return the files of the packages that go into the image."""
        left_out = None if self.left_out is None else root / self.left_out
        return [
            file
            for name in self.packages
            for file in sources_below(root / name)
            if left_out is None or left_out not in file.parents
        ]


APP = PythonImage(
    key="app",
    packages=("app", "catalog", "exporter", "notifications", "previews"),
    lock="app",
)
ENGINE = PythonImage(
    key="engine",
    packages=("aiops", "catalog"),
    lock="aiops",
    left_out="aiops/web",
    console=True,
)
PYTHON_IMAGES: Mapping[str, PythonImage] = {each.key: each for each in (APP, ENGINE)}


def python_image_key(
    python: PythonImage,
    image: Image,
    *,
    base_id: str,
    health_check: str,
    console: str = "",
    root: Path = ROOT,
) -> str:
    """
    Return the content key of the image.

    Args:
        base_id: Id of the image that it is built on.
        health_check: Key of the static health check.
        console: Name of the folder with the console, where that goes in.
    """
    inputs = {
        **file_inputs(root, python.sources(root)),
        "lock": digest_of(python.lock_file.read_bytes()),
        "installer": digest_of(INSTALLER_LOCK.read_bytes()),
        "dockerfile": digest_of(python.dockerfile.read_bytes()),
        "accounts": repr(account_files(image)),
        "version": image.version,
        "base": base_id,
        "health check": health_check,
    }
    if console:
        inputs["console"] = console
    return content_key(python.key, inputs)


def context_filler(
    python: PythonImage,
    image: Image,
    *,
    wheels: Path,
    health_check: Path,
    console: Path | None = None,
    root: Path = ROOT,
) -> Callable[[Path], None]:
    """Return what writes the build context."""

    def fill(context: Path) -> None:
        binaries = [health_check / "hc"]
        fill_context(context, image, dockerfile=python.dockerfile, binaries=binaries)
        shutil.copytree(wheels, context / "wheels")
        if console is not None:
            # Its manifest holds times, and the image id would with it.
            shutil.copytree(
                console,
                context / "console",
                ignore=shutil.ignore_patterns(MANIFEST),
            )
        for source in python.sources(root):
            target = context / source.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            target.chmod(0o644)

    return fill
