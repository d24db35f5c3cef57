"""
CODEOWNERS from the catalog: each owner is a team of the organisation that is set.

Without one the file names nobody: teams that do not exist would own nothing, and
GitHub only says so where few people look.
"""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from catalog.own_services import OWN
from catalog.services import SERVICES, Kind

FILE = Path(".github/CODEOWNERS")
_ORGANISATION = re.compile(r"[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}")
_SET = re.compile(r"^# Organisation: (\S+)$", re.MULTILINE)
_NONE = "none"
# What guards everything else belongs to who answers for the platform.
_GUARDS = ("/.github/", "/policies/", "/infra/", "/tools/", "/requirements/")


class OwnersError(Exception):
    """An organisation that GitHub cannot have."""


def organisation(text: str) -> str:
    """Return the organisation that a CODEOWNERS file names; empty if none."""
    found = _SET.search(text)
    return found[1] if found and found[1] != _NONE else ""


def owners() -> dict[str, str]:
    """Return the owner by path; GitHub takes the last that fits."""
    platform = _one({s.owner for s in SERVICES if s.kind is Kind.PLATFORM})
    shop = _one({s.owner for s in SERVICES if s.kind is Kind.SHOP})
    own = {f"/services/{each.name}.toml": each.service.owner for each in OWN}
    guards = dict.fromkeys(_GUARDS, platform)
    return {"*": platform, "/app/": shop, **own, **guards}


def render(by_path: Mapping[str, str], org: str) -> str:
    """
    Return the file's text.

    Raises:
        OwnersError: When *org* is no name that GitHub takes.
    """
    if org and not _ORGANISATION.fullmatch(org):
        raise OwnersError(
            f"{org!r} is no organisation of GitHub's; use letters, digits and single"
            " hyphens, 39 at most: `make codeowners ORG=acme`"
        )
    width = max(map(len, by_path))
    mark = "" if org else "# "
    lines = [
        f"{mark}{path:{width}} @{org or '<organisation>'}/{owner}"
        for path, owner in by_path.items()
    ]
    return "\n".join(
        [
            "# Written by `make codeowners ORG=name`: the catalog's owners as teams.",
            f"# Organisation: {org or _NONE}",
            *lines,
            "",
        ]
    )


def generated(text: str) -> str:
    """Return what the file that says *text* now should say."""
    return render(owners(), organisation(text))


def main(argv: Sequence[str], file: Path = FILE) -> int:
    """Write the file, for the organisation in *argv* or the one that it has now."""
    present = file.read_text() if file.exists() else ""
    try:
        text = render(owners(), argv[0] if argv else organisation(present))
    except OwnersError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    file.write_text(text)
    return 0


def _one(found: Iterable[str]) -> str:
    [owner] = found
    return owner


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
