import math
import re
from xml.etree import ElementTree

import pytest

from previews.data.frames import PanelData
from previews.drawing import colors
from previews.drawing.box import Box
from previews.drawing.heatmap import cells
from previews.drawing.panel import KINDS, draw
from previews.drawing.stat import tiles
from previews.drawing.svg import Markup, tag
from previews.drawing.values import shown
from previews.drawing.words import fitted, width, wrapped
from previews.model.fields import Look, Threshold, look

from .factories import WINDOW, a_panel, a_series, some_data

BOX = Box(0, 0, 600, 300)
EVIL = '</text><script>alert("1")</script>\x00&'
STEPS = {
    "mode": "absolute",
    "steps": [
        {"color": "green", "value": None},
        {"color": "orange", "value": 2},
        {"color": "red", "value": 5},
    ],
}


def content(panel, data):
    return draw(panel, data, WINDOW, BOX)


def texts(markup):
    root = ElementTree.fromstring(f"<svg>{markup}</svg>")
    return [each.text for each in root.iter() if each.tag in ("text", "tspan")]


def attributes(markup, name, attribute):
    root = ElementTree.fromstring(f"<svg>{markup}</svg>")
    return [each.get(attribute) for each in root.iter(name)]


def drawn(kind, *found, errors=(), **changes):
    panel = a_panel(kind, **changes)
    return content(panel, some_data(panel, *found, errors=errors))


def bucket(le, *values):
    return f"le {le}", a_series(*values, le=le)


ONE = ("items", a_series(1, 2, 3))
TWO = ("items", a_series(1, 2, 3)), ("payment", a_series(4, 5, 6))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_text_of_metrics_cannot_leave_its_place(kind):
    series = a_series(1, 2, 3, service=EVIL, le=EVIL)
    panel = a_panel(kind, title=EVIL, description=EVIL)
    markup = content(panel, some_data(panel, (EVIL, series), (EVIL, series)))

    assert "<script" not in markup
    assert "\x00" not in markup
    assert texts(markup)


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(
    "values", [(), (math.nan,), (math.inf,), (0,), (5, 5), (-3, 1e30), (1, math.nan)]
)
def test_any_values_have_a_picture(kind, values):
    ElementTree.fromstring(drawn(kind, ("x", a_series(*values, le="1"))))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_panel_without_series_says_so(kind):
    assert "No data" in texts(drawn(kind))
    assert "nothing yet" in texts(drawn(kind, defaults={"noValue": "nothing yet"}))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_failed_panel_says_why(kind):
    assert "parse error" in texts(drawn(kind, errors=["parse error"]))


def test_a_panel_that_failed_in_part_is_drawn_with_a_mark():
    markup = drawn("stat", ONE, errors=["parse error"])

    assert "!" in texts(markup)
    assert "3" in texts(markup)


def test_an_unknown_type_says_that_it_is_not_drawn():
    assert any("'geomap'" in text for text in texts(drawn("geomap", ONE)))


def test_a_description_is_a_tooltip():
    markup = content(a_panel(description="Says what."), PanelData())

    assert "<title>Requests\nSays what.</title>" in markup


def test_lines_have_a_legend_with_the_last_value():
    markup = drawn("timeseries", *TWO, defaults={"unit": "reqps"})

    assert {"items", "3 req/s", "payment", "6 req/s"} <= set(texts(markup))


def test_a_gap_in_the_data_is_a_gap_in_the_line():
    def strokes(series):
        markup = drawn("timeseries", ("x", series))
        fills = attributes(markup, "path", "fill")
        return fills.count("none")

    gone = a_series(1, 2, math.nan, 3, 4)
    assert strokes(a_series(1, 2, 3)) == 1
    assert strokes(gone) == 2


def test_thresholds_are_lines_where_they_are_asked_for():
    def lines(mode):
        custom = {"thresholdsStyle": {"mode": mode}}
        markup = drawn(
            "timeseries", *TWO, defaults={"thresholds": STEPS, "custom": custom}
        )
        return attributes(markup, "line", "stroke").count(colors.named("red"))

    assert (lines("off"), lines("line"), lines("dashed")) == (0, 1, 1)


def test_stacked_series_stand_on_one_another():
    def highest(mode):
        custom = {"stacking": {"mode": mode, "group": "A"}}
        markup = drawn("timeseries", *TWO, defaults={"min": 0, "custom": custom})
        return max(float(t) for t in texts(markup) if t and re.fullmatch(r"\d+", t))

    assert highest("none") <= 6
    assert highest("normal") > 6


def test_a_stat_has_the_colour_of_its_threshold():
    def fills(value):
        markup = drawn("stat", ("x", a_series(value)), defaults={"thresholds": STEPS})
        return attributes(markup, "text", "fill")

    assert colors.named("green") in fills(1)
    assert colors.named("orange") in fills(2)
    assert colors.named("red") in fills(9)


