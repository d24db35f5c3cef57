"""Pulumi's commands for one stack."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tools.bootstrap.errors import PulumiError
from tools.bootstrap.processes import OnLine, Processes
from tools.bootstrap.warm_plugins import WarmPlugins

# Each costs a fifth of a second and more: none is run without need.
_COMMON = ("--non-interactive", "--color", "never")
_NOTHING: Mapping[str, str] = {}
# Pulumi's own default is four times the cores; most of what runs here waits for health.
_CHANGE = ("--yes", "--skip-preview", "--parallel", "64")
# What shows Pulumi's flag for events, and its command that reads them.
_EVENTS = {"PULUMI_DEBUG_COMMANDS": "true"}
# What policies say comes before the diagnostics.
_REFUSED = re.compile(r"^Policies:\n(?=.*- \[mandatory\]).*", re.MULTILINE | re.DOTALL)
# Pulumi ends a program whose resources have failed; how that looks explains nothing.
_NOISE = re.compile(
    r"^ *warning: using \S+ from \$PATH at .*\n"
    r"|^ *Traceback \(most recent call last\):\n(?: +\S.*\n)+? *KeyboardInterrupt\n",
    re.MULTILINE,
)


@dataclass(frozen=True, kw_only=True)
class PulumiCli:
    """
    Runs Pulumi in the checkout.

    Attributes:
        variables: On top of this process's own.
        config_file: Settings with which a program runs.
        plugins: What Pulumi attaches to where it needs resource plugins.
    """

    checkout: Path
    stack: str
    variables: Mapping[str, str]
    config_file: Path
    processes: Processes
    plugins: WarmPlugins = field(default_factory=WarmPlugins)

    def up(
        self, on_line: OnLine, *, policies: bool = False, plan: Path | None = None
    ) -> str:
        """
        Create and change what the program declares.

        Args:
            on_line: Told each line.
            policies: Whether the policies are asked.
            plan: What may happen; nothing else does.
        """
        words = ["up", *_CHANGE, "--suppress-outputs"]
        words += self._pack() if policies else ()
        words += ["--plan", str(plan)] if plan else ()
        return self._change(words, on_line)

    def preview(self, *, events: Path, plan: Path) -> tuple[int, str]:
        """
        Ask what `up` would do, and what the policies say of it.

        Args:
            events: Where the engine's events go, as lines of JSON.
            plan: Where the plan goes, for an update that does that and nothing else.

        Returns:
            The exit code, and what Pulumi wrote: a JSON document, and warnings.
        """
        env = {**os.environ, **self.variables}
        words = ["--json", "--show-sames", "--event-log", str(events)]
        words += ["--save-plan", str(plan)]
        return self._call(
            ["preview", *words, *self._pack(), *self._config()],
            attached={**self.plugins.attach(env), **_EVENTS},
        )

    def replayed(self, events: Path) -> str:
        """Return how Pulumi shows a preview whose *events* were kept."""
        words = ["replay-events", "update", str(events), "--preview", "--diff"]
        _, said = self.processes.run(
            ["pulumi", *words, *_COMMON],
            cwd=self.checkout,
            env={**os.environ, **self.variables, **_EVENTS},
        )
        return said

    def preview_refreshed(self) -> str:
        """
        Compare what there really is with the program, changing nothing.

        Returns:
            A JSON document, after Pulumi's warnings; of a failure, what explains it.
        """
        words = ["preview", "--refresh", "--expect-no-changes", "--json"]
        env = {**os.environ, **self.variables}
        attached = self.plugins.attach(env)
        _, said = self._call([*words, *self._config()], attached=attached)
        self.plugins.take_said()
        return said

    def destroy(self, on_line: OnLine, *, but_protected: bool) -> str:
        """Remove the resources."""
        words = ["--exclude-protected"] if but_protected else []
        return self._change(["destroy", *_CHANGE, *words], on_line)

    def refresh(self, on_line: OnLine) -> str:
        """Read what there really is, and forget creations that were cut off."""
        words = ["refresh", *_CHANGE, "--clear-pending-creates"]
        return self._change(words, on_line)

    def cancel(self) -> str:
        """Remove a lock that an update left."""
        return self._run(["cancel", "--yes"])

    def unprotect(self) -> str:
        """Allow the removal of every resource."""
        return self._run(["state", "unprotect", "--all", "--yes"])

    def protect(self, urns: Iterable[str]) -> str:
        """Forbid the removal of resources."""
        return self._run(["state", "protect", *urns, "--yes"])

    def remove(self) -> str:
        """Forget the stack, with the backups of its state."""
        words = ["--yes", "--preserve-config", "--remove-backups"]
        return self._run(["stack", "rm", *words])

    def export_state(self, file: Path) -> str:
        """Write the state, its secrets encrypted."""
        return self._run(["stack", "export", "--file", str(file)])

    def import_state(self, file: Path) -> str:
        """Replace the state."""
        return self._run(["stack", "import", "--file", str(file)])

    def secret(self, key: str) -> str:
        """Return a secret of the settings in plain text."""
        return self._run(["config", "get", key, *self._config()]).rstrip("\n")

    def forget(self) -> str:
        """Forget the stack while its resources go on: another backend has them."""
        words = ["--yes", "--force", "--preserve-config"]
        return self._run(["stack", "rm", *words])

    def exists(self) -> bool:
        """Ask the backend whether it knows the stack."""
        code, _ = self._call(["stack", "export"], check=False)
        return code == 0

    def init(self, secrets_provider: str) -> dict[str, str]:
        """
        Create the stack.

        Returns:
            What Pulumi wrote into the settings: how secrets are encrypted.
        """
        # It writes beside Pulumi.yaml, and the checkout has to stay as it is.
        with tempfile.TemporaryDirectory(prefix="pharos-init-") as folder:
            shutil.copy(self.checkout / "Pulumi.yaml", folder)
            words = ["--no-select", "--secrets-provider", secrets_provider]
            self._run(["-C", folder, "stack", "init", *words])
            written = Path(folder) / f"Pulumi.{self.stack}.yaml"
            found = yaml.safe_load(written.read_text()) if written.exists() else None
        return dict(found or {})

    def _change(self, words: list[str], on_line: OnLine) -> str:
        return self._with_plugins(words, on_line)

    def _with_plugins(self, words: list[str], on_line: OnLine) -> str:
        env = {**os.environ, **self.variables}
        words = [*words, *self._config()]
        return self._run(words, on_line, self.plugins.attach(env))

    def _pack(self) -> list[str]:
        return ["--policy-pack", str(self.checkout / "policies")]

    def _config(self) -> list[str]:
        return ["--config-file", str(self.config_file)]

    def _run(
        self,
        words: list[str],
        on_line: OnLine | None = None,
        attached: Mapping[str, str] = _NOTHING,
    ) -> str:
        code, said = self._call(words, on_line, attached)
        # Pulumi shows what those say that it has started itself.
        plugins_said = self.plugins.take_said()
        if code:
            verb = next(word for word in words if word.isalpha())
            raise PulumiError(
                f"`pulumi {verb}` of stack {self.stack!r} ended with {code}:\n"
                + "\n".join(filter(None, (diagnostics(said), plugins_said, hint(said))))
            )
        return "\n\n".join(filter(None, (said, plugins_said)))

    def _call(
        self,
        words: list[str],
        on_line: OnLine | None = None,
        attached: Mapping[str, str] = _NOTHING,
        *,
        check: bool = False,
    ) -> tuple[int, str]:
        return self.processes.run(
            ["pulumi", *words, "--stack", self.stack, *_COMMON],
            cwd=self.checkout,
            env={**os.environ, **self.variables, **attached},
            on_line=on_line,
            graceful=True,
            check=check,
        )


def hint(said: str) -> str:
    """Return what helps against a failure whose own words do not tell."""
    if "incorrect passphrase" not in said:
        return ""
    return (
        "The passphrase does not fit the `encryptionsalt` of the settings or the state."
        " A line `encryptionsalt` that came from another stack's settings: delete it."
        " Another passphrase: bring it back with `make restore FILE=…`, or name it with"
        " PULUMI_CONFIG_PASSPHRASE_FILE."
    )


def diagnostics(said: str) -> str:
    """Return what explains a failure: refusals, diagnostics, else all that was said."""
    before, found, rest = said.partition("Diagnostics:\n")
    text = rest.partition("\nResources:\n")[0] if found else said
    refused = _REFUSED.search(before) if found else None
    text = f"{refused[0]}{text}" if refused else text
    return _NOISE.sub("", text).rstrip()
