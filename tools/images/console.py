"""The engine's web console, bundled from the sources in ``aiops/web``."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.images.cache import is_sound, looks_sound, store
from tools.images.console_choice import ABSENT_FILE, absent_name, absent_page
from tools.images.keys import content_key, digest_of, file_inputs
from tools.images.shell import require_program, run

WEB = Path(__file__).parents[2] / "aiops" / "web"
# What a person on the sources has lying there too.
_INSTALLED = "node_modules"
_PURPOSE = "building the engine's console"
# No scripts of packages: esbuild's own only saves a few milliseconds per run.
_INSTALL = ("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")


def console_folder(*, cache: Path, web: Path = WEB) -> Path:
    """Return where the console lies, or would lie, in the cache."""
    bundled = (each for each in sources(web) if each.parent != web / "tests")
    inputs = file_inputs(web, bundled)
    return cache / "tools" / f"console-{content_key('console', inputs)}"


def ensure_console(
    *, cache: Path, on_line: Callable[[str], None], web: Path = WEB
) -> Path:
    """
    Return the folder that holds ``index.html`` and ``assets/``, built if need be.

    Raises:
        ProgramMissing: Node.js or npm is not here.
        BuildFailed: npm or the bundler refused; the message ends with its own words.
    """
    folder = console_folder(cache=cache, web=web)
    if is_sound(folder):
        return folder
    packages = ensure_packages(cache=cache, on_line=on_line, web=web)

    def fill(out: Path) -> None:
        with workplace(packages, web) as place:
            run(["node", "build.mjs", str(out)], cwd=place, on_line=on_line)

    return store(folder, fill)


def keep_absent(reference: str, *, cache: Path) -> Path:
    """
    Return the folder that stands for the console where it cannot be had.

    Args:
        reference: The image of Node.js that could bundle it.
    """
    folder = cache / "tools" / absent_name(reference)
    if is_sound(folder):
        return folder

    def fill(out: Path) -> None:
        (out / ABSENT_FILE).write_text(absent_page(reference), encoding="utf-8")

    return store(folder, fill)


def ensure_packages(
    *,
    cache: Path,
    on_line: Callable[[str], None],
    checks: bool = False,
    web: Path = WEB,
) -> Path:
    """
    Return the folder with the pinned packages, installed if need be.

    Args:
        checks: With those that only the tests need.
    """
    lock = digest_of((web / "package-lock.json").read_bytes())
    kind = "console-checks" if checks else "console-packages"
    folder = cache / "tools" / f"{kind}-{content_key(kind, {'lock': lock})}"
    if looks_sound(folder):
        return folder
    for program in ("node", "npm"):
        require_program(program, _PURPOSE)

    def fill(out: Path) -> None:
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(web / name, out / name)
        run([*_INSTALL, *(() if checks else ("--omit=dev",))], cwd=out, on_line=on_line)

    return store(folder, fill)


@contextmanager
def workplace(packages: Path, web: Path = WEB) -> Iterator[Path]:
    """Yield a copy of the sources beside *packages*, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="pharos-console-") as scratch:
        place = Path(scratch)
        for source in sources(web):
            target = place / source.relative_to(web)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        (place / _INSTALLED).symlink_to(packages / _INSTALLED)
        yield place


def sources(web: Path) -> Iterator[Path]:
    """Yield the files below *web* that are sources, in order."""
    for path in sorted(web.rglob("*")):
        parts = path.relative_to(web).parts
        if path.is_file() and _INSTALLED not in parts and not parts[-1].startswith("."):
            yield path
