"""Changes to a running stack; these come after the tests that only look."""

import json
import re
import subprocess
import time
from datetime import date

import pytest

from infra import content, gate
from tests.e2e.canary import hits, hits_in_files
from tests.e2e.prometheus import api, series
from tests.e2e.waiting import eventually
from tools.bootstrap import stack_settings
from tools.bootstrap.places import places
from tools.changes.stack import HTML, MARKDOWN
from tools.gate.preview import DOCUMENT, EVENTS, PLAN
from tools.images.written import images_file

pytestmark = pytest.mark.stack

# A rule of the first set, and the file that `make gen` writes it to.
GENERATED = "rules/generated"


def rule_names(stack):
    groups = api(stack.url("prometheus"), "rules")["groups"]
    return {rule["name"] for group in groups for rule in group["rules"]}


def rule_file(stack):
    """The generated file with the Watchdog alert."""
    folder = stack.checkout / GENERATED / stack.settings.alert_timing
    files = sorted(folder.glob("*.yaml"))
    return next(f for f in files if "alert: Watchdog" in f.read_text())


def identity(stack, service):
    container = stack.container(service)
    return container.id, container.attrs["State"]["StartedAt"]


def oldest_sample_s(stack):
    """When the running Prometheus first saw itself up."""
    expression = 'min_over_time(timestamp(up{job=~".*prometheus.*"})[1h:1s])'
    found = series(stack.url("prometheus"), expression)
    return min(float(s["value"][1]) for s in found)


def plain_pulumi(stack, words):
    """Plain Pulumi, as the documents say: `make env` gives what it needs."""
    make = f"make --no-print-directory env STACK={stack.name}"
    command = f"pulumi {words} --stack {stack.name} --non-interactive"
    return subprocess.run(
        ["bash", "-c", f'set -e; eval "$({make})"; {command}'],
        cwd=stack.checkout,
        env=stack.environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_preview_with_refresh_after_up_finds_nothing_to_change(stack):
    done = plain_pulumi(stack, "preview --refresh --expect-no-changes")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "unchanged" in done.stdout


def write_pass(stack):
    """Write down what `make preview` does once the whole gate is open."""
    where = places(stack.environment, stack.checkout)
    digests = content.digests(stack.checkout)
    with pytest.MonkeyPatch.context() as patched:
        # A secret that is given is part of what the settings say.
        for name, value in stack.environment.items():
            patched.setenv(name, value)
        settings = stack_settings.read(where, stack.name).settings
    images = images_file(where.stack(stack.name))
    passed = gate.fingerprint(digests, settings, images, date.today())
    path = gate.record(where.home, passed)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"at_s": time.time(), "audited": False}))


def test_plain_update_needs_the_gate_where_the_settings_say_so(stack):
    stack.configure(gate="full")
    try:
        refused = plain_pulumi(stack, "up --yes --skip-preview")
        write_pass(stack)
        passed = plain_pulumi(stack, "up --yes --skip-preview")
    finally:
        stack.configure(gate="policies")

    assert refused.returncode != 0
    assert "takes only what the gate has passed" in refused.stdout + refused.stderr
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "unchanged" in passed.stdout


@pytest.fixture
def tampered(stack):
    """The stack with one container stopped and one changed, by hand."""
    stopped, changed = stack.container("blackbox"), stack.container("node-exporter")
    memory = changed.attrs["HostConfig"]["Memory"]
    stopped.stop()
    changed.update(mem_limit=2 * memory, memswap_limit=2 * memory)
    yield
    changed.update(mem_limit=memory, memswap_limit=memory)
    stopped.start()


def drift_of(stack, folder="artifacts/drift"):
    path = stack.checkout / folder / f"{stack.name}.json"
    return json.loads(path.read_text())


@pytest.mark.usefixtures("tampered")
def test_drift_names_what_runs_otherwise_than_declared(stack):
    printed = stack.make("drift", fails=True)

    found = drift_of(stack)
    assert found["verdict"] == "drift"
    said = {each["what"]: each["found"] for each in found["differences"]}
    assert "exited, not running" in said["Container blackbox"]
    assert "memory" in said["Container node-exporter"]
    assert len(said) == 2, said
    assert f"stack '{stack.name}' has drifted in 2 places" in printed
    assert [*hits(stack.canaries, "drift", printed.encode())] == []
    folders = [stack.checkout / "artifacts"]
    assert [*hits_in_files(stack.canaries, folders, except_=[])] == []


def test_drift_of_an_untouched_stack_is_clean(stack):
    stack.make("drift")

    assert drift_of(stack) == {
        "stack": stack.name,
        "verdict": "clean",
        "differences": [],
        "error": "",
    }


def test_drift_tells_a_stack_that_was_never_up_from_one_that_drifted(stack):
    """Its own verdict: an operator looks elsewhere."""
    printed = stack.make("drift", "STACK=pr-1", fails=True)

    assert "it was never brought up" in printed
    assert (
        '"verdict": "error"'
        in (stack.checkout / "artifacts/drift/pr-1.json").read_text()
    )


