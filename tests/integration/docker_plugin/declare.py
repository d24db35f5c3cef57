"""Resources for the suite's program: each says only what its test is about."""

from typing import Any

Resource = dict[str, Any]


def declare(
    type: str, name: str, /, *, import_: str = "", **arguments: Any
) -> Resource:
    options = {"import_": import_} if import_ else {}
    return {"type": type, "name": name, "options": options, "arguments": arguments}


def output(path: str) -> dict[str, str]:
    """Refer to *path*, as in ``net.name``, of a resource declared earlier."""
    return {"$output": path}


def secret(value: Any) -> dict[str, Any]:
    return {"$secret": value}


def healthy(**changes: Any) -> Resource:
    """A health check that the test image passes at once."""
    return {
        "tests": ["CMD", "/probe", "healthy"],
        "interval": "1s",
        "timeout": "3s",
        "retries": 3,
        **changes,
    }
