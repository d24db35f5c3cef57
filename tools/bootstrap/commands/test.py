"""`make test`: all that a deployment needs, then every test."""

import os

from tools.bootstrap import environment
from tools.bootstrap.context import Context
from tools.bootstrap.machine import apt_install, can_install, this_machine
from tools.bootstrap.packages import lacking
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.step import stepping


def run(context: Context) -> int:
    """Prepare this machine and become pytest, whose summary comes last."""
    with context.prepared() as preparation:
        _install_test_packages(context, preparation)
        preparation.run_tools()
        assert preparation.pulumi is not None
        folders = [context.where.venv / "bin", preparation.pulumi.folder]
    path = environment.path_with(folders, os.environ.get("PATH", os.defpath))
    variables = {**os.environ, **OFFLINE, "PATH": path}
    words = [word for word in context.arguments.words if word != "--"]
    pytest = str(context.where.venv / "bin" / "pytest")
    os.chdir(context.where.checkout)
    os.execve(pytest, ["pytest", *words], variables)  # noqa: S606


OFFLINE = {
    "PULUMI_SKIP_UPDATE_CHECK": "1",
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
}


def _install_test_packages(context: Context, preparation: Preparation) -> None:
    packages = lacking()
    # On a developer's machine a missing tool skips its tests, and says so.
    if not packages or not os.environ.get("CI") or not can_install(this_machine()):
        return
    shown = preparation.display
    shown.line(f"Installing Debian's {', '.join(packages)} for the tests.")
    with stepping(shown, "test packages"):
        apt_install(packages, context.processes, lambda line: None)
