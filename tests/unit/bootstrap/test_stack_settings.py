import pytest

from infra.specs.settings import SettingsError
from tests.unit.bootstrap.factories import places_in
from tools.bootstrap.errors import StateError, UnknownStack
from tools.bootstrap.stack_settings import compose, read, with_backend
from tools.bootstrap.state_step import check_provider


@pytest.fixture
def where(tmp_path):
    return places_in(tmp_path)


def write(where, text, stack="dev"):
    where.settings(stack).write_text(text)


def test_an_unknown_stack_names_the_known_ones_and_how_to_make_it(where):
    write(where, "config: {}")
    write(where, "config: {}", stack="blue")

    with pytest.raises(UnknownStack) as caught:
        read(where, "bleu")

    assert str(caught.value) == (
        "no stack 'bleu': Pulumi.bleu.yaml is missing; known: blue, dev. To make a new"
        " one: `cp Pulumi.dev.yaml Pulumi.bleu.yaml`"
    )


def test_all_mistakes_come_together_each_with_key_value_and_fix(where):
    write(
        where,
        "config:\n  pharos:portOffset: lots\n  pharos:simulatoin: on\n"
        "  pharos:grafana: maybe\n",
    )

    with pytest.raises(SettingsError) as caught:
        read(where, "dev")

    said = str(caught.value)
    assert said.startswith("3 mistakes in the settings of stack 'dev'")
    assert "pharos:portOffset: 'lots'" in said
    assert "did you mean pharos:simulation?" in said
    assert "pharos:grafana: 'maybe'" in said


def test_values_that_yaml_reads_as_numbers_and_booleans_are_settings_too(where):
    write(where, "config:\n  pharos:portOffset: 200\n  pharos:simulation: on\n")

    settings = read(where, "dev").settings

    assert (settings.port_offset, settings.simulation) == (200, True)


def test_an_encrypted_secret_is_not_a_mistake(where):
    text = "config:\n  pharos:grafanaAdminPassword:\n    secure: v1:abc\n"
    write(where, text + "encryptionsalt: v1:x\n")

    assert read(where, "dev").encrypts


@pytest.mark.parametrize(
    "text", ["config: [", "- a\n", "config: words\n", "config: {a: 2026-13-01}\n"]
)
def test_what_is_no_settings_file_is_refused_by_name(where, text):
    write(where, text)

    with pytest.raises(StateError, match=r"^Pulumi\.dev\.yaml"):
        read(where, "dev")


def test_a_file_in_another_encoding_names_byte_and_line(where):
    where.settings("dev").write_bytes(b"config:\n  pharos:smtpFrom: M\xfcller\n")

    with pytest.raises(StateError) as caught:
        read(where, "dev")

    assert str(caught.value) == (
        "Pulumi.dev.yaml is not UTF-8: byte 0xfc in line 2; save it as UTF-8"
    )


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("config:\n  1: x\n", "1"),
        ("config:\n  on: x\n  2026-01-01: y\n", "True, datetime.date(2026, 1, 1)"),
        ("7: x\nconfig: {}\n", "7"),
    ],
)
def test_keys_that_are_no_text_are_named(where, text, keys):
    write(where, text)

    with pytest.raises(StateError) as caught:
        read(where, "dev")

    assert str(caught.value) == (
        f"Pulumi.dev.yaml has keys that are no text: {keys}; a key looks like"
        " pharos:portOffset"
    )


def test_a_folder_in_place_of_the_file_is_named(where):
    where.settings("dev").mkdir()

    with pytest.raises(
        StateError, match=r"^Pulumi\.dev\.yaml cannot be read: Is a dir"
    ):
        read(where, "dev")


def test_an_empty_file_means_the_defaults(where):
    write(where, "")

    assert read(where, "dev").settings.port_offset == 0


def test_the_salt_is_kept_from_run_to_run():
    own = {"config": {"pharos:target": "docker"}}

    composed = compose(own, {"config": {"old": 1}, "encryptionsalt": "v1:kept"})

    assert composed == {"encryptionsalt": "v1:kept", **own}


def test_a_file_that_says_how_it_encrypts_is_used_as_it_is():
    own = {"config": {}, "encryptionsalt": "v1:own"}

    assert compose(own, {"encryptionsalt": "v1:kept", "encryptedkey": "k"}) == own


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "# why\nconfig:\n  pharos:target: docker\n",
            '# why\nconfig:\n  pharos:backendUrl: "s3://b"\n  pharos:target: docker\n',
        ),
        (
            "config:\n  pharos:backendUrl: file:///a\n",
            'config:\n  pharos:backendUrl: "s3://b"\n',
        ),
        ("config: {}\n", 'config:\n  pharos:backendUrl: "s3://b"\n'),
        ("", 'config:\n  pharos:backendUrl: "s3://b"\n'),
    ],
)
def test_another_backend_is_written_without_losing_a_comment(before, after):
    assert with_backend(before, "s3://b") == after


@pytest.mark.parametrize(
    ("composed", "wanted"),
    [
        ({"encryptionsalt": "v1:x"}, "passphrase"),
        ({"secretsprovider": "awskms://k", "encryptedkey": "y"}, "awskms://k"),
        ({}, "awskms://k"),
    ],
)
def test_secrets_that_are_encrypted_as_the_settings_say_are_fine(composed, wanted):
    check_provider(composed, wanted, "dev")


@pytest.mark.parametrize(
    ("composed", "wanted", "used"),
    [
        ({"encryptionsalt": "v1:x"}, "awskms://k", "passphrase"),
        ({"secretsprovider": "awskms://k"}, "passphrase", "awskms://k"),
    ],
)
def test_another_secrets_provider_is_not_taken_up_silently(composed, wanted, used):
    with pytest.raises(StateError) as caught:
        check_provider(composed, wanted, "dev")

    assert f"are encrypted with '{used}'" in str(caught.value)
    assert f"`pulumi stack change-secrets-provider {wanted}`" in str(caught.value)