def test_one_stat_has_no_name_and_several_have():
    assert "items" not in texts(drawn("stat", ONE))
    assert {"items", "payment"} <= set(texts(drawn("stat", *TWO)))


def test_a_mapped_value_is_shown_as_its_word():
    mapping = {"type": "value", "options": {"3": {"text": "UP", "color": "blue"}}}

    assert "UP" in texts(drawn("stat", ONE, defaults={"mappings": [mapping]}))


def test_ranges_and_special_values_are_mapped_too():
    mappings = (
        {"type": "range", "options": {"from": 0, "to": 5, "result": {"text": "few"}}},
        {"type": "special", "options": {"match": "nan", "result": {"text": "none"}}},
    )
    config = Look(mappings=mappings)

    assert [shown(v, config).text for v in (3, 9, math.nan)] == ["few", "9", "none"]


def test_a_gauge_fills_its_arc_by_the_value():
    def arcs(value):
        defaults = {"min": 0, "max": 100, "thresholds": STEPS}
        return len(re.findall(r"<path", drawn("gauge", ("x", a_series(value)),
                                              defaults=defaults)))  # fmt: skip

    assert arcs(50) == arcs(0) + 1


def test_bars_are_as_long_as_their_values():
    markup = drawn(
        "bargauge", ("a", a_series(25)), ("b", a_series(100)),
        defaults={"min": 0, "max": 100, "color": {"mode": "thresholds"}},
    )  # fmt: skip
    fills = attributes(markup, "rect", "fill")
    widths = attributes(markup, "rect", "width")
    bars = [
        float(w)
        for w, f in zip(widths, fills, strict=True)
        if f == colors.named("green")
    ]

    assert bars[1] == pytest.approx(4 * bars[0], rel=0.01)


def test_too_many_bars_are_counted_not_squeezed():
    many = [(f"s{n}", a_series(n)) for n in range(60)]

    assert any(
        re.fullmatch(r"and \d+ more", t) for t in texts(drawn("bargauge", *many))
    )


def test_a_table_shows_labels_and_values_with_units():
    rows = ("x", a_series(1536, job="items")), ("y", a_series(1, job="payment"))

    found = texts(drawn("table", *rows, defaults={"unit": "bytes"}))
    assert {"job", "Value", "items", "1.5 KiB", "payment", "1 B"} <= set(found)


def test_a_bucket_counts_what_the_one_below_does_not():
    panel = a_panel("heatmap")
    found = [bucket("1", 5), bucket("+Inf", 9), bucket("0.1", 2)]
    frames = some_data(panel, *found).frames

    counted = cells(frames)
    assert list(counted.names) == ["0.1", "1", "+Inf"]
    assert sorted(counted.counts.values()) == [2, 3, 4]


def test_a_heat_map_names_its_buckets_in_their_unit():
    found = [bucket("0.005", 1, 2), bucket("0.5", 3, 5), bucket("+Inf", 4, 6)]
    markup = drawn("heatmap", *found, options={"yAxis": {"unit": "s"}})

    assert {"5 ms", "500 ms", "+Inf"} <= set(texts(markup))


def test_tiles_fill_the_box_without_overlapping():
    found = tiles(BOX, 7)

    assert len(found) == 7
    assert all(box.x >= 0 and box.right <= 600.01 for box in found)
    assert len({(box.x, box.y) for box in found}) == 7


def test_a_percentage_threshold_counts_from_low_to_high():
    steps = (Threshold(None, "green"), Threshold(80, "red"))
    config = Look(low=0, high=200, thresholds=steps, percentage=True)

    assert [colors.of_value(config, v) for v in (159, 160)] == [
        colors.named("green"),
        colors.named("red"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("green", "#73bf69"),
        ("#abcdef", "#abcdef"),
        ("rgba(1, 2, 3, 0.5)", "#010203"),
        ("transparent", "none"),
        ('"/><script>', "#8e8e8e"),
    ],
)
def test_a_colour_is_one_or_grey(name, expected):
    assert colors.named(name) == expected


def test_shades_of_a_name_are_lighter_and_darker():
    darker, plain, lighter = (
        colors.named(name) for name in ("dark-red", "red", "light-red")
    )

    assert darker < plain < lighter


def test_a_long_text_is_cut_where_its_room_ends():
    text = "a long name of a series that has no end"

    assert fitted(text, 12, 500) == text
    assert fitted(text, 12, 100).endswith("…")
    assert width(fitted(text, 12, 100), 12) <= 100
    assert len(wrapped(text * 9, 12, 120, 3)) == 3


def test_only_markup_is_not_escaped():
    assert tag("p", "<b>", Markup("<i/>"), title='"') == (
        '<p title="&quot;">&lt;b&gt;<i/></p>'
    )


def test_the_look_of_a_field_has_grafana_s_defaults():
    assert look(a_panel()) == Look()
