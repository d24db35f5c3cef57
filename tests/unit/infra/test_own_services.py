import yaml

from catalog.own_entries import parse_all
from infra.specs.own_services import own_service
from infra.specs.prometheus import OWN_JOB, configuration
from infra.specs.settings import parse
from infra.specs.workload import Volume

ENTRY = """
description = "Says hello"
owner = "us"
image = "example.com/greeter:1.0"
port = 8000

[metrics]
path = "/stats"
requests = "greetings_total"
status_label = "code"
latency = "greeting_seconds"

[[volumes]]
name = "words"
path = "/var/lib/greeter"
size_mib = 64
"""


def own():
    (found,) = parse_all({"greeter": ENTRY})
    return found


def test_volumes_of_an_entry_are_named_after_the_service():
    assert own_service(own()).volumes == (
        Volume(name="greeter-words", path="/var/lib/greeter", size_mib=64),
    )


def test_own_services_keep_their_name_and_path_in_the_job_they_share():
    document = yaml.safe_load(configuration(parse("dev", {}), [own().service], []))

    (job,) = [j for j in document["scrape_configs"] if j["job_name"] == OWN_JOB]
    (target,) = job["static_configs"]
    assert target["labels"]["job"] == "greeter"
    assert target["labels"]["__metrics_path__"] == "/stats"
