import pytest
import yaml

from catalog.probes import PROBE_JOB
from catalog.services import BUILT_IN, COLLECTOR, SERVICES, service
from catalog.spans import SPAN_METRICS_JOB
from infra.specs.prometheus import OWN_JOB, configuration
from infra.specs.settings import parse
from tests.unit.infra.golden_files import FOLDER, current

TARGETS = [each for each in SERVICES if each.metrics_path]


@pytest.mark.parametrize("name", sorted(current()))
def test_file_is_as_reviewed(name):
    assert current()[name] == (FOLDER / name).read_text(), (
        "if this is meant: python -m tests.unit.infra.golden_files"
    )


def test_no_reviewed_file_is_left_over():
    assert {path.name for path in FOLDER.iterdir()} == current().keys()


def jobs(**raw):
    document = yaml.safe_load(configuration(parse("dev", raw), TARGETS, ()))
    return {job["job_name"]: job for job in document["scrape_configs"]}


def test_every_service_with_metrics_is_scraped():
    with_metrics = {s.name for s in BUILT_IN if s.metrics_path}

    assert jobs().keys() == {*with_metrics, OWN_JOB, PROBE_JOB, SPAN_METRICS_JOB}


def test_metrics_of_spans_tell_of_the_service_that_sent_them():
    rules = jobs()[SPAN_METRICS_JOB]["metric_relabel_configs"]
    owners = {
        name: rule["replacement"]
        for rule in rules
        if rule.get("target_label") == "owner"
        for name in rule["regex"].split("|")
    }

    assert rules[0]["source_labels"] == ["service_name"]
    assert rules[0]["target_label"] == "service"
    assert owners == {name: service(name).owner for name in COLLECTOR.callers}


def test_products_are_scraped_more_often():
    assert jobs(productsScrapeInterval="5s")["products"]["scrape_interval"] == "5s"
    assert "scrape_interval" not in jobs()["items"]


def test_targets_carry_service_owner_and_environment():
    [static] = jobs()["payment"]["static_configs"]

    assert static == {
        "targets": ["payment:8000"],
        "labels": {"service": "payment", "owner": "shop", "environment": "dev"},
    }


def test_metrics_of_containers_and_of_the_engine_keep_the_service_they_tell_of():
    assert [name for name, job in jobs().items() if job.get("honor_labels")] == [
        "container-exporter",
        "engine",
    ]
