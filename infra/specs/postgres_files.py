"""PostgreSQL's files: how it starts, what it is set to, and who may do what."""

from collections.abc import Iterable

from catalog.postgres import MAX_CONNECTIONS
from catalog.services import ENGINE, Service
from infra.specs.databases import (
    CLIENTS,
    CONNECTIONS,
    DATABASES,
    ENGINE_CONNECTIONS,
    EXPORTER_ROLE,
    Database,
    role,
)

CONFIG_PATH = "/etc/pharos-postgres"
SECRETS_PATH = "/run/secrets"
DATA_PATH = "/var/lib/postgresql/data"
SOCKET_PATH = "/var/run/postgresql"
MAJOR = 15
_EXPORTER_CONNECTIONS = 5

# The same folder in Debian's package and in the official image.
_PROGRAMS = f"/usr/lib/postgresql/{MAJOR}/bin"

START = f"""\
#!/bin/sh
# Makes the data at the first start, brings roles up to date, then serves.
set -eu
export PATH={_PROGRAMS}:$PATH
export PGDATA={DATA_PATH}/pgdata
export PGHOST={SOCKET_PATH} PGUSER=postgres PGDATABASE=postgres
config={CONFIG_PATH}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    # Moved to its place when it is whole: a start that is cut off begins anew.
    rm -rf "$PGDATA.new"
    initdb --pgdata="$PGDATA.new" --username=postgres --auth=reject --encoding=UTF8 \\
        --locale=C.UTF-8 --data-checksums
    mv "$PGDATA.new" "$PGDATA"
fi
if [ "$(cat "$PGDATA/PG_VERSION")" != {MAJOR} ]; then
    echo "the data is of PostgreSQL $(cat "$PGDATA/PG_VERSION"), the server is" \\
        "{MAJOR}: back it up with the release that wrote it, and restore it here" >&2
    exit 1
fi
roles() {{
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --file="$config/roles.sql" >/dev/null
}}
seen=$(readlink {SECRETS_PATH}/..data || true)
# Nobody can connect over the network before roles and passwords are what they should.
pg_ctl --wait --timeout=300 --silent \\
    --options="-c config_file=$config/postgresql.conf -c listen_addresses=''" start
roles
pg_ctl --wait --mode=fast --silent stop
# New passwords count from the moment on that their files are there.
(
    while sleep 1; do
        now=$(readlink {SECRETS_PATH}/..data || true)
        if [ "$now" != "$seen" ] && roles; then
            seen=$now
            echo "roles have the passwords of $now" >&2
        fi
    done
) &
exec postgres -c config_file="$config/postgresql.conf"
"""

SETTINGS = f"""\
# Written by infra/specs; roles.sql and pg_hba.conf have the rest.
data_directory = '{DATA_PATH}/pgdata'
hba_file = '{CONFIG_PATH}/pg_hba.conf'
listen_addresses = '*'
unix_socket_directories = '{SOCKET_PATH}'
max_connections = {MAX_CONNECTIONS}
password_encryption = 'scram-sha-256'
# A quarter of the container's memory.
shared_buffers = '128MB'
effective_cache_size = '256MB'
maintenance_work_mem = '32MB'
max_wal_size = '512MB'
# There is no second server to send anything to.
max_wal_senders = 0
# It has one processor: helpers would only take turns, and memory that Docker limits.
max_parallel_workers_per_gather = 0
max_parallel_maintenance_workers = 0
jit = off
idle_in_transaction_session_timeout = '60s'
shared_preload_libraries = 'pg_stat_statements'
pg_stat_statements.max = 1000
# The text of a statement that sets a password is kept nowhere.
pg_stat_statements.track_utility = off
track_io_timing = on
log_min_duration_statement = '1s'
# Values are what people sent: statements are logged without them.
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_lock_waits = on
log_line_prefix = '%m [%p] %u@%d %a '
timezone = 'UTC'
log_timezone = 'UTC'
"""


def access(databases: Iterable[Database] = DATABASES) -> str:
    """Return ``pg_hba.conf``: who may ask for what from where."""
    rules = [
        "# Written by infra/specs. The first line that fits decides; none refuses.",
        "# Its socket is reached from inside its own container only.",
        "local all postgres trust",
        *(
            f"host {each.name} {','.join(role(user) for user in each.users)} samenet"
            " scram-sha-256"
            for each in databases
        ),
        f"host postgres {EXPORTER_ROLE} samenet scram-sha-256",
    ]
    return "\n".join(rules) + "\n"


def roles(databases: Iterable[Database] = DATABASES) -> str:
    """Return the SQL, for any number of runs, that makes roles and databases."""
    lines = [
        "-- Written by infra/specs. Passwords come from files and go into no log.",
        "SET client_min_messages = warning;",
        "SET log_min_error_statement = panic;",
        "SET log_min_duration_statement = -1;",
        *(line for client in CLIENTS for line in _role(client)),
        *(line for each in databases for line in _database(each)),
        f"ALTER ROLE {EXPORTER_ROLE} INHERIT CONNECTION LIMIT {_EXPORTER_CONNECTIONS};",
        f"GRANT pg_monitor TO {EXPORTER_ROLE};",
        "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;",
        f"GRANT CONNECT ON DATABASE postgres TO {EXPORTER_ROLE};",
        "CREATE EXTENSION IF NOT EXISTS pg_stat_statements;",
    ]
    return "\n".join(lines) + "\n"


def _role(client: Service) -> list[str]:
    name = role(client)
    limit = ENGINE_CONNECTIONS if client == ENGINE else CONNECTIONS
    return [
        f"\\set given `cat {SECRETS_PATH}/{name}`",
        _unless("pg_roles", "rolname", name, f"CREATE ROLE {name} LOGIN"),
        f"ALTER ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
        f" NOBYPASSRLS NOINHERIT CONNECTION LIMIT {limit} PASSWORD",
        "    :'given';",
        "\\unset given",
    ]


def _database(database: Database) -> list[str]:
    name, owner = database.name, database.owner
    users = ", ".join(role(user) for user in database.users)
    make = f"CREATE DATABASE {name} OWNER {owner}"
    return [
        _unless("pg_roles", "rolname", owner, f"CREATE ROLE {owner} NOLOGIN"),
        _unless("pg_database", "datname", name, make),
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC;",
        f"GRANT CONNECT ON DATABASE {name} TO {users};",
        f"GRANT {owner} TO {users};",
        # What one of them makes belongs to all of them.
        *(
            f"ALTER ROLE {role(user)} IN DATABASE {name} SET role = '{owner}';"
            for user in database.users
        ),
    ]


def _unless(table: str, column: str, name: str, statement: str) -> str:
    # There is no CREATE ROLE or CREATE DATABASE that spares what is there.
    return (
        f"SELECT '{statement}' WHERE NOT EXISTS"  # noqa: S608 - names are the catalog's
        f" (SELECT FROM {table} WHERE {column} = '{name}') \\gexec"
    )
