import pytest

from tests.unit.bootstrap.factories import places_in
from tools.bootstrap import findings
from tools.bootstrap.commands.doctor import render


@pytest.fixture
def where(tmp_path, monkeypatch):
    monkeypatch.delenv("PULUMI_BACKEND_URL", raising=False)
    return places_in(tmp_path)


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b'{"images": {"app": 1}}'])
def test_a_damaged_images_json_is_reported_with_what_helps(where, content):
    folder = where.stack("dev")
    folder.mkdir(parents=True, mode=0o700)
    (folder / "images.json").write_bytes(content)

    said = render(findings.of_folders(where, "dev"))

    assert "!!  images" in said
    assert f"{folder / 'images.json'} is damaged (" in said
    assert "nothing to do: `make up` writes it anew" in said


def test_images_that_were_never_resolved_are_no_fault(where):
    said = render(findings.of_folders(where, "dev"))

    assert "ok  images        not resolved yet" in said


def test_settings_that_cannot_be_read_are_reported(where):
    where.settings("dev").write_bytes(b"config: \xfc")

    [found] = findings.of_stack(where, "dev", None)

    assert found.found == "settings cannot be used"
    assert "is not UTF-8" in found.fix


def test_a_salt_of_another_passphrase_is_reported(where):
    where.settings("dev").write_text("config: {}\nencryptionsalt: v1:x\n")

    found = [each for each in findings.of_stack(where, "dev", None) if each.fix]

    assert "encryptionsalt fits no passphrase" in found[0].fix
