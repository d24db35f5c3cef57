"""Runs `python -m aiops.evaluate`."""

import sys

from aiops.evaluate.cli import main

sys.exit(main())
