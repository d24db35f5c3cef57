"""The plugin: Pulumi's requests, answered from the tables and the engine."""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from pulumi.provider.experimental.provider import (
    CheckFailure,
    CheckRequest,
    CheckResponse,
    ConfigureRequest,
    ConfigureResponse,
    CreateRequest,
    CreateResponse,
    DeleteRequest,
    DiffRequest,
    DiffResponse,
    GetSchemaRequest,
    GetSchemaResponse,
    Provider,
    ReadRequest,
    ReadResponse,
    UpdateRequest,
    UpdateResponse,
)

from plugins.docker.answers import diff_response, preview
from plugins.docker.checking import check
from plugins.docker.comparing import difference, same_property
from plugins.docker.configuration import Address, address, mistakes
from plugins.docker.errors import PluginError
from plugins.docker.journal import Journal, Note, journal_folder
from plugins.docker.kinds import (
    DEFAULTS,
    Plain,
    Table,
    Values,
    is_zero,
    without_defaults_key,
)
from plugins.docker.naming import mark
from plugins.docker.resource import Made, Repairable, Resource, Situation
from plugins.docker.tables import TABLES
from plugins.docker.values import plain, wrapped

# One thread per resource that Pulumi works on at once; most only wait.
_THREADS = 32
T = TypeVar("T")


