import pytest

from tests.unit.evidence.test_run import open_stack
from tools.evidence.errors import Unreachable
from tools.evidence.http import Json

__all__ = ["open_stack"]


def test_an_address_where_nothing_listens_is_named_with_the_fix(free_port):
    url = f"http://127.0.0.1:{free_port}"

    with pytest.raises(Unreachable) as caught:
        Json(url).get("/x")

    assert str(caught.value) == (
        f"{url} does not answer ([Errno 111] Connection refused); `make up` starts it"
    )


def test_an_answer_that_is_no_success_is_shown(open_stack):
    _, stack = open_stack(simulation=503)
    json = Json(stack.addresses.shop, {"X-Simulation-Token": "right"})

    with pytest.raises(Unreachable, match=r"answered 503: \{\}"):
        json.get("/simulate/status")
    json.close()
