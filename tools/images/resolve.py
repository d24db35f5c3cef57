"""Resolves every image: what is here, else pulled, else built, else missing."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache as once
from pathlib import Path

from catalog.own import OwnService
from catalog.own_services import OWN
from tools.images import preflight, registry
from tools.images.builder import find_candidates, first_able
from tools.images.catalogue import CATALOGUE_FILE, Catalogue, Image, load_catalogue
from tools.images.console_source import ConsoleSource
from tools.images.decide import (
    Action,
    Choice,
    Known,
    choose_absent,
    choose_present,
    missing_reason,
    official_reference,
    pull_reference,
    use_built,
)
from tools.images.engine import Engine, Holdings
from tools.images.errors import ImageMissing, RegistryError
from tools.images.exclusive import locked
from tools.images.host_tools import damaged, lacking, tool_argvs
from tools.images.importing import is_ours
from tools.images.model import (
    ImageOptions,
    Progress,
    Resolved,
    ResolvedImage,
    Source,
    State,
    Wish,
    silent,
)
from tools.images.own import OwnImages
from tools.images.python_images import ENGINE, PYTHON_IMAGES
from tools.images.records import (
    ImageRecord,
    Registries,
    imported_file,
    read_record,
    write_record,
)
from tools.images.reference import parse_reference
from tools.images.repackage import Official
from tools.images.schedule import run_tasks
from tools.images.site import BASE, Site, host_machine
from tools.images.work import Work, retag_own
from tools.images.written import merged, read_resolved, write_resolved

PULLS = 3
CONSOLE = "console"


def resolve(
    options: ImageOptions,
    *,
    folder: Path,
    cache: Path,
    progress: Progress = silent,
    catalogue: Path = CATALOGUE_FILE,
    own: Sequence[OwnService] = OWN,
) -> Resolved:
    """
    Find every image and tool, and write images.json.

    Args:
        folder: The stack's; images.json is written here.
        cache: What was built is kept here.
        catalogue: File that says which images there are.
        own: Services of a team's own, whose images are resolved too.

    Returns:
        What can be used, and the reason for what cannot.

    Raises:
        ImagesError: The engine is away, something that is needed cannot be had, or a
            build failed.
    """
    site = Site(
        cache=cache, catalogue=load_catalogue(catalogue), machine=host_machine()
    )
    run = Resolver(site=site, options=options, engine=Engine(), progress=progress)
    resolved = run.from_here()
    if resolved is None:
        with locked(cache, progress):
            resolved = run.from_afar()
    resolved = _with_own(resolved, run, own)
    asked = frozenset([*wanted_keys(site.catalogue, options), CONSOLE])
    if options.only is not None:
        resolved = merged(read_resolved(folder), resolved, asked=asked)
    write_resolved(folder, resolved)
    return resolved


def _with_own(
    resolved: Resolved, run: "Resolver", own: Sequence[OwnService]
) -> Resolved:
    if not own:
        return resolved
    theirs = OwnImages(
        site=run.site, engine=run.engine, options=run.options, progress=run.progress
    )
    with locked(run.site.cache, run.progress):
        images = theirs.resolve(own)
    return replace(resolved, images={**resolved.images, **images})


def wanted_keys(catalogue: Catalogue, options: ImageOptions) -> list[str]:
    """Return the keys that *options* ask for, in the catalogue's order."""
    return [
        key
        for key, image in catalogue.items()
        if not image.internal
        and (options.only is None or key in options.only)
        and not (image.optional and options.grafana is Wish.OFF)
        and not (image.by_setting and key not in (options.only or options.by_setting))
    ]


