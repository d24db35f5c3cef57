"""Days of scraped and recorded series on a disk, made once and kept in the cache."""

import hashlib
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.progress import Progress

from tests.benchmarks.query_cost import samples
from tests.benchmarks.query_cost.blocks import (
    blocks_in,
    link,
    make_block,
    overlap,
    pieces,
)
from tests.benchmarks.query_cost.recorded import Recorded, levels, recorded
from tests.benchmarks.query_cost.samples import exposed, lines
from tests.benchmarks.query_cost.series import BEGIN_S, Series
from tests.benchmarks.query_cost.server import Server, serving
from tests.benchmarks.query_cost.shape import shape

# Prometheus looks for something to merge once a minute.
_MERGED_WITHIN_S = 1800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """
    All the time that there are samples of.

    Attributes:
        scraped: Blocks of what is scraped; rules that change leave them as they are.
        folder: Blocks of what rules record, and ``data``: Prometheus's storage of both.
    """

    scraped: Path
    folder: Path
    hours: int
    series: Sequence[Series]
    rules: Sequence[Recorded]

    @property
    def end_s(self) -> int:
        """The end, in Unix time."""
        return BEGIN_S + self.hours * 3600

    @property
    def data(self) -> Path:
        """Prometheus's storage."""
        return self.folder / "data"

    @property
    def cuts(self) -> list[tuple[int, int]]:
        """All the time, by blocks."""
        return pieces(BEGIN_S, self.end_s)


def history(cache: Path, hours: int) -> History:
    """Return the history of *hours* below *cache*, to be made or made already."""
    series, rules = shape(), recorded()
    generator = Path(samples.__file__).read_text()
    scraped = _key(hours, BEGIN_S, series, generator)
    return History(
        scraped=cache / f"scraped-{scraped}",
        folder=cache / f"stored-{_key(scraped, rules)}",
        hours=hours,
        series=series,
        rules=rules,
    )


def make(wanted: History, progress: Progress, *, merged: bool = True) -> None:
    """
    Make what *wanted* lacks; goes on where it was interrupted.

    Args:
        merged: Whether to wait until Prometheus has merged scraped and recorded
            blocks, as it does with its own.
    """
    complete = wanted.folder / "complete"
    if complete.exists():
        return
    for other in wanted.folder.parent.glob("*"):
        # One history at a time, so that the cache does not grow with each rule edit.
        if other not in (wanted.scraped, wanted.folder):
            shutil.rmtree(other)
    _scrape(wanted, progress)
    for number, turn in enumerate(levels(wanted.rules)):
        _record(wanted, number, turn, progress)
    link(_blocks(wanted), wanted.data)
    if merged:
        _merge(wanted, progress)
    for turn_folder in wanted.folder.glob("recorded-*"):
        shutil.rmtree(turn_folder)
    complete.touch()


def _blocks(wanted: History) -> list[Path]:
    recorded_ones = [
        block
        for folder in sorted(wanted.folder.glob("recorded-*"))
        for block in blocks_in(folder)
    ]
    return [*blocks_in(wanted.scraped), *recorded_ones]


def _scrape(wanted: History, progress: Progress) -> None:
    cuts = progress.track(wanted.cuts, description="scraped series")
    for number, (first, last) in enumerate(cuts):
        folder = wanted.scraped / f"{number}"
        if not folder.exists():
            make_block(_scraped(wanted, first, last), folder)


def _scraped(wanted: History, first_s: int, last_s: int) -> Iterator[str]:
    for series in wanted.series:
        yield from exposed(series, BEGIN_S, wanted.end_s, first_s, last_s)


def _record(
    wanted: History, number: int, turn: Sequence[Recorded], progress: Progress
) -> None:
    """Run the rules of one turn over all the time, on what is there before them."""
    here = wanted.folder / f"recorded-{number}"
    left = [n for n in range(len(wanted.cuts)) if not (here / f"{n}").exists()]
    if not left:
        return
    storage = wanted.folder / "turn"
    link((block for block in _blocks(wanted) if here not in block.parents), storage)
    with serving(storage) as server:
        for n in progress.track(left, description=f"recorded, turn {number + 1}"):
            make_block(_recorded(server, turn, *wanted.cuts[n]), here / f"{n}")
    shutil.rmtree(storage)


def _recorded(
    server: Server, turn: Iterable[Recorded], first_s: int, last_s: int
) -> Iterator[str]:
    for rule in turn:
        first = -(-first_s // rule.every_s) * rule.every_s
        answer = server.ask(rule.expr, first, last_s - 1, rule.every_s)
        for each in answer.series:
            labels = {**each["metric"], **rule.labels}
            labels.pop("__name__", None)
            yield from lines(rule.name, labels, each["values"])


def _merge(wanted: History, progress: Progress) -> None:
    task = progress.add_task("merging blocks", total=None)
    deadline = time.monotonic() + _MERGED_WITHIN_S
    with serving(wanted.data):
        while overlap(wanted.data):
            if time.monotonic() > deadline:
                raise RuntimeError(
                    f"Prometheus did not merge {wanted.data} within"
                    f" {_MERGED_WITHIN_S:.0f} s; see prometheus.log beside it"
                )
            time.sleep(1)
    progress.update(task, total=1, completed=1)


def _key(*parts: object) -> str:
    """Return a name that changes with what is generated."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
