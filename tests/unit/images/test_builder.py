import pytest

from tools.images.builder import Candidate, choose
from tools.images.errors import EngineUnavailable


def candidate(
    path: str = "/bin/docker", *, buildx: bool = False, problem: str | None = None
) -> Candidate:
    return Candidate(path=path, buildx=buildx, problem=problem)


def test_the_first_cli_that_can_build_is_chosen() -> None:
    newer = candidate(
        "/new/docker", problem="BuildKit is enabled but buildx is missing"
    )
    older = candidate("/old/docker")
    assert choose([newer, older]) is older


def test_without_an_able_cli_each_one_s_words_are_repeated() -> None:
    with pytest.raises(EngineUnavailable) as caught:
        choose([candidate("/new/docker", problem="no buildx")])
    assert str(caught.value) == (
        "no Docker CLI here can build images (/new/docker: no buildx). Install the "
        "buildx plugin (docker-buildx-plugin), or Debian's docker.io package"
    )


def test_without_any_cli_the_error_says_so() -> None:
    with pytest.raises(EngineUnavailable, match="none is on PATH"):
        choose([])


def test_buildx_is_told_to_use_the_engine_s_own_store() -> None:
    argv = candidate(buildx=True).build_argv("-")
    assert argv == [
        "/bin/docker",
        "build",
        "--builder=default",
        "--load",
        "--provenance=false",
        "-",
    ]


def test_a_cli_without_buildx_gets_no_options_that_it_does_not_know() -> None:
    assert candidate().build_argv("-") == ["/bin/docker", "build", "-"]
