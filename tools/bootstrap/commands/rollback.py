"""`make rollback`: back to what ran before, without losing data."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from infra.specs.settings import SettingsError, parse
from tools.bootstrap import table
from tools.bootstrap.commands import up
from tools.bootstrap.context import Context
from tools.bootstrap.engine import Engine
from tools.bootstrap.make_words import make
from tools.bootstrap.prepare import Preparation
from tools.images.engine import Engine as ImageEngine
from tools.release import deploy, difference, recording, snapshot
from tools.release.history import CONFIG, SOURCE, History, target
from tools.release.record import Release

_SHOWN = 12


def run(context: Context) -> int:
    """Say what changes, then run the earlier release with today's secrets."""
    history = recording.history(context.where, context.stack)
    wanted = context.arguments.to or None
    # Under the lock: an update that is under way would change what is read here.
    with context.prepared(ownership_too=True) as preparation:
        now, underway = history.current(), history.is_underway
        if context.arguments.undo and not underway:
            print(f"nothing to undo: no update of stack {context.stack!r} is cut off")
            return 0
        then = target(history.all(), now, underway=underway, wanted=wanted)
        assert now is not None
        difference.refuse_older_schema(now, then)
        holdings = ImageEngine().holdings()
        references = {image.reference for image in then.images.values()}
        present = {each: holdings.find(each) is not None for each in references}
        difference.gone(then, present)
        print(told(history, now, then), flush=True)
        if context.arguments.dry_run:
            return 0
        config = _config(context, history, then)
        history.begin()
        deploy.deploy(context, preparation, history.home(then.number), config)
        history.settle(then.number)
    return _report(context, preparation, config, then)


def told(history: History, now: Release, then: Release) -> str:
    """Return what a rollback will do."""
    lines = [
        *difference.images(now, then),
        *_settings(history, now, then),
        *difference.program(_program(history, now), _program(history, then)),
    ]
    head = f"going from {now} back to {then}; volumes and secrets stay as they are"
    if history.is_underway:
        head += "; the last update did not succeed, and is undone"
    more = [f"and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return "\n  ".join([head, *lines[:_SHOWN], *more])


def _settings(history: History, now: Release, then: Release) -> Iterator[str]:
    before, after = (
        deploy.read_config(history.home(each.number) / CONFIG).get("config") or {}
        for each in (now, then)
    )
    return difference.settings(before, after)


def _program(history: History, release: Release) -> Mapping[str, bytes]:
    source = history.home(release.number) / SOURCE
    return {str(p): (source / p).read_bytes() for p in snapshot.files(source)}


def _config(context: Context, history: History, then: Release) -> dict[str, object]:
    present = context.where.stack(context.stack) / CONFIG
    recorded = deploy.read_config(history.home(then.number) / CONFIG)
    return deploy.with_present_secrets(recorded, deploy.read_config(present))


def _report(
    context: Context,
    preparation: Preparation,
    config: Mapping[str, object],
    then: Release,
) -> int:
    engine: Engine | None = preparation.engine
    assert engine is not None
    found = up.settled(engine, context.stack)
    raw = config["config"]
    assert isinstance(raw, Mapping)
    try:
        settings = parse(context.stack, {**raw, **preparation.file.secrets})
    except SettingsError:
        # Keys of another version; only the table's addresses come from here.
        settings = preparation.settings
    print(table.render(table.rows(settings, found, {})))
    ill = [each.service for each in found if table.state_of(each) != table.HEALTHY]
    if ill:
        logs = make("logs", context.stack, f"SERVICE={ill[0]}")
        print(f"Not healthy: {', '.join(ill)}; see {logs}")
        return 1
    print(f"stack {context.stack!r} runs {then}")
    print(
        f"Notice: {_checkout(context.where.checkout)} still says otherwise; the next"
        f" {make('up', context.stack)} goes by it"
    )
    return 0


def _checkout(path: Path) -> str:
    return f"the checkout ({path.name})"
