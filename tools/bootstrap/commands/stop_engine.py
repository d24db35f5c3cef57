"""Stops the Docker engine that this tool has started, and no other one."""

from tools.bootstrap import dockerd
from tools.bootstrap.context import Context


def run(context: Context) -> int:
    """Stop it, if there is one."""
    stopped = dockerd.stop(dockerd.Daemon(folder=context.where.home))
    print("dockerd is stopped" if stopped else "no dockerd of ours is running")
    return 0
