from infra.specs.settings import parse
from tools.bootstrap.switching import notice

ON, OFF = parse("blue", {"postgres": "on"}), parse("blue", {})
SQLITE = ["pharos-blue-items", "pharos-blue-stock", "pharos-blue-engine"]


def test_a_stack_with_data_is_told_that_its_databases_begin_empty():
    said = notice(ON, [*SQLITE, "pharos-blue-prometheus"])

    assert "begin empty" in said
    assert "pharos-blue-items, pharos-blue-stock, pharos-blue-engine" in said
    assert "`pharos:postgres: off` shows it again" in said


def test_it_is_told_once_and_only_where_there_is_something():
    assert notice(ON, [*SQLITE, "pharos-blue-postgres"]) == ""
    assert notice(ON, ["pharos-blue-prometheus"]) == ""
    assert notice(ON, ["pharos-green-items"]) == ""
    assert notice(OFF, SQLITE) == ""
