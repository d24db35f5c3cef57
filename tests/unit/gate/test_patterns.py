import pytest

from tools.gate.patterns import matches, selected


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("**", "a/b/c.py"),
        ("**/*.py", "top.py"),
        ("**/*.py", "a/b/c.py"),
        ("catalog/**", "catalog/metrics.py"),
        ("tests/*.py", "tests/conftest.py"),
        ("**/Dockerfile*", "tools/images/recipes/Dockerfile.app"),
        ("a?.txt", "ab.txt"),
    ],
)
def test_pattern_means_the_file(pattern, name):
    assert matches(name, (pattern,))


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("tests/*.py", "tests/unit/test_x.py"),
        ("catalog/**", "catalogue/x.py"),
        ("**/*.py", "a/b.pyc"),
        ("a.c", "abc"),
        ("a?.txt", "a/.txt"),
    ],
)
def test_pattern_does_not_mean_the_file(pattern, name):
    assert not matches(name, (pattern,))


def test_files_of_any_pattern_are_selected():
    digests = {"a/x.py": "1", "b/y.md": "2", "c/z.txt": "3"}

    assert selected(digests, ("a/**", "**/*.md")) == {"a/x.py": "1", "b/y.md": "2"}
