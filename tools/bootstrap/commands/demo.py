"""`make demo`: a guided tour of a fault on the running stack, in two minutes."""

import docker
from rich.console import Console

from tools.bootstrap.commands.scenarios import place
from tools.bootstrap.context import Context
from tools.bootstrap.engine import required, use
from tools.bootstrap.errors import BootstrapError
from tools.evidence.errors import EvidenceError
from tools.scenarios.demo import tour
from tools.scenarios.errors import ScenarioError
from tools.scenarios.place import opened
from tools.traffic.errors import TrafficError
from tools.traffic.interrupts import interruptible


def run(context: Context) -> int:
    """Give the tour; 1 when the engine did not tell of the fault's true cause."""
    where = place(context)
    use(required())
    client = docker.from_env()
    try:
        with interruptible(), opened(where, client) as there:
            return 0 if tour(there, Console(highlight=False)) else 1
    except (ScenarioError, EvidenceError, TrafficError) as error:
        raise BootstrapError(str(error)) from error
    finally:
        client.close()
