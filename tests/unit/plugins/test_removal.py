"""What removing does about an engine that refuses at first."""

from collections.abc import Iterator

import pytest
from docker.errors import APIError, NotFound
from requests import Response

from plugins.docker.container import removal
from plugins.docker.container.removal import remove


def refusal(status: int, said: str) -> APIError:
    response = Response()
    response.status_code = status
    return APIError(said, response, said)


class Engine:
    """Answers each removal with the next of *answers*; None means done."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers: Iterator[Exception | None] = iter(answers)
        self.asked = 0

    def remove_container(self, identity: str, **_: object) -> None:
        self.asked += 1
        if answer := next(self.answers):
            raise answer


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "_PAUSE_S", 0.0)


@pytest.mark.parametrize(
    "first",
    [
        refusal(500, "tried to kill container, but did not receive an exit event"),
        refusal(409, "removal of container web is already in progress"),
    ],
)
@pytest.mark.parametrize("then", [None, NotFound("gone")])
def test_what_passes_is_tried_again(first: APIError, then: NotFound | None) -> None:
    engine = Engine(first, then)
    remove(engine, "web", volumes=True)
    assert engine.asked == 2


def test_what_does_not_pass_is_told_at_once() -> None:
    engine = Engine(refusal(409, "You cannot remove a paused container"))
    with pytest.raises(APIError, match="paused"):
        remove(engine, "web", volumes=True)


def test_an_engine_that_goes_on_refusing_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(removal, "_PATIENCE_S", -1.0)
    with pytest.raises(APIError, match="device busy"):
        remove(Engine(refusal(500, "device busy")), "web", volumes=True)
