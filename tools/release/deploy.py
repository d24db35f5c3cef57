"""Runs the program of a recorded release on a stack."""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tools.bootstrap import backend, private_files, recovery, state_step
from tools.bootstrap.context import Context
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.pulumi_cli import PulumiCli
from tools.bootstrap.stack_settings import ENCRYPTION_KEYS
from tools.bootstrap.step import stepping
from tools.bootstrap.update import Progress, outcome
from tools.bootstrap.warm_plugins import WarmPlugins
from tools.images.written import images_file
from tools.release.history import CONFIG, IMAGES, SOURCE

STEP = "pulumi up"
RUNNING = "running"


def deploy(
    context: Context, preparation: Preparation, home: Path, config: Mapping[str, Any]
) -> None:
    """
    Update the stack to what the release in *home* is.

    Args:
        config: The settings to run with, as Pulumi's file has them.
    """
    now = preparation.run(images=False)
    folder = context.where.stack(context.stack)
    scratch = private_files.private_folder(folder / RUNNING)
    pulumi = redirected(now, home, scratch)
    file = images_file(folder)
    images = with_tools(
        _read_json(home / IMAGES), _read_json(file) if file.exists() else {}
    )
    private_files.replace(file, json.dumps(images, indent=2) + "\n")
    state_step.write_config(scratch / CONFIG, dict(config))
    shown = preparation.display
    local = backend.local_folder(pulumi.variables["PULUMI_BACKEND_URL"])
    recovery.recover(pulumi, local, preparation.engine, shown)
    if preparation.engine is not None:
        recovery.start_stopped(preparation.engine, context.stack, shown.line)
    with stepping(shown, STEP) as step:
        progress = Progress(shown, STEP, lines=context.plain)
        step.outcome = outcome(pulumi.up(progress))


def redirected(now: PulumiCli, home: Path, scratch: Path) -> PulumiCli:
    """Return Pulumi for the program of the release in *home*."""
    source = home / SOURCE
    return dataclasses.replace(
        now,
        checkout=source,
        variables={
            **now.variables,
            # Before the checkout, which is installed for editing.
            "PYTHONPATH": str(source),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        config_file=scratch / CONFIG,
        # Those of this run have imported the checkout's program.
        plugins=WarmPlugins(),
    )


def with_tools(images: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """Return the images of a release with the tools that there are now."""
    return {**images, "tools": {**images["tools"], **present.get("tools", {})}}


def with_present_secrets(
    then: Mapping[str, Any], now: Mapping[str, Any]
) -> dict[str, Any]:
    """
    Return the settings of a release with the secrets and the encryption of today.

    A secret that was changed since is known to more people than it should be; going
    back to it is never meant.
    """
    config = dict(then.get("config") or {})
    secrets = {
        key: value
        for key, value in (now.get("config") or {}).items()
        if isinstance(value, Mapping)
    }
    how = {key: now[key] for key in ENCRYPTION_KEYS if key in now}
    rest = {k: v for k, v in then.items() if k not in (*ENCRYPTION_KEYS, "config")}
    return {**how, **rest, "config": {**config, **secrets}}


def read_config(path: Path) -> dict[str, Any]:
    """Return settings as Pulumi's file has them."""
    return dict(yaml.safe_load(path.read_text()) or {})


def _read_json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text()))
