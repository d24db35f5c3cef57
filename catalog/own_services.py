"""
Services of a team's own: one TOML file each in ``services/``, read at import.

The files are part of the catalog as much as its Python is; an image that has only the
packages knows of none.
"""

from pathlib import Path

from catalog.own import OwnService
from catalog.own_entries import parse_all

FOLDER = Path(__file__).parents[1] / "services"


def load(folder: Path = FOLDER) -> tuple[OwnService, ...]:
    """
    Return what the files of *folder* say; nothing where there is no such folder.

    Raises:
        OwnServiceError: When any is wrong; it lists every mistake.
    """
    return parse_all({path.stem: path.read_text() for path in folder.glob("*.toml")})


OWN = load()
