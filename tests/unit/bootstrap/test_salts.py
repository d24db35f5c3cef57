import pytest

from tests.unit.bootstrap.factories import a_checkpoint, places_in
from tools.bootstrap import backend, salts, stack_settings
from tools.bootstrap.private_files import PHRASE_FILE

SALTED = "config: {}\nencryptionsalt: v1:dev\n"


@pytest.fixture
def where(tmp_path, monkeypatch):
    monkeypatch.delenv("PULUMI_BACKEND_URL", raising=False)
    return places_in(tmp_path)


def problems(where, stack, env=None):
    return salts.problems(where, stack_settings.read(where, stack), env or {})


def has_run(where, stack, settings):
    """Leave what a run of *stack* leaves."""
    where.stack(stack).mkdir(parents=True)
    (where.stack(stack) / PHRASE_FILE).write_text("words\n")
    (where.stack(stack) / "config.yaml").write_text(settings)


def test_a_salt_that_came_along_in_a_copy_names_key_file_owner_and_fix(where):
    for stack in ("dev", "blue"):
        where.settings(stack).write_text(SALTED)
    has_run(where, "dev", SALTED)

    assert problems(where, "blue") == [
        "Pulumi.blue.yaml: encryptionsalt came along in a copy, it is that of stack"
        " 'dev'; delete that line"
    ]
    assert problems(where, "dev") == []


def test_a_stack_that_ran_already_is_not_given_the_salt_of_another_one(where):
    where.settings("blue").write_text(SALTED)
    has_run(where, "dev", SALTED)
    has_run(where, "blue", "encryptionsalt: v1:blue\n")

    assert "it is that of stack 'dev'" in problems(where, "blue")[0]


def test_a_copy_of_what_plain_pulumi_has_just_written_is_known_by_the_file(where):
    for stack in ("dev", "blue"):
        where.settings(stack).write_text(SALTED)
    has_run(where, "dev", "encryptionsalt: v1:before\n")

    assert "it is that of Pulumi.dev.yaml" in problems(where, "blue")[0]
    assert problems(where, "dev") == []


def test_secrets_that_are_lost_with_the_line_are_named(where):
    secret = "config:\n  pharos:webhookUrl:\n    secure: v1:x\n  pharos:grafana: auto\n"
    where.settings("blue").write_text(secret + "encryptionsalt: v1:dev\n")
    has_run(where, "dev", SALTED)

    assert problems(where, "blue")[0].endswith(
        "; delete that line, and those of pharos:webhookUrl, encrypted with it; then"
        " set these again with `pulumi config set --secret`"
    )


def test_a_salt_without_any_passphrase_here_says_where_one_may_come_from(where):
    where.settings("blue").write_text(SALTED)

    assert problems(where, "blue") == [
        "Pulumi.blue.yaml: encryptionsalt fits no passphrase on this machine; delete"
        " that line; or, where the stack comes from another machine, bring its"
        " passphrase: `make restore FILE=…`, or set PULUMI_CONFIG_PASSPHRASE_FILE"
    ]


@pytest.mark.parametrize("broken", ["config: [", "- 1\n", "encryptionsalt: [1]\n", ""])
def test_broken_settings_of_another_stack_are_not_this_one_s_matter(where, broken):
    where.settings("dev").write_text(SALTED)
    where.settings("blue").write_text(broken)
    has_run(where, "dev", "config: {}\n")

    assert problems(where, "dev") == []


def test_a_passphrase_from_the_environment_may_serve_several_stacks(where):
    where.settings("blue").write_text(SALTED)
    has_run(where, "dev", SALTED)

    env = {"PULUMI_CONFIG_PASSPHRASE_FILE": "/run/phrase"}
    assert problems(where, "blue", env) == []


def test_a_state_whose_passphrase_is_lost_has_a_message_of_its_own(where):
    where.settings("dev").write_text(SALTED)
    state = backend.checkpoint_file(where.backend / ".pulumi", "dev")
    state.parent.mkdir(parents=True)
    state.write_text(a_checkpoint())

    assert problems(where, "dev") == []