@dataclass(kw_only=True)
class Resolver:
    """One run of the resolver."""

    site: Site
    options: ImageOptions
    engine: Engine
    progress: Progress
    images: dict[str, ResolvedImage] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.holdings = Holdings(ids=frozenset())
        self.base_id = ""
        self.base_reference = ""
        self.officials: dict[str, Official] = {}
        self.console = True
        self.cli = once(lambda: first_able(find_candidates()))
        self.registries = Registries(
            self.site.cache / "registries.json",
            registry.answers,
            ask_again=self.options.ask_again or self.options.grafana is Wish.ON,
        )
        self.consoles = ConsoleSource(
            site=self.site,
            engine=self.engine,
            registries=self.registries,
            prefix=self.options.registry_prefix,
            progress=self.progress,
            cli=self.cli,
        )

    def from_here(self) -> Resolved | None:
        """Resolve from what is here; None when something has to be fetched or built."""
        absent = self._look()
        for image in absent:
            if not self._is_lost(image):
                return None
        self._give_up(absent)
        if lacking(self.site, self.images):
            return None
        return self._result()

    def from_afar(self) -> Resolved:
        """Resolve what is absent by pulling, then by building."""
        absent = self._look()
        if any(image.key == ENGINE.key for image in absent):
            self.console = self.consoles.get(self.holdings)
        choices = {image.key: self._choose(image) for image in absent}
        for key, choice in choices.items():
            if choice.action is Action.NOTHING:
                self._settle(self._image(key), choice)
        said = self._pull(choices)
        for key in said:
            choices[key] = choose_absent(
                self._image(key), self._known(self._image(key)), registry_answers=False
            )
        made = (Action.BUILD, Action.REPACKAGE)
        self._build(
            [self._image(k) for k, c in choices.items() if c.action in made], said
        )
        lost = [
            self._image(k) for k, c in choices.items() if c.action is Action.GIVE_UP
        ]
        self._give_up(lost, said)
        return self._result()

    def _image(self, key: str) -> Image:
        return self.site.catalogue[key]

    def _look(self) -> list[Image]:
        """Take note of what is here and return what is not."""
        self.holdings = self.engine.holdings()
        self.images.clear()
        self.base_id = self._base_id()
        wanted = wanted_keys(self.site.catalogue, self.options)
        self.console = ENGINE.key not in wanted or not self.consoles.is_lost(
            self.holdings
        )
        absent = []
        for key in wanted:
            image = self._image(key)
            choice = choose_present(image, self._known(image))
            if choice is not None and choice.action is Action.NOTHING:
                self._settle(image, choice)
            else:
                absent.append(image)
        return absent

    def _base_id(self) -> str:
        """Return the id of the base that our own were, or would be, built on."""
        official = pull_reference(self._image(BASE), self.options.registry_prefix) or ""
        pulled = self.holdings.find(official)
        self.base_reference = official if pulled else ""
        return pulled or self.site.built_base_id()

    def _known(self, image: Image) -> Known:
        known = Known(
            holdings=self.holdings,
            override=self.options.overrides.get(image.key),
            prefix=self.options.registry_prefix,
            imported=read_record(imported_file(self.site.cache, image.key)),
        )
        if self.options.rebuild:
            return known
        # Out of the official image where there is such a one, else by the recipe.
        officials = dict.fromkeys((official_reference(image, known), None))
        for official in officials:
            built = self._built_before(image, official)
            if built and built.id in self.holdings.ids:
                return replace(known, built=built)
        return known

    def _built_before(self, image: Image, official: str | None) -> ImageRecord | None:
        file = self.site.record_file(
            image, base_id=self.base_id, official=official, console=self.console
        )
        built = read_record(file) if file else None
        python = PYTHON_IMAGES.get(image.key)
        if python and file and built and built.id in self.holdings.ids:
            renamed = retag_own(self.engine, python, built)
            if renamed != built:
                write_record(file, renamed)
            built = renamed
        return built

    def _settle(self, image: Image, choice: Choice) -> None:
        ours = self._is_ours(choice)
        self.images[image.key] = ResolvedImage(
            reference=choice.reference,
            source=choice.source,
            name=choice.name,
            # Only our own builds have `hc`.
            probe=image.probe_built
            if ours
            else image.probe_pulled or image.probe_built,
            capabilities=() if ours else image.capabilities_pulled,
            made_of=self._made_of(image, choice),
        )

    def _made_of(self, image: Image, choice: Choice) -> tuple[str, ...]:
        if choice.source is not Source.BUILT:
            return ()
        on_base = image.key in PYTHON_IMAGES or choice.official
        base = self.base_reference if on_base else ""
        return tuple(name for name in (choice.official, base) if name)

    def _is_ours(self, choice: Choice) -> bool:
        """Tell whether one of our recipes made the image."""
        if choice.source in (Source.OVERRIDE, Source.IMPORTED):
            return is_ours(self.engine, choice.reference)
        return choice.source is Source.BUILT

    def _registry(self, image: Image) -> str:
        reference = self.options.overrides.get(image.key) or pull_reference(
            image, self.options.registry_prefix
        )
        return parse_reference(reference or "").registry

    def _is_lost(self, image: Image) -> bool:
        """Tell, without asking anybody, that an absent image stays absent."""
        return (
            image.recipe is None
            and image.key not in self.options.overrides
            and self.registries.silent(self._registry(image))
        )

    def _choose(self, image: Image) -> Choice:
        known = self._known(image)
        if present := choose_present(image, known):
            return present
        answers = image.reference is not None and self.registries.answers(
            self._registry(image)
        )
        return choose_absent(image, known, registry_answers=answers)

    def _pull(self, choices: dict[str, Choice]) -> dict[str, str]:
        """Pull; return what the registry said, by key, where that failed."""
        said: dict[str, str] = {}

        def pull(key: str) -> None:
            choice = choices[key]
            self.progress(f"pull {key}", State.STARTED, choice.reference)
            try:
                image_id = self.engine.pull(choice.reference)
            except RegistryError as error:
                self.progress(f"pull {key}", State.FAILED, str(error))
                if choice.source is Source.OVERRIDE:
                    raise ImageMissing(_override_gone(key, choice, error)) from error
                said[key] = str(error)
                return
            self.progress(f"pull {key}", State.DONE, choice.reference)
            if choice.action is Action.REPACKAGE:
                self.officials[key] = Official(reference=choice.reference, id=image_id)
            else:
                self._settle(self._image(key), choice)

        keys = [
            key
            for key, choice in choices.items()
            if choice.action is Action.PULL or self._has_to_be_pulled(key, choice)
        ]
        with ThreadPoolExecutor(max_workers=PULLS) as pool:
            list(pool.map(pull, keys))
        return said

    def _has_to_be_pulled(self, key: str, choice: Choice) -> bool:
        """Tell it of an image to take a program from; take note of one that is here."""
        if choice.action is not Action.REPACKAGE:
            return False
        here = self.holdings.find(choice.reference)
        if here:
            self.officials[key] = Official(reference=choice.reference, id=here)
        return here is None

    def _build(self, images: list[Image], said: dict[str, str]) -> None:
        programs = lacking(self.site, self.images)
        for folder in damaged(self.site, programs):
            self.progress("cache", State.DONE, f"{folder} is damaged; made again")
        if any(i.key in PYTHON_IMAGES or i.key in self.officials for i in images):
            images = [*self._base_to_build(), *images]
        needed = preflight.needed(self.site, images, programs, pulled=self.officials)
        preflight.require(needed, said=said)
        work = Work(
            site=self.site,
            engine=self.engine,
            cli=self.cli,
            progress=self.progress,
            base_id=self.base_id,
            officials=self.officials,
            console=self.console,
        )
        run_tasks(work.tasks(images, programs), self.progress)
        for image in images:
            if not image.internal:
                self._settle(image, use_built(work.built[image.key]))

    def _base_to_build(self) -> Iterable[Image]:
        """Get the base by pulling it if possible; return it if it has to be built."""
        base = self._image(BASE)
        if self.base_id in self.holdings.ids and not self.options.rebuild:
            return []
        choice = self._choose(base)
        if choice.action is Action.PULL:
            self.progress("pull base", State.STARTED, choice.reference)
            try:
                self.base_id = self.engine.pull(choice.reference)
                self.base_reference = choice.reference
                self.progress("pull base", State.DONE, choice.reference)
                return []
            except RegistryError as error:
                self.progress("pull base", State.FAILED, str(error))
        return [base]

    def _give_up(self, images: list[Image], said: dict[str, str] | None = None) -> None:
        for image in images:
            reason = missing_reason(
                image, self._registry(image), said=(said or {}).get(image.key)
            )
            if not image.optional or self.options.grafana is Wish.ON:
                raise ImageMissing(f"{image.key}: {reason}")
            self.missing[image.key] = reason

    def _result(self) -> Resolved:
        order = {key: n for n, key in enumerate(self.site.catalogue)}
        images = dict(sorted(self.images.items(), key=lambda item: order[item[0]]))
        tools = tool_argvs(self.site, images)
        engine = images.get(ENGINE.key)
        if not self.console and engine and engine.source is Source.BUILT:
            self.missing[CONSOLE] = self.consoles.reason()
        return Resolved(images=images, missing=dict(self.missing), tools=tools)


def _override_gone(key: str, choice: Choice, error: RegistryError) -> str:
    return (
        f"the setting for {key} names {choice.reference}, which is neither here nor "
        f"can be pulled ({error}). Correct or remove the setting"
    )
