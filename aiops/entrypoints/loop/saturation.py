"""The job that looks for what runs out."""

from collections.abc import Callable

from aiops.adapters.prometheus import Prometheus
from aiops.adapters.storage import anomalies, forecasts
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.leases import confirm
from aiops.adapters.storage.observations import Observations
from aiops.domain.forecasting.forecast import Ahead
from aiops.domain.leases import Lease
from aiops.domain.saturation import running_out, saturated

NAME = "saturation"
EVERY_S = 15.0


class SaturationJob:
    """Reads what services use of their limits and stores what stands out."""

    def __init__(
        self,
        database: Database,
        prometheus: Prometheus,
        now_s: Callable[[], float],
        *,
        season_s: float,
    ) -> None:
        self._database = database
        self._prometheus = prometheus
        self._now_s = now_s
        self._season_s = season_s

    def run(self, lease: Lease) -> None:
        """
        Do one round.

        Raises:
            PrometheusError: It did not answer; the next round asks again.
            LeaseLost: Another process goes on with it; nothing was stored.
        """
        now_s = self._now_s()
        usages = self._prometheus.usages(now_s, season_s=self._season_s)
        ongoing = Observations(self._database).ongoing(now_s)
        found = saturated(usages, ongoing, now_s=now_s)
        soon = running_out(usages, now_s=now_s)
        with self._database.write() as connection:
            confirm(connection, lease)
            anomalies.put(connection, found)
            forecasts.put(connection, soon, of=(Ahead.SATURATION,))
