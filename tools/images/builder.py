"""Chooses a Docker CLI by what it can do: a pure choice among probed candidates."""

import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.images.errors import EngineUnavailable

_PROBE = "FROM scratch\nLABEL pharos.probe=1\n"
# Where distributions put theirs; a newer one found first on PATH may lack buildx.
_USUAL = ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """
    A Docker CLI and what a probe build with it said.

    Attributes:
        buildx: It carries the buildx plugin, whose options differ.
        problem: Why it cannot build; None when it can.
    """

    path: str
    buildx: bool
    problem: str | None

    def build_argv(self, *arguments: str) -> list[str]:
        """Return the command of a build into the engine's own store."""
        # The engine's own builder: others do not see local base images.
        extra = (
            ["--builder=default", "--load", "--provenance=false"] if self.buildx else []
        )
        return [self.path, "build", *extra, *arguments]


def choose(candidates: Sequence[Candidate]) -> Candidate:
    """
    Return the first candidate that can build.

    Raises:
        EngineUnavailable: Repeats what each of them said.
    """
    for candidate in candidates:
        if candidate.problem is None:
            return candidate
    said = "; ".join(f"{c.path}: {c.problem}" for c in candidates) or "none is on PATH"
    raise EngineUnavailable(
        f"no Docker CLI here can build images ({said}). Install the buildx plugin "
        "(docker-buildx-plugin), or Debian's docker.io package"
    )


def find_candidates(path: str | None = None) -> list[str]:
    """Return every ``docker`` on PATH and in the usual folders, each file once."""
    folders = [*(path or os.environ.get("PATH", "")).split(os.pathsep), *_USUAL]
    found: dict[Path, str] = {}
    for folder in folders:
        file = Path(folder) / "docker"
        if folder and os.access(file, os.X_OK):
            found.setdefault(file.resolve(), str(file))
    return list(found.values())


def probe(path: str) -> Candidate:
    """Build an empty image with the CLI at *path* and take it away again."""
    buildx = _run([path, "buildx", "version"]).returncode == 0
    bare = Candidate(path=path, buildx=buildx, problem=None)
    built = _run(bare.build_argv("--quiet", "-"), stdin=_PROBE)
    if built.returncode:
        said = (built.stderr.strip() or built.stdout.strip() or "failed").splitlines()
        return Candidate(path=path, buildx=buildx, problem=said[0])
    _run([path, "image", "rm", built.stdout.strip()])
    return bare


def first_able(paths: Iterable[str]) -> Candidate:
    """Probe one CLI after the other until one can build."""
    seen = []
    for path in paths:
        seen.append(probe(path))
        if seen[-1].problem is None:
            break
    return choose(seen)


def build_environment() -> dict[str, str]:
    """Return the variables of a build: BuildKit on, plain progress."""
    return {"DOCKER_BUILDKIT": "1", "BUILDKIT_PROGRESS": "plain"}


def _run(argv: list[str], *, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        argv,
        input=stdin,
        capture_output=True,
        text=True,
        env={**os.environ, **build_environment()},
        check=False,
    )
