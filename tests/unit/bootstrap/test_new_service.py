import tomllib

import pytest

from catalog.own_entries import parse_all
from tools.bootstrap.new_service import QUESTIONS, NewServiceError, answers, entry

LEAST = (
    "--name sample-teller --description Greets --owner greetings --image greeter:1.2"
    " --port 5000"
)


def written(more="", least=LEAST):
    return entry(answers(f"{least} {more}".split(), None))


def test_least_answers_make_an_entry_that_the_catalog_reads():
    [own] = parse_all({"sample-teller": written()})

    assert (own.image, own.service.port, own.red) == ("greeter:1.2", 5000, None)


def test_answers_go_into_their_tables():
    text = written(
        "--routes /sample,/teller --callers gateway --metrics-path /stats"
        " --metrics-requests a_total --metrics-latency b_seconds"
        " --objective-latency-s 0.25"
    )
    found = tomllib.loads(text)

    assert found["routes"] == ["/sample", "/teller"]
    assert found["metrics"]["requests"] == "a_total"
    assert found["objective"]["latency_s"] == 0.25


def test_without_metrics_nothing_is_written_of_them():
    assert "metrics" not in tomllib.loads(written("--metrics-requests a_total"))


def test_every_question_is_asked_where_somebody_is_there():
    told = {
        "Name": "sample-teller",
        "What": "Greets",
        "Team": "greetings",
        "Port t": "5000",
    }
    told["Image"] = "greeter:1.2"
    asked = []

    def ask(prompt):
        asked.append(prompt)
        return next((v for k, v in told.items() if prompt.startswith(k)), "")

    assert "port = 5000" in entry(answers([], ask))
    assert len(asked) == len(QUESTIONS)


def test_what_is_needed_and_cannot_be_asked_for_is_named():
    with pytest.raises(NewServiceError, match=r"--owner, --port: give them in ARGS"):
        answers(["--name", "sample-teller", "--description", "Greets"], None)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("--port many", "port: 'many' cannot be used"),
        ("--routes /products", "the route /products is that of products"),
        ("--name items", "the name 'items' is taken"),
    ],
)
def test_what_the_catalog_refuses_is_not_written(more, problem):
    with pytest.raises(NewServiceError, match=problem):
        written(more)
