"""PostgreSQL and its exporter, in stacks that ask for them."""

from collections.abc import Mapping
from typing import TypeVar

from catalog.postgres import VOLUME_MIB
from catalog.services import POSTGRES, POSTGRES_EXPORTER
from infra.specs import limits, postgres_files
from infra.specs.databases import CLIENTS, EXPORTER_ROLE, role, secret_key
from infra.specs.postgres_files import CONFIG_PATH, DATA_PATH, SOCKET_PATH
from infra.specs.settings import Settings
from infra.specs.workload import (
    Folder,
    HttpProbe,
    SecretFile,
    Volume,
    WorkloadSpec,
)

T = TypeVar("T")
# Generated files that tell only of PostgreSQL, without their endings.
GENERATED = "postgres"
_PASSWORD = SecretFile(name="password", key=secret_key(POSTGRES_EXPORTER))
# Slow statements and transactions that do not end.
_COLLECTORS_ON = ("stat_statements", "long_running_transactions")
# Of a second server, which there is not, or of the exporter's own empty database.
_COLLECTORS_OFF = (
    "stat_progress_vacuum",
    "replication",
    "replication_slot",
    "roles",
    "stat_user_tables",
    "statio_user_tables",
)


def databases(settings: Settings) -> tuple[WorkloadSpec, ...]:
    """Return the server and its exporter, where the stack has them."""
    return (_server(), _exporter()) if settings.postgres else ()


def fitting(settings: Settings, texts: Mapping[str, T]) -> Mapping[str, T]:
    """Return generated files, by name, without those of what does not run."""
    return {
        name: text
        for name, text in texts.items()
        if settings.postgres or name.partition(".")[0] != GENERATED
    }


def _server() -> WorkloadSpec:
    return WorkloadSpec(
        service=POSTGRES,
        image="postgres",
        entrypoint=("/bin/sh", f"{CONFIG_PATH}/start.sh"),
        limits=limits.POSTGRES,
        # Asked by pg_isready, which knows no path and does not rest.
        probe=HttpProbe(port=POSTGRES.port, path="", interval_s=5, start_period_s=60),
        folders=(
            Folder(
                name=f"{POSTGRES.name}-config",
                path=CONFIG_PATH,
                files={
                    "start.sh": postgres_files.START,
                    "postgresql.conf": postgres_files.SETTINGS,
                    "pg_hba.conf": postgres_files.access(),
                    "roles.sql": postgres_files.roles(),
                },
            ),
        ),
        # Its own loop sees new ones.
        secrets=tuple(
            SecretFile(name=role(client), key=secret_key(client), polled=True)
            for client in CLIENTS
        ),
        volumes=(Volume(name=POSTGRES.name, path=DATA_PATH, size_mib=VOLUME_MIB),),
        tmpfs={SOCKET_PATH: 1, "/tmp": 64},  # noqa: S108 - the container's own
        # A checkpoint of everything comes first.
        stop_grace_s=60,
    )


def _exporter() -> WorkloadSpec:
    return WorkloadSpec(
        service=POSTGRES_EXPORTER,
        image="postgres-exporter",
        command=(
            f"--web.listen-address=:{POSTGRES_EXPORTER.port}",
            *(f"--collector.{name}" for name in _COLLECTORS_ON),
            *(f"--no-collector.{name}" for name in _COLLECTORS_OFF),
            "--log.format=json",
        ),
        env={
            **limits.go_environment(limits.POSTGRES_EXPORTER),
            "DATA_SOURCE_URI": (
                f"{POSTGRES.name}:{POSTGRES.port}/postgres?sslmode=disable"
            ),
            "DATA_SOURCE_USER": EXPORTER_ROLE,
            "DATA_SOURCE_PASS_FILE": f"/run/secrets/{_PASSWORD.name}",
        },
        limits=limits.POSTGRES_EXPORTER,
        probe=HttpProbe(
            port=POSTGRES_EXPORTER.port, path=POSTGRES_EXPORTER.health_path
        ),
        secrets=(_PASSWORD,),
    )
