from previews.data.frames import Frame
from previews.data.grid import grid
from previews.model.dashboard import Target
from previews.model.fields import look

from .factories import a_panel, a_series


def frames(*found):
    return [
        Frame(
            name="x",
            series=series,
            look=look(a_panel()),
            target=Target(ref_id=ref_id, expr="up"),
        )
        for ref_id, series in found
    ]


def table(*transformations, rows=None, **options):
    panel = a_panel("table", transformations=transformations, options=options)
    default = [
        ("A", a_series(1, job="b", instance="2")),
        ("A", a_series(3, job="a", instance="1")),
    ]
    return grid(panel, frames(*(rows or default)))


def cells(found):
    return [[row.get(name, "") for name in found.columns] for row in found.rows]


def test_each_series_is_a_row_of_its_labels_and_its_value():
    found = table()

    assert list(found.columns) == ["instance", "job", "Value"]
    assert cells(found) == [["2", "b", 1.0], ["1", "a", 3.0]]


def test_two_queries_with_the_same_labels_share_a_row():
    rows = [
        ("A", a_series(1, job="a")),
        ("B", a_series(2, job="a")),
        ("B", a_series(5, job="b")),
    ]
    found = table(rows=rows)

    assert list(found.columns) == ["job", "Value #A", "Value #B"]
    assert cells(found) == [["a", 1.0, 2.0], ["b", "", 5.0]]


def test_columns_are_organized():
    options = {
        "excludeByName": {"instance": True},
        "renameByName": {"Value": "Up", "job": "Job"},
        "indexByName": {"Value": 0, "job": 1},
    }
    found = table({"id": "organize", "options": options})

    assert list(found.columns) == ["Up", "Job"]
    assert cells(found) == [[1.0, "b"], [3.0, "a"]]


def test_columns_are_filtered_by_name():
    include = {"include": {"names": ["job"]}}

    found = table({"id": "filterFieldsByName", "options": include})
    assert cells(found) == [["b"], ["a"]]


def test_rows_are_sorted_and_limited():
    order = {"sort": [{"field": "Value", "desc": True}]}
    found = table(
        {"id": "sortBy", "options": order},
        {"id": "limit", "options": {"limitField": 1}},
    )

    assert cells(found) == [["1", "a", 3.0]]


def test_rows_are_sorted_as_the_table_is_shown():
    assert cells(table(sortBy=[{"displayName": "job"}]))[0] == ["1", "a", 3.0]


def test_an_unknown_transformation_changes_nothing():
    assert cells(table({"id": "joinByField"})) == cells(table())
