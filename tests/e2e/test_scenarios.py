"""One fault on the running stack, from `/simulate` to the named cause, with score."""

from dataclasses import replace

import pytest

from tools.bootstrap import private_files
from tools.bootstrap.commands.evidence import addresses
from tools.scenarios.cases.order import BY_NAME
from tools.scenarios.model import at_once
from tools.scenarios.place import Place, opened
from tools.scenarios.runner import Runner
from tools.scenarios.steps.simulation import Fails

pytestmark = pytest.mark.stack

# Failures are judged from the twentieth request on.
WARM_UP_S = 12.0
FAULT = replace(
    BY_NAME["error-spike"],
    plan=at_once(Fails(endpoint="/payment", share=0.9)),
    lasts_s=20.0,
)


@pytest.fixture
def place(stack):
    secrets = private_files.read_secrets(stack.home / "stacks" / stack.name)
    return Place(
        name=stack.name,
        addresses=addresses(stack.settings),
        engine=stack.url("engine"),
        key=secrets["engine-key-console"],
        token=stack.canaries["simulation-token"],
    )


def test_the_engine_tells_of_failing_payments_and_names_them(place, engine):
    with opened(place, engine) as there:
        runner = Runner(
            stage=there.stage,
            prometheus=there.watched.prometheus,
            approvals=there.approvals,
            say=print,
            wait_for_alerts=False,
            # What is calm again is for the whole run to see.
            calm_at_most_s=0.0,
        )
        runner.warm_up(WARM_UP_S)
        result = runner.run(FAULT)

    assert result.failure == ""
    (told,) = result.score.told
    assert (told.rank, told.kind_right, result.score.wrong) == (1, True, ())
    assert told.delay_s < FAULT.lasts_s
