import json
from pathlib import Path

import pytest

from tools.images.errors import ResolvedDamaged
from tools.images.model import Resolved, ResolvedImage, Source
from tools.images.written import (
    images_file,
    merged,
    read_resolved,
    read_sound,
    write_resolved,
)


def resolved(key: str = "app", *, reference: str = "sha256:1") -> Resolved:
    image = ResolvedImage(
        reference=reference, source=Source.BUILT, name="n", probe=("/bin/hc", "{port}")
    )
    return Resolved(
        images={key: image}, missing={"grafana": "why"}, tools={"promtool": ("/p",)}
    )


def test_images_json_has_the_shape_that_the_program_reads(tmp_path: Path) -> None:
    write_resolved(tmp_path, resolved())
    assert json.loads(images_file(tmp_path).read_text()) == {
        "version": 1,
        "images": {
            "app": {
                "reference": "sha256:1",
                "source": "built",
                "name": "n",
                "probe": ["/bin/hc", "{port}"],
                "capabilities": [],
                "made_of": [],
            }
        },
        "missing": {"grafana": "why"},
        "tools": {"promtool": ["/p"]},
    }


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    write_resolved(tmp_path, resolved())
    assert read_resolved(tmp_path) == resolved()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"images": 1}',
        b'{"images": {"app": {}}, "missing": {}, "tools": {}}',
        b'{"images": {}, "missing": [1], "tools": {}}',
        b'{"images": {}, "missing": {}, "tools": {"promtool": null}}',
    ],
)
def test_a_broken_file_is_told_by_name_and_counts_as_none(
    tmp_path: Path, content: bytes
) -> None:
    images_file(tmp_path).write_bytes(content)

    with pytest.raises(ResolvedDamaged, match=r"images\.json is damaged \("):
        read_sound(tmp_path)
    assert read_resolved(tmp_path) is None


def test_a_missing_file_is_no_damage(tmp_path: Path) -> None:
    assert read_sound(tmp_path) is None


def test_what_one_stack_resolves_leaves_another_one_s_images_alone(
    tmp_path: Path,
) -> None:
    write_resolved(tmp_path / "blue", resolved())
    write_resolved(tmp_path / "dev", resolved(reference="sha256:2"))

    assert read_resolved(tmp_path / "blue") == resolved()


def test_the_same_result_leaves_the_file_alone(tmp_path: Path) -> None:
    write_resolved(tmp_path, resolved())
    before = images_file(tmp_path).stat()
    write_resolved(tmp_path, resolved())
    assert images_file(tmp_path).stat().st_ino == before.st_ino


def test_images_that_were_not_asked_for_are_kept() -> None:
    new = resolved("gateway", reference="sha256:2")
    both = merged(resolved(), new, asked=frozenset({"gateway"}))
    assert set(both.images) == {"app", "gateway"}
