"""Decides, purely, where each image comes from."""

from dataclasses import dataclass
from enum import StrEnum

from tools.images.catalogue import Image
from tools.images.engine import Holdings
from tools.images.model import Source
from tools.images.records import ImageRecord
from tools.images.reference import by_digest, with_prefix


class Action(StrEnum):
    """What has to happen before an image can be used."""

    NOTHING = "nothing"
    PULL = "pull"
    REPACKAGE = "repackage"
    BUILD = "build"
    GIVE_UP = "give up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """
    What was found out about one image.

    Attributes:
        override: The reference that the settings insist on.
        imported: What an earlier import left.
        built: What an earlier build of the same content left.
    """

    holdings: Holdings
    override: str | None = None
    prefix: str | None = None
    imported: ImageRecord | None = None
    built: ImageRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """
    What to do, and what the image will be called.

    Attributes:
        reference: For NOTHING what to run, for PULL what to pull, for REPACKAGE the
            official image that the program comes from.
        official: Where the program of a built image came from, if not from its recipe.
    """

    action: Action
    source: Source
    reference: str = ""
    name: str = ""
    official: str = ""


def pull_reference(image: Image, prefix: str | None) -> str | None:
    """Return what is pulled: by digest where there is one, from the mirror if set."""
    if image.reference is None:
        return None
    if image.digest:
        return with_prefix(by_digest(image.reference, image.digest), prefix)
    return with_prefix(image.reference, prefix)


def choose_present(image: Image, known: Known) -> Choice | None:
    """Return the choice that needs no work; None when the image is not here."""
    if known.override is not None:
        return _override(known, known.override)
    ids = known.holdings.ids
    if known.imported and known.imported.id in ids:
        return _use(Source.IMPORTED, known.imported.id, known.imported.name)
    if image.program is None and (official := official_here(image, known)):
        return _use(Source.PRESENT, *official)
    if known.built and known.built.id in ids:
        return use_built(known.built)
    return None


def use_built(record: ImageRecord) -> Choice:
    """Return the choice of an image that was built here."""
    return Choice(
        action=Action.NOTHING,
        source=Source.BUILT,
        reference=record.id,
        name=record.name,
        official=record.official,
    )


def official_here(image: Image, known: Known) -> tuple[str, str] | None:
    """Return what runs the official image that the engine holds, and its name."""
    official = pull_reference(image, known.prefix)
    if official and known.holdings.find(official):
        return official, official
    # `docker load` brings tags along but no digests.
    tagged = with_prefix(image.reference, known.prefix) if image.reference else ""
    if found := known.holdings.find(tagged):
        return found, tagged
    return None


def _use(source: Source, reference: str, name: str) -> Choice:
    return Choice(action=Action.NOTHING, source=source, reference=reference, name=name)


def _override(known: Known, reference: str) -> Choice:
    here = known.holdings.find(reference)
    action = Action.NOTHING if here else Action.PULL
    return Choice(
        action=action, source=Source.OVERRIDE, reference=reference, name=reference
    )


def official_reference(image: Image, known: Known) -> str | None:
    """Return what an image of ours takes its program from; None if from its recipe."""
    if image.program is None:
        return None
    here = official_here(image, known)
    return here[0] if here else pull_reference(image, known.prefix)


def choose_absent(image: Image, known: Known, *, registry_answers: bool) -> Choice:
    """Return how to get an image that is not here: pull it, build it, or give up."""
    official = pull_reference(image, known.prefix)
    source = official_reference(image, known)
    if source and (registry_answers or official_here(image, known)):
        return Choice(
            action=Action.REPACKAGE,
            source=Source.BUILT,
            reference=source,
            name=official or source,
        )
    if official and registry_answers:
        return Choice(
            action=Action.PULL, source=Source.PULLED, reference=official, name=official
        )
    if image.recipe:
        return Choice(action=Action.BUILD, source=Source.BUILT)
    return Choice(action=Action.GIVE_UP, source=Source.PULLED)


def missing_reason(image: Image, registry: str, *, said: str | None = None) -> str:
    """Say why an image cannot be had and what to do about it."""
    why = said or f"the registry {registry} does not answer"
    return (
        f"{why}, and {image.title} cannot be built here. Load it from a tarball with "
        f"`make images IMPORT=file` (made by `docker save {image.reference}`), or name "
        f"a mirror in the setting pharos:registryPrefix"
    )
