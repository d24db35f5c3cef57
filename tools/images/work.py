"""Turns images that have to be built into tasks that know what they wait for."""

import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tools.images import repackage
from tools.images.assemble import (
    Workshop,
    build_image,
    fill_recipe_context,
    load_base,
)
from tools.images.base import ensure_base
from tools.images.builder import Candidate
from tools.images.catalogue import Image
from tools.images.console import ensure_console, keep_absent
from tools.images.debian_images import DEBIAN_IMAGES, DebianImage, debian_filler
from tools.images.engine import Engine
from tools.images.gobuild import ensure_program
from tools.images.model import Progress, State
from tools.images.programs import HC, GoProgram
from tools.images.prometheus_ui import ensure_ui
from tools.images.python_images import PYTHON_IMAGES, PythonImage, context_filler
from tools.images.recipe import Recipe
from tools.images.records import ImageRecord, built_file, write_record
from tools.images.repackage import Official
from tools.images.revision import revision_of
from tools.images.schedule import Task
from tools.images.site import BASE, HC_SCRIPT, Site
from tools.images.wheels import ensure_wheels

PAGES = "prometheus web pages"
CONSOLE = "engine's console"
_SHORT = 12


@dataclass(slots=True, kw_only=True)
class Work:
    """
    What a run builds, and the results that later tasks pick up.

    Attributes:
        cli: Finds the Docker CLI when the first image is put together.
        folders: Cached folder by the name of its part.
        base_id: Id of the base image, known before or found on the way.
        officials: By key, the image that the program comes out of; all others are
            compiled.
        console: Whether the engine's console can be had.
        built: Record by key of each image that was built.
    """

    site: Site
    engine: Engine
    cli: Callable[[], Candidate]
    progress: Progress
    base_id: str = ""
    officials: Mapping[str, Official] = field(default_factory=dict)
    console: bool = True
    folders: dict[str, Path] = field(default_factory=dict)
    built: dict[str, ImageRecord] = field(default_factory=dict)

    def tasks(
        self, images: Iterable[Image], programs: Collection[GoProgram]
    ) -> list[Task]:
        """
        Return the tasks that build *images*.

        Args:
            programs: Go programs wanted for themselves, as tools of the host.
        """
        images = list(images)
        recipes = {
            i.key: r
            for i in images
            if i.key not in self.officials and (r := self.site.recipe_of(i))
        }
        wanted = {p.name: p for p in programs}
        wanted |= {p.name: p for r in recipes.values() for p in r.programs}
        own = [PYTHON_IMAGES[i.key] for i in images if i.key in PYTHON_IMAGES]
        if (own or self.officials) and self.site.static_health_check():
            wanted[HC.name] = HC
        tasks = [self._program_task(program) for program in wanted.values()]
        if any(recipe.pages for recipe in recipes.values()):
            tasks.append(self._part_task(PAGES, self._build_pages, cpu_s=45))
        if any(python.console for python in own):
            tasks.append(self._part_task(CONSOLE, self._build_console, cpu_s=5))
        for image in images:
            tasks += self._image_tasks(image, recipes.get(image.key))
        return tasks

    def _image_tasks(self, image: Image, recipe: Recipe | None) -> list[Task]:
        if image.key == BASE:
            return [Task(name="image base", act=self._build_base, cpu_s=30)]
        if python := PYTHON_IMAGES.get(image.key):
            return self._python_tasks(image, python)
        if image.key in self.officials:
            return [self._repackaging_task(image, self.officials[image.key])]
        if debian := DEBIAN_IMAGES.get(image.key):
            return [self._debian_task(image, debian)]
        if recipe is None:
            return []
        needs = tuple(p.name for p in recipe.programs) + (
            (PAGES,) if recipe.pages else ()
        )

        def act() -> str:
            return self._build_recipe(image, recipe)

        return [Task(name=f"image {image.key}", act=act, needs=needs)]

    def _repackaging_task(self, image: Image, official: Official) -> Task:
        def act() -> str:
            return self._repackage(image, official)

        return Task(name=f"image {image.key}", act=act, needs=("image base", HC.name))

    def _python_tasks(self, image: Image, python: PythonImage) -> list[Task]:
        wheels = _wheels_of(python)

        def fetch() -> Path:
            return ensure_wheels(
                python.lock_file,
                cache=self.site.cache,
                machine=self.site.machine,
                on_line=self._teller(wheels),
            )

        def act() -> str:
            return self._build_python(image, python)

        needs = ("image base", wheels, HC.name, *([CONSOLE] if python.console else []))
        return [
            self._part_task(wheels, fetch, cpu_s=10),
            Task(name=f"image {image.key}", act=act, needs=needs),
        ]

    def _debian_task(self, image: Image, debian: DebianImage) -> Task:
        def act() -> str:
            return self._build_debian(image, debian)

        return Task(name=f"image {image.key}", act=act, cpu_s=60)

    def _program_task(self, program: GoProgram) -> Task:
        def act() -> str:
            self.folders[program.name] = ensure_program(
                program,
                cache=self.site.cache,
                machine=self.site.machine,
                on_line=self._teller(program.name),
            )
            return ", ".join(program.binaries)

        return Task(name=program.name, act=act, cpu_s=program.cpu_s)

    def _part_task(self, name: str, build: Callable[[], Path], *, cpu_s: int) -> Task:
        def act() -> str:
            self.folders[name] = build()
            return self.folders[name].name

        return Task(name=name, act=act, cpu_s=cpu_s)

    def _teller(self, step: str) -> Callable[[str], None]:
        def tell(line: str) -> None:
            if line:
                self.progress(step, State.RUNNING, line)

        return tell

    def _build_pages(self) -> Path:
        return ensure_ui(cache=self.site.cache, on_line=self._teller(PAGES))

    def _build_console(self) -> Path:
        if not self.console:
            return keep_absent(self.site.node_reference(), cache=self.site.cache)
        return ensure_console(cache=self.site.cache, on_line=self._teller(CONSOLE))

    def _build_base(self) -> str:
        image = self.site.catalogue[BASE]
        folder = ensure_base(
            cache=self.site.cache,
            machine=self.site.machine,
            on_line=self._teller("image base"),
        )
        tag = f"pharos/base:{folder.name.removeprefix('base-')}"
        self.base_id = load_base(self.engine, image, folder, tags=(tag,))
        self._keep(image, ImageRecord(id=self.base_id, name=tag, revision=folder.name))
        return tag

    def _build_debian(self, image: Image, debian: DebianImage) -> str:
        folder = ensure_base(
            cache=self.site.cache,
            machine=self.site.machine,
            on_line=self._teller(f"image {image.key}"),
            root=debian.root,
        )
        root = f"pharos/{image.key}-root:{short_tag(folder.name.rpartition('-')[2])}"
        load_base(self.engine, image, folder, tags=(root,))
        name = f"pharos/{image.key}:{image.version}"
        image_id = build_image(
            self._workshop(image),
            image,
            fill=debian_filler(debian, image),
            tags=(name, self._keyed_name(image)),
            revision=folder.name,
            arguments={"BASE": root},
        )
        self._keep(image, ImageRecord(id=image_id, name=name, revision=folder.name))
        return name

    def _build_recipe(self, image: Image, recipe: Recipe) -> str:
        folders = {**self.folders, "pages": self.folders.get(PAGES, Path())}
        name = f"pharos/{image.key}:{image.version}"
        image_id = build_image(
            self._workshop(image),
            image,
            fill=lambda context: fill_recipe_context(context, image, recipe, folders),
            tags=(name, self._keyed_name(image)),
            revision=recipe.revision,
        )
        self._keep(image, ImageRecord(id=image_id, name=name, revision=recipe.revision))
        return name

    def _repackage(self, image: Image, official: Official) -> str:
        name = f"pharos/{image.key}:{image.version}"
        revision = repackage.revision(image)
        image_id = build_image(
            self._workshop(image),
            image,
            fill=repackage.context_filler(image, health_check=self._health_check()),
            tags=(name, self._keyed_name(image)),
            revision=revision,
            arguments={
                "BASE": self._local_name(BASE, self.base_id),
                "OFFICIAL": self._local_name(f"{image.key}-official", official.id),
                "PROGRAM": image.program or "",
            },
        )
        record = ImageRecord(
            id=image_id, name=name, revision=revision, official=official.reference
        )
        self._keep(image, record)
        return f"{name}, out of {official.reference}"

    def _build_python(self, image: Image, python: PythonImage) -> str:
        revision = revision_of(python.inputs)
        name = f"pharos/{python.key}:{short_tag(revision)}"
        fill = context_filler(
            python,
            image,
            wheels=self.folders[_wheels_of(python)],
            health_check=self._health_check(),
            console=self.folders[CONSOLE] if python.console else None,
        )
        image_id = build_image(
            self._workshop(image),
            image,
            fill=fill,
            tags=(name, self._keyed_name(image)),
            revision=revision,
            arguments={"BASE": self._local_name(BASE, self.base_id)},
        )
        self._keep(image, ImageRecord(id=image_id, name=name, revision=revision))
        return name

    def _local_name(self, key: str, image_id: str) -> str:
        """Name an image for FROM, which takes a bare id for a repository."""
        name = f"pharos/{key}:{image_id.removeprefix('sha256:')[:_SHORT]}"
        self.engine.tag(image_id, name)
        return name

    def _health_check(self) -> Path:
        """Return a folder that holds ``hc``, be it the binary or its stand-in."""
        if HC.name in self.folders:
            return self.folders[HC.name]
        folder = self.site.cache / "tools" / "hc-script"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(HC_SCRIPT, folder / "hc")
        return folder

    def _keyed_name(self, image: Image) -> str:
        return f"pharos/{image.key}:{self._key(image)}"

    def _key(self, image: Image) -> str:
        official = self.officials.get(image.key)
        key = self.site.content_key(
            image,
            base_id=self.base_id,
            official=official.reference if official else None,
            console=self.console,
        )
        assert key is not None
        return key

    def _workshop(self, image: Image) -> Workshop:
        tell = self._teller(f"image {image.key}")
        return Workshop(engine=self.engine, cli=self.cli(), on_line=tell)

    def _keep(self, image: Image, record: ImageRecord) -> None:
        write_record(built_file(self.site.cache, image.key, self._key(image)), record)
        self.built[image.key] = record


def short_tag(revision: str) -> str:
    """Return a revision as an image tag: shortened, changes marked."""
    head, _, changed = revision.partition("+")
    return head[:_SHORT] + (f"-{changed}" if changed else "")


def _wheels_of(python: PythonImage) -> str:
    return f"wheels of {python.key}"


def retag_own(engine: Engine, python: PythonImage, record: ImageRecord) -> ImageRecord:
    """
    Rename an image of ours whose revision was not known when it was built.

    It may come from outside a checkout, or from changes that are committed by now.
    """
    if is_known(record.revision):
        return record
    revision = revision_of(python.inputs)
    if not is_known(revision):
        return record
    name = f"pharos/{python.key}:{short_tag(revision)}"
    engine.tag(record.id, name)
    return ImageRecord(id=record.id, name=name, revision=revision)


def is_known(revision: str) -> bool:
    """Tell a commit from changes to one, and from no revision at all."""
    return revision != "unknown" and not revision.endswith("+changes")
