"""What runbooks tell to type, where it only looks, works on the running stack."""

import re
import subprocess

import pytest

from catalog.services import SERVICES
from infra import paths
from tests.tools import require

pytestmark = pytest.mark.stack

_LOOKS = re.compile(
    r"`((?:curl|docker inspect -f|make logs|make status)\b[^`]*)`"
    r"|^ *```bash\n(.*?)^ *```",
    re.MULTILINE | re.DOTALL,
)
# These change something, or are about a machine of the reader's own.
_NOT_HERE = re.compile(r" -X |https://<host>")
# What a stack has only by setting is not in this one.
_ABSENT = tuple(f"SERVICE={each.name}" for each in SERVICES if each.by_setting)


def commands():
    pages = sorted((paths.CHECKOUT / "docs" / "runbooks").glob("*.md"))
    found = {
        " ".join(inline.split()) or block
        for page in pages
        for inline, block in _LOOKS.findall(page.read_text())
    }
    return sorted(
        each
        for each in found
        if not _NOT_HERE.search(each) and not each.endswith(_ABSENT)
    )


def here(command, stack):
    """Return *command* with this stack's names and ports, and failing on errors."""
    for service, port in {
        "gateway": 8080,
        "prometheus": 9090,
        "alertmanager": 9093,
    }.items():
        command = command.replace(f"http://127.0.0.1:{port}", stack.url(service))
    named = command.replace("<stack>", stack.name)
    return re.sub("<(service|role)>", "items", named).replace("curl ", "curl --fail ")


def test_commands_are_found():
    assert len(commands()) > 10


@pytest.mark.parametrize("command", commands())
def test_command_of_a_runbook_works(stack, command):
    require("curl")
    require("docker")

    done = subprocess.run(
        ["bash", "-euc", here(command, stack)],
        cwd=stack.checkout,
        env={**stack.environment, "STACK": stack.name, "PLAIN": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-500:]
