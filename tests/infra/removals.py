"""Every line of hardening in ``infra/``, as what the module would be without it."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# Arguments that keep a process in its place, keep data, or tell whether it is well;
# the others say what it does, and without them it does not work.
_HARDENING = frozenset(
    {
        *("user", "uid", "gid", "init", "read_only", "capabilities", "drops", "ip"),
        *("security_opts", "networks_advanced", "driver", "image", "secrets", "mode"),
        *("memory", "memory_swap", "cpus", "ulimits", "soft", "hard", "tmpfs"),
        *("limits", "processes", "open_files", "memory_mib", "cpu_millis"),
        *("healthcheck", "tests", "interval", "timeout", "retries", "start_period"),
        *("probe", "wait", "wait_timeout", "restart", "must_run", "start_period_s"),
        *("stop_timeout", "destroy_grace_seconds", "stop_grace_s", "grace_s"),
        *("log_driver", "log_opts", "labels", "label", "value"),
        *("volumes", "protect", "ignore_changes", "delete_before_replace", "opts"),
        *("depends_on", "reload", "how", "signal", "success_metric"),
    }
)
# The same among the entries of mappings: Grafana's switches, labels, options, ceilings,
# and what the collector refuses, masks and keeps.
_ENTRIES = re.compile(
    r"'(GF_\w+|GOM\w+|max-\w+|nofile|nproc|/tmp|AIOPS_MAX_\w+)'|LABEL_\w+|_TMP"
    r"|'(memory_limiter|\w*limit\w*|redaction|blocked_\w+|max_\w+|auth|storage)'"
    r"|\*\*.*(labels|budgets|go_environment).*"
)
# Options of programs and of the engine, in lists.
_OPTION = re.compile(r"""f?['"](--|ALL|no-new-privileges|labels|memory_l|redact)""")
# How a constant would be weaker.
_WEAKER = {"127.0.0.1": "0.0.0.0", 0o400: 0o444, 0o444: 0o666, 0o755: 0o777}
_OPTIONS = re.compile(r"[\w=:-]+(,[\w=:-]+)+")
_ONLY_BRACKETS = re.compile(r"[\s{}()\[\]]*")
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """
    One line that is gone, or one constant that is weaker.

    Attributes:
        change: Where, and what.
        source: The whole module without it.
    """

    change: str
    source: str


def removals(source: str, *, guards_only: bool = False) -> Iterator[Removal]:
    """
    Yield what is left of *source* after each removal, in the order of its lines.

    Args:
        guards_only: Only modes, addresses, secrets and refusals.
    """
    wanted = _guard if guards_only else _of_node
    count = len(list(_edits(ast.parse(source), wanted)))
    for number in range(count):
        tree = ast.parse(source)
        change, edit = list(_edits(tree, wanted))[number]
        edit()
        yield Removal(
            change=change, source=ast.unparse(ast.fix_missing_locations(tree))
        )


_Edit = tuple[str, Callable[[], None]]


def _edits(
    tree: ast.Module, wanted: Callable[[ast.AST], Iterator[_Edit]]
) -> Iterator[_Edit]:
    for function, node in _declared(tree):
        for what, edit in wanted(node):
            yield f"{function}:{node.lineno} {what}", edit


def _declared(tree: ast.Module) -> Iterator[tuple[str, ast.expr | ast.stmt]]:
    """Yield every node with the function around it; no annotations."""

    def below(node: ast.AST, name: str) -> Iterator[tuple[str, ast.expr | ast.stmt]]:
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "decorator_list", "slice"):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.FunctionDef | ast.ClassDef):
                    yield from below(child, child.name)
                elif isinstance(child, ast.AST):
                    if isinstance(child, ast.expr | ast.stmt):
                        yield name, child
                    yield from below(child, name)

    return below(tree, "module")


def _of_node(node: ast.AST) -> Iterator[_Edit]:
    yield from _guard(node)
    match node:
        case ast.Call():
            for keyword in node.keywords:
                if keyword.arg in _HARDENING:
                    yield _without(node.keywords, keyword, _called(node))
        case ast.Dict():
            for key, value in zip(node.keys, node.values, strict=True):
                if _ENTRIES.fullmatch(_entry(key, value)):
                    yield _without_entry(node, key, value)
        case ast.List() | ast.Tuple():
            for element in node.elts:
                if _OPTION.match(ast.unparse(element)):
                    yield _without(node.elts, element, "")


def _guard(node: ast.AST) -> Iterator[_Edit]:
    match node:
        case ast.Call() if _called(node) == "secret" and _owner(node) == "Output":
            yield _shown(node, "secret"), lambda: _open(node)
        case ast.Assign(value=ast.Constant(value=value)):
            yield from _of_constant(node, value)
        case ast.Raise():
            yield _shown(node, ""), lambda: _silence(node)


def _of_constant(node: ast.Assign, value: object) -> Iterator[_Edit]:
    assert isinstance(node.value, ast.Constant)
    constant = node.value
    name = ast.unparse(node.targets[0])
    if isinstance(value, str | int) and value in _WEAKER:
        weaker = _WEAKER[value]
        yield f"{name} = {weaker!r}", lambda: setattr(constant, "value", weaker)
    elif isinstance(value, str):
        mark = "\n" if "\n" in value else ","
        if mark == "," and not _OPTIONS.fullmatch(value):
            return
        parts = value.split(mark)
        for number, part in enumerate(parts):
            if not _ONLY_BRACKETS.fullmatch(part) and not part.strip().startswith("#"):
                rest = mark.join(parts[:number] + parts[number + 1 :])
                yield (
                    f"{name} without {part.strip()!r}",
                    lambda rest=rest: setattr(constant, "value", rest),
                )


def _without(among: list, one: ast.AST, where: str) -> _Edit:
    return _shown(one, where), lambda: among.remove(one)


def _without_entry(node: ast.Dict, key: ast.expr | None, value: ast.expr) -> _Edit:
    def edit() -> None:
        number = node.values.index(value)
        del node.keys[number], node.values[number]

    return f"without {_entry(key, value)[:_LONGEST]}", edit


def _entry(key: ast.expr | None, value: ast.expr) -> str:
    return f"**{ast.unparse(value)}" if key is None else ast.unparse(key)


def _open(secret: ast.Call) -> None:
    """Let what was a secret be plain."""
    secret.func = ast.parse("pulumi.Output.from_input", mode="eval").body


def _silence(refusal: ast.Raise) -> None:
    """Make an expression of it, in place: its parent keeps it in a list."""
    refusal.__class__ = ast.Expr  # type: ignore[assignment]
    refusal._fields = ("value",)
    refusal.value = ast.Constant(value=None)


def _called(call: ast.Call) -> str:
    name = call.func
    return name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")


def _owner(call: ast.Call) -> str:
    """Return what stands before the last dot, such as ``Output``."""
    name = call.func.value if isinstance(call.func, ast.Attribute) else None
    return getattr(name, "attr", getattr(name, "id", ""))


def _shown(node: ast.AST, where: str) -> str:
    text = " ".join(ast.unparse(node).split())
    return (
        f"{where}: without {text[:_LONGEST]}" if where else f"without {text[:_LONGEST]}"
    )
