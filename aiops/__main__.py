"""Run the engine: ``python -m aiops serve``."""

import argparse
import os
import sys

from aiops.errors import MigrationError, SettingsError
from aiops.settings import VARIABLES, Settings, from_environment

COMMANDS = {
    "serve": "run the engine: telemetry, API, console and analysis",
    "migrate": "bring the database to this version's schema, and end",
    "http": "only what is asked for: telemetry, API and console",
    "loop": "only what is done without being asked: analysis and retention",
}
# What Docker and a shell see of a wrong environment, and of an unusable database.
WRONG_SETTINGS = 2
NO_DATABASE = 3


def _arguments() -> argparse.ArgumentParser:
    width = max(len(variable.name) for variable in VARIABLES)
    lines = [
        f"  {v.name:<{width}}  {v.meaning}" + (f" [{v.default}]" if v.default else "")
        for v in VARIABLES
    ]
    parser = argparse.ArgumentParser(
        prog="python -m aiops",
        description="The AIOps engine.",
        epilog="Environment, with its defaults:\n" + "\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, meaning in COMMANDS.items():
        commands.add_parser(name, help=meaning)
    return parser


def main() -> int:
    """Read the settings and do what is asked; return the exit status."""
    command = _arguments().parse_args().command
    try:
        settings = from_environment(os.environ)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return WRONG_SETTINGS
    # After the settings, so that a mistake in them is told in a tenth of a second.
    from aiops.adapters.observability.logs import JsonLog

    log = JsonLog(command)
    if command == "serve":
        from aiops.entrypoints.supervisor import supervise

        return supervise(log)
    try:
        _migrate(settings)
    except MigrationError as error:
        log.event("critical", "migration failed", reason=str(error))
        return NO_DATABASE
    if command == "http":
        from aiops.entrypoints.server.process import serve_http

        serve_http(settings)
    elif command == "loop":
        from aiops.entrypoints.loop.process import run_loop

        run_loop(settings)
    return 0


def _migrate(settings: Settings) -> None:
    from aiops.adapters.storage.database import Database
    from aiops.adapters.storage.migrate import migrate

    # Closed before gunicorn forks: no connection may be shared with a fork.
    database = Database(settings.database_url, url_file=settings.database_url_file)
    try:
        migrate(database)
    finally:
        database.close()


if __name__ == "__main__":
    sys.exit(main())
