"""Configuration that is no secret holds none."""

import re
from collections.abc import Iterator, Mapping

from policies.model import FOLDER, Resource, ResourcePolicy
from policies.secret_shapes import is_secret_name, looks_secret

# A key with a value on the same line, in YAML, TOML, JSON or a file of variables.
_SETTING = re.compile(
    r"""(?:^|[\s,{"'])([\w.-]+)["']?\s*[:=]\s*["']?([^\s"',{\[]+)""", re.UNICODE
)
# Values that say where the secret is, or that there is none.
_ELSEWHERE = re.compile(r"^(\$|\{\{|/|null$|true$|false$|<)")


def check(folder: Resource) -> Iterator[str]:
    """Yield a sentence for each line of a file that is, or looks like, a secret."""
    files = folder.inputs.get("files")
    for name, text in files.items() if isinstance(files, Mapping) else ():
        if isinstance(text, str):
            for number, line in enumerate(text.splitlines(), 1):
                if _is_secret(line):
                    yield (
                        f"line {number} of {name} holds a secret, which everybody may"
                        " read; give it among the folder's secrets, and its path here"
                    )


def _is_secret(line: str) -> bool:
    if looks_secret(line):
        return True
    return any(
        is_secret_name(name) and not _ELSEWHERE.match(value)
        for name, value in _SETTING.findall(line)
    )


POLICY = ResourcePolicy(
    name="no-plain-files",
    description="No secret in files of plain configuration.",
    types=(FOLDER,),
    check=check,
)
