from dataclasses import replace

import pytest

from catalog.services import SERVICES
from infra import checks, paths, sources
from infra.checks import Check, CheckError
from infra.images import Images
from infra.specs import prometheus
from infra.specs.platform import platform
from infra.specs.settings import parse
from tests.infra.deployment import IMAGE_KEYS
from tests.rules.promtool import resolved

BAD_RULES = """\
groups:
- name: x
  rules:
  - alert: Broken
    expr: up === 0
"""


@pytest.fixture
def tools():
    return resolved()


def stack_checks(**settings):
    specs = platform(parse("dev", settings), sources.load(paths.CHECKOUT), IMAGE_KEYS)
    return list(checks.checks_of(specs))


def rules(text):
    return Check("rules/x.yaml", text, "promtool", ("check", "rules"))


def test_every_file_of_prometheus_and_alertmanager_is_checked():
    with_all = stack_checks(postgres="on")

    assert {check.file for check in with_all} == {
        "prometheus.yml",
        "alertmanager.yml",
        "templates/*.tmpl",
        *(f"rules/{name}" for name in sources.load(paths.CHECKOUT).rules["demo"]),
    }


def test_rules_of_what_a_stack_does_not_have_are_left_out():
    assert "rules/postgres.yaml" not in {check.file for check in stack_checks()}


@pytest.mark.parametrize("postgres", ["on", "off"])
def test_the_stack_s_own_files_are_accepted(tools, tmp_path, postgres):
    checks.run(stack_checks(postgres=postgres), tools, tmp_path)


def test_bad_rules_are_refused_with_promtool_s_words(tools, tmp_path):
    with pytest.raises(CheckError) as caught:
        checks.run([rules(BAD_RULES)], tools, tmp_path)

    assert "promtool refuses rules/x.yaml; correct it" in str(caught.value)
    assert 'unexpected "="' in str(caught.value)


def test_bad_prometheus_configuration_is_refused(tools, tmp_path):
    good = prometheus.configuration(parse("dev", {}), SERVICES, ())
    bad = good.replace("scrape_interval", "scrape_intervall", 1)
    argv = ("check", "config", "--syntax-only", "/dev/stdin")

    with pytest.raises(CheckError, match="scrape_intervall"):
        checks.run([Check("prometheus.yml", bad, "promtool", argv)], tools, tmp_path)


def test_bad_alertmanager_configuration_is_refused(tools, tmp_path):
    bad = Check("alertmanager.yml", "route: {receiver: x}", "amtool", ("check-config",))

    with pytest.raises(CheckError, match=r"amtool refuses alertmanager\.yml"):
        checks.run([bad], tools, tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{{ define "pharos.x" }}{{ .Nonsense }}{{ end }}', "Nonsense"),
        ('{{ define "pharos.x" }}{{ template "gone" . }}{{ end }}', "gone"),
        ('{{ define "pharos.x" }}{{ if }}{{ end }}', "missing value for if"),
        ('{{ define "pharos.x" }}<a href="{{ end }}', "ends in a non-text context"),
    ],
)
def test_template_that_cannot_be_filled_in_is_refused(tools, tmp_path, text, said):
    good = platform(parse("dev", {}), sources.load(paths.CHECKOUT), IMAGE_KEYS)
    [folder] = next(spec for spec in good if spec.name == "alertmanager").folders
    bad = replace(folder, files={**folder.files, "templates/x.tmpl": text})
    spec = replace(next(s for s in good if s.name == "alertmanager"), folders=(bad,))

    with pytest.raises(CheckError, match=r"amtool refuses templates/") as caught:
        checks.run(checks.checks_of([spec]), tools, tmp_path)

    assert said in str(caught.value)


def test_all_refusals_are_told_together(tools, tmp_path):
    both = [rules(BAD_RULES), rules(BAD_RULES.replace("===", "=!="))]

    with pytest.raises(CheckError) as caught:
        checks.run(both, tools, tmp_path)

    assert str(caught.value).count("promtool refuses") == 2


def counting(tmp_path, status):
    """Tools that leave a mark each time they run."""
    log = tmp_path / "log"
    script = f"echo >> {log}; exit {status}"
    tools = {"promtool": ("sh", "-c", script)}
    return Images(by_key={}, missing={}, tools=tools), log


def test_what_has_passed_is_not_checked_again(tmp_path):
    tools, log = counting(tmp_path, 0)

    for text in ("one", "one", "two"):
        checks.run([rules(text)], tools, tmp_path / "memory")

    assert log.read_text().count("\n") == 2


def test_what_was_refused_is_checked_again(tmp_path):
    tools, log = counting(tmp_path, 1)

    for _ in range(2):
        with pytest.raises(CheckError):
            checks.run([rules("one")], tools, tmp_path / "memory")

    assert log.read_text().count("\n") == 2


def test_tool_that_cannot_start_is_named(tmp_path):
    tools = Images(by_key={}, missing={}, tools={"promtool": ("/no/such/tool",)})

    with pytest.raises(CheckError, match=r"promtool could not look at rules/x\.yaml"):
        checks.run([rules("one")], tools, tmp_path)
