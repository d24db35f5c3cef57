"""Whether what carries a stack's label was made by this home's state."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from catalog.identity import LABEL_STACK
from tools.bootstrap import backend
from tools.bootstrap.backend import Checkpoint
from tools.bootstrap.engine import Engine
from tools.bootstrap.places import Places
from tools.bootstrap.stack_settings import StackFile


def problems(where: Places, file: StackFile, engine: Engine | None) -> list[str]:
    """Return why the stack cannot be taken for this home's; at most one."""
    stack = file.settings.stack
    url = backend.backend_url(where, file.settings.backend_url)
    folder = backend.local_folder(url)
    if engine is None or folder is None:
        return []
    if knows_something(backend.read_checkpoint(folder, stack)):
        return []
    found = engine.left_of_stack(stack)
    if not found:
        return []
    binds = [path for each in engine.of_stack(stack) for path in each.binds]
    return [problem(stack, where.home, url, found, made_from(stack, binds))]


def knows_something(checkpoint: Checkpoint | None) -> bool:
    """Tell whether an update has ever begun; what it has left may be incomplete."""
    return checkpoint is not None and bool(checkpoint.resources or checkpoint.pending)


def made_from(stack: str, binds: Iterable[str]) -> Path | None:
    """Return the PHAROS_HOME whose folders containers mount, if any tells."""
    inner = re.compile(rf"(?P<home>.+)/stacks/{re.escape(stack)}/files/.+")
    matches = (inner.fullmatch(path) for path in binds)
    return next((Path(match["home"]) for match in matches if match), None)


def problem(
    stack: str, home: Path, url: str, found: Sequence[str], owner: Path | None
) -> str:
    """
    Return what is there, whose it is, and how to go on.

    Args:
        url: Of the state that knows nothing of it.
        found: Kind and name of each thing on the engine.
        owner: The PHAROS_HOME that it was made from; None where nothing tells.
    """
    kinds = Counter(each.split()[0] for each in found)
    counted = ", ".join(
        f"{count} {kind}{'s' * (count > 1)}" for kind, count in kinds.items()
    )
    if owner is not None and owner != home:
        whose = f"It was made from PHAROS_HOME={owner}: set that to go on with it"
    else:
        whose = "Go on with the PHAROS_HOME or pharos:backendUrl that it was made with"
    label = f"--filter label={LABEL_STACK}={stack}"
    return (
        f"stack {stack!r} is on this engine already ({counted}, such as"
        f" {found[0].split()[1]}), but the state in {url} knows nothing of it. {whose};"
        " or bring its state here with `make restore FILE=…`; or choose another name"
        " (STACK=…). Nobody needs it, its data included:"
        f" `docker rm -f $(docker ps -aq {label});"
        f" docker network rm $(docker network ls -q {label});"
        f" docker volume rm $(docker volume ls -q {label})`"
    )
