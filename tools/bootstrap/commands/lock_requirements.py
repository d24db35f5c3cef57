"""`make lock`: requirements/*.in into hash-locked files."""

from tools.bootstrap.context import Context

NAMES = ("app", "aiops", "deploy", "dev", "checkov")
WORDS = (
    "-q",
    "--python-version=3.11",
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--no-annotate",
)


def run(context: Context) -> int:
    """Compile every lock file; versions stay where they still fit."""
    folder = context.where.checkout / "requirements"
    uv = context.where.venv / "bin" / "uv"
    for name in NAMES:
        print(f"compiling requirements/{name}.txt")
        context.processes.run(
            [str(uv), "pip", "compile", *WORDS, f"{name}.in", "-o", f"{name}.txt"],
            cwd=folder,
        )
    return 0
