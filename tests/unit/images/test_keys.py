from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tools.images.keys import content_key, file_inputs, sources_below

INPUTS = st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=4)


@given(INPUTS)
def test_the_order_of_inputs_does_not_change_the_key(inputs: dict[str, str]) -> None:
    turned = dict(reversed(inputs.items()))
    assert content_key("kind", inputs) == content_key("kind", turned)


@given(INPUTS, st.text(max_size=8))
def test_one_more_input_changes_the_key(inputs: dict[str, str], value: str) -> None:
    assert content_key("kind", inputs) != content_key(
        "kind", {**inputs, "new name": value}
    )


def test_two_kinds_never_share_a_key() -> None:
    assert content_key("one", {"a": "b"}) != content_key("two", {"a": "b"})


def test_compiled_and_hidden_files_are_no_sources(tmp_path: Path) -> None:
    for name in ("a.py", "__pycache__/a.pyc", ".cache/b.py", "sub/c.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found = [str(p.relative_to(tmp_path)) for p in sources_below(tmp_path)]
    assert found == ["a.py", "sub/c.json"]


def test_a_changed_file_changes_its_input(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("one")
    before = file_inputs(tmp_path, [file])
    file.write_text("two")
    assert file_inputs(tmp_path, [file]) != before
