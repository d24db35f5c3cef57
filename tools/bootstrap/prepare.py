"""Steps that make this machine ready for Pulumi, two at a time where they can be."""

import dataclasses
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from infra.specs.settings import Settings
from tools.bootstrap import (
    dockerd,
    engine_choice,
    environment,
    pulumi_tools,
    resource_plugin,
    state_step,
)
from tools.bootstrap import engine as engines
from tools.bootstrap.display import Display
from tools.bootstrap.engine import Engine
from tools.bootstrap.errors import EngineError
from tools.bootstrap.machine import apt_install, this_machine
from tools.bootstrap.places import Places
from tools.bootstrap.processes import OnLine, Processes
from tools.bootstrap.pulumi_choice import Origin
from tools.bootstrap.pulumi_cli import PulumiCli
from tools.bootstrap.pulumi_tools import Pulumi
from tools.bootstrap.resource_plugin import Plugin
from tools.bootstrap.stack_settings import StackFile
from tools.bootstrap.warm_plugins import DOCKER, WarmPlugins
from tools.images.model import Resolved, State
from tools.images.schedule import Task, run_tasks


@dataclass(kw_only=True)
class Preparation:
    """
    One run's way to a Pulumi that can be called.

    Attributes:
        rebuild: Whether the images are built again.
        plugins: Started already; Pulumi is to attach to them.
    """

    where: Places
    file: StackFile
    processes: Processes
    display: Display
    engine: Engine | None = None
    pulumi: Pulumi | None = None
    plugin: Plugin | None = None
    cli: PulumiCli | None = None
    resolved: Resolved | None = None
    rebuild: bool = False
    plugins: WarmPlugins = field(default_factory=WarmPlugins)

    @property
    def missing(self) -> Mapping[str, str]:
        """Reason by key of an image that cannot be had."""
        return self.resolved.missing if self.resolved else {}

    @property
    def settings(self) -> Settings:
        """The stack's settings."""
        return self.file.settings

    def run(self, *, engine: bool = True, images: bool = True) -> PulumiCli:
        """
        Run the steps, and return Pulumi ready for the stack.

        Raises:
            BootstrapError: When a step fails; what the others made is kept.
        """
        self.run_tools(engine=engine, images=images, state=True)
        assert self.cli is not None
        return self.cli

    def run_tools(
        self, *, engine: bool = True, images: bool = True, state: bool = False
    ) -> None:
        """
        Run the steps that are chosen; Pulumi and its plugin are always got.

        Raises:
            BootstrapError: When a step fails; what the others made is kept.
        """
        tasks = [
            self._task("Pulumi", self._get_pulumi, cpu_s=60),
            self._task("docker plugin", self._get_plugin, "Pulumi"),
        ]
        if engine:
            tasks.append(self._task("Docker engine", self._get_engine))
        if images:
            tasks.append(self._task("images", self._get_images, "Docker engine"))
        if state:
            tasks.append(
                self._task("state", self._get_state, "Pulumi", "docker plugin")
            )
        run_tasks(tasks, self.display.step)

    def _task(
        self, name: str, act: Callable[[OnLine], str], *needs: str, cpu_s: int = 1
    ) -> Task:
        def tell(detail: str) -> None:
            self.processes.check_going_on()
            self.display.step(name, State.RUNNING, detail)

        return Task(name=name, act=lambda: act(tell), needs=needs, cpu_s=cpu_s)

    def _get_engine(self, tell: OnLine) -> str:
        if self.engine is None:
            action = engine_choice.decide(this_machine())
            self.display.line(f"No Docker engine answers: going to {action}.")
            if action is engine_choice.Action.INSTALL_AND_START:
                packages = (engine_choice.DEBIAN_PACKAGE, "ca-certificates", "iptables")
                apt_install(packages, self.processes, tell)
            self.engine = start_engine(self.where, self.processes, tell)
            engines.use(self.engine)
        return f"{self.engine.version()} ({self.engine.endpoint.source})"

    def _get_pulumi(self, tell: OnLine) -> str:
        self.pulumi = pulumi_tools.get(
            self.where, self.processes, tell, self.display.line
        )
        if self.pulumi.note:
            self.display.line(f"Notice: {self.pulumi.note}. Using our own instead.")
        return f"{self.pulumi.version} ({self.pulumi.origin})"

    def _get_plugin(self, tell: OnLine) -> str:
        assert self.pulumi is not None
        official = resource_plugin.find_official(resource_plugin.homes(self.where))
        if official is None and self.pulumi.origin is Origin.INSTALLER:
            official = self._install_plugin(tell)
        if official is not None:
            self.plugins.drop(DOCKER)
        self.plugin = official or resource_plugin.stand_in(self.where)
        return self.plugin.description

    def _install_plugin(self, tell: OnLine) -> Plugin | None:
        # Reachable with internet only.
        assert self.pulumi is not None
        words = ["plugin", "install", "resource", "docker"]
        self.processes.run(
            ["pulumi", *words, resource_plugin.wanted_version()],
            env={
                **os.environ,
                "PULUMI_HOME": str(self.where.pulumi_home),
                "PATH": environment.path_with(
                    [self.pulumi.folder], os.environ.get("PATH", os.defpath)
                ),
            },
            on_line=tell,
        )
        return resource_plugin.find_official([self.where.pulumi_home])

    def _get_images(self, tell: OnLine) -> str:
        from tools.bootstrap.image_step import options_of, resolve_images

        self.resolved = resolve_images(
            self.where,
            options_of(self.settings, rebuild=self.rebuild),
            self.settings.stack,
            self.processes,
            self.display,
            tell,
        )
        return f"{len(self.resolved.images)} ready" + (
            f", without {', '.join(self.missing)}" if self.missing else ""
        )

    def _get_state(self, tell: OnLine) -> str:
        assert self.pulumi is not None
        assert self.plugin is not None
        folders = [self.pulumi.folder, self.plugin.folder]
        cli = state_step.open_state(
            self.where, self.file, folders, self.processes, tell
        )
        self.cli = dataclasses.replace(cli, plugins=self.plugins)
        return self.cli.variables["PULUMI_BACKEND_URL"]


def start_engine(where: Places, processes: Processes, tell: OnLine) -> Engine:
    """
    Start an engine and return it.

    Raises:
        EngineError: When it does not answer.
    """
    tell("starting dockerd")
    if not dockerd.start_service(processes, tell):
        daemon = dockerd.Daemon(folder=where.home)
        dockerd.start(daemon, lambda: engines.find() is not None, processes.kept)
        tell(f"dockerd runs in the background, its log is {daemon.log}")
    engine = engines.find()
    if engine is None:
        raise EngineError(
            "the Docker engine was started and does not answer;"
            " `journalctl -u docker` says why"
        )
    return engine
