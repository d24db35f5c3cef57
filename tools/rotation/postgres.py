"""Asks PostgreSQL, inside its own container, whether an account gets in."""

from typing import Any

from tools.backup import postgres
from tools.backup.errors import BackupError
from tools.rotation.errors import RotationError

# The password comes by stdin: it is in no command line that others could list.
_SCRIPT = (
    'PGPASSWORD=$(cat) exec psql --host=127.0.0.1 --username="$0" --dbname="$1"'
    ' --no-psqlrc --quiet --tuples-only --command="SELECT 1"'
)


def gets_in(
    api: Any, container: str, account: str, database: str, password: str
) -> bool:
    """
    Return whether *account* gets into *database* with *password*.

    Args:
        api: docker-py's low-level client.

    Raises:
        RotationError: When the server says something else than yes or no.
    """
    words = ["/bin/sh", "-c", _SCRIPT, account, database]
    try:
        postgres.run(api, container, words, stdin=[password.encode()])
    except BackupError as error:
        if "password authentication failed" in str(error):
            return False
        raise RotationError(str(error)) from error
    return True
