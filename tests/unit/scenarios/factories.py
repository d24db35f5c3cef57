"""Incidents, sightings and results that show only what matters."""

from aiops.domain.anomalies import Signal
from catalog.alerts import Alert
from tools.scenarios.alerts import AlertTimes
from tools.scenarios.cases.order import BY_NAME
from tools.scenarios.engine import Incident, Named, Sign
from tools.scenarios.model import Cause
from tools.scenarios.result import Result
from tools.scenarios.scoring import Score, Sighting, Told

BEGIN = 1_800_000_000.0
PAYMENT = Cause(
    services=("payment",), route="/payment", kinds=frozenset({Signal.ERRORS})
)
PRODUCTS = Cause(services=("products",), kinds=frozenset({Signal.ERRORS}))


def make_incident(
    *,
    id="INC-1",
    opened=10.0,
    causes=("payment",),
    operation="POST /payment",
    signal=Signal.ERRORS,
    seen=1000.0,
    **more,
):
    """An incident opened *opened* seconds after BEGIN that names *causes*."""
    return Incident(
        **{
            "id": id,
            "title": f"{id}: {', '.join(causes)}",
            "began_s": BEGIN + opened - 5,
            "opened_s": BEGIN + opened,
            "is_open": True,
            "merged": False,
            "reopened": 0,
            "causes": tuple(
                Named(service=service, operation=operation, confidence=0.9)
                for service in causes
            ),
            "signs": tuple(
                Sign(
                    service=service,
                    operation=operation,
                    signal=signal,
                    seen_s=BEGIN + seen,
                )
                for service in causes[:1]
            ),
            **more,
        }
    )


def sighting(at, *incidents):
    return Sighting(at_s=BEGIN + at, incidents=incidents)


def make_result(
    *, name="error-spike", delay=12.0, rank=1, firing=90.0, incidents=1, wrong=()
):
    told = Told(
        cause=PAYMENT,
        incident="INC-1",
        delay_s=delay,
        rank=rank,
        right_s=delay if rank == 1 else None,
        kind_right=True,
    )
    times = AlertTimes(
        alert=Alert.APP_HIGH_5XX_ERROR_RATE, pending_s=30.0, firing_s=firing
    )
    return Result(
        scenario=BY_NAME[name],
        begin_s=BEGIN,
        end_s=BEGIN + 100,
        score=Score(told=(told,), incidents=incidents, wrong=wrong, resolved_s=35.0),
        alert=times if firing else None,
    )
