#!/usr/bin/env python3
"""The static health check's stand-in where no Go builds it: hc PORT PATH [REST]."""

import http.client
import sys
import time
from pathlib import Path

PATIENCE_S = 2
# As in main.go, with its reasons.
YOUNG_S = 90
TICKS_PER_S = 100


def main(port: str, path: str, rest_s: str = "0") -> int:
    """Return 0, after a rest, when *path* answers 2xx on this container's *port*."""
    code = check(port, path)
    if code == 0 and int(rest_s) and age_s() > YOUNG_S:
        time.sleep(int(rest_s))
    return code


def age_s() -> float:
    """Return how long ago the container's first process began."""
    stat = Path("/proc/1/stat").read_text()
    began = float(stat.rpartition(")")[2].split()[19]) / TICKS_PER_S
    return float(Path("/proc/uptime").read_text().split()[0]) - began


def check(port: str, path: str) -> int:
    """Return 0 when the answer is 2xx."""
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=PATIENCE_S)
    try:
        connection.request("GET", path)
        status = connection.getresponse().status
    except OSError as error:
        print(f"hc: {error}", file=sys.stderr)
        return 1
    finally:
        connection.close()
    if status // 100 != 2:
        print(f"hc: answered {status}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
