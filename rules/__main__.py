"""`python -m rules` writes generated/*.yaml."""

from pathlib import Path

from rules.files import generated

FOLDER = Path(__file__).parent / "generated"


def main(folder: Path = FOLDER) -> None:
    """Write each rule file into *folder*, and remove what is no longer made."""
    files = generated()
    for stale in set(folder.glob("**/*.yaml")) - {folder / name for name in files}:
        stale.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


if __name__ == "__main__":
    main()
