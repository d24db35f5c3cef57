import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.rules.promtool import promtool
from tests.tools import require
from tests.unit.dashboards.boards import DASHBOARDS, FOLDER, PANELS, filled

DAY_S = 86400


def rule_file(folder, exprs):
    rules = [
        {"record": "x", "labels": {"n": str(n)}, "expr": expr}
        for n, expr in enumerate(exprs)
    ]
    document = {"groups": [{"name": "panels", "rules": rules}]}
    (folder / "panels.yaml").write_text(json.dumps(document))


def test_promtool_reads_every_query_of_every_panel_and_mark(tmp_path):
    exprs = [expr for panel in PANELS for expr in panel.exprs]
    marks = [m["expr"] for d in DASHBOARDS.values() for m in d["annotations"]["list"]]
    rule_file(tmp_path, map(filled, [*exprs, *marks]))

    done = promtool(tmp_path, "check", "rules", "panels.yaml")

    assert len(exprs) > 80
    assert done.returncode == 0, done.stdout + done.stderr


def expr_of(title):
    [expr] = {panel.exprs[0] for panel in PANELS if panel.title == title}
    return filled(expr)


# What a local stack never has, or not on demand: a series and what is shown of it.
CASES = {
    "Certificates End in": (
        {"probe_ssl_earliest_cert_expiry": str(30 * DAY_S)},
        '{service="gateway"}',
        30 * DAY_S - 600,
    ),
    "Targets Down": ({"up": "0"}, "{}", 1),
    "Endpoints Unreachable": ({"probe_success": "0"}, "{}", 1),
    "Restocks": ({"restock_operations_total": "_x5 1x3 2x10"}, "{}", 2),
    "Restarts per Service": (
        {"container_start_time_seconds": "1x3 2x3 3x10"},
        '{service="gateway"}',
        2,
    ),
}


@pytest.mark.parametrize("title", CASES)
def test_panel_shows_what_a_local_stack_does_not_have(tmp_path, title):
    given, labels, value = CASES[title]
    series = [
        {
            "series": f'{name}{{environment="dev",service="gateway"}}',
            "values": values if "x" in values else f"{values}x10",
        }
        for name, values in given.items()
    ]
    document = {
        "rule_files": [],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": series,
                "promql_expr_test": [
                    {
                        "expr": expr_of(title),
                        "eval_time": "10m",
                        "exp_samples": [{"labels": labels, "value": value}],
                    }
                ],
            }
        ],
    }
    (tmp_path / "test.yaml").write_text(yaml.safe_dump(document))

    done = promtool(tmp_path, "test", "rules", "test.yaml")

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", DASHBOARDS)
def test_grafana_s_own_linter_agrees(name):
    require("dashboard-linter")
    linter = shutil.which("dashboard-linter") or ""
    config = Path(FOLDER).parent / "lint.yaml"

    done = subprocess.run(
        [linter, "lint", "--strict", "-c", str(config), str(FOLDER / name)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ},
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
