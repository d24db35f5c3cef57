"""One window of every operation, as columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiops.domain.detection.explored import Floats

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """
    Windows of the same interval, one column per operation.

    Attributes:
        at_s: Start of the interval, seconds since the epoch.
        length_s: Its length.
        requests, errors, timeouts: Counts.
        log_mean, log_variance: Of the natural logarithm of the durations in seconds;
            NaN where there was no request.
        asked: Requests that the calls of other operations make one expect; NaN where
            none calls.
        held: Whose baseline must not learn now, as an incident is open.
    """

    at_s: float
    length_s: float
    requests: Floats
    errors: Floats
    timeouts: Floats
    log_mean: Floats
    log_variance: Floats
    asked: Floats
    held: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """
    How a signal's window compares with what is usual, one column per operation.

    Attributes:
        evidence: Logarithm of how many times likelier a fault makes the window than
            the baseline does; NaN where the window says nothing.
        value, expected: In the signal's unit.
        low, high: Between them a value is no news.
        samples: What the value was made of.
        view: What the novelty detector is shown: the value on the scale on which the
            signal's noise is even, drawn towards the expected one for few samples.
    """

    evidence: Floats
    value: Floats
    expected: Floats
    low: Floats
    high: Floats
    samples: Floats
    view: Floats
