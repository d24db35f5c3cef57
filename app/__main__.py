"""Run the shop: ``python -m app``."""

import argparse
import os
import sys

from app.errors import SettingsError
from app.settings import VARIABLES, Settings, parse


def _help() -> argparse.ArgumentParser:
    width = max(len(variable.name) for variable in VARIABLES)
    lines = [
        f"  {v.name:<{width}}  {v.meaning}" + (f" [{v.default}]" if v.default else "")
        for v in VARIABLES
    ]
    return argparse.ArgumentParser(
        prog="python -m app",
        description="Serve the shop, or some of its roles, over HTTP.",
        epilog="Environment, with its defaults:\n" + "\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _settings() -> Settings:
    try:
        return parse(os.environ)
    except SettingsError as error:
        sys.stderr.write("The shop cannot start; the environment is wrong:\n")
        sys.stderr.writelines(f"  {mistake}\n" for mistake in error.mistakes)
        sys.exit(2)


def main() -> None:
    """Read the settings and serve."""
    _help().parse_args()
    settings = _settings()
    # After the settings, so that a mistake in them is told in a tenth of a second.
    from app.server.process import serve

    serve(settings)


if __name__ == "__main__":
    main()
