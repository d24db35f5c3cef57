import json

from dashboards.files import generated
from tests.rules.promtool import promtool

# What Grafana fills in.
VARIABLES = {"$__rate_interval": "1m", "$__range": "1h", "$environment": "dev"}


def queries():
    dashboards = [json.loads(text) for text in generated().values()]
    panels = [panel for dashboard in dashboards for panel in dashboard["panels"]]
    return [t["expr"] for panel in panels for t in panel.get("targets", [])]


def filled(expr):
    for name, value in VARIABLES.items():
        expr = expr.replace(name, value)
    return expr


def test_promtool_reads_every_query_of_every_panel(tmp_path):
    rules = [
        {"record": "x", "labels": {"n": str(n)}, "expr": filled(expr)}
        for n, expr in enumerate(queries())
    ]
    document = {"groups": [{"name": "panels", "rules": rules}]}
    (tmp_path / "panels.yaml").write_text(json.dumps(document))

    done = promtool(tmp_path, "check", "rules", "panels.yaml")

    assert len(rules) > 15
    assert done.returncode == 0, done.stdout + done.stderr
