"""This machine and this checkout as the resolver sees them."""

import platform
import shutil
from dataclasses import dataclass
from pathlib import Path

from tools.images.assemble import certificates
from tools.images.base import base_folder
from tools.images.cache import looks_sound
from tools.images.catalogue import Catalogue, Image
from tools.images.console import console_folder
from tools.images.console_choice import absent_name
from tools.images.debian_images import DEBIAN_IMAGES, debian_image_key
from tools.images.gobuild import program_folder
from tools.images.keys import digest_of
from tools.images.programs import HC, program_key
from tools.images.prometheus_ui import ui_folder
from tools.images.python_images import PYTHON_IMAGES, PythonImage, python_image_key
from tools.images.recipe import RECIPES_FOLDER, Recipe, recipe_key
from tools.images.recipes import RECIPES
from tools.images.records import built_file, read_record
from tools.images.repackage import repackaged_key

HC_SCRIPT = RECIPES_FOLDER / "hc.py"
BASE = "base"
NODE = "node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """
    Where things lie and what the engine runs on.

    Attributes:
        machine: The engine's architecture as ``uname -m`` says it.
    """

    cache: Path
    catalogue: Catalogue
    machine: str

    def static_health_check(self) -> bool:
        """Tell whether the app's health check is the Go binary or its stand-in."""
        folder = program_folder(HC, cache=self.cache, machine=self.machine)
        return looks_sound(folder) or shutil.which("go") is not None

    def health_check_key(self) -> str:
        """Return the key of the app's health check."""
        if self.static_health_check():
            return program_key(HC, self.machine)
        return digest_of(HC_SCRIPT.read_bytes())

    def base_key(self) -> str:
        """Return the content key of the base image's recipe."""
        return base_folder(cache=self.cache, machine=self.machine).name

    def recipe_of(self, image: Image) -> Recipe | None:
        """Return the recipe of an image of Go programs; None for all others."""
        return RECIPES.get(image.recipe or "")

    def content_key(
        self,
        image: Image,
        *,
        base_id: str,
        official: str | None = None,
        console: bool = True,
    ) -> str | None:
        """
        Return the content key of what would be built; None if nothing can be.

        Args:
            official: Reference of the image that its program comes out of.
            console: Whether the engine's console can be had.
        """
        python = PYTHON_IMAGES.get(image.key)
        if python is not None:
            return self._python_key(python, image, base_id, console=console)
        if official is not None:
            return repackaged_key(
                image,
                reference=official,
                base_id=base_id,
                health_check=self.health_check_key(),
            )
        if image.key == BASE:
            return self.base_key().removeprefix("base-")
        if debian := DEBIAN_IMAGES.get(image.key):
            return debian_image_key(
                debian, image, cache=self.cache, machine=self.machine
            )
        recipe = self.recipe_of(image)
        if recipe is None:
            return None
        return recipe_key(
            recipe, image, machine=self.machine, parts=self._parts(recipe)
        )

    def _python_key(
        self, python: PythonImage, image: Image, base_id: str, *, console: bool
    ) -> str:
        return python_image_key(
            python,
            image,
            base_id=base_id,
            health_check=self.health_check_key(),
            console=self._console_name(bundled=console) if python.console else "",
        )

    def _console_name(self, *, bundled: bool) -> str:
        if bundled:
            return console_folder(cache=self.cache).name
        return absent_name(self.node_reference())

    def node_reference(self) -> str:
        """Return the image of Node.js that can bundle the console."""
        return self.catalogue[NODE].reference or ""

    def _parts(self, recipe: Recipe) -> dict[str, str]:
        parts = {}
        if recipe.pages:
            parts["pages"] = ui_folder(cache=self.cache).name
        if recipe.certificates:
            parts["certificates"] = digest_of(certificates().read_bytes())
        return parts

    def record_file(
        self,
        image: Image,
        *,
        base_id: str,
        official: str | None = None,
        console: bool = True,
    ) -> Path | None:
        """Return where the record of the built image lies, or would lie."""
        key = self.content_key(
            image, base_id=base_id, official=official, console=console
        )
        return built_file(self.cache, image.key, key) if key else None

    def built_base_id(self) -> str:
        """Return the id of the base that was built here; empty if none was."""
        image = self.catalogue[BASE]
        file = self.record_file(image, base_id="")
        record = read_record(file) if file else None
        return record.id if record else ""


def host_machine() -> str:
    """Return this machine's architecture as Linux names it."""
    names = {"arm64": "aarch64", "amd64": "x86_64"}
    return names.get(platform.machine().lower(), platform.machine())
