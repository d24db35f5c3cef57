"""The running stack: its addresses, and whether it is ready for a scenario."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tools.evidence.alertmanager import Alertmanager
from tools.evidence.errors import EvidenceError, NotReady, Unreachable
from tools.evidence.flow import options
from tools.evidence.prometheus import Prometheus
from tools.evidence.receiver import Receiver
from tools.traffic.scenarios import Call
from tools.traffic.sender import Sender
from tools.traffic.simulation import trouble

_STATUS = Call(method="GET", path="/simulate/status")
_FIX = (
    "set `pharos:simulation: on` in the stack's settings file and run `make up`; it is"
    " off by default, because it breaks the shop on purpose"
)


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where the stack is published."""

    shop: str
    prometheus: str
    alertmanager: str
    notifications: str


class Stack:
    """Thin clients of everything that takes part."""

    def __init__(self, addresses: Addresses, token: str) -> None:
        self.addresses = addresses
        self.prometheus = Prometheus(addresses.prometheus)
        self.alertmanager = Alertmanager(addresses.alertmanager)
        self.receiver = Receiver(addresses.notifications)
        # Switches failures; traffic has senders of its own.
        self.shop = Sender(options(addresses.shop, token))

    def close(self) -> None:
        """Close every connection."""
        for part in (self.prometheus, self.alertmanager, self.receiver, self.shop):
            part.close()

    def check(self, alerts: Sequence[str]) -> None:
        """
        Look whether everything that a run needs is there.

        Raises:
            NotReady: All that is missing, with what to do about it.
        """
        looks: list[Callable[[], object]] = [
            self._check_simulation,
            self.alertmanager.version,
            lambda: self.receiver.notifications("", 0),
        ]
        problems = list(filter(None, map(_problem, looks)))
        down = _problem(self.prometheus.version)
        # One line for a Prometheus that is down, not one for each alert.
        problems += [down] if down else filter(None, map(self._missing, alerts))
        if problems:
            lines = "".join(f"\n  - {problem}" for problem in problems)
            raise NotReady(f"the stack is not ready:{lines}")

    def _missing(self, alert: str) -> str:
        return _problem(lambda: self.prometheus.rule(alert))

    def _check_simulation(self) -> None:
        status, body = self.shop.ask_simulation(_STATUS)
        if status is None:
            raise Unreachable(
                f"the shop at {self.addresses.shop} does not answer; `make up` starts"
                " it"
            )
        if status == 403:
            raise NotReady(f"failure simulation is off; {_FIX}")
        if status == 401:
            raise NotReady("the simulation token is not this stack's; use `make`")
        if problem := trouble(status, body):
            raise NotReady(f"failure simulation does not work: it {problem}")


def _problem(look: Callable[[], object]) -> str:
    try:
        look()
    except EvidenceError as error:
        return str(error)
    return ""
