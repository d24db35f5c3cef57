"""Before the first change of an update: away with what a killed one left."""

from collections.abc import Mapping

from plugins.docker.engine import translated
from plugins.docker.errors import NameTaken
from plugins.docker.journal import Journal
from plugins.docker.resource import Repairable, Resource


def repair(journal: Journal, host: str, resources: Mapping[str, Resource]) -> None:
    """Remove each thing that a dead process was making when it died."""
    for note in journal.abandoned(host):
        resource = resources.get(note.token)
        if not isinstance(resource, Repairable):
            continue
        with translated(f"remove the unfinished {note.name}"):
            try:
                resource.remove_left_over(note.name, note.mark)
            except NameTaken:
                # Somebody else's by now; what was ours is gone already.
                continue
