"""`make check`: what is run while one works, in under a minute."""

import time
from dataclasses import dataclass

from tools.bootstrap.context import Context
from tools.bootstrap.display import Display
from tools.images.schedule import Task, run_tasks
from tools.release import proofs, snapshot

NO_CONTAINERS = "not docker and not stack and not browser"


@dataclass(frozen=True)
class Check:
    """
    One tool.

    Attributes:
        cpu_s: About what it costs; the dearest starts first.
    """

    name: str
    argv: tuple[str, ...]
    cpu_s: int


CHECKS = (
    Check("format", ("ruff", "format", "--check", "."), 1),
    Check("lint", ("ruff", "check", "."), 1),
    Check("types", ("mypy",), 30),
    Check("import contracts", ("lint-imports",), 4),
    Check(
        "unit tests",
        (
            *("pytest", "-q", "-m", NO_CONTAINERS),
            *("tests/unit", "tests/contracts", "tests/infra", "tests/rules"),
        ),
        40,
    ),
)


def run(context: Context) -> int:
    """Run all checks, two at a time; one that fails does not stop the others."""
    failures: dict[str, str] = {}
    sources = snapshot.fingerprint(context.where.checkout)
    with context.progress() as shown:
        tasks = [_task(check, context, shown, failures) for check in CHECKS]
        run_tasks(tasks, shown.step)
    for name, said in failures.items():
        print(f"--- {name} ---\n{said}\n")
    if not failures and sources == snapshot.fingerprint(context.where.checkout):
        proof = proofs.Proof(kind=proofs.CHECK, content=sources, at_s=time.time())
        proofs.keep(context.where.home, proof)
    print("failed: " + ", ".join(failures) if failures else "all checks passed")
    return 1 if failures else 0


def _task(
    check: Check, context: Context, shown: Display, failures: dict[str, str]
) -> Task:
    tool, *words = check.argv

    def act() -> str:
        code, said = context.processes.run(
            [str(context.where.venv / "bin" / tool), *words],
            cwd=context.where.checkout,
            check=False,
        )
        last = next((line for line in reversed(said.splitlines()) if line.strip()), "")
        if code:
            failures[check.name] = said.rstrip()
            return f"FAILED: {last}"
        return last

    return Task(name=check.name, act=act, cpu_s=check.cpu_s)
