import gzip
import io
import json
import tarfile
from pathlib import Path
from typing import Any

from tools.images.archive import EPOCH, canonical_config, unpack, write_archive

CONFIG: dict[str, Any] = {
    "architecture": "amd64",
    "os": "linux",
    "config": {"User": "1:1", "Image": "sha256:parent", "Hostname": "builder"},
    "history": [
        {"created": "2026-01-01T00:00:00Z", "created_by": "COPY", "comment": "x"}
    ],
}


def layer(
    folder: Path, *, name: str = "layer.tar", mtime: int = 1, owner: str = "me"
) -> Path:
    path = folder / name
    with tarfile.open(path, "w") as archive:
        member = tarfile.TarInfo("bin/tool")
        member.size, member.mtime, member.mode, member.uname = 4, mtime, 0o755, owner
        archive.addfile(member, io.BytesIO(b"tool"))
    return path


def written(folder: Path, source: Path, config: dict[str, Any] = CONFIG) -> str:
    return write_archive(
        folder / "image.tar", config=config, layers=[source], tags=["a:1"]
    )


def test_times_and_names_of_the_build_do_not_change_the_id(tmp_path: Path) -> None:
    one = written(tmp_path, layer(tmp_path, mtime=1, owner="me"))
    two = written(tmp_path, layer(tmp_path, mtime=2, owner="you"))
    assert one == two


def test_a_compressed_layer_gives_the_same_id_as_a_plain_one(tmp_path: Path) -> None:
    plain = layer(tmp_path)
    packed = tmp_path / "packed.tar"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert written(tmp_path, plain) == written(tmp_path, packed)


def test_another_configuration_gives_another_id(tmp_path: Path) -> None:
    source = layer(tmp_path)
    other = {**CONFIG, "config": {"User": "2:2"}}
    assert written(tmp_path, source) != written(tmp_path, source, other)


def test_the_configuration_loses_what_names_the_builder() -> None:
    config = json.loads(canonical_config(CONFIG, ["sha256:one"]))
    assert config["config"] == {"User": "1:1"}
    assert config["rootfs"]["diff_ids"] == ["sha256:one"]
    assert config["history"] == [
        {"created": "2024-01-01T00:00:00Z", "created_by": "COPY"}
    ]


def test_what_was_written_can_be_taken_apart_again(tmp_path: Path) -> None:
    written(tmp_path, layer(tmp_path))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    config, layers = unpack(tmp_path / "image.tar", scratch)
    assert config["config"] == {"User": "1:1"}
    with tarfile.open(layers[0]) as archive:
        member = archive.getmember("bin/tool")
    assert (member.mtime, member.mode, member.size) == (EPOCH, 0o755, 4)
