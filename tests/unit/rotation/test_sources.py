import pytest

from tools.rotation.errors import RotationError
from tools.rotation.sources import Source, listing, require_generated, source

TOKEN = "simulation-token"
KEPT = {TOKEN: "kept"}
ENV = {"PHAROS_SECRET_SIMULATION_TOKEN": "env"}
CONFIG = ("pharos:simulationToken",)


@pytest.mark.parametrize(
    ("config", "env", "kept", "expected"),
    [
        (CONFIG, ENV, KEPT, Source.SETTINGS),
        ((), ENV, KEPT, Source.ENVIRONMENT),
        ((), {}, KEPT, Source.GENERATED),
        ((), {}, {}, Source.NONE),
    ],
)
def test_a_secret_comes_from_where_the_program_takes_it(config, env, kept, expected):
    assert source(TOKEN, config, env, kept) is expected


def test_the_list_has_every_secret_and_no_value():
    lines = list(listing(CONFIG, {"PHAROS_SECRET_WEBHOOK_URL": "x"}, KEPT))

    assert len(lines) == 23
    assert "simulation-token             settings" in lines
    assert "webhook-url                  environment" in lines
    assert "slack-webhook-url            not set" in lines
    assert not any("kept" in line for line in lines)


def refusal(name, found):
    with pytest.raises(RotationError) as caught:
        require_generated(name, found, "dev")
    return str(caught.value)


def test_a_secret_that_somebody_else_gives_is_refused_with_the_way():
    assert "pulumi config set --secret pharos:simulationToken`, then `make up`" in (
        refusal(TOKEN, Source.SETTINGS)
    )
    assert "PHAROS_SECRET_SIMULATION_TOKEN" in refusal(TOKEN, Source.ENVIRONMENT)
    assert "PHAROS_SECRET_SLACK_WEBHOOK_URL" in refusal(
        "slack-webhook-url", Source.GENERATED
    )


def test_an_unknown_secret_is_refused_with_those_that_there_are():
    assert refusal("x", Source.NONE).startswith(
        "no secret 'x'; there are grafana-admin-password, simulation-token, "
    )


def test_a_generated_secret_may_be_rotated():
    require_generated(TOKEN, Source.GENERATED, "dev")
