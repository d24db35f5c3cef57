import sys
from pathlib import Path

import pytest

from tests.integration.docker_plugin.stack import Stack
from tests.integration.docker_plugin.tools import pulumi_folder, write_stand_in
from tests.integration.policies.engine import Engine
from tests.tools import require


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """A stack of the real engine, made once for the tests of a module."""
    found = pulumi_folder()
    require("pulumi", found=found is not None)
    assert found is not None
    plugin = tmp_path_factory.mktemp("plugin")
    write_stand_in(plugin)
    # Where the pack's packages are, whichever Python is first on PATH.
    python = Path(sys.executable).parent
    stack = Stack.create(
        tmp_path_factory.mktemp("stack"), "pharos-policies", [plugin, python, found]
    )
    return Engine(stack=stack, home=tmp_path_factory.mktemp("home"))


@pytest.fixture
def engine_run(shared: Engine) -> Engine:
    """The stack, with our pack and the program that declares given resources."""
    shared.use_pack()
    shared.use_program()
    return shared
