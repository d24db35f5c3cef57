import json

import pytest
import yaml

from infra.specs.grafana import HOME, grafana, provisioning
from infra.specs.settings import parse

RUNBOOK = "${runbooks}/TargetDown.html"
LINKED = json.dumps({"panels": [{"links": [{"url": RUNBOOK}]}]})


def spec(dashboards=None, **raw):
    return grafana(parse("dev", raw), dashboards or {})


def mounted(name, **arguments):
    [folder] = [f for f in spec(**arguments).folders if f.name == name]
    return folder


def datasource(**raw):
    document = provisioning(parse("dev", raw))["datasources/prometheus.yaml"]
    [only] = yaml.safe_load(document)["datasources"]
    return only


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("GF_SECURITY_ADMIN_PASSWORD__FILE", "/run/secrets/grafana-admin-password"),
        ("GF_AUTH_ANONYMOUS_ENABLED", "false"),
        ("GF_USERS_ALLOW_SIGN_UP", "false"),
        ("GF_ANALYTICS_REPORTING_ENABLED", "false"),
        ("GF_ANALYTICS_CHECK_FOR_UPDATES", "false"),
        ("GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES", "false"),
        ("GF_NEWS_NEWS_FEED_ENABLED", "false"),
        ("GF_SNAPSHOTS_EXTERNAL_ENABLED", "false"),
        ("GF_SECURITY_DISABLE_GRAVATAR", "true"),
    ],
)
def test_nobody_gets_in_unasked_and_nothing_calls_home(setting, value):
    assert spec().env[setting] == value


def test_the_password_is_in_no_variable():
    assert "GF_SECURITY_ADMIN_PASSWORD" not in spec().env
    assert [secret.name for secret in spec().secrets] == ["grafana-admin-password"]


def test_panels_lead_to_the_runbooks_of_their_stack():
    folder = mounted(
        "grafana-dashboards", dashboards={"health.json": LINKED}, prometheusPort="9999"
    )

    [panel] = json.loads(folder.files["health.json"])["panels"]
    assert panel["links"][0]["url"] == (
        "http://127.0.0.1:9999/consoles/TargetDown.html"
    )


def test_grafana_s_own_variables_are_left_alone():
    text = '{"uid": "${datasource}"}'
    folder = mounted("grafana-dashboards", dashboards={"a.json": text})

    assert folder.files["a.json"] == text


def test_users_land_on_a_dashboard_that_exists(request):
    home = spec().env["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
    folder = mounted("grafana-dashboards")

    assert home == f"{folder.path}/{HOME}"
    assert (request.config.rootpath / "dashboards" / "generated" / HOME).exists()


def test_rates_are_drawn_as_finely_as_is_scraped():
    assert datasource(scrapeInterval="5s")["jsonData"]["timeInterval"] == "5s"


def test_exemplars_lead_nowhere_while_there_is_no_page_of_traces():
    assert "exemplarTraceIdDestinations" not in datasource()["jsonData"]


def test_the_datasource_of_the_dashboards_is_the_provisioned_one(request):
    folder = request.config.rootpath / "dashboards" / "generated"
    chosen = {
        variable["current"]["value"]
        for path in folder.glob("*.json")
        for variable in json.loads(path.read_text())["templating"]["list"]
        if variable["type"] == "datasource"
    }

    assert chosen == {datasource()["uid"]}
