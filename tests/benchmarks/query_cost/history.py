"""Days of scraped and recorded series on a disk, made once and kept in the cache."""

import hashlib
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
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
        recorded: Blocks of what rules record, by turn.
    """

    scraped: Path
    recorded: Path
    hours: int
    series: Sequence[Series]
    rules: Sequence[Recorded]

    @property
    def end_s(self) -> int:
        """The end, in Unix time."""
        return BEGIN_S + self.hours * 3600

    @property
    def data(self) -> Path:
        """Prometheus's storage of both."""
        return self.recorded / f"{self.hours}h" / "data"

    @property
    def cuts(self) -> Mapping[str, tuple[int, int]]:
        """All the time, by blocks; a longer history begins with the same ones."""
        return {
            f"{(first - BEGIN_S) // 3600}h-{(last - BEGIN_S) // 3600}h": (first, last)
            for first, last in pieces(BEGIN_S, self.end_s)
        }

    def blocks(self, turns: Iterable[int]) -> list[Path]:
        """Return the blocks of what is scraped, and recorded in *turns*."""
        folders = (self.scraped, *(self.turn(number) for number in turns))
        return [
            block
            for folder in folders
            for cut in self.cuts
            for block in blocks_in(folder / cut)
        ]

    def turn(self, number: int) -> Path:
        """Return where the blocks of one turn are."""
        return self.recorded / f"turn-{number}"


def history(cache: Path, hours: int) -> History:
    """Return the history of *hours* below *cache*, to be made or made already."""
    series, rules = shape(), recorded()
    generator = Path(samples.__file__).read_text()
    scraped = _key(BEGIN_S, series, generator)
    return History(
        scraped=cache / f"scraped-{scraped}",
        recorded=cache / f"recorded-{_key(scraped, rules)}",
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
    complete = wanted.data.with_name("complete")
    if complete.exists():
        return
    for other in wanted.scraped.parent.glob("*/"):
        # One history at a time, so that the cache does not grow with each rule edit.
        if other not in (wanted.scraped, wanted.recorded):
            shutil.rmtree(other)
    turns = levels(wanted.rules)
    _scrape(wanted, progress)
    for number, turn in enumerate(turns):
        _record(wanted, number, turn, progress)
    link(wanted.blocks(range(len(turns))), wanted.data)
    if merged:
        _merge(wanted, progress)
    complete.touch()


def _scrape(wanted: History, progress: Progress) -> None:
    def one(cut: str) -> None:
        make_block(_scraped(wanted, *wanted.cuts[cut]), wanted.scraped / cut)

    _each(one, _left(wanted, wanted.scraped), "scraped series", progress)


def _scraped(wanted: History, first_s: int, last_s: int) -> Iterator[str]:
    for series in wanted.series:
        yield from exposed(series, first_s, last_s)


def _record(
    wanted: History, number: int, turn: Sequence[Recorded], progress: Progress
) -> None:
    """Run the rules of one turn over all the time, on what is there before them."""
    left = _left(wanted, wanted.turn(number))
    if not left:
        return
    storage = wanted.recorded / "before"
    link(wanted.blocks(range(number)), storage)
    with serving(storage) as server:

        def one(cut: str) -> None:
            with closing(server.again()) as connection:
                lines_ = _recorded(connection, turn, *wanted.cuts[cut])
                make_block(lines_, wanted.turn(number) / cut)

        _each(one, left, f"recorded, turn {number + 1}", progress)
    shutil.rmtree(storage)


def _each(
    work: Callable[[str], None],
    cuts: Sequence[str],
    description: str,
    progress: Progress,
) -> None:
    """Do *work* for two cuts at a time: promtool takes one's lines meanwhile."""
    with ThreadPoolExecutor(2) as pool:
        done = pool.map(work, cuts)
        for _ in progress.track(done, total=len(cuts), description=description):
            pass


def _left(wanted: History, folder: Path) -> list[str]:
    return [cut for cut in wanted.cuts if not (folder / cut).exists()]


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
