"""Comes by the engine's console: from the cache, by Node.js, or in an image of it."""

from collections.abc import Callable
from dataclasses import dataclass

from tools.images.assemble import Workshop
from tools.images.builder import Candidate
from tools.images.cache import looks_sound
from tools.images.console import console_folder
from tools.images.console_choice import Bundler, choose_bundler, missing_console
from tools.images.console_image import bundle_in_image
from tools.images.decide import Known, official_here, pull_reference
from tools.images.engine import Engine, Holdings
from tools.images.errors import BuildFailed, RegistryError
from tools.images.model import Progress, State
from tools.images.preflight import node_is_here
from tools.images.records import Registries
from tools.images.reference import parse_reference
from tools.images.site import NODE, Site

STEP = "engine's console"
# Remembered like a registry that does not answer: not every start waits for it.
_PACKAGES = "npm packages"
_SHORT = 12


@dataclass(kw_only=True)
class ConsoleSource:
    """
    How one run comes by the console.

    Attributes:
        cli: Finds the Docker CLI when it is needed.
        said: What went wrong, in the words of what refused.
    """

    site: Site
    engine: Engine
    registries: Registries
    prefix: str | None
    progress: Progress
    cli: Callable[[], Candidate]
    said: str | None = None

    @property
    def reference(self) -> str:
        """The image of Node.js, as it is pulled."""
        return pull_reference(self.site.catalogue[NODE], self.prefix) or ""

    @property
    def registry(self) -> str:
        """Where that image is pulled from."""
        return parse_reference(self.reference).registry

    def is_lost(self, holdings: Holdings) -> bool:
        """Tell, without asking anybody, that there is none and that it stays so."""
        pullable = not self.registries.silent(self.registry)
        return self._bundler(holdings, lambda: pullable) is Bundler.NONE

    def get(self, holdings: Holdings) -> bool:
        """Bundle the console in an image if need be; tell whether it can be had."""
        bundler = self._bundler(
            holdings, lambda: self.registries.answers(self.registry)
        )
        if bundler is not Bundler.IMAGE:
            return bundler is not Bundler.NONE
        self.progress(STEP, State.STARTED, self.reference)
        try:
            self._bundle(holdings)
        except (BuildFailed, RegistryError) as error:
            self.progress(STEP, State.FAILED, str(error))
            self.said = str(error)
            self.registries.mark_silent(_PACKAGES)
            return False
        self.progress(STEP, State.DONE, self.reference)
        return True

    def reason(self) -> str:
        """Say why there is none, and what to do about it."""
        said = self.said
        if said is None and self.registries.silent(_PACKAGES):
            said = "it failed within the hour (`make images REBUILD=1` tries again)"
        return missing_console(self.reference, self.registry, said=said)

    def _bundler(self, holdings: Holdings, pullable: Callable[[], bool]) -> Bundler:
        cached = looks_sound(console_folder(cache=self.site.cache))
        node_here = not cached and node_is_here()
        image_here = self._image_here(holdings) is not None
        return choose_bundler(
            cached=cached,
            node_here=node_here,
            usable=not self.registries.silent(_PACKAGES),
            image_here=image_here,
            pullable=not cached and not node_here and not image_here and pullable(),
        )

    def _image_here(self, holdings: Holdings) -> str | None:
        known = Known(holdings=holdings, prefix=self.prefix)
        here = official_here(self.site.catalogue[NODE], known)
        return holdings.find(here[0]) if here else None

    def _bundle(self, holdings: Holdings) -> None:
        image_id = self._image_here(holdings) or self.engine.pull(self.reference)
        # FROM takes a bare id for a repository.
        name = f"pharos/node:{image_id.removeprefix('sha256:')[:_SHORT]}"
        self.engine.tag(image_id, name)

        def tell(line: str) -> None:
            if line:
                self.progress(STEP, State.RUNNING, line)

        workshop = Workshop(engine=self.engine, cli=self.cli(), on_line=tell)
        bundle_in_image(workshop, name, cache=self.site.cache)
