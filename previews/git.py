"""Files of a revision, without touching the checkout."""

import subprocess
from collections.abc import Mapping

from previews.errors import RevisionError


def texts_of(revision: str, folder: str, suffix: str = ".json") -> Mapping[str, str]:
    """
    Return the files that *folder* held in *revision*, by name.

    Raises:
        RevisionError: When git does not know it, or the folder was not there.
    """
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options",
                  f"{revision}^{{commit}}").strip()  # fmt: skip
    listed = _git("ls-tree", "--name-only", "-z", commit, f"{folder.rstrip('/')}/")
    names = [each for each in listed.split("\0") if each.endswith(suffix)]
    if not names:
        raise RevisionError(f"{revision} has no *{suffix} in {folder}")
    return {name.rpartition("/")[2]: _git("show", f"{commit}:{name}") for name in names}


def _git(*words: str) -> str:
    try:
        done = subprocess.run(
            ["git", *words], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RevisionError(f"git cannot be run: {error}") from error
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise RevisionError(
            f"git does not know {words[-1].removesuffix('^{commit}')!r}"
            f"{f': {said[-1]}' if said else ''}; give a revision or a folder"
        )
    return done.stdout
