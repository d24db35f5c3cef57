from previews.changes import changes

from .factories import a_dashboard, a_panel_json


def found(before, after):
    return [
        (each.title, each.before, each.after, each.edits, each.moved)
        for each in changes(before, after)
    ]


def test_equal_dashboards_do_not_differ():
    assert found(a_dashboard(a_panel_json()), a_dashboard(a_panel_json(id=7))) == []


def test_an_edit_is_named_by_its_path_with_both_values():
    before = a_dashboard(a_panel_json())
    after = a_dashboard(
        a_panel_json(targets=[{"refId": "A", "expr": "down", "legendFormat": "x"}])
    )

    assert found(before, after) == [
        (
            "Requests",
            0,
            0,
            (
                "targets[0].expr: up → down",
                "targets[0].legendFormat: {{service}} → x",
            ),
            False,
        )
    ]


def test_a_new_panel_moves_those_below_and_changes_none():
    first = a_panel_json(title="First")
    lower = a_panel_json(title="First", gridPos={"x": 0, "y": 8, "w": 12, "h": 8})
    new = a_panel_json(title="New")

    assert found(a_dashboard(first), a_dashboard(new, lower)) == [
        ("New", None, 0, (), False),
        ("First", 0, 1, (), True),
    ]


def test_a_panel_that_is_gone_is_told():
    before = a_dashboard(a_panel_json(title="Old"), a_panel_json(title="Kept"))

    assert found(before, a_dashboard(a_panel_json(title="Kept"))) == [
        ("Old", 0, None, (), False)
    ]


def test_panels_of_one_title_are_told_apart_by_their_order():
    same = a_panel_json(title="Same")
    other = a_panel_json(title="Same", type="stat")

    [only] = found(a_dashboard(same, same), a_dashboard(same, other))
    assert only[1:4] == (1, 1, ("type: timeseries → stat",))


def test_a_new_dashboard_is_new_in_every_panel():
    assert found(None, a_dashboard(a_panel_json())) == [
        ("Requests", None, 0, (), False)
    ]
