"""`make remediate`: do what somebody has approved in the engine."""

import subprocess
import sys
import urllib.error
import urllib.request

import docker

from infra.specs.engine_keys import secret_key
from tools.bootstrap import stack_settings
from tools.bootstrap.commands import secret
from tools.bootstrap.context import Context
from tools.bootstrap.engine import required, use
from tools.remediation.carrying_out import carry_out
from tools.remediation.containers import restart
from tools.remediation.engine import EngineApi
from tools.remediation.errors import RemediationError
from tools.traffic.scenarios import Call
from tools.traffic.simulation import clear

# It may operate and read, and nothing else.
KEY = secret_key("remediation")
_TIMEOUT_S = 10.0


def run(context: Context) -> int:
    """Carry out what is approved; 1 when something failed."""
    settings = stack_settings.read(context.where, context.stack).settings
    api = EngineApi(settings.url("engine"), secret.used(context, KEY))
    use(required())
    client = docker.from_env()
    performers = {
        "restart": lambda service: restart(client, context.stack, service),
        "clear-simulation": lambda _: _clear(context, settings.url("gateway")),
        "rollback": lambda _: _roll_back(context),
    }
    failed = carry_out(api, performers, print, dry_run=context.arguments.dry_run)
    return 1 if failed else 0


def _clear(context: Context, url: str) -> str:
    token = secret.used(context, "simulation-token")

    def ask(call: Call) -> tuple[int | None, bytes]:
        request = urllib.request.Request(  # noqa: S310 - the stack's own address
            url + call.path,
            method=call.method,
            headers={"Authorization": f"Bearer {token}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except (urllib.error.URLError, TimeoutError):
            return None, b""

    clear(ask)
    return "cleared all simulated failures"


def _roll_back(context: Context) -> str:
    # In a process of its own: it prepares and locks the stack by itself.
    words = ["-m", "tools.bootstrap", "rollback", f"--stack={context.stack}"]
    done = subprocess.run(
        [sys.executable, *words],
        cwd=context.where.checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    said = (done.stdout.strip().splitlines() or done.stderr.strip().splitlines())[-1:]
    if done.returncode:
        raise RemediationError(f"`make rollback` ended with {done.returncode}: {said}")
    return said[0] if said else "rolled back"
