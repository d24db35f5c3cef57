"""Images of a team's own services: built or pulled, then made fit for the platform."""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path

from catalog.own import OwnService
from tools.images.builder import (
    Candidate,
    build_environment,
    find_candidates,
    first_able,
)
from tools.images.engine import Engine
from tools.images.errors import ImageMissing, ProgramMissing, RegistryError
from tools.images.gobuild import ensure_program
from tools.images.keys import content_key, file_inputs, sources_below
from tools.images.model import ImageOptions, Progress, ResolvedImage, Source, State
from tools.images.programs import HC, program_key
from tools.images.records import ImageRecord, built_file, read_record, write_record
from tools.images.reference import with_prefix
from tools.images.shell import INSTALL, run
from tools.images.site import Site
from tools.images.wheels import ROOT

# Where the health check goes: no image has a folder of that name by chance.
_CHECK = "/pharos/hc"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnImages:
    """
    Resolves the images of own services.

    Attributes:
        root: Folder that the entries' build folders are relative to.
    """

    site: Site
    engine: Engine
    options: ImageOptions
    progress: Progress
    root: Path = ROOT

    def resolve(self, services: Iterable[OwnService]) -> dict[str, ResolvedImage]:
        """
        Return the image of each service by its key, building what has changed.

        Raises:
            ImageMissing: A build folder or an image is not there.
        ProgramMissing: The health check has to be compiled, and there is no Go.
            BuildFailed: A build failed; the message ends with its own words.
        """
        return {own.image_key: self._image(own) for own in services}

    def _image(self, own: OwnService) -> ResolvedImage:
        base = "" if own.build else self._present(own)
        file = built_file(self.site.cache, own.image_key, self._key(own, base))
        record = None if self.options.rebuild else read_record(file)
        if record is None or record.id not in self.engine.holdings().ids:
            record = self._made(own, base)
            write_record(file, record)
        return ResolvedImage(
            reference=record.id,
            source=Source.BUILT,
            name=record.name,
            probe=own.health_command or (_CHECK, "{port}", "{path}", "{rest}"),
        )

    def _key(self, own: OwnService, base: str) -> str:
        folder = self._folder(own) if own.build else None
        files = file_inputs(folder, sources_below(folder)) if folder else {}
        return content_key(
            "own",
            {
                **{f"file {name}": digest for name, digest in files.items()},
                "base": base,
                "arguments": repr(own.build_args),
                "fit": _fitting(own, "base"),
                "check": program_key(HC, self.site.machine),
            },
        )

    def _folder(self, own: OwnService) -> Path:
        folder = self.root / own.build
        if not (folder / "Dockerfile").is_file():
            raise ImageMissing(
                f"{own.name}: {own.build}/Dockerfile is not there; correct `build` in"
                f" services/{own.name}.toml"
            )
        return folder

    def _present(self, own: OwnService) -> str:
        found = self.engine.holdings().find(own.image)
        return found or self._pulled(own)

    def _pulled(self, own: OwnService) -> str:
        reference = with_prefix(own.image, self.options.registry_prefix)
        self.progress(f"pull {own.name}", State.STARTED, reference)
        try:
            image_id = self.engine.pull(reference)
        except RegistryError as error:
            self.progress(f"pull {own.name}", State.FAILED, str(error))
            raise ImageMissing(
                f"{own.name}: {reference} is neither here nor can it be pulled"
                f" ({error}); `docker load` it, or correct `image` in"
                f" services/{own.name}.toml"
            ) from error
        self.progress(f"pull {own.name}", State.DONE, reference)
        return image_id

    def _made(self, own: OwnService, base: str) -> ImageRecord:
        step = f"image {own.name}"
        self.progress(step, State.STARTED, own.build or own.image)
        check = None if own.health_command else self._checker(own, step)
        if own.build:
            base = self._built(own, step)
        base_name = f"pharos/{own.image_key}:base"
        self.engine.tag(base, base_name)
        name = f"pharos/{own.image_key}:latest"
        with tempfile.TemporaryDirectory(prefix="pharos-own-") as scratch:
            context = Path(scratch)
            (context / "empty").mkdir()
            if check is not None:
                shutil.copy(check, context / "hc")
            (context / "Dockerfile").write_text(_fitting(own, base_name))
            image_id = self._build(
                step, ["--network=none", "--tag", name, str(context)]
            )
        self.progress(step, State.DONE, name)
        return ImageRecord(id=image_id, name=name)

    def _checker(self, own: OwnService, step: str) -> Path:
        try:
            folder = ensure_program(
                HC,
                cache=self.site.cache,
                machine=self.site.machine,
                on_line=self._teller(step),
            )
        except ProgramMissing as error:
            raise ProgramMissing(
                f"{own.name}: its image gets a health check that is compiled here, and"
                f" go is not on PATH: {INSTALL['go']}, or set `health_command` in"
                f" services/{own.name}.toml"
            ) from error
        return folder / "hc"

    def _built(self, own: OwnService, step: str) -> str:
        words = [
            word
            for name, value in own.build_args
            for word in ("--build-arg", f"{name}={value}")
        ]
        return self._build(step, [*words, str(self._folder(own))])

    def _build(self, step: str, words: list[str]) -> str:
        with tempfile.TemporaryDirectory(prefix="pharos-own-id-") as scratch:
            file = Path(scratch) / "id"
            argv = _cli().build_argv("--iidfile", str(file), *words)
            run(argv, env=build_environment(), on_line=self._teller(step))
            return file.read_text().strip()

    def _teller(self, step: str) -> Callable[[str], None]:
        def tell(line: str) -> None:
            if line:
                self.progress(step, State.RUNNING, line)

        return tell


@once
def _cli() -> Candidate:
    return first_able(find_candidates())


def _fitting(own: OwnService, base: str) -> str:
    """Return a Dockerfile that needs no shell in the image that it adds to."""
    user = own.service.uid
    lines = [f"FROM {base}"]
    if not own.health_command:
        lines.append(f"COPY hc {_CHECK}")
    # A named volume takes the owner of the folder that it is mounted on.
    lines += [
        f"COPY --chown={user}:{user} empty/ {volume.path.rstrip('/')}/"
        for volume in own.volumes
    ]
    return "\n".join(lines) + "\n"
