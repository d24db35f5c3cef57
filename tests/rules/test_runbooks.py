"""Each alert has a page that somebody who was woken up can follow."""

import json
import re
from pathlib import Path

import pytest

from catalog.alerts import Alert
from tests.rules.promtool import promtool
from tools.docs.runbooks import INDEX, generated, page

FOLDER = Path(__file__).parents[2] / "docs" / "runbooks"
HEADINGS = ["Meaning", "Impact", "Diagnosis", "Mitigation", "Rollback"]
# Something to type: a command of ours, of the machine, or a query.
_COMMAND = re.compile(r"`(make|curl|docker|openssl) |```promql")


def text(alert):
    return (FOLDER / f"{alert}.md").read_text()


def section(alert, heading):
    return text(alert).split(f"## {heading}\n")[1].split("\n## ")[0]


def queries():
    blocks = re.compile(r"^ *```promql\n(.*?)```", re.MULTILINE | re.DOTALL)
    return [
        (path.stem, query)
        for path in sorted(FOLDER.glob("*.md"))
        for query in blocks.findall(path.read_text())
    ]


def test_every_alert_has_a_page_and_every_page_an_alert():
    assert {path.stem for path in FOLDER.glob("*.md")} == {str(a) for a in Alert}


@pytest.mark.parametrize("alert", Alert)
def test_page_has_its_name_and_all_headings_and_none_is_empty(alert):
    lines = text(alert).splitlines()

    assert lines[0] == f"# {alert}"
    assert [line[3:] for line in lines if line.startswith("## ")] == HEADINGS
    assert all(len(section(alert, heading).split()) > 4 for heading in HEADINGS)


@pytest.mark.parametrize("alert", Alert)
def test_diagnosis_says_what_to_type(alert):
    assert _COMMAND.search(section(alert, "Diagnosis"))


def test_promtool_reads_every_query(tmp_path):
    rules = [
        {"record": "x", "labels": {"page": name, "n": str(n)}, "expr": query}
        for n, (name, query) in enumerate(queries())
    ]
    document = {"groups": [{"name": "runbooks", "rules": rules}]}
    (tmp_path / "runbooks.yaml").write_text(json.dumps(document))

    done = promtool(tmp_path, "check", "rules", "runbooks.yaml")

    assert len(rules) > 50
    assert done.returncode == 0, done.stdout + done.stderr


def test_page_of_an_alert_is_at_the_alert_s_link():
    assert generated().keys() == {f"{name}.html" for name in (*Alert, INDEX)}


@pytest.mark.parametrize("name", generated())
def test_links_between_pages_lead_somewhere(name):
    links = re.findall(r'href="([^"]+)"', generated()[name])

    beside = {link for link in links if "/" not in link}
    assert beside <= generated().keys()
    assert {link.split("?")[0] for link in set(links) - beside} <= {
        "../alerts",
        "../query",
    }


def test_braces_of_a_page_are_none_of_the_template_s():
    # Prometheus reads the page as a Go template, which would try to run it.
    html = page("x", "`docker inspect -f '{{.State}}'`")

    assert "'{{\"{{\"}}.State}}'" in html


def test_query_of_a_page_can_be_asked_with_one_click():
    html = page("x", "1. So:\n\n   ```promql\n   a > 1\n   ```\n")

    assert 'href="../query?g0.expr=a%20%3E%201&amp;g0.tab=1"' in html
