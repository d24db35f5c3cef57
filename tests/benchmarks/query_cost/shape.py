"""All series that are generated: those that a panel or a recording rule reads."""

from collections.abc import Iterable
from functools import cache

from tests.benchmarks.query_cost.panels import asked
from tests.benchmarks.query_cost.platform_series import alerts, is_shop, platform
from tests.benchmarks.query_cost.recorded import recorded
from tests.benchmarks.query_cost.series import Series, targets
from tests.benchmarks.query_cost.shop_series import shop
from tests.benchmarks.query_cost.telemetry_series import telemetry
from tests.rules.selectors import selectors


@cache
def scraped_names() -> frozenset[str]:
    """Return the names of scraped series that panels and recording rules read."""
    exprs: Iterable[str] = (
        *(ask.expr for ask in asked(3600, 0)),
        *(rule.expr for rule in recorded()),
    )
    read = {selector.name for expr in exprs for selector in selectors(expr)}
    return frozenset(read - {rule.name for rule in recorded()})


def shape() -> tuple[Series, ...]:
    """Return every series that is generated."""
    everything = [
        *(each for target in targets() for each in platform(target)),
        *(each for target in targets() if is_shop(target) for each in shop(target)),
        *(each for target in targets() for each in telemetry(target)),
        *alerts(),
    ]
    return tuple(each for each in everything if each.name in scraped_names())