class DockerPlugin(Provider):
    """
    Answers Pulumi.

    Everything that talks to the engine runs in a thread, and docker-py is imported
    by the first of them: an update with nothing to change needs neither.
    """

    def __init__(self) -> None:
        self._address = Address(host="")
        self._resources: dict[str, Resource] = {}
        self._journal = Journal(journal_folder(os.environ))
        self._opening = threading.Lock()
        self._repaired = False
        self._cancelled = threading.Event()
        self._threads = ThreadPoolExecutor(max_workers=_THREADS)

    async def get_schema(self, request: GetSchemaRequest) -> GetSchemaResponse:
        """Return the schema of what is implemented."""
        from plugins.docker.schema import schema

        return GetSchemaResponse(schema=schema(TABLES.values()))

    async def check_config(self, request: CheckRequest) -> CheckResponse:
        """Report every mistake in the provider's configuration."""
        found = mistakes(plain(request.new_inputs))
        return CheckResponse(
            inputs=request.new_inputs,
            failures=[CheckFailure(key, found[key]) for key in sorted(found)],
        )

    async def diff_config(self, request: DiffRequest) -> DiffResponse:
        """Another address is no reason to replace what runs."""
        old, new = plain(request.old_state), plain(request.new_inputs)
        changed = [k for k in sorted({*old, *new}) if old.get(k) != new.get(k)]
        return DiffResponse(changes=bool(changed), diffs=changed)

    async def configure(self, request: ConfigureRequest) -> ConfigureResponse:
        """Take the engine's address; nothing is opened yet."""
        self._address = address(plain(request.args), os.environ)
        # Output values reach the SDK in a form that it cannot always read.
        return ConfigureResponse(
            accept_secrets=True, supports_preview=True, accept_outputs=False
        )

    async def check(self, request: CheckRequest) -> CheckResponse:
        """Report every mistake in a resource's inputs and fill in its defaults."""
        checked = check(
            _table(request.type),
            plain(request.new_inputs),
            previous=plain(request.old_inputs),
            resource=request.name,
            seed=request.random_seed,
        )
        return CheckResponse(
            inputs=wrapped(checked.inputs, request.new_inputs),
            failures=[CheckFailure(f.path, f.reason) for f in checked.failures],
        )

    async def diff(self, request: DiffRequest) -> DiffResponse:
        """Compare the state with new inputs; the engine is not asked."""
        state, inputs = plain(request.old_state), plain(request.new_inputs)
        found = difference(_table(request.type), state, inputs)
        return diff_response(found, state, inputs)

    async def create(self, request: CreateRequest) -> CreateResponse:
        """Make a resource."""
        inputs = without_defaults_key(plain(request.properties))
        if request.preview:
            planned = preview(_table(request.type), inputs, {})
            return CreateResponse("", wrapped(planned, request.properties))
        situation = self._situation(request.urn)
        note = Note(
            token=_bare(request.type),
            name=str(inputs["name"]),
            mark=situation.mark,
            host=self._address.host,
        )

        def create(resource: Resource) -> Made:
            if not isinstance(resource, Repairable):
                return resource.create(inputs, situation)
            with self._journal.noted(note):
                return resource.create(inputs, situation)

        made = await self._run(request.type, create)
        return CreateResponse(made.identity, wrapped(made.outputs, request.properties))

    async def read(self, request: ReadRequest) -> ReadResponse:
        """Read a resource for a refresh or an import."""
        recorded = without_defaults_key(
            plain(request.properties)
        ) or without_defaults_key(plain(request.inputs))
        made = await self._run(
            request.type,
            lambda resource: resource.read(request.resource_id, recorded),
            changes=False,
        )
        if made is None:
            return ReadResponse(resource_id="")
        kept = plain(request.inputs)
        inputs = _read_inputs(_table(request.type), kept, made.outputs)
        return ReadResponse(
            made.identity,
            properties=wrapped(made.outputs, request.properties, request.inputs),
            inputs=wrapped(inputs, request.inputs),
        )

    async def update(self, request: UpdateRequest) -> UpdateResponse:
        """Change a resource in place."""
        recorded = without_defaults_key(plain(request.olds))
        inputs = without_defaults_key(plain(request.news))
        if request.preview:
            planned = preview(_table(request.type), inputs, recorded)
            return UpdateResponse(wrapped(planned, request.news))
        situation = self._situation(request.urn)
        outputs = await self._run(
            request.type,
            lambda resource: resource.update(
                request.resource_id, recorded, inputs, situation
            ),
        )
        return UpdateResponse(wrapped(outputs, request.news))

    async def delete(self, request: DeleteRequest) -> None:
        """Remove a resource."""
        recorded, situation = plain(request.properties), self._situation(request.urn)
        await self._run(
            request.type,
            lambda resource: resource.delete(request.resource_id, recorded, situation),
        )

    async def cancel(self) -> None:
        """End every wait; what is being made is taken away again."""
        self._cancelled.set()

    def _situation(self, urn: str) -> Situation:
        return Situation(mark=mark(urn, os.environ), cancelled=self._cancelled)

    async def _run(
        self, token: str, work: Callable[[Resource], T], *, changes: bool = True
    ) -> T:
        asyncio.get_running_loop().set_default_executor(self._threads)
        return await asyncio.to_thread(
            lambda: work(self._resource(token, changes=changes))
        )

    def _resource(self, token: str, *, changes: bool) -> Resource:
        with self._opening:
            if not self._resources:
                from plugins.docker.resources import resources

                self._resources = resources(self._address)
            if changes and not self._repaired:
                from plugins.docker.repair import repair

                repair(self._journal, self._address.host, self._resources)
                self._repaired = True
        return self._resources[_bare(token)]


def _bare(token: str) -> str:
    """Return the type without the types of its parents, which a URN puts before it."""
    return token.rpartition("$")[2]


def _table(token: str) -> Table:
    token = _bare(token)
    if token not in TABLES:
        raise PluginError(
            f"this stand-in docker plugin has no resource type {token}; it has "
            f"{', '.join(sorted(TABLES))}. Install Pulumi's own docker plugin for more"
        )
    return TABLES[token]


def _read_inputs(table: Table, kept: Values, outputs: Values) -> Values:
    """Return the inputs after a read: as they were, but for what has drifted."""
    if not kept:
        return {
            name: value
            for name, value in outputs.items()
            if name in table.inputs and not is_zero(value)
        }
    return {
        name: _kept_or_drifted(table, name, value, outputs)
        for name, value in kept.items()
        if name == DEFAULTS or name in outputs
    }


def _kept_or_drifted(table: Table, name: str, kept: Plain, outputs: Values) -> Plain:
    if name not in table.inputs:
        return kept
    same = same_property(table.inputs[name], outputs[name], kept)
    return kept if same else outputs[name]
