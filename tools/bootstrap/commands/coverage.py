"""`make coverage`: which lines and branches the tests reach, without containers."""

from pathlib import Path

from tools.bootstrap import artifacts
from tools.bootstrap.context import Context
from tools.bootstrap.step import stepping
from tools.gate.table import NO_CONTAINERS

FOLDERS = ("tests/unit", "tests/contracts", "tests/infra")
FOLDER = f"{artifacts.FOLDER}/coverage"


def run(context: Context) -> int:
    """Run the tests, write the reports; the exit code is the tests', or the bound's."""
    given = [word for word in context.arguments.words if word != "--"]
    # Of one package, such as `--source=tools.workflows`, which takes seconds.
    sources = [word for word in given if word.startswith("--source=")]
    words = [word for word in given if word not in sources]
    # Measuring takes time, and no property is about that: none has a deadline.
    pytest = ("pytest", "-q", "--hypothesis-profile=ci", "-m", NO_CONTAINERS)
    tests = ["run", *sources, "-m", *pytest, *(words or FOLDERS)]
    with context.progress() as shown, stepping(shown, "tests under coverage"):
        code, said = _coverage(context, *tests)
    if code:
        print(said.rstrip())
        return code
    (context.where.checkout / FOLDER).mkdir(parents=True, exist_ok=True)
    _coverage(context, "xml", "--fail-under=0", "-o", f"{FOLDER}/coverage.xml")
    _coverage(context, "html", "--fail-under=0", "-d", f"{FOLDER}/html")
    # The bound is in pyproject.toml; below it the report ends with an error.
    code, table = _coverage(context, "report", "--format=markdown")
    artifacts.write(context.where.checkout, "coverage/summary.md", page(table))
    print(total(table))
    print(f"artifacts: {Path(FOLDER) / 'html' / 'index.html'}, coverage.xml")
    return code


def page(table: str) -> str:
    """Return the summary: the total in front, each file folded away."""
    return (
        f"## Coverage\n\n{total(table)}\n\n"
        f"<details><summary>Files</summary>\n\n{table.strip()}\n\n</details>\n"
    )


def total(table: str) -> str:
    """Return the last line of figures, and what is wrong with it, if anything."""
    lines = [line.strip() for line in table.splitlines() if line.strip()]
    figures = [line for line in lines if "TOTAL" in line]
    refusals = [line for line in lines if not line.startswith("|")]
    words = [line.replace("*", "").replace("|", " ") for line in figures]
    return "; ".join(" ".join(line.split()) for line in [*words, *refusals])


def _coverage(context: Context, *words: str) -> tuple[int, str]:
    return context.processes.run(
        [str(context.where.venv / "bin" / "coverage"), *words],
        cwd=context.where.checkout,
        check=False,
    )
