"""Entry point: Pulumi starts ``python -m plugins.docker <engine address>``."""

import sys

from plugins.docker.server import main

main(sys.argv[1:])
