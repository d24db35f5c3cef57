"""Digits and letters are ASCII: no setting takes those of another script."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

# `\d` and `\w` of Python, written in a pattern that is not told otherwise.
_CLASSES = ("\\d", "\\w", "\\D", "\\W")
_DIGIT_TESTS = ("isdigit", "isdecimal", "isnumeric", "isalnum")


def sources(root: Path) -> Iterator[Path]:
    packages = tomllib.loads((root / "pyproject.toml").read_text())["tool"]
    for package in packages["importlinter"]["root_packages"]:
        yield from (root / package).rglob("*.py")


def wide_patterns(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of calls of `re` whose pattern knows all of Unicode."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not ast.unparse(call.func).startswith(
            "re."
        ):
            continue
        texts = [
            part.value
            for part in ast.walk(call)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]
        wide = any(each in text for text in texts for each in _CLASSES)
        # Whoever looks for what must not be there says that all scripts are meant.
        said = ast.unparse(call)
        if wide and "re.ASCII" not in said and "re.UNICODE" not in said:
            yield call.lineno


def wide_digit_tests(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of functions that ask for digits, but not for ASCII."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            asked = {n.attr for n in ast.walk(function) if isinstance(n, ast.Attribute)}
            if asked & {*_DIGIT_TESTS} and "isascii" not in asked:
                yield function.lineno


def test_patterns_and_digit_tests_know_ascii_alone(request):
    root = request.config.rootpath
    found = []
    for path in sources(root):
        tree = ast.parse(path.read_text())
        lines = [*wide_patterns(tree), *wide_digit_tests(tree)]
        found += [f"{path.relative_to(root)}:{line}" for line in lines]

    assert found == [], "use [0-9], re.ASCII or isascii()"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("import re\nre.compile(r'\\d+')", [2]),
        ("import re\nre.fullmatch(f'{x}\\\\w', y)", [2]),
        ("import re\nre.compile(r'\\d+', re.ASCII)", []),
        ("import re\nre.compile('[0-9]+')", []),
    ],
)
def test_the_check_finds_a_pattern_that_is_too_wide(text, lines):
    assert [*wide_patterns(ast.parse(text))] == lines


def test_the_check_finds_a_digit_test_that_is_too_wide():
    assert [*wide_digit_tests(ast.parse("def f(x):\n    return x.isdigit()"))] == [1]
