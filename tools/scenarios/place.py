"""Where a run takes place: addresses and keys of one stack."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tools.evidence.errors import EvidenceError
from tools.evidence.flow import Flow
from tools.evidence.stack import Addresses
from tools.evidence.stack import Stack as Watched
from tools.remediation.engine import EngineApi as Approvals
from tools.scenarios.engine import EngineApi
from tools.scenarios.errors import NotReady
from tools.scenarios.stage import Stage

# Who hangs keeps its callers waiting; the others go on all the same.
_THREADS = 64


@dataclass(frozen=True, kw_only=True)
class Place:
    """
    One running stack.

    Attributes:
        engine: Its address; *key* may operate it.
        token: Of simulated failures.
    """

    name: str
    addresses: Addresses
    engine: str
    key: str
    token: str


@dataclass(frozen=True, kw_only=True)
class Opened:
    """Everything that a run needs, connected."""

    stage: Stage
    watched: Watched
    approvals: Approvals


@contextmanager
def opened(place: Place, docker: Any) -> Iterator[Opened]:
    """
    Yield connections to *place*; closed, and the traffic ended, after the block.

    Raises:
        NotReady: When a part of the stack does not answer as it should.
    """
    watched = Watched(place.addresses, place.token)
    engine = EngineApi(place.engine, place.key)
    try:
        try:
            watched.check([])
        except EvidenceError as error:
            raise NotReady(str(error)) from error
        engine.incidents(limit=1)
        with Flow(place.addresses.shop, threads=_THREADS) as flow:
            yield Opened(
                stage=Stage(
                    name=place.name,
                    ask=watched.shop.ask_simulation,
                    flow=flow,
                    engine=engine,
                    docker=docker,
                ),
                watched=watched,
                approvals=Approvals(place.engine, place.key),
            )
    finally:
        watched.close()
        engine.close()
