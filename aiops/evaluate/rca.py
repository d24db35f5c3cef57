"""Analyses the cases of a root cause benchmark, each on its own."""

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from aiops.adapters.datasets import nezha, petshop
from aiops.domain.rootcause import metrics, traces
from aiops.domain.rootcause.ranking import Cause

Analysis = Callable[[], tuple[Cause, ...]]


def petshop_analyses(root: Path, delay_s: float) -> Iterator[tuple[str, Analysis]]:
    """Yield each PetShop case's name and analysis, told the onset *delay_s* late."""
    for case in petshop.read_cases(root):
        yield (
            case.name,
            partial(
                metrics.explain,
                case.graph,
                case.normal,
                case.observed,
                target=case.target,
                onset_s=case.onset_s + delay_s,
            ),
        )


def nezha_analyses(root: Path, delay_s: float) -> Iterator[tuple[str, Analysis]]:
    """Yield each Nezha case's name and analysis, told the onset *delay_s* late."""
    for case in nezha.read_cases(root):
        onset_s = case.onset_s + delay_s
        yield (
            case.name,
            partial(traces.explain, case.normal, case.around, onset_s=onset_s),
        )


READERS = {"petshop": petshop_analyses, "nezha": nezha_analyses}


def lines(form: str, root: Path, *, delay_s: float) -> Iterator[str]:
    """Yield the prediction file of the set *form* at *root*, a line per case."""
    for name, analyse in READERS[form](root, delay_s):
        began = time.perf_counter()
        causes = analyse()
        seconds = time.perf_counter() - began
        yield json.dumps(
            {
                "case": name,
                "ranking": [cause.service for cause in causes],
                "confidence": [round(cause.confidence, 4) for cause in causes],
                "seconds": round(seconds, 4),
            }
        )