def test_an_update_does_what_its_saved_plan_says_or_nothing(stack, tmp_path):
    plan = tmp_path / "plan.json"
    make = f"make --no-print-directory env STACK={stack.name}"
    preview = f"pulumi preview --stack {stack.name} --save-plan {plan}"
    subprocess.run(
        ["bash", "-c", f'set -e; eval "$({make})"; {preview} --non-interactive'],
        cwd=stack.checkout,
        env=stack.environment,
        capture_output=True,
        timeout=300,
        check=True,
    )
    before = {c.id for c in stack.containers()}

    stack.make("up", f"PLAN={plan}")
    stack.configure(rateLimit="999/second")
    try:
        printed = stack.make("up", f"PLAN={plan}", fails=True)
    finally:
        del stack.config["pharos:rateLimit"]
        stack.configure()

    assert "plan" in printed
    assert {c.id for c in stack.containers()} == before
    assert [*hits(stack.canaries, "plan", plan.read_bytes())] == []


def test_make_preview_shows_a_change_and_makes_none(stack):
    before = {c.id for c in stack.containers()}
    interval = stack.config["pharos:scrapeInterval"]
    stack.configure(scrapeInterval="3s")
    try:
        printed = stack.make("preview")
    finally:
        stack.configure(scrapeInterval=interval)

    # Pulumi lays YAML out in its own way.
    assert re.search(r'scrape_interval *: "2s" => "3s"', printed), printed[-4000:]
    assert {c.id for c in stack.containers()} == before
    kept = stack.home / "stacks" / stack.name / "preview"
    assert {path.name for path in kept.iterdir()} == {
        *(DOCUMENT, EVENTS, PLAN, MARKDOWN, HTML)
    }
    assert [*hits_in_files(stack.canaries, [kept], except_=set())] == []


def test_a_second_up_changes_nothing(stack):
    before = {c.id for c in stack.containers()}

    stack.make("up")

    assert {c.id for c in stack.containers()} == before


def test_a_rule_edit_reaches_prometheus_in_time_without_a_restart(stack):
    file = rule_file(stack)
    before, text = identity(stack, "prometheus"), file.read_text()
    file.write_text(text.replace("alert: Watchdog", "alert: Watchdog2"))
    try:
        stack.make("up")
        done = time.monotonic()
        eventually(lambda: "Watchdog2" in rule_names(stack), "the new rule")
        assert time.monotonic() - done < 30
        assert identity(stack, "prometheus") == before
    finally:
        file.write_text(text)
    stack.make("up")
    assert "Watchdog" in rule_names(stack)


@pytest.mark.parametrize("target", ["preview", "up"])
def test_a_bad_rule_file_stops_before_anything_changes(stack, target):
    file = rule_file(stack)
    before, text = rule_names(stack), file.read_text()
    file.write_text(re.sub(r"expr: .*", "expr: sum(", text, count=1))
    try:
        printed = stack.make(target, fails=True)
    finally:
        file.write_text(text)
    assert file.name in printed
    assert rule_names(stack) == before


def test_changed_configuration_keeps_the_samples(stack):
    before, container = oldest_sample_s(stack), identity(stack, "prometheus")

    stack.configure(prometheusRetention="20d")
    stack.make("up")

    assert identity(stack, "prometheus") != container
    assert oldest_sample_s(stack) == pytest.approx(before, abs=5)


@pytest.fixture
def other_prometheus_image(stack, engine):
    """Prometheus's image with one more label: another id, the same program."""
    running = stack.container("prometheus").image
    empty = engine.api.create_container(running.id)
    tag = f"pharos-test-{stack.name}"
    made = engine.api.commit(empty["Id"], tag, "other", changes=["LABEL other=yes"])
    engine.api.remove_container(empty["Id"], v=True)
    yield made["Id"]
    engine.images.remove(f"{tag}:other", force=True)


def test_a_changed_image_and_the_way_back_keep_samples_and_products(
    stack, other_prometheus_image
):
    before, image = oldest_sample_s(stack), stack.container("prometheus").image.id

    stack.configure(prometheusImage=other_prometheus_image, rateLimit="900/second")
    try:
        stack.make("up")

        assert stack.container("prometheus").image.id == other_prometheus_image
        assert oldest_sample_s(stack) == pytest.approx(before, abs=5)
        made = stack.post("gateway", "/products", {"name": "kept", "stock": 50})

        printed = stack.make("rollback")

        assert "volumes and secrets stay as they are" in printed
        assert "image prometheus: sha256:" in printed
        assert "setting pharos:rateLimit: '900/second' -> default" in printed
        assert stack.container("prometheus").image.id == image
        assert rate_limit(stack) == "1000/second"
        stack.make("smoke")
        assert oldest_sample_s(stack) == pytest.approx(before, abs=5)
        assert json.loads(stack.get("gateway", f"/products/{made['id']}")) == made
    finally:
        del stack.config["pharos:prometheusImage"], stack.config["pharos:rateLimit"]
        stack.configure()


def test_undo_leaves_a_release_that_runs_alone(stack):
    """What deploy.yml asks for when an update failed, maybe before it began."""
    before = {c.id for c in stack.containers()}

    printed = stack.make("rollback", "UNDO=1")

    assert f"nothing to undo: no update of stack {stack.name!r} is cut off" in printed
    assert {c.id for c in stack.containers()} == before


def rate_limit(stack):
    env = stack.container("items").attrs["Config"]["Env"]
    return dict(word.split("=", 1) for word in env)["SHOP_RATE_LIMIT"]


def test_a_release_of_which_an_image_is_gone_is_refused(stack):
    """The newest release ran the image that the test before has removed."""
    releases = stack.home / "stacks" / stack.name / "releases"
    newest = max(int(path.name) for path in releases.glob("[0-9]*"))

    printed = stack.make("rollback", f"TO={newest}", fails=True)

    assert f"images of release {newest} " in printed
    assert "are gone from the engine" in printed
    assert "prometheus: " in printed
