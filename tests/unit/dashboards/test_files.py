import json

import pytest
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

from dashboards.__main__ import main
from dashboards.files import generated
from tests.unit.dashboards.boards import DASHBOARDS, FOLDER


@pytest.fixture(scope="module", autouse=True)
def plugins():
    """What the SDK knows of each kind of panel and query."""
    register_default_plugins()


@pytest.mark.parametrize("name", DASHBOARDS)
def test_grafana_s_model_reads_the_file_and_writes_the_same(name):
    read = Dashboard.from_json(json.loads((FOLDER / name).read_text()))

    assert json.loads(json.dumps(read, cls=JSONEncoder)) == DASHBOARDS[name]


def test_builders_make_the_same_twice():
    assert generated() == generated()


def test_generator_removes_what_it_no_longer_makes(tmp_path):
    (tmp_path / "old.json").write_text("{}")

    main(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == generated().keys()
