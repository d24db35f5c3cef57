"""Minimal Debian roots, made by mmdebstrap from the machine's own mirror."""

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tools.images.archive import EPOCH
from tools.images.cache import is_sound, store
from tools.images.errors import ProgramMissing
from tools.images.keys import content_key
from tools.images.shell import require_program, run

SUITE = "bookworm"
ROOT_TAR = "root.tar"
# What dpkg says is installed: package sources roll on, this is the record.
STATUS = "dpkg-status"
MIRROR_VARIABLE = "PHAROS_DEBIAN_MIRROR"

# The last is what numpy is linked against; its wheel brings all else along.
PACKAGES = ("usr-is-merged", "python3", "ca-certificates", "tzdata", "libstdc++6")
_APT = (
    'APT::Install-Recommends "false"',
    'Acquire::Check-Valid-Until "false"',
    'Acquire::Languages "none"',
)
_LEFT_OUT = ("doc", "man", "info", "locale", "lintian", "bug")
# Nothing in the image installs packages or decodes legacy charsets. Perl comes with
# dpkg's essential set and is never called.
_REMOVED = (
    "etc/apt/sources.list",
    "etc/apt/sources.list.d",
    "etc/hostname",
    "etc/resolv.conf",
    "var/cache",
    "var/log",
    "var/lib/apt/lists",
    "usr/bin/perl*",
    "usr/share/perl*",
    "usr/lib/*-linux-gnu/perl*",
    "usr/lib/*-linux-gnu/gconv",
    "usr/lib/python3.11/lib2to3",
    "usr/lib/python3.11/pydoc_data",
)
# Containers have a read-only root and would compile the library at every start.
# Unchecked: nothing edits it, so the sources need not be read to trust the bytecode.
_COMPILE = (
    'find "$1"/usr -xdev -name __pycache__ -type d -prune -exec rm -rf {} + && '
    'chroot "$1" env PYTHONHASHSEED=0 python3 -m compileall -q -j1 '
    "--invalidation-mode unchecked-hash /usr/lib/python3.11"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """
    A root file system of Debian's packages.

    Attributes:
        removed: Paths, with wildcards, that go again, besides what always does.
        essential_hooks: Commands before the packages are installed; ``$1`` is the root.
        hooks: Commands after everything else.
    """

    name: str
    packages: tuple[str, ...]
    removed: tuple[str, ...] = ()
    essential_hooks: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()


BASE_ROOT = Root(name="base", packages=PACKAGES, hooks=(_COMPILE,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror:
    """Where packages come from; *security* is None where the sources name none."""

    main: str
    security: str | None

    def lines(self, suite: str) -> list[str]:
        """Return the lines of a sources.list for *suite*."""
        found = [
            f"deb {self.main} {suite} main",
            f"deb {self.main} {suite}-updates main",
        ]
        if self.security:
            found.append(f"deb {self.security} {suite}-security main")
        return found


def read_mirror(sources: Iterable[str]) -> Mirror | None:
    """
    Find the Debian mirror in apt's sources, in either of their two formats.

    Args:
        sources: The text of each file.

    Returns:
        None when no source names a Debian suite.
    """
    entries = [
        entry for text in sources for entry in (*_one_line(text), *_deb822(text))
    ]
    security = next((uri for uri, suites in entries if _has(suites, "-security")), None)
    main = next(
        (uri for uri, suites in entries if SUITE in suites or _has(suites, "-updates")),
        None,
    )
    return Mirror(main=main, security=security) if main else None


def _has(suites: Iterable[str], ending: str) -> bool:
    return any(suite.endswith(ending) for suite in suites)


def _one_line(text: str) -> Iterable[tuple[str, list[str]]]:
    for match in re.finditer(
        r"^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+(.*)$", text, re.M
    ):
        if "main" in match[3].split():
            yield match[1].rstrip("/"), [match[2]]


def _deb822(text: str) -> Iterable[tuple[str, list[str]]]:
    for stanza in re.split(r"\n\s*\n", text):
        fields = dict(
            re.findall(r"^(Types|URIs|Suites|Components):\s*(.+)$", stanza, re.M)
        )
        if (
            "deb" in fields.get("Types", "").split()
            and "main" in fields.get("Components", "").split()
        ):
            yield fields["URIs"].split()[0].rstrip("/"), fields["Suites"].split()


def debootstrap_argv(mirror: Mirror, out: Path, root: Root = BASE_ROOT) -> list[str]:
    """Return the mmdebstrap command that writes the root file system into *out*."""
    removed = " ".join(f'"$1"/{path}' for path in (*_REMOVED, *root.removed))
    return [
        "mmdebstrap",
        "--variant=essential",
        f"--include={','.join(root.packages)}",
        # Without this hook usrmerge comes along, and 25 MB of Perl with it.
        "--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr",
        *(f"--aptopt={option}" for option in _APT),
        *(f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in _LEFT_OUT),
        *(f"--essential-hook={hook}" for hook in root.essential_hooks),
        f"--customize-hook=rm -rf {removed}",
        *(f"--customize-hook={hook}" for hook in root.hooks),
        f'--customize-hook=cp "$1"/var/lib/dpkg/status {out / STATUS}',
        SUITE,
        str(out / ROOT_TAR),
        *mirror.lines(SUITE),
    ]


def base_folder(*, cache: Path, machine: str, root: Root = BASE_ROOT) -> Path:
    """Return where a root lies, or would lie, in the cache."""
    mirror = Mirror(main="mirror", security="security")
    recipe = debootstrap_argv(mirror, Path("out"), root)
    key = content_key(root.name, {"recipe": "\n".join(recipe), "machine": machine})
    return cache / "images" / f"{root.name}-{key}"


def ensure_base(
    *,
    cache: Path,
    machine: str,
    on_line: Callable[[str], None],
    root: Root = BASE_ROOT,
) -> Path:
    """
    Return the folder with the root file system, making it if need be.

    Raises:
        ProgramMissing: mmdebstrap is not here, or no Debian mirror is known.
        BuildFailed: mmdebstrap refused; the message ends with its own words.
    """
    folder = base_folder(cache=cache, machine=machine, root=root)
    if is_sound(folder):
        return folder
    require_program("mmdebstrap", f"building the {root.name} image")
    mirror = _find_mirror()

    def fill(out: Path) -> None:
        environment = {"SOURCE_DATE_EPOCH": str(EPOCH)}
        run(debootstrap_argv(mirror, out, root), env=environment, on_line=on_line)
        (out / ROOT_TAR).chmod(0o644)

    return store(folder, fill)


def _find_mirror() -> Mirror:
    if given := os.environ.get(MIRROR_VARIABLE):
        return Mirror(main=given.rstrip("/"), security=None)
    folder = Path("/etc/apt")
    files = [folder / "sources.list", *sorted(folder.glob("sources.list.d/*"))]
    found = read_mirror(f.read_text(errors="replace") for f in files if f.is_file())
    if found is None:
        raise ProgramMissing(
            "apt's sources name no Debian mirror, and building the base image needs "
            f"one: set {MIRROR_VARIABLE} to its URL"
        )
    return found
