"""Stage 1: the commands that make's targets stand for."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from infra.specs import values
from infra.specs.errors import PlatformError
from infra.specs.settings import DEV_STACK
from tools.bootstrap import resource_plugin, warm_plugins
from tools.bootstrap.environment import forget_marked, forget_unset
from tools.bootstrap.ephemeral import DEFAULT_TTL_H
from tools.bootstrap.errors import BootstrapError
from tools.bootstrap.places import places
from tools.bootstrap.warm_plugins import WarmPlugins
from tools.images.errors import ImagesError

INTERRUPTED = 130
# These run the program or its providers.
UPDATING = (
    *("up", "preview", "drift", "down", "destroy"),
    *("rotate", "restore", "promote"),
)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(
        prog="python3 -m tools.bootstrap",
        description="Brings Pharos up, and down again.",
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--stack", default=DEV_STACK, help="default: %(default)s")
    common.add_argument("--plain", action="store_true", help="lines, no live display")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, help_text: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name, help=help_text, description=help_text, parents=[common]
        )

    up = add("up", "bring the stack up, or change what has changed")
    up.add_argument(
        "--plan", default="", help="do what this saved plan says, or nothing"
    )
    preview = add("preview", "say what `up` would do, once the gate is open")
    gate = add("gate", "every check that needs no stack")
    add("down", "remove everything but the volumes")
    destroy = add("destroy", "remove everything, data too; asks for the stack's name")
    destroy.add_argument("--yes", action="store_true", help="do not ask")
    add("drift", "say what runs otherwise than the code declares")
    sweep = add("sweep", "destroy the pull requests' stacks that are too old")
    sweep.add_argument(
        "--ttl-h",
        type=float,
        default=DEFAULT_TTL_H,
        help="hours that one may live; default: %(default)s",
    )
    add("status", "show each service, its URL and its state")
    logs = add("logs", "print what the containers wrote")
    logs.add_argument("--service", default="", help="only this one")
    logs.add_argument("--follow", action="store_true", help="go on until Ctrl-C")
    logs.add_argument("--tail", type=int, default=200, help="lines of each container")
    secret = add("secret", "print one secret, or the names of all")
    secret.add_argument("name", nargs="?", default="", help="none: lists them")
    rotate = add("rotate", "exchange a secret for a new one while the stack runs")
    rotate.add_argument("name", help="such as simulation-token")
    add("env", "print what a shell evaluates to run plain `pulumi`")
    add("doctor", "show what was found and chosen, and what is wrong")
    add("smoke", "check the running stack from outside")
    check = add("check", "the quick stages of the gate")
    for command in (up, preview, gate):
        command.add_argument(
            "--require-audit",
            action="store_true",
            help="an audit that found nobody to ask keeps the gate shut",
        )
    for command in (preview, gate, check):
        command.add_argument(
            "--fresh", action="store_true", help="whatever passed before is run again"
        )
    add("mask", "tell GitHub's log which words it must not show")
    add("summary", "print the Markdown of artifacts/, for GitHub's page of the run")
    test = add("test", "every test, against real containers too")
    test.add_argument("words", nargs="*", help="words for pytest")
    coverage = add("coverage", "measure what the tests reach, without containers")
    coverage.add_argument("words", nargs="*", help="words for pytest")
    add("lint-workflows", "judge what GitHub will run")
    codeowners = add("codeowners", "write .github/CODEOWNERS from the catalog")
    codeowners.add_argument("--org", default="", help="default: the one it has now")
    add("gen", "write every generated file")
    add("lock-requirements", "compile requirements/*.in into hash-locked files")
    images = add("images", "resolve the images; more: `python -m tools.images`")
    images.add_argument("--import", dest="file", help="a tarball made by docker save")
    images.add_argument("--rebuild", action="store_true", help="build them again")
    add("images-pin", "look the images' digests up and write them down")
    backup = add("backup", "write state, secrets and data into one file")
    backup.add_argument("--file", default="", help="default: pharos-<stack>-<time>.tar")
    backup.add_argument("--no-data", action="store_true", help="state and secrets only")
    restore = add("restore", "put back what `backup` wrote")
    restore.add_argument("--no-data", action="store_true", help="leave the volumes")
    restore.add_argument("file")
    restore.add_argument("--yes", action="store_true", help="replace what there is")
    rollback = add("rollback", "return to the release before, without losing data")
    rollback.add_argument("--to", type=int, default=0, help="another one, by number")
    rollback.add_argument("--dry-run", action="store_true", help="only say it")
    rollback.add_argument(
        "--undo", action="store_true", help="only what a failed update has left"
    )
    remediate = add("remediate", "carry out what was approved in the engine")
    remediate.add_argument("--dry-run", action="store_true", help="only say it")
    release = add("release", "write the manifest of what the stack runs, and notes")
    release.add_argument("--key", default="", help="a private key (PEM) to sign with")
    promote = add("promote", "update a stack to what another one has proven")
    promote.add_argument("source", help="the stack that runs it")
    promote.add_argument("to", help="the stack that gets it")
    migrate = add("migrate", "move the state to another backend")
    migrate.add_argument("to", help="its URL, such as s3://bucket or file:///folder")
    new = add("new-service", "ask about a service of your own, and write its entry")
    new.add_argument("words", nargs="*", help="answers, such as --name greeter")
    traffic = add("traffic", "send bounded traffic to the shop")
    traffic.add_argument("words", nargs="*", help="options of the traffic generator")
    evidence = add("evidence", "prove that an alert fires, is notified and resolves")
    evidence.add_argument("words", nargs="*", help="scenario, and options")
    scenarios = add("scenarios", "faults with known causes: what does the engine say?")
    scenarios.add_argument("words", nargs="*", help="options of the scenarios")
    add("demo", "a guided tour of a fault on the running stack")
    mutate = add("mutate-rules", "change each rule a little: does a test notice?")
    mutate.add_argument("words", nargs="*", help="names of files, alerts or records")
    supply = add("supply", "judge what comes into the product from outside")
    supply.add_argument("words", nargs="*", help="words for `python -m tools.supply`")
    removals = add("mutate-infra", "take each line of hardening out: who notices?")
    removals.add_argument("words", nargs="*", help="names of modules of infra/")
    changes = add("changes", "tell what the last preview would change")
    changes.add_argument("words", nargs="*", help="words for `python -m tools.changes`")
    previews = add("previews", "draw the dashboards without a Grafana")
    previews.add_argument("words", nargs="*", help="words for `python -m previews`")
    add("stop-engine", "stop the Docker engine that this tool has started, if any")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code."""
    arguments = parser().parse_args(argv)
    try:
        values.stack_name(arguments.stack)
    except ValueError as error:
        # It becomes part of paths, before any settings are read.
        print(f"error: STACK={arguments.stack!r} {error}", file=sys.stderr)
        return 1
    forget_marked()
    forget_unset()
    name = arguments.command.replace("-", "_")
    plugins = start_plugins(name)
    try:
        # Only now: the plugins import at the same time.
        from tools.bootstrap.context import Context

        command = importlib.import_module(f"tools.bootstrap.commands.{name}")
        return int(command.run(Context(arguments=arguments, plugins=plugins)))
    except (BootstrapError, PlatformError, ImagesError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "interrupted; run the same command again, it goes on from here",
            file=sys.stderr,
        )
        return INTERRUPTED
    except BrokenPipeError:
        # `make logs | head`: nobody reads on.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    finally:
        plugins.end()


def start_plugins(command: str) -> WarmPlugins:
    """Start what Pulumi will need for *command*, before anything else is done."""
    if command not in UPDATING:
        return WarmPlugins()
    where = places()
    official = resource_plugin.find_official(resource_plugin.homes(where)) is not None
    names = warm_plugins.wanted(os.environ, official=official)
    return warm_plugins.start(names, where.checkout / "infra")


if __name__ == "__main__":
    sys.exit(main())
