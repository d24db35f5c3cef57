"""
A pytest plugin: tests of a stage read only what the stage says that they read.

A stage whose inputs are as before is not run again; were it to read anything else, its
pass could be out of date and nobody would know.
"""

import importlib.util
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tools.gate.table import RUNNING, STAGES

# Hypothesis reads all that is imported, this plugin too, for numbers to try. A copied
# file is read, if at all, by what runs in the copy.
_NO_USE = ("hypothesis.internal.constants_ast", "shutil")
_opened: set[str] = set()
_foreign: list[str] = []


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "open" or not isinstance(arguments[0], str | os.PathLike):
        return
    path = os.fspath(arguments[0])
    if isinstance(path, str) and not _is_no_use_of_it(sys._getframe(1)):
        _opened.add(path)


def _is_no_use_of_it(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_globals.get("__name__") in _NO_USE:
            return True
        frame = frame.f_back
    return False


if os.environ.get(RUNNING):
    sys.addaudithook(_note)


def foreign(
    opened: Iterable[str], root: Path, known: Iterable[str], patterns: tuple[str, ...]
) -> list[str]:
    """
    Return the files of the checkout that were read without being inputs.

    Args:
        opened: Paths, absolute or from *root*.
        known: The files of the checkout, from *root*.
        patterns: The stage's inputs.
    """
    from tools.gate.patterns import matches

    read = {name for path in opened if (name := _name(path, root)) is not None}
    return sorted(name for name in read & {*known} if not matches(name, patterns))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Look at what was read."""
    if not os.environ.get(RUNNING):
        return
    # Before this module itself reads more.
    opened = set(_opened)
    from infra import content
    from tools.gate.keys import ALWAYS

    root = session.config.rootpath
    stage = next(each for each in STAGES if each.name == os.environ[RUNNING])
    inputs = (*stage.inputs, *ALWAYS)
    _foreign.extend(foreign(opened, root, content.files(root), inputs))
    if _foreign and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was read though it is no input."""
    if _foreign:
        terminalreporter.write_line(
            f"stage {os.environ[RUNNING]!r} reads files that are not among its inputs;"
            " add them in tools/gate/table.py, or it will not be run when they"
            f" change: {', '.join(_foreign)}"
        )


def _name(path: str, root: Path) -> str | None:
    """Return *path* from *root*, and of compiled code its source; None outside."""
    whole = Path(os.path.normpath(root / path))
    if whole.suffix == ".pyc":
        try:
            whole = Path(importlib.util.source_from_cache(str(whole)))
        except ValueError:
            return None
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else None
