"""
Services of a team's own: one TOML file each in ``services/``, read at import.

The files are part of the catalog as much as its Python is; an image that has only the
packages knows of none.
"""

from pathlib import Path

from catalog.own import OwnService
from catalog.own_entries import OwnServiceError, parse_all

FOLDER = Path(__file__).parents[1] / "services"


def load(folder: Path = FOLDER) -> tuple[OwnService, ...]:
    """
    Return what the files of *folder* say; nothing where there is no such folder.

    Raises:
        OwnServiceError: When any is wrong; it lists every mistake.
    """
    return parse_all({path.stem: _text(path) for path in folder.glob("*.toml")})


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise OwnServiceError(
            f"services/{path.name} is not UTF-8; save it as UTF-8"
        ) from error


OWN = load()
