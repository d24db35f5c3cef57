"""What drawing needs besides a dashboard: answers, a time, choices, workers."""

import argparse
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from previews.data.prometheus import Prometheus
from previews.data.recording import Recorder, Recording
from previews.data.source import Source
from previews.data.window import Window
from previews.draw import drawing_of
from previews.drawing.page import Drawing
from previews.errors import PreviewsError, QueryError, SettingsError
from previews.model import durations
from previews.model.dashboard import Dashboard

_QUESTIONS_AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """
    One run of a command.

    Attributes:
        at_s: Unix time until which pictures go.
        range: How far they look back; "" for each dashboard's own.
        wanted: Values of variables by name.
        described: The source, in words.
    """

    source: Source
    at_s: float
    scrape_s: float
    range: str
    wanted: Mapping[str, Sequence[str]]
    described: str
    workers: Executor

    def draw(
        self, dashboard: Dashboard, progress: Callable[[], None] = lambda: None
    ) -> Drawing:
        """Return *dashboard* with its data."""
        window = Window(
            end_s=self.at_s,
            range_s=durations.seconds(self.range or dashboard.range),
            scrape_s=self.scrape_s,
        )
        return drawing_of(
            dashboard,
            self.source,
            window,
            self.workers,
            wanted=self.wanted,
            described=self.described,
            progress=progress,
        )


@contextmanager
def session(arguments: argparse.Namespace) -> Iterator[Session]:
    """
    Open what *arguments* name; what was recorded is written at the end.

    Raises:
        PreviewsError: When the source does not answer, or a word cannot be used.
    """
    if arguments.range:
        durations.seconds(arguments.range)
    source, at_s, described = _source(arguments)
    wanted = _wanted(arguments)
    _check_environment(source, at_s, wanted.get("environment", ()))
    recorder = Recorder(source, at_s) if arguments.record else None
    with ThreadPoolExecutor(_QUESTIONS_AT_ONCE) as workers:
        yield Session(
            source=recorder or source,
            at_s=at_s,
            scrape_s=durations.seconds(arguments.scrape_interval),
            range=arguments.range,
            wanted=wanted,
            described=described,
            workers=workers,
        )
    if recorder:
        recorder.save(arguments.record)


def _source(arguments: argparse.Namespace) -> tuple[Source, float, str]:
    if arguments.recording:
        recording = Recording(arguments.recording)
        return recording, recording.at_s, f"recording {arguments.recording.name}"
    prometheus = Prometheus(arguments.prometheus)
    now_s = time.time()
    try:
        prometheus.query("vector(1)", now_s)
    except QueryError as error:
        raise PreviewsError(
            f"{error}\nStart the stack with `make up`, name another address with"
            " --prometheus, or draw what was recorded with --from"
        ) from error
    return prometheus, now_s, prometheus.url


def _wanted(arguments: argparse.Namespace) -> dict[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {}
    for word in arguments.var:
        name, sign, value = word.partition("=")
        if not (name and sign):
            raise SettingsError(f"--var {word!r} is not NAME=VALUE")
        found[name] = (*found.get(name, ()), value)
    if arguments.environment:
        found["environment"] = (arguments.environment,)
    return found


def _check_environment(source: Source, at_s: float, wanted: Sequence[str]) -> None:
    """Refuse an environment that has no data: its pictures would all be empty."""
    if not wanted or isinstance(source, Recording):
        return
    known = source.label_values("environment", "up", at_s - 3600, at_s)
    for each in wanted:
        if each not in known:
            raise SettingsError(
                f"environment {each!r} has no data; there is"
                f" {', '.join(sorted(known)) or 'none yet'}"
            )
