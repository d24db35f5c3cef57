"""The shop's own image: its inputs, its key, its context."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from tools.images.assemble import fill_context
from tools.images.catalogue import Image
from tools.images.keys import content_key, digest_of, file_inputs, sources_below
from tools.images.recipe import RECIPES_FOLDER, account_files
from tools.images.wheels import INSTALLER_LOCK, LOCK, ROOT

DOCKERFILE = RECIPES_FOLDER / "app.Dockerfile"
PACKAGES = ("app", "catalog", "exporter", "notifications", "previews")
# Whose last change is the image's revision.
INPUTS = (
    *PACKAGES,
    "requirements/app.txt",
    "tools/images/pip.txt",
    "tools/images/recipes/app.Dockerfile",
)


def source_files(root: Path = ROOT) -> list[Path]:
    """Return the files of the packages that go into the image."""
    return [f for name in PACKAGES for f in sources_below(root / name)]


def app_key(image: Image, *, base_id: str, health_check: str, root: Path = ROOT) -> str:
    """
    Return the content key of the image.

    Args:
        base_id: Id of the image that it is built on.
        health_check: Key of the static health check.
    """
    return content_key(
        "app",
        {
            **file_inputs(root, source_files(root)),
            "lock": digest_of(LOCK.read_bytes()),
            "installer": digest_of(INSTALLER_LOCK.read_bytes()),
            "dockerfile": digest_of(DOCKERFILE.read_bytes()),
            "accounts": repr(account_files(image)),
            "version": image.version,
            "base": base_id,
            "health check": health_check,
        },
    )


def context_filler(
    image: Image, *, wheels: Path, health_check: Path, root: Path = ROOT
) -> Callable[[Path], None]:
    """Return what writes the build context."""

    def fill(context: Path) -> None:
        fill_context(
            context, image, dockerfile=DOCKERFILE, binaries=[health_check / "hc"]
        )
        shutil.copytree(wheels, context / "wheels")
        for source in source_files(root):
            target = context / source.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            target.chmod(0o644)

    return fill


def revision_of(paths: Sequence[str], root: Path = ROOT) -> str:
    """
    Return the revision that last changed *paths*; ``unknown`` outside a checkout.

    A working tree that differs from it gets ``+changes`` appended.
    """
    revision = _git(root, "log", "-1", "--format=%H", "--", *paths)
    if not revision:
        return "unknown"
    changed = _git(root, "status", "--porcelain", "--", *paths)
    return f"{revision}+changes" if changed else revision


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
