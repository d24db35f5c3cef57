from pathlib import Path

from tools.images.records import ImageRecord, Registries, read_record, write_record


class Registry:
    """Counts how often it is asked."""

    def __init__(self, *, answers: bool) -> None:
        self.answers = answers
        self.asked = 0

    def __call__(self, registry: str) -> bool:
        self.asked += 1
        return self.answers


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    record = ImageRecord(id="sha256:1", name="pharos/app:1", revision="abc")
    write_record(tmp_path / "image.json", record)
    assert read_record(tmp_path / "image.json") == record


def test_a_broken_record_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "image.json").write_text('{"colour": 1}')
    assert read_record(tmp_path / "image.json") is None
    (tmp_path / "image.json").write_text("{")
    assert read_record(tmp_path / "image.json") is None


def test_a_silent_registry_is_asked_once_and_remembered(tmp_path: Path) -> None:
    registry = Registry(answers=False)
    for _ in range(2):
        registries = Registries(tmp_path / "registries.json", registry)
        assert not registries.answers("docker.io")
        assert registries.silent("docker.io")
    assert registry.asked == 1


def test_a_silent_registry_can_be_asked_again(tmp_path: Path) -> None:
    registry = Registry(answers=False)
    for again in (False, True):
        Registries(tmp_path / "r.json", registry, ask_again=again).answers("docker.io")
    assert registry.asked == 2


def test_a_registry_that_answers_is_asked_once_per_run(tmp_path: Path) -> None:
    registry = Registry(answers=True)
    registries = Registries(tmp_path / "r.json", registry)
    assert registries.answers("docker.io")
    assert registries.answers("docker.io")
    assert registry.asked == 1


def test_what_gave_nothing_is_remembered_like_a_silent_registry(tmp_path: Path) -> None:
    registry = Registry(answers=True)
    Registries(tmp_path / "r.json", registry).mark_silent("packages")
    assert Registries(tmp_path / "r.json", registry).silent("packages")
    assert not Registries(tmp_path / "r.json", registry, ask_again=True).silent(
        "packages"
    )
