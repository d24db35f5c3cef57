"""The report on what a stack's last preview would change."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.changes.__main__ import made_from, main, write
from tools.changes.errors import InputError
from tools.changes.options import parser

# As the gate calls what it leaves in the stack's folder, and what is put beside it.
FOLDER = "preview"
DOCUMENT = "preview.json"
_OPTIONAL = {"--events": "events.jsonl", "--plan": "plan.json"}
MARKDOWN = "changes.md"
HTML = "changes.html"


def tell(folder: Path, words: Sequence[str] = ()) -> int:
    """
    Write the report beside a preview's files, in Markdown and as a page.

    Args:
        folder: Holds the preview as JSON, and its events and plan where there are any.
        words: Further words of the command line, such as ``--base main``.

    Returns:
        1 where the change must not happen as it is.

    Raises:
        InputError: When there is no preview.
    """
    if not (folder / DOCUMENT).is_file():
        raise InputError(f"{folder} holds no {DOCUMENT}; run `make preview` first")
    return main([*_files(folder), *words])


def losses(folder: Path) -> list[str]:
    """
    Write the report beside a preview's files, and return what data would be lost.

    Args:
        folder: As for `tell`.

    Returns:
        A sentence per loss that nobody has agreed to: what, and how to agree.

    Raises:
        ChangesError: When the files cannot be used.
    """
    arguments = parser().parse_args([*_files(folder)])
    made = made_from(arguments)
    write(made, arguments)
    return [loss.refusal(made.stack) for loss in made.refused]


def _files(folder: Path) -> Iterator[str]:
    yield from ("--preview", str(folder / DOCUMENT))
    for option, name in _OPTIONAL.items():
        if (folder / name).is_file():
            yield from (option, str(folder / name))
    yield from ("--markdown", str(folder / MARKDOWN), "--html", str(folder / HTML))
