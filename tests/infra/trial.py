"""Does any policy or infrastructure test notice that a line of hardening is gone?"""

import importlib.util
import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from tests.infra.removals import Removal, removals

ROOT = Path(__file__).parents[2]
TIMEOUT_S = 300
# What the trials would all import again; nothing of ours that a mutant could replace,
# and no plugin of pytest's, which has to be imported by pytest.
_PRELOADED = ["pulumi", "pulumi_docker", "yaml", "docker", "requests"]
# The whole program under mocks, policies included.
_PROGRAM = "tests/infra"
_UNIT = "tests/unit/infra/test_"

_OF_SPECS = ("golden_files", "specs", "probes")
# Modules that declare what runs, with the unit tests that answer soonest.
_DECLARING: Mapping[str, tuple[str, ...]] = {
    "targets/container": (),
    "targets/docker": (),
    "specs/alertmanager": ("alertmanager", *_OF_SPECS),
    "specs/blackbox": _OF_SPECS,
    "specs/collector": ("collector", *_OF_SPECS),
    "specs/engine": _OF_SPECS,
    "specs/exporters": _OF_SPECS,
    "specs/gateway": _OF_SPECS,
    "specs/grafana": ("grafana", *_OF_SPECS),
    "specs/limits": _OF_SPECS,
    "specs/notifications": _OF_SPECS,
    "specs/own_services": ("own_services", *_OF_SPECS),
    "specs/previews": _OF_SPECS,
    "specs/prometheus": ("own_services", *_OF_SPECS),
    "specs/shop": _OF_SPECS,
}
# Of these only what keeps something closed: modes, secrets and refusals.
_GUARDING: Mapping[str, tuple[str, ...]] = {
    "credentials": ("credentials",),
    "providers/folder": ("folder_provider",),
    "providers/versions": ("versions", "folder_provider"),
}


@dataclass(frozen=True)
class Subject:
    """One module, and the tests that concern it."""

    file: str
    tests: tuple[str, ...]
    guards_only: bool = False

    @property
    def name(self) -> str:
        """The module's name."""
        return self.file.removesuffix(".py").replace("/", ".")

    @cached_property
    def _removals(self) -> Sequence[Removal]:
        source = (ROOT / self.file).read_text()
        return list(removals(source, guards_only=self.guards_only))

    def mutants(self) -> Sequence[Removal]:
        """Return the module without each of its lines of hardening."""
        return self._removals

    def survives(self, removal: Removal | None) -> bool:
        """Tell whether all tests pass without the line; None changes nothing."""
        if removal is None:
            return _unchanged(self.tests)
        return _passes(self.name, removal.source, self.tests)


def subjects() -> list[Subject]:
    """Return every module that hardens what is deployed."""
    return [
        Subject(
            file=f"infra/{name}.py",
            tests=(*(f"{_UNIT}{test}.py" for test in tests), _PROGRAM),
            guards_only=name in _GUARDING,
        )
        for name, tests in {**_DECLARING, **_GUARDING}.items()
    ]


@cache
def _unchanged(tests: Sequence[str]) -> bool:
    """Tell whether *tests* pass with everything in its place; asked once."""
    return _passes("", "", tests)


def _passes(name: str, source: str, tests: Sequence[str]) -> bool:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    trial = context.Process(target=_try, args=(name, source, tests))
    trial.start()
    trial.join(TIMEOUT_S)
    if trial.exitcode is None:
        trial.kill()
        # A program that does not end is noticed, too.
        return False
    return trial.exitcode == 0


class _Instead(MetaPathFinder, Loader):
    """Imports one module from a text in place of its file."""

    def __init__(self, name: str, source: str) -> None:
        self._name, self._source = name, source

    def find_spec(
        self, fullname: str, path: object, target: object = None
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def exec_module(self, module: ModuleType) -> None:
        file = f"{ROOT / self._name.replace('.', '/')}.py"
        module.__file__ = file
        exec(compile(self._source, file, "exec"), module.__dict__)


def _try(name: str, source: str, tests: Sequence[str]) -> None:
    import pytest

    sys.meta_path.insert(0, _Instead(name, source))
    os.chdir(ROOT)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        words = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"]
        code = int(pytest.main([*tests, *words, f"--ignore={_SAMPLE}"]))
        os._exit(code)


# The sample would start itself.
_SAMPLE = "tests/infra/test_mutation.py"
