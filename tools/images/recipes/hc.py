#!/usr/bin/env python3
"""The static health check's stand-in where no Go builds it: hc PORT PATH."""

import http.client
import sys

PATIENCE_S = 2


def main(port: str, path: str) -> int:
    """Return 0 when *path* answers 2xx on this container's *port*."""
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
