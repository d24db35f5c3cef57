"""`python -m dashboards` writes generated/*.json."""

from pathlib import Path

from dashboards.files import generated

FOLDER = Path(__file__).parent / "generated"


def main(folder: Path = FOLDER) -> None:
    """Write each dashboard into *folder*, and remove what is no longer made."""
    folder.mkdir(exist_ok=True)
    files = generated()
    for stale in set(folder.glob("*.json")) - {folder / name for name in files}:
        stale.unlink()
    for name, text in files.items():
        (folder / name).write_text(text)


if __name__ == "__main__":
    main()
